"""The ledger of a corpus: how much of each article was kept, and what was left out for which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.corpus import Corpus

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "kept", "role", "reason", "lines", "words", "share"]


def ledger(corpus: Corpus) -> pd.DataFrame:
    """Return what was kept and left out of each article, what was kept first.

    Returns:
        One row per article, role and reason: doc_id, kept, role, reason (empty where kept), lines,
        words (between white space), share (of the article's words).
    """
    lines = corpus.lines.assign(words=[len(text.split()) for text in corpus.lines["text"]])
    keys = ["doc_id", "kept", "role", "reason"]
    table = lines.groupby(keys, observed=True)["words"].agg(lines="size", words="sum").reset_index()
    table["share"] = table["words"] / table.groupby("doc_id")["words"].transform("sum")
    order = ["doc_id", "kept", "words", "role", "reason"]
    return table.sort_values(order, ascending=[True, False, False, True, True], ignore_index=True)[
        COLUMNS
    ]


_SHOWN = [
    "doc_id",
    "title",
    "outlet",
    "author",
    "agency",
    "date",
    "date_precision",
    "date_evidence",
    "flags",
]


def article_table(corpus: Corpus) -> pd.DataFrame:
    """Return what is known of each article: doc_id, title, outlet, …, date and its evidence, flags, words."""
    words = kept_words(corpus).set_index("doc_id")["kept"]
    return corpus.documents[_SHOWN].assign(
        words=corpus.documents["doc_id"].map(words), basis=corpus.basis
    )


def kept_words(corpus: Corpus) -> pd.DataFrame:
    """Return doc_id, title, kept and left_out (words of its lines), share_kept, basis."""
    words = ledger(corpus).pivot_table(
        index="doc_id", columns="kept", values="words", aggfunc="sum", fill_value=0
    )
    words = words.reindex(corpus.fileids(), columns=[True, False], fill_value=0)
    kept, lost = (words[column].to_numpy() for column in (True, False))
    table = corpus.documents[["doc_id", "title"]].assign(kept=kept, left_out=lost)
    return table.assign(share_kept=kept / (kept + lost).clip(1), basis=corpus.basis)


def left_out(corpus: Corpus) -> pd.DataFrame:
    """Return why lines were left out: role, reason, lines, words, articles, example, basis; most lines first."""
    groups = ledger(corpus).query("not kept").groupby(["role", "reason"])
    table = groups.agg(
        lines=("lines", "sum"), words=("words", "sum"), articles=("doc_id", "size")
    ).reset_index()
    examples = corpus.lines.drop_duplicates(["role", "reason"])[["role", "reason", "text"]]
    table = table.merge(examples.rename(columns={"text": "example"}), on=["role", "reason"])
    order = table.sort_values(
        ["lines", "role", "reason"], ascending=[False, True, True], ignore_index=True
    )
    return order.assign(basis=corpus.basis)


def choices(corpus: Corpus) -> pd.DataFrame:
    """Return what each choice of articles leaves: choice, articles, sentences, words, basis."""
    flags = sorted(
        {flag for flags in corpus.documents["flags"] for flag in flags.split(";") if flag}
    )
    narrowed = {
        "all": corpus,
        "one per story": corpus.one_per_story(),
        "without agency copy": corpus.without_agency(),
        **{f"without {flag}": corpus.without_flags(flag) for flag in flags},
    }
    rows = [
        (name, len(chosen), len(chosen.sentences), _words(chosen))
        for name, chosen in narrowed.items()
    ]
    return pd.DataFrame(rows, columns=["choice", "articles", "sentences", "words"]).assign(
        basis=corpus.basis
    )


def _words(corpus: Corpus) -> int:
    return int(corpus.sentences["text"].str.count(r"\S+").sum())


def stories(corpus: Corpus) -> pd.DataFrame:
    """Return the stories told by several articles: story_id, doc_id, title, outlet, agency, date, basis."""
    documents = corpus.documents[corpus.documents["story_id"].duplicated(keep=False)]
    columns = ["story_id", "doc_id", "title", "outlet", "agency", "date"]
    return (
        documents[columns]
        .sort_values(["story_id", "doc_id"], ignore_index=True)
        .assign(basis=corpus.basis)
    )
