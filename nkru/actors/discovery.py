"""Candidates: names in the articles that the codebook does not know, for a person to choose from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.codebook import TYPES, Codebook
from nkru.actors.codebook_files import read_codebook
from nkru.actors.matching import in_headline_case
from nkru.actors.mentions import find_mentions
from nkru.errors import CodebookError
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.lemmas import stop_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

EXAMPLES = 3
CLOSE = 0.6  # similarity from which a known form is shown as the nearest
MENTION = ["doc_id", "sent_no", "start", "end"]
SENTENCE = ["doc_id", "sent_no", "line_no", "start", "text"]
CAPITALISED = ("heading", "table")  # roles of lines whose every phrase may begin with a capital
NUMBERS = ["count", "articles", "start"]
COLUMNS = ["name", "count", "articles", "nearest", "similarity", "doc_id", "start", "examples"]


def candidates(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """List the capitalised sequences that the codebook does not know; not those met in headings and tables alone.

    Returns:
        One row per name, by falling articles and count: name, count, articles, nearest (the known
        form most like it, if any) and its similarity (0 to 1), doc_id and start of the first,
        examples (up to three sentences).
    """
    codebook = codebook or read_codebook()
    places: dict[str, list[tuple[str, int, str, bool]]] = {}
    for name, doc_id, start, sentence, prose in _unknown(corpus, codebook):
        places.setdefault(name, []).append((doc_id, start, sentence, prose))
    nearest, rows = _Nearest(codebook), []
    for name, found in places.items():
        doc_ids, starts, sentences, in_prose = zip(*found, strict=True)
        if any(in_prose):
            examples = " | ".join(
                " ".join(text.split()) for text in list(dict.fromkeys(sentences))[:EXAMPLES]
            )
            rows.append(
                (
                    name,
                    len(found),
                    len(set(doc_ids)),
                    *nearest(name),
                    doc_ids[0],
                    starts[0],
                    examples,
                )
            )
    table = pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(NUMBERS, "int64") | {"similarity": "float64"}
    )
    return table.sort_values(
        ["articles", "count", "name"], ascending=[False, False, True], ignore_index=True
    )


def _unknown(corpus: Corpus, codebook: Codebook) -> Iterator[tuple[str, str, int, str, bool]]:
    """Yield each name that no mention holds and no form spells: name, doc_id, start, its sentence, if that is prose."""
    lines = corpus.lines[corpus.lines["role"].isin(CAPITALISED)]
    capitalised = set(zip(lines["doc_id"].tolist(), lines["line_no"].tolist(), strict=True))
    forms = {folded_words(sense.form) for sense in codebook.senses()}
    mentions = find_mentions(corpus, codebook)
    known: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for doc_id, sent_no, start, end in zip(
        *(mentions[name].tolist() for name in MENTION), strict=True
    ):
        known.setdefault((doc_id, sent_no), []).append((start, end))
    sentences = (corpus.sentences[name].tolist() for name in SENTENCE)
    for doc_id, sent_no, line_no, start, text in zip(*sentences, strict=True):
        taken = known.get((doc_id, sent_no), [])
        for first, last in _names(text):
            inside = any(left < start + last and start + first < right for left, right in taken)
            if not inside and folded_words(text[first:last]) not in forms:
                yield (
                    text[first:last],
                    doc_id,
                    start + first,
                    text,
                    (doc_id, line_no) not in capitalised,
                )


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of capitalised sequences whose capital is neither that of a first word nor that of a headline."""
    for match in _sequence().finditer(text):
        words = match[0].split(" ")
        while words and folded_words(words[0]) in stop_words():
            words.pop(0)
        name = " ".join(words)
        start = match.end() - len(name)
        rest = [
            word
            for word in f"{text[:start]} {text[match.end() :]}".split()
            if word.casefold() not in stop_words()
        ]
        common = _common().issuperset(folded_words(name).split())
        if len(name) < 3 or common or not name[0].isupper() or in_headline_case(" ".join(rest)):
            continue
        if len(words) > 1 or re.search(r"[^\W\d_][,'’«(]? ?$", text[:start]):
            yield start, match.end()


@cache
def _common() -> frozenset[str]:
    """Return the words of offices and states, which name nobody: « les Affaires étrangères », « l’État »."""
    data = read_toml("actors/constructions.toml")
    phrases = (*data["too_common"], *(title for role in data["role"] for title in role["titles"]))
    return frozenset(word for phrase in phrases for word in folded_words(phrase).split())


@cache
def _sequence() -> re.Pattern[str]:
    links = "|".join(
        word.replace("'", "['’]") for word in read_toml("words/particles.toml")["in_name"]
    )
    word = r"[A-ZÀ-Ý][\w’-]*\w"
    return re.compile(rf"{word}(?:(?: (?:{links})){{0,2}} ?(?<=[ '’]){word})*")


class _Nearest:
    """The forms of a codebook, looked up by the beginnings of their words."""

    def __init__(self, codebook: Codebook) -> None:
        self._forms: dict[str, set[str]] = {}
        for sense in codebook.senses("forms"):
            for word in folded_words(sense.form).split():
                self._forms.setdefault(word[:3], set()).add(sense.form)

    def __call__(self, name: str) -> tuple[str, float]:
        words, best = folded_words(name), (CLOSE, "")
        matcher = SequenceMatcher(None, b=words)
        for form in {form for word in words.split() for form in self._forms.get(word[:3], ())}:
            matcher.set_seq1(folded_words(form))
            # The upper bounds rule out three forms in four.
            if matcher.real_quick_ratio() >= best[0] and matcher.quick_ratio() >= best[0]:
                best = max(best, (matcher.ratio(), form))
        return (best[1], round(best[0], 3)) if best[1] else ("", float("nan"))


def add_entries(names: Iterable[str], path: str | Path, type: str) -> Codebook:
    """Write names as entries of one type into one's own codebook, and return it read and checked.

    A new file takes in the shipped actors.

    Raises:
        CodebookError: the type is unknown, or a name already names an entry; the file is left as it
            was.
    """
    if type not in TYPES:
        raise CodebookError(f"type {type!r}: use one of {', '.join(TYPES)}")
    target = Path(path)
    head = 'name = "Own codebook"\nversion = "1.0"\nlicence = ""\nsource = ""\ninclude = ["actors.toml"]\n'
    before = target.read_text(encoding="utf-8") if target.exists() else None
    quoted = [json.dumps(name, ensure_ascii=False) for name in names]
    tables = [f'\n[[actor]]\nname = {name}\ntype = "{type}"\nforms = [{name}]\n' for name in quoted]
    target.write_text((before or head) + "".join(tables), encoding="utf-8")
    try:
        return read_codebook(target)
    except CodebookError:
        target.unlink() if before is None else target.write_text(before, encoding="utf-8")
        raise
