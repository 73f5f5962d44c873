"""Evidence: the sentences behind a number, marked, with file and line, on pages of bounded size."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.site.markup import render, render_page

Key = tuple[Hashable, ...]
Fields = dict[str, Any]
PER_PAGE, PAGES = 150, 20
_LONGEST, _AROUND, _MOST_HITS = 1600, 700, 50_000
_BLOCK = 10_000
# The number of a key and the place of a hit under it: no table of ours has columns of these names.
_KEY, _PLACE = "#key", "#place"
_SENTENCE = ["doc_id", "sent_start"]
_NOTES = ("polarity", "voice", "speaker", "rule")
_FIELDS = (
    _KEY,
    *_SENTENCE,
    "start",
    "end",
    "sent_end",
    "line_no",
    "before",
    "after",
    "quoted",
    *_NOTES,
)
# The public edition: of each article the same few sentences whatever the table, each cut to a short
# quotation.
QUOTED_SENTENCES, QUOTED_CHARACTERS = 3, 160


@dataclass(frozen=True)
class Quoting:
    """What may be quoted of a corpus: everything, or the short quotations of a public edition."""

    corpus: Corpus
    public: bool = False

    def sentences(self) -> pd.DataFrame:
        """Return the corpus's sentences with `quoted`, whether their text may be shown."""
        table = self.corpus.sentences
        if not self.public:
            return table.assign(quoted=True)
        keys = table["doc_id"].astype("str") + ":" + table["sent_no"].astype("str")
        draw = pd.Series([zlib.crc32(key.encode()) for key in keys], index=table.index)
        groups = draw.groupby(table["doc_id"], observed=True)
        most = (groups.transform("size") // 10).clip(1, QUOTED_SENTENCES)
        return table.assign(quoted=groups.rank(method="first") <= most)

    @property
    def longest(self) -> int:
        """The longest sentence shown, in characters."""
        return QUOTED_CHARACTERS if self.public else _LONGEST


def key_hash(key: Key) -> str:
    """Return the short hash that names the evidence page of a key."""
    text = json.dumps([str(part) for part in key], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def anchor(doc_id: object, start: object) -> str:
    """Return the anchor of a hit: its doc_id, with what a fragment cannot hold escaped, and its start."""
    return quote(f"{doc_id}-{start}", safe="")


def located(hits: pd.DataFrame, quoting: Quoting) -> pd.DataFrame:
    """Return the hits with the sentence that holds each one's start.

    Args:
        hits: doc_id, start, end and key columns.
        quoting: what may be shown.

    Returns:
        The hits with sent_start, sent_end, line_no, before, after (the neighbouring sentences) and
        quoted.
    """
    around = quoting.sentences().rename(columns={"start": "sent_start", "end": "sent_end"})
    texts = around.groupby("doc_id", observed=True)["text"]
    around["before"], around["after"] = texts.shift(1), texts.shift(-1)
    around = around.drop(columns=["sent_no", "text"]).astype(
        {"sent_start": "int64", "doc_id": "object"}
    )
    ours = hits.drop(columns=around.columns.difference(["doc_id"]), errors="ignore")
    ours = ours.astype({"start": "int64", "doc_id": "object"}).sort_values(
        ["start", "doc_id"], kind="stable"
    )
    joined = pd.merge_asof(
        ours,
        around.sort_values("sent_start", kind="stable"),
        left_on="start",
        right_on="sent_start",
        by="doc_id",
    )
    return joined.dropna(subset="sent_start").sort_values(["doc_id", "start"], kind="stable")


def write_evidence(
    folder: Path, name: str, hits: pd.DataFrame, keys: pd.DataFrame, quoting: Quoting
) -> dict[Key, str]:
    """Write the evidence pages of the rows of a table, and return the link of each key, below `folder`.

    Args:
        folder: the report's folder.
        name: the table's name, "chapter_table".
        hits: the unit table: doc_id, start, end and the columns of `keys`.
        keys: the key columns of the rows.
        quoting: the corpus, and what of it may be shown.
    """
    target = folder / "evidence" / name
    target.mkdir(parents=True, exist_ok=True)
    about = _about_articles(quoting.corpus)
    for column in keys:
        hits = hits[hits[column].isin(keys[column])]
    rows = located(hits, quoting)
    groups = rows.groupby(list(keys), observed=True, dropna=True)
    rows = rows.assign(**{_KEY: groups.ngroup(), _PLACE: groups.cumcount()})
    rows = rows[rows[_KEY] >= 0]
    counts = zip(*(_distinct(rows, names) for names in ([], _SENTENCE, ["doc_id"])), strict=True)
    found = groups.size().index.to_frame().itertuples(index=False, name=None)
    wanted = set(keys.itertuples(index=False, name=None))
    shown = rows[rows[_PLACE] < _MOST_HITS].sort_values(_KEY, kind="stable")
    links: dict[Key, str] = {}
    for key, count, (_, group) in zip(
        found, counts, groupby(_records(shown), itemgetter(_KEY)), strict=True
    ):
        if key in wanted:
            sentences = [list(hits) for _, hits in groupby(group, itemgetter(*_SENTENCE))][
                : PER_PAGE * PAGES
            ]
            _write_key(target, key, sentences, count, about, quoting)
            first = sentences[0][0]
            fragment = anchor(first["doc_id"], first["start"]).replace("%", "%25")
            links[key] = f"evidence/{name}/{key_hash(key)}.html#{fragment}"
    return links


def _distinct(rows: pd.DataFrame, names: Sequence[str]) -> list[int]:
    """Return for each key the number of its rows, or of distinct values of the columns `names` in them."""
    counted = rows.drop_duplicates([_KEY, *names]) if names else rows
    return list(counted.groupby(_KEY).size())


def _records(rows: pd.DataFrame) -> Iterator[Fields]:
    """Yield rows as fields; a block at a time, so that what lies in memory is bounded."""
    needed = rows[[name for name in _FIELDS if name in rows]]
    for first in range(0, len(needed), _BLOCK):
        for row in needed.iloc[first : first + _BLOCK].to_dict("records"):
            yield {str(name): value for name, value in row.items()}


def _write_key(
    target: Path,
    key: Key,
    sentences: list[list[Fields]],
    counts: tuple[int, int, int],
    about: Mapping[str, Fields],
    quoting: Quoting,
) -> None:
    pages = [sentences[first : first + PER_PAGE] for first in range(0, len(sentences), PER_PAGE)]
    names = [
        f"{key_hash(key)}{f'-{number}' if number > 1 else ''}.html"
        for number in range(1, len(pages) + 1)
    ]
    chapter, _, table = target.name.partition("_")
    for number, (name, page) in enumerate(zip(names, pages, strict=True), 1):
        html = render_page(
            "evidence.html.j2",
            title=", ".join(str(part) for part in key),
            summary=_summary(counts, len(sentences), number, len(pages)),
            chapter=chapter,
            table=f"table-{table}",
            pager=render("pager.html.j2", names=names, at=number),
            articles=list(_articles(page, about, quoting)),
        )
        (target / name).write_text(html, encoding="utf-8")


def _summary(counts: tuple[int, int, int], shown: int, page: int, pages: int) -> str:
    nouns = ("passage", "sentence", "article")
    hits, sentences, articles = (
        f"{n:,} {noun}{'s'[: n != 1]}" for n, noun in zip(counts, nouns, strict=True)
    )
    text = f"{hits} in {sentences} of {articles}" + (
        f"; page {page} of {pages}" if pages > 1 else ""
    )
    return text + (f"; the first {shown:,} sentences are shown." if shown < counts[1] else ".")


def _about_articles(corpus: Corpus) -> dict[str, Fields]:
    """Return for each article its title, and outlet and date in one line."""
    shown = corpus.documents[["doc_id", "title", "outlet", "date"]].astype("object")
    shown = shown.where(shown.notna(), None)
    return {
        doc_id: {
            "title": title or doc_id,
            "about": ", ".join([outlet or "no outlet", date or "no date"]),
        }
        for doc_id, title, outlet, date in shown.itertuples(index=False)
    }


def _articles(
    page: Sequence[list[Fields]], about: Mapping[str, Fields], quoting: Quoting
) -> Iterator[Fields]:
    for doc_id, sentences in groupby(page, key=lambda hits: hits[0]["doc_id"]):
        shown = [_sentence(hits, quoting) for hits in sentences]
        # Neighbours that are shown themselves are not shown twice.
        for one, other in pairwise(shown):
            if one["after"] == other["text"]:
                one["after"] = other["before"] = ""
        yield {"doc_id": doc_id, **about[doc_id], "sentences": shown}


def _sentence(hits: list[Fields], quoting: Quoting) -> Fields:
    first = hits[0]
    around = {
        at: first[at] if isinstance(first[at], str) and not quoting.public else ""
        for at in ("before", "after")
    }
    return {
        "id": f"s-{anchor(first['doc_id'], int(first['sent_start']))}",
        "line_no": int(first["line_no"]),
        "note": "; ".join(_notes(first)),
        "text": quoting.corpus.raw(first["doc_id"])[
            int(first["sent_start"]) : int(first["sent_end"])
        ],
        "parts": marked_parts(hits, quoting) if first["quoted"] else [],
        "before": around["before"][-_AROUND:],
        "after": around["after"][:_AROUND],
    }


def _notes(hit: Fields) -> Iterator[str]:
    """Yield what the unit table says of a hit beside its place: the score, the voice, the rule."""
    for column in _NOTES:
        value = hit.get(column)
        if isinstance(value, float) and value == value:
            yield f"{value:+.2f}"
        elif isinstance(value, str) and value:
            yield value


def marked_parts(hits: list[Fields], quoting: Quoting) -> list[Fields]:
    """Return the sentence of these hits in parts, the hits marked, cut to what may be shown."""
    first = hits[0]
    raw, begin = quoting.corpus.raw(first["doc_id"]), int(first["sent_start"])
    end = max(int(first["sent_end"]), *(hit["end"] for hit in hits))
    left, right = _window(begin, end, first["start"], quoting.longest)
    parts: list[Fields] = [{"text": "…" if left > begin else "", "mark": False}]
    at = left
    for start, stop in sorted({(hit["start"], hit["end"]) for hit in hits}):
        if at <= start < right:
            parts.append({"text": raw[at:start], "mark": False})
            at = min(stop, right)
            parts.append(
                {"text": raw[start:at], "mark": True, "id": anchor(first["doc_id"], start)}
            )
    parts.append({"text": raw[at:right] + ("…" if right < end else ""), "mark": False})
    return [part for part in parts if part["text"]]


def _window(start: int, end: int, hit: int, longest: int) -> tuple[int, int]:
    """Return the stretch that is shown: all of it, or `longest` characters around the first hit."""
    if end - start <= longest:
        return start, end
    left = max(start, hit - longest // 2)
    return left, min(end, left + longest)
