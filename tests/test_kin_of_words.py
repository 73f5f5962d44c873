"""Kinds of words that used to be misread, each with three more of its kin."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import nkru
from nkru.corpus.exports import export
from nkru.errors import ParameterError

DAY = "2023-05-10"
# Kind, text, names that are found, names that are not.
NAMES: list[tuple[str, str, set[str], set[str]]] = [
    (kind, text, set(found), set(wrong))
    for kind, text, found, wrong in (
        (
            "descriptor-with-complement",
            "Le président français du comité olympique a démissionné.",
            (),
            ("Emmanuel Macron",),
        ),
        (
            "descriptor-with-complement",
            "Le patron américain de l'usine de Douai rentre à Détroit.",
            (),
            ("Joe Biden",),
        ),
        (
            "descriptor-with-complement",
            "Le dirigeant français d'une banque privée sera entendu.",
            (),
            ("Emmanuel Macron",),
        ),
        (
            "descriptor-with-complement",
            "L'ancien président américain Barack Obama écrit. Le président déchu sud-coréen part.",
            ("Barack Obama",),
            ("Yoon Suk-yeol",),
        ),
        (
            "descriptor-with-complement",
            "La future présidente mexicaine et le ministre ukrainien adjoint se sont vus à Madrid.",
            (),
            ("Claudia Sheinbaum", "Volodymyr Zelensky"),
        ),
        (
            "descriptor-with-complement",
            "Le maître du Palais-Bourbon temporise, l'hôte de Matignon aussi.",
            (),
            ("Emmanuel Macron",),
        ),
        (
            "first-name-opens-sentence",
            "Jill Biden a inauguré une bibliothèque à Tulle.",
            (),
            ("Joe Biden",),
        ),
        (
            "first-name-opens-sentence",
            "Guillaume Sarkozy dirige une mutuelle depuis dix ans.",
            (),
            ("Nicolas Sarkozy",),
        ),
        (
            "first-name-opens-sentence",
            "Sylvie Poutine élève des chèvres dans la Creuse.",
            (),
            ("Vladimir Poutine",),
        ),
        (
            "party-initials",
            "Les Écologistes et La France insoumise (LFI) négocient. LFI hésite.",
            ("La France insoumise",),
            (),
        ),
        (
            "party-initials",
            "Le Parti communiste français (PCF) tient congrès. Le PCF vote samedi.",
            ("Parti communiste français",),
            (),
        ),
        (
            "party-initials",
            "L'Union des démocrates et indépendants (UDI) se divise. L'UDI tranchera.",
            ("Union des démocrates et indépendants",),
            (),
        ),
        (
            "spokesman-in-apposition",
            "La porte-parole du président français, Maud Bregeon, a réagi.",
            ("Emmanuel Macron",),
            (),
        ),
        (
            "spokesman-in-apposition",
            "Le frère du président russe, Oleg Orlov, vit à Nice.",
            ("Vladimir Poutine",),
            (),
        ),
        (
            "spokesman-in-apposition",
            "L'avocate du président américain, Alina Habba, a fait appel.",
            ("Joe Biden",),
            (),
        ),
    )
]
# Kind, sentence, who speaks.
SPEAKERS = [
    (
        "pour-is-not-according-to",
        "Pour défendre sa réforme des retraites, « le gouvernement a choisi la force », a regretté "
        "Laurent Berger.",
        "Laurent Berger",
    ),
    (
        "pour-is-not-according-to",
        "Pour aider l'Ukraine, « il faut des usines » et des crédits, a répété Thierry Breton.",
        "Thierry Breton",
    ),
    (
        "pour-is-not-according-to",
        "Pour sauver l'hôpital de Nevers, « il faudra dix ans », a prévenu Agnès Firmin.",
        "Agnès Firmin",
    ),
    (
        "speaker-strings",
        "« C'est un gâchis », a lancé jeudi matin sur RTL le maire de Douai.",
        "le maire de Douai",
    ),
    ("speaker-strings", "« Nous attendons », a confié au Monde une magistrate.", "une magistrate"),
    ("speaker-strings", "« Rien n'est signé », précise-t-on à Bercy.", None),
]
# Kind, sentence, sign of its tone.
TONES = [
    ("tone-end-of-evil", "La mortalité infantile recule nettement.", 1),
    ("tone-end-of-evil", "La ville sort de la crise du logement.", 1),
    ("tone-end-of-evil", "La confiance des ménages s'érode.", -1),
    ("tone-ne-cesser", "Le ministre ne cesse d'insulter ses adversaires.", -1),
    ("tone-ne-cesser", "La situation n'a cessé de s'améliorer.", 1),
    ("tone-ne-cesser", "Les violences ne cessent de se multiplier.", -1),
    ("tone-end-of-evil", "La sécheresse est derrière nous.", 1),
    ("tone-end-of-evil", "Les années de gloire du club sont derrière lui.", -1),
    ("tone-passive-shifter", "Les prisonniers et les otages ont été libérés.", 1),
    ("tone-passive-shifter", "Les restrictions de circulation ont été levées.", 1),
    ("tone-passive-shifter", "Le soutien aux agriculteurs a été supprimé.", -1),
    ("tone-passive-shifter", "Le blocus du port de Sète a été levé.", 1),
]


ROWS = [row[1] for rows in (NAMES, SPEAKERS, TONES) for row in rows]


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    """Return a corpus with one article for each text."""
    frame = pd.DataFrame({"text": ROWS, "date": DAY, "name": [f"{n:02}" for n in range(len(ROWS))]})
    return nkru.Corpus.from_frame(frame, text="text", date="date", doc_id="name")


def of(table: pd.DataFrame, corpus: nkru.Corpus, text: str) -> pd.DataFrame:
    """Return the rows of a table about the article of a text."""
    return table[table["doc_id"] == corpus.documents["doc_id"][ROWS.index(text)]]


def test_names(corpus: nkru.Corpus) -> None:
    mentions = nkru.find_mentions(corpus)
    for kind, text, found, wrong in NAMES:
        entries = of(mentions, corpus, text)
        assert found <= {*entries["entry"]}, text
        assert not wrong & {*entries["entry"]}, text
        if kind == "party-initials":
            assert entries["entry"].isin(found).sum() > 1, text
        if kind == "spokesman-in-apposition":
            holders = entries.loc[entries["text"].str.startswith("président"), "entry"]
            assert {*holders} == found, text


def test_speakers(corpus: nkru.Corpus) -> None:
    quotations = nkru.find_quotations(corpus)
    for _, text, speaker in SPEAKERS:
        assert of(quotations, corpus, text)["speaker"].dropna().tolist() == [speaker] * bool(
            speaker
        )


def test_tone(corpus: nkru.Corpus) -> None:
    sentences = nkru.score_sentences(corpus)
    for _, text, sign in TONES:
        assert np.sign(of(sentences, corpus, text)["polarity"].sum()) == sign, text


@pytest.mark.parametrize("name", ["Hélène Bœuf", "Lætitia Cœur", "Œnone Sœur"])
def test_ligatures_of_variables_are_two_letters(name: str, tmp_path: Path) -> None:
    # export-drops-ligatures
    frame = pd.DataFrame({"text": ROWS[:1], "date": DAY, "author": name})
    corpus = nkru.Corpus.from_frame(frame, text="text", date="date", author="author")
    export(corpus, "iramuteq", tmp_path / "a.txt")
    plain = name.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE")
    starred = unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode()
    head = (tmp_path / "a.txt").read_text(encoding="utf-8").partition("\n")[0]
    assert starred.replace(" ", "_").casefold() in head.casefold()


@pytest.mark.parametrize(
    ("call", "argument"),
    [("find_quotations", "codebook"), ("find_mentions", "codebook"), ("frequency", "mentions")],
)
def test_a_wrong_second_argument_is_named(call: str, argument: str, corpus: nkru.Corpus) -> None:
    # wrong-argument-traceback
    with pytest.raises(ParameterError, match=argument):
        getattr(nkru, call)(corpus, corpus.documents)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"titre;date;bord;texte\nUn;{DAY};gauche;{ROWS[0]}\n"),
        ("a.json", json.dumps([{"titre": "Un", "date": DAY, "bord": "gauche", "texte": ROWS[0]}])),
        ("a.txt", f"**** *date_{DAY} *bord_gauche\n{ROWS[0]}\n"),
    ],
)
def test_extra_columns_are_kept(name: str, content: str, tmp_path: Path) -> None:
    # extra-columns
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert nkru.read_corpus(tmp_path).documents["bord"].tolist() == ["gauche"]
