"""Leading verbs: the verb of saying that introduces the quotation in marks after it."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import sayings

FAR = 14  # tokens between a verb of saying and the mark after it
NEAR = 4  # tokens between a verb with its preposition and the mark after it
PERCEIVED = frozenset(["entendre", "voir", "écouter", "regarder", "laisser"])


def saying(parts: Sequence[Part], norms: Sequence[str], mark: int) -> int | None:
    """Return the index of the verb of saying that introduces the mark at a token.

    Args:
        parts: those of the sentence that end before the mark.
        norms: of the tokens of the article.
        mark: the token of the mark.
    """
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        if part.kind == "quote":
            return None
        if part.says and _leads(parts, at, norms, mark):
            return at
        reports = any(before.kind == "that" for before in parts[max(0, at - 4) : at])
        if part.kind == "verb" and not reports:
            return None
    return None


def _leads(parts: Sequence[Part], at: int, norms: Sequence[str], mark: int) -> bool:
    """Say whether a verb of saying introduces the mark after it."""
    part, colon = parts[at], norms[mark - 1] == ":"
    if part.kind == "participle":  # not « une réforme réclamée », but « et ajouté »
        return at > 0 and parts[at - 1].kind in ("and", "comma") and mark - part.last <= FAR
    if part.kind == "infinitive" and not (adds(parts[at], norms) or perceived(parts, at)):
        earlier = [before for before in parts[max(0, at - 3) : at] if before.lemma]
        if not colon and not any(p.says or p.lemma in sayings().leading for p in earlier):
            return False
    links = sayings().led_by.get(part.lemma)
    if links and norms[part.last] in links and mark - part.last <= NEAR:
        return True
    if part.lemma in sayings().beside_only:
        return colon or part.last == mark
    return colon or mark - part.last <= FAR


def perceived(parts: Sequence[Part], at: int) -> Part | None:
    """Return who is heard or made to say something: « a entendu un homme crier »."""
    for i in range(at - 1, 0, -1):
        if parts[i].kind == "noun" and not parts[i].governor:
            return parts[i] if parts[i - 1].lemma in PERCEIVED else None
        if parts[i].kind not in ("other", "time"):
            return None
    return None


def adds(infinitive: Part, norms: Sequence[str]) -> bool:
    """Say whether an infinitive continues a speech: « Et d'ajouter », « avant de conclure »."""
    before = norms[max(0, infinitive.first - 2) : infinitive.first]
    return before[-1:] in (["de"], ["d'"]) and before[:1] in (["et"], ["avant"], ["puis"])
