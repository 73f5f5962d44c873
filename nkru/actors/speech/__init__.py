"""Quotations and who speaks them: marks, verbs of saying, phrases, pronouns."""
