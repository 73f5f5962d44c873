"""Holders of offices whom an article does not name: « le préfet du Gard »."""

from __future__ import annotations

import re

from nkru.actors.names.appositions import Phrase, grammar
from nkru.actors.names.grouping import Found
from nkru.actors.names.name_words import vocabulary
from nkru.tokens.norms import folded_words

OFFICE = "description: office without a name"
DETERMINER = re.compile(r"^(?:(?:l[ea]|son|sa|leur|notre|ce|cet|cette) |l['’])", re.IGNORECASE)

ARTICLE = re.compile(r"[Ll](?:[ea] |['’])")


def unnamed_holder(raw: str, phrase: Phrase, inner: Found | None) -> Found | None:
    """Return the holder of an office of a place or body, or a relative, called by the description.

    Args:
        raw: the text.
        phrase: the description.
        inner: the actor whose name ends the description, if one does.
    """
    if phrase.noun in grammar().relatives and inner and inner.type == "person":
        known = ARTICLE.match(raw, phrase.start) and " " in inner.name
        name = DETERMINER.sub("", raw[phrase.start : phrase.end])
        return Found(name, "person", -1, phrase.gender) if known else None
    body = inner if inner and inner.type != "person" else None
    if phrase.noun not in grammar().offices or phrase.past or not phrase.rest:
        return None
    text = raw[phrase.start : phrase.end]
    last = re.split("[ ’']", text)[-1]
    of_place = last[:1].isupper() and not _is_noun_of_bodies(folded_words(last))
    if text.endswith(f" des {last}") and last.endswith("s"):  # « le patron des Républicains »
        of_place = False
    if not of_place and body is None:
        return None
    return Found(DETERMINER.sub("", text), "person", -1, phrase.gender)


def _is_noun_of_bodies(key: str) -> bool:
    """Say whether a word with a capital names no one body: « le directeur de l'Établissement »."""
    v = vocabulary()
    return any(key in words for words in (v.ordinary, v.heads, v.class_nouns, v.place_nouns))
