"""Pages: executed notebooks as HTML that reads anywhere, and the title page in front of them."""

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

from nkru.report.site.markup import TEMPLATES, render_page, visible
from nkru.report.studies import CHAPTERS

_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_SHOWN_FILES = 200


@dataclass(frozen=True)
class Page:
    """A chapter ready for its page: name, title, short title, body, sections (id, title), findings."""

    name: str
    title: Markup
    short: str
    body: Markup
    sections: list[dict[str, str]]
    findings: list[str]


def write_pages(site: Path, manifest: Mapping[str, Any], read: Mapping[str, Page]) -> None:
    """Write one page per executed notebook of `site`, and index.html; some are `read` already."""
    names = sorted(manifest["chapters"], key=_reading_order)
    kept = read_pages([site / f"{name}.ipynb" for name in names if name not in read])
    pages = sorted([*read.values(), *kept], key=lambda page: names.index(page.name))
    for page in pages:
        html = render_page(
            "chapter.html.j2", **vars(page) | {"heading": _heading(page), "chapters": pages}
        )
        (site / f"{page.name}.html").write_text(html, encoding="utf-8")
    (site / "index.html").write_text(_title_page(pages, manifest), encoding="utf-8")


def _reading_order(name: str) -> tuple[int, str]:
    return (CHAPTERS.index(name) if name in CHAPTERS else len(CHAPTERS), name)


def _exporter() -> HTMLExporter:
    priority = ["text/html", "image/svg+xml", "image/png", "text/plain"]
    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="nkru",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
        optimistic_validation=True,  # once, and not after each of twelve steps
        filters={"visible": visible, "highlight_code": Highlight2HTML(pygments_lexer="ipython3")},  # type: ignore[no-untyped-call]
        config=Config({"NbConvertBase": {"display_data_priority": priority}}),
    )


def read_pages(paths: Sequence[Path]) -> list[Page]:
    """Return what the pages of executed notebooks show."""
    if not paths:
        return []
    # To make one takes longer than most pages, and two threads cannot share it.
    exporter = _exporter()
    return [_read_page(path, exporter) for path in paths]


def _read_page(path: Path, exporter: HTMLExporter) -> Page:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for number, output in enumerate(
        (one for one in _outputs(notebook) if "image/png" in one.get("data", {})), 1
    ):
        output.metadata.setdefault("nkru", {})["number"] = number
    # HTMLExporter's own method reads the page once more, to describe pictures that have been
    # described: 0.5 s each.
    html, _ = TemplateExporter.from_notebook_node(exporter, notebook)
    title = _TITLE.search(html)
    body = html.replace(title.group(0), "", 1) if title else html
    headings = _HEADING.findall(body)
    for heading in headings:
        body = body.replace(f"<h2>{heading}</h2>", f'<h2 id="{_slug(heading)}">{heading}</h2>', 1)
    return Page(
        name=path.stem,
        title=Markup(title.group(1) if title else path.stem),  # noqa: S704
        short=path.stem.capitalize(),
        body=Markup(body),  # noqa: S704
        sections=[{"id": _slug(heading), "title": Markup(heading)} for heading in headings],  # noqa: S704
        findings=_findings(notebook),
    )


def _slug(heading: str) -> str:
    return re.sub(r"\W+", "-", heading.lower()).strip("-")


def _heading(page: Page) -> Markup:
    return Markup("<h1>{}</h1>").format(page.title)


def _findings(notebook: Any) -> list[str]:
    told = (
        output.get("metadata", {}).get("nkru", {}).get("finding") for output in _outputs(notebook)
    )
    return [finding for finding in told if finding]


def _outputs(notebook: Any) -> Iterator[Any]:
    return (output for cell in notebook.cells for output in cell.get("outputs", []))


def _title_page(pages: list[Page], manifest: Mapping[str, Any]) -> str:
    inputs = sorted(manifest["inputs"].items())
    return render_page(
        "title.html.j2",
        title=f"Press report: {Path(manifest['corpus']).name}",
        lead=f"Who is named, in what tone, around which themes, in {len(inputs):,} files of articles.",
        chapters=pages,
        files=inputs[:_SHOWN_FILES],
        total=len(inputs),
        version=manifest["nkru"],
        python=manifest["python"],
        public=manifest["public"],
    )
