"""Findings on tone: negative against positive stories, groups of articles, actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.measures.adjustment import holm
from nkru.measures.comparison import LEAST_OF_GROUP, LEAST_STORIES, sign_test
from nkru.measures.findings import Finding, group_findings, largest_article

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

# The wording of a difference: of one actor, and of the others.
_NAMES = {
    "polarity": ("The tone toward", "toward"),
    "situation": ("The situation of", "that of"),
    "stance": ("The stance on", "on"),
}
_LEVEL, _MOST_OF_ONE, _LEAST_SCORED = 0.05, 0.5, 5


def balance_of_tone(scores: pd.DataFrame, corpus: Corpus) -> list[Finding]:
    """Return whether negative or positive sentences prevail in most stories.

    Args:
        scores: the table of `score_sentences`.
        corpus: the articles.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> findings = nkru.balance_of_tone(nkru.score_sentences(corpus), corpus)
    >>> len(findings)
    1
    """
    tone = _signs_by_story(scores, corpus)
    negative, positive = int((tone < 0).sum()), int((tone > 0).sum())
    if negative + positive < LEAST_STORIES:
        return []
    p = _p_of_signs(tone)
    numbers = {"negative": negative, "positive": positive, "stories": len(tone), "p": p}
    counted = (
        f"In {negative} of {len(tone)} stories negative sentences outnumber positive ones, in "
        f"{positive} positive ones prevail"
    )
    if p < _LEVEL:
        return [Finding(f"{counted}.", "difference", numbers, f"exact sign test: p = {p:.3f}")]
    return [Finding(f"{counted}: no difference can be told.", "count", numbers)]


def tone_by_group(scores: pd.DataFrame, corpus: Corpus, by: str = "outlet") -> list[Finding]:
    """Return which groups of stories are darker or brighter than all others.

    The tone of a story is its share of positive less its share of negative sentences, in one
    article of the story.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> findings = nkru.tone_by_group(nkru.score_sentences(corpus), corpus, "outlet")
    >>> len(findings) > 0
    True
    """
    single = corpus.one_per_story()
    stories = single.documents.set_index("doc_id")["story_id"]
    own = scores[scores["doc_id"].isin(stories.index)]
    table = _sign(own).groupby(own["doc_id"].map(stories)).mean().to_frame("tone")
    first = single.documents.set_index("story_id")["doc_id"]
    groups = first.map(single.labels(by)).reindex(table.index)
    phrase = (
        "The tone of the {stories} stories of {group} is {value:+.2f} on average, against "
        "{others:+.2f} in the others (95 % interval of the difference {low:+.2f} to {high:+.2f})."
    )
    return group_findings(table, groups, lambda row: phrase.format(**row))


def tone_toward_findings(
    targets: pd.DataFrame, corpus: Corpus, construct: str = "polarity"
) -> list[Finding]:
    """Return the actors toward whom the tone differs from that toward the others beside them.

    In each story the mean tone toward an actor is compared with the mean tone toward all other
    actors scored in it. An actor is compared if it has five scored mentions in five such stories,
    and no article holds over half of them.

    Args:
        targets: the table of `score_targets`.
        corpus: the articles.
        construct: situation, stance, or polarity for either.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> targets = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    >>> findings = nkru.tone_toward_findings(targets, corpus, "situation")
    >>> isinstance(findings, list)
    True
    """
    stories = corpus.documents.set_index("doc_id")["story_id"]
    targets = targets.assign(polarity=targets[construct])
    scored = targets.dropna(subset="polarity")
    scored = scored.assign(story=scored["doc_id"].map(stories)).dropna(subset="story")
    differences = {
        str(entry): difference
        for entry, own in scored.groupby("entry", observed=True)
        if len(own) >= _LEAST_SCORED and largest_article(own) <= _MOST_OF_ONE
        if len(difference := _against_others(own, scored)) >= LEAST_OF_GROUP
    }
    if not differences:
        return []
    p = holm(np.array([_p_of_signs(difference) for difference in differences.values()]))
    told = [
        _toward(entry, difference, float(value), len(differences), _NAMES[construct])
        for (entry, difference), value in zip(differences.items(), p, strict=True)
        if value < _LEVEL
    ]
    if told:
        return sorted(told, key=lambda finding: (finding.numbers["p"], finding.sentence))
    sentence = f"Between the {len(differences)} actors compared, no difference of tone can be told."
    return [Finding(sentence, "open", {"compared": len(differences)})]


def _against_others(own: pd.DataFrame, scored: pd.DataFrame) -> pd.Series[float]:
    """Return the tone toward an actor less that toward the others, in each story with both."""
    others = scored[scored["story"].isin(own["story"]) & ~scored.index.isin(own.index)]
    tones = (table.groupby("story")["polarity"].mean() for table in (own, others))
    mine, theirs = tones
    return (mine - theirs).dropna()


def _toward(
    entry: str, difference: pd.Series[float], p: float, compared: int, names: tuple[str, str]
) -> Finding:
    darker = int((difference < 0).sum())
    word, count = (
        ("darker", darker)
        if 2 * darker > len(difference)
        else (
            "brighter",
            int((difference > 0).sum()),
        )
    )
    sentence = (
        f"{names[0]} {entry} is {word} than {names[1]} the other actors of the same story in "
        f"{count} of {len(difference)} stories."
    )
    numbers = {"entry": entry, "stories": count, "of": len(difference), "p": p}
    test = f"exact sign test over stories, after Holm over {compared} actors: p = {p:.3f}"
    return Finding(sentence, "difference", numbers, test)


def _p_of_signs(values: pd.Series[float]) -> float:
    return float(sign_test(np.asarray(values, dtype=np.float64)[:, None])[0])


def _sign(scores: pd.DataFrame) -> pd.Series[float]:
    """Return −1, 0 or 1 per sentence; 0 without a score."""
    polarity = scores["polarity"]
    return (polarity > 0).astype(float) - (polarity < 0).astype(float)


def _signs_by_story(scores: pd.DataFrame, corpus: Corpus) -> pd.Series[float]:
    """Return the positive less the negative sentences of the first article of each story."""
    stories = corpus.one_per_story().documents.set_index("doc_id")["story_id"]
    own = scores[scores["doc_id"].isin(stories.index)]
    return _sign(own).groupby(own["doc_id"].map(stories)).sum()
