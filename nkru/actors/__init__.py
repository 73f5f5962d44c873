"""Actors: who is named, how often and with whom, and who is quoted."""
