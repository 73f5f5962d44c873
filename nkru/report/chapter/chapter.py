"""The chapter that a notebook writes: tables, figures and findings, shown and saved as files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from nkru.actors.cooccurrence import write_gexf
from nkru.corpus.corpus import Corpus
from nkru.corpus.languages import require_french
from nkru.corpus.spreadsheets import write_csv
from nkru.errors import ParameterError, SizeError
from nkru.language import Message, gettext, parse_languages, use
from nkru.measures.findings import Finding
from nkru.paths import resolve
from nkru.report.chapter.columns import name_columns
from nkru.report.chapter.evidence import EVIDENCE, Key, with_pages, write_evidence
from nkru.report.chapter.findings import Findings, Notice, find_for_selections
from nkru.report.chapter.layers import write_layer
from nkru.report.chapter.passages import QuotePolicy
from nkru.report.chapter.quotas import quotable
from nkru.report.chapter.tables import SHOWN_ROWS, Table, check_key
from nkru.report.figures.drawings import Drawing

if TYPE_CHECKING:
    import networkx

Result = TypeVar("Result")
OPENED_ROWS = 500  # rows of a file that have a page of evidence


class Chapter:
    """One notebook's part of a report: `tables/`, `figures/` and `evidence/` in the output folder.

    `nkru report` names that folder in the variable NKRU_STAGING, which wins over `output`: so the
    executed notebook holds the same bytes wherever the report goes.

    Args:
        name: of the chapter, the first part of its files' names.
        corpus: the articles.
        output: the folder of the report.
        public: whether to leave out texts but for short quotations, and private persons' names.
        lang: "en" or "fr"; another is refused with a ParameterError.

    Raises:
        CorpusError: no article is in French, so that there is nothing to report on.
    """

    def __init__(
        self, name: str, corpus: Corpus, output: str, *, public: bool = False, lang: str = "en"
    ) -> None:
        use(*parse_languages(lang)[:1])
        require_french(corpus.sentences, corpus.documents)
        staging = os.environ.get("NKRU_STAGING")
        self.name = name
        self.folder = Path(staging) if staging else resolve(output)
        self._prefix = "" if staging else os.path.relpath(self.folder) + "/"
        self._articles = "" if staging else None  # only reports have their pages
        self._policy = QuotePolicy(corpus, public)
        self._shown: set[Notice] = set()

    def table(
        self,
        name: str,
        table: pd.DataFrame | Notice,
        caption: str,
        *,
        evidence: pd.DataFrame | Notice | None = None,
        on: Sequence[str] = (),
        columns: Sequence[str] | None = None,
        rows: int = SHOWN_ROWS,
    ) -> Table | Notice:
        """Save a table as tables/CHAPTER_NAME.csv with its evidence pages, and return it to show.

        The rows shown, and the first 500, have a page, which the column `evidence_page` names.

        Args:
            name: of the table, a word.
            table: any result; a notice is only shown.
            caption: its title.
            evidence: its unit table: doc_id, start, end and the columns `on`.
            on: the key columns.
            columns: those to show; the file has all, as it has all rows.
            rows: the most rows to show.

        Raises:
            ParameterError: a key column is missing.
        """
        if isinstance(table, Notice):
            return self._once(table)
        if isinstance(evidence, Notice):
            return self._once(evidence)
        check_key(table, evidence, on)
        table = self._publishable(table)
        links: dict[Key, str] = {}
        if evidence is not None:
            evidence = self._publishable(evidence)
            keys = table[list(on)]
            opened = keys.head(max(rows, OPENED_ROWS))
            pages = self._articles is not None
            links = write_evidence(
                self.folder, self.name, name, evidence, opened, self._policy, article_pages=pages
            )
            table = with_pages(name, table, keys, links)
        return Table(
            table,
            caption if isinstance(caption, Message) else gettext(caption),
            tuple(on),
            {key: self._prefix + link for key, link in links.items()},
            name=name,
            csv=self._write_csv(name, table),
            columns=columns or [str(column) for column in table if column != EVIDENCE],
            rows=rows,
            articles=self._articles,
        )

    def figure(
        self,
        name: str,
        draw: Callable[..., Drawing],
        *arguments: Any,
        finding: bool = False,
        front: bool = False,
        **options: Any,
    ) -> Drawing | Notice:
        """Draw a figure, save it as SVG and PNG and its numbers as CSV, and return it to show.

        Args:
            name: of the figure, a word.
            draw: returns a drawing, as the functions of `nkru.figures`, or refuses with a reason.
            arguments: for `draw`.
            finding: whether its title stands on the front page, too, if the drawing is telling.
            front: whether the figure does.
            options: for `draw`.
        """
        drawing = self.attempt(draw, *arguments, **options)
        if isinstance(drawing, Notice):
            return self._once(drawing)
        csv = self._write_csv(f"{name}_figure", self._publishable(drawing.table))
        drawing = replace(drawing, name=f"figure-{name}", csv=csv, front=front)
        drawing = replace(drawing, finding=finding and drawing.telling)
        self._path("figures", f"{name}.svg").write_text(drawing.svg, encoding="utf-8")
        self._path("figures", f"{name}.png").write_bytes(drawing.png)
        return drawing

    def graph(self, name: str, graph: networkx.Graph | Notice) -> None:
        """Save a network as figures/CHAPTER_NAME.gexf, for Gephi."""
        if not isinstance(graph, Notice):
            write_gexf(graph, self._path("figures", f"{name}.gexf"))

    def layer(self, name: str, hits: pd.DataFrame | Notice, label: str) -> None:
        """Keep passages to be marked on the pages of the articles.

        Args:
            name: "actors", "tone", "themes" or "quotations".
            hits: doc_id, start, end and the column `label`.
            label: the column with a note on each passage.

        Raises:
            ParameterError: another name, or a column that is missing.
        """
        if not isinstance(hits, Notice):
            write_layer(self.folder, self.name, name, self._policy.called(hits), label)

    def path(self, name: str | None) -> Path | None:
        """Return the file that a parameter names, from the study's root, or None."""
        return resolve(name) if name else None

    def paths(self, names: Sequence[str]) -> list[Path]:
        """Return the files that a parameter names, relative to the study's root."""
        return [resolve(name) for name in names]

    def finding(self, sentence: str, opens: str = "") -> Findings:
        """Return a count of your own, to be shown here and on the front page."""
        return Findings([Finding(sentence, "count")], opens)

    def findings(
        self,
        method: Callable[..., Sequence[Finding]],
        *arguments: Any,
        opens: str = "",
        **options: Any,
    ) -> Findings:
        """Return findings to show; those that passed a test, and counts, go to the front page.

        Args:
            method: a function that returns findings.
            arguments: for `method`; if one of them is a notice, there are no findings.
            opens: the name of the table of this chapter that a finding opens.
            options: for `method`.
        """
        found = self.attempt(method, *arguments, **options)
        if isinstance(found, Notice):
            return Findings([], opens)
        others = find_for_selections(method, self._named(arguments), options)
        return Findings(found, opens, others)

    def say(self, message: str, /, **values: Any) -> Message:
        """Return a message of the catalogue with values, names of columns among them."""
        return gettext(message, **name_columns(values))

    def note(self, sentence: str) -> Notice:
        """Return a sentence to show in the chapter, but not on the title page."""
        policy = self._policy
        return Notice(policy.private.told(sentence) if policy.public else sentence)

    def attempt(
        self, method: Callable[..., Result], *arguments: Any, **options: Any
    ) -> Result | Notice:
        """Return the result of `method`, or a notice if an argument is one or the method refuses.

        It refuses a corpus that is too small and options that do not fit it.
        """
        if notices := [given for given in arguments if isinstance(given, Notice)]:
            return notices[0]
        try:
            return method(*self._named(arguments), **options)
        except (ParameterError, SizeError) as error:
            return Notice(error.args[0] if error.args else "")

    def _once(self, notice: Notice) -> Notice:
        """Return a notice in full the first time, and in short after that."""
        if notice in self._shown:
            return Notice(gettext("Left out for the same reason."))
        self._shown.add(notice)
        return notice

    def _publishable(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table; in a public edition, without private persons, and with few texts."""
        return quotable(self._policy.called(table)) if self._policy.public else table

    def _named(self, arguments: Sequence[Any]) -> list[Any]:
        """Return arguments with tables in which private persons have no name, if need be."""
        policy = self._policy
        return [policy.called(a) if isinstance(a, pd.DataFrame) else a for a in arguments]

    def _write_csv(self, name: str, table: pd.DataFrame) -> str:
        """Write a table, and return the path of the file for links."""
        path = self._path("tables", f"{name}.csv")
        write_csv(table, path)
        return f"{self._prefix}tables/{path.name}"

    def _path(self, folder: str, name: str) -> Path:
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        return self.folder / folder / f"{self.name}_{name}"
