"""Themes of lines, sentences and articles: the theme of a codebook that has most hits there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

OTHER = "autre"
By = Literal["line", "sentence", "article"]
_KEYS: dict[By, list[str]] = {
    "line": ["doc_id", "line_no"],
    "sentence": ["doc_id", "sent_no"],
    "article": ["doc_id"],
}


def main_themes(hits: pd.DataFrame, corpus: Corpus, by: By = "line") -> pd.DataFrame:
    """Return the theme that has most hits in each line, sentence or article.

    Args:
        hits: what `find_mentions` found with a codebook of themes.
        corpus: the articles.
        by: the unit.

    Returns:
        doc_id, line_no or sent_no, theme (of equal ones the first named; autre without a hit), hits
        (of that theme), all_hits, basis.
    """
    keys = _KEYS[by]
    units = corpus.sentences[["doc_id", "sent_no", "line_no"]]
    placed = hits[["doc_id", "sent_no", "start", "entry"]].merge(units, on=["doc_id", "sent_no"])
    themes = (
        placed.groupby([*keys, "entry"], observed=True)["start"].agg(["size", "min"]).reset_index()
    )
    ranked = themes.sort_values(
        [*keys, "size", "min"], ascending=[True] * len(keys) + [False, True]
    )
    best = ranked.drop_duplicates(keys).rename(columns={"entry": "theme", "size": "hits"})
    best["all_hits"] = themes.groupby(keys)["size"].transform("sum")
    table = (
        units[keys]
        .drop_duplicates()
        .merge(best[[*keys, "theme", "hits", "all_hits"]], on=keys, how="left")
    )
    table = table.fillna({"theme": OTHER, "hits": 0, "all_hits": 0}).astype(
        {"hits": int, "all_hits": int}
    )
    return table.assign(basis=corpus.basis)
