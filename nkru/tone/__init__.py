"""What `sentiment.py` and `targets.py` rest on: terms, the grammar that acts on them, and clauses."""
