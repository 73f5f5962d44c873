"""Measures that all analyses use: counts, association, dispersion, intervals, concordance."""
