"""Pages: executed notebooks as self-contained HTML, and the title page of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets.config import Config

from nkru.report.markup import TEMPLATES, render_page
from nkru.report.studies import CHAPTERS
from nkru.tokens.characters import visible

# A heading in HTML; none is longer, and a page without an end tag is searched once only.
_HEADING = re.compile(r"<h2>((?:(?!</?h2).){0,2000})</h2>", re.DOTALL)
_TITLE = re.compile(r"<h1[^<>]{0,400}>((?:(?!</?h1).){0,2000})</h1>", re.DOTALL)
_SHOWN_FILES = 200


@dataclass(frozen=True)
class Page:
    """A chapter, ready to be written; a section has id and title."""

    name: str
    title: Markup
    body: Markup
    sections: list[dict[str, str]]
    findings: list[str]


def write_pages(site: Path, manifest: Mapping[str, Any], read: Mapping[str, Page]) -> None:
    """Write index.html and a page per executed notebook of `site`, unless `read` holds it."""
    names = sorted(manifest["chapters"], key=_reading_order)
    kept = read_pages([site / f"{name}.ipynb" for name in names if name not in read])
    pages = sorted([*read.values(), *kept], key=lambda page: names.index(page.name))
    for page in pages:
        html = render_page("chapter.html.j2", **vars(page), chapters=pages)
        (site / f"{page.name}.html").write_text(html, encoding="utf-8")
    (site / "index.html").write_text(_title_page(pages, manifest), encoding="utf-8")


def _reading_order(name: str) -> tuple[int, str]:
    return (CHAPTERS.index(name) if name in CHAPTERS else len(CHAPTERS), name)


def _exporter() -> HTMLExporter:
    priority = ["text/html", "image/svg+xml", "image/png", "text/plain"]
    highlight = Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]
    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="nkru",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
        optimistic_validation=True,  # validates once, not after each of twelve steps
        filters={"visible": visible, "highlight_code": highlight},
        config=Config({"NbConvertBase": {"display_data_priority": priority}}),
    )


def read_pages(paths: Sequence[Path]) -> list[Page]:
    """Convert executed notebooks for their pages."""
    if not paths:
        return []
    # Making an exporter takes longer than converting most pages; threads cannot share one.
    exporter = _exporter()
    return [_read_page(path, exporter) for path in paths]


def _read_page(path: Path, exporter: HTMLExporter) -> Page:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    figures = (out for out in _outputs(notebook) if "image/png" in out.get("data", {}))
    for number, figure in enumerate(figures, 1):
        figure.metadata.setdefault("nkru", {})["number"] = number
    # HTMLExporter's own method parses the page again to add alt texts that it has: 0.5 s per page.
    html, _ = TemplateExporter.from_notebook_node(exporter, notebook)
    html = visible(html)
    title = _TITLE.search(html)
    body = html.replace(title.group(0), "", 1) if title else html
    headings = _HEADING.findall(body)
    body = _HEADING.sub(lambda match: f'<h2 id="{_slug(match[1])}">{match[1]}</h2>', body)
    return Page(
        name=path.stem,
        title=Markup(title.group(1) if title else path.stem),  # noqa: S704
        body=Markup(body),  # noqa: S704
        sections=[_section(heading) for heading in headings],
        findings=_findings(notebook),
    )


def _section(heading: str) -> dict[str, str]:
    return {"id": _slug(heading), "title": Markup(heading)}  # noqa: S704


def _slug(heading: str) -> str:
    return re.sub(r"\W+", "-", heading.lower()).strip("-")


def _findings(notebook: Any) -> list[str]:
    metadata = (output.get("metadata", {}).get("nkru", {}) for output in _outputs(notebook))
    return [about["finding"] for about in metadata if about.get("finding")]


def _outputs(notebook: Any) -> Iterator[Any]:
    return (output for cell in notebook.cells for output in cell.get("outputs", []))


def _title_page(pages: list[Page], manifest: Mapping[str, Any]) -> str:
    return render_page(
        "title.html.j2",
        title=f"Press report: {Path(manifest['corpus']).name}",
        chapters=pages,
        files=sorted(manifest["inputs"].items())[:_SHOWN_FILES],
        manifest=manifest,
    )
