"""Page furniture: recognise share buttons, links, forms and notices by their phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from nkru.resources import read_toml
from nkru.tokens.norms import fold_for_matching

# List marks, brackets, the [12] of text browsers; the © of a notice stays. The pattern also matches
# an empty string, so the first match is always at the beginning: with ^ the engine would try every
# position.
_LEAD = re.compile(r"(?:\[0\]|[^\w©\n])*")
_EDGES = re.compile(r"^[^\w©]+|(?<!\W)\W+$")
_QUOTATION = re.compile(r"«[^«»]{0,1000}»|“[^“”]{0,1000}”|\"[^\"]{0,1000}\"")
# A notice says vous or nous, gives an order, speaks of the page, or claims its rights.
_ADDRESS = re.compile(
    r"\b(?:vous|votre|vos|nous|notre|nos|je|mon|mes)\b|\b(?!assez)[a-z]{3,15}ez\b"
    r"|\b(?:ce|cet|cette)\s(?:site|article|page|contenu|champ|service|texte|video)\b"
    r"|^\W{0,3}\w{2,15}ez\b|©|\btous droits\b"
    r"|^\W{0,3}(?:toute reproduction|reproduction|copyright)\b",
    re.IGNORECASE,
)
# Kinds of furniture with words that are also topics of articles.
TOPICS = frozenset(
    {"legal", "subscription", "comments", "comment_form", "newsletter", "advert", "follow"}
    | {"generated", "site"}
)
# Phrases are indexed by their first letters; the shortest phrase has this many.
_INDEX = 3
# The longest label and the longest note, in words.
_LABEL, _NOTE = 8, 60
# The most words that may follow an opener on its line; more of them are its headline.
_HEADLINE = {"one": 1, "many": 5}
# The code of a kind ends with this where the line occurs in several articles.
SHARED = "_shared"


class FurnitureKind(NamedTuple):
    """A kind of furniture: why its lines are left out, and how it affects the lines that follow.

    Rules compare `code` (`kind` in furniture.toml); `reason` is only shown. `opens` is "one" or
    "many" where the headlines that follow belong to the line; `ends` means that the article ends
    above it.
    """

    code: str
    reason: str
    opens: str = ""
    ends: bool = False


class _Phrases(NamedTuple):
    whole: dict[str, FurnitureKind]
    starts: dict[str, list[tuple[str, FurnitureKind]]]
    inside: Any
    patterns: dict[str, list[tuple[re.Pattern[str], FurnitureKind]]]


def find_furniture(text: str, words: int, sentence: bool) -> FurnitureKind | None:
    """Return the kind of furniture of a folded line, or None.

    Args:
        text: one line, as `fold_for_matching` returns it.
        words: the number of its words.
        sentence: whether the line ends as a sentence does; if so, it is furniture only by a firm
            phrase or by two others.

    >>> find_furniture("A lire aussiLe sommet de mars", 6, False).reason
    'link to another article'
    >>> find_furniture("Sur le meme sujet, le ministre s'est tu.", 8, True) is None
    True
    """
    phrases = _phrases()
    text = unquoted(text) if sentence else text
    line, text = text, _LEAD.sub("", text, count=1)
    key = text.lower()
    # Labels are short, and stripping the edges of a paragraph takes long.
    if words <= _LABEL and (kind := _match_labels(_EDGES.sub("", key))):
        return kind
    matches: list[tuple[FurnitureKind, bool]] = [
        *_match_beginning(text, key),
        *(match for _, match in phrases.inside.iter(key)),
    ]
    if matches and (not sentence or len(matches) > 1 or matches[0][1]):
        kind = matches[0][0]
        # « Le syndicat dénonce le dépôt de cookies. » speaks of cookies; a notice to its readers.
        return kind if not sentence or kind.code not in TOPICS or addresses(line) else None
    return (_match_pattern(key, "") or _match_pattern(line, "mark")) if words <= _NOTE else None


def addresses(text: str) -> bool:
    """Return whether a folded line speaks to its readers, or in the name of the page.

    >>> addresses("Vous pouvez vous abonner ici."), addresses("Le quotidien perd ses abonnes.")
    (True, False)
    """
    return bool(_ADDRESS.search(text))


def unquoted(text: str) -> str:
    """Return a line without its quotations, which are not the page's own words."""
    return _QUOTATION.sub(" ", text) if any(map(text.__contains__, '«“"')) else text


def find_end_note(text: str) -> FurnitureKind | None:
    """Return the kind of a folded line that is a note at the end of an article, or None."""
    text = unquoted(text)
    return _match_pattern(f" {_LEAD.sub('', text, count=1).lower()}", "tail")


def find_invitation(text: str) -> FurnitureKind | None:
    """Return the kind of a folded line above a button to subscribe that invites to it, or None.

    >>> find_invitation("Le Littoral vous propose de revenir sur l'actualite").code
    'invitation'
    """
    return _match_pattern(unquoted(text).lower(), "button")


def _match_labels(key: str) -> FurnitureKind | None:
    """Return the kind of a line that is one label or a row of labels: « Partager Tweet »."""
    whole = _phrases().whole
    if kind := whole.get(key):
        return kind
    words, first = key.split(), None
    while words:
        sizes = (size for size in range(min(len(words), _LABEL), 0, -1))
        size = next((size for size in sizes if " ".join(words[:size]) in whole), 0)
        if not size:
            return None
        first = first or whole[" ".join(words[:size])]
        words = words[size:]
    return first


def _match_pattern(key: str, where: str) -> FurnitureKind | None:
    for pattern, kind in _phrases().patterns[where]:
        if pattern.search(key):
            return kind
    return None


def _match_beginning(text: str, key: str) -> Iterator[tuple[FurnitureKind, bool]]:
    """Yield the kind of the longest phrase at the beginning, and whether a colon makes it firm."""
    for phrase, kind in _phrases().starts.get(key[:_INDEX], ()):
        end = len(phrase)
        # Pasted labels stick to the next word: « À lire aussiLe sommet ». A small letter continues
        # the same word instead.
        if key.startswith(phrase) and not (phrase[-1].isalpha() and text[end : end + 1].islower()):
            rest = text[end:].lstrip()
            # « Lire aussi : Un pont trop loin » contains its headline, so the next line is not one.
            has_headline = kind.opens and len(rest.split()) > _HEADLINE[kind.opens]
            is_firm = phrase.endswith(":") or rest.startswith(":")
            yield kind._replace(opens="") if has_headline else kind, is_firm
            return


@cache
def _phrases() -> _Phrases:
    import ahocorasick

    patterns: dict[str, list[Any]] = {"": [], "mark": [], "tail": [], "button": []}
    phrases = _Phrases({}, {}, ahocorasick.Automaton(), patterns)
    for table in read_toml("pages/furniture.toml")["furniture"]:
        _add_phrases(phrases, table)
    for starts in phrases.starts.values():
        starts.sort(key=lambda start: -len(start[0]))
    phrases.inside.make_automaton()
    return phrases


def _add_phrases(phrases: _Phrases, table: dict[str, Any]) -> None:
    opens, ends = table.get("opens", ""), table.get("ends", False)
    kind = FurnitureKind(table["kind"], table["reason"], opens, ends)
    phrases.whole.update((_EDGES.sub("", phrase), kind) for phrase in _folded(table, "whole"))
    for phrase in _folded(table, "starts"):
        start = _LEAD.sub("", phrase, count=1)
        phrases.starts.setdefault(start[:_INDEX], []).append((start, kind))
    for name in ("contains", "firm"):
        for phrase in _folded(table, name):
            phrases.inside.add_word(phrase, (kind, name == "firm"))
    patterns = map(re.compile, table.get("patterns", ()))
    phrases.patterns[table.get("where", "")].extend((pattern, kind) for pattern in patterns)


def _folded(table: dict[str, Any], name: str) -> Iterator[str]:
    return (fold_for_matching(phrase).lower() for phrase in table.get(name, ()))
