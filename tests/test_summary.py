"""Objects show what they are: one line in a terminal, a short table in a notebook."""

from __future__ import annotations

import pytest

import nkru
from nkru.summary import Summarised
from tests.small_corpus import small_corpus


@pytest.fixture(scope="module")
def shown(seeds: nkru.Corpus) -> dict[str, Summarised]:
    return {
        "corpus": seeds,
        "counts": nkru.count(seeds),
        "codebook": nkru.read_codebook(),
        "lexicon": nkru.read_lexicon(),
        "classes": nkru.reinert(nkru.count(seeds, by="segment"), 5),
    }


@pytest.mark.parametrize("name", ["corpus", "counts", "codebook", "lexicon", "classes"])
def test_an_object_is_one_line_and_a_short_table(shown: dict[str, Summarised], name: str) -> None:
    text, html = repr(shown[name]), shown[name]._repr_html_()
    assert len(text) < 120
    assert "\n" not in text
    assert len(html) < 5000
    assert html.count("<tr") == 6
    assert "Next: <code>" in html


def test_a_corpus_tells_what_it_holds() -> None:
    corpus = small_corpus(
        ["Titre <b>\nUne phrase de cinq mots."] * 2,
        title=["<b>Titre</b>", None],
        flags=["no_date;paywall", "paywall"],
        outlet=["Le Quotidien", None],
    )
    facts = corpus.summary().facts
    assert (facts["articles"], facts["outlet"], facts["words counted"]) == ("2", "1", "14")
    assert facts["flags"] == "2 paywall, 1 no_date"
    html = corpus._repr_html_()
    assert "&lt;b&gt;Titre&lt;/b&gt;" in html
    assert "nan" not in html.lower().replace("finance", "")
