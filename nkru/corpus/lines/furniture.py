"""Page furniture: the phrases by which a line of share buttons, links, forms or notices is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from nkru.resources import read_toml

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_NUMBER = re.compile(r"\d(?:[ .,]?\d)*")
# List marks, brackets, the [12] of text browsers; the © of a notice stays. The first match, which
# may be empty, is at the beginning: with ^ every character would be tried.
_LEAD = re.compile(r"(?:\[0\]|[^\w©\n])*")
_EDGES = re.compile(r"^[^\w©]+|\W+$")
# Phrases are found by their first letters; none is shorter.
_INDEX = 3
# The word that a pattern begins with, or several, or the beginning of a word (\W).
_WORDS = re.compile(r"(\\W)?(?:\(\?:([\w ,'-]+(?:\|[\w ,'-]+)+)\)(?![?*])|([\w ,'-]*)(?![?*{]))")
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


@lru_cache(
    maxsize=1 << 12
)  # Roles and flags ask for the same pages, those of one part, and for a few more texts.
def comparable(text: str) -> str:
    """Return the text without accents and soft hyphens, ’ as ', every number as 0; case and lines stay.

    >>> comparable("1 204 réactions à l’Élysée")
    "0 reactions a l'Elysee"
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).replace("’", "'").replace(" :", ":")
    return _NUMBER.sub("0", plain)


def find_cue(text: str, words: int, sentence: bool) -> Cue | None:
    """Return the kind of furniture that a comparable line is, or None.

    Args:
        text: one line, as `comparable` returns it.
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
    for table in read_toml("furniture.toml")["furniture"]:
        cue = Cue(table["kind"], table["reason"], table.get("opens", ""), table.get("ends", False))
        phrases.whole.update((_EDGES.sub("", phrase), cue) for phrase in _folded(table, "whole"))
        for phrase in _folded(table, "starts"):
            start = _LEAD.sub("", phrase, count=1)
            phrases.starts.setdefault(start[:_INDEX], []).append((start, cue))
        for name in ("contains", "firm"):
            for phrase in _folded(table, name):
                phrases.inside.add_word(phrase, (cue, name == "firm"))
        rules = (rule for pattern in table.get("patterns", ()) for _, rule in by_words(pattern))
        phrases.patterns[table.get("where", "")].extend((re.compile(rule), cue) for rule in rules)
    for starts in phrases.starts.values():
        starts.sort(key=lambda start: -len(start[0]))
    phrases.inside.make_automaton()
    return phrases


def by_words(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the words that a pattern may begin with, each with what it is then: a word is found faster than a choice.

    >>> list(by_words("(?:texte|article) fournie?s?")), list(by_words("points? fournis"))
    ([('texte', 'texte fournie?s?'), ('article', 'article fournie?s?')], [('point', 'points? fournis')])
    """
    found = _WORDS.match(pattern)
    words = found and (found[2] or found[3])
    if not found or not words:
        yield "", pattern
        return
    for word in words.split("|"):
        yield word, word + (rf"(?<!\w{word})" if found[1] else "") + pattern[found.end() :]


def _folded(table: dict[str, Any], name: str) -> Iterator[str]:
    return (comparable(phrase).lower() for phrase in table.get(name, ()))
