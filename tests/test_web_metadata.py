"""Metadata of web pages: the day, the title and the like, as pages declare them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import nkru
from tests.saved_page import page, read

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
    assert read(page("<time datetime='2023-01-09T06:00'>lundi</time>")).date == "2023-01-09"
    assert read(page("Modifié <time datetime='2023-01-09'>lundi</time>")).date is None
    assert read(page("<a href='/x'><time datetime='2023-01-09'>lundi</time></a>")).date is None
    both = "<time datetime='2023-01-09'>lundi</time><time datetime='2023-02-09'>jeudi</time>"
    assert read(page(both)).date is None
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
    assert article.title == "Sète reprend la mer"
    assert article.outlet == "Le Monde"
    assert article.section == "Économie"
    assert (article.author, article.url) == ("Jeanne Roux, Ali Ben", "https://gazette.example/sete")
    # Pages in French that declare English are common: the text tells the language.
    assert article.language is None
