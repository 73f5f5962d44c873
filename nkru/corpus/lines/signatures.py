"""Signatures: lines with the author and the date of an article, and the names in them."""

from __future__ import annotations

import re

from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.lines.furniture import find_furniture
from nkru.corpus.lines.signature_words import signature_words
from nkru.corpus.outlets import is_outlet, outlet_in
from nkru.tokens.norms import fold_for_matching

_TIME = re.compile(r"\b\d{1,2}\s?(?:h|:)\s?(?:\d{2})?(?::\d{2})?\b")
# Words that lead to a date, spelled backwards: « Par Jeanne Martin, le ». A search for them at the
# end of a line would begin again at each of its characters.
_ON = re.compile(r"(?:\W|\b(?:el|ud|à|a|ne|ec)\b)*+", re.IGNORECASE)
_LONGEST = 1000  # characters; a longer line is not a signature
_PARTS = re.compile(r"[,·•|]|\s[-–—]\s")
_BETWEEN = re.compile(r"[,;/&|·•]|\b(?:et|avec|pour)\b")
_WITH = re.compile(r"\bavec\b")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
# Words stick together when a page is pasted: « MartinArticles », but not McDonald.
_NO_NAME = re.compile(r"[\d?!«»\":_]|[a-zà-ÿ]{4}[A-ZÀ-Ý]")
# The page of a newspaper, and the most words of a line that gives it beside the day.
_PAGE, _REFERENCE = re.compile(r"\bp(?:ages?|p?\.) ?\d{1,3}\b"), 12
_TO_NUMBER = re.compile(r"\D*")
# A desk or a paper that signs: « Par RFI ».
_INITIALS = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9]{2,9}")
# A reporter in the credits of a broadcast: « H.Lefort, Ph. Aubin - France 2 ».
_REPORTER = re.compile(r"(?:\b[A-ZÀ-Ý][a-zà-ÿ]?\.[ -]?){1,3}[A-ZÀ-Ý][^\W\d_]+(?:-[^\W\d_]+)?")
# Each credit contains one of these.
_CREDIT_SIGNS = (*"/-–—(|©", "hoto", "HOTO", "rédit", "mage", "isuel", "llustration")


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
    if dated and words <= _REFERENCE and _PAGE.search(rest) and _is_place(_PAGE.sub("", rest)):
        return "date"
    if not sentence and not dated and _is_credits(text):
        return "byline"
    if not rest or (dated and not sentence and _is_place_of_day(rest)):
        return "date" if dated else ""
    if dated and not sentence and _is_head(rest):
        return "date"
    if not sentence and (stamped := _stamped(text, rest, dated)):
        return stamped
    signed = _signed(rest) if dated or not sentence else ""
    # « agence 2021-05-03 15:29:12 »
    timed = dated and _TIME.search(text) and len(_WORD.findall(rest)) == 1
    return signed or ("date" if timed else "")


def _is_place(rest: str) -> bool:
    """Return whether a line has at most a name beside a day and a page: « Limoges, …, p. 3 »."""
    return all(word[0].isupper() for word in _WORD.findall(rest))


def _is_place_of_day(rest: str) -> bool:
    """Return whether a line has only a newspaper or its section beside a day."""
    is_outlets = outlet_in(rest) is not None and not agencies_of(rest)
    return is_outlets or is_section(rest)


def _is_head(rest: str) -> bool:
    """Return whether a line has only a newspaper, a page and an author beside a day."""
    parts = [part.strip(" ()") for part in _PARTS.split(rest)]
    named = [part for part in parts if any(map(str.isalpha, part)) and not is_section(part)]
    outlets = [part for part in named if outlet_in(part)]
    return len(outlets) == 1 < len(named) and all(map(is_name, set(named) - {*outlets}))


def _is_credits(text: str) -> bool:
    """Return whether a line names several reporters by initial and surname, then their channel."""
    names, _, channel = re.sub(r"\s[–—]\s", " - ", text).partition(" - ")
    rest, count = _REPORTER.subn("", names)
    return count > 1 and not _BETWEEN.sub("", rest).strip(" .") and len(channel.split()) <= 4


def _stamped(text: str, rest: str, dated: bool) -> str:
    """Return "byline", "date" or "" for a line that begins with an author or « publié le »."""
    opening = signature_words().opening.match(rest)
    # « Par Jeanne Martin - 3 août 2024 à 14h30 - Temps de lecture : »
    # « Jeanne Martin 30 décembre 2022 Politique Société »
    if dated and ((opening and opening["by"]) or is_name(_before_date(text))):
        return "byline"
    # « Publié le 3 août 2024 à 14h30 Temps de lecture 2 min. »
    return "date" if signature_words().dated.match(text) and _signed(rest) != "byline" else ""


def is_credit(text: str) -> bool:
    """Return whether a line ends with the credit of a picture."""
    end = text[-70:]
    return any(map(end.__contains__, _CREDIT_SIGNS)) and bool(signature_words().credit.search(end))


def agencies_of(text: str) -> list[str]:
    """Return the news agencies named in `text`, each by its one name, in order.

    >>> agencies_of("Europe 1 avec AFP et REUTERS")
    ['AFP', 'Reuters']
    """
    names = signature_words().agencies
    return list(dict.fromkeys(names[match[0]] for match in signature_words().agency.finditer(text)))


def people_of(text: str) -> list[str]:
    """Return the persons, or the desk, in a byline, without dates, agencies, trades and « par ».

    >>> people_of("Par Jeanne Martin et Paul de La Tour, envoyés spéciaux, avec AFP")
    ['Jeanne Martin', 'Paul de La Tour']
    """
    text = _BRACKETS.sub(",", text[:_LONGEST])
    dated, rest = _without_dates(text)
    before = _before_date(text) if dated else ""
    if is_name(before) and not is_outlet(before):
        # Sections and links may follow the date.
        return [before]
    is_signed = signature_words().opening.match(rest)
    parts = (_without_labels(part.strip(" .()-–—:")) for part in _BETWEEN.split(_bare(rest)))
    names = [part for part in parts if is_name(part) or (is_signed and _INITIALS.fullmatch(part))]
    return list(dict.fromkeys(name for name in names if is_signed or not is_outlet(name)))


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
    return signature_words().particles.issuperset(small) and signature_words().no_name.isdisjoint(
        capitals
    )


def is_section(text: str) -> bool:
    """Return whether a line consists of names of newspaper sections, also stuck together.

    >>> is_section("InternationalPolitique"), is_section("Pyongyang")
    (True, False)
    """
    rest, count = signature_words().section.subn("", fold_for_matching(text).lower())
    return bool(count) and not any(map(str.isalnum, rest))


def _signed(rest: str) -> str:
    # Other parts of the line may name who filmed.
    lists, size = signature_words(), len(rest.partition(" | ")[0].split())
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
    return _without_lead(_TO_NUMBER.match(text)[0])  # type: ignore[index]


def _bare(text: str) -> str:
    for pattern in (signature_words().opening, signature_words().agency, signature_words().trade):
        text = pattern.sub(",", text)
    return text


def without_dates(text: str) -> str:
    """Return a line without its dates and the words around them.

    >>> without_dates("Le Littoral, le 12 mars 2024, p. 4")
    'Le Littoral, , p. 4'
    """
    return _without_dates(text)[1]


def _without_dates(text: str) -> tuple[bool, str]:
    """Return whether the text has a date, and the rest without dates and the words around them."""
    dates, rest = find_dates(text), text
    if not dates:
        return False, text
    for mention in reversed(dates):
        rest = f"{_without_lead(rest[: mention.start])}, {rest[mention.end :]}"
    rest = signature_words().dating.sub(" ", _TIME.sub(" ", rest))
    has_words = any(map(str.isalpha, signature_words().small.sub(" ", rest)))
    return True, _without_lead(rest) if has_words else ""


def _without_lead(text: str) -> str:
    """Return a text without the signs and words at its end that lead to a date."""
    lead = _ON.match(text[::-1])
    return text[: len(text) - lead.end()] if lead else text
