"""Fifty pages read as saved HTML and as text of a browser, against a frozen reading of the HTML.

The frozen reading keeps some furniture as article: a licence, boxes of a newsletter, a notice to
readers without a subscription, teasers. Lines of these kinds are left out, and told apart here; a
word that is not in the text of the browser cannot be kept from it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pytest

import nkru

# Pages of which the frozen text is furniture for a fifth or more, and the codes of these lines.
FURNITURE = {
    "fr-9": {"legal"},
    "fr-11": {"links", "below_article"},
    "fr-34": {"above_title"},
}
# The page prints the day of its reader's clock, its head that of Greenwich an hour earlier.
BY_CLOCK = "fr-17"


class Page(NamedTuple):
    title: str
    day: str
    kept: set[str]
    raw: set[str]
    lost: dict[str, set[str]]


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", normalize("NFD", text.lower()))


def strings(text: str) -> set[str]:
    """Return the hashes of the strings of five words of a text."""
    plain = normalize("NFD", text.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    fives = (" ".join(words[start : start + 5]) for start in range(len(words) - 4))
    return {hashlib.md5(five.encode()).hexdigest()[:8] for five in fives}


def pages(folder: Path) -> dict[str, Page]:
    corpus = nkru.read_corpus(folder)
    lines = {doc_id: rows for doc_id, rows in corpus.lines.groupby("doc_id", observed=True)}
    found = {}
    for row in corpus.documents.fillna("").itertuples():
        page = lines[row.doc_id]
        kept = strings(" ".join(page.loc[page["kept"], "text"]))
        lost: dict[str, set[str]] = {}
        for code, text in page.loc[~page["kept"], ["code", "text"]].to_numpy().tolist():
            lost.setdefault(code, set()).update(strings(text))
        raw = strings(corpus.raw(row.doc_id))
        found[Path(row.source).stem] = Page(row.title, row.date[:10], kept, raw, lost)
    return found


@pytest.mark.long
@pytest.mark.parametrize(("folder", "missing", "least"), [("html", 0, 0.995), ("dump", 3, 0.98)])
def test_both_readings_agree_with_the_frozen_one(
    shared: Path, folder: str, missing: int, least: float
) -> None:
    with gzip.open(shared / "pairs/truth.grams.gz", "rt") as stream:
        frozen = {words[0]: {*words[1:]} for words in map(str.split, stream)}
    with (shared / "pairs/truth.csv").open(encoding="utf-8") as stream:
        truth = {row["name"]: row for row in csv.DictReader(stream)}
    found = {name: page for name, page in pages(shared / "pairs" / folder).items() if name in truth}
    assert [
        n for n, page in found.items() if letters(page.title) != letters(truth[n]["title"])
    ] == []
    days = {name: row["day"] for name, row in truth.items() if len(row["day"]) == 10}
    assert {name for name in days if found[name].day not in ("", days[name])} == {BY_CLOCK}
    assert sum(not found[name].day for name in days) <= missing
    there = {name: frozen[name] & page.raw for name, page in found.items()}
    kept = {name: there[name] & page.kept for name, page in found.items()}
    assert sum(map(len, kept.values())) >= least * sum(map(len, there.values()))
    foreign = sum(len(page.kept - frozen[name]) for name, page in found.items())
    assert foreign <= 0.05 * sum(len(page.kept) for page in found.values())
    short = {name for name in found if len(kept[name]) < 0.8 * len(there[name])}
    assert short <= FURNITURE.keys()
    for name in short:
        left = [
            text & there[name] for code, text in found[name].lost.items() if code in FURNITURE[name]
        ]
        assert len(kept[name].union(*left)) >= 0.8 * len(there[name])
