"""The chapter that a notebook writes: tables, figures and findings, shown and saved as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from nkru.actors.cooccurrence import write_gexf
from nkru.corpus.corpus import Corpus
from nkru.corpus.languages import require_french
from nkru.errors import ParameterError, SizeError
from nkru.language import Message, gettext, parse_languages, use
from nkru.measures.findings import Finding
from nkru.notes import with_notes
from nkru.paths import resolve
from nkru.report.chapter.columns import name_columns
from nkru.report.chapter.evidence import EVIDENCE, with_pages
from nkru.report.chapter.files import ChapterFiles
from nkru.report.chapter.findings import Findings, Notice, find_for_selections, page_of
from nkru.report.chapter.layers import write_layer
from nkru.report.chapter.passages import QuotePolicy
from nkru.report.chapter.tables import SHOWN_ROWS, Table, check_key
from nkru.report.figures.drawings import Drawing
from nkru.report.figures.sizes import NARROW, PAGE, drawn

if TYPE_CHECKING:
    import networkx

Result = TypeVar("Result")


class Chapter:
    """One notebook's part of a report: `tables/`, `figures/` and `evidence/` in the output folder.

    `nkru report` names that folder in the variable NKRU_STAGING, which wins over `output`: so the
    executed notebook holds the same bytes wherever the report goes.

    Args:
        name: of the chapter, the first part of its files' names.
        corpus: the articles.
        output: the folder of the report.
        public: whether to leave out texts but for short quotations, and private persons' names.
        titles: whether figures hold their titles; a thesis has them in its own captions.
        lang: "en" or "fr"; another is refused with a ParameterError.

    Raises:
        CorpusError: no article is in French, so that there is nothing to report on.
    """

    def __init__(
        self,
        name: str,
        corpus: Corpus,
        output: str,
        *,
        public: bool = False,
        titles: bool = True,
        lang: str = "en",
    ) -> None:
        use(*parse_languages(lang)[:1])
        require_french(corpus.sentences, corpus.documents)
        self.name = name
        self._files = ChapterFiles.open(name, output, QuotePolicy(corpus, public))
        self.folder = self._files.folder
        self._titles = titles
        self._told: set[str] = set()

    def table(
        self,
        name: str,
        table: pd.DataFrame | Notice,
        caption: str,
        *,
        evidence: pd.DataFrame | Notice | None = None,
        on: Sequence[str] = (),
        opens: str = "",
        columns: Sequence[str] | None = None,
        rows: int = SHOWN_ROWS,
    ) -> Table | Notice:
        """Save a table as tables/CHAPTER_NAME.csv with its evidence pages, and return it to show.

        The rows shown, and the first 200, have a page, which the column `evidence_page` names. A
        row that is a passage leads to its sentence on the page of the article.

        Args:
            name: of the table, a word.
            table: any result; a notice is only shown.
            caption: its title.
            evidence: its unit table: doc_id, start, end and the columns `on`.
            on: the key columns.
            opens: another table of this chapter with the same key: its pages are opened.
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
        table, files = with_notes(table), self._files
        places = files.places(table.head(rows))
        table = files.publishable(table)
        links = files.opened.get(opens, {})
        if evidence is not None:
            links = files.write_evidence(name, table[list(on)], evidence, rows)
        if links:
            table = with_pages(name, table, table[list(on)], links)
        return Table(
            table,
            caption if isinstance(caption, Message) else gettext(caption),
            tuple(on),
            {key: files.prefix + link for key, link in links.items()},
            name=name,
            csv=files.write_csv(name, table),
            columns=columns or [str(column) for column in table if column != EVIDENCE],
            rows=rows,
            places=[files.prefix + place for place in places],
        )

    def figure(
        self,
        name: str,
        draw: Callable[..., Drawing],
        *arguments: Any,
        opens: str | Sequence[str] = "",
        finding: bool = False,
        front: bool = False,
        **options: Any,
    ) -> Drawing | Notice:
        """Draw a figure, save it as SVG, PNG and PDF, its numbers as CSV, and return it to show.

        It is drawn for a page, and again narrow, for a telephone and, as PDF, for print at 85 mm.

        Args:
            name: of the figure, a word.
            draw: returns a drawing, as the functions of `nkru.figures`, or refuses with a reason.
            arguments: for `draw`.
            opens: tables of this chapter, made before: their pages open from the bars and points.
            finding: whether its title stands on the front page, too, if the drawing is telling.
            front: whether the figure does.
            options: for `draw`.
        """
        with drawn(PAGE, titles=self._titles):
            drawing = self.attempt(draw, *arguments, **options)
        if isinstance(drawing, Notice):
            return self._once(drawing)
        files = self._files
        csv = files.write_csv(f"{name}_figure", files.publishable(with_notes(drawing.table)))
        finding = finding and drawing.telling
        links = files.links([opens] if isinstance(opens, str) else opens, drawing.keys)
        drawing = replace(drawing, name=f"figure-{name}", csv=csv, links=links)
        drawing = replace(drawing, finding=finding, front=front)
        with drawn(NARROW, titles=self._titles):
            narrow = self.attempt(draw, *arguments, **options)
        # A function that does not know of sizes has drawn the same again.
        if isinstance(narrow, Drawing) and narrow.svg != drawing.svg:
            drawing = replace(drawing, narrow=narrow)
        return replace(drawing, files=files.write_figure(name, drawing))

    def graph(self, name: str, graph: networkx.Graph | Notice) -> None:
        """Save a network as figures/CHAPTER_NAME.gexf, for Gephi."""
        if not isinstance(graph, Notice):
            write_gexf(graph, self._files.path("figures", f"{name}.gexf"))

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
            write_layer(self.folder, self.name, name, self._files.policy.called(hits), label)

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
        opened = self._files.opened.get(opens, {})
        return Findings(found, opens, others, [page_of(finding, opened) for finding in found])

    def say(self, message: str, /, **values: Any) -> Message:
        """Return a message of the catalogue with values, names of columns among them."""
        return gettext(message, **name_columns(values))

    def note(self, sentence: str) -> Notice:
        """Return a sentence to show in the chapter, but not on the title page."""
        policy = self._files.policy
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
        """Return a notice that is shown in full the first time, and in short after that."""
        return Notice(notice.sentence, self._told)

    def _named(self, arguments: Sequence[Any]) -> list[Any]:
        """Return arguments with tables and counts in which private persons have no name."""
        return list(map(self._files.policy.usable, arguments))
