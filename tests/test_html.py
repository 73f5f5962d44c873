"""Saved web pages: the lines of the article and their roles, and pages that are refused."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkru
from nkru.corpus import formats
from nkru.corpus.formats import html
from nkru.errors import CorpusError
from tests.saved_page import FIRST, SECOND, THIRD, page, read, role_of


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Sète reprend la mer", "title"),
        ("Des étals vides", "heading"),
        ("Daurade royale : dix-huit euros", "list"),
        (FIRST, "body"),
        ("Accueil", "boilerplate"),
        ("Les plus lus", "boilerplate"),
        ("Le tramway de Montpellier repart enfin vers la mer", "boilerplate"),
        ("© 2015-2023 La Gazette du Lez", "boilerplate"),
    ],
)
def test_markup_states_the_role_of_a_line(text: str, role: str | None) -> None:
    assert role_of(read(page()), text) == role


def test_caption_and_standfirst_are_told_by_their_elements() -> None:
    article = read(
        page(
            "<p class='chapo'>Quatre jours à quai.</p>"
            "<figure><figcaption>Le port, dimanche.</figcaption></figure>"
        )
    )
    assert role_of(article, "Quatre jours à quai.") == "standfirst"
    assert role_of(article, "Le port, dimanche.") == "caption"


def test_prose_that_extraction_misses_is_kept_beside_its_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html, "extracted", lambda _: f"{FIRST}\n{THIRD}")
    article = read(
        page("<div><p>Le maire dit que la ville est prête à aider ses pêcheurs.</p></div>")
    )
    assert role_of(article, SECOND) == "body"
    assert role_of(article, "Des étals vides") == "heading"
    assert role_of(article, "Daurade royale : dix-huit euros") == "boilerplate"


def test_what_is_set_apart_after_the_last_paragraph_is_kept() -> None:
    head, row = "<th>Poisson</th><th>Prix</th>", "<td>Loup</td><td>22 euros</td>"
    table = f"<table><tr>{head}</tr><tr>{row}</tr></table>"
    article = read(
        page().replace(
            b"<figure>", f"<blockquote>« On tiendra », dit-il.</blockquote>{table}<figure>".encode()
        )
    )
    assert role_of(article, "« On tiendra », dit-il.") == "quote"
    assert role_of(article, "Loup 22 euros") == "table"


def test_cells_that_lay_out_a_page_are_no_table() -> None:
    cells = (
        f"<td>Une</td><td><font>Sète reprend la mer</font><br>{FIRST}<br>{SECOND}<br>{THIRD}</td>"
    )
    article = read(f"<html><body><table><tr>{cells}</tr></table></body></html>".encode())
    assert [role_of(article, text) for text in (FIRST, SECOND, THIRD)] == ["body"] * 3


def test_only_heading_is_the_title_where_none_is_declared() -> None:
    article = read(
        page().replace(b"<title>S\xc3\xa8te reprend la mer - La Gazette du Lez", b"<title>Gazette")
    )
    assert article.title == "Sète reprend la mer"


def test_labels_of_the_page_inside_an_article_are_left_to_their_own_words() -> None:
    article = read(
        page().replace(b"<ul><li>Daurade", b"<p>Lire aussi : Le tramway repart</p><ul><li>Daurade")
    )
    assert role_of(article, "Lire aussi : Le tramway repart") != "body"


def test_a_mark_on_the_whole_article_says_nothing_of_its_lines() -> None:
    data = page().replace(
        b"<main><article>", b"<main><div class='caption'><article class='byline'>"
    )
    assert role_of(read(data), FIRST) == "body"


def test_scripts_and_hidden_parts_are_no_text() -> None:
    raw = read(
        page(
            "<style>p {}</style><noscript>Activez JavaScript</noscript><template>Modèle</template>"
        )
    ).raw
    assert not any(word in raw for word in ("Bonjour", "JavaScript", "Modèle", "p {}"))


def test_soft_hyphens_and_spaces_of_the_layout_are_left_out() -> None:
    article = read(
        page("<p>Une can\u00addi\u00addature\u00a0 \n de <b>poids</b>,<br>en deux lignes.</p>")
    )
    assert {"Une candidature de poids,", "en deux lignes."} <= set(article.raw.split("\n"))


def test_article_reads_as_a_corpus(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of({"sans-suffixe": page()})
    assert corpus.documents.loc[0, "format"] == "html"
    text = corpus.text("sans-suffixe")
    assert all(part in text for part in (FIRST, SECOND, THIRD, "Des étals vides", "Loup de ligne"))
    assert not any(part in text for part in ("Accueil", "tramway", "Gazette", "Photo Jeanne Roux"))


def test_page_without_title_keeps_its_first_line() -> None:
    article = read(b"<div><p>" + FIRST.encode() + b"</p><p>" + SECOND.encode() + b"</p></div>")
    assert (article.title, article.roles) == (None, {1: "body", 3: "body"})


def test_title_that_the_page_does_not_show_is_put_first() -> None:
    data = (
        page(head="<meta property='og:title' content='La mer rouvre'>")
        .replace(b"<h1>", b"<div>")
        .replace(b"</h1>", b"</div>")
    )
    article = read(data)
    assert (article.raw.split("\n")[0], article.roles[1]) == ("La mer rouvre", "title")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251"])
def test_what_a_page_declares_as_its_encoding_is_not_trusted(encoding: str, declared: str) -> None:
    data = page().decode().replace('charset="utf-8"', f'charset="{declared}"').encode(encoding)
    assert FIRST in read(data).raw


def test_page_of_fifty_megabytes_is_refused() -> None:
    with pytest.raises(CorpusError, match="larger than 20 MB"):
        read(page("<p>Bonjour.</p>" * (50 << 16)))


def test_entities_of_other_files_are_refused() -> None:
    data = (
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        + page()[15:].replace(b"Des", b"&x;")
    )
    assert html.recognises(data, "a.xhtml")
    with pytest.raises(CorpusError, match="entities"):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<html",
        b"<html><body></body></html>",
        b"<html>" + b"<div>" * 50_000,
        b"<html><script>var a</script>",
    ],
)
def test_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError, match="no text"):
        read(data)


def test_text_about_html_is_no_page() -> None:
    for data in (b"Le <html> d'un site", b"<3 dit-elle", b"Titre\n<p>", b""):
        assert not html.recognises(data, "a.html")
    for data in (
        b"<!DOCTYPE html><p>",
        b"\xef\xbb\xbf<html>",
        b"<!-- saved from url -->\n<HTML>",
        "<html>".encode("utf-16"),
    ):
        assert html.recognises(data, "a.txt")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert (
        FIRST
        in read(
            page("<iframe src='https://a.example/'></iframe><img src='https://a.example/b.png'>")
        ).raw
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(page())), st.binary(max_size=6)), max_size=12))
def test_damaged_page_is_read_or_refused(cuts: list[tuple[int, bytes]]) -> None:
    data = page()
    for place, piece in cuts:
        data = data[:place] + piece + data[place + len(piece) :]
    try:
        _, (article,) = formats.read(data, "a.html")
    except CorpusError:
        return
    assert "\r" not in article.raw
    assert set(article.roles) <= set(range(1, article.raw.count("\n") + 2))


def test_segments_and_dates_of_real_pages(
    shared: Path, corpus_of: Callable[..., nkru.Corpus]
) -> None:
    sample = shared / "samples/html"
    gold = json.loads((sample / "gold.json").read_text(encoding="utf-8"))
    corpus = corpus_of({name: (sample / name).read_bytes() for name in gold})
    dates = corpus.documents.set_index("doc_id")["date"]
    stated = {name: parts["date"]["date"] for name, parts in gold.items() if "date" in parts}
    assert len(stated) == 9
    assert {name: dates[name] for name in stated} == stated
    segments = {name: parts["segments"] for name, parts in gold.items() if "segments" in parts}
    lost = [
        s for name, parts in segments.items() for s in parts["with"] if s not in corpus.text(name)
    ]
    left = [
        s for name, parts in segments.items() for s in parts["without"] if s in corpus.text(name)
    ]
    assert (len(lost) <= 1, len(left) <= 1) == (True, True), (lost, left)
