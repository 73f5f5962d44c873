"""A state or capital is an actor or a place, and one phrase counts once for one actor."""

from __future__ import annotations

import pytest

import nkru
from tests.small_corpus import small_corpus

SENTENCES = [
    # a place
    ("Ils vivent en Belgique depuis dix ans.", "Belgique", "place"),
    ("Les touristes arrivent en France.", "France", "place"),
    ("Le sommet aura lieu à Hanoï.", "Hanoï", "place"),
    ("Il travaille au Japon.", "Japon", "place"),
    ("Elle a étudié aux États-Unis.", "États-Unis", "place"),
    ("Le convoi roule vers l'Ukraine.", "Ukraine", "place"),
    ("Une usine dans le nord de la France ferme.", "France", "place"),
    ("Elle a quitté l'Allemagne en mai.", "Allemagne", "place"),
    ("Il pleut partout en Italie.", "Italie", "place"),
    # an actor
    ("La Belgique a signé le traité.", "Belgique", "actor"),
    ("L'Union livre des armes à l'Ukraine.", "Ukraine", "actor"),
    ("Le président demande au Japon de payer.", "Japon", "actor"),
    ("Face aux États-Unis, il faut céder.", "États-Unis", "actor"),
    ("Le pays se tourne vers la Chine.", "Chine", "actor"),
    ("Depuis, Pékin réclame des excuses.", "Pékin", "actor"),
    ("Le gouvernement de la France hésite.", "France", "actor"),
    ("Le président de France arrive.", "France", "actor"),
    # neither
    ("Météo-France annonce de la neige.", None, None),
    ("France Gall chantait.", None, None),
    ("L'équipe de France a gagné.", None, None),
    ("Le Tour de France part de Lille.", None, None),
    ("Bank of America licencie.", None, None),
    ("Miss France a été élue samedi.", None, None),
    ("La Coupe de France commence.", None, None),
]


@pytest.mark.parametrize(("sentence", "text", "sense"), SENTENCES)
def test_a_state_is_a_place_or_an_actor(sentence: str, text: str | None, sense: str | None) -> None:
    table = nkru.find_mentions(small_corpus([f"Un texte\n\n{sentence}"]))
    table = table[(table["type"] == "state") & table["kind"].isin(["name", "metonym"])]
    found = list(zip(table["text"], table["sense"], strict=True))
    assert found == ([(text, sense)] if text else [])


TEXT = "Un texte\n\nLe gouvernement français cède. Elle vit en France. Le dirigeant russe attend."


def test_frequency_counts_actors_unless_places_are_asked_for() -> None:
    corpus = small_corpus([TEXT])
    mentions = nkru.find_mentions(corpus)
    counts = nkru.frequency(mentions, corpus).set_index("entry")["count"]
    assert counts["France"] == 1
    both = nkru.frequency(mentions, corpus, senses=("actor", "place")).set_index("entry")["count"]
    assert both["France"] == 2
    ranks = nkru.sensitivity(mentions, corpus)
    assert ranks[ranks["entry"] == "France"].set_index("choice")["count"]["with places"] == 2


def test_a_nested_demonym_counts_with_its_description() -> None:
    corpus = small_corpus([TEXT])
    mentions = nkru.find_mentions(corpus)
    nested = mentions.loc[mentions["nested"], "text"].tolist()
    assert nested == ["français"]  # « russe » is of another actor than « le dirigeant russe »
    counted = nkru.counted_mentions(mentions)["text"].tolist()
    assert "français" not in counted
    without = nkru.frequency(mentions, corpus, kinds=("name", "demonym")).set_index("entry")
    assert without["count"]["France"] == 1
