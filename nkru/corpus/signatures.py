"""Signatures: the lines that say who wrote an article, when, and what its pictures show."""

from __future__ import annotations

import re
from functools import cache

from nkru import resources
from nkru.corpus.furniture import comparable

_TIME = r"\b\d{1,2}\s?(?:h|:)\s?(?:\d{2})?(?::\d{2})?\b"
_FIGURES = r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?"
_WITH = re.compile(r"\bavec\b")
_SEPARATORS = re.compile(r"[|•·,;:()\[\]/–—<>-]+")
_CREDIT_END = re.compile(r"[.\])»]\s*[-–—]\s*(?:[A-ZÀ-Ý][\w.'’-]+\s?){1,4}(?:\s*/.*)?$")


def signature(text: str, words: int, sentence: bool) -> str:
    """Return "caption", "date", "byline" or "name" for a line that is one, else the empty text.

    >>> signature("Par Jeanne Martin, avec AFP", 5, False), signature("Publié le 3 août 2024 à 14h30", 6, False)
    ('byline', 'date')
    """
    if words <= 80 and _is_caption(text):
        return "caption"
    if words > 25 or (sentence and words > 12):
        return ""
    dated, rest = _without_dates(text)
    if dated and not rest:
        return "date"
    if not rest or (sentence and not dated):
        return ""
    return _signed(rest)


def agencies_of(text: str) -> list[str]:
    """Return the news agencies named in `text`, each by its one name, in order.

    >>> agencies_of("Europe 1 avec AFP et REUTERS")
    ['AFP', 'Reuters']
    """
    found = (_agency_names()[match[0]] for match in _agency().finditer(text))
    return list(dict.fromkeys(found))


def people_of(text: str) -> list[str]:
    """Return the persons, or the desk, that a byline names: no dates, agencies, trades or « par ».

    >>> people_of("Par Jeanne Martin et Paul de La Tour, envoyés spéciaux, avec AFP")
    ['Jeanne Martin', 'Paul de La Tour']
    """
    rest = _agency().sub(",", _without_dates(text)[1])
    rest = _trades().sub(",", _opening().sub("", rest))
    parts = (part.strip(" .()-–—:") for part in re.split(r",|;|/|&|\||\bet\b|\bavec\b|\bpour\b", rest))
    return list(dict.fromkeys(part for part in parts if is_name(part)))


def is_name(text: str) -> bool:
    """Return whether `text` may be the name of a person or a paper: two to five words, capitals and particles."""
    words = text.replace("d'", "d' ").replace("d’", "d' ").split()
    if not 2 <= len(words) <= 5:
        return False
    capitals = [word for word in words if word[0].isupper()]
    particles, others = _name_words()
    return (
        words[0] in capitals
        and len(capitals) > 1
        and all(word in capitals or word in particles for word in words)
        # « Une Visite Sans Retour » is a heading in capitals.
        and not any(word.lower() in others for word in capitals)
        and not any(character.isdigit() or character in '?!«»":' for character in text)
    )


def _signed(rest: str) -> str:
    opening, agency, trade = (pattern().search(rest) for pattern in (_opening, _agency, _trades))
    named = people_of(rest)
    bare = _trades().sub("", _agency().sub("", _opening().sub("", rest))).strip(" .,()-–—/|:&")
    if len(rest.split()) <= 14 and opening and (agency or named or trade):
        return "byline"
    if len(rest.split()) <= 8 and (agency or trade) and (bare in {"", "avec", "et"} or (agency and _WITH.search(rest))):
        return "byline"
    return "name" if named and is_name(bare.replace(" et ", " ")) else ""


def _is_caption(text: str) -> bool:
    low = comparable(text).lower().replace(" :", ":")
    if "©" in text and not low.startswith(("© 0", "© copyright")):
        return True
    return any(phrase in low for phrase in _caption_phrases()) or bool(
        _agency_credit().search(text[-70:]) or _CREDIT_END.search(text)
    )


def _without_dates(text: str) -> tuple[bool, str]:
    """Return whether the text holds a date or a time, and what remains of it without them and their words."""
    rest, found = _dates().subn(" ", text)
    if not found:
        return False, text.strip()
    rest = _date_words().sub(" ", _SEPARATORS.sub(" ", rest))
    return True, " ".join(rest.split())


@cache
def _name_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the small words of names, and the function words that no name has."""
    particles = frozenset(resources.read_toml("signatures.toml")["byline"]["particles"])
    return particles, frozenset(resources.read_toml("function_words.toml")["words"]["fr"].split()) - particles


@cache
def _dates() -> re.Pattern[str]:
    data = resources.read_toml("signatures.toml")["date"]
    months, days = "|".join(sorted(data["months"], reverse=True)), "|".join(sorted(data["weekdays"], reverse=True))
    spelt = rf"(?:(?:{days})\.?,?\s+)?\d{{1,2}}(?:er)?\s+(?:{months})\.?(?:\s+\d{{4}})?(?!\w)"
    return re.compile(rf"{spelt}|\b(?:{months})\.? \d{{4}}\b|{_FIGURES}|{_TIME}|\bil y a \d+ \w+", re.IGNORECASE)


@cache
def _date_words() -> re.Pattern[str]:
    words = resources.read_toml("signatures.toml")["date"]["words"]
    return _any_of(words, re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    starts = "|".join(sorted(resources.read_toml("signatures.toml")["byline"]["starts"], reverse=True))
    return re.compile(rf"^[\s(—–-]*(?i:{starts})\s?:?\s+(?=[A-ZÀ-Ý(]|(?:la|le|notre) )")


@cache
def _trades() -> re.Pattern[str]:
    trades = resources.read_toml("signatures.toml")["byline"]["trades"]
    # A trade may stick to the name before it when a page is pasted: « Jeanne MartinJournaliste ».
    return re.compile(rf"(?:\b|(?<=[a-zà-ÿ]))(?i:{'|'.join(sorted(trades, reverse=True))})s?\b")


@cache
def _agency() -> re.Pattern[str]:
    return _any_of(list(_agency_names()), re.NOFLAG)


@cache
def _agency_credit() -> re.Pattern[str]:
    return re.compile(rf"(?:{_agency().pattern})\s*/\s*\S|/\s*(?:{_agency().pattern})")


@cache
def _agency_names() -> dict[str, str]:
    agencies = resources.read_toml("agencies.toml")["agency"]
    return {sign: agency["name"] for agency in agencies for sign in (*agency["names"], *agency.get("long", ()))}


@cache
def _caption_phrases() -> tuple[str, ...]:
    return tuple(comparable(phrase).lower().replace(" :", ":") for phrase in resources.read_toml("signatures.toml")["caption"]["contains"])


def _any_of(words: list[str], flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, reverse=True)))})(?!\w)", flags)
