"""Columns side by side are read one below the other; tables, verses and programs stay."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from textwrap import wrap

import pytest

import nkru
from nkru.corpus.formats.printed_columns import in_reading_order, line_read_across

MakeCorpus = Callable[..., nkru.Corpus]
TITLE = "Le bac de l'île Madrac cessera de traverser le chenal à la fin de la saison d'été"
TEXT = (
    "Le conseil départemental a décidé jeudi de ne plus payer le bac qui relie depuis soixante ans "
    "l'île Madrac au continent, et dont la coque demande des travaux que nul ne veut financer. "
    "Les quatre cents habitants devront passer par le pont de Lanvau, ce qui allonge le trajet de "
    "trente kilomètres et oblige les collégiens à prendre le car avant six heures du matin. « On "
    "nous demande de choisir entre l'île et le travail », a dit la patronne du seul café, qui a "
    "réuni les pêcheurs dans la salle des fêtes. Le président du département assure que des "
    "navettes seront mises en place pour les malades et pour les livraisons de la pharmacie, mais "
    "le calendrier n'est pas arrêté et le budget ne les prévoit que jusqu'au mois de décembre."
)
CAPTION = "Le bac quitte la cale de Lanvau sous la pluie. Photo : L. Kerdo"


def printed(columns: list[list[str]], width: int, gap: int = 3, shifts: str = "0") -> str:
    """Return columns as a program prints them that keeps the layout of a page."""
    rows = []
    for number, parts in enumerate(zip_longest(*columns, fillvalue="")):
        shift = int(shifts[number % len(shifts)])
        cells = [f"{part:{width + gap + shift}}" for part in parts]
        rows.append("".join(cells).rstrip())
    return "\n".join(rows)


def split(text: str, count: int, width: int) -> list[list[str]]:
    lines = wrap(text, width)
    size = -(-len(lines) // count)
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("count", "width", "gap", "shifts"),
    [(2, 46, 2, "0"), (2, 46, 5, "0102"), (3, 30, 3, "0"), (3, 26, 2, "0"), (4, 26, 4, "0")],
)
def test_columns_are_read_one_below_the_other(
    count: int, width: int, gap: int, shifts: str
) -> None:
    page = f"{TITLE}\n\n{printed(split(TEXT, count, width), width, gap, shifts)}\n"
    assert words(in_reading_order(page)) == f"{TITLE} {TEXT}"


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page(corpus_of: MakeCorpus) -> None:
    lines = wrap(TEXT, 38)
    half = len(lines) // 2 + 3
    pages = [lines[:half], lines[half:]]
    text = "\f".join(
        printed([page[: len(page) // 2], page[len(page) // 2 :]], 38) for page in pages
    )
    corpus = corpus_of(f"{TITLE}\n\n{text}\f")
    assert words(corpus.text(corpus.documents["doc_id"][0])).endswith(TEXT)
    assert len(corpus.sentences) == 5
    assert "columns" not in corpus.documents["flags"][0]


def test_a_line_across_parts_the_columns_above_from_those_below() -> None:
    heading = "Ce que disent les pêcheurs, les commerçants et les parents des collégiens"
    page = "\n\n".join(
        (TITLE, printed(split(TEXT, 2, 44), 44), heading, printed(split(TEXT, 2, 44), 44))
    )
    assert words(in_reading_order(page)) == f"{TITLE} {TEXT} {heading} {TEXT}"


def test_a_picture_in_a_column_stays_between_its_lines() -> None:
    left, right = split(f"{TEXT} {TEXT}", 2, 44)
    right[3:3] = ["", "", "", *wrap(CAPTION, 44), ""]
    text = in_reading_order(printed([left, right], 44))
    assert words(text).replace(CAPTION + " ", "") == f"{TEXT} {TEXT}"
    assert "\n\n" + "\n".join(wrap(CAPTION, 44)) + "\n\n" in text


def test_a_few_lines_on_the_last_page_have_the_gutter_of_the_first() -> None:
    last = printed([["et les pêcheurs attendent"], ["Le préfet n'a rien répondu."]], 44)
    text = in_reading_order(printed(split(TEXT, 2, 44), 44) + "\f" + last + "\n" + last)
    assert words(text).count("attendent Le préfet") == 1


TABLE = printed(
    [
        ["Commune", "Lanvau", "Madrac", "Kerdo", "Pléven", "Tréguel", "Ploubaz"],
        ["Habitants en hiver", *(f"{n} 400 personnes" for n in range(1, 7))],
        ["Trajet vers le port", *(f"trente kilomètres par la côte {n}" for n in range(6))],
    ],
    22,
)
PHRASES = printed(
    [
        ["le prix du gaz", "le prix de l'eau", "le loyer moyen", "le prix du pain"] * 3,
        ["en hausse de deux points", "en baisse de trois points", "sans changement notable"] * 4,
    ],
    24,
)
POEM = "\n".join(
    f"{first:26}{second}"
    for first, second in [
        ("La mer est grise ce matin", "Et le bac ne part plus"),
        ("Sur le quai dort un chien", "Les amarres sont dénouées"),
        ("Nous avions vingt ans", "Tu portais mes filets"),
        ("Le vent tournait au nord", "On chantait pour rien"),
    ]
    * 3
)
CODE = "\n".join(
    f"{line:36}# {note}"
    for line, note in [
        ("total = total + prix(ligne)", "ajoute le prix de la"),
        ("for ligne in lignes_de_la:", "parcourt les lignes de"),
        ("    if ligne is not vide and la:", "saute la ligne qui"),
    ]
    * 4
)
SPEAKERS = printed(
    [["LE MAIRE", "", "UN PÊCHEUR", ""] * 4, wrap(TEXT, 60)[:12]],
    14,
)


@pytest.mark.parametrize(
    "text", [TABLE, PHRASES, POEM, CODE, SPEAKERS, TEXT, "\n".join(wrap(TEXT))]
)
def test_what_is_no_column_of_text_stays(text: str) -> None:
    assert in_reading_order(text) == text
    assert not line_read_across(text)


def test_columns_without_a_clear_gutter_are_told(corpus_of: MakeCorpus) -> None:
    left, right = split(TEXT, 2, 44)
    rows = enumerate(zip(left, right, strict=False))
    page = "\n".join(f"{one}{' ' * (3 + 5 * (n % 7))}{two}" for n, (one, two) in rows)
    corpus = corpus_of(f"{TITLE}\n\n{page}")
    assert "columns" in corpus.documents["flags"][0].split(";")
