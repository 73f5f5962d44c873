"""Evidence: pages of bounded size with the sentences behind the rows of a table, hits marked."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice, pairwise
from numbers import Integral
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.catalogues import translate_data
from nkru.errors import ParameterError
from nkru.language import date, deferred, gettext, join, language, ngettext, number
from nkru.report.chapter.columns import find_column
from nkru.report.chapter.passages import QuotePolicy, anchor, mark_hits, with_sentences
from nkru.report.markup import Fields, key_hash, render_page

Key = tuple[Hashable, ...]
PER_PAGE, PAGES = 150, 10  # sentences on a page, pages of a key
# When the pages of a table reach this many bytes, each further key has one page of few sentences.
LEAST_ROOM, ROOM_OF_ARTICLE, MOST_ROOM, FEW = 400_000, 1_000, 4_000_000, 20
_CONTEXT, _MOST_HITS = 200, 50_000
_SENTENCE = ["doc_id", "sent_start"]
_NOTES = ["polarity", "voice", "speaker", "rule"]
_READ = [*_SENTENCE, "start", "end", "sent_end", "line_no", "before", "after", "quoted", *_NOTES]
Counts = tuple[int, int, int]
EVIDENCE = "evidence_page"


@dataclass(frozen=True)
class Target:
    """Where the pages of a table go: evidence/CHAPTER_TABLE in the folder of the report.

    `rows` are shown in the chapter, to which the pages lead back; `article_pages` says whether the
    report has pages of articles; `names` are those that the reader gave to rows.
    """

    folder: Path
    chapter: str
    table: str
    rows: int
    article_pages: bool = False
    names: Mapping[Key, str] = field(default_factory=dict)

    @property
    def pages(self) -> Path:
        """The folder of the pages."""
        return self.folder / "evidence" / f"{self.chapter}_{self.table}"


def row_id(table: str, key: Key) -> str:
    """Return the id of a row of a table, to which its evidence leads back."""
    return f"row-{table}-{key_hash(key)}"


def write_evidence(
    target: Target, hits: pd.DataFrame, keys: pd.DataFrame, policy: QuotePolicy
) -> dict[Key, str]:
    """Write the evidence pages of the rows of a table, and return the link of each key.

    Args:
        target: where they go; the links are relative to its folder.
        hits: the unit table: doc_id, start, end and the columns of `keys`.
        keys: the key columns of the rows.
        policy: the corpus, and what may be quoted of it.
    """
    shown = set(keys.head(target.rows).itertuples(index=False, name=None))
    pages = _Pages(target, policy, shown, tuple(map(str, keys)))
    target.pages.mkdir(parents=True, exist_ok=True)
    for column in keys:
        hits = hits[hits[column].isin(keys[column])]
    passages = _Passages(with_sentences(hits, policy), [str(name) for name in keys])
    # The first rows of the table come first, and have most room.
    order = dict.fromkeys(keys.itertuples(index=False, name=None))
    return {key: pages.write(key, passages) for key in order if key in passages.rows}


class _Passages:
    """The passages of a table: columns as lists, and the rows of each key.

    A table for each of hundreds of keys would take longer than writing their pages.

    Args:
        hits: the passages with their sentences, see `with_sentences`.
        on: the key columns.
    """

    def __init__(self, hits: pd.DataFrame, on: list[str]) -> None:
        groups = hits[on].set_axis(range(len(hits))).groupby(on, observed=True)
        rows = {key: group.index.tolist() for key, group in groups}
        self.rows: dict[Any, list[int]] = rows
        self._columns = {name: hits[name].tolist() for name in _READ if name in hits}

    def by_sentence(self, key: Key, most: int) -> list[list[Fields]]:
        """Return the first passages of a key, those of one sentence together."""
        names, columns = list(self._columns), list(self._columns.values())
        records = (
            dict(zip(names, [column[row] for column in columns], strict=True))
            for row in self.rows[key][:_MOST_HITS]
        )
        sentences = groupby(records, itemgetter(*_SENTENCE))
        return [list(group) for _, group in islice(sentences, most)]

    def count(self, key: Key) -> Counts:
        """Return the number of passages, sentences and articles of a key."""
        articles, starts = (self._columns[name] for name in _SENTENCE)
        rows = self.rows[key]
        sentences = {(articles[row], starts[row]) for row in rows}
        return len(rows), len(sentences), len({article for article, _ in sentences})


@dataclass
class _Pages:
    """The pages of evidence of one table."""

    target: Target
    policy: QuotePolicy
    shown: set[Key]  # rows that the chapter shows
    on: tuple[str, ...]  # the key columns
    written: int = 0  # bytes

    @cached_property
    def _articles(self) -> dict[str, Fields]:
        """The title of each article, and its outlet and date in one line."""
        documents = self.policy.corpus.documents[["doc_id", "title", "outlet", "date"]]
        known = documents.astype("object").where(documents.notna(), None)
        return {
            doc_id: {
                "title": self.policy.title(doc_id, title or doc_id),
                "about": ", ".join(
                    [outlet or gettext("no outlet"), date(day) if day else gettext("no date")]
                ),
            }
            for doc_id, title, outlet, day in known.itertuples(index=False)
        }

    @property
    def _room(self) -> int:
        """The bytes of pages up to which each key has all its pages."""
        own = ROOM_OF_ARTICLE * len(self.policy.corpus)
        return min(max(own, LEAST_ROOM), MOST_ROOM)

    def _spoken(self, key: Key, column: str, part: Hashable) -> str:
        """Return a part of a key: a class or topic by its name, or with the label of its column."""
        found = find_column(self.target.table, column)
        if column not in ("class", "topic") or not isinstance(part, Integral):
            return found.spoken_cell(str(part))
        return self.target.names.get(key) or f"{found.spoken_label()} {part}"

    def write(self, key: Key, passages: _Passages) -> str:
        """Write the pages of one key, and return its link."""
        most = PER_PAGE * PAGES if self.written < self._room else FEW
        sentences, counts = passages.by_sentence(key, most), passages.count(key)
        pages = [
            sentences[first : first + PER_PAGE] for first in range(0, len(sentences), PER_PAGE)
        ]
        stem, table = key_hash(key), self.target.table
        names = [f"{stem}.html", *(f"{stem}-{page}.html" for page in range(2, len(pages) + 1))]
        for at, (name, page) in enumerate(zip(names, pages, strict=True), 1):
            html = render_page(
                "evidence.html.j2",
                title=", ".join(
                    self._spoken(key, *part) for part in zip(self.on, key, strict=True)
                ),
                summary=_summary(counts, len(sentences), at, len(pages)),
                chapter=self.target.chapter,
                row=row_id(table, key) if key in self.shown else f"table-{table}",
                names=names,
                at=at,
                articles=list(self._sections(page)),
                article_pages=self.target.article_pages,
            )
            self.written += (self.target.pages / name).write_bytes(html.encode())
        first = sentences[0][0]
        # The anchor holds escapes; in an address their own % is escaped once more.
        fragment = anchor(first["doc_id"], first["start"]).replace("%", "%25")
        return f"evidence/{self.target.pages.name}/{names[0]}#{fragment}"

    def _sections(self, page: Sequence[list[Fields]]) -> Iterator[Fields]:
        """Yield the sections of a page, one per article."""
        for doc_id, group in groupby(page, key=lambda hits: hits[0]["doc_id"]):
            sentences = [self._sentence(hits) for hits in group]
            # A neighbour that is itself on the page is not repeated as context.
            for sentence, following in pairwise(sentences):
                if sentence["after"] == following["text"]:
                    sentence["after"] = following["before"] = ""
            yield {"doc_id": doc_id, **self._articles[doc_id], "sentences": sentences}

    def _sentence(self, hits: list[Fields]) -> Fields:
        first = hits[0]
        doc_id, start, end = first["doc_id"], int(first["sent_start"]), int(first["sent_end"])
        return {
            "id": f"s-{anchor(doc_id, start)}",
            "start": start,
            "line_no": int(first["line_no"]),
            "note": "; ".join(_notes(first)),
            "text": self.policy.corpus.raw(doc_id)[start:end],
            "parts": mark_hits(hits, self.policy) if first["quoted"] else [],
            "before": first["before"][-_CONTEXT:],
            "after": first["after"][:_CONTEXT],
        }


def _summary(counts: Counts, shown: int, page: int, pages: int) -> str:
    passages, sentences, articles = counts
    first = deferred("The first {shown} sentences are shown.")
    return join(
        gettext(
            "{passages}, {sentences}, {articles}.",
            passages=ngettext("{n} passage", "{n} passages", passages),
            sentences=ngettext("{n} sentence", "{n} sentences", sentences),
            articles=ngettext("{n} article", "{n} articles", articles),
        ),
        gettext("Page {page} of {pages}.", page=page, pages=pages) if pages > 1 else "",
        gettext(first, shown=shown) if shown < sentences else "",
    )


def has_notes(hits: pd.DataFrame) -> bool:
    """Return whether the rows say more of a passage than where it is."""
    return any(name in hits for name in _NOTES)


def _notes(hit: Fields) -> Iterator[str]:
    """Yield the score, voice, speaker and rule of a hit, as far as its table has them."""
    for column in _NOTES:
        value = hit.get(column)
        if isinstance(value, float) and value == value:
            yield number(value, "+.2f")
        elif isinstance(value, str) and value:
            yield translate_data(language(), value)


def with_pages(
    name: str, table: pd.DataFrame, keys: pd.DataFrame, links: Mapping[Key, str]
) -> pd.DataFrame:
    """Return the table with the column `evidence_page`, relative to the folder of tables."""
    if EVIDENCE in table:
        raise ParameterError(
            "the table {name} has a column {column} of its own: give it another name",
            name=name,
            column=EVIDENCE,
        )
    rows = keys.itertuples(index=False, name=None)
    return table.assign(**{EVIDENCE: [f"../{links[key]}" if key in links else "" for key in rows]})
