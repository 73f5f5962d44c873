"""Make the fonts of figures: the Latin part of DejaVu Sans, which matplotlib has whole.

Run as `python tests/fonts.py` after a new release of DejaVu.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
from fontTools.subset import Options, Subsetter, load_font

import nkru

WHOLE = Path(matplotlib.get_data_path(), "fonts/ttf")
FOLDER = Path(nkru.__file__).parent / "resources/fonts"
FAMILY = "DejaVu Sans Latin"
STYLES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique")
# Latin letters with the accents of Europe, punctuation, money, arrows, and signs of comparison.
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2C6, 0x2DD), (0x2010, 0x203A))
# Accents that follow their letter, as some sites write them.
RANGES += ((0x300, 0x304), (0x306, 0x308), (0x30A, 0x30C), (0x327, 0x328))
SIGNS = "\u2002\u2003\u2007\u2009\u202f\u20ac\u2116\u2122\u2190\u2191\u2192\u2193\u2212\u221e"
SIGNS += "\u2248\u2260\u2264\u2265\ufffd"
_NAME_OF_FAMILY = 1


def characters() -> set[int]:
    """Return the code points of the fonts."""
    ranges = {point for first, last in RANGES for point in range(first, last + 1)}
    return ranges | set(map(ord, SIGNS))


def make(style: str) -> None:
    """Write the Latin part of a style: its outlines, hints and distances as they are."""
    options = Options(
        layout_features=["*"], legacy_kern=True, notdef_outline=True, glyph_names=True
    )
    options.drop_tables += ["FFTM", "MATH"]
    font = load_font(WHOLE / f"{style}.ttf", options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID == _NAME_OF_FAMILY:
            record.string = FAMILY
    font.save(FOLDER / f"{style}-Latin.ttf")


if __name__ == "__main__":
    for name in STYLES:
        make(name)
