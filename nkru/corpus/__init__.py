"""Corpus: from files to documents, lines, sentences and tokens, with roles, dates and copies."""
