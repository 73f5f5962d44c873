"""The chapter a notebook writes: its tables, figures and findings, shown in place and kept as files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from nkru.actors.cooccurrence import write_gexf
from nkru.corpus.corpus import Corpus
from nkru.errors import CorpusError, ParameterError, SizeError
from nkru.paths import resolve
from nkru.report.chapter.evidence import QUOTED_CHARACTERS, Key, Quoting, write_evidence
from nkru.report.chapter.tables import FRENCH, RUNNING_TEXT, SHOWN_ROWS, Table, check_key
from nkru.report.figures.drawings import Drawing
from nkru.report.site.markup import render

if TYPE_CHECKING:
    import networkx

Result = TypeVar("Result")
# Of a table of thousands of rows, the first so many have a page of evidence.
OPENED_ROWS = 500
EVIDENCE = "evidence_page"
# A field that begins so is a formula to a spreadsheet: an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Chapter:
    """What one notebook adds to the report: `tables/`, `figures/` and `evidence/` below the output folder.

    A run of `nkru report` names the folder in NKRU_STAGING, so that a notebook's text, and with it
    its bytes, do not depend on where the report goes.

    Raises:
        CorpusError: no article is in French, so that there is nothing to report on.
    """

    def __init__(self, name: str, corpus: Corpus, output: str, *, public: bool = False) -> None:
        if corpus.sentences.empty:
            found = ", ".join(sorted(set(corpus.documents["language"])))
            raise CorpusError(
                f"no article in French in the corpus (languages found: {found}); add some that are"
            )
        staging = os.environ.get("NKRU_STAGING")
        self.name = name
        self.folder = Path(staging) if staging else resolve(output)
        self._prefix = "" if staging else os.path.relpath(self.folder) + "/"
        self._quoting = Quoting(corpus, public)
        self._told: set[str] = set()

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
        """Keep a table as tables/CHAPTER_NAME.csv with its pages of evidence, and return it to be shown.

        The rows shown, and the first 500 of the file, have a page; the file names it in its column
        `evidence_page`.

        Args:
            name: of the table, a word.
            table: any result; a notice is only shown.
            caption: what it shows.
            evidence: its unit table: doc_id, start, end and the columns `on`.
            on: the key columns.
            columns: those shown; the file has all.
            rows: how many are shown at most; the file has all.

        Raises:
            ParameterError: a key column is missing from the table or from the evidence.
        """
        if isinstance(table, Notice):
            return self._tell(table)
        if isinstance(evidence, Notice):
            return self._tell(evidence)
        check_key(table, evidence, on)
        full = f"{self.name}_{name}"
        table = self._publishable(table)
        links: dict[Key, str] = {}
        if evidence is not None:
            opened = table[list(on)].head(max(rows, OPENED_ROWS))
            links = write_evidence(self.folder, full, evidence, opened, self._quoting)
            keys = table[list(on)].itertuples(index=False, name=None)
            if EVIDENCE in table:
                raise ParameterError(
                    f"the table {name} has a column {EVIDENCE} of its own: give it another name"
                )
            table = table.assign(
                evidence_page=[f"../{links[key]}" if key in links else "" for key in keys]
            )
            links = {key: self._prefix + link for key, link in links.items()}
        csv = self._write_csv(full, table)
        columns = columns or [str(name) for name in table if name != EVIDENCE]
        return Table(
            table, caption, tuple(on), links, name=name, csv=csv, columns=columns, rows=rows
        )

    def figure(
        self,
        name: str,
        draw: Callable[..., Drawing],
        *arguments: Any,
        finding: bool = False,
        **options: Any,
    ) -> Drawing | Notice:
        """Draw a figure, keep it as SVG and PNG and its numbers as CSV, and return it to be shown.

        Args:
            name: of the figure, a word.
            draw: a function that gives a drawing of the arguments; where it cannot, a notice is
                shown.
            arguments: for `draw`.
            finding: whether its title is a key finding, to stand on the title page too, if the
                drawing is telling.
            options: for `draw`.
        """
        drawing = self.attempt(draw, *arguments, **options)
        if isinstance(drawing, Notice):
            return self._tell(drawing)
        full = f"{self.name}_{name}"
        folder = self.folder / "figures"
        folder.mkdir(parents=True, exist_ok=True)
        csv = self._write_csv(f"{full}_figure", self._publishable(drawing.table))
        drawing = replace(
            drawing, name=f"figure-{name}", csv=csv, finding=finding and drawing.telling
        )
        (folder / f"{full}.svg").write_text(drawing.svg, encoding="utf-8")
        (folder / f"{full}.png").write_bytes(drawing.png)
        return drawing

    def graph(self, name: str, graph: networkx.Graph | Notice) -> None:
        """Keep a network as figures/CHAPTER_NAME.gexf, which Gephi opens."""
        if not isinstance(graph, Notice):
            (self.folder / "figures").mkdir(parents=True, exist_ok=True)
            write_gexf(graph, self.folder / "figures" / f"{self.name}_{name}.gexf")

    def path(self, name: str | None) -> Path | None:
        """Return the file a parameter names, from the study's root; None where it names none."""
        return resolve(name) if name else None

    def paths(self, names: Sequence[str]) -> list[Path]:
        """Return the files a parameter names, from the study's root."""
        return [resolve(name) for name in names]

    def finding(self, sentence: str) -> Notice:
        """Return a key finding to be shown here and on the title page."""
        return Notice(sentence, "finding")

    def attempt(
        self, method: Callable[..., Result], *arguments: Any, **options: Any
    ) -> Result | Notice:
        """Return what `method` gives, or a notice where the corpus is too small for it, or an argument is a notice."""
        for argument in arguments:
            if isinstance(argument, Notice):
                return argument
        try:
            return method(*arguments, **options)
        except (ParameterError, SizeError) as error:
            return Notice(str(error), "notice")

    def _tell(self, notice: Notice) -> Notice:
        """Return a notice in full the first time, and in short after that."""
        if notice.sentence in self._told:
            return Notice("Left out, as above.", "notice")
        self._told.add(notice.sentence)
        return notice

    def _publishable(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table; in a public edition without running text, and with other words of articles cut short."""
        if not self._quoting.public:
            return table
        table = table.drop(columns=table.columns.intersection(list(RUNNING_TEXT)))
        return _mapped(table, _short, table.columns.intersection(list(FRENCH)))

    def _write_csv(self, full: str, table: pd.DataFrame) -> str:
        folder = self.folder / "tables"
        folder.mkdir(parents=True, exist_ok=True)
        safe = _mapped(table, _no_formula, table.select_dtypes(exclude="number").columns)
        safe.to_csv(folder / f"{full}.csv", index=False, lineterminator="\n")
        return f"{self._prefix}tables/{full}.csv"


class Notice:
    """A sentence to be shown: a finding, or a notice of what could not be done."""

    def __init__(self, sentence: str, kind: str) -> None:
        self.sentence, self.kind = sentence, kind

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        html = str(render("notice.html.j2", sentence=self.sentence, kind=self.kind))
        about = {"nkru": {"finding": self.sentence}} if self.kind == "finding" else {}
        return {"text/html": html, "text/plain": self.sentence}, about


def _mapped(
    table: pd.DataFrame, change: Callable[[Any], Any], columns: Iterable[str]
) -> pd.DataFrame:
    """Return the table with `change` done to every value of these columns."""
    changed = table.copy()
    for name in columns:
        changed[name] = table[name].astype("object").map(change, na_action="ignore")
    return changed


def _no_formula(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _short(text: object) -> str:
    words = str(text)
    return (
        words
        if len(words) <= QUOTED_CHARACTERS
        else words[:QUOTED_CHARACTERS].rsplit(" ", 1)[0] + " …"
    )
