"""Fuzzing: valid files of every kind that nkru reads, what damages them, and what must hold."""
