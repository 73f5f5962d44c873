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
from nkru.corpus.articles import Article
from nkru.corpus.formats import html
from nkru.errors import CorpusError

FIRST = (
    "La criée de Sète a rouvert lundi matin après quatre jours de tempête, au soulagement des patrons de chalutiers, "
    "qui n'avaient pas vu pareille semaine depuis dix ans."
)
SECOND = (
    "Les acheteurs étaient venus nombreux : les étals des poissonniers de la région étaient vides depuis vendredi, "
    "et les prix s'en sont ressentis dès l'ouverture des enchères."
)
THIRD = "Le comité local des pêches demande une aide d'urgence pour les équipages, que la préfecture promet d'étudier vite."


def page(body: str = "", head: str = "", title: str = "Sète reprend la mer") -> bytes:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title} - La Gazette du Lez</title>{head}</head>"
        "<body><nav><ul><li><a href='/'>Accueil</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f"<main><article><h1>{title}</h1>{body}<p>{FIRST}</p><h2>Des étals vides</h2><p>{SECOND}</p>"
        f"<ul><li>Daurade royale : dix-huit euros</li><li>Loup de ligne : vingt-deux euros</li></ul><p>{THIRD}</p>"
        "<figure><img src='criee.jpg'><figcaption>La criée, lundi. Photo Jeanne Roux</figcaption></figure>"
        "</article></main><aside><h3>Les plus lus</h3>"
        "<ul><li><a href='/x'>Le tramway de Montpellier repart enfin vers la mer</a></li></ul></aside>"
        "<footer><p>© 2015-2023 La Gazette du Lez</p></footer><script>var page = 'Bonjour';</script></body></html>"
    ).encode()


def read(data: bytes) -> Article:
    (article,) = html.read(data, "page.html")
    return article


def role_of(article: Article, text: str) -> str | None:
    lines = article.raw.split("\n")
    (number,) = [n for n, line in enumerate(lines, 1) if line == text]
    return article.roles.get(number)


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
            "<p class='chapo'>Quatre jours à quai.</p><figure><figcaption>Le port, dimanche.</figcaption></figure>"
        )
    )
    assert role_of(article, "Quatre jours à quai.") == "standfirst"
    assert role_of(article, "Le port, dimanche.") == "caption"


def test_prose_that_extraction_misses_is_kept_beside_its_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html, "_extracted", lambda _: f"{FIRST}\n{THIRD}")
    article = read(
        page("<div><p>Le maire dit que la ville est prête à aider ses pêcheurs.</p></div>")
    )
    assert role_of(article, SECOND) == "body"
    assert role_of(article, "Des étals vides") == "heading"
    assert role_of(article, "Daurade royale : dix-huit euros") == "boilerplate"


def test_what_is_set_apart_after_the_last_paragraph_is_kept() -> None:
    table = "<table><tr><th>Poisson</th><th>Prix</th></tr><tr><td>Loup</td><td>22 euros</td></tr></table>"
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


LINKED = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "date", "updated"),
    [
        (
            LINKED.format('{"@type":"NewsArticle","datePublished":"2023-01-09T23:30:00-05:00"}'),
            "2023-01-09",
            None,
        ),
        (
            LINKED.format(
                '[{"@graph":[{"@type":"WebPage"},{"@type":["Article"],"datePublished":"2023-01-09"}]}]'
            ),
            "2023-01-09",
            None,
        ),
        (
            "<meta property='article:published_time' content='2023-01-09T06:00:00+01:00'>",
            "2023-01-09",
            None,
        ),
        (
            "<meta itemprop='datePublished' content='2023-02-01'>"
            "<meta property='article:modified_time' content='2023-02-02'>",
            "2023-02-01",
            "2023-02-02",
        ),
        ("<meta name='date' content='09/01/2023'>", "2023-01-09", None),
        ("<meta name='pubdate' content='Mon, 9 Jan 2023 06:00:00 GMT'>", "2023-01-09", None),
        (LINKED.format("[" * 100_000), None, None),
        ("<meta property='article:published_time' content='hier'>", None, None),
        (LINKED.format('{"@type":"NewsArticle","datePublished": oups}'), None, None),
        (LINKED.format('{"@type":"NewsArticle","datePublished":"2023"}'), None, None),
    ],
)
def test_declared_date_is_taken_as_written(
    head: str, date: str | None, updated: str | None
) -> None:
    article = read(page(head=head))
    assert (article.date, article.updated) == (date, updated)
    assert bool(article.date_evidence) == bool(date)


def test_time_element_dates_only_where_it_says_so() -> None:
    assert read(page("<time datetime='2023-01-09T06:00'>lundi</time>")).date is None
    assert (
        read(page("<time itemprop='datePublished' datetime='2023-01-09T06:00'>lundi</time>")).date
        == "2023-01-09"
    )


def test_marked_elements_that_name_several_days_date_nothing() -> None:
    cards = "".join(
        f"<time class='entry-date' datetime='2023-01-0{n}T06:00'>{n} janvier</time>" for n in (3, 4)
    )
    assert read(page(cards)).date is None
    assert read(page(cards.replace("-04T", "-03T"))).date == "2023-01-03"


def test_date_that_only_a_reader_sees_is_found(corpus_of: Callable[..., nkru.Corpus]) -> None:
    documents = corpus_of({"a.html": page("<div>Publié le 9 janvier 2023 à 6h</div>")}).documents
    assert documents.loc[0, ["date", "date_method"]].tolist() == ["2023-01-09", "dateline"]


def test_declared_metadata_fill_the_fields() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": "Autre titre",
        "author": [
            {"@type": "Person", "name": "Jeanne Roux"},
            {"name": "Ali Ben"},
            "https://x.example/a",
        ],
        "articleSection": ["Économie", "Mer"],
    }
    head = (
        f"{LINKED.format(json.dumps(linked))}<meta property='og:site_name' content='Le Monde.fr'>"
        "<meta property='og:title' content='Sète reprend la mer | Le Monde.fr'>"
        "<link rel='canonical' href='https://gazette.example/sete'>"
    )
    article = read(page(head=head))
    assert (article.title, article.outlet, article.section) == (
        "Sète reprend la mer",
        "Le Monde",
        "Économie",
    )
    assert (article.author, article.url) == ("Jeanne Roux, Ali Ben", "https://gazette.example/sete")
    # Pages in French that declare English are common: the text tells the language.
    assert article.language is None


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
