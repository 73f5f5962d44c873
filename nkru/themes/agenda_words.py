"""Words of agenda topics with their weights, from a file of data or a codebook of themes."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from nkru.actors.codebook import KINDS, Codebook
from nkru.catalogues import learn_labels
from nkru.errors import CodebookError
from nkru.measures.expressions import Expressions
from nkru.resources import read_toml
from nkru.tokens.norms import fold

SHIPPED = "themes/agenda.toml"
STRENGTHS = ("strong", "plain")


class AgendaWords(NamedTuple):
    """The words of topics.

    Attributes:
        topics: their names, in the order of the file.
        expressions: the words and expressions, each once.
        weights: one row per word and topic: expression (index), topic, weight.
        title: how many times a word counts more in the title.
        least: the least score that names a topic.
    """

    topics: tuple[str, ...]
    expressions: Expressions
    weights: pd.DataFrame
    title: float
    least: float


@cache
def shipped_words() -> AgendaWords:
    """Return the words that ship with nkru: major topics of the Comparative Agendas Project."""
    content = read_toml(SHIPPED)
    weights = content["weights"]
    rows = [
        (form, topic["name"], topic.get("weight", 1.0) * weights[strength])
        for topic in content["topic"]
        for strength in STRENGTHS
        for form in topic[strength]
    ]
    topics = tuple(topic["name"] for topic in content["topic"])
    named = (*content["topic"], content["rest"])
    learn_labels({topic["name"]: topic["label_en"] for topic in named})
    french = [(topic[key], topic["label_fr"]) for topic in named for key in ("name", "label_en")]
    learn_labels(dict(french), "fr")
    return _words(topics, rows, weights["title"], weights["least"])


def words_of(codebook: Codebook) -> AgendaWords:
    """Return the words of a codebook of themes, which all weigh 1; excluded ones weigh nothing.

    Raises:
        CodebookError: it holds actors.
    """
    if codebook.kind != "themes":
        raise CodebookError(
            "{name}: this codebook holds actors, not themes: give one with [[theme]] tables",
            name=codebook.name,
        )
    rows = [
        (sense.form, codebook.entries[sense.entry].name, float(bool(KINDS[sense.field])))
        for sense in codebook.senses()
    ]
    return _words(tuple(entry.name for entry in codebook.entries), rows, 0.0, 1.0)


def _words(
    topics: tuple[str, ...], rows: list[tuple[str, str, float]], title: float, least: float
) -> AgendaWords:
    table = pd.DataFrame(rows, columns=["form", "topic", "weight"])
    # « Bourse » and « bourse » are two words: one is a name.
    table["expression"], forms = pd.factorize(table["form"].map(_key))
    first = table.drop_duplicates("expression")["form"]
    weights = table.loc[table["weight"] > 0, ["expression", "topic", "weight"]]
    weights = weights.drop_duplicates(["expression", "topic"])
    return AgendaWords(topics, Expressions(first.tolist()), weights, title, least)


def _key(form: str) -> str:
    return form if form != form.lower() else fold(form)
