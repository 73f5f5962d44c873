"""Findings and notices as a chapter shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nkru.corpus.corpus import Corpus
from nkru.corpus.selection import SELECTIONS, select_articles
from nkru.errors import ParameterError
from nkru.measures.findings import Finding
from nkru.report.markup import render


@dataclass(frozen=True)
class Notice:
    """A sentence that says what could not be done."""

    sentence: str

    def _repr_html_(self) -> str:
        return str(render("notice.html.j2", sentence=self.sentence))


@dataclass(frozen=True)
class Findings:
    """Findings to show, the table of the chapter that they open, and those of other selections."""

    findings: Sequence[Finding]
    opens: str = ""
    others: Mapping[str, Sequence[Finding]] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        html = str(render("findings.html.j2", findings=self.findings, opens=self.opens))
        text = "\n".join(finding.sentence for finding in self.findings)
        about = [
            {"sentence": finding.sentence, "kind": finding.kind, "opens": self.opens}
            for finding in self.findings
            if finding.kind != "open"
        ]
        choices = {
            selection: [_outline(finding) for finding in findings]
            for selection, findings in {"": self.findings, **self.others}.items()
        }
        return {"text/html": html, "text/plain": text}, {
            "nkru": {"findings": about, "choices": choices if self.others else {}}
        }


def find_for_selections(
    method: Callable[..., Sequence[Finding]], arguments: Sequence[Any], options: Mapping[str, Any]
) -> dict[str, Sequence[Finding]]:
    """Return the findings of a method on selections of the articles.

    Args:
        method: returns findings.
        arguments: of it; each corpus among them is narrowed.
        options: of it.

    Returns:
        The findings on each selection that keeps some of the articles, not all.
    """
    narrowed = {selection: _narrow(arguments, selection) for selection in SELECTIONS[1:]}
    return {name: method(*few, **options) for name, few in narrowed.items() if few}


def _narrow(arguments: Sequence[Any], selection: str) -> list[Any]:
    """Return the arguments with fewer articles in each corpus, or nothing if that is impossible."""
    narrowed = []
    for argument in arguments:
        if not isinstance(argument, Corpus):
            narrowed.append(argument)
            continue
        try:
            chosen = select_articles(argument, selection)
        except ParameterError:
            return []
        if len(chosen) == len(argument) or chosen.sentences.empty:
            return []
        narrowed.append(chosen)
    return narrowed


def _outline(finding: Finding) -> dict[str, str]:
    """Return the sentence of a finding, and its claim without the numbers."""
    names = [str(finding.numbers.get(key, "")) for key in ("entry", "group", "name")]
    return {"sentence": finding.sentence, "claim": " ".join([finding.kind, *names]).strip()}
