"""How often each actor is named: counts, rates and shares of articles, with intervals over stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru._typing import Floats
from nkru.corpus.parts import portions
from nkru.errors import ParameterError
from nkru.measures.resampling import (
    MIN_STORIES,
    count_pairs,
    coverage_at,
    rate_interval,
    resamples,
    share_interval,
)

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Stories = NDArray[np.int64]
PER = 1000
STANDFIRST = ("title", "standfirst")
FORMULA = "Σ mentions / Σ words · 1,000; t interval on its logarithm over stories; share of articles, Wilson interval"
MEASURES = [
    *("count", "words", "rate", "rate_low", "rate_high", "coverage", "articles"),
    *("share", "share_low", "share_high", "mention_share", "stories"),
]
WHOLE = ("count", "words", "articles", "stories")


def frequency(
    mentions: pd.DataFrame,
    corpus: Corpus,
    by: str | None = None,
    kinds: Iterable[str] | None = None,
    entries: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Count how often each entry is named, overall or by group of articles.

    Args:
        mentions: what `find_mentions` found.
        corpus: the articles; mentions in others are left out.
        by: None, "kind" (of mention), "article", "year", "month" or a column of `corpus.documents`.
            An article dated to a year counts in its year and in no month; one without a value is
            left out, and `basis` says so.
        kinds: the kinds of mentions to count; all by default.
        entries: the entries to list, named or not; by default all that are named.

    Returns:
        One row per group and entry: the group (if any), entry, type, count, words, rate (per 1,000
        words), rate_low, rate_high, coverage (of that interval, simulated), articles (that name
        it), share (of articles), share_low, share_high, mention_share (of the group's mentions),
        stories, label, formula, basis. Under 10 stories there is no interval of rates, and label is
        "descriptive".

    Raises:
        ParameterError: `by` is no column of the documents.
    """
    articles = _articles(corpus, by)
    chosen = mentions[mentions["doc_id"].isin(articles["doc_id"])]
    chosen = chosen if kinds is None else chosen[chosen["kind"].isin(list(kinds))]
    names = sorted(set(chosen["entry"])) if entries is None else list(entries)
    types = mentions.drop_duplicates("entry").set_index("entry")["type"].to_dict()
    head = [{"article": "doc_id"}.get(by, by)] if by else []
    every = sorted({*chosen["entry"], *names})
    places = [every.index(name) for name in names]
    groups = list(_groups(articles, chosen, by, every))
    numbers = np.vstack(
        [
            np.empty((0, len(MEASURES))),
            *(_measure(stories, counts, places) for _, stories, counts in groups),
        ]
    )
    table = pd.DataFrame(numbers, columns=MEASURES).astype(dict.fromkeys(WHOLE, int))
    labels = [
        (*[group][: len(head)], name, types.get(name, "")) for group, *_ in groups for name in names
    ]
    missing = corpus.counted - len(articles)
    table = pd.concat(
        [pd.DataFrame(labels, columns=[*head, "entry", "type"]), table], axis=1
    ).assign(
        label=np.where(table["stories"] < MIN_STORIES, "descriptive", ""),
        formula=FORMULA,
        basis=corpus.basis + (f"; {missing} without {by}" if missing else ""),
    )
    return (
        table
        if by
        else table.sort_values(["count", "entry"], ascending=[False, True], ignore_index=True)
    )


def _articles(corpus: Corpus, by: str | None) -> pd.DataFrame:
    """Return the articles that have words: doc_id, story (a number), words, group."""
    table = corpus.documents[["doc_id"]].assign(
        story=pd.factorize(corpus.documents["story_id"], sort=True)[0]
    )
    words: dict[Any, int] = {}
    for part in portions(corpus):
        counted = part.tokens.loc[part.tokens["kind"].isin(["word", "number"]), "doc_id"]
        words |= counted.value_counts().to_dict()
    table = table.assign(words=table["doc_id"].map(words).fillna(0).astype(int))
    if by is None or by == "kind":
        table["group"] = ""
    else:
        table["group"] = (
            table["doc_id"] if by == "article" else table["doc_id"].map(corpus.labels(by))
        )
    return table[(table["words"] > 0) & table["group"].notna()]


def _groups(
    articles: pd.DataFrame, mentions: pd.DataFrame, by: str | None, names: Sequence[str]
) -> Iterator[tuple[str, Stories, Floats]]:
    """Yield each group, the stories of its articles and their counts."""
    stories = articles["story"].to_numpy()
    if by == "kind":
        for kind, found in mentions.groupby("kind", observed=True):
            yield str(kind), stories, _by_article(articles, found, names)
        return
    counts = _by_article(articles, mentions, names)
    for group, rows in articles.reset_index(drop=True).groupby("group").indices.items():
        yield str(group), stories[rows], counts[rows]


def _by_article(articles: pd.DataFrame, mentions: pd.DataFrame, names: Sequence[str]) -> Floats:
    """Return the counts of each entry in each article, and its words in the last column."""
    counts = count_pairs(
        pd.Index(articles["doc_id"]), mentions["doc_id"], pd.Index(names), mentions["entry"]
    )
    return np.column_stack([counts, articles["words"].to_numpy(dtype=float)])


def _by_story(by_article: Floats, stories: Stories) -> Floats:
    names, story = np.unique(stories, return_inverse=True)
    sums = np.zeros((len(names), by_article.shape[1]))
    np.add.at(sums, story, by_article)
    return sums


def _measure(story: Stories, by_article: Floats, places: Sequence[int]) -> Floats:
    """Return the measures of the entries at some columns, one row each, in a group of articles."""
    sums = _by_story(by_article, story)
    counts, words, stories = sums[:, places], sums[:, -1], len(sums)
    total, named = counts.sum(axis=0), by_article[:, places] > 0
    rates = [rate_interval(column, words) for column in counts.T]
    shares = [share_interval(share, stories) for share in named.mean(axis=0).tolist()]
    of_group = np.broadcast_to([words.sum(), coverage_at(stories), stories], (len(places), 3))
    return np.column_stack(
        [
            *(
                total,
                of_group[:, 0],
                PER * total / words.sum(),
                PER * np.reshape(rates, (-1, 2)),
                of_group[:, 1],
            ),
            *(named.sum(axis=0), named.mean(axis=0), np.reshape(shares, (-1, 2))),
            *(total / max(1, sums[:, :-1].sum()), of_group[:, 2]),
        ]
    )


def difference(
    mentions: pd.DataFrame,
    corpus: Corpus,
    by: str,
    groups: tuple[str, str],
    *,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the rates of two groups of articles by a bootstrap of stories, the same resamples on both sides.

    Args:
        mentions: what `find_mentions` found.
        corpus: the articles.
        by: what parts them, as in `frequency`.
        groups: the two values of `by`.
        draws: resamples of stories.
        seed: of the resamples.

    Returns:
        One row per entry: entry, rate_1, rate_2 (per 1,000 words), difference, low, high (2.5 and
        97.5 percentiles; missing under 10 stories), label, formula, basis.

    Raises:
        ParameterError: a group has no article.
    """
    articles = _articles(corpus, by)
    names = sorted(set(mentions["entry"]))
    by_article, weights = (
        _by_article(articles, mentions, names),
        resamples(articles["story"].nunique(), draws, seed),
    )
    rates, drawn = [], []
    for group in groups:
        inside = (articles["group"].astype(str) == group).to_numpy()
        if not inside.any():
            raise ParameterError(
                f"no article has {by} = {group!r}: use one of {', '.join(sorted(set(articles['group'])))}"
            )
        sums = _by_story(by_article * inside[:, None], articles["story"].to_numpy())
        rates.append(PER * sums[:, :-1].sum(axis=0) / sums[:, -1].sum())
        resampled = weights @ sums
        with np.errstate(invalid="ignore"):
            drawn.append(PER * resampled[:, :-1] / resampled[:, -1:])
    few = len(weights[0]) < MIN_STORIES
    low, high = np.nanpercentile(drawn[0] - drawn[1], [2.5, 97.5], axis=0) * (np.nan if few else 1)
    columns = {
        "rate_1": rates[0],
        "rate_2": rates[1],
        "difference": rates[0] - rates[1],
        "low": low,
        "high": high,
    }
    table = pd.DataFrame({"entry": names, **columns, "label": "descriptive" if few else ""})
    return table.assign(
        formula="difference of rates; percentile bootstrap of stories", basis=corpus.basis
    )


def sensitivity(mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count each entry under every choice that a reader may question.

    Returns:
        One row per entry and choice: entry, choice ("all", "without metonyms", "without demonyms",
        "without descriptors", "one per story", "without flagged"), count, rate (per 1,000 words),
        rank, basis.
    """
    every = sorted(set(mentions["kind"]))
    choices = [("all", corpus, every)]
    choices += [
        (f"without {kind}s", corpus, [k for k in every if k != kind])
        for kind in every
        if kind != "name"
    ]
    choices.append(("one per story", corpus.one_per_story(), every))
    choices.append(
        (
            "without flagged",
            corpus.where(corpus.documents["flags"] == "", reason="without flagged"),
            every,
        )
    )
    names = sorted(set(mentions["entry"]))
    parts = []
    for choice, part, kinds in choices:
        table = frequency(mentions, part, kinds=kinds, entries=names)
        rank = table["count"].rank(method="min", ascending=False).astype(int)
        parts.append(
            table.assign(choice=choice, rank=rank)[
                ["entry", "choice", "count", "rate", "rank", "basis"]
            ]
        )
    return pd.concat(parts, ignore_index=True).sort_values(
        ["entry"], kind="stable", ignore_index=True
    )


def prominence(mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Say where each article names each entry first, and how prominently.

    Returns:
        One row per article and entry: doc_id, entry, count, sent_no and start of the first mention,
        place (share of the article's sentences before it, 0 to 1), in_title, in_standfirst,
        in_first_third (booleans).
    """
    sentences = corpus.sentences.merge(
        corpus.lines[["doc_id", "line_no", "role"]], on=["doc_id", "line_no"]
    )
    last = sentences.groupby("doc_id")["sent_no"].transform("max")
    where = sentences.assign(place=(sentences["sent_no"] - 1) / last)[
        ["doc_id", "sent_no", "place", "role"]
    ]
    placed = mentions.merge(where, on=["doc_id", "sent_no"]).sort_values(["doc_id", "start"])
    for role in STANDFIRST:
        placed[f"in_{role}"] = placed["role"] == role
    placed["in_first_third"] = placed["place"] < 1 / 3
    first = {name: (name, "first") for name in ("sent_no", "start", "place")}
    flags = {name: (name, "any") for name in ("in_title", "in_standfirst", "in_first_third")}
    return placed.groupby(["doc_id", "entry"], as_index=False, observed=True).agg(
        count=("start", "size"), **first, **flags
    )
