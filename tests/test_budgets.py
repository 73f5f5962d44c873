"""Budgets: a file that asks for too much is told soon, with the reason; its neighbours are read."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from nkru.corpus.budgets import Unpacking
from nkru.corpus.reading import list_files, read_files
from nkru.errors import CorpusError
from tests import hostile_files as made

EXPORTS = Path(__file__).parent / "data/exports"
ZEROS = b"0" * made.MEGABYTE
LD = '<script type="application/ld+json">'
SPANNED = '<w:gridSpan w:val="100000000"/>'
FAR_MORE = "unpacks to far more"
# A file, and words of the reason why it is refused; None where all of it can be read.
FILES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a megabyte of zeros a hundred times": (
        lambda: made.packed([(f"{n}.txt", ZEROS) for n in range(100)]),
        FAR_MORE,
    ),
    "400 entries over one member": (lambda: made.overlapping(400), FAR_MORE),
    "more members than a corpus has files": (
        lambda: made.packed([(f"{n}", b"") for n in range(100_001)]),
        "100,000 files",
    ),
    "a cell over 10⁸ columns": (lambda: made.document(f"<w:tbl>{made.row(SPANNED)}</w:tbl>"), None),
    "5,000 rows of one cell": (
        lambda: made.document(f"<w:tbl>{made.row('<w:vMerge/>') * 5000}</w:tbl>"),
        None,
    ),
    "5,000 paragraphs": (lambda: made.document(made.paragraph("Un texte.") * 5000), None),
    "a document of much repeated XML": (
        lambda: made.document(made.paragraph("a") * 200_000),
        FAR_MORE,
    ),
    "a row of 20,000 cells": (
        lambda: made.page(f"<table><tr>{'<td>a</td>' * 20_000}</tr></table>"),
        None,
    ),
    "15,000 links in a list": (
        lambda: made.page("<ul>" + "<li><a href='/a'>Un lien</a></li>" * 15_000 + "</ul>"),
        None,
    ),
    "a field and 2,000 spaces": (
        lambda: (
            rb"{\rtf1\ansi Un article.{\field{\*\fldinst{HYPERLINK x}}{\fldrslt y}}"
            + b" " * 2_000
            + b"\\par Le texte.}"
        ),
        None,
    ),
    "scripts without end": (lambda: made.page("<script " * 20_000), "no text"),
    "JSON-LD without end": (lambda: made.page(LD * 20_000), "no text"),
    "500,000 attributes": (
        lambda: made.page(f"<p {' '.join(f'a{n}=b' for n in range(500_000))}>x</p>"),
        "thousands of attributes",
    ),
    "comments before an element": (lambda: b"<!--a-->" * 9_000 + b"<span>", None),
    "comments in XML": (lambda: b"<?xml version='1.0'?>" + b"<!--a-->" * 9_000 + b"<a>", "XML"),
    "a stylesheet without end": (
        lambda: b"<html>DOC_ID_<DOCFULL>" + b".c1{" * 50_000,
        "without an article",
    ),
    "a page escaped 40,000 times": (
        lambda: (
            b'<article class="titreArticleVisu DocPublicationName">&amp;' + b"amp;" * 40_000 + b"<p"
        ),
        None,
    ),
    "blank lines before a word": (lambda: b"\n" * 60_000 + b" DOCUMENT", None),
    "fields of Factiva without end": (lambda: b"HD\t\n" * 13_000, None),
    "a megabyte of spaces": (lambda: b"a" + b" " * made.MEGABYTE + b"b", None),
    "a million columns": (
        lambda: b"text," + b",".join(b"a%d" % n for n in range(10**6)) + b"\nb,\n",
        "1,000 columns",
    ),
    "a field of 20 MB": (
        lambda: b'title,text\na,"' + b"x " * (10 * made.MEGABYTE) + b'x"\n',
        "a field of more than 20 MB",
    ),
    "8,000 rows of other keys": (
        lambda: "\n".join(
            json.dumps({"text": "a", **{f"{row}_{key}": 1 for key in range(20)}})
            for row in range(8_000)
        ).encode(),
        "over 1,000 different columns",
    ),
    "JSON nested without end": (lambda: b'{"a":' + b"[" * 60_000, "too deeply"),
    "a megabyte 3,000 times by reference": (
        lambda: made.repeated("a" * made.MEGABYTE, 3000),
        "more text than",
    ),
    "a million equal rows": (
        lambda: made.parquet(pd.DataFrame({"text": ["a"] * 10**6})),
        "more articles than",
    ),
    "a title of 7 MB": (
        lambda: b'[{"title": "' + b"Le port. " * 800_000 + b'"}]',
        "over 6 million characters",
    ),
    "a text of 21 MB": (lambda: b"a " * (11 * made.MEGABYTE), "larger than 20 MB"),
}


def read(folder: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    articles, unread = read_files(list_files(folder)[0])
    return articles, dict(unread.itertuples(index=False, name=None))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_asks_for_too_much_is_told_soon(name: str, tmp_path: Path) -> None:
    make, reason = FILES[name]
    (tmp_path / "bon.txt").write_text("Un bon texte.", encoding="utf-8")
    (tmp_path / "mauvais").write_bytes(make())
    start = time.process_time()
    articles, unread = read(tmp_path)
    assert time.process_time() - start < 10
    good = articles[articles["doc_id"] == "bon.txt"]
    assert good["raw"].tolist() == ["Un bon texte."]
    if reason is None:
        assert len(articles) > 1
        assert unread == {}
    else:
        assert len(unread) == 1
        assert reason in "".join(unread.values())


def test_archives_in_an_archive_share_its_budget(tmp_path: Path) -> None:
    inner = made.packed([(f"{n}.txt", ZEROS) for n in range(10)])
    archive = made.packed([(f"{n:03}.zip", inner) for n in range(200)])
    assert len(archive) < 200_000
    (tmp_path / "a.zip").write_bytes(archive)
    tracemalloc.start()
    articles, unread = read(tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 200 * made.MEGABYTE
    tracemalloc.stop()
    assert articles["source"].str.slice(0, 13).unique().tolist() == ["a.zip/000.zip"]
    assert len(unread) == 199


def test_a_budget_counts_all_that_was_taken() -> None:
    budget = Unpacking(100)
    budget.take([(9 << 20, 1 << 20)])
    with pytest.raises(CorpusError, match=FAR_MORE):
        budget.take([(9 << 20, 1 << 20)])


def test_articles_whose_ends_are_missing_are_read_apart(tmp_path: Path) -> None:
    export = (EXPORTS / "europresse.html").read_text(encoding="utf-8")
    article = export.split("<article>")[1].partition("</article>")[0]
    (tmp_path / "a.html").write_text(f"<html>{f'<article>{article}' * 500}", encoding="utf-8")
    (tmp_path / "b.html").write_text(
        f"<html>{f'<article>{article}</article>' * 500}", encoding="utf-8"
    )
    articles, unread = read(tmp_path)
    assert unread == {}
    assert len(articles) == 1000
    assert articles["raw"].nunique() == 1
    assert articles["stated_title"].unique().tolist() == ["Kim et Poutine à Vladivostok"]


def test_articles_of_factiva_in_one_another_are_read_apart(tmp_path: Path) -> None:
    article = '<div class="article frArticle"><div class="articleParagraph">Un texte.</div>'
    page = f"<html><head><title>Factiva</title></head><body>{article * 1000}"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    articles, unread = read(tmp_path)
    assert unread == {}
    assert articles["raw"].tolist() == ["Un texte."] * 1000
