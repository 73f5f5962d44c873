"""Themes: keywords, collocations, topics, and Reinert's classes of segments."""
