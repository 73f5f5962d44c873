"""Text to spans: French sentences, tokens, lemmas and segments; knows no files and no tables."""
