"""Pages: executed notebooks as self-contained HTML, and the title page of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup, escape
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets.config import Config

from nkru.language import deferred, gettext, language, using
from nkru.report.chapter.editions import outputs_of
from nkru.report.markup import GLOBALS, TEMPLATES, render_page
from nkru.report.site.overview import Overview
from nkru.report.site.pictures import SVG, picture
from nkru.report.studies import CHAPTERS
from nkru.tokens.characters import visible

# A heading in HTML. The limit of its length bounds the search in a page without an end tag.
_HEADING = re.compile(r"<h2>((?:(?!</?h2).){0,2000})</h2>", re.DOTALL)
_TITLE = re.compile(r"<h1[^<>]{0,400}>((?:(?!</?h1).){0,2000})</h1>", re.DOTALL)
_CITATION = "<!--citation-->"  # in the reference of a figure; the text of a page is escaped
_SHOWN_FILES, _MOST_FINDINGS = 200, 6


@dataclass(frozen=True)
class Page:
    """A chapter, ready to be written.

    A section has id and title; a finding has sentence, kind, opens, the anchor of its table, and
    page, the address of its sentences; a front, a figure for the front page, has name and picture.
    """

    name: str
    heading: str
    title: Markup
    body: Markup
    sections: list[dict[str, str]]
    findings: list[dict[str, str]]
    fronts: list[dict[str, str]]
    choices: list[dict[str, Any]]


# The chapters as the bar of navigation names them.
_HEADINGS = {
    "corpus": deferred("Corpus"),
    "actors": deferred("Actors"),
    "sentiment": deferred("Tone"),
    "themes": deferred("Themes"),
}


def write_pages(
    site: Path, manifest: Mapping[str, Any], read: Mapping[str, Page], about: Overview
) -> None:
    """Write index.html, files.html and a page per executed notebook of `site`.

    Args:
        site: the folder of the report.
        manifest: of the run.
        read: the notebooks that have been read already, by name.
        about: the corpus in a few words.
    """
    names = sorted(manifest["chapters"], key=_reading_order)
    kept = read_pages([site / f"{name}.ipynb" for name in names if name not in read], language())
    pages = sorted([*read.values(), *kept], key=lambda page: names.index(page.name))
    for page in pages:
        html = render_page("chapter.html.j2", **vars(page), chapters=pages)
        html = html.replace(_CITATION, str(escape(about.citation)))
        (site / f"{page.name}.html").write_text(html, encoding="utf-8")
    for name, html in _front_pages(pages, manifest, about).items():
        (site / name).write_text(html, encoding="utf-8")


def _reading_order(name: str) -> tuple[int, str]:
    return (CHAPTERS.index(name) if name in CHAPTERS else len(CHAPTERS), name)


def _exporter() -> HTMLExporter:
    priority = ["text/html", "image/svg+xml", "image/png", "text/plain"]
    highlight = Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="nkru",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
        optimistic_validation=True,  # validates once, not after each of twelve steps
        filters={"visible": visible, "highlight_code": highlight, "picture": picture},
        config=Config({"NbConvertBase": {"display_data_priority": priority}}),
    )
    exporter.environment.globals.update(GLOBALS)
    return exporter


def read_pages(paths: Sequence[Path], language: str = "en") -> list[Page]:
    """Convert executed notebooks for their pages in a language."""
    if not paths:
        return []
    # Making an exporter takes longer than converting most pages; threads cannot share one.
    exporter = _exporter()
    with using(language):
        return [_read_page(path, exporter) for path in paths]


def _read_page(path: Path, exporter: HTMLExporter) -> Page:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    figures = (
        out for out in outputs_of(notebook) if {SVG, "image/png"} & out.get("data", {}).keys()
    )
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
        heading=gettext(_HEADINGS.get(path.stem, path.stem.capitalize())),
        title=Markup(title.group(1) if title else path.stem),  # noqa: S704
        body=Markup(body),  # noqa: S704
        sections=[_section(heading) for heading in headings],
        findings=list(_findings(notebook)),
        fronts=list(_fronts(notebook)),
        choices=list(_choices(notebook)),
    )


def _section(heading: str) -> dict[str, str]:
    return {"id": _slug(heading), "title": Markup(heading)}  # noqa: S704


def _slug(heading: str) -> str:
    return re.sub(r"\W+", "-", heading.lower()).strip("-")


def _findings(notebook: Any) -> Iterator[dict[str, str]]:
    """Yield the findings of a notebook that may go to the front page."""
    for output in outputs_of(notebook):
        about = output.get("metadata", {}).get("nkru", {})
        for finding in about.get("findings", []):
            opens = f"table-{finding['opens']}" if finding["opens"] else ""
            yield {"page": "", **finding, "opens": opens}
        if about.get("finding"):
            opens = about["name"]
            yield {"sentence": about["finding"], "kind": "count", "opens": opens, "page": ""}


def _choices(notebook: Any) -> Iterator[dict[str, Any]]:
    """Yield the findings of a notebook for other selections of articles."""
    for output in outputs_of(notebook):
        choices = output.get("metadata", {}).get("nkru", {}).get("choices")
        if not choices:
            continue
        own = choices.pop("")
        if not own:
            continue
        claims = {finding["claim"] for finding in own}
        for selection, findings in choices.items():
            flips = {finding["claim"] for finding in findings} != claims
            yield {"selection": selection, "own": own, "others": findings, "flips": flips}


def _fronts(notebook: Any) -> Iterator[dict[str, str]]:
    """Yield the figures of a notebook for the front page."""
    for output in outputs_of(notebook):
        about = output.get("metadata", {}).get("nkru", {})
        if not about.get("front"):
            continue
        kind = SVG if SVG in output.data else "image/png"
        alt = output.metadata[kind]["alt"]
        narrow = about.get("narrow", "")
        shown = picture(output.data[kind], kind, alt, f"front-{about['name']}", narrow)
        yield {"name": about["name"], "picture": shown}


def _front_pages(pages: list[Page], manifest: Mapping[str, Any], about: Overview) -> dict[str, str]:
    """Return the front page and those beside it, by name."""
    name = Path(manifest["corpus"]).name
    shared = {"chapters": pages, "manifest": manifest, "about": about}
    found = [(page, finding) for page in pages for finding in page.findings]
    # Counts of how the corpus was read, which figures tell, come last.
    found.sort(key=lambda pair: (pair[1]["kind"] != "difference", not pair[1].get("numbers")))
    files = sorted(manifest["inputs"].items())
    choices = [(page, choice) for page in pages for choice in page.choices]
    choices.sort(key=lambda pair: not pair[1]["flips"])
    return {
        "choices.html": render_page(
            "choices.html.j2", title=gettext("What would change"), choices=choices, **shared
        ),
        "index.html": render_page(
            "title.html.j2",
            title=gettext("Press report: {name}", name=name),
            findings=found[:_MOST_FINDINGS],
            **shared,
        ),
        "files.html": render_page(
            "files.html.j2",
            title=gettext("Files and versions"),
            files=files[:_SHOWN_FILES],
            **shared,
        ),
    }
