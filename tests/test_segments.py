"""Segments are cut where the rule of Reinert's method says."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.tokens.segments import segment_spans, split_segments


def test_a_text_within_reach_is_one_segment() -> None:
    text = " ".join(["mot"] * 56)
    assert split_segments(text) == [text]


def test_without_punctuation_the_cut_falls_on_the_size() -> None:
    segments = split_segments(" ".join(["mot"] * 100))
    assert [len(segment.split()) for segment in segments] == [40, 40, 20]


@pytest.mark.parametrize(
    ("marks", "first"),
    [
        ({34: "."}, 34),
        ({30: ".", 39: ","}, 30),  # 6/11 against 1/2
        ({29: ".", 39: ","}, 29),  # 6/12 against 1/2: a tie goes to the first
        ({28: ".", 39: ","}, 39),  # 6/13 against 1/2
        ({20: ".", 38: ";"}, 38),  # 6/21 against 4/3
        ({45: ":", 36: ";"}, 45),  # 5/6 against 4/5
    ],
)
def test_the_cut_is_where_weight_over_distance_is_largest(
    marks: dict[int, str], first: int
) -> None:
    words = ["mot" + marks.get(place, "") for place in range(1, 91)]
    assert len(split_segments(" ".join(words))[0].split()) == first


def test_size_sets_the_reach() -> None:
    segments = split_segments(" ".join(["mot"] * 30), size=10)
    assert [len(segment.split()) for segment in segments] == [10, 10, 10]


def test_segments_agree_with_rainette(shared: Path) -> None:
    wanted = defaultdict(list)
    path = shared / "reference" / "reinert" / "seeds_raw" / "segments.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted[row["segment_source"]].append(row["text"])
    articles = sorted((shared / "seeds").glob("*.txt"))
    assert len(articles) == len(wanted) == 5
    for article in articles:
        text = article.read_text(encoding="utf-8").strip("\n")
        assert split_segments(text) == wanted[article.name[:3]]


@given(st.text(alphabet="ab.,:; \n", max_size=400), st.integers(2, 50))
def test_spans_cover_all_words_in_order(text: str, size: int) -> None:
    joined = " ".join(text[start:end] for start, end in segment_spans(text, size))
    assert joined.split() == text.split()
