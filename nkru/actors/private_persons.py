"""Private persons: those named in one story who hold no office, such as victims and the accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import shipped_unless
from nkru.actors.mentions import codebook_used, gendered_mentions
from nkru.actors.names.appositions import bare_phrase, nouns
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.patterns import any_of

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "entry", "label", "names"]
NOBODY = {"f": "a woman", "m": "a man", "": "a person"}
REACH = 80  # characters before a name that may hold its function
OF_AGE = 18
AGE = re.compile(r",? ?\(?(\d{1,2}) ans\b")
LONGEST = 60  # characters of a description in a label


@cache
def _offices() -> frozenset[str]:
    """Return the nouns of public functions, folded."""
    rules = read_toml("actors/private_persons.toml")
    groups = read_toml("actors/heads_of_bodies.toml")["functions"]
    return frozenset(
        folded_words(noun[gender])
        for group in groups
        for noun in group["nouns"]
        for gender in ("m", "f")
        if noun["m"] in rules["also"]
        or group["group"] in rules["groups"]
        and noun["m"] not in rules["but"]
    )


@cache
def _office_title() -> re.Pattern[str]:
    titles = any_of(read_toml("actors/private_persons.toml")["titles"])
    return re.compile(rf"(?<!\w)(?:{titles})[ \u00a0]$")


def private_persons(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Return the persons whom a public edition does not name.

    A person is private who is in no codebook, is named in one story only, and holds no office or
    public function there (`resources/actors/private_persons.toml`); so is any person under 18 in
    one story. To have a person named, write the name into a codebook of your own.

    Args:
        corpus: the articles.
        codebook: by default the one with which mentions were found before, else the shipped one.

    Returns:
        One row per article and person: doc_id, entry, label (a description that the article gives,
        else "a woman", "a man" or "a person", with a number of its own), names (as the article
        writes them, "; " between).
    """
    codebook = shipped_unless(codebook or codebook_used(corpus))
    table = gendered_mentions(corpus, codebook)
    found = table[(table["key"] != "") & (table["type"] == "person")]
    stories = corpus.labels("story_id")
    told = found["doc_id"].map(stories).groupby(found["entry"]).nunique()
    found = found[found["entry"].isin(told.index[told == 1])]
    found = found[found["entry"].isin(found.loc[found["kind"] == "name", "entry"])]
    articles = found.groupby(["doc_id", "entry"], observed=True, sort=False)
    parts = [(str(doc_id), str(entry), part) for (doc_id, entry), part in articles]
    public = {entry for doc_id, entry, part in parts if _is_public(corpus.raw(doc_id), part)}
    rows: list[tuple[str, str, str, str]] = []
    numbers: dict[str, int] = {}
    for doc_id, entry, part in parts:
        if entry not in public:
            number = numbers.setdefault(entry, len(numbers) + 1)
            names = "; ".join(dict.fromkeys(part.loc[part["kind"] == "name", "text"]))
            label = f"{_description(part)} (name withheld, {number})"
            rows.append((doc_id, entry, label, names))
    private = pd.DataFrame(rows, columns=COLUMNS).astype("str")
    # Copies of a story may describe a person differently: one label for each.
    labels = private.drop_duplicates("entry").set_index("entry")["label"]
    return private.assign(label=private["entry"].map(labels).astype("str"))


def _is_public(raw: str, part: pd.DataFrame) -> bool:
    """Say whether an article gives a person an office; `part` has the person's mentions in it."""
    said: set[str] = set()
    for start, end, kind in zip(part["start"], part["end"], part["kind"], strict=True):
        age = AGE.match(raw, end)
        if age and int(age[1]) < OF_AGE:
            return False
        if kind == "descriptor":
            said.update(noun.key for noun in nouns(raw[start:end]))
        else:
            said.update(_said_beside(raw, start, end))
    return not said.isdisjoint(_offices()) or "" in said


def _said_beside(raw: str, start: int, end: int) -> Iterator[str]:
    """Yield the functions beside a name; "" for a title that is that of an office."""
    after = bare_phrase(raw, end)
    if after:
        yield after.noun
    before = raw[max(0, start - REACH) : start].rstrip(" \u00a0,")
    yield from (noun.key for noun in nouns(before) if noun.end == len(before))
    if _office_title().search(raw, max(0, start - 14), start):
        yield ""


def _description(part: pd.DataFrame) -> str:
    """Return the first description of a person in an article, or "a woman", "a man", "a person"."""
    names = {word for text in part.loc[part["kind"] == "name", "text"] for word in text.split()}
    for text in part.loc[part["kind"] == "descriptor", "text"]:
        if names.isdisjoint(text.split()):
            return str(text) if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
    return NOBODY[str(part["gender"].max())]
