"""The patterns and words of signatures: of authors, agencies and photographers."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkru.resources import read_list, read_toml
from nkru.tokens.norms import fold_for_matching
from nkru.tokens.patterns import any_of

# A credit closes its line: « AFP / Jeanne Martin », « … au port. - Jeanne Martin »,
# « … au port. J. MARTIN / DR ».
_CREDITED = (
    r"[.\])»]\s+[-–—]\s+(?:[A-ZÀ-Ý][\w.'’-]++\s?){1,4}+(?:\s*+/.*)?$"
    r"|[.!?»)]\s+[A-ZÀ-Ý][A-ZÀ-Ý .'’-]{2,40}\s?/\s?[A-ZÀ-Ý][\w .'’-]{1,60}$"
)
_NAMED = r"\s?(?:[A-ZÀ-Ý][\w.'’/-]*+\s?/?\s?){1,5}+$"


class SignatureWords(NamedTuple):
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


@cache
def signature_words() -> SignatureWords:
    """Return the patterns and words, made from the lists of resources."""
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
    return SignatureWords(
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
