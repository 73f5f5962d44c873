"""The register: every actor that the articles name, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import shipped_unless
from nkru.actors.mention_tables import counted_mentions
from nkru.actors.mentions import gendered_mentions
from nkru.actors.register_sheet import STATED, sheet_for

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = [
    *("entry", "type", "gender", "group", "forms", "mentions", "articles", "stories", "source"),
]
EXAMPLES, LONGEST = 3, 300  # sentences shown, and characters of each
NUMBERS = ["mentions", "articles", "stories"]


def register(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """List the actors that the articles name: those of the codebook, and those found in them.

    Returns:
        One row per actor, by falling stories, articles and mentions: entry, type (person, state,
        organisation), gender (m, f, or empty if unknown), group (the researcher's own,
        from a sheet), forms (as the articles write them, the commonest first, "; " between),
        mentions, articles, stories, source (codebook, found, or sheet).

    *Note*: a name that occurs once in one article may not be an actor; one name may be that of two.
    Read the rows that a study rests on.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.register(corpus)
    >>> table.loc[table["entry"] == "Inès Marchal", ["type", "articles"]].values.tolist()
    [['person', 6]]
    """
    codebook = shipped_unless(codebook)
    table = counted_mentions(gendered_mentions(corpus, codebook))
    stories = corpus.labels("story_id")
    table = table.assign(story=table["doc_id"].map(stories))
    rows = table.groupby("entry", observed=True).agg(
        type=("type", "first"),
        gender=("gender", "max"),
        key=("key", "max"),
        mentions=("start", "size"),
        articles=("doc_id", "nunique"),
        stories=("story", "nunique"),
    )
    rows = rows.reset_index().assign(group="")
    genders = {entry.name: entry.gender for entry in codebook.entries}
    found = (rows["key"] != "") & ~rows["entry"].isin(genders)
    rows["gender"] = rows["gender"].where(found, rows["entry"].map(genders)).fillna("")
    rows["source"] = found.map({True: "found", False: "codebook"})
    if sheet := sheet_for(corpus, codebook.register):
        rows["group"] = rows["entry"].map(sheet.groups).fillna("")
        rows["source"] = rows["source"].mask(rows["entry"].isin(sheet.stated), "sheet")
    rows["forms"] = rows["entry"].map(_forms(table)).fillna(rows["entry"])
    texts = dict.fromkeys(set(COLUMNS) - set(NUMBERS), "str")
    rows = rows[COLUMNS].astype({**texts, **dict.fromkeys(NUMBERS, "int64")})
    order = ["stories", "articles", "mentions", "entry"]
    return rows.sort_values(order, ascending=[False] * 3 + [True], ignore_index=True)


def _forms(table: pd.DataFrame) -> pd.Series[str]:
    """Return the spellings of each entry, without its descriptions."""
    named = table[table["kind"] != "descriptor"]
    counts = named.groupby(["entry", "text"], observed=True).size().rename("n").reset_index()
    counts = counts.sort_values(["entry", "n", "text"], ascending=[True, False, True])
    return counts.groupby("entry", observed=True)["text"].agg("; ".join)


def register_to_correct(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Return the register with examples and empty columns to merge, rename, retype, group, drop.

    Returns:
        The columns of `register`, examples (up to three sentences, " | " between) and the columns
        that `read_codebook` reads from the sheet (see `nkru.actors.register_sheet`).
    """
    codebook = shipped_unless(codebook)
    rows, sentence = register(corpus, codebook), ["doc_id", "sent_no"]
    named = counted_mentions(gendered_mentions(corpus, codebook))
    named = named[["entry", *sentence]].drop_duplicates()
    named = named[named.groupby("entry").cumcount() < EXAMPLES]
    texts = named.merge(corpus.sentences[[*sentence, "text"]], on=sentence)
    texts["text"] = texts["text"].str.split().str.join(" ").str.slice(0, LONGEST)
    examples = texts.groupby("entry")["text"].agg(" | ".join)
    rows = rows.assign(examples=rows["entry"].map(examples).fillna(""))
    groups = rows.pop("group")
    return rows.assign(**dict.fromkeys(STATED, "")).assign(group=groups)
