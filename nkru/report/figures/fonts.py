"""Fonts: the Latin part of DejaVu Sans, which matplotlib has whole.

A PDF holds the letters that it uses; to choose them from the whole font takes four times as long.
Letters of other scripts are those of the whole font.
"""

from __future__ import annotations

from functools import cache

from nkru import resources

LATIN = "DejaVu Sans Latin"
FAMILIES = [LATIN, "DejaVu Sans"]  # a letter is that of the first font that has it


@cache
def register_fonts() -> None:
    """Make the fonts of nkru known to matplotlib."""
    from matplotlib.font_manager import fontManager

    for path in sorted(resources.path("fonts").glob("*.ttf")):
        fontManager.addfont(path)
