"""Paragraphs and sentences, as (start, end) of character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from unicodedata import normalize

from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import MARKS, fold

Span = tuple[int, int]

# A stop, the quotation marks and brackets that close with it, white space, the signs that may open
# a sentence, and its first word up to an apostrophe: « L’ » of « L’accord ».
_STOP = re.compile(
    # The pattern opens with one set of signs: a search for it skips all other text at once. A run
    # of signs is read once, from its first sign on: dots may fill a form (« signature ....... »).
    r"(?P<stop>[.!?…;](?:(?<=;)|(?<!;)(?<![.!?…].)[.!?…]*+(?:\s(?:[!?…]|\.\.)[.!?…]*+){0,9}+))"
    # A note may be called after it: « a été voté.[2] »
    r"(?:\s?[»”)\]]|[\"'’]|\[\d{1,3}\])*+"
    # Pages lose the space between two paragraphs: « le contact.Après l'accord », but not
    # « www.Exemple.fr ».
    rf"(?P<gap>(?P<quote>\s\")?\s++|(?=[A-ZÀ-Þ][{MARKS}]*[a-zà-öø-ÿ'’])(?![\w{MARKS}-]++\.\w))"
    rf"(?=(?:[«“‘\"'’(\[•—–-]\s*+)*+(?P<following>\w[\w{MARKS}]*+['’]?))"
)
_REACH = 24  # characters before a full stop in which its word begins
_BEFORE = re.compile(rf"[\w.{MARKS}-]{{1,{_REACH}}}+\Z")
_CAPITALS = re.compile(r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*")
# Mail and old databases wrap at 60 to 80 characters; a line longer than _WIDEST is a paragraph.
# Of a wrapped block: the fewest characters of its longest line, the fewest lines, the share that
# begins with a small letter, and the share of the longest line that a full one has; once for
# letters of one width, once for a printed page.
_WIDEST, _FULL = 120, 0.7
_WRAPPINGS = ((30, 3, 0.3, 1.0), (20, 6, 0.5, 0.85))
# The widest column of a newspaper, in characters, and signs that end its paragraphs.
_NARROW, _ENDS = 45, ".!?…»"
# A longer word without a letter is a ruler across the page.
_LONGEST_WORD = 5
# A headline has room for this many more characters than a paragraph (lynx indents its paragraphs).
_HEADLINE = 6


def sentence_spans(paragraph: str) -> list[Span]:
    """Return the (start, end) of the sentences of `paragraph`, without the white space around them.

    >>> text = "« Non ! » dit M. Kim. Il part."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['« Non ! » dit M. Kim.', 'Il part.']
    """
    start = len(paragraph) - len(paragraph.lstrip())
    spans = []
    for stop in _STOP.finditer(paragraph):
        if _ends_sentence(paragraph, start, stop):
            # A straight quotation mark between spaces closes an open quotation, else it opens one.
            closes = stop["quote"] and paragraph.count('"', start, stop.start("gap")) % 2
            spans.append((start, stop.end("quote") if closes else stop.start("gap")))
            start = stop.end("quote") - 1 if stop["quote"] and not closes else stop.end("gap")
    end = len(paragraph.rstrip())
    return [*spans, (start, end)] if start < end else spans


def _ends_sentence(paragraph: str, start: int, stop: re.Match[str]) -> bool:
    following = stop["following"]
    if not stop["gap"]:
        glued = normalize("NFC", paragraph[max(start, stop.start() - 6) : stop.start()])[-3:]
        return len(glued) == 3 and glued.isalpha() and glued.islower()
    if stop["stop"] == ";":
        return opens_sentence(following)
    if stop["stop"] != ".":
        return not following[0].islower() and paragraph[stop.start() - 1 : stop.start()] != "("
    before = _BEFORE.search(paragraph, max(start, stop.start() - _REACH), stop.start())
    word, begin = (normalize("NFC", before[0]), before.start()) if before else ("", start)
    if following[0].islower():
        # Careless typing: a whole word, a full stop, and a function word without its capital.
        return len(word) > 3 and word.isalpha() and fold(following) in stop_words()
    if paragraph[begin - 1 : begin] == "°":
        return True  # « 25 °C. » is not an initial
    return not (word.isdigit() and begin == start) and not owns_stop(word, following)


@cache
def abbreviations(group: str) -> frozenset[str]:
    """Return the abbreviations of a group (open, closed or number), without their full stop."""
    return frozenset(read_toml("words/abbreviations.toml")[group]["words"])


def is_doubtful(word: str) -> bool:
    """Return whether the next word decides if a full stop ends the sentence: « W. », « p. »."""
    return word in abbreviations("number") or _CAPITALS.fullmatch(word) is not None


def owns_stop(word: str, following: str) -> bool:
    """Return whether a full stop belongs to `word`, given the next word, and ends no sentence.

    >>> owns_stop("W", "Bush"), owns_stop("B", "Il"), owns_stop("p", "12"), owns_stop("M", "Kim")
    (True, False, True, True)
    """
    word = normalize("NFC", word)
    if word in abbreviations("open"):
        return True
    if word in abbreviations("number"):
        return following[:1].isdigit()
    return is_doubtful(word) and following[:1].isalnum() and not opens_sentence(following)


def opens_sentence(word: str) -> bool:
    """Return whether `word` is a function word with a capital, which only opens a sentence."""
    return word[:1].isupper() and fold(word) in stop_words()


def paragraph_spans(text: str) -> list[Span]:
    r"""Return the (start, end) of the paragraphs of `text`: lines, or hard-wrapped lines joined.

    >>> paragraph_spans("Un titre\n\nUne phrase.")
    [(0, 8), (10, 21)]
    """
    return [(lines[0][0], lines[-1][1]) for lines in paragraph_lines(text)]


def paragraph_lines(text: str) -> list[list[Span]]:
    """Return the (start, end) of each line of each paragraph of `text`."""
    blocks = list(_blocks(text))
    if not any(len(block) > 1 for block in blocks):
        return blocks
    edges = [_wrapped_at(text, block) for block in blocks]
    page = max(edges)
    paragraphs: list[list[Span]] = []
    for block, wrapped_at in zip(blocks, edges, strict=True):
        if not wrapped_at and _is_column(text, block):
            paragraphs.append(block)
            continue
        paragraphs.append(block[:1])
        edge = wrapped_at or (_edge(text, block) if page and len(block) > 1 else 0)
        if not wrapped_at:
            # A headline is wider than a paragraph; text browsers indent paragraphs and lists.
            edge = page if edge <= page else page + _HEADLINE if edge <= page + _HEADLINE else 0
        for previous, line in pairwise(block):
            is_full = edge and _overflows(text, previous, line, edge)
            if is_full or (wrapped_at and _continues(text, previous, line)):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
    return paragraphs


def _continues(text: str, line: Span, following: Span) -> bool:
    """Return whether a sentence of `line` goes on with a small letter in the following line."""
    return text[following[0]].islower() and text[line[1] - 1] not in _ENDS


def _is_column(text: str, block: list[Span]) -> bool:
    """Return whether a block is a paragraph in a narrow column, as a newspaper has it.

    Most of its lines go on in mid-sentence and the last ends one, unlike labels and verses.
    """
    if len(block) < 3 or text[block[-1][1] - 1] not in _ENDS or text[block[0][0]].islower():
        return False
    small = sum(text[following[0]].islower() for following in block[1:])
    return 2 * small >= len(block) and _edge(text, block) <= _NARROW


def _blocks(text: str) -> Iterator[list[Span]]:
    """Yield the runs of lines between blank lines, each line without the white space around it."""
    block: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        if opening := line.lstrip():
            start = offset + len(line) - len(opening)
            block.append((start, start + len(opening.rstrip())))
        elif block:
            yield block
            block = []
        offset += len(line) + 1
    if block:
        yield block


def _overflows(text: str, line: Span, following: Span, edge: int) -> bool:
    """Return whether the first word of the following line had no room on `line`."""
    start, end = following
    first_word = text[start : min(end, start + edge)].split(maxsplit=1)[0]
    if len(first_word) > _LONGEST_WORD and not any(map(str.isalnum, first_word)):
        return False
    return _column(text, line) + 1 + len(first_word) > edge


def _column(text: str, line: Span) -> int:
    """Return the column at which a line ends."""
    return line[1] - text.rfind("\n", 0, line[0]) - 1


def _edge(text: str, block: list[Span]) -> int:
    return max(_column(text, line) for line in block)


def _wrapped_at(text: str, block: list[Span]) -> int:
    """Return the column at which a program broke the lines of a block, or 0 where none did.

    Then the lines are about equally long: nearly every line is full, and some lines begin in
    mid-sentence, with a small letter. Where letters differ in width, so do full lines.
    """
    longest = _edge(text, block)
    if len(block) < 3 or longest > _WIDEST:
        return 0
    pairs = list(pairwise(block))
    small = sum(text[following[0]].islower() for _, following in pairs) / len(pairs)
    for narrowest, fewest, mid_sentence, room in _WRAPPINGS:
        edge = int(longest * room)
        may_be = longest >= narrowest and len(block) >= fewest and small >= mid_sentence
        if may_be and sum(_overflows(text, *two, edge) for two in pairs) >= _FULL * len(pairs):
            return edge
    return 0
