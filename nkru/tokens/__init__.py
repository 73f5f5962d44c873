"""Text to spans: French sentences, tokens, lemmas and segments, without files or tables."""
