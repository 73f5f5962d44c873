"""Quotations: what is quoted or reported, and who says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pandas as pd
import pytest

import nkru
from nkru.actors.quotations import COLUMNS
from tests.small_corpus import small_corpus


def spoken(text: str, **columns: list[str]) -> pd.DataFrame:
    return nkru.find_quotations(small_corpus([f"Titre\n\n{text}"], **columns))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("« Nous voulons la paix maintenant », a déclaré Vladimir Poutine.", "Vladimir Poutine"),
        ('"Nous voulons la paix ici", a-t-il ajouté.', None),
        (
            "“Rien ne sera signé demain”, prévient Jeong Young-tae, de l’Institut coréen.",
            "Jeong Young-tae",
        ),
        ("Vladimir Poutine a affirmé : « Rien ne change pour nous. »", "Vladimir Poutine"),
        ("Selon Sergueï Lavrov, « tout est prêt pour signer ».", "Sergueï Lavrov"),
        ("« Rien ne presse ici », a répondu M. Poutine à un journaliste.", "Vladimir Poutine"),
        ("Pékin a dénoncé « une provocation grave et inutile ».", "Chine"),
        ("« C’est une étape de plus », souligne à l’AFP la chercheuse Anne Martin.", "Anne Martin"),
        (
            "« Nous verrons cela ce printemps », résume le porte-parole du parti.",
            "le porte-parole du parti",
        ),
        (
            "« Tout cela ne mène à rien », constate une juriste de l’Union européenne.",
            "une juriste de l’Union européenne",
        ),
        ("Pour Antonio Guterres, « la porte reste ouverte ».", "António Guterres"),
        ("« Il faut parler à tous », selon Emmanuel Macron.", "Emmanuel Macron"),
        (
            "« Il faut parler à tous », dit le président ukrainien, Volodymyr Zelensky.",
            "Volodymyr Zelensky",
        ),
    ],
)
def test_quotation_in_marks_has_its_speaker(text: str, speaker: str | None) -> None:
    table = spoken(text)
    quoted = re.search(r"[«“\"]\s*(.+?)\s*[»”\"]", text)
    assert quoted
    assert table["text"].tolist() == [quoted[1]]
    found = table["speaker"].iloc[0]
    assert (None if pd.isna(found) else found) == speaker


def test_quotation_goes_on_with_the_same_speaker_in_its_paragraph() -> None:
    table = spoken(
        "« Rien ne presse pour nous », juge Paul Durand, historien. "
        "« Il faut attendre encore un an. »\n\n« Personne ne dit cela ici. »"
    )
    assert table["speaker"].tolist() == ["Paul Durand"] * 3
    assert table["rule"].tolist() == ["verb after", "goes on", "goes on"]
    assert table["certainty"].is_monotonic_decreasing


def test_line_below_a_quotation_names_its_source() -> None:
    table = spoken(
        "« Personne ne gagne à cela, sauf eux. »\nAnne Martin, historienne à Lyon\n\n"
        "La suite au prochain numéro."
    )
    assert table[["text", "speaker", "rule"]].to_numpy().tolist() == [
        ["Personne ne gagne à cela, sauf eux.", "Anne Martin", "source line"]
    ]


def test_relatives_are_no_speaker_and_plural_pronouns_mean_whom_a_sentence_introduces() -> None:
    assert spoken("Joe Biden refuse le plan selon lequel Séoul désarmerait.").empty
    assert spoken("Joe Biden a reçu des élus. Selon eux, rien ne presse.")["speaker"].tolist() == [
        "des élus"
    ]
    assert spoken("Joe Biden part sans dire que rien ne presse.")["speaker"].isna().all()


def test_inverted_and_negated_verbs_keep_their_subject() -> None:
    table = spoken("Joe Biden arrive. Le plan tient, a-t-il assuré, ajoutant que rien ne presse.")
    assert table["speaker"].tolist() == ["Joe Biden", "Joe Biden"]
    assert spoken("Séoul ne dit pas que rien ne presse.")["speaker"].tolist() == ["Corée du Sud"]


def test_stressed_pronoun_keeps_the_speaker() -> None:
    assert spoken("Joe Biden arrive. Moscou, lui, note que rien ne presse.")[
        "speaker"
    ].tolist() == ["Russie"]


def test_pronoun_is_the_person_named_last() -> None:
    table = spoken("Joe Biden a reçu la presse. « Nous sommes prêts à tout », a-t-il dit.")
    assert table["speaker"].tolist() == ["Joe Biden"]


def test_title_of_a_newspaper_or_a_term_in_marks_is_no_quotation() -> None:
    texts = ["Les rapports du « New York Times » suggèrent un départ."]
    texts.append("Une nouvelle « arme tactique » a été tirée.")
    for text in texts:
        table = spoken(text)
        assert table["kind"].tolist() == ["not_speech"]
        assert table["speaker"].isna().all()
        assert table["voice"].tolist() == ["author"]


@pytest.mark.parametrize(
    ("text", "speaker", "rule"),
    [
        ("Sergueï Lavrov a déclaré que la Russie signerait.", "Sergueï Lavrov", "reported: verb"),
        ("Moscou affirme qu’aucun accord n’existe.", "Russie", "reported: verb"),
        ("Selon Séoul, dix mille soldats sont partis.", "Corée du Sud", "reported: according to"),
        ("D’après Antony Blinken, le temps presse.", "Antony Blinken", "reported: according to"),
        ("Certains experts estiment que le pacte tiendra.", "Certains experts", "reported: verb"),
    ],
)
def test_indirect_speech_has_its_speaker(text: str, speaker: str, rule: str) -> None:
    table = spoken(text)
    assert table[["speaker", "rule"]].to_numpy().tolist() == [[speaker, rule]]


def test_adjective_before_que_is_no_verb_of_saying() -> None:
    assert spoken("Une diplomatie plus affirmée que prévu progresse.").empty


def test_offsets_are_those_of_the_article() -> None:
    texts = ["« Un deux trois quatre », dit Kim Jong Un.", "Selon lui, « cinq six sept huit »."]
    corpus = small_corpus(["\n\n".join(["Titre", *texts])])
    table = nkru.find_quotations(corpus)
    assert len(table) == 2
    for row in table.itertuples():
        assert corpus.raw(row.doc_id)[row.start : row.end] == row.text


def test_article_without_a_quotation_gives_an_empty_table(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    table = nkru.find_quotations(
        corpus_of("La Russie se tait et la Chine attend la suite des événements.\n" * 5)
    )
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_quotations_of_the_real_articles_have_the_right_speaker(shared: Path) -> None:
    table = nkru.find_quotations(nkru.read_corpus(shared / "seeds"))
    long = table[table["kind"].isin(["quotation", "block"])]
    long = long.assign(article=long["doc_id"].str[:3])
    assert long[["article", "speaker"]].to_numpy().tolist() == [
        ["000", "Seong-Hyon Lee"],
        ["000", "Soo Kim"],
        ["000", "Seong-Hyon Lee"],
        ["004", "Jeong Young-tae"],
        ["004", "Jeong Young-tae"],
    ]
    marked = table[table["text"] == "New York Times"]
    assert marked["kind"].tolist() == ["not_speech"]


def forbidden_speakers(corpus: nkru.Corpus) -> list[str]:
    """Return the speakers that are a pronoun, a date, a conjunction or only ever a place."""
    alone = r"je|tu|il|elle|on|nous|vous|ils|elles|ce|cela|ça|tout|rien|personne|lui|\d[\d ]*"
    days = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|aujourd'hui|demain"
    openers = rf"(?:qui|que|et|mais|ou|en|tout en|à|dans|sur|{days})\b.*"
    pattern = rf"(?:{alone}|{openers}|-.*)"
    speakers = nkru.find_quotations(corpus)["speaker"].dropna().unique()
    mentions = nkru.find_mentions(corpus)
    places = mentions["sense"] == "place"
    named, only_places = set(mentions["entry"]), set(mentions["entry"][places])
    only_places -= set(mentions["entry"][~places])
    words = [w for w in speakers if re.fullmatch(pattern, w, re.IGNORECASE) and w not in named]
    return words + [w for w in speakers if w in only_places]


def test_no_speaker_is_a_pronoun_a_date_or_a_conjunction(seeds: nkru.Corpus) -> None:
    assert forbidden_speakers(seeds) == []


@pytest.mark.long
@pytest.mark.parametrize(
    "files",
    ["seeds/*.txt", "press/texts/*", "pairs/html/*", "samples/html/*.html", "samples/web/*.txt"],
)
def test_no_speaker_of_real_articles_is_a_pronoun_or_a_date(
    shared: Path, tmp_path: Path, files: str
) -> None:
    for file in shared.glob(files):
        copyfile(file, tmp_path / file.name)
    assert any(tmp_path.iterdir())
    assert forbidden_speakers(nkru.read_corpus(tmp_path)) == []
