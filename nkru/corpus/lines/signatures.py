"""Signatures: lines with the author and the date of an article, and the names in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.lines.furniture import find_furniture
from nkru.resources import read_list, read_toml
from nkru.tokens.norms import fold_for_matching
from nkru.tokens.patterns import any_of

_TIME = re.compile(r"\b\d{1,2}\s?(?:h|:)\s?(?:\d{2})?(?::\d{2})?\b")
# Words that lead to a date, spelled backwards: « Par Jeanne Martin, le ». A search for them at the
# end of a line would begin again at each of its characters.
_ON = re.compile(r"(?:\W|\b(?:el|ud|à|a|ne|ec)\b)*+")
_LONGEST = 1000  # characters; a longer line is not a signature
_BETWEEN = re.compile(r"[,;/&|]|\b(?:et|avec|pour)\b")
_WITH = re.compile(r"\bavec\b")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
# Words stick together when a page is pasted: « MartinArticles », but not McDonald.
_NO_NAME = re.compile(r"[\d?!«»\":_]|[a-zà-ÿ]{4}[A-ZÀ-Ý]")
_TO_NUMBER = re.compile(r"\D*")
# A desk or a paper that signs: « Par RFI ».
_INITIALS = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9]{2,9}")
# A credit closes its line: « AFP / Jeanne Martin », « … au port. - Jeanne Martin »,
# « … au port. J. MARTIN / DR ».
_CREDITED = (
    r"[.\])»]\s+[-–—]\s+(?:[A-ZÀ-Ý][\w.'’-]++\s?){1,4}+(?:\s*+/.*)?$"
    r"|[.!?»)]\s+[A-ZÀ-Ý][A-ZÀ-Ý .'’-]{2,40}\s?/\s?[A-ZÀ-Ý][\w .'’-]{1,60}$"
)
_NAMED = r"\s?(?:[A-ZÀ-Ý][\w.'’/-]*+\s?/?\s?){1,5}+$"
# Each credit contains one of these.
_CREDIT_SIGNS = (*"/-–—(|©", "hoto", "HOTO", "rédit", "mage", "isuel", "llustration")


class _Words(NamedTuple):
    """The patterns and words that a signature consists of."""

    opening: re.Pattern[str]  # « Par », « avec »
    trade: re.Pattern[str]
    agency: re.Pattern[str]
    credit: re.Pattern[str]  # of a picture
    dating: re.Pattern[str]  # « publié le »
    dated: re.Pattern[str]  # the same as the beginning of a line
    small: re.Pattern[str]  # the other words around a date
    section: re.Pattern[str]
    particles: frozenset[str]  # of a name: « de La »
    no_name: frozenset[str]  # in small letters
    agencies: dict[str, str]  # the one name of each spelling


def signature(text: str, words: int, sentence: bool) -> str:
    """Return whether a line is a "date", a "byline" or a "name", else "".

    A name may be a byline: its position on the page decides.

    Args:
        text: the line.
        words: the number of its words.
        sentence: whether it ends as a sentence does.

    >>> signature("Par Jeanne Martin, avec AFP", 5, False)
    'byline'
    >>> signature("Publié le 3 août 2024 à 14h30", 6, False)
    'date'
    """
    if words > (12 if sentence else 30) or len(text) > _LONGEST:
        return ""
    dated, rest = _without_dates(text)
    if not rest:
        return "date" if dated else ""
    if not sentence and (stamped := _stamped(text, rest, dated)):
        return stamped
    signed = _signed(rest) if dated or not sentence else ""
    # « agence 2021-05-03 15:29:12 »
    timed = dated and _TIME.search(text) and len(_WORD.findall(rest)) == 1
    return signed or ("date" if timed else "")


def _stamped(text: str, rest: str, dated: bool) -> str:
    """Return "byline", "date" or "" for a line that begins with an author or « publié le »."""
    opening = _words().opening.match(rest)
    # « Par Jeanne Martin - 3 août 2024 à 14h30 - Temps de lecture : »
    # « Jeanne Martin 30 décembre 2022 Politique Société »
    if dated and ((opening and opening["by"]) or is_name(_before_date(text))):
        return "byline"
    # « Publié le 3 août 2024 à 14h30 Temps de lecture 2 min. »
    return "date" if _words().dated.match(text) and _signed(rest) != "byline" else ""


def is_credit(text: str) -> bool:
    """Return whether a line ends with the credit of a picture."""
    end = text[-70:]
    return any(map(end.__contains__, _CREDIT_SIGNS)) and bool(_words().credit.search(end))


def agencies_of(text: str) -> list[str]:
    """Return the news agencies named in `text`, each by its one name, in order.

    >>> agencies_of("Europe 1 avec AFP et REUTERS")
    ['AFP', 'Reuters']
    """
    names = _words().agencies
    return list(dict.fromkeys(names[match[0]] for match in _words().agency.finditer(text)))


def people_of(text: str) -> list[str]:
    """Return the persons, or the desk, in a byline, without dates, agencies, trades and « par ».

    >>> people_of("Par Jeanne Martin et Paul de La Tour, envoyés spéciaux, avec AFP")
    ['Jeanne Martin', 'Paul de La Tour']
    """
    text = _BRACKETS.sub(",", text[:_LONGEST])
    dated, rest = _without_dates(text)
    if dated and is_name(_before_date(text)):
        # Sections and links may follow the date.
        return [_before_date(text)]
    is_signed = _words().opening.match(rest)
    parts = (_without_labels(part.strip(" .()-–—:")) for part in _BETWEEN.split(_bare(rest)))
    names = [part for part in parts if is_name(part) or (is_signed and _INITIALS.fullmatch(part))]
    return list(dict.fromkeys(names))


def _without_labels(name: str) -> str:
    """Return a name without the button beside it: « Jeanne Martin Suivre »."""
    words = name.split()
    while len(words) > 1 and find_furniture(fold_for_matching(words[-1]), 1, False):
        words.pop()
    return " ".join(words)


def is_name(text: str) -> bool:
    """Return whether `text` may be the name of a person or a paper.

    A name has two to five words: at least two with a capital, the others particles.

    >>> is_name("Paul de La Tour"), is_name("Une Visite Sans Retour")
    (True, False)
    """
    words = text.replace("d'", "d' ").replace("d’", "d' ").split()
    if not 2 <= len(words) <= 5 or _NO_NAME.search(text):
        return False
    if not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    small = [word for word in words if not word[0].isupper()]
    capitals = [word.lower() for word in words if word[0].isupper()]
    return _words().particles.issuperset(small) and _words().no_name.isdisjoint(capitals)


def is_section(text: str) -> bool:
    """Return whether a line consists of names of newspaper sections, also stuck together.

    >>> is_section("InternationalPolitique"), is_section("Pyongyang")
    (True, False)
    """
    rest, count = _words().section.subn("", fold_for_matching(text).lower())
    return bool(count) and not any(map(str.isalnum, rest))


def _signed(rest: str) -> str:
    lists, size = _words(), len(rest.split())
    opening, agency, trade = (
        lists.opening.match(rest),
        lists.agency.search(rest),
        lists.trade.search(rest),
    )
    if size <= 14 and opening and (opening["by"] or agency or trade):
        return "byline"
    bare = (_bare(rest) if opening or agency or trade else rest).strip(" .,()-–—/|:&")
    is_bare = bare in {"", "avec", "et"}
    if size <= 8 and ((trade and is_bare) or (agency and (is_bare or _WITH.search(rest)))):
        return "byline"
    # « Accueil Économie Bourse » is a path through the site.
    names = bare and all(is_name(part.strip()) for part in _BETWEEN.split(bare))
    return "name" if names and not any(map(is_section, bare.split())) else ""


def _before_date(text: str) -> str:
    """Return the words above the first number of a line that has a date."""
    return _TO_NUMBER.match(text)[0].rstrip(" ,;|•·—–-")  # type: ignore[index]


def _bare(text: str) -> str:
    for pattern in (_words().opening, _words().agency, _words().trade):
        text = pattern.sub(",", text)
    return text


def _without_dates(text: str) -> tuple[bool, str]:
    """Return whether the text has a date, and the rest without dates and the words around them."""
    dates, rest = find_dates(text), text
    if not dates:
        return False, text
    for mention in reversed(dates):
        rest = f"{_without_lead(rest[: mention.start])}, {rest[mention.end :]}"
    rest = _words().dating.sub(" ", _TIME.sub(" ", rest))
    has_words = any(map(str.isalpha, _words().small.sub(" ", rest)))
    return True, _without_lead(rest) if has_words else ""


def _without_lead(text: str) -> str:
    """Return a text without the signs and words at its end that lead to a date."""
    lead = _ON.match(text[::-1])
    return text[: len(text) - lead.end()] if lead else text


@cache
def _words() -> _Words:
    bylines, credits = (read_toml("pages/signatures.toml")[name] for name in ("byline", "credit"))
    stamps = read_toml("dates/calendar.toml")["stamps"]
    agencies = _agency_names()
    agency = rf"(?<!\w){any_of(agencies)}(?!\w)"
    by = rf"(?:(?P<by>{any_of(bylines['by'])})|{any_of(bylines['joins'])})"
    opening = rf"\A[\s(—–-]*(?i:{by})\s?:?\s+(?=[A-ZÀ-Ý(]|(?:la|le|notre|à|en|au|aux) )"
    dating = any_of([*stamps["published"], *stamps["updated"]])
    sections = (fold_for_matching(name).lower() for name in read_list("pages/sections.txt"))
    particles = frozenset(read_toml("words/particles.toml")["in_byline"])
    function_words = read_toml("words/function_words.toml")["words"]["fr"].split()
    return _Words(
        opening=re.compile(opening),
        # A trade may stick to the name before it when a page is pasted:
        # « Jeanne MartinJournaliste ».
        trade=re.compile(rf"(?:\b|(?<=[a-zà-ÿ]))(?i:{any_of(bylines['trades'])})s?\b"),
        agency=re.compile(agency),
        credit=re.compile(
            rf"{agency}\s*/\s*\S|/\s*{agency}|{_CREDITED}"
            rf"|[/|©(–—-]\s?{any_of(credits['banks'])}\)?$"
            rf"|[.!?»)]\s?(?i:photos?\s|{any_of(credits['labels'])}\s?:){_NAMED}"
        ),
        dating=re.compile(rf"(?<!\w){dating}(?![a-zà-ÿ])", re.IGNORECASE),
        dated=re.compile(rf"\W{{0,3}}{dating}\s?:?\s(?=.{{0,12}}\d)", re.IGNORECASE),
        small=re.compile(rf"(?<!\w){any_of(stamps['small'])}(?!\w)", re.IGNORECASE),
        section=re.compile(any_of(sections)),
        particles=particles,
        no_name=frozenset(function_words) - particles,
        agencies=agencies,
    )


def _agency_names() -> dict[str, str]:
    """Return the one name of each spelling of a news agency."""
    names: dict[str, str] = {}
    for row in read_toml("pages/agencies.toml")["agency"]:
        for spelling in (*row["names"], *row.get("long", ())):
            names |= dict.fromkeys((spelling, spelling.upper()), row["name"])
    return names
