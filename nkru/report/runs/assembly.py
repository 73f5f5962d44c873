"""Assembly: the whole report out of finished chapters, its pages, data files and manifest."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkru.paths import resolve
from nkru.report.markup import LINKED_STYLE
from nkru.report.runs import manifest as manifests
from nkru.report.runs.finished import link_files, read_records
from nkru.report.runs.plans import Plan

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus
    from nkru.report.site.pages import Page


def assemble(
    plan: Plan,
    ready: Path,
    site: Path,
    pages: Mapping[str, Page],
    corpus: Corpus,
    counts: Mapping[str, int],
    edition: Path | None = None,
) -> None:
    """Write the whole report into `site`.

    Args:
        plan: that of the report.
        ready: the folder of finished chapters.
        site: the folder to write, new.
        pages: the notebooks that have been read.
        corpus: for the pages of the articles.
        counts: the numbers of articles.
        edition: the folder of this report in another language, published by the same command.
    """
    from nkru.report.runs.differences import write_changes
    from nkru.report.site import data_files
    from nkru.report.site.articles import write_articles
    from nkru.report.site.methods import PAGE, write_methods
    from nkru.report.site.overview import make_overview
    from nkru.report.site.pages import write_pages

    records = read_records(ready)
    site.mkdir()
    # A page replaces a file of the same name. That file must not be linked: writing the page would
    # change it in the chapter, and in the last report, too.
    written = {
        "index.html",
        "choices.html",
        "files.html",
        "changes.html",
        *(PAGE, data_files.COLUMNS, data_files.WORKBOOK),
        manifests.NAME,
        LINKED_STYLE,
        *(f"{name}.html" for name in records),
    }
    for name, record in records.items():
        link_files(ready / name, site, [file for file in record["files"] if file not in written])
    manifest = _manifest(plan, records) | {"counts": dict(counts)}
    write_articles(site, corpus, public=plan.public)
    about = make_overview(corpus, site, resolve(plan.corpus).name, plan.inputs, manifest["nkru"])
    write_pages(site, manifest, pages, about)
    write_methods(site, manifest, about)
    data_files.write_columns(site)
    if not edition or not data_files.copy_tables(site, edition, excel=plan.excel_csv):
        data_files.write_tables(site, excel=plan.excel_csv)
    write_changes(plan.out if manifests.read_manifest(plan.out) else None, site, manifest)
    manifests.write_manifest(site, manifest)


def _manifest(plan: Plan, records: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "chapters": dict(records),
        "common": plan.common,
        "corpus": resolve(plan.corpus).name if plan.public else plan.corpus,
        "corpus_path": plan.corpus_path,
        "excel_csv": plan.excel_csv,
        "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "git_commit": manifests.git_commit(plan.root),
        "inputs": plan.inputs,
        "language": plan.language,
        "public": plan.public,
        "resources": manifests.resource_versions(),
        **manifests.environment(),
    }
