"""Actors of twenty articles of many kinds, marked before nkru read them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import nkru
from nkru.tokens.norms import folded_words
from tests.small_corpus import small_corpus

TEXT = Path(__file__).parent / "data" / "marked_articles.txt"
MARK = re.compile(r"\[|\]\((?P<actor>[^();]*);?(?P<flags>[a-z]*)\)")
PRECISION, RECALL, DESCRIPTIONS = 0.97, 0.93, 0.86  # with room for one or two mentions


class Marked(NamedTuple):
    """A mention as marked: its span, actor and flags."""

    start: int
    end: int
    actor: str
    flags: str


def read(text: str) -> tuple[str, list[Marked]]:
    """Return an article without its marks, and what they say."""
    plain, marks, opened, last = "", list[Marked](), list[int](), 0
    for match in MARK.finditer(text):
        plain, last = plain + text[last : match.start()], match.end()
        if match["actor"] is None:
            opened.append(len(plain))
        else:
            marks.append(Marked(opened.pop(), len(plain), match["actor"], match["flags"]))
    return plain + text[last:], marks


def owners(marks: list[Marked], found: dict[tuple[int, int], str]) -> dict[str, str]:
    """Return the one entry of each actor: that of most of its spans, and of no other actor."""
    votes = defaultdict[str, Counter[str]](Counter)
    for mark in marks:
        if entry := found.get((mark.start, mark.end)):
            names = folded_words(mark.actor), folded_words(entry)
            votes[mark.actor][entry] += 2 + (names[0] in names[1] or names[1] in names[0])
    given = dict[str, str]()
    for actor, entries in votes.items():
        free = [entry for entry, _ in entries.most_common() if entry not in given.values()]
        if free:
            given[actor] = free[0]
    return given


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    """The mentions right, missed and false, and the descriptions among them."""
    parts = re.split(r"^## \w+ (.*)\n", TEXT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    days, articles = parts[::2], [read(part) for part in parts[1::2]]
    corpus = small_corpus([text for text, _ in articles], date_from=days, date_to=days)
    mentions, total = nkru.find_mentions(corpus), Counter[str]()
    for doc_id, (text, marks) in zip(corpus.documents["doc_id"], articles, strict=True):
        shift = corpus.raw(doc_id).index(text.strip()) - text.index(text.strip())
        total += counted(mentions[mentions["doc_id"] == doc_id], marks, shift)
    return total


def counted(table: pd.DataFrame, marks: list[Marked], shift: int) -> Counter[str]:
    spans = zip(table["start"] - shift, table["end"] - shift, strict=True)
    found = dict(zip(spans, table["entry"], strict=True))
    places = {span for span, sense in zip(found, table["sense"], strict=True) if sense == "place"}
    given, total = owners(marks, found), Counter[str]()
    for mark in marks:
        if "o" not in mark.flags:
            got = found.get((mark.start, mark.end))
            verdict = "right" if got and got == given.get(mark.actor) else "missed"
            total[verdict] += 1
            total[f"{verdict} descriptions"] += "d" in mark.flags
            total["false"] += bool(got) and verdict == "missed"
    marked = {(mark.start, mark.end) for mark in marks}
    total["false"] += len(found.keys() - marked - places)
    return total


def test_mentions_are_found_and_right(counts: Counter[str]) -> None:
    assert counts["right"] + counts["missed"] > 350
    assert counts["right"] / (counts["right"] + counts["false"]) >= PRECISION
    assert counts["right"] / (counts["right"] + counts["missed"]) >= RECALL


def test_descriptions_are_found(counts: Counter[str]) -> None:
    right, missed = counts["right descriptions"], counts["missed descriptions"]
    assert right + missed > 100
    assert right / (right + missed) >= DESCRIPTIONS
