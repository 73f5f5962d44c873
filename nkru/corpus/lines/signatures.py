"""Signatures: the lines that say who wrote an article and when, and the names and agencies in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkru.corpus.dating.calendar import find_dates
from nkru.resources import read_list, read_toml
from nkru.tokens.norms import fold_for_matching
from nkru.tokens.patterns import any_of

_TIME = re.compile(r"\b\d{1,2}\s?(?:h|:)\s?(?:\d{2})?(?::\d{2})?\b")
# What leads to a date: « Par Jeanne Martin, le ».
_ON = re.compile(r"(?:\W|\b(?:le|du|à|a|en|ce)\b)*$")
_BETWEEN = re.compile(r"[,;/&|]|\b(?:et|avec|pour)\b")
_WITH = re.compile(r"\bavec\b")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_NO_NAME = re.compile(r"[\d?!«»\":]")
# A credit closes its line: « AFP / Jeanne Martin », « … au port. - Jeanne Martin », « … au port. J.
# MARTIN / DR ».
_CREDITED = (
    r"[.\])»]\s+[-–—]\s+(?:[A-ZÀ-Ý][\w.'’-]+\s?){1,4}(?:\s*/.*)?$"
    r"|[.!?»)]\s+[A-ZÀ-Ý][A-ZÀ-Ý .'’-]{2,40}\s?/\s?[A-ZÀ-Ý][\w .'’-]+$"
)


class _Words(NamedTuple):
    """The patterns and words by which a signature is known."""

    opening: re.Pattern[str]  # « Par », « avec »
    trade: re.Pattern[str]
    agency: re.Pattern[str]
    credit: re.Pattern[str]  # of a picture
    dating: re.Pattern[str]  # « publié le »
    small: re.Pattern[str]  # the other words around a date
    section: re.Pattern[str]
    particles: frozenset[str]  # of a name: « de La »
    no_name: frozenset[str]  # in small letters
    trades: frozenset[str]  # the longest word of each
    agencies: dict[str, str]  # the one name of each spelling


def signature(text: str, words: int, sentence: bool) -> str:
    """Return "date", "byline" or "name" (which may be a byline, by its place) for a line that is one, else "".

    >>> signature("Par Jeanne Martin, avec AFP", 5, False), signature("Publié le 3 août 2024 à 14h30", 6, False)
    ('byline', 'date')
    """
    if words > (12 if sentence else 25):
        return ""
    dated, rest = _without_dates(text)
    if not rest:
        return "date" if dated else ""
    signed = _signed(rest) if dated or not sentence else ""
    # « agence 2021-05-03 15:29:12 »
    stamped = dated and _TIME.search(text) and len(_WORD.findall(rest)) == 1
    return signed or ("date" if stamped else "")


def is_credit(text: str) -> bool:
    """Return whether a line ends with the credit of a picture."""
    end = text[-70:]
    return any(map(end.__contains__, "/-–—")) and bool(_words().credit.search(end))


def agencies_of(text: str) -> list[str]:
    """Return the news agencies named in `text`, each by its one name, in order.

    >>> agencies_of("Europe 1 avec AFP et REUTERS")
    ['AFP', 'Reuters']
    """
    return list(
        dict.fromkeys(_words().agencies[match[0]] for match in _words().agency.finditer(text))
    )


def people_of(text: str) -> list[str]:
    """Return the persons, or the desk, that a byline names: no dates, agencies, trades or « par ».

    >>> people_of("Par Jeanne Martin et Paul de La Tour, envoyés spéciaux, avec AFP")
    ['Jeanne Martin', 'Paul de La Tour']
    """
    parts = (
        part.strip(" .()-–—:")
        for part in _BETWEEN.split(_bare(_BRACKETS.sub(",", _without_dates(text)[1])))
    )
    return list(dict.fromkeys(part for part in parts if is_name(part)))


def is_name(text: str) -> bool:
    """Return whether `text` may be the name of a person or a paper: two to five words, capitals and particles.

    >>> is_name("Paul de La Tour"), is_name("Une Visite Sans Retour")
    (True, False)
    """
    words = text.replace("d'", "d' ").replace("d’", "d' ").split()
    if (
        not 2 <= len(words) <= 5
        or not (words[0][0].isupper() and words[-1][0].isupper())
        or _NO_NAME.search(text)
    ):
        return False
    small = [word for word in words if not word[0].isupper()]
    capitals = [word.lower() for word in words if word[0].isupper()]
    lists = _words()
    return (
        len(capitals) > 1
        and lists.particles.issuperset(small)
        and lists.no_name.isdisjoint(capitals)
    )


def is_section(text: str) -> bool:
    """Return whether a line is made of names of newspaper sections, also stuck together.

    >>> is_section("InternationalPolitique"), is_section("Pyongyang")
    (True, False)
    """
    rest, found = _words().section.subn("", fold_for_matching(text).lower())
    return bool(found) and not any(map(str.isalnum, rest))


def _signed(rest: str) -> str:
    lists, size = _words(), len(rest.split())
    opening, agency = lists.opening.match(rest), lists.agency.search(rest)
    # Few lines hold a trade: to look for its longest word first takes a sixth of the time.
    trade = any(map(rest.lower().__contains__, lists.trades)) and lists.trade.search(rest)
    if size <= 14 and opening and (opening["by"] or agency or trade):
        return "byline"
    bare = (_bare(rest) if opening or agency or trade else rest).strip(" .,()-–—/|:&")
    if (
        size <= 8
        and (agency or trade)
        and (bare in {"", "avec", "et"} or (agency and _WITH.search(rest)))
    ):
        return "byline"
    # « Accueil Économie Bourse » is a path through the site.
    names = bare and all(is_name(part.strip()) for part in _BETWEEN.split(bare))
    return "name" if names and not any(map(is_section, bare.split())) else ""


def _bare(text: str) -> str:
    for pattern in (_words().opening, _words().agency, _words().trade):
        text = pattern.sub(",", text)
    return text


def _without_dates(text: str) -> tuple[bool, str]:
    """Return whether the text holds a date, and what remains of it without them and their words."""
    dates, rest = find_dates(text), text
    if not dates:
        return False, text
    for found in reversed(dates):
        rest = f"{_ON.sub('', rest[: found.start])}, {rest[found.end :]}"
    rest = _words().dating.sub(" ", _TIME.sub(" ", rest))
    return True, _ON.sub("", rest) if any(map(str.isalpha, _words().small.sub(" ", rest))) else ""


@cache
def _words() -> _Words:
    bylines, stamps = (
        read_toml("pages/signatures.toml")["byline"],
        read_toml("dates/calendar.toml")["stamps"],
    )
    agencies = read_toml("pages/agencies.toml")["agency"]
    signs = (
        (sign, row["name"]) for row in agencies for sign in (*row["names"], *row.get("long", ()))
    )
    names = {form: name for sign, name in signs for form in (sign, sign.upper())}
    agency = rf"(?<!\w){any_of(names)}(?!\w)"
    by = rf"(?:(?P<by>{any_of(bylines['by'])})|{any_of(bylines['joins'])})"
    particles = frozenset(read_toml("words/particles.toml")["in_byline"])
    return _Words(
        opening=re.compile(
            rf"\A[\s(—–-]*(?i:{by})\s?:?\s+(?=[A-ZÀ-Ý(]|(?:la|le|notre|à|en|au|aux) )"
        ),
        # A trade may stick to the name before it when a page is pasted: « Jeanne MartinJournaliste
        # ».
        trade=re.compile(rf"(?:\b|(?<=[a-zà-ÿ]))(?i:{any_of(bylines['trades'])})s?\b"),
        agency=re.compile(agency),
        credit=re.compile(rf"{agency}\s*/\s*\S|/\s*{agency}|{_CREDITED}"),
        dating=re.compile(
            rf"(?<!\w){any_of([*stamps['published'], *stamps['updated']])}(?![a-zà-ÿ])",
            re.IGNORECASE,
        ),
        small=re.compile(rf"(?<!\w){any_of(stamps['small'])}(?!\w)", re.IGNORECASE),
        section=re.compile(
            any_of(fold_for_matching(name).lower() for name in read_list("pages/sections.txt"))
        ),
        particles=particles,
        no_name=frozenset(read_toml("words/function_words.toml")["words"]["fr"].split())
        - particles,
        trades=frozenset(max(trade.split(), key=len) for trade in bylines["trades"]),
        agencies=names,
    )
