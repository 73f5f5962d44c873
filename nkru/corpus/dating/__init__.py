"""The rules that date an article by its datelines and its text; their door is `nkru.corpus.dating.dates`."""
