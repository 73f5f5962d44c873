"""Works: words in marks that are a title or a name, and so nobody's speech."""

from __future__ import annotations

from nkru.actors.speech.marks import Marked
from nkru.actors.speech.parts import OF
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.speakers import is_person
from nkru.actors.speech.tagged_texts import TaggedText

LONGEST_LINK = 200  # characters of a line that leads to another article


def is_work(text: TaggedText, first: int) -> bool:
    """Say whether a word before a mark announces a title or a name: « le film »."""
    begin = text.bounds(text.sentence_of(first))[0]
    if _is_link(text, first) or "ndlr" in text.norms[max(begin, first - 3) : first]:
        return True
    before = text.norms[max(begin, first - 3) : first]
    if len(before) > 1 and before[-1] in OF and before[-2] in sayings().makers:
        return True  # « l'auteur de « La Traversée » »
    for at, norm in reversed([*enumerate(before)]):
        if norm == ":" and _is_sentence(text, first):
            return False
        if norm in sayings().works:
            speaks = _says(text, first - len(before) + at)
            return not speaks and not (norm == "dit" and describe(text.norms[first + 1]).infinitive)
        if norm not in (",", "de", "des", "d'", "l'", "la", "le", ":"):
            return False
    return False


def _says(text: TaggedText, at: int) -> bool:
    """Say whether « dit » is a verb: « il s'est dit « déçu » »; not « le vote dit « utile » »."""
    is_form = text.norms[at] in ("dit", "dite", "dits", "dites")
    return (
        is_form
        and at > 0
        and (text.tags[at - 1] in ("AUX", "PRON") or is_person(text.norms[at - 1]))
    )


def _is_sentence(text: TaggedText, first: int) -> bool:
    """Say whether words in marks end in the sign that ends a sentence."""
    last = text.bounds(text.sentence_of(first + 1))[1] - 1
    return text.norms[last] in "?!…." or text.norms[last - 1] in "?!…."


def _is_link(text: TaggedText, first: int) -> bool:
    """Say whether the paragraph of a token leads to another article: « Lire aussi : »."""
    start, end, _ = text.paragraphs[text.paragraph_of(text.starts[first])]
    if end - start > LONGEST_LINK:
        return False
    begin = text.token_at(start)
    links = sayings().links.get(text.norms[begin], ())
    return any(tuple(text.norms[begin : begin + len(words)]) == words for words in links)


def is_title(text: TaggedText, span: Marked, first: int) -> bool:
    """Say whether words in marks inside a sentence are written as a title or a name."""
    inside = text.bounds(text.sentence_of(first))[0] < first and text.norms[first - 1] != ":"
    words = text.text[span.start : span.end].split()
    capitals = sum(word[0].isupper() for word in words)
    return inside and capitals >= 2 and capitals * 2 >= len([w for w in words if len(w) > 3])
