"""Evidence: pages of bounded size with the sentences behind the rows of a table, hits marked."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from numbers import Integral
from pathlib import Path

import pandas as pd

from nkru.catalogues import translate_data
from nkru.errors import ParameterError
from nkru.language import date, deferred, gettext, join, language, ngettext, number
from nkru.report.chapter.columns import find_column
from nkru.report.chapter.passages import (
    NOTES,
    PassagesByKey,
    QuotePolicy,
    anchor,
    mark_hits,
    with_sentences,
)
from nkru.report.markup import Fields, article_page, key_hash, render_page

Key = tuple[Hashable, ...]
PER_PAGE, PAGES = 150, 10  # sentences on a page, pages of a key
# The bytes of the pages of a table, of which each key takes at most a quarter of what is left. Then
# each has few sentences, without those around them. All have links to some further sentences.
LEAST_ROOM, ROOM_OF_ARTICLE, MOST_ROOM, _OF_SENTENCE = 500_000, 400, 2_000_000, 1_000
PARTS, FEW, FURTHER = 4, 6, 50
_CONTEXT = 200
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
    passages = PassagesByKey(with_sentences(hits, policy), [str(name) for name in keys])
    # The first rows of the table come first, and have most room.
    order = dict.fromkeys(keys.itertuples(index=False, name=None))
    found = [key for key in order if key in passages.rows]
    shares = [min(left, PARTS) for left in range(len(found), 0, -1)]
    return {key: pages.write(key, passages, n) for key, n in zip(found, shares, strict=True)}


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

    def write(self, key: Key, passages: PassagesByKey, share: int) -> str:
        """Write the pages of one key in 1/`share` of the room that is left; return its link."""
        room = self._room - self.written
        most = min(max(room // share // _OF_SENTENCE, FEW), PER_PAGE * PAGES)
        found, counts = passages.by_sentence(key, most + FURTHER), passages.count(key)
        sentences = found[:most]
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
                articles=list(self._sections(page, around=room > 0)),
                further=self._further(found[most:]) if at == len(pages) else [],
                article_pages=self.target.article_pages,
            )
            self.written += (self.target.pages / name).write_bytes(html.encode())
        first = sentences[0][0]
        # The anchor holds escapes; in an address their own % is escaped once more.
        fragment = anchor(first["doc_id"], first["start"]).replace("%", "%25")
        return f"evidence/{self.target.pages.name}/{names[0]}#{fragment}"

    def _further(self, found: Sequence[list[Fields]]) -> list[Fields]:
        """Return the sentences that only have links, to their places in the articles."""
        if self.policy.public or not self.target.article_pages:
            return []
        return [
            {
                "doc_id": first["doc_id"],
                "start": int(first["sent_start"]),
                "line_no": int(first["line_no"]),
            }
            for first, *_ in found
        ]

    def _sections(self, page: Sequence[list[Fields]], *, around: bool) -> Iterator[Fields]:
        """Yield the sections of a page, one per article, with the sentences around each or not."""
        for doc_id, group in groupby(page, key=lambda hits: hits[0]["doc_id"]):
            sentences = [self._sentence(hits, _CONTEXT if around else 0) for hits in group]
            # A neighbour that is itself on the page is not repeated as context.
            for sentence, following in pairwise(sentences):
                if sentence["after"] == following["text"]:
                    sentence["after"] = following["before"] = ""
            about = {"doc_id": doc_id, "page": article_page(doc_id), **self._articles[doc_id]}
            yield {**about, "sentences": sentences}

    def _sentence(self, hits: list[Fields], around: int) -> Fields:
        first = hits[0]
        doc_id, start, end = first["doc_id"], int(first["sent_start"]), int(first["sent_end"])
        return {
            "id": f"s-{anchor(doc_id, start)}",
            "start": start,
            "mark": anchor(doc_id, first["start"]),
            "line_no": int(first["line_no"]),
            "note": "; ".join(_notes(first)),
            "text": self.policy.corpus.raw(doc_id)[start:end],
            "parts": mark_hits(hits, self.policy) if first["quoted"] else [],
            "before": first["before"][-around:] if around else "",
            "after": first["after"][:around],
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
    return any(name in hits for name in NOTES)


def _notes(hit: Fields) -> Iterator[str]:
    """Yield the score, voice, speaker and rule of a hit, as far as its table has them."""
    for column in NOTES:
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
