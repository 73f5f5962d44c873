"""Words after a name, and the kind of actor that they show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nkru.actors.names.bodies import is_noun
from nkru.actors.names.evidence import Evidence
from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.names import Piece
from nkru.actors.speech.sayings import saying
from nkru.tokens.norms import BREAK, folded_words
from nkru.tokens.patterns import any_of

AFTER = 70  # characters after a name that are read
ARTICLES = frozenset(("le", "la", "l", "les"))
WHERE = frozenset(("dans", "en", "a", "depuis", "vers", "sous"))
COMPLEMENTS = (["de"], ["d"], ["du"], ["des"])
THAT = (["que"], ["qu"])  # after a verb: « Vidéo Un, juge que »
MONTHS = "janv|févr|mars|avri|mai|juin|juil|août|sept|octo|nove|déce"
DATED = re.compile(rf"(?:, | ?\()(?:le )?\d{{1,2}}(?:er)? (?:{MONTHS})")
AGE = re.compile(r",? ?\(?\d{1,3} ans\b")
WHO = re.compile(r",? qui\b")
APPOSED = re.compile(r", (?:(?P<det>le|la|l['’]|les|un|une|son|sa) ?)?(?P<rest>\w.{0,60})")
APPOSED_NOUN = re.compile(r", [a-zà-ÿœ-]+,")


@cache
def _says() -> re.Pattern[str]:
    """Return the verbs of saying after a name."""
    return re.compile(
        rf" (?:(?:a|ont|avait|aurait|s['’]est|n['’]a pas) )?(?:\w+ment )?(?:{any_of(saying())})\b"
    )


def says(after: str) -> bool:
    """Say whether the text after a name begins with a verb of saying.

    >>> says(" a prévenu que rien ne changerait"), says(" attend")
    (True, False)
    """
    return _says().match(after) is not None


def _is_located(words: Sequence[str]) -> bool:
    """Say whether the words before a name make it the place where something happens."""
    last = words[-2:] if words and words[-1] in ARTICLES else words[-1:]
    return bool(last) and last[0] in WHERE


def weigh_after(raw: str, words: Sequence[str], piece: Piece, evidence: Evidence) -> None:
    """Add the cues after one occurrence of a form.

    Args:
        raw: the text.
        words: the folded words before the form.
        piece: the form.
        evidence: of the form, which is added to.
    """
    after = raw[piece.end : piece.end + AFTER].partition(BREAK)[0]
    if len(words) < 2 and DATED.match(after):
        evidence.add("dateline")  # « Le Creusot, le 14 mars »
    if piece.head:
        return
    if AGE.match(after):
        evidence.add("age")
    elif after.startswith(", ") and not _is_located(words):
        _weigh_apposition(after, evidence)
    elif words[-1:] not in COMPLEMENTS and _says().match(after):
        evidence.add("says_after")  # but of « le maire de X déplore » the mayor is the subject
    if WHO.match(after):
        evidence.add("who")


def _weigh_apposition(after: str, evidence: Evidence) -> None:
    """Add the cue of a phrase after a comma: « …, secrétaire générale », « …, du collectif … »."""
    v, apposed = vocabulary(), APPOSED.match(after)
    words = folded_words(apposed["rest"]).split()[:3] if apposed else []
    for size in (3, 2, 1):
        phrase = " ".join(words[:size])
        if phrase in v.functions and words[size : size + 1] not in THAT:
            evidence.add("apposed_function")
            evidence.vote(v.functions[phrase])
            return
        if phrase in v.class_nouns and apposed and apposed["det"]:
            evidence.add("apposed_class_noun")
            return
    if (
        APPOSED_NOUN.match(after) and is_noun(apposed["rest"].partition(",")[0])
        if apposed
        else False
    ):
        evidence.add("apposed_noun")
