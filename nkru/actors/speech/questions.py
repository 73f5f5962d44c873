"""Questions put to somebody: who answers in the words in marks after them."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.parts import Part
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker, is_person

ASKING = frozenset(["demander", "inviter", "interroger", "questionner", "relancer"])
OF_PERSON = ASKING - {"demander"}  # whose object is who is asked
ONE = ("ms", "fs")
CLITICS = {"lui": ONE, "l'": ONE, "le": ONE[:1], "la": ONE[1:]}
TO = ("à", "au", "aux")


def answer(pronouns: Pronouns, sentence: int, asks: bool) -> Attribution | None:
    """Return who speaks after a sentence that asks: « La juge lui demande pourquoi. « J'ai … »."""
    text = pronouns.text
    parts = pronouns.parser.sentence(sentence) if sentence >= 0 else []
    at = next((i for i, part in enumerate(parts) if part.kind == "verb"), -1)
    if at < 0 or parts[at].passive or parts[at].lemma not in ASKING or asks:
        return None
    verb, begin = parts[at], text.bounds(sentence)[0]
    if verb.lemma == "demander" and text.norms[verb.last] in ("de", "d'"):  # a request
        return None
    norms = text.norms[verb.first : verb.last]
    signs = next((CLITICS[norm] for norm in norms if norm in CLITICS), ())
    if not signs:
        asked = object_of(pronouns, parts, at)
        return Attribution(asked, "", "answer", asked.certainty * 0.75) if asked else None
    asker = pronouns.subject(sentence, verb.first)
    meant = (pronouns.person(begin, sign) for sign in signs)
    others = {who.name: who for who in meant if who and not (asker and asker.name == who.name)}
    (only, *more) = others.values() or (None,)
    if only is None or more:
        return Attribution(None, "", "two readings", 0.0)
    return Attribution(only, "", "answer", only.certainty * 0.75)


def answered(pronouns: Pronouns, parts: Sequence[Part], at: int) -> Attribution | None:
    """Return who answers after a colon: « Le site a interrogé une voisine : « … »."""
    asked = object_of(pronouns, parts, at) if parts[at].lemma in OF_PERSON else None
    return Attribution(asked, "", "answer", asked.certainty * 0.85) if asked else None


def object_of(pronouns: Pronouns, parts: Sequence[Part], at: int) -> Speaker | None:
    """Return the person whom a verb of asking has as its object: « a interrogé une voisine »."""
    governors = ("",) if parts[at].lemma in OF_PERSON else TO
    following = (part for part in parts[at + 1 :] if part.kind not in ("other", "time"))
    part = next(following, None)
    if part is None or part.kind != "noun" or part.governor not in governors:
        return None
    found = pronouns.named(part)
    return found if found and (found.type == "named" or is_person(found.head)) else None
