"""Tone: a lexicon, the grammar that acts on its words, scores of sentences and toward actors."""
