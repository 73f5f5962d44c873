"""The theme codebook finds the ten themes in sentences, and the main theme of a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.errors import CodebookError
from tests.benchmarks.themes import frequent_themes, main_themes, with_readings

THEMES = [
    *("diplomatie", "militaire", "nucléaire", "sanctions", "économie"),
    *("alliance", "ukraine", "droit_international", "opinion_experts", "autre"),
]
LINES = {
    "diplomatie": (
        "L'ambassadeur a remis une invitation, et les deux délégations ont repris les pourparlers."
    ),
    "militaire": "Deux bataillons et leur artillerie ont pris part aux manœuvres de la marine.",
    "nucléaire": (
        "L'AIEA dit que le réacteur produit du plutonium "
        "et que l'enrichissement d'uranium se poursuit."
    ),
    "sanctions": "L'embargo tient, les avoirs restent gelés et la liste noire s'allonge.",
    "économie": (
        "Les exportations de charbon et les recettes de la douane ont fondu "
        "avec le prix du pétrole."
    ),
    "alliance": (
        "Le pacte d'assistance mutuelle scelle l'amitié de deux partenaires "
        "qui se disent solidaires."
    ),
    "ukraine": "À Koursk comme au Donbass, les Ukrainiens tiennent.",
    "droit_international": (
        "La Cour pénale internationale enquête sur des crimes de guerre et saisit le tribunal."
    ),
    "opinion_experts": (
        "Pour cette politologue, chercheuse à l'université, l'hypothèse divise les spécialistes."
    ),
    "autre": "Le festival de cinéma a ouvert malgré la pluie et l'épidémie.",
}


def lines_of(
    corpus_of: Callable[..., nkru.Corpus], *lines: str
) -> tuple[nkru.Corpus, pd.DataFrame]:
    """Return the corpus of these lines, and the main theme of each line by its text."""
    corpus = corpus_of("Une journée dans la région\n\n" + "\n\n".join(lines) + "\n")
    return corpus, main_themes(corpus).set_index("text")


def test_the_shipped_codebook_has_the_ten_themes() -> None:
    codebook = nkru.read_codebook("themes")
    assert [entry.name for entry in codebook.entries] == THEMES
    assert all(entry.lemmas for entry in codebook.entries)
    assert codebook.licence
    assert codebook.source


def test_each_theme_is_the_main_one_of_a_sentence_about_it(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    _, table = lines_of(corpus_of, *LINES.values())
    assert {theme: table.loc[line, "theme"] for theme, line in LINES.items()} == {
        theme: theme for theme in THEMES
    }


def test_hits_are_slices_of_the_text(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus, _ = lines_of(corpus_of, *LINES.values())
    hits = nkru.find_mentions(corpus, nkru.read_codebook("themes"))
    assert len(hits) > 25
    assert set(hits["kind"]) == {"theme"}
    for hit in hits.itertuples():
        assert corpus.raw(hit.doc_id)[hit.start : hit.end] == hit.text


@pytest.mark.parametrize(
    ("line", "text", "theme"),
    [
        ("Le programme nucléaire avance.", "programme nucléaire", "nucléaire"),
        ("Les sanctions économiques demeurent.", "sanctions économiques", "sanctions"),
        ("La coopération militaire s'étend.", "coopération militaire", "alliance"),
        ("La guerre en Ukraine dure.", "guerre en Ukraine", "ukraine"),
        ("Le ministre de la Défense se tait.", "ministre de la Défense", "militaire"),
    ],
)
def test_the_longest_entry_counts_alone(
    corpus_of: Callable[..., nkru.Corpus], line: str, text: str, theme: str
) -> None:
    corpus, _ = lines_of(corpus_of, line)
    hits = nkru.find_mentions(corpus, nkru.read_codebook("themes"))
    assert hits.loc[hits["text"] == text, "entry"].tolist() == [theme]


def test_a_line_without_a_hit_is_of_the_other_theme(corpus_of: Callable[..., nkru.Corpus]) -> None:
    _, table = lines_of(corpus_of, "Il se leva tard ce jour-là, et personne ne le vit.")
    row = table.loc["Il se leva tard ce jour-là, et personne ne le vit."]
    assert row[["theme", "hits", "all_hits"]].tolist() == ["autre", 0, 0]


def test_of_equal_themes_the_first_named_is_the_main_one(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    lines = ("Le missile fut suivi d'un embargo.", "L'embargo fut suivi d'un missile.")
    _, table = lines_of(corpus_of, *lines)
    assert table.loc[list(lines), "theme"].tolist() == ["militaire", "sanctions"]
    assert table.loc[list(lines), "all_hits"].tolist() == [2, 2]


def test_hits_are_counted_by_group_as_mentions_are(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus, _ = lines_of(corpus_of, *LINES.values())
    table = nkru.frequency(nkru.find_mentions(corpus, nkru.read_codebook("themes")), corpus)
    assert set(table["entry"]) == set(THEMES)


def test_the_users_own_codebook_takes_its_place(
    corpus_of: Callable[..., nkru.Corpus], tmp_path: Path
) -> None:
    path = tmp_path / "propres.toml"
    head = 'name = "x"\nversion = "1"\nlicence = "CC0"\nsource = "test"\n'
    path.write_text(
        head + '[[theme]]\nname = "fleuves"\nlemmas = ["fleuve", "voie navigable"]\n',
        encoding="utf-8",
    )
    corpus = corpus_of(
        "Au bord de l'eau\n\nDeux fleuves et des voies navigables bordent la ville.\n"
    )
    hits = nkru.find_mentions(corpus, nkru.read_codebook(path))
    assert hits["text"].tolist() == ["fleuves", "voies navigables"]
    assert set(hits["entry"]) == {"fleuves"}


@pytest.mark.parametrize("forms", ["", "lemmas = []", 'exclusions = ["fleuve de larmes"]'])
def test_a_theme_without_entries_is_named(tmp_path: Path, forms: str) -> None:
    path = tmp_path / "propres.toml"
    themes = '[[theme]]\nname = "rivières"\nlemmas = ["rivière"]\n'
    themes += f'[[theme]]\nname = "fleuves"\n{forms}\n'
    path.write_text(themes, encoding="utf-8")
    with pytest.raises(
        CodebookError, match="propres.toml: entry 'fleuves' has no form .* add lemmas"
    ):
        nkru.read_codebook(path)


def test_a_word_too_common_for_an_actor_may_mark_a_theme(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    _, table = lines_of(corpus_of, "Les deux armées se taisent.")
    assert table.loc["Les deux armées se taisent.", "theme"] == "militaire"


def test_main_themes_agree_with_the_readers(shared: Path) -> None:
    """Macro-F1 over themes of five lines or more; a language model read them, no person checked."""
    from sklearn.metrics import f1_score

    table = with_readings(nkru.read_corpus(shared / "seeds"), shared).dropna(subset="theme")
    assert len(table) > 85
    frequent = frequent_themes(table["first"])
    assert f1_score(table["first"], table["theme"], labels=frequent, average="macro") >= 0.60
