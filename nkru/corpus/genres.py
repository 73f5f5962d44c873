"""Genres: what kind of article a text is, where its form decides; else missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.notices import PageLine
from nkru.resources import read_toml
from nkru.tokens.norms import fold_for_matching

# Lines below the title, and right above it, that may hold a rubric.
_BELOW, _ABOVE = 4, 2
_RUBRIC = re.compile(r"^[\s\[(]{0,3}([a-z' ]{3,24}?) ?[\])]?\s?(?:[:|.–—]|-\s|\]|\))\s?")
# Fewest questions, time-stamped entries and lines of scores that make a form.
_QUESTIONS, _ENTRIES, _SCORES = 3, 4, 3
_LONGEST_QUESTION = 400
# Characters at the end of a line that may sign an interview.
_END = 160
# A page with a video has fewer words of its own.
_VIDEO_WORDS = 120


def genre_table(documents: pd.DataFrame, lines: pd.DataFrame) -> pd.Series[str]:
    """Return the genre of each article; missing where its form does not decide.

    petition (a call to sign, and signatures), live (entries that begin with a time), sport_result
    (lines of scores), interview (questions and answers, or signed as such), opinion (its rubric),
    video (a film with a few words), news (a news agency signs it).

    Args:
        documents: doc_id, section, agency.
        lines: doc_id, role, kept, text, in the order of the page.
    """
    pages = rows_by_article(lines, *PageLine._fields)
    rows = documents[["doc_id", "section", "agency"]].astype("object")
    rows = rows.where(rows.notna(), None)
    genres = [
        find_genre([PageLine(*row) for row in pages.get(doc_id, ())], section, agency)
        for doc_id, section, agency in rows.itertuples(index=False)
    ]
    return pd.Series(genres, index=documents.index, name="genre", dtype="str")


def find_genre(
    page: Sequence[PageLine], section: str | None = None, agency: str | None = None
) -> str | None:
    """Return the genre of one article (see `genre_table`).

    >>> find_genre([PageLine("title", True, "Tribune : Sauvons le port")])
    'opinion'
    """
    # Folding a whole page at once takes a tenth of the time, and flags fold the same text.
    texts = [line.text.replace("\n", " ") for line in page]
    folded = [line.strip() for line in fold_for_matching("\n".join(texts)).lower().split("\n")]
    kept = [
        text for text, line in zip(folded, page, strict=False) if line.kept and line.role != "title"
    ]
    rubrics = _rubrics(page, section)
    words = sum(len(text.split()) for text in kept)
    if _matches("petition", "call", folded) and _matches("petition", "count", folded):
        return "petition"
    if _is_live(kept, "live" in rubrics):
        return "live"
    if _is_score_table(kept):
        return "sport_result"
    if "interview" in rubrics or _is_signed(page, folded) or _is_interview(kept):
        return "interview"
    if "opinion" in rubrics:
        return "opinion"
    if words < _VIDEO_WORDS and ("video" in rubrics or _matches("video", "length", folded)):
        return "video"
    return "news" if agency else None


def _folded(text: str) -> str:
    return fold_for_matching(text).lower().strip()


def _rubrics(page: Sequence[PageLine], section: str | None) -> set[str]:
    """Return the genres that words beside the title name."""
    title = next((number for number, line in enumerate(page) if line.role == "title"), None)
    names = [part.strip(" .:") for part in _folded(section or "").split(",")]
    if title is not None:
        beside = (*page[max(0, title - _ABOVE) : title], *page[title + 1 : title + 1 + _BELOW])
        names += [_folded(line.text).strip(" .:|[]") for line in beside if len(line.text) < 30]
        opening = _RUBRIC.match(_folded(page[title].text))
        names += [opening[1]] if opening else []
    tables = read_toml("pages/genres.toml")["rubrics"]
    return {genre for genre, rubrics in tables.items() if not {*names}.isdisjoint(rubrics)}


def _is_live(kept: Sequence[str], is_called_live: bool) -> bool:
    """Return whether entries begin with a time: four, or two where the title says so."""
    entries = sum(_pattern("live", "entry").match(text) is not None for text in kept)
    return entries >= (_ENTRIES if not is_called_live else 2) and entries * 8 >= len(kept)


def _is_score_table(kept: Sequence[str]) -> bool:
    scores = sum(
        len(text) < 120 and _pattern("sport_result", "score").search(text) is not None
        for text in kept
    )
    return scores >= _SCORES and scores * 2 >= len(kept)


def _is_signed(page: Sequence[PageLine], folded: Sequence[str]) -> bool:
    """Return whether a title, or the end of a line, says that an article is an interview."""
    return any(
        pattern.search(text if line.role == "title" else text[-_END:])
        for text, line in zip(folded, page, strict=False)
        if any(map(text.__contains__, _forms("interview")["cues"]))
        for pattern in _signed()
    )


def _is_interview(kept: Sequence[str]) -> bool:
    """Return whether an article is of questions and answers.

    The answers of an interview say I or we; those of an article that explains a subject do not.
    """
    voice = _pattern("interview", "voice")
    answers = [
        voice.search(answer) is not None
        for question, answer in pairwise(kept)
        if question.endswith("?") and 15 < len(question) < _LONGEST_QUESTION
        if not answer.endswith("?") and len(answer.split()) > 12
    ]
    return len(answers) >= _QUESTIONS and sum(answers) * 2 > len(answers)


def _matches(genre: str, form: str, folded: Sequence[str]) -> bool:
    pattern = _pattern(genre, form)
    return any(len(text) < 200 and pattern.search(text) for text in folded)


@cache
def _signed() -> list[re.Pattern[str]]:
    return [re.compile(one) for one in _forms("interview")["signed"]]


@cache
def _pattern(genre: str, form: str) -> re.Pattern[str]:
    return re.compile(_forms(genre)[form])


def _forms(genre: str) -> dict[str, Any]:
    forms: dict[str, Any] = read_toml("pages/genres.toml")[genre]
    return forms
