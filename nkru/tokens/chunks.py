"""Chunks: what stands between two spaces, cut into the surface tokens of the French treebanks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from unicodedata import category, normalize

from nkru.resources import read_toml
from nkru.tokens.norms import MARKS, align
from nkru.tokens.patterns import any_of
from nkru.tokens.sentences import holds_stop, is_doubtful, words

_LETTER = rf"[\w{MARKS}]"
_SYMBOLS = frozenset("%‰&@#*§\\")
# Marks: the last token may begin a number with a space (« 11 000 »), the first may go on with it;
# what follows tells whose the full stop of the last is.
HEAD, TAIL, DOUBTFUL = 1, 2, 4
_NUMBER_HEAD, _NUMBER_TAIL = re.compile(r"[-+]?\d{1,3}"), re.compile(r"\d{3}(?:[.,]\d+)?")
_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_SIGNS = frozenset(",;!?»”…)")
# A word, with an elided one before it or a sign after it: three quarters of the chunks that are no
# bare word.
_PLAIN = re.compile(r"([^\W\d_]{1,7}+['’])?+([^\W\d_ʼ]{2,}+)([,;!?»”…).])?")
_NUMBER = re.compile(
    r"[-+\u2212]?\d+(?:[.,:/'\s-]\d+)*"  # 11 000; 3,5; 36-32; 25/01/06; -8
    r"(?:er|ers|re|res|e|es|d|nd|nde|nds|ème|èmes|ième|h\d\d)?"  # 1er; 24e; 14h30
)


@cache
def _token_pattern() -> re.Pattern[str]:
    """Return the pattern whose matches, one after the other, are the tokens of a chunk in plain spelling."""
    shapes, short = read_toml("words/tokens.toml"), read_toml("words/abbreviations.toml")
    clitic = f"(?:{any_of(shapes['clitic'])})"
    unit = rf"(?:{any_of(shapes['units']['words'])})(?!{_LETTER})"
    # A pronoun ends its word: « Donne-le-moi » but « Vaison-la-Romaine ». Before il, elle and on
    # French has a t or d (« prend-il », « a-t-il »), so that « Jong-il » stays one name.
    third = r"(?:ils?|elles?|on)\b"
    joint = rf"-t-{third}|(?<=[td])-{third}|(?<=[aàdeéisxzt])-(?!{third}){clitic}|-(?:ci|là)"
    pronoun = (
        rf"(?i:(?:{joint})(?=(?:-{clitic})*(?![-'\w{MARKS}]))|-[mtl]'(?=(?:en|y)(?![-'\w{MARKS}])))"
    )
    join = rf"(?:-(?={_LETTER})|'(?={_LETTER})|[·‧](?={_LETTER})|\.(?=[a-z])|(?<=[A-Z])&(?=[A-Z]))"
    parts = [
        # Most words: nothing that follows them could belong to them. This spares the other shapes.
        r"[^\W\d_]{2,}+(?=[,;!?»”…)]|\Z)",
        r"(?:https?://|www\.)[^\s«»<>\"]*[\w/=&#%-]",
        r"[\w.+-]++@[\w-]+(?:\.[\w-]+)+",
        r"[#@]\w[\w-]*",
        rf"(?i:{any_of(shapes['whole']['words'])})(?![-\w{MARKS}])",
        rf"(?i:{any_of(shapes['elided'])})'",
        r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*\.(?![.\w])",
        rf"(?:{any_of(short['open']['words'] + short['closed']['words'])})\.(?!\.)",
        rf"(?:{any_of(short['number']['words'])})\.(?![.\w])",
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


def _is_plain(elided: str | None, word: str, sign: str | None) -> bool:
    """Return whether a chunk has these tokens: nothing is known of the word that would join it to its neighbours."""
    if elided:
        shapes, before = read_toml("words/tokens.toml"), elided[:-1]
        if (
            before.casefold() not in shapes["elided"]
            or f"{before}'{word}".casefold() in shapes["whole"]["words"]
        ):
            return False
    return sign != "." or word not in _abbreviated()


@cache
def _abbreviated() -> frozenset[str]:
    return words("open") | words("closed") | words("number")


@lru_cache(maxsize=2**18)
def cut(chunk: str) -> tuple[tuple[str, ...], int]:
    """Return the tokens of `chunk`, which touch, and the marks of what its neighbours may change in it.

    >>> cut("l’Assemblée,"), cut("a-t-elle"), cut("aujourd’hui")
    ((('l’', 'Assemblée', ','), 0), (('a', '-t-elle'), 0), (('aujourd’hui',), 0))
    """
    if chunk.isalpha() and "ʼ" not in chunk:
        return (chunk,), 0
    if (
        chunk[-1] in _SIGNS
        and len(chunk) > 2
        and (word := chunk[:-1]).isalpha()
        and "ʼ" not in word
    ):
        return (word, chunk[-1]), 0
    if (plain := _PLAIN.fullmatch(chunk)) and _is_plain(*plain.groups()):
        return tuple(filter(None, plain.groups())), 0
    spelled, starts = align(chunk)
    found = _token_pattern().findall(spelled)
    if spelled != chunk or starts is not None:
        places = list(accumulate(map(len, found)))[:-1]
        if starts is not None:
            places = sorted({starts[place] for place in places} - {0})
        found = [chunk[start:end] for start, end in pairwise((0, *places, len(chunk)))]
    tokens = []
    for token, following in pairwise(found):
        parted = _marks(token) & DOUBTFUL and not holds_stop(token[:-1], following)
        tokens += [token[:-1], "."] if parted else [token]
    return (*tokens, found[-1]), _marks(found[0]) & TAIL | _marks(found[-1]) & (HEAD | DOUBTFUL)


def parts_thousands(gap: str) -> bool:
    """Return whether two parts of a number with `gap` between them are one number: a space, on one line."""
    return len(gap) == 1 and gap not in _LINE_BREAKS


def _marks(token: str) -> int:
    if token[-1].isdigit():
        return HEAD * bool(_NUMBER_HEAD.fullmatch(token)) + TAIL * bool(
            _NUMBER_TAIL.fullmatch(token)
        )
    if token[-1] != "." or not (word := normalize("NFC", token[:-1])):
        return 0
    return DOUBTFUL * (is_doubtful(word) and "." not in word and word not in words("open"))


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
    if norm and all(category(sign)[0] == "P" and sign not in _SYMBOLS for sign in norm):
        return "punct"
    return "symbol"
