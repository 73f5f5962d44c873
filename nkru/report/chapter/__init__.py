"""Chapters: the tables, evidence and findings that a notebook writes."""
