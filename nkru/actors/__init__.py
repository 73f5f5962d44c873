"""What `codebook.py`, `mentions.py` and `quotations.py` rest on: entries, forms, and who is meant."""
