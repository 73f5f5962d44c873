"""Chunks: stretches between two spaces, split into the surface tokens of the French treebanks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from unicodedata import category, normalize

from nkru.resources import read_toml
from nkru.tokens.norms import MARKS, align
from nkru.tokens.patterns import any_of
from nkru.tokens.sentences import abbreviations, is_doubtful, owns_stop

# Flags of a chunk, the bits of one integer.
HEAD = 1  # the last token may start a number written with a space: « 11 » of « 11 000 »
TAIL = 2  # the first token may continue such a number: « 000 »
DOUBTFUL = 4  # only the next chunk decides whether the final full stop ends the sentence: « B. »

LONGEST = 100  # characters of a word: tables of terms are as wide as the longest of them
_LETTER = rf"[\w{MARKS}]"
_SYMBOLS = frozenset("%‰&@#*§\\")
_NUMBER_HEAD, _NUMBER_TAIL = re.compile(r"[-+]?\d{1,3}"), re.compile(r"\d{3}(?:[.,]\d+)?")
_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_NUMBER = re.compile(
    r"[-+\u2212]?\d+(?:[.,:/'\s-]\d+)*"  # 11 000; 3,5; 36-32; 25/01/06; -8
    r"(?:er|ers|re|res|e|es|d|nd|nde|nds|ème|èmes|ième|h\d\d)?"  # 1er; 24e; 14h30
)


@lru_cache(maxsize=2**18)
def split_chunk(chunk: str) -> tuple[tuple[str, ...], int]:
    """Split a chunk into tokens, which touch; return them with the flags of the chunk.

    >>> split_chunk("l’Assemblée,"), split_chunk("a-t-elle"), split_chunk("aujourd’hui")
    ((('l’', 'Assemblée', ','), 0), (('a', '-t-elle'), 0), (('aujourd’hui',), 0))
    """
    if chunk.isalpha() and "ʼ" not in chunk:
        return (chunk,), 0
    pieces = _pieces(chunk)
    tokens: list[str] = []
    for piece, following in pairwise(pieces):
        splits = _flags(piece) & DOUBTFUL and not owns_stop(piece[:-1], following)
        tokens += [piece[:-1], "."] if splits else [piece]
    flags = _flags(pieces[0]) & TAIL | _flags(pieces[-1]) & (HEAD | DOUBTFUL)
    return (*tokens, pieces[-1]), flags


def _pieces(chunk: str) -> list[str]:
    """Return the matches of the token pattern, in the spelling of the chunk."""
    spelled, starts = align(chunk)
    pieces: list[str] = _token_pattern().findall(spelled)
    if spelled == chunk and starts is None:
        return pieces
    bounds = list(accumulate(map(len, pieces)))[:-1]
    if starts is not None:
        bounds = sorted({starts[bound] for bound in bounds} - {0})
    return [chunk[start:end] for start, end in pairwise((0, *bounds, len(chunk)))]


def _flags(token: str) -> int:
    if token[-1].isdigit():
        head, tail = _NUMBER_HEAD.fullmatch(token), _NUMBER_TAIL.fullmatch(token)
        return HEAD * bool(head) + TAIL * bool(tail)
    if token[-1] != "." or not (word := normalize("NFC", token[:-1])):
        return 0
    return DOUBTFUL * (is_doubtful(word) and "." not in word and word not in abbreviations("open"))


@cache
def _token_pattern() -> re.Pattern[str]:
    """Return the pattern that matches the tokens of a chunk in plain spelling, one by one."""
    shapes, short = read_toml("words/tokens.toml"), read_toml("words/abbreviations.toml")
    pronoun = _pronoun(f"(?:{any_of(shapes['clitic'])})")
    alternatives = [
        # Most words: no sign after them could belong to them. This spares the other shapes.
        r"[^\W\d_]{2,}+(?=[,;!?»”…)]|\Z)",
        r"(?:https?://|www\.)[^\s«»<>\"]*[\w/=&#%-]",
        r"[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]++)++",
        r"[#@]\w[\w-]*",
        rf"(?i:{any_of(shapes['whole']['words'])})(?![-\w{MARKS}])",
        rf"(?i:{any_of(shapes['elided'])})'",
        r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ]){0,20}\.(?![.\w])",
        rf"(?:{any_of(short['open']['words'] + short['closed']['words'])})\.(?!\.)",
        rf"(?:{any_of(short['number']['words'])})\.(?![.\w])",
        *_numbers(rf"(?:{any_of(shapes['units']['words'])})(?!{_LETTER})"),
        r"[nN]°|°[CF]\b",
        pronoun,
        _word(pronoun),
        r"\+/-|\.{2,}|-{2,}|.",
    ]
    return re.compile("|".join(alternatives), re.DOTALL)


def _pronoun(clitic: str) -> str:
    """Return the pattern of pronouns after a verb: « Donne-le-moi » but « Vaison-la-Romaine »."""
    # Before il, elle and on French has a t or d (« prend-il », « a-t-il »), so that « Jong-il »
    # stays one name.
    third = r"(?:ils?|elles?|on)\b"
    joint = rf"-t-{third}|(?<=[td])-{third}|(?<=[aàdeéisxzt])-(?!{third}){clitic}|-(?:ci|là)"
    end = rf"(?![-'\w{MARKS}])"
    return rf"(?i:(?:{joint})(?=(?:-{clitic}){{0,4}}{end})|-[mtl]'(?=(?:en|y){end}))"


def _numbers(unit: str) -> list[str]:
    return [
        rf"(?:(?<!.)|(?<=[(«\"]))[-+\u2212]\d+(?:[.,]\d+)*(?!{_LETTER})",
        r"\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![/\w])",
        rf"\d+(?:[.,'-]\d+|:\d\d)+(?!{_LETTER}|[-']{_LETTER})",
        r"\d{1,2}[hH]\d\d(?!\w)",
        rf"\d+(?:[.,]\d+)?(?={unit})|(?<=\d){unit}",
    ]


def _word(pronoun: str) -> str:
    """Return the pattern of a word with its inner hyphens, apostrophes and stops: « O'Brien »."""
    signs = rf"-(?={_LETTER})|'(?={_LETTER})|[·‧](?={_LETTER})|\.(?=[a-z])|(?<=[A-Z])&(?=[A-Z])"
    bracketed = rf"\((?:e|s|es|x|ne|nes|le|les)\)(?!{_LETTER})|(?i:\(s\))"
    return rf"{_LETTER}+(?:(?!{pronoun})(?:{signs}){_LETTER}+)*(?:{bracketed})?"


def joins_number(gap: str) -> bool:
    """Return whether `gap` may be inside one number: a single space, and not a line break."""
    return len(gap) == 1 and gap not in _LINE_BREAKS


def token_kind(norm: str) -> str:
    """Return the kind of a token: word, number, punct or symbol.

    Letters without a space over several lines, as of an attachment, are one symbol.

    >>> [token_kind(norm) for norm in ("l'", "11 000", "14h30", "...", "%")]
    ['word', 'number', 'number', 'punct', 'symbol']
    """
    if len(norm) > LONGEST:
        return "symbol"
    if norm.isalpha():
        return "word"
    if _NUMBER.fullmatch(norm):
        return "number"
    if "://" in norm or norm.startswith("www.") or "@" in norm[1:]:
        return "symbol"
    if any(character.isalnum() for character in norm):
        return "word"
    if norm and all(category(sign)[0] == "P" and sign not in _SYMBOLS for sign in norm):
        return "punct"
    return "symbol"
