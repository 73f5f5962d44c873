"""Fonts of figures: the Latin part of DejaVu Sans, and the whole font for other scripts."""

from __future__ import annotations

import io

import pandas as pd
import pypdf
import pytest
from fonts import FOLDER, STYLES, WHOLE, characters
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties, findfont

from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import Drawing, styled
from nkru.report.figures.fonts import LATIN


def letters(font: TTFont) -> dict[int, tuple[object, int]]:
    """Return the outline and the width of the letters of a font, by code point."""
    glyphs, letters = font.getGlyphSet(), {}
    for point, name in font.getBestCmap().items():
        if point in characters():
            glyphs[name].draw(pen := DecomposingRecordingPen(glyphs))
            letters[point] = pen.value, glyphs[name].width
    return letters


@pytest.mark.parametrize("style", STYLES)
def test_the_letters_are_those_of_the_whole_font(style: str) -> None:
    with TTFont(WHOLE / f"{style}.ttf") as whole, TTFont(FOLDER / f"{style}-Latin.ttf") as part:
        assert len(letters(part)) > 300
        assert letters(part).items() <= letters(whole).items()
        assert {"GPOS", "fpgm", "prep", "cvt "} <= {*part.keys()}


@pytest.mark.parametrize("style", [{}, {"weight": "bold"}, {"style": "italic"}])
def test_each_style_of_the_figures_is_one_of_ours(style: dict[str, str]) -> None:
    with styled():
        assert str(FOLDER) in findfont(
            FontProperties(family=LATIN, **style), fallback_to_default=False
        )


def test_other_scripts_are_drawn_from_the_whole_font() -> None:
    table = pd.DataFrame({"one": [1, 2]}, index=["Les élections à Nîmes", "Выборы в Самаре"])
    figure = stacked_bars(table, {"one": "l’été"}, "Où vote-t-on ?", "voix")
    drawing = Drawing(figure, "Où vote-t-on ?", "", table)
    assert "DejaVu Sans Latin" not in drawing.svg
    assert "'DejaVu Sans', Verdana" in drawing.svg
    page = pypdf.PdfReader(io.BytesIO(drawing.pdf)).pages[0]
    assert {"Les élections à Nîmes", "Выборы в Самаре"} <= {*page.extract_text().splitlines()}
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert sorted(font["/BaseFont"].partition("+")[2] for font in fonts) == ["DejaVuSans"] * 2 + [
        "DejaVuSans-Bold"
    ]
