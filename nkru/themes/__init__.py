"""Themes: keywords, collocations, topics, and the classes of Reinert."""
