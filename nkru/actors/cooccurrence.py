"""Who goes with whom: actors named in the same sentence, or within some words of one another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.measures.association import log_dice, log_likelihood, npmi
from nkru.measures.positions import token_ranges
from nkru.measures.resampling import MIN_STORIES, count_pairs, resamples

if TYPE_CHECKING:
    import networkx

    from nkru.corpus.corpus import Corpus

Numbers = NDArray[np.float64]
FORMULA = "logDice = 14 + log2(2·f_xy / (f_x + f_y)); G² over the sentences; disparity α = (1 − w/s)^(k−1)"
KEPT = 0.05  # an edge whose α is below this from either end stands out
CHUNK = 500  # edges resampled at once
BETWEEN = "\t"


def cooccurrence(
    mentions: pd.DataFrame,
    corpus: Corpus,
    window: int | None = None,
    *,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count which entries are named together, with intervals from a bootstrap of stories.

    A mention inside another (the demonym of a description) is left out: it would pair every
    description with its state.

    Args:
        mentions: what `find_mentions` found.
        corpus: the articles.
        window: None for the sentence; else the words that may stand between the two, in one
            sentence.
        draws: resamples of stories.
        seed: of the resamples.

    Returns:
        One row per pair, by falling count: source, target (in alphabetical order), count (sentences
        with both), source_count, target_count, log_dice, log_dice_low, log_dice_high (missing under
        10 stories, and where resamples lose the pair), jaccard, npmi, g2 (signed), p, alpha, kept
        (by the disparity filter), articles, label, formula, basis.
    """
    outer = _outer(mentions[mentions["doc_id"].isin(corpus.sentences["doc_id"])])
    pairs = _pairs(outer, corpus, window)
    named = outer.drop_duplicates(["doc_id", "sent_no", "entry"]).groupby("entry")["doc_id"].size()
    edges = pairs.groupby(["source", "target"], as_index=False).agg(
        count=("doc_id", "size"), articles=("doc_id", "nunique")
    )
    for end in ("source", "target"):
        edges[f"{end}_count"] = edges[end].map(named).astype(int)
    edges = edges.assign(**_measures(edges, len(corpus.sentences)), alpha=disparity(edges))
    edges["kept"] = edges["alpha"] < KEPT
    stories = corpus.documents.set_index("doc_id")["story_id"]
    stories = stories[stories.index.isin(corpus.sentences["doc_id"])]
    low, high = _bootstrap(edges, pairs, outer, stories, draws, seed)
    edges = edges.assign(log_dice_low=low, log_dice_high=high)
    edges["label"] = "descriptive" if stories.nunique() < MIN_STORIES else ""
    order = edges.assign(formula=FORMULA, basis=corpus.basis)
    return order.sort_values(
        ["count", "source", "target"], ascending=[False, True, True], ignore_index=True
    )


def _outer(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions that stand in no other."""
    table = mentions.sort_values(
        ["doc_id", "start", "end"], ascending=[True, True, False], ignore_index=True
    )
    reached = table.groupby("doc_id")["end"].cummax().groupby(table["doc_id"]).shift(fill_value=0)
    return table[table["end"] > reached]


def _pairs(mentions: pd.DataFrame, corpus: Corpus, window: int | None) -> pd.DataFrame:
    """Return each pair of entries of each sentence once: doc_id, sent_no, source, target."""
    table = mentions[["doc_id", "sent_no", "entry"]]
    if window is None:
        # In a sentence of thousands of mentions, only who is named counts.
        table = table.drop_duplicates()
    else:
        first, last = token_ranges(corpus.tokens, mentions)
        table = table.assign(first=first, last=last)
    pairs = table.merge(table, on=["doc_id", "sent_no"], suffixes=("", "_other"))
    pairs = pairs[pairs["entry"] < pairs["entry_other"]]
    if window is not None:
        between = (
            np.maximum(pairs["first_other"] - pairs["last"], pairs["first"] - pairs["last_other"])
            - 1
        )
        pairs = pairs[between <= window]
    pairs = pairs.rename(columns={"entry": "source", "entry_other": "target"})
    return pairs[["doc_id", "sent_no", "source", "target"]].drop_duplicates(ignore_index=True)


def _measures(edges: pd.DataFrame, sentences: int) -> dict[str, Numbers]:
    from scipy.special import chdtrc

    both, one, other = (
        edges[name].to_numpy(dtype=float) for name in ("count", "source_count", "target_count")
    )
    g2 = log_likelihood(both, other - both, one, sentences - one)
    return {
        "log_dice": log_dice(both, one, other),
        "jaccard": both / (one + other - both),
        "npmi": npmi(both, one, other, sentences),
        "g2": g2,
        "p": chdtrc(1, np.abs(g2)),
    }


def disparity(edges: pd.DataFrame) -> Numbers:
    """Return the lesser α of each edge's two ends (Serrano 2009): (1 − w/s)^(k − 1), of strength s and degree k.

    An end with one edge says nothing (α = 1).

    >>> star = pd.DataFrame({"source": ["a"] * 3, "target": ["b", "c", "d"], "count": [8, 1, 1]})
    >>> disparity(star).round(2).tolist()
    [0.04, 0.81, 0.81]
    """
    ends = pd.concat(
        [edges[[end, "count"]].set_axis(["entry", "count"], axis=1) for end in ("source", "target")]
    )
    by_entry = ends.groupby("entry")["count"].agg(["sum", "size"]).astype(float)
    alphas = []
    for end in ("source", "target"):
        strength, degree = (
            edges[end].map(by_entry[name]).to_numpy(dtype=float) for name in ("sum", "size")
        )
        alphas.append((1 - edges["count"].to_numpy(dtype=float) / strength) ** (degree - 1))
    return np.asarray(np.minimum(*alphas))


def _bootstrap(
    edges: pd.DataFrame,
    pairs: pd.DataFrame,
    mentions: pd.DataFrame,
    stories: pd.Series[str],
    draws: int,
    seed: int,
) -> Numbers:
    """Return the lower and the upper bound of every edge's logDice over resamples of stories."""
    bounds = np.full((2, len(edges)), np.nan)
    order = pd.Index(sorted(stories.unique()))
    if len(order) < MIN_STORIES:
        return bounds
    weights = resamples(len(order), draws, seed).astype(float)
    once = mentions.drop_duplicates(["doc_id", "sent_no", "entry"])
    entries = pd.Index(once["entry"].unique())
    keys = [
        f"{one}{BETWEEN}{other}"
        for one, other in zip(edges["source"], edges["target"], strict=True)
    ]
    named = weights @ count_pairs(order, once["doc_id"].map(stories), entries, once["entry"])
    ends = [entries.get_indexer(pd.Index(edges[end])) for end in ("source", "target")]
    story, key = pairs["doc_id"].map(stories), pairs["source"] + BETWEEN + pairs["target"]
    for first in range(0, len(edges), CHUNK):
        part = slice(first, first + CHUNK)
        inside = key.isin(keys[part])
        both = weights @ count_pairs(order, story[inside], pd.Index(keys[part]), key[inside])
        dice = log_dice(both, named[:, ends[0][part]], named[:, ends[1][part]])
        bounds[:, part] = np.percentile(
            np.where(np.isnan(dice), -np.inf, dice), [2.5, 97.5], axis=0, method="lower"
        )
    return np.where(np.isfinite(bounds), bounds, np.nan)


EDGE_ATTRIBUTES = ["count", "log_dice", "g2", "p", "alpha", "kept", "articles"]


def network(edges: pd.DataFrame, mentions: pd.DataFrame, seed: int = 0) -> networkx.Graph:
    """Return the pairs as a graph: the same table and seed give the same layout.

    Nodes have label, type, mentions, articles, x and y (−1 to 1); edges have count (also as
    weight), log_dice, g2, p, alpha, kept and articles.
    """
    import networkx

    graph = networkx.Graph()
    entries = sorted({*edges["source"], *edges["target"]})
    by_entry = mentions[mentions["entry"].isin(entries)].groupby("entry")
    for entry, rows in by_entry:
        articles = int(rows["doc_id"].nunique())
        graph.add_node(
            entry, label=entry, type=rows["type"].iloc[0], mentions=len(rows), articles=articles
        )
    for row in edges.sort_values(["source", "target"]).to_dict("records"):
        graph.add_edge(
            row["source"],
            row["target"],
            weight=float(row["count"]),
            **{n: row[n] for n in EDGE_ATTRIBUTES},
        )
    for entry, (x, y) in networkx.spring_layout(graph, seed=seed, weight="weight").items():
        graph.nodes[entry].update(x=round(float(x), 6), y=round(float(y), 6))
    return graph


def write_gexf(graph: networkx.Graph, path: str | Path) -> Path:
    """Write a network as GEXF 1.2, which Gephi opens, and return its path; the same graph gives the same bytes."""
    import networkx

    placed = graph.copy()
    for _, values in placed.nodes(data=True):
        position = {"x": 1000 * values["x"], "y": 1000 * values["y"], "z": 0.0}
        values["viz"] = {"position": position, "size": 10 + float(values["mentions"]) ** 0.5}
    lines = networkx.generate_gexf(placed, version="1.2draft")
    text = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines))
    target = Path(path)
    target.write_text(f"{text}\n", encoding="utf-8")
    return target


def described_pairs(edges: pd.DataFrame) -> pd.DataFrame:
    """Return the edges of a network; p and alpha are missing where a pair is only described, not tested."""
    return edges.assign(**edges[["p", "alpha"]].mask(edges["label"] == "descriptive"))


def pair_hits(mentions: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions behind the edges of a network: source, target, doc_id, sent_no, start, end."""
    sentence = ["doc_id", "sent_no"]
    named = mentions[[*sentence, "entry"]].drop_duplicates()
    sources, targets = (named.rename(columns={"entry": end}) for end in ("source", "target"))
    both = (
        edges[["source", "target"]]
        .merge(sources, on="source")
        .merge(targets, on=["target", *sentence])
    )
    columns = [*sentence, "entry", "start", "end"]
    parts = [
        both.merge(mentions[columns].rename(columns={"entry": end}), on=[end, *sentence])
        for end in ("source", "target")
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)
