"""How often each actor is named: counts, rates and shares of articles, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru._typing import Floats, Ints
from nkru.actors.mention_tables import counted_mentions
from nkru.corpus.arguments import MENTION, expect_table
from nkru.corpus.word_counts import words_by_article
from nkru.measures.resampling import (
    MIN_STORIES,
    count_pairs,
    rate_interval,
    share_interval,
)
from nkru.notes import note

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

PER = 1000
_LEAST_NAMING = 5  # stories that name an entry; the rate of fewer has no interval
PROMINENT = ("title", "standfirst")  # roles of lines
FORMULA = (
    "Σ mentions / Σ words · 1,000; t interval on its logarithm over stories; "
    "share of stories, Wilson interval"
)
MEASURES = [
    *("count", "words", "rate", "rate_low", "rate_high", "articles"),
    *(
        "share",
        "share_low",
        "share_high",
        "mention_share",
        "largest_article",
        "of_articles",
        "stories",
    ),
]
WHOLE = ("count", "words", "articles", "of_articles", "stories")


def frequency(
    mentions: pd.DataFrame,
    corpus: Corpus,
    by: str | None = None,
    kinds: Iterable[str] | None = None,
    entries: Sequence[str] | None = None,
    senses: Iterable[str] = ("actor",),
) -> pd.DataFrame:
    """Count how often each entry is named, overall or by group of articles.

    Args:
        mentions: the table that `find_mentions` returns.
        corpus: the articles; mentions in other articles are left out.
        by: "kind" (of mention), "article", "year", "month" or a column of `corpus.documents`. An
            article dated to a year counts in its year and in no month. Articles without a value are
            left out, and `basis` gives their number.
        kinds: the kinds of mentions to count; all by default.
        entries: the entries to list, also those never named; by default all that are named.
        senses: the senses to count: actors by default, "place" for states and capitals as places.

    Returns:
        One row per group and entry: the group (if any), entry, type, count, words, rate (per 1,000
        words), rate_low, rate_high (95 % interval), articles (that name the entry), share (of the
        stories that name it), share_low, share_high, mention_share (of the group's mentions),
        largest_article (the largest share of the entry's mentions that one article holds),
        of_articles, stories (of the group), label, and in attrs formula and basis. With fewer than
        10 stories rates have no interval, and label is "descriptive"; a rate has no interval either
        if fewer than 5 stories name the entry, or one article holds over half of its mentions.

    Note:
        One phrase counts once for one actor (see `counted_mentions`). A rate describes the articles
        that were collected. It says something about the press only with its interval, and as far as
        the articles are a fair sample.

    Raises:
        ParameterError: `by` is not a column of the documents.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.frequency(nkru.find_mentions(corpus), corpus)
    >>> table.loc[table["entry"] == "FNSEA", ["count", "articles"]].values.tolist()
    [[7, 7]]
    """
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    articles = counted_articles(corpus, by)
    chosen = mentions[mentions["doc_id"].isin(articles["doc_id"])]
    chosen = counted_mentions(chosen, senses, kinds)
    named = set(chosen["entry"])
    names = sorted(named) if entries is None else list(dict.fromkeys(entries))
    # Entries that are not listed count in the mentions of a group.
    groups = list(_groups(articles, chosen, by, [*names, *sorted(named - {*names})]))
    measures = [_measure(stories, counts, len(names)) for _, stories, counts in groups]
    values = np.vstack([np.empty((0, len(MEASURES))), *measures])
    column = "doc_id" if by == "article" else by or "all"
    keys = product([group for group, *_ in groups], names)
    table = pd.DataFrame(keys, columns=[column, "entry"])
    types = mentions.drop_duplicates("entry").set_index("entry")["type"]
    table["type"] = table["entry"].map(types).fillna("")
    table = table.join(pd.DataFrame(values, columns=MEASURES).astype(dict.fromkeys(WHOLE, int)))
    missing = corpus.counted - len(articles)
    table = note(
        table.assign(label=np.where(table["stories"] < MIN_STORIES, "descriptive", "")),
        formula=FORMULA,
        basis=corpus.basis + (f"; {missing} without {by}" if missing else ""),
    )
    if by:
        return table
    table = table.drop(columns=column)
    return table.sort_values(["count", "entry"], ascending=[False, True], ignore_index=True)


def counted_articles(corpus: Corpus, by: str | None) -> pd.DataFrame:
    """Return the articles that have words and a group: doc_id, story (a number), words, group."""
    documents = corpus.documents
    words = words_by_article(corpus)
    table = documents[["doc_id"]].assign(
        story=pd.factorize(documents["story_id"], sort=True)[0],
        words=documents["doc_id"].map(words).fillna(0).astype(int),
    )
    if by is None or by == "kind":
        table["group"] = ""
    elif by == "article":
        table["group"] = table["doc_id"]
    else:
        table["group"] = table["doc_id"].map(corpus.labels(by))
    return table[(table["words"] > 0) & table["group"].notna()]


def _groups(
    articles: pd.DataFrame, mentions: pd.DataFrame, by: str | None, names: Sequence[str]
) -> Iterator[tuple[str, Ints, Floats]]:
    """Yield each group, the stories of its articles and their counts."""
    stories = articles["story"].to_numpy()
    if by == "kind":
        for kind, of_kind in mentions.groupby("kind", observed=True):
            yield str(kind), stories, count_by_article(articles, of_kind, names)
        return
    counts = count_by_article(articles, mentions, names)
    for group, rows in articles.reset_index(drop=True).groupby("group").indices.items():
        yield str(group), stories[rows], counts[rows]


def count_by_article(
    articles: pd.DataFrame, mentions: pd.DataFrame, names: Sequence[str]
) -> Floats:
    """Return the counts of each entry in each article, and its words in the last column."""
    counts = count_pairs(
        pd.Index(articles["doc_id"]), mentions["doc_id"], pd.Index(names), mentions["entry"]
    )
    return np.column_stack([counts, articles["words"].to_numpy(dtype=float)])


def sum_by_story(by_article: Floats, stories: Ints) -> Floats:
    """Return the rows of a table of articles summed by story, stories in ascending order."""
    numbers, story = np.unique(stories, return_inverse=True)
    sums = np.zeros((len(numbers), by_article.shape[1]))
    np.add.at(sums, story, by_article)
    return sums


def _measure(story: Ints, by_article: Floats, entries: int) -> Floats:
    """Return the measures of the first entries, one row each, in a group of articles."""
    sums = sum_by_story(by_article, story)
    counts, words, stories = sums[:, :entries], sums[:, -1], len(sums)
    total, named = counts.sum(axis=0), by_article[:, :entries] > 0
    held = (counts > 0).mean(axis=0)
    rates = [
        rate_interval(column, words) if _is_spread(column, own) else (np.nan, np.nan)
        for column, own in zip(counts.T, by_article.T, strict=False)
    ]
    shares = [share_interval(share, stories) for share in held.tolist()]
    rate_low, rate_high = PER * np.reshape(rates, (-1, 2)).T
    share_low, share_high = np.reshape(shares, (-1, 2)).T
    rate = PER * total / words.sum()
    mention_share = total / max(1, sums[:, :-1].sum())
    with np.errstate(invalid="ignore"):  # NaN for an entry that the group never names
        largest = by_article[:, :entries].max(axis=0) / total
    measures = np.broadcast_arrays(
        *(total, words.sum(), rate, rate_low, rate_high),
        *(named.sum(axis=0), held, share_low, share_high, mention_share),
        *(largest, len(by_article), stories),
    )
    return np.column_stack(measures)


def _is_spread(by_story: Floats, by_article: Floats) -> bool:
    """Return whether enough stories name an entry, and no article holds over half of its mentions.

    Else the interval of its rate would be far too narrow: in simulations it held the true rate in
    as few as 6 of 10 corpora.
    """
    enough = np.count_nonzero(by_story) >= _LEAST_NAMING
    return bool(enough and by_article.max() <= by_article.sum() / 2)


def prominence(mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return where each article names each entry first, and how prominently.

    Returns:
        One row per article and entry: doc_id, entry, count, sent_no and start of the first mention,
        place (share of the article's sentences before it, 0 to 1), in_title, in_standfirst,
        in_first_third (booleans).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> first = nkru.prominence(nkru.find_mentions(corpus), corpus)
    >>> titled = first[first["in_title"] & (first["entry"] == "Emmanuel Macron")]
    >>> titled["doc_id"].tolist()
    ['2023-03-30_emmanuel-macron-presente-plan.txt']
    """
    roles = corpus.lines[["doc_id", "line_no", "role"]]
    sentences = corpus.sentences.merge(roles, on=["doc_id", "line_no"])
    last = sentences.groupby("doc_id")["sent_no"].transform("max")
    sentences = sentences.assign(place=(sentences["sent_no"] - 1) / last)
    table = (
        counted_mentions(mentions)
        .merge(sentences[["doc_id", "sent_no", "place", "role"]], on=["doc_id", "sent_no"])
        .sort_values(["doc_id", "start"])
    )
    for role in PROMINENT:
        table[f"in_{role}"] = table["role"] == role
    table["in_first_third"] = table["place"] < 1 / 3
    first = {name: (name, "first") for name in ("sent_no", "start", "place")}
    flags = {name: (name, "any") for name in ("in_title", "in_standfirst", "in_first_third")}
    return table.groupby(["doc_id", "entry"], as_index=False, observed=True).agg(
        count=("start", "size"), **first, **flags
    )
