"""Overview of a corpus: what was kept of each article, why lines were left out, what each choice costs."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus

_SHOWN = ["doc_id", "title", "outlet", "author", "agency", "date", "date_precision", "date_evidence", "flags"]


def article_table(corpus: Corpus) -> pd.DataFrame:
    """Return what is known of each article: doc_id, title, outlet, …, date and its evidence, flags, words."""
    words = kept_words(corpus).set_index("doc_id")["kept"]
    return corpus.documents[_SHOWN].assign(words=corpus.documents["doc_id"].map(words), basis=corpus.basis)


def kept_words(corpus: Corpus) -> pd.DataFrame:
    """Return doc_id, title, kept and left_out (words of its lines), share_kept, basis."""
    lines = corpus.lines.assign(words=corpus.lines["text"].str.count(r"\S+"))
    table = lines.pivot_table(index="doc_id", columns="kept", values="words", aggfunc="sum", fill_value=0)
    table = table.reindex(columns=[True, False], fill_value=0).set_axis(["kept", "left_out"], axis=1)
    table = (
        corpus.documents[["doc_id", "title"]]
        .merge(table.reset_index(), on="doc_id", how="left")
        .fillna({"kept": 0, "left_out": 0})
    )
    share = table["kept"] / (table["kept"] + table["left_out"])
    return table.astype({"kept": int, "left_out": int}).assign(share_kept=share, basis=corpus.basis)


def left_out(corpus: Corpus) -> pd.DataFrame:
    """Return why lines were left out: role, reason, lines, words, articles, example, basis; most lines first."""
    lines = corpus.lines[~corpus.lines["kept"]]
    lines = lines.assign(words=lines["text"].str.count(r"\S+"))
    groups = lines.groupby(["role", "reason"], observed=True)
    table = groups.agg(
        lines=("text", "size"), words=("words", "sum"), articles=("doc_id", "nunique"), example=("text", "first")
    ).reset_index()
    order = table.sort_values(["lines", "role", "reason"], ascending=[False, True, True], ignore_index=True)
    return order.assign(basis=corpus.basis)


def choices(corpus: Corpus) -> pd.DataFrame:
    """Return what each choice of articles leaves: choice, articles, sentences, words, basis."""
    flags = sorted({flag for flags in corpus.documents["flags"] for flag in flags.split(";") if flag})
    narrowed = {
        "all": corpus,
        "one per story": corpus.one_per_story(),
        "without agency copy": corpus.without_agency(),
        **{f"without {flag}": corpus.without_flags(flag) for flag in flags},
    }
    rows = [(name, len(chosen), len(chosen.sentences), _words(chosen)) for name, chosen in narrowed.items()]
    return pd.DataFrame(rows, columns=["choice", "articles", "sentences", "words"]).assign(basis=corpus.basis)


def _words(corpus: Corpus) -> int:
    return int(corpus.sentences["text"].str.count(r"\S+").sum())


def stories(corpus: Corpus) -> pd.DataFrame:
    """Return the stories told by several articles: story_id, doc_id, title, outlet, agency, date, basis."""
    documents = corpus.documents[corpus.documents["story_id"].duplicated(keep=False)]
    columns = ["story_id", "doc_id", "title", "outlet", "agency", "date"]
    return documents[columns].sort_values(["story_id", "doc_id"], ignore_index=True).assign(basis=corpus.basis)
