"""Page furniture: the phrases by which a line of share buttons, links, forms or notices is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from nkru.resources import read_toml
from nkru.tokens.norms import fold_for_matching

# List marks, brackets, the [12] of text browsers; the © of a notice stays. The first match, which
# may be empty, is at the beginning: with ^ every character would be tried.
_LEAD = re.compile(r"(?:\[0\]|[^\w©\n])*")
_EDGES = re.compile(r"^[^\w©]+|\W+$")
# Phrases are found by their first letters; none is shorter.
_INDEX = 3
# The longest label and the longest note, in words.
_LABEL, _NOTE = 8, 60


@dataclass(frozen=True)
class Cue:
    """A kind of furniture: why its lines are left out, and what it does to the lines that follow."""

    kind: str
    reason: str
    opens: str = ""
    ends: bool = False


class _Phrases(NamedTuple):
    whole: dict[str, Cue]
    starts: dict[str, list[tuple[str, Cue]]]
    inside: Any
    patterns: dict[str, list[tuple[re.Pattern[str], Cue]]]


def find_cue(text: str, words: int, sentence: bool) -> Cue | None:
    """Return the kind of furniture that a comparable line is, or None.

    Args:
        text: one line, as `fold_for_matching` returns it.
        words: its number of words.
        sentence: the line ends as a sentence does; then a firm phrase is needed, or two others.

    >>> find_cue("A lire aussiLe sommet de mars", 6, False).reason
    'link to another article'
    >>> find_cue("Sur le meme sujet, le ministre s'est tu.", 8, True) is None
    True
    """
    phrases = _phrases()
    line, text = text, _LEAD.sub("", text, count=1)
    key = text.lower()
    # No label is as long as a paragraph, whose edges would take long to find.
    if words <= _LABEL and (cue := phrases.whole.get(_EDGES.sub("", key))):
        return cue
    found: list[tuple[Cue, bool]] = [
        *_beginning(text, key),
        *(hit for _, hit in phrases.inside.iter(key)),
    ]
    if found and (not sentence or len(found) > 1 or found[0][1]):
        return found[0][0]
    return (_matching(key, "") or _matching(line, "mark")) if words <= _NOTE else None


def find_tail_cue(text: str) -> Cue | None:
    """Return the kind of furniture that a comparable line is if it stands at the end of an article, or None."""
    return _matching(f" {_LEAD.sub('', text, count=1).lower()}", "tail")


def _matching(key: str, where: str) -> Cue | None:
    for pattern, cue in _phrases().patterns[where]:
        if pattern.search(key):
            return cue
    return None


def _beginning(text: str, key: str) -> Iterator[tuple[Cue, bool]]:
    """Yield the cue of the longest phrase that a line begins with, and whether a colon makes it sure."""
    for phrase, cue in _phrases().starts.get(key[:_INDEX], ()):
        end = len(phrase)
        # Pasted labels stick to what follows: « À lire aussiLe sommet ». A small letter means
        # another word.
        if key.startswith(phrase) and not (phrase[-1].isalpha() and text[end : end + 1].islower()):
            rest = text[end:].lstrip()
            # « Lire aussi : Un pont trop loin » holds its headline: the next line is no other.
            holds = cue.opens == "one" and len(rest.split()) > 1
            yield (
                replace(cue, opens="") if holds else cue,
                phrase.endswith(":") or rest.startswith(":"),
            )
            return


@cache
def _phrases() -> _Phrases:
    import ahocorasick

    phrases = _Phrases({}, {}, ahocorasick.Automaton(), {"": [], "mark": [], "tail": []})
    for table in read_toml("pages/furniture.toml")["furniture"]:
        cue = Cue(table["kind"], table["reason"], table.get("opens", ""), table.get("ends", False))
        phrases.whole.update((_EDGES.sub("", phrase), cue) for phrase in _folded(table, "whole"))
        for phrase in _folded(table, "starts"):
            start = _LEAD.sub("", phrase, count=1)
            phrases.starts.setdefault(start[:_INDEX], []).append((start, cue))
        for name in ("contains", "firm"):
            for phrase in _folded(table, name):
                phrases.inside.add_word(phrase, (cue, name == "firm"))
        patterns = map(re.compile, table.get("patterns", ()))
        phrases.patterns[table.get("where", "")].extend((pattern, cue) for pattern in patterns)
    for starts in phrases.starts.values():
        starts.sort(key=lambda start: -len(start[0]))
    phrases.inside.make_automaton()
    return phrases


def _folded(table: dict[str, Any], name: str) -> Iterator[str]:
    return (fold_for_matching(phrase).lower() for phrase in table.get(name, ()))
