"""Files of a chapter: where they lie, and how the pages of the report reach them."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from nkru.corpus.parallel import collect_seldom
from nkru.corpus.spreadsheets import write_csv
from nkru.language import Message, gettext, spoken
from nkru.notes import with_notes
from nkru.paths import resolve
from nkru.report.chapter.evidence import (
    EVIDENCE,
    Key,
    Target,
    has_notes,
    with_pages,
    write_evidence,
)
from nkru.report.chapter.findings import Notice
from nkru.report.chapter.layers import spoken_name
from nkru.report.chapter.passages import QuotePolicy
from nkru.report.chapter.places import article_places
from nkru.report.chapter.quotas import quotable
from nkru.report.chapter.tables import Table
from nkru.report.figures.drawings import Drawing

_DIGITS = 10  # of a number in a file; a float has 17, of which the last ones say nothing
OPENED_ROWS = 200  # rows of a file that have a page of evidence


@dataclass(frozen=True)
class ChapterFiles:
    """The files of one chapter.

    Attributes:
        folder: the folder of the report.
        chapter: the name of the chapter, the first part of its files' names.
        prefix: of addresses, from the page of the chapter to the folder.
        policy: the corpus, and what may be quoted of it.
        has_articles: whether the report will have pages of articles.
        opened: the address of what each row of a table opens, by table and key.
        told: the sentences of the notices that stand in the chapter.
    """

    folder: Path
    chapter: str
    prefix: str
    policy: QuotePolicy
    has_articles: bool
    opened: dict[str, Mapping[Key, str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, chapter: str, output: str, policy: QuotePolicy) -> ChapterFiles:
        """Return the files in `output`, or in the folder that a run has named (NKRU_STAGING)."""
        staging = os.environ.get("NKRU_STAGING")
        if staging:
            collect_seldom()
        folder = Path(staging) if staging else resolve(output)
        prefix = "" if staging else os.path.relpath(folder) + "/"
        return cls(folder, chapter, prefix, policy, has_articles=bool(staging))

    def beside(self, folder: Path) -> ChapterFiles:
        """Return the files of the same chapter in another folder, for another language."""
        return replace(self, folder=folder, opened={}, told=set())

    def path(self, folder: str, name: str) -> Path:
        """Return the path of a file of this chapter, and make its folder."""
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        return self.folder / folder / f"{self.chapter}_{name}"

    def publishable(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table; in a public edition, without private persons, and with few texts."""
        return quotable(self.policy.called(table)) if self.policy.public else table

    def write_csv(self, name: str, table: pd.DataFrame) -> str:
        """Write a table, and return the path of the file for links."""
        path = self.path("tables", f"{name}.csv")
        write_csv(table, path, digits=_DIGITS)
        return f"{self.prefix}tables/{path.name}"

    def notice(self, notice: Notice) -> Notice:
        """Return a notice that is shown in full the first time, and in short after that."""
        return Notice(spoken(notice.sentence), self.told)

    def save_table(
        self,
        *,
        name: str,
        table: pd.DataFrame,
        caption: str,
        evidence: pd.DataFrame | None,
        on: Sequence[str],
        opens: str,
        columns: Sequence[str] | None,
        rows: int,
    ) -> Table:
        """Write a table and its pages of evidence, and return it to show (see `Chapter.table`)."""
        places = self.places(table.head(rows))
        table = self.publishable(with_notes(table))
        links = self.opened.get(opens, {})
        if evidence is not None:
            links = self.write_evidence(name, table, on, evidence, rows)
        if links:
            table = with_pages(name, table, table[list(on)], links)
        return Table(
            table,
            spoken(caption) if isinstance(caption, Message) else gettext(caption),
            tuple(on),
            {key: self.prefix + link for key, link in links.items()},
            name=name,
            csv=self.write_csv(name, table),
            columns=columns or [str(column) for column in table if column != EVIDENCE],
            rows=rows,
            places=[self.prefix + place for place in places],
        )

    def save_figure(
        self,
        name: str,
        drawing: Drawing | Notice,
        opens: str | Sequence[str],
        *,
        finding: bool,
        front: bool,
    ) -> Drawing | Notice:
        """Write a figure and its numbers, and return it with its links and files."""
        if isinstance(drawing, Notice):
            return self.notice(drawing)
        csv = self.write_csv(f"{name}_figure", self.publishable(with_notes(drawing.table)))
        named = replace(drawing, name=f"figure-{name}", csv=csv, front=front)
        links = self.links([opens] if isinstance(opens, str) else opens, drawing.keys)
        named = replace(named, links=links, finding=finding and drawing.telling)
        return replace(named, files=self._write_figure(name, named))

    def _write_figure(self, name: str, drawing: Drawing) -> list[tuple[str, str]]:
        """Write a figure in each format, and return the name and the address of each."""
        narrow = [("narrow.svg", drawing.narrow.svg.encode())] if drawing.narrow else []
        kinds = [("svg", drawing.svg.encode()), ("png", drawing.png), *narrow, ("pdf", drawing.pdf)]
        formats = []
        for ending, content in kinds:
            path = self.path("figures", f"{name}.{ending}")
            path.write_bytes(content)
            formats.append((ending.upper(), f"{self.prefix}figures/{path.name}"))
        return [formats[0], formats[1], formats[-1]]

    def write_evidence(
        self, name: str, table: pd.DataFrame, on: Sequence[str], evidence: pd.DataFrame, rows: int
    ) -> Mapping[Key, str]:
        """Write the pages of the rows of a table, and return the address of each key.

        The rows shown, and the first 200, have one; rows of an article lead to its own page, which
        marks what was found, unless there are notes on each passage.
        """
        table = table.head(max(rows, OPENED_ROWS))
        shown = table[list(on)]
        if self.has_articles and on[0] == "doc_id" and not has_notes(evidence):
            own = shown.itertuples(index=False, name=None)
            self.opened[name] = dict(zip(own, self.places(shown), strict=True))
        else:
            own = shown.itertuples(index=False, name=None)
            given = table["name"].fillna("") if "name" in table else ()
            names = dict(zip(own, given, strict=False))
            target = Target(self.folder, self.chapter, name, rows, self.has_articles, names)
            hits = self.publishable(evidence)
            self.opened[name] = write_evidence(target, hits, shown, self.policy)
        return self.opened[name]

    def places(self, table: pd.DataFrame) -> list[str]:
        """Return the address of the article that each row names; nothing without such a column."""
        named = self.has_articles and "doc_id" in table
        return article_places(table, self.policy) if named else []

    def links(self, tables: Sequence[str], keys: Sequence[Hashable]) -> dict[int, tuple[str, str]]:
        """Return the address and the name of the rows of a drawing that tables open, by row."""
        links: dict[int, tuple[str, str]] = {}
        opened = {
            key: address
            for table in reversed(tables)
            for key, address in self.opened.get(table, {}).items()
        }
        for row, key in enumerate(keys):
            parts = key if isinstance(key, tuple) else (key,)
            if address := opened.get(parts):
                links[row] = (self.prefix + address, ", ".join(map(spoken_name, parts)))
        return links
