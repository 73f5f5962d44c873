"""Findings and notices as a chapter shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nkru.measures.findings import Finding
from nkru.report.markup import render


@dataclass(frozen=True)
class Notice:
    """A sentence to show, of what could not be done."""

    sentence: str

    def _repr_html_(self) -> str:
        return str(render("notice.html.j2", sentence=self.sentence))


@dataclass(frozen=True)
class Findings:
    """Findings to show, and the table of the chapter that they open."""

    findings: Sequence[Finding]
    opens: str = ""

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        html = str(render("findings.html.j2", findings=self.findings, opens=self.opens))
        text = "\n".join(finding.sentence for finding in self.findings)
        about = [
            {"sentence": finding.sentence, "kind": finding.kind, "opens": self.opens}
            for finding in self.findings
            if finding.kind != "open"
        ]
        return {"text/html": html, "text/plain": text}, {"nkru": {"findings": about}}
