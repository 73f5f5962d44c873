"""Flags: properties of an article that limit the conclusions one may draw from it."""

from __future__ import annotations

from itertools import compress

import pandas as pd

from nkru.corpus.articles import rows_by_article
from nkru.corpus.dating.named_days import METHODS
from nkru.corpus.formats import BOUNDED
from nkru.corpus.formats.printed_columns import line_read_across
from nkru.corpus.languages import UNKNOWN
from nkru.corpus.lines.furniture import SHARED
from nkru.corpus.lines.layout import REPEATED
from nkru.corpus.notices import PageLine, find_notices, meaning_of
from nkru.corpus.several import FORMATS, PARAGRAPH, further_heads, teaser_heads

# An article with fewer kept words is an alert or a stump.
SHORT_WORDS = 60
ACCENT = "[À-ÖØ-öø-ÿ]"
ACCENTED = 400  # characters of French that never lack an accent
IN_CAPITALS = 0.8  # of the kept text
# A note on the author or the site has more words, a label fewer.
_LABEL = 8
# Codes under which a note on the author or the site is left out where several articles have it.
_STOCK_BIO = (f"author{SHARED}", f"site{SHARED}", REPEATED.code)


def flag_table(
    articles: pd.DataFrame, lines: pd.DataFrame, documents: pd.DataFrame
) -> pd.Series[str]:
    """Return the flags of each article, sorted and joined by ";".

    generated, prompt_residue, paywall (its text says so, see `notice_table`); capitals (nearly all
    words are in capitals); columns (its lines hold those of columns side by side);
    encoding_damaged (characters were replaced); named_day (only the name of its file or its address
    gives its date); no_accents; no_byline (no author, agency or desk); no_date; not_french;
    stock_bio (a note on the author or site that several articles share); too_short (fewer than 60
    kept words); several_articles (see `several_table`).

    Args:
        articles: doc_id, format, raw, damaged.
        lines: as from `nkru.corpus.lines.roles.line_table`.
        documents: doc_id, author, agency, genre, date, date_method, date_to, language; in the order
            of `articles`.
    """
    signed = documents["doc_id"].isin(lines.loc[lines["role"] == "byline", "doc_id"])
    french = documents["language"].isin(("fr", UNKNOWN))
    spelling = _spelling(lines)
    marks = pd.DataFrame(
        {
            "capitals": french & documents["doc_id"].isin(spelling.index[spelling["capitals"]]),
            "columns": [bool(line_read_across(text)) for text in articles["raw"]],
            "encoding_damaged": articles["damaged"] > 0,
            "named_day": documents["date_method"].isin(METHODS),
            "no_accents": french & documents["doc_id"].isin(spelling.index[spelling["no_accents"]]),
            "no_byline": documents["author"].isna() & documents["agency"].isna() & ~signed,
            "no_date": documents["date"].isna(),
            "not_french": ~french,
            "stock_bio": documents["doc_id"].isin(_with_stock_bio(lines)),
            "too_short": _are_short(lines, documents),
        }
    )
    worded = notice_table(lines, documents).groupby("doc_id")["flag"].agg(set).to_dict()
    for doc_id in several_table(lines, articles)["doc_id"]:
        worded.setdefault(doc_id, set()).add("several_articles")
    rows = zip(documents["doc_id"], marks.to_numpy(dtype="bool").tolist(), strict=True)
    flags = [
        ";".join(sorted(worded.get(doc_id, set()).union(compress(map(str, marks), row))))
        for doc_id, row in rows
    ]
    return pd.Series(flags, index=documents.index, name="flags", dtype="str")


def notice_table(lines: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence of the flags that an article's words give.

    Args:
        lines: doc_id, role, kept, text, in the order of the page.
        documents: doc_id, genre, date_to.

    Returns:
        One row per article and flag: doc_id, flag, meaning, evidence (the line that holds it).
    """
    pages = rows_by_article(lines, *PageLine._fields)
    known = documents[["doc_id", "genre", "date_to"]].astype("object")
    known = known.where(known.notna(), None)
    rows = [
        (doc_id, notice.flag, meaning_of(notice.flag), notice.evidence)
        for doc_id, genre, last_day in known.itertuples(index=False)
        for notice in find_notices(
            [PageLine(*row) for row in pages.get(doc_id, ())],
            last_day,
            is_interview=genre == "interview",
        )
    ]
    return pd.DataFrame(rows, columns=["doc_id", "flag", "meaning", "evidence"], dtype="str")


def several_table(lines: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with further articles in their text: doc_id, evidence (their headlines).

    A page that has no article, but teasers of many, such as the front page of a site, is one.

    Args:
        lines: doc_id, role, kept, code, text, in the order of the page.
        articles: doc_id, format.
    """
    ours = articles.loc[articles["format"].isin(FORMATS), "doc_id"]
    signed = lines[lines["role"].isin(("byline", "date")) | (lines["code"] == "below_article")]
    pages = rows_by_article(
        lines[lines["doc_id"].isin(set(ours) & set(signed["doc_id"]))], "role", "code", "text"
    )
    found = {doc_id: further_heads(page) for doc_id, page in pages.items()}
    found |= _front_pages(lines, articles)
    rows = [(doc_id, "; ".join(heads)) for doc_id, heads in found.items() if heads]
    return pd.DataFrame(rows, columns=["doc_id", "evidence"], dtype="str")


def _front_pages(lines: pd.DataFrame, articles: pd.DataFrame) -> dict[str, list[str]]:
    """Return the headlines of the pages of teasers, which hold no paragraph of an article."""
    pages = articles.loc[~articles["format"].isin(BOUNDED), "doc_id"]
    long = lines.loc[lines["kept"] & (lines["text"].str.len() > PARAGRAPH), "doc_id"]
    brief = set(pages) - set(long)
    rows = rows_by_article(lines[lines["doc_id"].isin(brief)], "role", "code", "text")
    return {doc_id: heads for doc_id, page in rows.items() if (heads := teaser_heads(page))}


def _with_stock_bio(lines: pd.DataFrame) -> pd.Series[str]:
    """Return the articles that share a note on their author or site."""
    notes = lines[lines["code"].isin(_STOCK_BIO)]
    return notes["doc_id"][[len(text.split()) > _LABEL for text in notes["text"]]]


def _spelling(lines: pd.DataFrame) -> pd.DataFrame:
    """Return by article whether its kept text is in capitals, and whether it lacks accents."""
    kept = lines.loc[lines["kept"], ["doc_id", "text"]]
    sizes, by = kept["text"].str.len(), kept["doc_id"]
    upper = sizes.where(kept["text"].str.isupper(), 0)
    sums = pd.DataFrame({"size": sizes, "upper": upper}).groupby(by).sum()
    accented = kept["text"].str.contains(ACCENT).groupby(by).any()
    return pd.DataFrame(
        {
            "capitals": sums["upper"] > IN_CAPITALS * sums["size"],
            "no_accents": ~accented & (sums["size"] > ACCENTED),
        }
    )


def _are_short(lines: pd.DataFrame, documents: pd.DataFrame) -> list[bool]:
    words = dict.fromkeys(documents["doc_id"].tolist(), 0)
    kept = lines[lines["kept"]]
    for doc_id, text in zip(kept["doc_id"].tolist(), kept["text"].tolist(), strict=True):
        # The first words of an article are enough to show whether it is short.
        if words[doc_id] < SHORT_WORDS:
            words[doc_id] += len(text.split(maxsplit=SHORT_WORDS))
    return [count < SHORT_WORDS for count in words.values()]
