"""Which actors are named together: in the same sentence, or within some words of each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru._typing import Floats
from nkru.actors.mention_tables import counted_mentions
from nkru.corpus.arguments import MENTION, expect_table
from nkru.measures.adjustment import holm
from nkru.measures.association import log_dice, log_likelihood, npmi
from nkru.measures.positions import token_ranges
from nkru.measures.resampling import MIN_STORIES, count_pairs, resamples
from nkru.notes import note
from nkru.tokens.characters import visible

if TYPE_CHECKING:
    import networkx

    from nkru.corpus.corpus import Corpus

FORMULA = (
    "logDice = 14 + log2(2·f_xy / (f_x + f_y)); G² over the sentences; "
    "disparity α = (1 − w/s)^(k−1)"
)
KEPT = 0.05  # the disparity filter keeps the edges with a lower α
CHUNK = 500  # edges resampled at once
ENDS = ["source", "target"]
EDGE_ATTRIBUTES = ["count", "log_dice", "g2", "p", "p_holm", "alpha", "kept", "articles"]


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
        mentions: the table that `find_mentions` returns.
        corpus: the articles.
        window: the most words between the two, in one sentence; by default any number.
        draws: resamples of stories.
        seed: of the resamples.

    Returns:
        One row per pair, by falling count: source, target (in alphabetical order), count (sentences
        with both), articles, pair_stories (with both in one sentence), source_count, target_count,
        log_dice, jaccard, npmi, g2 (signed), p, p_holm, alpha, kept (by the disparity filter),
        log_dice_low, log_dice_high (missing under 10 stories, and where resamples lose the pair),
        stories (of the corpus), label ("descriptive" under 10 stories), and in attrs formula and
        basis.

    Note:
        Frequent actors meet often by chance: rank pairs by log_dice, not by count.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> edges = nkru.cooccurrence(nkru.find_mentions(corpus), corpus, draws=10)
    >>> pair = edges.query("source == 'Inès Marchal' and target == 'Marc Delorme'")
    >>> pair[["count", "articles"]].values.tolist()
    [[2, 2]]
    """
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    named = counted_mentions(mentions)
    outer = _outer(named[named["doc_id"].isin(corpus.sentences["doc_id"])])
    stories = corpus.labels("story_id")
    stories = stories[stories.index.isin(corpus.sentences["doc_id"])]
    pairs = _pairs(outer, corpus, window)
    pairs["story"] = pairs["doc_id"].map(stories)
    once = outer.drop_duplicates(["doc_id", "sent_no", "entry"])
    edges = pairs.groupby(ENDS, as_index=False).agg(
        count=("doc_id", "size"),
        articles=("doc_id", "nunique"),
        pair_stories=("story", "nunique"),
    )
    sentences = once.groupby("entry")["doc_id"].size()
    for end in ENDS:
        edges[f"{end}_count"] = edges[end].map(sentences).astype(int)
    edges = edges.assign(**_measures(edges, len(corpus.sentences)), alpha=disparity(edges))
    edges["kept"] = edges["alpha"] < KEPT
    low, high = _bootstrap(edges, pairs, once, stories, draws, seed)
    edges = edges.assign(log_dice_low=low, log_dice_high=high, stories=stories.nunique())
    edges["label"] = np.where(edges["stories"] < MIN_STORIES, "descriptive", "")
    edges = note(edges, formula=FORMULA, basis=corpus.basis)
    order = ["count", *ENDS]
    return edges.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _outer(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions that are not inside another."""
    order = ["doc_id", "start", "end"]
    table = mentions.sort_values(order, ascending=[True, True, False], ignore_index=True)
    reached = table.groupby("doc_id")["end"].cummax().groupby(table["doc_id"]).shift(fill_value=0)
    return table[table["end"] > reached]


def _pairs(mentions: pd.DataFrame, corpus: Corpus, window: int | None) -> pd.DataFrame:
    """Return each pair of entries of each sentence once: doc_id, sent_no, source, target."""
    table = mentions[["doc_id", "sent_no", "entry"]]
    if window is None:
        # A sentence may have thousands of mentions, but far fewer entries.
        table = table.drop_duplicates()
    else:
        first, last = token_ranges(corpus.tokens, mentions)
        table = table.assign(first=first, last=last)
    pairs = table.merge(table, on=["doc_id", "sent_no"], suffixes=("", "_other"))
    pairs = pairs[pairs["entry"] < pairs["entry_other"]]
    if window is not None:
        after, before = pairs["first_other"] - pairs["last"], pairs["first"] - pairs["last_other"]
        pairs = pairs[np.maximum(after, before) - 1 <= window]
    pairs = pairs.rename(columns={"entry": "source", "entry_other": "target"})
    return pairs[["doc_id", "sent_no", *ENDS]].drop_duplicates(ignore_index=True)


def _measures(edges: pd.DataFrame, sentences: int) -> dict[str, Floats]:
    from scipy.special import chdtrc

    columns = ("count", "source_count", "target_count")
    both, source, target = (edges[name].to_numpy(dtype=float) for name in columns)
    g2 = log_likelihood(both, target - both, source, sentences - source)
    return {
        "log_dice": log_dice(both, source, target),
        "jaccard": both / (source + target - both),
        "npmi": npmi(both, source, target, sentences),
        "g2": g2,
        "p": (p := chdtrc(1, np.abs(g2))),
        "p_holm": holm(p),
    }


def disparity(edges: pd.DataFrame) -> Floats:
    """Return the lesser α of the two ends of each edge (Serrano 2009), small for an unusual edge.

    α = (1 − w/s)^(k − 1), with the weight w of the edge, and strength s and degree k of the end. An
    end with one edge gives α = 1.

    >>> star = pd.DataFrame({"source": ["a"] * 3, "target": ["b", "c", "d"], "count": [8, 1, 1]})
    >>> disparity(star).round(2).tolist()
    [0.04, 0.81, 0.81]
    """
    ends = edges.melt("count", ENDS, value_name="entry")
    weights = ends.groupby("entry")["count"]
    strengths, degrees = weights.transform("sum"), weights.transform("size")
    alphas = ((1 - ends["count"] / strengths) ** (degrees - 1)).to_numpy(dtype=float)
    return np.asarray(np.minimum(*alphas.reshape(2, -1)))


def _bootstrap(
    edges: pd.DataFrame,
    pairs: pd.DataFrame,
    once: pd.DataFrame,
    stories: pd.Series[str],
    draws: int,
    seed: int,
) -> Floats:
    """Return the lower and upper bounds of the edges' logDice over resamples of stories.

    Args:
        edges: source and target of each edge.
        pairs: each sentence in which an edge occurs.
        once: each entry of each sentence once.
        stories: the story of each article.
        draws: resamples.
        seed: of the resamples.
    """
    bounds = np.full((2, len(edges)), np.nan)
    order = pd.Index(sorted(stories.unique()))
    if len(order) < MIN_STORIES:
        return bounds
    weights = resamples(len(order), draws, seed).astype(float)
    entries = pd.Index(once["entry"].unique())
    named = weights @ count_pairs(order, once["doc_id"].map(stories), entries, once["entry"])
    source, target = (entries.get_indexer(pd.Index(edges[end])) for end in ENDS)
    edge = pairs.groupby(ENDS).ngroup()
    for chunk, hits in pairs.groupby(edge // CHUNK):
        part = slice(CHUNK * chunk, CHUNK * (chunk + 1))
        both = weights @ count_pairs(order, hits["story"], edges.index[part], edge[hits.index])
        dice = log_dice(both, named[:, source[part]], named[:, target[part]])
        dice = np.where(np.isnan(dice), -np.inf, dice)
        bounds[:, part] = np.percentile(dice, [2.5, 97.5], axis=0, method="lower")
    return np.where(np.isfinite(bounds).all(axis=0), bounds, np.nan)


def network(edges: pd.DataFrame, mentions: pd.DataFrame, seed: int = 0) -> networkx.Graph:
    """Return the pairs as a graph: the same table and seed give the same layout.

    Nodes have label, type, mentions, articles, x and y (−1 to 1); edges have count (also as
    weight), log_dice, g2, p, alpha, kept and articles.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> mentions = nkru.find_mentions(corpus)
    >>> graph = nkru.network(nkru.cooccurrence(mentions, corpus, draws=10), mentions)
    >>> graph.has_edge("Inès Marchal", "Marc Delorme")
    True
    """
    import networkx

    paired = counted_mentions(mentions)
    paired = paired[paired["entry"].isin({*edges["source"], *edges["target"]})]
    nodes = paired.groupby("entry").agg(
        label=("entry", "first"),
        type=("type", "first"),
        mentions=("start", "size"),
        articles=("doc_id", "nunique"),
    )
    links = edges.sort_values(ENDS).assign(weight=edges["count"].astype(float))
    graph = networkx.Graph()
    graph.add_nodes_from(nodes.to_dict("index").items())
    attributes = links[["weight", *EDGE_ATTRIBUTES]].to_dict("records")
    graph.add_edges_from(zip(links["source"], links["target"], attributes, strict=True))
    for entry, (x, y) in networkx.spring_layout(graph, seed=seed, weight="weight").items():
        graph.nodes[entry].update(x=round(float(x), 6), y=round(float(y), 6))
    return graph


def write_gexf(graph: networkx.Graph, path: str | Path) -> Path:
    """Write a network as GEXF 1.2, which Gephi opens, and return its path.

    The same graph gives the same bytes: the date is left out.
    """
    import networkx

    placed = graph.copy()
    for _, values in placed.nodes(data=True):
        position = {"x": 1000 * values["x"], "y": 1000 * values["y"], "z": 0.0}
        values["viz"] = {"position": position, "size": 10 + float(values["mentions"]) ** 0.5}
    lines = networkx.generate_gexf(placed, version="1.2draft")
    text = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines))
    target = Path(path)
    target.write_text(visible(f"{text}\n"), encoding="utf-8")
    return target
