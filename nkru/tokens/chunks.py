"""Chunks: what stands between two spaces, cut into the surface tokens of the French treebanks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from nkru.resources import read_toml
from nkru.tokens.norms import MARKS, align

_LETTER = rf"[\w{MARKS}]"
_SYMBOLS = frozenset("%‰&@#*§\\")
_NUMBER = re.compile(
    r"[-+\u2212]?\d+(?:[.,:/'\s-]\d+)*"  # 11 000; 3,5; 36-32; 25/01/06; -8
    r"(?:er|ers|re|res|e|es|d|nd|nde|nds|ème|èmes|ième|h\d\d)?"  # 1er; 24e; 14h30
)


@cache
def _token_pattern() -> re.Pattern[str]:
    """Return the pattern whose matches, one after the other, are the tokens of a chunk in plain spelling."""
    shapes, short = read_toml("tokens.toml"), read_toml("abbreviations.toml")
    clitic = f"(?:{_any(shapes['clitic'])})"
    unit = rf"(?:{_any(shapes['units']['words'])})(?!{_LETTER})"
    # A pronoun ends its word: « Donne-le-moi » but « Vaison-la-Romaine ». Before il, elle and on
    # French has a t or d (« prend-il », « a-t-il »), so that « Jong-il » stays one name.
    third = r"(?:ils?|elles?|on)\b"
    joint = rf"-t-{third}|(?<=[td])-{third}|(?<=[aàdeéisxzt])-(?!{third}){clitic}|-(?:ci|là)"
    pronoun = rf"(?i:(?:{joint})(?=(?:-{clitic})*(?![-'\w{MARKS}]))|-[mtl]'(?=(?:en|y)(?![-'\w{MARKS}])))"
    join = rf"(?:-(?={_LETTER})|'(?={_LETTER})|[·‧](?={_LETTER})|\.(?=[a-z])|(?<=[A-Z])&(?=[A-Z]))"
    parts = [
        r"(?:https?://|www\.)[^\s«»<>\"]*[\w/=&#%-]",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"[#@]\w[\w-]*",
        rf"(?i:{_any(shapes['whole']['words'])})(?![-\w{MARKS}])",
        rf"(?i:{_any(shapes['elided'])})'",
        r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*\.(?![.\w])",
        rf"(?:{_any(short['open']['words'] + short['closed']['words'])})\.(?!\.)",
        rf"(?:{_any(short['number']['words'])})\.(?![.\w])",
        rf"(?:(?<!.)|(?<=[(«\"]))[-+\u2212]\d+(?:[.,]\d+)*(?!{_LETTER})",
        rf"\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?![/\w])|\d+(?:[.,'-]\d+|:\d\d)+(?!{_LETTER}|[-']{_LETTER})",
        r"\d{1,2}[hH]\d\d(?!\w)",
        rf"\d+(?:[.,]\d+)?(?={unit})|(?<=\d){unit}",
        r"[nN]°|°[CF]\b",
        pronoun,
        rf"{_LETTER}+(?:(?!{pronoun}){join}{_LETTER}+)*(?:\((?:e|s|es|x|ne|nes|le|les)\)(?!{_LETTER})|(?i:\(s\)))?",
        r"\+/-|\.{2,}|-{2,}|.",
    ]
    return re.compile("|".join(parts), re.DOTALL)


def _any(words: list[str] | dict[str, str]) -> str:
    """Return the alternation of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=2**18)
def cuts(chunk: str) -> tuple[int, ...]:
    """Return where the tokens of `chunk` begin; each ends where the next begins.

    >>> cuts("l’Assemblée,"), cuts("a-t-elle"), cuts("aujourd’hui")
    ((0, 2, 11), (0, 1), (0,))
    """
    if chunk.isalpha() and "ʼ" not in chunk:
        return (0,)
    plain, starts = align(chunk)
    found = [match.start() for match in _token_pattern().finditer(plain)]
    if starts is None:
        return tuple(found)
    return (0, *sorted({starts[cut] for cut in found[1:]} - {0}))


@lru_cache(maxsize=2**18)
def kind(norm: str) -> str:
    """Return the kind of a token: word, number, punct or symbol.

    >>> [kind(norm) for norm in ("l'", "11 000", "14h30", "...", "%")]
    ['word', 'number', 'number', 'punct', 'symbol']
    """
    if norm.isalpha():
        return "word"
    if _NUMBER.fullmatch(norm):
        return "number"
    if "://" in norm or norm.startswith("www.") or "@" in norm[1:]:
        return "symbol"
    if any(character.isalnum() for character in norm):
        return "word"
    if norm and all(unicodedata.category(sign)[0] == "P" and sign not in _SYMBOLS for sign in norm):
        return "punct"
    return "symbol"
