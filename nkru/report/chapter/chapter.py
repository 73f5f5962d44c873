"""The chapter that a notebook writes: tables, figures and findings, shown and saved as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from nkru.actors.cooccurrence import write_gexf
from nkru.corpus.corpus import Corpus
from nkru.corpus.languages import require_french
from nkru.errors import ParameterError, SizeError
from nkru.language import Message, gettext, parse_languages, spoken, use, using
from nkru.measures.findings import Finding
from nkru.paths import resolve_file
from nkru.report.chapter.columns import name_columns
from nkru.report.chapter.editions import Editions, further_folders
from nkru.report.chapter.files import ChapterFiles
from nkru.report.chapter.findings import (
    Findings,
    Notice,
    find_for_selections,
    page_of,
    spoken_again,
)
from nkru.report.chapter.layers import write_layer
from nkru.report.chapter.passages import QuotePolicy
from nkru.report.chapter.tables import SHOWN_ROWS, Table, check_key
from nkru.report.figures.drawings import Drawing, in_both_sizes

if TYPE_CHECKING:
    import networkx

Result = TypeVar("Result")


class Chapter:
    """One notebook's part of a report: `tables/`, `figures/` and `evidence/` in the output folder.

    `nkru report` names that folder in the variable NKRU_STAGING, which wins over `output`: so the
    executed notebook holds the same bytes wherever the report goes. In a report in two languages
    each method makes its table, figure or sentence in both.

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
        language, *_ = parse_languages(lang)
        use(language)
        require_french(corpus.sentences, corpus.documents)
        self.name = name
        self._files = files = ChapterFiles.open(name, output, QuotePolicy(corpus, public))
        further = {other: files.beside(folder) for other, folder in further_folders().items()}
        self._editions = {language: files, **further}
        self.folder = files.folder
        self._titles = titles

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
        content: dict[str, Any] = {"table": table, "evidence": evidence, "on": on, "opens": opens}
        content |= {"caption": caption, "columns": columns, "rows": rows}
        return self._in_each(partial(ChapterFiles.save_table, name=name, **content))

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
        once = partial(self.attempt, draw, *arguments, **options)

        def make(files: ChapterFiles) -> Drawing | Notice:
            drawing = in_both_sizes(once, titles=self._titles)
            return files.save_figure(name, drawing, opens, finding=finding, front=front)

        return self._in_each(make)

    def graph(self, name: str, graph: networkx.Graph | Notice) -> None:
        """Save a network as figures/CHAPTER_NAME.gexf, for Gephi."""
        if not isinstance(graph, Notice):
            self._in_each(lambda files: write_gexf(graph, files.path("figures", f"{name}.gexf")))

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
            own = self._files.policy.called(hits)
            self._in_each(lambda files: write_layer(files.folder, self.name, name, own, label))

    def path(self, name: str | None) -> Path | None:
        """Return the file that a parameter names, from the study's root, or None (see `paths`)."""
        return resolve_file(name) if name else None

    def paths(self, names: Sequence[str]) -> list[Path]:
        """Return the files that a parameter names, from the study's root; each must be there."""
        return [resolve_file(name) for name in names]

    def finding(self, sentence: str, opens: str = "") -> Findings:
        """Return a count of your own, to be shown here and on the front page."""
        return self._in_each(lambda _: Findings(spoken_again([Finding(sentence, "count")]), opens))

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
            return self._in_each(lambda _: Findings([], opens))
        others = find_for_selections(method, self._named(arguments), options)
        return self._in_each(
            lambda files: Findings(
                spoken_again(found),
                opens,
                {selection: spoken_again(few) for selection, few in others.items()},
                [page_of(finding, files.opened.get(opens, {})) for finding in found],
            )
        )

    def say(self, message: str, /, **values: Any) -> Message:
        """Return a message of the catalogue with values, names of columns among them."""
        return gettext(message, **name_columns(values))

    def note(self, sentence: str) -> Notice:
        """Return a sentence to show in the chapter, but not on the title page."""
        return self._in_each(lambda files: Notice(files.policy.told(spoken(sentence))))

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
            return Notice(error.message)

    def _once(self, notice: Notice) -> Notice:
        return self._in_each(lambda files: files.notice(notice))

    def _in_each(self, make: Callable[[ChapterFiles], Result]) -> Result:
        """Make something once, or in each language of a run in several."""
        if len(self._editions) == 1:
            return make(self._files)
        made: dict[str, Any] = {}
        for language, files in self._editions.items():
            with using(language):
                made[language] = make(files)
        editions: Any = Editions(made)
        return editions  # type: ignore[no-any-return]

    def _named(self, arguments: Sequence[Any]) -> list[Any]:
        """Return arguments with tables and counts in which private persons have no name."""
        return list(map(self._files.policy.usable, arguments))
