"""The rules that date an article by its datelines and its text; start reading at `dates`."""
