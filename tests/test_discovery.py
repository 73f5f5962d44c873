"""Discovery: what holds for any corpus; single names are in test_names.py."""

from __future__ import annotations

from unicodedata import combining, normalize

import pytest

import nkru
from tests.small_corpus import small_corpus

STRIKE = (
    "Grève à Vaubourg\n\nLe syndicat Élan rural appelle à la grève. « On tiendra », prévient sa "
    "secrétaire générale, Maud Kerbrat. Mme Kerbrat sera reçue par le préfet, Luc Desmarets."
)
COURT = (
    "Procès à Vaubourg\n\nMaud Kerbrat, secrétaire générale d'Élan rural, était entendue par le "
    "tribunal judiciaire de Vaubourg. Son avocat, Me Tancrède Ollier, a demandé la relaxe."
)


def names(corpus: nkru.Corpus) -> set[tuple[str, str, str]]:
    table = nkru.find_mentions(corpus)
    return set(zip(table["doc_id"], table["text"], table["entry"], strict=True))


def test_one_full_name_is_one_actor_in_the_corpus() -> None:
    register = nkru.register(small_corpus([STRIKE, COURT])).set_index("entry")
    kerbrat = register.loc["Maud Kerbrat"]
    assert list(kerbrat[["type", "gender", "articles", "source"]]) == ["person", "f", 2, "found"]
    assert kerbrat["forms"] == "Maud Kerbrat; Kerbrat"
    assert register.loc["Luc Desmarets", "gender"] == "m"
    assert register.loc["Élan rural", "type"] == "organisation"


def test_two_persons_of_one_surname_stay_two() -> None:
    texts = [
        "T\n\nLe maire Paul Ravel a signé. M. Ravel est content.",
        "T\n\nL'avocate Odile Ravel plaide.",
    ]
    entries = set(nkru.register(small_corpus(texts))["entry"])
    assert {"Paul Ravel", "Odile Ravel"} <= entries


def test_a_first_name_alone_is_one_person_in_its_story_only() -> None:
    texts = [f"T\n\n« {words} », raconte Solène." for words in ("On tient", "On part")]
    table = nkru.register(small_corpus(texts))
    assert len(table[table["forms"] == "Solène"]) == 2
    one_story = small_corpus(texts, story_id=["s", "s"])
    assert len(nkru.register(one_story)) == 1


def test_a_man_and_a_woman_of_one_name_stay_two() -> None:
    texts = ["T\n\nM. Camille Verdet a voté.", "T\n\nMme Camille Verdet a voté."]
    table = nkru.register(small_corpus(texts))
    assert dict(zip(table["entry"], table["gender"], strict=True)) == {
        "Camille Verdet (M.)": "m",
        "Camille Verdet (Mme)": "f",
    }


def test_another_article_decides_what_one_leaves_open() -> None:
    texts = ["T\n\nLe fonds a vendu Batiprox hier.", "T\n\nLa société Batiprox licencie."]
    assert len(nkru.register(small_corpus(texts)).query("entry == 'Batiprox'")) == 1
    assert "Batiprox" in set(nkru.find_mentions(small_corpus(texts)).query("doc_id == '00'").text)
    assert "Batiprox" not in set(nkru.find_mentions(small_corpus(texts[:1]))["text"])


def test_the_order_of_articles_changes_nothing() -> None:
    texts = [STRIKE, COURT]
    forward = {row[1:] for row in names(small_corpus(texts))}
    assert forward == {row[1:] for row in names(small_corpus(texts[::-1]))}
    assert names(small_corpus(texts)) == names(small_corpus(texts))


@pytest.mark.parametrize("change", [str.upper, lambda text: text.replace("É", "E")])
def test_a_corpus_in_capitals_or_without_accents_works(change: object) -> None:
    assert callable(change)
    table = nkru.register(small_corpus([change(STRIKE)]))
    assert list(table.columns)[:4] == ["entry", "type", "gender", "group"]


def test_an_article_without_accents_has_the_descriptions_of_one_with_them() -> None:
    text = (
        "Titre\n\nLa présidente de la Fédération des éleveurs, Maud Kerbrat, a reçu la presse à "
        "Guéret. « Nous sommes épuisés », a déclaré l'éleveuse. Le préfet de la Creuse était là. "
        "L'élu écologiste Léon Tarrade a dénoncé des années de négligence de la préfecture. "
        "Sa colère était réelle, et la salle a été évacuée à l'arrivée de la députée Zoé Martel. "
        "La députée a promis des crédits à la fédération, qui réclame un délai supplémentaire."
    )
    bare = "".join(sign for sign in normalize("NFD", text) if not combining(sign))
    spans = [
        set(zip(table["start"], table["end"], table["kind"], strict=True))
        for table in (nkru.find_mentions(small_corpus([version])) for version in (text, bare))
    ]
    assert len(bare) == len(text) > 400
    assert spans[0] == spans[1]


def test_m_in_a_list_of_initials_is_an_initial() -> None:
    text = "Une équipe\n\nUn récit de B. Sidal, L. Germain, C. Pary, M. Jannet pour la rédaction."
    found = set(nkru.find_mentions(small_corpus([text]))["text"])
    assert {"B. Sidal", "M. Jannet"} <= found


def test_in_capitals_no_common_word_and_no_bearer_of_another_first_name_is_told() -> None:
    text = "UNE VISITE\n\nC'EST LE MONDE D'AVANT, DIT CATHERINE ROUSSEL. UNE ENQUÊTE EST OUVERTE."
    found = set(nkru.find_mentions(small_corpus([text]))["entry"])
    assert not found & {"Le Monde", "Fabien Roussel", "Enquête (Sénégal)"}


def test_a_corpus_without_a_name_has_an_empty_register() -> None:
    assert nkru.register(small_corpus(["Titre\n\nIl pleut et il vente."])).empty


def test_an_article_may_end_in_a_description_without_a_full_stop() -> None:
    table = nkru.find_mentions(small_corpus([f"{STRIKE} On attend le préfet"]))
    assert table.iloc[-1][["text", "entry"]].tolist() == ["le préfet", "Luc Desmarets"]


def test_discovery_needs_no_codebook_of_its_country() -> None:
    codebook = nkru.read_codebook()
    alone = nkru.Codebook("", "", "", "", "actors", ())
    texts = [STRIKE, COURT]
    found = set(nkru.find_mentions(small_corpus(texts), alone)["entry"])
    assert {"Maud Kerbrat", "Luc Desmarets", "Élan rural", "Tancrède Ollier"} <= found
    assert found <= set(nkru.find_mentions(small_corpus(texts), codebook)["entry"])


def test_the_table_of_mentions_is_made_once_and_not_shared() -> None:
    corpus = small_corpus([STRIKE])
    first = nkru.find_mentions(corpus)
    first["entry"] = "?"
    assert "?" not in set(nkru.find_mentions(corpus)["entry"])
