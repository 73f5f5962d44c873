"""Candidates for the codebook: names in the articles that it lacks, for a person to choose from."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.codebook import TYPES, Codebook
from nkru.actors.codebook_files import read_codebook, shipped_unless
from nkru.actors.known.headlines import Capitals
from nkru.actors.known.spans import Spans
from nkru.actors.mentions import article_mentions
from nkru.errors import CodebookError
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import folded_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

EXAMPLES = 3
CLOSE = 0.6  # similarity from which a known form is shown as the nearest
AROUND = 600  # characters of a sentence shown on either side of a name
AFTER_WORD = re.compile(r"[^\W\d_][,'’«(]? ?$")
MENTION = ["doc_id", "sent_no", "start", "end"]
SENTENCE = ["doc_id", "sent_no", "line_no", "start", "text"]
CAPITALISED = ("heading", "table")  # roles of lines in which any phrase may begin with a capital
NUMBERS = ["count", "articles", "start"]
COLUMNS = ["name", "count", "articles", "nearest", "similarity", "doc_id", "start", "examples"]
HEAD = 'name = "Own codebook"\nversion = "1.0"\nlicence = ""\nsource = ""\n'


def candidates(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """List the capitalised sequences that the codebook does not know.

    Names that occur in headings and tables only are left out.

    Returns:
        One row per name, by falling articles and count: name, count, articles, nearest (the known
        form most like it, if any) and its similarity (0 to 1), doc_id and start of the first,
        examples (up to three sentences).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> unknown = nkru.candidates(corpus)
    >>> sorted({"Saint-Aubin-des-Rives", "Pont-Rouge"} & set(unknown["name"]))
    ['Pont-Rouge', 'Saint-Aubin-des-Rives']
    """
    codebook = shipped_unless(codebook)
    columns = ["name", "doc_id", "start", "sentence", "in_prose"]
    names = pd.DataFrame(_unknown(corpus, codebook), columns=columns).groupby("name")
    table = names.agg(
        count=("start", "size"),
        articles=("doc_id", "nunique"),
        doc_id=("doc_id", "first"),
        start=("start", "first"),
        examples=("sentence", _join_examples),
        in_prose=("in_prose", "any"),
    )
    table = table[table["in_prose"].astype(bool)].reset_index()
    nearest = [*map(_Nearest(codebook), table["name"])]
    table = table.join(pd.DataFrame(nearest, columns=["nearest", "similarity"]))
    table = table[COLUMNS].astype(dict.fromkeys(NUMBERS, "int64") | {"similarity": "float64"})
    order = ["articles", "count", "name"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _join_examples(sentences: Iterable[str]) -> str:
    return " | ".join(" ".join(text.split()) for text in list(dict.fromkeys(sentences))[:EXAMPLES])


def _unknown(corpus: Corpus, codebook: Codebook) -> Iterator[tuple[str, str, int, str, bool]]:
    """Yield each name that overlaps no mention and is not a form."""
    lines = corpus.lines[corpus.lines["role"].isin(CAPITALISED)]
    capitalised = set(zip(lines["doc_id"].tolist(), lines["line_no"].tolist(), strict=True))
    forms = {folded_words(sense.form) for sense in codebook.senses()}
    mentions = article_mentions(corpus, codebook, found=False)
    known: dict[tuple[str, int], list[tuple[int, int]]] = {}
    columns = (mentions[name].tolist() for name in MENTION)
    for doc_id, sent_no, start, end in zip(*columns, strict=True):
        known.setdefault((doc_id, sent_no), []).append((start, end))
    columns = (corpus.sentences[name].tolist() for name in SENTENCE)
    for doc_id, sent_no, line_no, start, text in zip(*columns, strict=True):
        mentioned = Spans(known.get((doc_id, sent_no), ()))
        for first, last in _names(text):
            name, in_prose = text[first:last], (doc_id, line_no) not in capitalised
            if mentioned.touch(start + first, start + last) or folded_words(name) in forms:
                continue
            example = text[max(0, first - AROUND) : last + AROUND]
            yield name, doc_id, start + first, example, in_prose


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of capitalised sequences; first words and headlines are left out."""
    if spans := list(_sequences(text)):
        capitals = Capitals(text, stop_words())
        for start, end in spans:
            if not capitals.surround(0, start, end, len(text)):
                yield start, end


def _sequences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of capitalised sequences, without their first words that name nobody."""
    for match in _sequence().finditer(text):
        words = match[0].split(" ")
        while words and folded_words(words[0]) in stop_words():
            words.pop(0)
        name = " ".join(words)
        start = match.end() - len(name)
        if len(name) < 3 or not name[0].isupper():
            continue
        if _common().issuperset(folded_words(name).split()):
            continue
        if len(words) > 1 or AFTER_WORD.search(text, max(0, start - 3), start):
            yield start, match.end()


@cache
def _common() -> frozenset[str]:
    """Return the words of offices and states, which name nobody: « les Affaires étrangères »."""
    data = read_toml("actors/constructions.toml")
    phrases = (*data["too_common"], *(title for role in data["role"] for title in role["titles"]))
    return frozenset(word for phrase in phrases for word in folded_words(phrase).split())


@cache
def _sequence() -> re.Pattern[str]:
    particles = read_toml("words/particles.toml")["in_name"]
    links, word = "|".join(particles).replace("'", "['’]"), r"[A-ZÀ-Ý][\w’-]*\w"
    return re.compile(rf"{word}(?:(?: (?:{links})){{0,2}} ?(?<=[ '’]){word})*")


class _Nearest:
    """The forms of a codebook, looked up by the beginnings of their words."""

    def __init__(self, codebook: Codebook) -> None:
        self._forms: dict[str, set[str]] = {}
        for sense in codebook.senses("forms"):
            for word in folded_words(sense.form).split():
                self._forms.setdefault(word[:3], set()).add(sense.form)

    def __call__(self, name: str) -> tuple[str, float]:
        """Return the form most like a name and the similarity."""
        words, similarity, nearest = folded_words(name), CLOSE, ""
        matcher = SequenceMatcher(None, b=words)
        for form in {form for word in words.split() for form in self._forms.get(word[:3], ())}:
            matcher.set_seq1(folded_words(form))
            # The upper bounds rule out three forms in four.
            if matcher.real_quick_ratio() >= similarity and matcher.quick_ratio() >= similarity:
                similarity, nearest = max((similarity, nearest), (matcher.ratio(), form))
        return nearest, round(similarity, 3) if nearest else float("nan")


def add_entries(names: Iterable[str], path: str | Path, type: str) -> Codebook:
    """Add names as actors of one type to the user's codebook; return it, read and checked.

    Args:
        names: chosen ones of `nkru.candidates`.
        path: the TOML file, made if it does not exist.
        type: person, state or organisation.

    Raises:
        CodebookError: the type is unknown, or a name already names an entry, shipped or own; the
            file is unchanged.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     own = add_entries(["Paul Durand"], f"{folder}/own.toml", "person")
    >>> "Paul Durand" in own.index_of
    True
    """
    if type not in TYPES:
        raise CodebookError("type {type!r}: use one of {known}", type=type, known=", ".join(TYPES))
    target, names = Path(path).resolve(), list(names)
    before = target.read_bytes() if target.is_file() else None
    codebook = read_codebook(target if before else None, "actors")
    known = {folded_words(sense.form) for sense in codebook.senses()}
    for name in names:
        if name in codebook.index_of or folded_words(name) in known:
            raise CodebookError(
                "{file}: {name!r} names an entry already: leave it out", file=target.name, name=name
            )
    tables = "".join(map(_table_of, names, repeat(type)))
    try:
        _replace(target, (before or HEAD.encode()) + tables.encode())
        return read_codebook(target, "actors")
    except UnicodeEncodeError:
        raise CodebookError(
            "{file}: a name has half a character: leave it out", file=target.name
        ) from None
    except CodebookError:
        target.unlink() if before is None else _replace(target, before)
        raise


def _table_of(name: str, type: str) -> str:
    text = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f'\n[[actor]]\nname = {text}\ntype = "{type}"\nforms = [{text}]\n'


def _replace(path: Path, content: bytes) -> None:
    """Write a file in one step, so that an interruption leaves the old one or the new one."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    if path.exists():
        shutil.copymode(path, draft)
    draft.replace(path)
