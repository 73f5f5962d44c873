"""Candidates: the names that the codebook lacks, and how they get into one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import nkru
from nkru import resources
from nkru.actors.candidates import add_entries, candidates
from nkru.errors import CodebookError
from tests.small_corpus import small_corpus

TEXTS = [
    "Titre\n\nLe chercheur Paul Durand doute. Selon Paul Durand, Vladimir Poutine bluffe.",
    "Titre\n\nPaul Durand et la ministre Anne-Marie Brun étaient là. Rien ne bouge à Moscou.",
]


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus(TEXTS)


def test_words_of_office_are_no_candidates() -> None:
    table = candidates(
        small_corpus(
            ["Titre\n\nLe ministère des Affaires étrangères et l'État ont reçu Anne Brun."]
        )
    )
    assert table["name"].tolist() == ["Anne Brun"]


def test_unknown_names_are_ranked_by_articles_and_count(corpus: nkru.Corpus) -> None:
    table = candidates(corpus)
    assert table[["name", "count", "articles"]].to_numpy().tolist() == [
        ["Paul Durand", 3, 2],
        ["Anne-Marie Brun", 1, 1],
    ]
    first = table.iloc[0]
    assert first["examples"].count(" | ") == 2
    assert corpus.raw(first["doc_id"])[first["start"] :].startswith("Paul Durand")


def test_nearest_known_actor_shows_a_spelling_to_add() -> None:
    table = candidates(small_corpus(["Titre\n\nLe général Sergueï Choïgu a parlé."]))
    assert table[["name", "nearest"]].to_numpy().tolist() == [["Sergueï Choïgu", "Sergueï Choïgou"]]
    assert table["similarity"].iloc[0] > 0.9


def test_words_of_a_headline_and_first_words_are_no_candidates() -> None:
    text = "Une Alliance Fragile en Temps de Crise\n\nDepuis hier, rien. Personne ne bouge."
    assert candidates(small_corpus([f"Titre\n\n{text}"])).empty


def test_names_met_in_headings_and_tables_only_are_no_candidates() -> None:
    rows = [
        "Points Forts :",
        "Pays partenaire Aides Diverses",
        "Le rôle de Paul Durand",
        "Hier, Paul Durand doutait.",
    ]
    corpus = small_corpus(["Titre\n\n" + "\n".join(rows)])
    everything = candidates(corpus)
    assert set(everything["name"]) == {"Points Forts", "Aides Diverses", "Paul Durand"}
    corpus.lines["role"] = ["title", "heading", "table", "heading", "body"]
    assert candidates(corpus)[["name", "count"]].to_numpy().tolist() == [["Paul Durand", 2]]


def test_chosen_candidates_become_entries_and_are_then_found(
    corpus: nkru.Corpus, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    codebook = add_entries(["Paul Durand"], path, "person")
    codebook = add_entries(["Anne-Marie Brun"], path, "person")
    entries = set(nkru.find_mentions(corpus, codebook)["entry"])
    assert {"Paul Durand", "Anne-Marie Brun", "Vladimir Poutine"} <= entries
    assert candidates(corpus, codebook).empty


def test_name_of_a_known_entry_is_refused_and_the_file_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with pytest.raises(CodebookError, match="Joe Biden"):
        add_entries(["Joe Biden"], path, "person")
    assert not path.exists()
    add_entries(["Paul Durand"], path, "person")
    before = path.read_bytes()
    with pytest.raises(CodebookError, match="Joe Biden"):
        add_entries(["Joe Biden"], path, "person")
    assert path.read_bytes() == before
    with pytest.raises(CodebookError, match="human"):
        add_entries(["Anne"], path, "human")
    for name in ("Kim Jung-un", "le Nord"):  # a form of a shipped entry, a stop word
        with pytest.raises(CodebookError, match=name):
            add_entries(["Anne Brun", name], path, "person")
        assert path.read_bytes() == before


def test_actors_may_be_added_to_the_example_and_to_a_codebook_that_is_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.toml"
    example = resources.path("actors/codebook_example.toml").read_text(encoding="utf-8")
    path.write_text(example, encoding="utf-8")
    assert "Paul Durand" in add_entries(["Paul Durand"], path, "person").index_of
    path.write_text(f"alone = true\n{example}".replace("country", "# country"), encoding="utf-8")
    codebook = add_entries(["Joe Biden"], path, "person")
    assert [entry.name for entry in codebook.entries][-1] == "Joe Biden"
