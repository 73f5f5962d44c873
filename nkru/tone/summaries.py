"""Summaries of tone: by article, outlet or year, toward actors, by word, by another lexicon."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.agreement import kappas
from nkru.notes import note
from nkru.tone.coding import tone_labels
from nkru.tone.intervals import tone_intervals
from nkru.tone.lexicon import Lexicon, read_lexicon
from nkru.tone.scores import SENTENCE


def tone_shares(
    scores: pd.DataFrame, by: str, basis: str = "", stories: pd.Series[str] | None = None
) -> pd.DataFrame:
    """Return the tone of each group of scored sentences or mentions.

    Args:
        scores: polarity, and the column `by`.
        by: the column that names the group.
        basis: the articles that were counted, for the `attrs`.
        stories: the story of each article, by doc_id; without it the sentences are the units of
            the interval, which then does not extend to other articles.

    Returns:
        The group, sentences, scored (sentences with a polarity), negative and positive (shares of
        all sentences, 0 to 1), tone (mean polarity, −1 to 1, sentences without one as 0),
        tone_low, tone_high (95 % over stories, or sentences; missing under 5, and where one holds
        over half); with stories, articles and stories; and in attrs basis.

    Note:
        Sentences without a score pull the mean toward 0: two groups with one tone differ where one
        of them has more factual sentences. Compare `negative` and `positive` too.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.tone_shares(nkru.score_sentences(corpus), "doc_id", corpus.basis)
    >>> len(table), int(table["sentences"].sum()) == len(corpus.sentences)
    (40, True)
    """
    polarity = scores["polarity"]
    signs = scores[[by]].assign(
        scored=polarity.notna().astype(int),
        negative=(polarity < 0).astype(float),
        positive=(polarity > 0).astype(float),
        tone=polarity.fillna(0.0),
    )
    groups = signs.groupby(by, observed=True)
    sizes = groups.agg(sentences=("tone", "size"), scored=("scored", "sum"))
    means = groups[["negative", "positive", "tone"]].mean()
    rows = pd.Series(range(len(scores)), scores.index)
    units = rows if stories is None else scores["doc_id"].map(stories)
    table = sizes.join(means).join(tone_intervals(signs["tone"], signs[by], units))
    if stories is not None:
        counted = scores[[by, "doc_id"]].assign(story=units).groupby(by, observed=True)
        table["articles"], table["stories"] = (
            counted["doc_id"].nunique(),
            counted["story"].nunique(),
        )
    return note(table.reset_index(), basis=basis)


def tone_by(scores: pd.DataFrame, corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the tone of sentences by year, month or a column of `corpus.documents`.

    The table is that of `tone_shares`, with intervals over stories; articles without a value are
    left out.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.tone_by(nkru.score_sentences(corpus), corpus, "outlet")
    >>> table[["outlet", "sentences"]].values.tolist()[0]
    ["L'Écho des rives", 108]
    """
    labels = corpus.labels(by).dropna()
    known = scores[scores["doc_id"].isin(labels.index)]
    basis = f"{known['doc_id'].nunique()} of {corpus.basis}"
    stories = corpus.labels("story_id")
    return tone_shares(known.assign(**{by: known["doc_id"].map(labels)}), by, basis, stories)


def strongest_sentences(scores: pd.DataFrame, corpus: Corpus, n: int = 10) -> pd.DataFrame:
    """Return the n most negative and the n most positive sentences.

    Returns:
        polarity, text, words, rule, doc_id, line_no, and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.strongest_sentences(nkru.score_sentences(corpus), corpus, 3)
    >>> table.columns.tolist()[:3]
    ['polarity', 'text', 'words']
    """
    texts = corpus.sentences[["doc_id", "sent_no", "line_no", "text"]]
    table = scores.dropna(subset="polarity").merge(texts, on=["doc_id", "sent_no"])
    table = table.sort_values(["polarity", "doc_id", "start"], ignore_index=True)
    chosen = pd.concat([table.head(n), table.iloc[n:].tail(n).iloc[::-1]])
    columns = ["polarity", "text", "words", "rule", "doc_id", "line_no"]
    return note(chosen[columns].reset_index(drop=True), basis=corpus.basis)


def scored_words(scores: pd.DataFrame) -> pd.DataFrame:
    """Return one row per word of a scored sentence.

    Returns:
        word, doc_id, sent_no, start, end, polarity (of the sentence).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> words = nkru.scored_words(nkru.score_sentences(corpus))
    >>> words.columns.tolist()
    ['word', 'doc_id', 'sent_no', 'start', 'end', 'polarity']
    """
    table = scores.dropna(subset="polarity")
    table = table.assign(word=table["words"].str.split("; ")).explode("word")
    return table[["word", *SENTENCE, "polarity"]].reset_index(drop=True)


def driving_words(words: pd.DataFrame, basis: str = "") -> pd.DataFrame:
    """Return how often each word contributes to a score, given the table of `scored_words`.

    Returns:
        word, sentences, articles, tone (mean polarity of its sentences), and in attrs basis; by
        falling sentences.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> words = nkru.scored_words(nkru.score_sentences(corpus))
    >>> nkru.driving_words(words, corpus.basis).columns.tolist()
    ['word', 'sentences', 'articles', 'tone']
    """
    groups = words.groupby("word", observed=True)
    table = groups.agg(
        sentences=("start", "size"), articles=("doc_id", "nunique"), tone=("polarity", "mean")
    )
    order = ["sentences", "word"]
    table = table.reset_index().sort_values(order, ascending=[False, True], ignore_index=True)
    return note(table, basis=basis)


def other_lexicon(path: Path | None) -> Lexicon:
    """Return the lexicon of a file, to compare it with another.

    Raises:
        ParameterError: `path` is None.
        LexiconError: see `nkru.read_lexicon`.

    >>> import nkru
    >>> nkru.other_lexicon(None)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nkru.errors.ParameterError: to see whether the finding depen...
    """
    if path is None:
        raise ParameterError(
            "to see whether the finding depends on the list, name another in `second_lexicon`"
        )
    return read_lexicon(path)


def tone_by_two_lexicons(
    scores: pd.DataFrame, other_scores: pd.DataFrame, corpus: Corpus
) -> pd.DataFrame:
    """Return the tone of each article by two lexicons, given the scores of the same sentences.

    Returns:
        doc_id, tone, other_tone, same_sign (share of the sentences scored by both lexicons that
        have the same sign), and in attrs basis.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> scores = nkru.score_sentences(corpus)
    >>> table = nkru.tone_by_two_lexicons(scores, scores, corpus)
    >>> table["same_sign"].dropna().unique().tolist()
    [1.0]
    """
    polarity, other = scores["polarity"], other_scores["polarity"]
    same = (np.sign(polarity) == np.sign(other)).where(polarity.notna() & other.notna())
    table = scores[["doc_id"]].assign(
        tone=polarity.fillna(0.0), other_tone=other.fillna(0.0), same_sign=same.astype(float)
    )
    return note(table.groupby("doc_id", as_index=False).mean(), basis=corpus.basis)


def lexicon_agreement(
    scores: pd.DataFrame, other_scores: pd.DataFrame, names: tuple[str, str]
) -> pd.DataFrame:
    """Return how often two lexicons agree on the sign of a sentence, in one row.

    Args:
        scores: the table of `score_sentences` with one lexicon.
        other_scores: the same with the other lexicon.
        names: of the lexicons.

    Returns:
        lexicon, other, kappa (Cohen's, over -1, 0, 1), agreement (share of sentences), sentences,
        decided (share of sentences to which both give a sign), opposed (share of those with
        different signs).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> scores = nkru.score_sentences(corpus)
    >>> table = nkru.lexicon_agreement(scores, scores, ("one", "the same"))
    >>> table[["kappa", "agreement"]].values.tolist()
    [[1.0, 1.0]]
    """
    label, other = tone_labels(scores["polarity"]), tone_labels(other_scores["polarity"])
    table = kappas(pd.DataFrame({"label": label, "other": other}))
    table[["coder", "other"]] = [names]
    both = (label != "0") & (other != "0")
    opposed = float((label[both] != other[both]).mean())
    table = table.rename(columns={"coder": "lexicon", "units": "sentences"})
    return table.assign(decided=float(both.mean()), opposed=opposed)
