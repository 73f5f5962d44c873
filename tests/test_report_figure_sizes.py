"""Sizes of figures: texts stay texts, nothing overlaps or leaves the edge, print at 85 mm."""

from __future__ import annotations

import itertools
import re
import warnings
import zlib

import pandas as pd
import pytest
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from nkru.report.figures import charts
from nkru.report.figures.drawings import Drawing
from nkru.report.figures.sizes import NARROW, PAGE, date_axis, drawn

LABELS = [
    "Le prix passe de 80 $ à 95 $ en un_mois",
    "La très longue phrase d'un titre de presse qui ne finit pas " * 10,
    "🚀 Une fusée 👩\u200d🚀 décolle",
    "قمة بيونغ يانغ الثانية",
    "Anticonstitutionnellementanticonstitutionnellement",
    "北京和平壤",
]
PARTS = {"one": "the first of the parts", "two": "the second"}
UNIT = "a unit of these values that is told in rather many words, −1 to 1"


def make_table(rows: int) -> pd.DataFrame:
    """Return values for every kind of chart, named by `rows` labels."""
    names = [LABELS[row] if row < len(LABELS) else f"ligne {row}" for row in range(rows)]
    note = "+0.12 (112 of 120 scored)"
    values = {"one": 3.0, "two": 5.0, "value": 0.4, "low": 0.1, "high": 0.9, "note": note}
    return pd.DataFrame([values] * rows, index=names)


CHARTS = {
    "stacked": lambda table: charts.stacked_bars(table, PARTS, LABELS[1], UNIT),
    "opposed": lambda table: charts.opposed_bars(table, PARTS, LABELS[1], UNIT),
    "intervals": lambda table: charts.bars_with_intervals(table, LABELS[0], UNIT),
    "dots": lambda table: charts.dots(table, LABELS[3], UNIT),
    "heat": lambda table: charts.heat(
        table[["one", "two"]].rename(columns=dict(zip(["one", "two"], LABELS[1:3], strict=True))),
        LABELS[2],
        UNIT,
    ),
}


def shown_texts(figure) -> dict[Text, object]:
    """Return the boxes of the texts of a figure, slanted ones left out."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    texts = [text for text in texts if text.get_visible() and not text.get_rotation()]
    # A tick beyond the end of its axis is not drawn.
    low, high = figure.axes[0].get_xlim()
    ticks = figure.axes[0].get_xticklabels()
    texts = [t for t in texts if t not in ticks or low <= t.get_position()[0] <= high]
    boxes = {text: text.get_window_extent(canvas.get_renderer()) for text in texts}
    return {text: box for text, box in boxes.items() if box.width and box.y1 <= figure.bbox.y1}


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("size", [PAGE, NARROW], ids=["page", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_labels_of_any_length_fit(name, size):
    with drawn(size):
        figure = CHARTS[name](make_table(len(LABELS)))
    boxes = shown_texts(figure)
    assert len(boxes) > 8
    for text, box in boxes.items():
        assert box.x0 >= -2, text.get_text()
        assert box.x1 <= figure.bbox.x1 + 2, text.get_text()
        assert text.get_fontsize() * 85 / 25.4 / NARROW.width >= 6
    padded = {text: box.padded(-1.5) for text, box in boxes.items()}
    for (one, box), (other, second) in itertools.combinations(padded.items(), 2):
        assert not box.overlaps(second), (one.get_text(), other.get_text())


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("rows", [1, 200])
def test_a_drawing_opens_with_its_labels_and_embeds_its_fonts(rows):
    with drawn(NARROW):
        table = make_table(rows)
        figure = charts.bars_with_intervals(table, "Un titre.", "unité")
        made = Drawing(figure, "Un titre.", "", table)
    texts = [
        "".join(text.itertext()) for text in etree.fromstring(made.svg.encode()).iter("{*}text")
    ]
    assert {"Un titre.", "unité", "Le prix passe de"} <= set(texts)
    pdf = made.pdf
    (width,) = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+)", pdf)
    assert float(width) == pytest.approx(85 / 25.4 * 72, abs=0.1)
    fonts = len(re.findall(rb"/FontDescriptor /", pdf)) or len(
        re.findall(rb"/Type /FontDescriptor", pdf)
    )
    assert 0 < fonts == len(re.findall(rb"/FontFile2 ", pdf))
    assert b"row:" not in pdf
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    assert any(
        b"Tf" in zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x"
    )


def test_a_thesis_has_its_titles_in_its_captions():
    with drawn(PAGE, titles=False):
        figure = charts.dots(make_table(1), "Un titre.", "unité")
    assert figure.get_suptitle() == ""


@pytest.mark.parametrize("most", [3, 6])
def test_any_period_has_its_dates_without_a_warning(most):
    axes = Figure().subplots()
    date_axis(axes, most)
    first = pd.Timestamp("2024-10-14")
    with warnings.catch_warnings(action="error"):
        for days in [*range(2, 60, 3), *range(60, 1500, 9), 4000, 12_000]:
            dates = axes.xaxis.get_major_locator().tick_values(
                first, first + pd.Timedelta(days, "D")
            )
            assert 1 <= len(dates) <= most + 2
