"""Places: where the rows of a table that name a passage of an article lead."""

from __future__ import annotations

import pandas as pd

from nkru.report.chapter.passages import QuotePolicy
from nkru.report.markup import article_page


def article_places(table: pd.DataFrame, policy: QuotePolicy) -> list[str]:
    """Return for each row the address of its article, from the folder of the report.

    A row with a start, the number of a sentence or of a line leads to that sentence or line. In a
    public edition, whose pages hold no text, it leads to the article.

    Args:
        table: doc_id, and start, sent_no or line_no if it is of passages.
        policy: the corpus, and what may be quoted of it.
    """
    pages = ["articles/" + article_page(str(name)) for name in table["doc_id"]]
    anchors = [""] * len(table) if policy.public else _anchors(table, policy)
    return [page + anchor for page, anchor in zip(pages, anchors, strict=True)]


def _anchors(table: pd.DataFrame, policy: QuotePolicy) -> list[str]:
    """Return the anchor of the sentence or line of each row; "" for a row of a whole article."""
    if "sent_no" in table:
        sentences = policy.corpus.sentences
        index = pd.MultiIndex.from_frame(sentences[["doc_id", "sent_no"]].astype("object"))
        starts = pd.Series(sentences["start"].to_numpy(), index)
        own = pd.MultiIndex.from_frame(table[["doc_id", "sent_no"]].astype("object"))
        return ["" if pd.isna(start) else f"#s-{start:.0f}" for start in starts.reindex(own)]
    if "start" in table:
        starts = _sentence_starts(table, policy.corpus.sentences)
        return ["" if pd.isna(start) else f"#s-{start:.0f}" for start in starts]
    if "line_no" in table:
        return [f"#l-{number}" for number in table["line_no"]]
    return [""] * len(table)


def _sentence_starts(table: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series[float]:
    """Return the start of the sentence in which each row starts."""
    rows = pd.DataFrame(
        {
            "doc_id": table["doc_id"].astype("object").to_numpy(),
            "start": table["start"].to_numpy("int64"),
            "row": range(len(table)),
        }
    )
    rows = rows.astype({"doc_id": "object"})
    starts = sentences[["doc_id"]].astype("object").assign(at=sentences["start"].astype("int64"))
    joined = pd.merge_asof(
        rows.sort_values("start"),
        starts.sort_values("at"),
        left_on="start",
        right_on="at",
        by="doc_id",
    )
    return joined.set_index("row")["at"].sort_index()
