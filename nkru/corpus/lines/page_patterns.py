"""Patterns of a page that no single line shows: labels that recur, and threads of comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nkru.corpus.lines.furniture import TOPICS, FurnitureKind
from nkru.corpus.lines.paragraphs import Paragraph, read_paragraphs

COMMENTS = FurnitureKind("comments", "comments of readers")
# A caption that occurs twice: its fewest words, and the most lines from one to the other.
_NAMED_TWICE, _NEAR = 6, 4
_CREDIT = 8  # the most words of the credit of a picture
# The words that the description of a picture has in common with its caption.
_WORD = re.compile(r"[^\W\d_]{4,}")
# A label: the most words, and how often it occurs in a page.
_LABEL, _OFTEN = 8, 3
# The most words of a line that names and dates a comment.
_HEAD = 12
# The longest comment, and the shortest thread.
_LONGEST, _FEWEST = 40, 3
_AGO = re.compile(r"\bil y a (?:0|une?|quelques) ?(?:min|h|j|sem|mois|an)")
_TIME = re.compile(r"\b0\s?(?:h|:)")
# Labels that may be beside the text of a comment.
_BESIDE = frozenset({"comment_form", "comments", "share", "follow", "subscription"})
# A comment has an hour, or a label to reply; a thread has several of one of them.
_CLOCK, _REPLY = re.compile(r"\d\s?[h:]\s?\d\d|\bil y a\b"), re.compile(r"\bR[ée]pondre\b")
_CLOCKS = 3
_SAYS = re.compile(r"\b(?:dit|a dit|a ecrit|says)\s?:?$")


def recurrent(paragraphs: Sequence[Paragraph]) -> set[str]:
    """Return the folded labels that occur several times in a page, except the names of speakers."""
    labels = Counter(
        paragraph.folded
        for paragraph in paragraphs
        if paragraph.words <= _LABEL
        and (paragraph.furniture or paragraph.kind == "short")
        and not (paragraph.text.isupper() or paragraph.text[-1] in ":?")
    )
    return {label for label, count in labels.items() if count >= _OFTEN}


def restore_topic(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; notices are text where they are most of it.

    An article on cookies or subscriptions may address its readers as a notice does. Then notices
    between its paragraphs outweigh them, or are all of the text.
    """
    notices = [index for index, line in enumerate(paragraphs) if _is_notice(line)]
    prose = [index for index, line in enumerate(paragraphs) if line.kind == "prose"]
    if prose:
        strong = [index for index in prose if paragraphs[index].strong] or prose
        notices = [index for index in notices if strong[0] < index < strong[-1]]
        within = sum(paragraphs[index].words for index in range(strong[0], strong[-1] + 1))
        if 2 * sum(paragraphs[index].words for index in notices) <= within:
            return list(paragraphs)
    restored = list(paragraphs)
    for index in notices:
        restored[index] = restored[index]._replace(kind="prose", strong=True, furniture=None)
    return restored


def _is_notice(line: Paragraph) -> bool:
    return line.sentence and line.words > _HEAD and _code(line) in TOPICS


def mark_descriptions(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; the description of a picture above its caption is a caption too.

    The description repeats the caption or its beginning, and may be some lines above the one with
    the credit.
    """
    captions: set[int] = set()
    told = Counter(line.folded for line in paragraphs)
    for index, line in enumerate(paragraphs[:-1]):
        below = paragraphs[index + 1]
        if line.furniture or line.words > _LONGEST:
            continue
        if below.kind == "caption" and _describes(line, below):
            captions.add(index)
        elif line.sentence and line.words >= _NAMED_TWICE and not line.strong:
            near = range(index + 1, min(index + _NEAR, len(paragraphs)))
            copies = [n for n in near if _repeats(paragraphs[n], line)]
            if len(copies) == 1 and told[line.folded] <= 2:
                captions.update(range(index, copies[0] + 1))
    if not any(line.sentence for n, line in enumerate(paragraphs) if n not in captions):
        return list(paragraphs)  # without these lines the page would have no sentence
    return [
        line._replace(kind="caption", strong=False) if index in captions else line
        for index, line in enumerate(paragraphs)
    ]


def _repeats(text: Paragraph, line: Paragraph) -> bool:
    """Say whether a text is the line, or the line and a credit."""
    return text.folded.startswith(line.folded) and text.words <= line.words + _CREDIT


def _describes(line: Paragraph, caption: Paragraph) -> bool:
    if caption.folded.startswith(line.folded):
        return True
    words, others = (set(_WORD.findall(text.folded.lower())) for text in (line, caption))
    return line.kind == "short" and len(words) > 1 and words <= others


def mark_threads(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; those of threads of comments are furniture."""
    marked = list(paragraphs)
    for first, last in _threads(paragraphs):
        for index in range(first, last + 1):
            if not paragraphs[index].furniture:
                marked[index] = marked[index]._replace(
                    kind="furniture", strong=False, furniture=COMMENTS
                )
    return marked


def _threads(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each thread.

    A comment is a name, mostly with a day or an hour, a text, and a label that each comment has,
    whatever its words: « Répondre », « Signaler », « J'aime ».
    """
    labels = recurrent(paragraphs)
    feet = [index for index, line in enumerate(paragraphs) if line.folded in labels]
    units: list[tuple[int, int]] = []
    for foot in feet:
        above = units[-1][1] if units else -1
        head = _head(paragraphs, max(above, foot - _LONGEST), foot)
        if head is None:
            # A comment may have several labels.
            if units and foot == above + 1:
                units[-1] = (units[-1][0], foot)
            continue
        if units and head > above + 4:
            yield from _whole(units)
            units = []
        units.append((head, foot))
    yield from _whole(units)


def _code(paragraph: Paragraph) -> str:
    return paragraph.furniture.code if paragraph.furniture else ""


def _whole(units: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if len(units) >= _FEWEST:
        yield units[0][0], units[-1][1]


def _head(paragraphs: Sequence[Paragraph], above: int, foot: int) -> int | None:
    """Return the index of the line that opens the comment between two labels."""
    is_form = _code(paragraphs[foot]) == "comment_form"
    for index in range(foot - 2, above, -1):
        line = paragraphs[index]
        if line.furniture and _code(line) not in _BESIDE:
            return None
        if line.words > _HEAD or line.sentence:
            continue
        text = line.folded.lower()
        if _SAYS.search(text) or (line.kind == "byline" and "0" in text):
            return index
        if (line.kind == "date" and (is_form or _TIME.search(text))) or _AGO.search(text):
            named = index - 1 > above and paragraphs[index - 1].words <= _LABEL
            return index - 1 if named and not paragraphs[index - 1].sentence else index
    # Without a day, the name is the only line above the text.
    return above + 1 if is_form and above >= 0 and foot > above + 2 else None


def thread_roles(raw: str) -> dict[int, str]:
    """Return the role of each line in a thread of comments, which extraction may take for text."""
    if len(_CLOCK.findall(raw)) < _CLOCKS and len(_REPLY.findall(raw)) < _CLOCKS:
        return {}
    comments = mark_threads(read_paragraphs(raw))
    lines = (line.lines[0][0] for line in comments if line.furniture is COMMENTS)
    return dict.fromkeys(lines, "boilerplate")
