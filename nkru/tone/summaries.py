"""Tone in tables: shares by article or any group, the strongest sentences, the words that drive them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import LexiconError, ParameterError
from nkru.measures.agreement import kappas
from nkru.measures.resampling import MIN_STORIES, resamples
from nkru.tone.coding import score_coding, tone_labels
from nkru.tone.lexicon import Lexicon, read_lexicon
from nkru.tone.scores import score_sentences

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Numbers = npt.NDArray[Any]


def shares(scores: pd.DataFrame, by: str, basis: str = "") -> pd.DataFrame:
    """Return the tone of each group of scored sentences.

    Args:
        scores: polarity, and the column `by`.
        by: the column that names the group.
        basis: what was counted, for the column `basis`.

    Returns:
        The group, sentences, scored (those where something decides), negative and positive (% of
        all sentences), tone (mean polarity, −1 to 1, sentences without a score as 0), basis.
    """
    polarity = scores["polarity"]
    signs = scores[[by]].assign(
        scored=polarity.notna().astype(int),
        negative=100.0 * (polarity < 0),
        positive=100.0 * (polarity > 0),
        tone=polarity.fillna(0.0),
    )
    groups = signs.groupby(by, observed=True)
    table = groups.agg(sentences=("tone", "size"), scored=("scored", "sum")).join(
        groups[["negative", "positive", "tone"]].mean()
    )
    return table.reset_index().assign(basis=basis)


def by_column(scores: pd.DataFrame, corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the tone of the sentences of each year, month, or value of a column of `corpus.documents`."""
    labels = corpus.labels(by).dropna()
    known = scores[scores["doc_id"].isin(labels.index)]
    counted = f"{known['doc_id'].nunique()} of {corpus.basis}"
    return shares(known.assign(**{by: known["doc_id"].map(labels)}), by, counted)


def strongest(scores: pd.DataFrame, corpus: Corpus, n: int = 10) -> pd.DataFrame:
    """Return the n most negative and the n most positive sentences: polarity, text, words, rule, doc_id, line_no."""
    texts = corpus.sentences[["doc_id", "sent_no", "line_no", "text"]]
    table = scores.dropna(subset="polarity").merge(texts, on=["doc_id", "sent_no"])
    table = table.sort_values(["polarity", "doc_id", "start"], ignore_index=True)
    chosen = pd.concat([table.head(n), table.tail(max(0, min(n, len(table) - n))).iloc[::-1]])
    columns = ["polarity", "text", "words", "rule", "doc_id", "line_no"]
    return chosen[columns].reset_index(drop=True).assign(basis=corpus.basis)


def drivers(words: pd.DataFrame, basis: str = "") -> pd.DataFrame:
    """Return how often each word drives a tone: word, sentences, articles, tone (mean of its sentences), basis."""
    groups = words.groupby("word", observed=True)
    table = groups.agg(
        sentences=("start", "size"), articles=("doc_id", "nunique"), tone=("polarity", "mean")
    )
    order = table.reset_index().sort_values(
        ["sentences", "word"], ascending=[False, True], ignore_index=True
    )
    return order.assign(basis=basis)


def toward(
    targets: pd.DataFrame, corpus: Corpus, *, draws: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Return the mean tone toward each actor, with a bootstrap interval over stories.

    Args:
        targets: what `score_targets` gives.
        corpus: the corpus it was made from.
        draws: resamples of stories.
        seed: of the resamples.

    Returns:
        entry, mentions, scored (those where the clause says something), negative and positive (% of
        mentions), tone (mean polarity, −1 to 1, mentions without a score as 0), tone_low, tone_high
        (missing under 10 stories), author and quoted (the tone in the author's voice and in that of
        others), label, basis; most mentions first.
    """
    stories = corpus.documents.set_index("doc_id")["story_id"]
    codes, names = pd.factorize(targets["doc_id"].map(stories), sort=True)
    few = stories[stories.index.isin(corpus.sentences["doc_id"])].nunique() < MIN_STORIES
    weights = None if few else resamples(len(names), draws, seed)
    table = (
        shares(targets, "entry", corpus.basis)
        .rename(columns={"sentences": "mentions"})
        .set_index("entry")
    )
    intervals = {
        entry: _interval(
            codes[places], targets["polarity"].iloc[places].fillna(0.0).to_numpy(), weights
        )
        for entry, places in targets.groupby("entry").indices.items()
    }
    bounds = pd.DataFrame(intervals, index=["tone_low", "tone_high"]).T
    voices = targets.assign(tone=targets["polarity"].fillna(0.0)).pivot_table(
        "tone", "entry", "voice", "mean"
    )
    table = table.join(bounds).join(voices.reindex(columns=["author", "quoted"])).reset_index()
    order = table.assign(label="descriptive" if few else "").sort_values(
        ["mentions", "entry"], ascending=[False, True]
    )
    return order.reset_index(drop=True)


def _interval(story: Numbers, polarity: Numbers, weights: Numbers | None) -> tuple[float, float]:
    """Return the 95 % interval of Σ polarity / mentions over resamples of stories."""
    if weights is None:
        return np.nan, np.nan
    sums = weights @ np.bincount(story, weights=polarity, minlength=weights.shape[1])
    sizes = weights @ np.bincount(story, minlength=weights.shape[1])
    low, high = np.percentile(sums[sizes > 0] / sizes[sizes > 0], [2.5, 97.5])
    return float(low), float(high)


def second_opinion(scores: pd.DataFrame, corpus: Corpus, lexicon: Path | None) -> pd.DataFrame:
    """Return the tone of each article by another lexicon beside that of `scores`.

    Returns:
        doc_id, tone, other_tone, same_sign (share of the sentences that both score, on which they
        agree), basis.

    Raises:
        ParameterError: no lexicon is given.
    """
    if lexicon is None:
        raise ParameterError(
            "to see whether the finding depends on the list, name another in `second_lexicon`"
        )
    others = score_sentences(corpus, read_lexicon(lexicon))
    both = scores[["doc_id"]].assign(
        tone=scores["polarity"].fillna(0.0), other_tone=others["polarity"].fillna(0.0)
    )
    known = scores["polarity"].notna() & others["polarity"].notna()
    both["same_sign"] = (
        (np.sign(scores["polarity"]) == np.sign(others["polarity"])).where(known).astype(float)
    )
    return both.groupby("doc_id", as_index=False).mean().assign(basis=corpus.basis)


def measured_error(labels: Sequence[Path], key: Path | None) -> pd.DataFrame:
    """Return what coders' labels say of the scores: coder, label, precision, recall, F1 and more, label by label.

    Raises:
        ParameterError: no labels, or no key.
    """
    if not labels or key is None:
        raise ParameterError(
            "no labels are given: draw a sample with `nkru code sample`, then name `labels` and `key`"
        )
    coding = score_coding(labels, pd.read_csv(key, dtype={"found": str}))
    tables = [
        table.rename_axis("label").reset_index().assign(coder=name)
        for name, table in coding.classes.items()
    ]
    told = "Krippendorff's α {:.2f} [{:.2f}, {:.2f}]".format(*coding.alpha)
    return pd.concat(tables, ignore_index=True).assign(measure=told)


KEYS = ["doc_id", "sent_no", "start", "end"]


def score_with(corpus: Corpus, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
    """Score every sentence with each lexicon, the words of grammar being the same.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, and the polarity [-1, 1] (NaN: abstains)
        in a column per lexicon, called by its name.

    Raises:
        LexiconError: two lexicons have one name.
    """
    names = [lexicon.name for lexicon in lexicons]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise LexiconError(
            f"two lexicons are called {doubled!r}; rename one file, or its line `# name:`"
        )
    columns = {lexicon.name: score_sentences(corpus, lexicon)["polarity"] for lexicon in lexicons}
    return corpus.sentences[KEYS].assign(**columns)


def lexicon_agreement(opinions: pd.DataFrame) -> pd.DataFrame:
    """Return how far each pair of lexicons agrees on the sign of the sentences.

    Args:
        opinions: a table from `score_with`.

    Returns:
        One row per pair: lexicon, other, kappa (Cohen's, over -1, 0, 1), agreement (share of
        sentences), decided (share of sentences on which both have a sign), opposed (share of those
        on which the signs differ), sentences.
    """
    labels = opinions.drop(columns=KEYS).apply(tone_labels)
    table = kappas(labels).rename(columns={"coder": "lexicon", "units": "sentences"})
    pairs = [(labels[row.lexicon], labels[row.other]) for row in table.itertuples()]
    both = [(one != "0") & (other != "0") for one, other in pairs]
    opposed = [
        float((one[rows] != other[rows]).mean())
        for (one, other), rows in zip(pairs, both, strict=True)
    ]
    return table.assign(decided=[float(rows.mean()) for rows in both], opposed=opposed)


def driving_words(scores: pd.DataFrame) -> pd.DataFrame:
    """Return one row per word of a scored sentence: word, doc_id, sent_no, start, end, polarity of the sentence."""
    table = scores.dropna(subset="polarity")
    table = table.assign(word=table["words"].str.split("; ")).explode("word")
    return table[["word", "doc_id", "sent_no", "start", "end", "polarity"]].reset_index(drop=True)
