"""Mentions: what names an actor, what does not, and who is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkru
from nkru.actors.mentions import mentions_in

YEAR_2019 = ("2019-04-24", "2019-04-24")
YEAR_2023 = ("2023-09-13", "2023-09-13")


@pytest.fixture(scope="module")
def codebook() -> nkru.Codebook:
    return nkru.read_codebook()


def found(
    codebook: nkru.Codebook, *sentences: str, days: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Return the mentions in the sentences of one article."""
    starts = [sum(len(text) + 1 for text in sentences[:number]) for number in range(len(sentences))]
    table = pd.DataFrame(
        {"doc_id": "a", "sent_no": range(1, len(starts) + 1), "start": starts, "text": sentences}
    )
    return mentions_in(table, codebook, {"a": days} if days else {})


def pairs(table: pd.DataFrame, *kinds: str) -> list[tuple[str, str]]:
    """Return the actors mentioned, places left out."""
    table = table[table["sense"] == "actor"]
    chosen = table[table["kind"].isin(kinds)] if kinds else table
    return list(zip(chosen["text"], chosen["entry"], strict=True))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sergey Lavrov écrit.", [("Sergey Lavrov", "Sergueï Lavrov")]),
        ("Vladimir Putin a écrit.", [("Vladimir Putin", "Vladimir Poutine")]),
        (
            "Kim Jong-un, KIM JONG UN et Kim Jong-Un.",
            [(form, "Kim Jong Un") for form in ("Kim Jong-un", "KIM JONG UN", "Kim Jong-Un")],
        ),
        ("Kim Jong Il est mort.", [("Kim Jong Il", "Kim Jong Il")]),
        (
            "Les Etats-Unis et les États‑Unis.",
            [("Etats-Unis", "États-Unis"), ("États‑Unis", "États-Unis")],
        ),
        (
            "L’ONU, l'Onu, les Nations Unies.",
            [(form, "Nations unies") for form in ("ONU", "Onu", "Nations Unies")],
        ),
        (
            "La Corée\u00a0du Sud et la Corée du Sud.",
            [("Corée\u00a0du Sud", "Corée du Sud"), ("Corée du Sud", "Corée du Sud")],
        ),
        (
            "La Côte d’Ivoire et le Soudan du Sud.",
            [("Côte d’Ivoire", "Côte d'Ivoire"), ("Soudan du Sud", "Soudan du Sud")],
        ),
        ("Selon le « New York Times », rien.", [("New York Times", "New York Times")]),
        ("En Corée. Du Nord au Sud.", []),
        ("Une machine à roman, une chine, un tiran.", []),
        ("L'Amérique latine et la mer de Chine.", []),
        ("L'ue et l'Ue ne sont rien, l'UE est l'Union.", [("UE", "Union européenne")]),
    ],
)
def test_names_are_found_in_every_spelling(
    codebook: nkru.Codebook, sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert pairs(found(codebook, sentence), "name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Le soldat nord-coréen et les nord coréennes.", ["Corée du Nord", "Corée du Nord"]),
        ("La rivalité sino-américaine.", ["Chine", "États-Unis"]),
        ("Un accord russo-nord-coréen.", ["Russie", "Corée du Nord"]),
        ("Des manifestants pro-russes et anti-Kremlin.", ["Russie"]),
        ("Le discours, prononcé en russe, a été traduit en chinois.", []),
        ("La péninsule coréenne et les relations intercoréennes.", []),
        ("La chanson latino-américaine.", []),
        ("Des Ukrainiens et une Ukrainienne.", ["Ukraine", "Ukraine"]),
    ],
)
def test_demonyms_are_found_in_compounds_and_not_as_languages(
    codebook: nkru.Codebook, sentence: str, expected: list[str]
) -> None:
    assert [entry for _, entry in pairs(found(codebook, sentence), "demonym")] == expected


STATE = [
    "Moscou accuse Kiev de mentir.",
    "Renforcé par Pyongyang, le général attend.",
    "Le soutien de Pékin reste discret.",
    "La dépendance vis-à-vis de Washington diminue.",
    "Il a fourni des obus à Moscou.",
    "Face à Séoul, le ton monte.",
    "Une aide militaire supplémentaire à Kiev a été votée.",
    "Les relations entre Tokyo et la presse.",
    "Les liens entre Pékin et Pyongyang se resserrent.",
    "Selon Téhéran, tout va bien.",
    "Le Kremlin dément.",
    "La porte-parole de la Maison Blanche a réagi.",
    "Les sanctions contre Pyongyang demeurent.",
    "Londres et Paris condamnent.",
    "Accusant Moscou, le diplomate est parti.",
    "Le secrétaire a demandé à Pékin de peser davantage.",
    "Le régime se tourne vers Pékin.",
    "Un homme d'affaires proche de Moscou.",
    "Le dossier est entre les mains de Moscou.",
    "Sa lettre demande à Paris de renoncer.",
]
PLACE = [
    "Le défilé a eu lieu à Pékin.",
    "Des vols directs entre Moscou et Pyongyang reprennent.",
    "Il a quitté Séoul lundi.",
    "Le maire de Moscou a parlé.",
    "Un chercheur de l'université de Séoul.",
    "L'Institut d'études stratégiques de Londres.",
    "Le train roule vers Pékin.",
    "Une frappe près de Kiev.",
    "L'échec du sommet de Hanoï.",
    "Les accords de Minsk sont morts.",
    "Le trajet de Moscou à Pékin dure six jours.",
    "Des missiles tirés sur Kiev.",
    "Reçu au Kremlin, il a souri.",
    "SÉOUL (AFP) - Rien de neuf.",
    "Le Moscow Times et le Moscou Soir titrent.",
    "Arrivée à Pékin, la délégation se tait.",
    "L'ambassade de France à Moscou est fermée.",
    "Elle vit à Tokyo, à Séoul et à Pékin.",
    "Le train relie Moscou à Pyongyang.",
    "La ligne Pékin-Moscou rouvre.",
    "Les Jeux de Paris 2024 approchent.",
    "Un appartement à Kensington, Londres, vendu hier.",
    "Des villes comme Paris et Berlin attirent.",
    "Tokyo - Le ministre est parti.",
    "Un institut d'études (Ottawa) publie ses chiffres.",
    "Il est midi, heure de Séoul.",
    "Elle a fait le voyage de Pyongyang.",
    "Des combats à l'est de Kiev.",
    "Le procès s'ouvre vendredi, à Berlin.",
    "Elle donne un concert à Paris.",
    "Le règlement Dublin est appliqué.",
]


@pytest.mark.parametrize("sentence", STATE)
def test_capital_that_acts_or_is_acted_on_stands_for_the_state(
    codebook: nkru.Codebook, sentence: str
) -> None:
    table = found(codebook, sentence)
    assert len(pairs(table, "metonym")) == 1 + sentence.count(" et P") + ("Kiev de" in sentence), (
        table
    )
    assert table["rule"].str.startswith(("metonym: ", "name")).all()


@pytest.mark.parametrize("sentence", PLACE)
def test_capital_as_a_place_is_no_actor(codebook: nkru.Codebook, sentence: str) -> None:
    table = found(codebook, sentence)
    assert pairs(table, "metonym") == []
    assert set(table.loc[table["kind"] == "metonym", "sense"]) <= {"place"}


def test_two_capitals_joined_by_a_hyphen_are_two_states(codebook: nkru.Codebook) -> None:
    table = found(codebook, "La coopération Séoul-Tokyo avance.")
    assert pairs(table, "metonym") == [("Séoul", "Corée du Sud"), ("Tokyo", "Japon")]


def test_city_state_is_a_city_after_à_only(codebook: nkru.Codebook) -> None:
    table = found(codebook, "Le premier sommet s'est tenu à Singapour.", "Singapour s'en félicite.")
    assert pairs(table) == [("Singapour", "Singapour")]


def test_bare_surname_is_the_person_whom_the_article_names_in_full(codebook: nkru.Codebook) -> None:
    table = found(codebook, "Kim a tranché.", "Kim Jong Un recevait son fils.", "M. Kim sourit.")
    assert pairs(table) == [
        ("Kim", "Kim Jong Un"),
        ("Kim Jong Un", "Kim Jong Un"),
        ("Kim", "Kim Jong Un"),
    ]


def test_bare_surname_without_a_full_name_names_nobody_where_several_bear_it(
    codebook: nkru.Codebook,
) -> None:
    assert pairs(found(codebook, "Kim a tranché.")) == []
    assert pairs(found(codebook, "Poutine a tranché.")) == [("Poutine", "Vladimir Poutine")]


def test_rank_and_date_tell_who_bears_a_surname(codebook: nkru.Codebook) -> None:
    assert pairs(found(codebook, "Le président Yoon a parlé.", days=YEAR_2023)) == [
        ("Yoon", "Yoon Suk-yeol")
    ]
    assert pairs(found(codebook, "Le président Yoon a parlé.")) == []


def test_namesake_in_office_comes_first(codebook: nkru.Codebook) -> None:
    sentences = ("Kim Il Sung puis Kim Il Sung.", "Son petit-fils Kim Jong Un.", "M. Kim règne.")
    assert pairs(found(codebook, *sentences, days=YEAR_2023))[-1] == ("Kim", "Kim Jong Un")


def test_surname_of_a_stranger_is_not_the_known_actor(codebook: nkru.Codebook) -> None:
    table = found(
        codebook,
        "Soo Kim, analyste, doute.",
        "Kim Jong Un se tait.",
        "Selon Soo Kim, rien ne presse.",
    )
    assert pairs(table) == [("Kim Jong Un", "Kim Jong Un")]
    assert pairs(found(codebook, "Tiffany Trump voyage.", "Trump arrive à Rome.")) == []


def test_title_before_a_surname_chooses_between_namesakes(codebook: nkru.Codebook) -> None:
    table = found(
        codebook, "Kim Jong Un et sa sœur Kim Yo Jong.", "Mme Kim a réagi.", "M. Kim aussi."
    )
    assert pairs(table)[2:] == [("Kim", "Kim Yo Jong"), ("Kim", "Kim Jong Un")]


def test_headline_case_does_not_hide_a_surname(codebook: nkru.Codebook) -> None:
    table = found(codebook, "Kim Soutient Moscou Contre Washington", "Kim Jong Un reçoit.")
    assert [entry for _, entry in pairs(table)] == [
        "Kim Jong Un",
        "Russie",
        "États-Unis",
        "Kim Jong Un",
    ]


def test_the_north_is_a_state_only_beside_its_full_name(codebook: nkru.Codebook) -> None:
    table = found(
        codebook,
        "La Corée du Nord proteste.",
        "Le Nord a tiré.",
        "En mer du Nord, rien.",
        "L'Asie du Nord-Est.",
    )
    assert pairs(table) == [("Corée du Nord", "Corée du Nord"), ("Nord", "Corée du Nord")]
    table = found(codebook, "Le Nord de la France et Lille.")
    assert table[["text", "sense"]].to_numpy().tolist() == [["France", "place"]]


def test_short_name_of_a_body_is_the_one_named_in_full_before(codebook: nkru.Codebook) -> None:
    texts = (
        "Le Conseil européen hésite.",
        "Le Conseil de sécurité vote.",
        "Le Conseil est divisé.",
    )
    assert pairs(found(codebook, *texts))[-1] == (
        "Conseil",
        "Conseil de sécurité des Nations unies",
    )
    assert pairs(found(codebook, "L'Otan attend.", "L'Alliance aussi."))[-1] == ("Alliance", "OTAN")
    body = ("Assemblée générale", "Assemblée générale des Nations unies")
    assert pairs(found(codebook, "Un vote à l'ONU.", "L'Assemblée générale a dit oui."))[-1] == body
    assert pairs(found(codebook, "Le Conseil de sécurité vote.", "Un appel au Conseil d'agir."))[
        1:
    ] == [("Conseil", "Conseil de sécurité des Nations unies")]
    assert (
        len(pairs(found(codebook, "Le Conseil de sécurité vote.", "Le Conseil de la ville dort.")))
        == 1
    )
    assert not pairs(
        found(codebook, "L'Alliance du club et son Conseil.", "L'Assemblée générale du club.")
    )


@pytest.mark.parametrize(
    ("sentence", "days", "entry"),
    [
        ("[Le président américain] a parlé.", YEAR_2019, "Donald Trump"),
        ("[Le président américain] a parlé.", YEAR_2023, "Joe Biden"),
        ("Un geste du [dirigeant nord-coréen].", YEAR_2023, "Kim Jong Un"),
        ("[Le dirigeant suprême de la Corée du Nord].", YEAR_2023, "Kim Jong Un"),
        ("[Le ministre russe des Affaires étrangères].", YEAR_2019, "Sergueï Lavrov"),
        ("[Le ministre des Affaires étrangères russe].", YEAR_2019, "Sergueï Lavrov"),
        ("[Le chef de la diplomatie chinoise].", YEAR_2019, "Wang Yi"),
        ("[Le secrétaire d’État américain].", YEAR_2023, "Antony Blinken"),
        ("[Le chef du Kremlin].", YEAR_2019, "Vladimir Poutine"),
        ("[Le locataire de la Maison-Blanche].", YEAR_2023, "Joe Biden"),
        ("[La chancelière allemande].", YEAR_2019, "Angela Merkel"),
        ("[Le Premier ministre japonais].", YEAR_2019, "Shinzo Abe"),
        ("[Le secrétaire général de l’Otan].", YEAR_2023, "Jens Stoltenberg"),
        ("[La présidente de la Commission européenne].", YEAR_2023, "Ursula von der Leyen"),
        ("[Les autorités chinoises] démentent.", None, "Chine"),
        ("[Le gouvernement de la Corée du Sud].", None, "Corée du Sud"),
        ("[L’ex-président russe] Dmitri Medvedev.", None, "Dmitri Medvedev"),
        (
            "[Le vice-ministre russe des Affaires étrangères] Andreï Roudenko.",
            None,
            "Andreï Roudenko",
        ),
        ("[Le royaume ermite] se ferme.", None, "Corée du Nord"),
        ("Poutine et [son homologue chinois].", YEAR_2023, "Xi Jinping"),
        ("La Russie se tait. [Ce pays] attend.", None, "Russie"),
        ("[Le président rwandais].", YEAR_2023, "Paul Kagame"),
        ("[Le prince héritier saoudien].", YEAR_2023, "Mohammed ben Salmane"),
        (
            "[La porte-parole du ministère russe des Affaires étrangères].",
            YEAR_2023,
            "Maria Zakharova",
        ),
        ("[La porte-parole de la diplomatie russe].", YEAR_2023, "Maria Zakharova"),
        ("[Le haut représentant de l’UE].", YEAR_2023, "Josep Borrell"),
        ("Il a reçu [son homologue] Wang Yi.", None, "Wang Yi"),
        ("[L’envoyé russe auprès des Nations unies], Vassili Nebenzia.", None, "Vassili Nebenzia"),
    ],
)
def test_description_is_resolved_by_office_or_by_the_name_beside_it(
    codebook: nkru.Codebook, sentence: str, days: tuple[str, str] | None, entry: str
) -> None:
    text = sentence[sentence.index("[") + 1 : sentence.index("]")]
    table = found(codebook, sentence.replace("[", "").replace("]", ""), days=days)
    assert pairs(table, "descriptor") == [(text, entry)]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Le président américain a parlé.", None),
        ("Le président américain a parlé.", ("2021-01-01", "2021-12-31")),
        ("Un président américain a parlé.", YEAR_2019),
        ("Les présidents russe et chinois.", YEAR_2019),
        ("Le ministre russe a souri.", YEAR_2019),
        ("Le responsable américain John Smith.", YEAR_2019),
        ("Le président russe Ivan Petrov n'existe pas.", YEAR_2019),
        ("Les deux pays.", YEAR_2019),
        ("Le programme nucléaire nord-coréen.", YEAR_2019),
    ],
)
def test_description_that_nothing_decides_has_no_row(
    codebook: nkru.Codebook, sentence: str, days: tuple[str, str] | None
) -> None:
    assert pairs(found(codebook, sentence, days=days), "descriptor") == []


def test_demonym_stays_nested_in_its_description(codebook: nkru.Codebook) -> None:
    table = found(codebook, "Le dirigeant nord-coréen Kim Jong Un.", days=YEAR_2019)
    assert table["kind"].tolist() == ["descriptor", "demonym", "name"]
    outer, inner = table.iloc[0], table.iloc[1]
    assert outer["start"] <= inner["start"] < inner["end"] == outer["end"]


def test_offsets_are_those_of_the_text(
    corpus_of: Callable[..., nkru.Corpus], codebook: nkru.Codebook
) -> None:
    text = "Le dirigeant nord-coréen Kim Jong\u00adUn n’a rien dit de la Russie, ni de l’ONU.\n"
    corpus = corpus_of(f"Kim à Moscou\n\n{text}" * 3)
    table = nkru.find_mentions(corpus, codebook)
    assert len(table) >= 5
    for row in table.itertuples():
        assert corpus.raw(row.doc_id)[row.start : row.end] == row.text
    assert table.equals(
        table.sort_values(["doc_id", "start", "end"], ascending=[True, True, False])
    )


WORDS = st.sampled_from(
    [
        "l’ONU",
        "d’Ukraine",
        "l’État hébreu",
        "Côte d’Ivoire",
        "Kim Jong-Un",
        "Moscou",
        "accuse",
        "à",
        "Pékin",
    ]
    + ["le président américain", "qu’Erdogan", ",", ".", "—", "« oui »"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12))
def test_both_apostrophes_give_the_same_mentions(words: list[str]) -> None:
    codebook = nkru.read_codebook()
    curly = found(codebook, " ".join(words), days=YEAR_2019)
    straight = found(codebook, " ".join(words).replace("’", "'"), days=YEAR_2019)
    assert curly.drop(columns="text").equals(straight.drop(columns="text"))
    names = curly[curly["kind"] == "name"]
    assert (names["end"].shift(fill_value=0).iloc[:-1] <= names["start"].iloc[:-1]).all()


def test_decomposed_letters_are_found(codebook: nkru.Codebook) -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "Les États-Unis et Pékin négocient.")
    table = found(codebook, text)
    assert [(row.entry, text[row.start : row.end]) for row in table.itertuples()] == [
        ("États-Unis", unicodedata.normalize("NFD", "États-Unis")),
        ("Chine", unicodedata.normalize("NFD", "Pékin")),
    ]


def test_themes_are_found_by_lemma_and_part_of_speech(
    corpus_of: Callable[..., nkru.Corpus], tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[theme]]\nname = "sanctions"\nlemmas = ["sanction économique", "embargo", "nuire"]\n'
        'forms = ["visa"]\nexclusions = ["embargo médiatique"]\n',
        encoding="utf-8",
    )
    corpus = corpus_of(
        "Les sanctions économiques et l’embargo visent le régime depuis la nuit de mardi.\n"
        "L’embargo médiatique de la rédaction a été levé, et les visas sont de nouveau délivrés.\n"
        "Ces mesures nuisent aux exportateurs, qui attendent un visa depuis trois semaines.\n"
    )
    codebook = nkru.read_codebook(path)
    table = nkru.find_mentions(corpus, codebook)
    assert table[["text", "rule"]].to_numpy().tolist() == [
        ["sanctions économiques", "lemma"],
        ["embargo", "lemma"],
        ["nuisent", "lemma"],
        ["visa", "form"],
    ]
    assert set(table["kind"]) == {"theme"}
    words = nkru.agenda_hits(corpus, codebook)["word"]
    assert "embargo médiatique" not in words.tolist()
    assert (words == "embargo").sum() == 1


def test_mentions_of_the_gold_are_found(shared: Path) -> None:
    from tests.benchmarks.mentions import compare, placed

    corpus = nkru.read_corpus(shared / "seeds")
    gold = pd.read_csv(shared / "gold" / "mentions.csv", dtype={"doc": str})
    hits, misses, false, _ = compare(gold, placed(corpus, nkru.find_mentions(corpus)))
    assert len(hits) > 150
    every = ["name", "metonym", "demonym", "descriptor"]
    for kinds, least in ((["name"], 0.98), (["metonym"], 0.96), (["demonym"], 0.96), (every, 0.95)):
        right, missed, wrong = (
            sum(row.kind in kinds for row in rows) for rows in (hits, misses, false)
        )
        assert 2 * right / (2 * right + missed + wrong) >= least, kinds
