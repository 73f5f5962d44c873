"""Findings and notices as a chapter shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nkru.corpus.corpus import Corpus
from nkru.corpus.selection import SELECTIONS, select_articles
from nkru.errors import ParameterError
from nkru.language import gettext, spoken
from nkru.measures.findings import Finding
from nkru.report.chapter.evidence import Key
from nkru.report.markup import render


@dataclass(frozen=True)
class Notice:
    """A sentence on what could not be done; `told` are the notices above it on the page."""

    sentence: str
    told: set[str] = field(default_factory=set, compare=False, repr=False)

    def _repr_html_(self) -> str:
        again = gettext("Left out for the same reason.")
        sentence = again if self.sentence in self.told else self.sentence
        self.told.add(self.sentence)
        return str(render("notice.html.j2", sentence=sentence))


@dataclass(frozen=True)
class Findings:
    """Findings to show, the table of the chapter that they open, and those of other selections.

    `pages` are the addresses of the sentences behind each finding, "" for one without.
    """

    findings: Sequence[Finding]
    opens: str = ""
    others: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    pages: Sequence[str] = ()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        pages = self.pages or [""] * len(self.findings)
        told = list(zip(self.findings, pages, strict=True))
        html = str(render("findings.html.j2", findings=told, opens=self.opens))
        text = "\n".join(finding.sentence for finding in self.findings)
        about = [
            {
                "sentence": finding.sentence,
                "kind": finding.kind,
                "opens": self.opens,
                "page": page,
                "numbers": {name: _plain(value) for name, value in finding.numbers.items()},
            }
            for finding, page in told
            if finding.kind != "open"
        ]
        choices = {
            selection: [_outline(finding) for finding in findings]
            for selection, findings in {"": self.findings, **self.others}.items()
        }
        return {"text/html": html, "text/plain": text}, {
            "nkru": {"findings": about, "choices": choices if self.others else {}}
        }


def _plain(value: Any) -> Any:
    """Return a number or text for JSON; None for an undefined value."""
    value = value.item() if hasattr(value, "item") else value
    return None if value != value else value


def page_of(finding: Finding, opened: Mapping[Key, str]) -> str:
    """Return the address of the sentences behind a finding; "" if its table has no evidence.

    Args:
        finding: its numbers hold the key of a row: entry, or group and name, or group.
        opened: the address of each key.
    """
    for names in (("entry",), ("group", "name"), ("group",)):
        key = tuple(str(finding.numbers.get(name, "")) for name in names)
        if key in opened:
            return opened[key]
    return ""


def spoken_again(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with their sentences in the language in use."""
    return [replace(finding, sentence=spoken(finding.sentence)) for finding in findings]


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
