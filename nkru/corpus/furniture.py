"""Page furniture: the phrases by which a line of share buttons, links, forms or notices is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkru import resources

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_NUMBER = re.compile(r"\d+(?:[ .,]\d+)*")
# List marks, brackets, the [12] of text browsers; the © of a notice stays.
_LEAD = re.compile(r"(?:\[0\]|[^\w©\n])*")
_EDGES = re.compile(r"^[^\w©]+|[^\w]+$")
_INDEX = 4


@dataclass(frozen=True)
class Cue:
    """A kind of furniture: why its lines are left out, and what it does to the lines that follow."""

    kind: str
    reason: str
    opens: str = ""
    ends: bool = False


@dataclass(frozen=True)
class _Phrases:
    whole: dict[str, Cue]
    starts: dict[str, list[tuple[str, Cue]]]
    inside: Any
    patterns: list[tuple[re.Pattern[str], Cue]]
    tail: list[tuple[re.Pattern[str], Cue]]


def comparable(text: str) -> str:
    """Return the text without accents, soft hyphens and list marks, ’ as ', every number as 0; case and lines stay.

    >>> comparable("• 1 204 réactions à l’Élysée")
    "• 0 reactions a l'Elysee"
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).replace("’", "'")
    return _NUMBER.sub("0", plain)


def find_cue(text: str, sentence: bool) -> Cue | None:
    """Return the kind of furniture that a comparable line is, or None.

    Args:
        text: one line, as `comparable` returns it.
        sentence: the line ends as a sentence does; then a firm phrase is needed, or two others.

    >>> find_cue("A lire aussiLe sommet de mars", False).reason
    'link to another article'
    >>> find_cue("Sur le meme sujet, le ministre s'est tu.", True) is None
    True
    """
    phrases = _phrases()
    text = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]
    key = text.lower()
    cue = phrases.whole.get(_bare(key)) or _buttons(key, phrases.whole)
    if cue or not key:
        return cue
    found = [cue for phrase, cue in phrases.starts.get(key[:_INDEX], ()) if _begins(text, key, phrase)][:1]
    firm = False
    for _, (cue, settles) in phrases.inside.iter(key):
        found.append(cue)
        firm |= settles
    if found and (firm or not sentence or len(found) > 1):
        return found[0]
    return next((cue for pattern, cue in phrases.patterns if pattern.search(key)), None)


def find_tail_cue(text: str) -> Cue | None:
    """Return the kind of furniture that a comparable line is if it stands at the end of an article, or None."""
    key = text[_LEAD.match(text).end() :].lower()  # type: ignore[union-attr]
    return next((cue for pattern, cue in _phrases().tail if pattern.search(key)), None)


def _buttons(key: str, whole: dict[str, Cue]) -> Cue | None:
    """Return the furniture that a row of single words is: « Partager Tweeter Envoyer »."""
    words = [word for word in map(_bare, key.split()) if word]
    return whole[words[0]] if 2 <= len(words) <= 8 and all(word in whole for word in words) else None


def _begins(text: str, key: str, phrase: str) -> bool:
    # Pasted labels stick to what follows: « À lire aussiLe sommet ». A small letter means another word.
    end = len(phrase)
    return key.startswith(phrase) and not (phrase[-1].isalpha() and text[end : end + 1].islower())


def _bare(key: str) -> str:
    return _EDGES.sub("", key)


@cache
def _phrases() -> _Phrases:
    import ahocorasick

    inside = ahocorasick.Automaton()
    whole: dict[str, Cue] = {}
    starts: dict[str, list[tuple[str, Cue]]] = {}
    for table, cue in _tables():
        whole |= {_bare(comparable(phrase).lower()): cue for phrase in table.get("whole", ())}
        for phrase in (comparable(phrase).lower() for phrase in table.get("starts", ())):
            phrase = phrase[_LEAD.match(phrase).end() :]  # type: ignore[union-attr]
            starts.setdefault(phrase[:_INDEX], []).append((phrase, cue))
        for name in ("contains", "firm"):
            for phrase in table.get(name, ()):
                inside.add_word(comparable(phrase).lower(), (cue, name == "firm"))
    inside.make_automaton()
    return _Phrases(whole, starts, inside, list(_patterns("")), list(_patterns("tail")))


def _tables() -> Iterator[tuple[dict[str, Any], Cue]]:
    for table in resources.read_toml("furniture.toml")["furniture"]:
        yield table, Cue(table["kind"], table["reason"], table.get("opens", ""), table.get("ends", False))


def _patterns(where: str) -> Iterator[tuple[re.Pattern[str], Cue]]:
    for table, cue in _tables():
        if table.get("where", "") == where:
            yield from ((re.compile(pattern), cue) for pattern in table.get("patterns", ()))
