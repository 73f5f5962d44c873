"""Labels of agenda topics for readers, in French and in English."""

from __future__ import annotations

from functools import cache

import pandas as pd

from nkru.errors import ParameterError
from nkru.resources import read_toml
from nkru.themes.agenda_words import SHIPPED

LANGUAGES = ("en", "fr")


def topic_labels(topics: pd.Series[str], lang: str = "en") -> pd.Series[str]:
    """Return the labels of topics; a topic of another codebook has its name without underscores.

    Args:
        topics: names of topics, as in the tables of `nkru.agenda`.
        lang: "en" or "fr".

    Raises:
        ParameterError: another language.

    >>> topics = pd.Series(["justice_criminalite", "ma_ville"])
    >>> topic_labels(topics, "fr").tolist()
    ['Justice et criminalité', 'ma ville']
    """
    if lang not in LANGUAGES:
        raise ParameterError(
            "lang = {lang!r}: choose one of {known}", lang=lang, known=", ".join(LANGUAGES)
        )
    known = _shipped(lang)
    return topics.map(lambda name: known.get(name, name.replace("_", " ")))


@cache
def _shipped(lang: str) -> dict[str, str]:
    content = read_toml(SHIPPED)
    return {topic["name"]: topic[f"label_{lang}"] for topic in (*content["topic"], content["rest"])}
