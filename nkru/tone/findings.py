"""Findings on tone: negative against positive stories, groups of articles, actors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.language import deferred, gettext, join, named, ngettext
from nkru.measures.adjustment import holm
from nkru.measures.comparison import LEAST_OF_GROUP, LEAST_STORIES, sign_test
from nkru.measures.findings import Finding, group_findings, largest_article
from nkru.tone.confusion import corrected_balance

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

# How a difference is said: by construct, and whether most stories are more negative.
_TOLD = {
    ("polarity", True): deferred(
        "The tone toward {entry} is more negative than toward the other actors of the same "
        "story in {count} of {stories} stories."
    ),
    ("polarity", False): deferred(
        "The tone toward {entry} is more positive than toward the other actors of the same "
        "story in {count} of {stories} stories."
    ),
    ("situation", True): deferred(
        "The situation of {entry} is more negative than that of the other actors of the same "
        "story in {count} of {stories} stories."
    ),
    ("situation", False): deferred(
        "The situation of {entry} is more positive than that of the other actors of the same "
        "story in {count} of {stories} stories."
    ),
    ("stance", True): deferred(
        "The stance on {entry} is more negative than that on the other actors of the same "
        "story in {count} of {stories} stories."
    ),
    ("stance", False): deferred(
        "The stance on {entry} is more positive than that on the other actors of the same "
        "story in {count} of {stories} stories."
    ),
}
_LEVEL, _MOST_OF_ONE, _LEAST_SCORED = 0.05, 0.5, 5


def balance_of_tone(scores: pd.DataFrame, corpus: Corpus) -> list[Finding]:
    """Return whether negative or positive sentences prevail in most stories.

    A difference between the stories is a finding only if it holds when the shares of negative and
    positive sentences are corrected for the errors of the scores, as measured on either set of
    labelled press articles (`nkru.tone.confusion`): the scores miss more positive sentences than
    negative ones. Otherwise only the chapter states it.

    Args:
        scores: the table of `score_sentences`.
        corpus: the articles.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> findings = nkru.balance_of_tone(nkru.score_sentences(corpus), corpus)
    >>> len(findings)
    1
    """
    signs = _signs_by_story(scores, corpus)
    tone = signs.groupby(level=0).sum()
    negative, positive = int((tone < 0).sum()), int((tone > 0).sum())
    if negative + positive < LEAST_STORIES:
        return []
    p = _p_of_signs(tone)
    stories = pd.factorize(signs.index)[0]
    corrected = corrected_balance(signs.to_numpy().astype(np.int64), stories.astype(np.int64))
    shares = {"negative_share": corrected.negative, "positive_share": corrected.positive}
    largest = float((signs != 0).groupby(level=0).sum().max() / (signs != 0).sum())
    numbers = {"negative": negative, "positive": positive, "stories": len(tone), "p": p, **shares}
    numbers["largest_article"] = largest
    counted = ngettext(
        "In {negative} of {n} story the scores find more negative than positive sentences, and in "
        "{positive} more positive than negative ones.",
        "In {negative} of {n} stories the scores find more negative than positive sentences, and "
        "in {positive} more positive than negative ones.",
        len(tone),
        negative=negative,
        positive=positive,
    )
    rates = gettext(
        "Corrected for the errors of the scores, as measured on labelled press articles, "
        "{negative_share:.0%} of the sentences are negative and {positive_share:.0%} positive; the "
        "article with most scored sentences has {largest:.0%} of them.",
        **shares,
        largest=largest,
    )
    if p >= _LEVEL:
        unclear = gettext("The difference is not statistically significant.")
        return [Finding(join(counted, rates, unclear), "count", numbers)]
    if corrected.sign != np.sign(positive - negative) or largest > _MOST_OF_ONE:
        unclear = gettext("This does not tell whether negative or positive sentences prevail.")
        return [Finding(join(counted, rates, unclear), "open", numbers)]
    test = gettext("exact sign test: {p:p}", p=p)
    return [Finding(join(counted, rates), "difference", numbers, test)]


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
    stories = single.labels("story_id")
    own = scores[scores["doc_id"].isin(stories.index)]
    table = _sign(own).groupby(own["doc_id"].map(stories)).mean().to_frame("tone")
    first = single.documents.set_index("story_id")["doc_id"]
    groups = first.map(single.labels(by)).reindex(table.index)
    group_of = groups.set_axis(first.reindex(table.index))
    scored = own.loc[own["polarity"].notna(), ["doc_id"]]
    return group_findings(
        table,
        groups,
        _say_group,
        lambda row: largest_article(scored[scored["doc_id"].map(group_of) == row["group"]]),
    )


def _say_group(row: Mapping[str, Any]) -> str:
    keys = ["stories", "group", "value", "others", "other_stories", "low", "high"]
    keys.append("largest_article")
    return gettext(
        "The tone of the {stories} stories of {group} is {value:+.2f} on average, against "
        "{others:+.2f} in the {other_stories} others (95% interval of the difference {low:+.2f} to "
        "{high:+.2f}). The article with most scored sentences has {largest_article:.0%} of those "
        "of {group}.",
        **{key: row[key] for key in keys},
    )


def tone_toward_findings(
    targets: pd.DataFrame, corpus: Corpus, construct: str = "polarity"
) -> list[Finding]:
    """Return the actors toward whom the tone differs from that toward the others beside them.

    In one article of each story the mean tone toward an actor is compared with the mean tone toward
    all other actors scored in it. An actor is compared if it has five scored mentions in five such
    stories, and no article holds over half of them.

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
    stories = corpus.one_per_story().labels("story_id")
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
        _toward(
            difference,
            construct,
            {"entry": entry, "p": float(value), "compared": len(differences)}
            | {"largest_article": largest_article(scored[scored["entry"] == entry])},
        )
        for (entry, difference), value in zip(differences.items(), p, strict=True)
        if value < _LEVEL
    ]
    if told:
        return sorted(told, key=lambda finding: (finding.numbers["p"], finding.sentence))
    sentence = ngettext(
        "{n} actor was compared, and no difference of tone is statistically significant.",
        "{n} actors were compared, and no difference of tone is statistically significant.",
        len(differences),
    )
    return [Finding(sentence, "open", {"compared": len(differences)})]


def _against_others(own: pd.DataFrame, scored: pd.DataFrame) -> pd.Series[float]:
    """Return the tone toward an actor less that toward the others, in each story with both."""
    others = scored[scored["story"].isin(own["story"]) & ~scored.index.isin(own.index)]
    tones = (table.groupby("story")["polarity"].mean() for table in (own, others))
    mine, theirs = tones
    return (mine - theirs).dropna()


def _toward(difference: pd.Series[float], construct: str, numbers: dict[str, Any]) -> Finding:
    lower, higher, stories = (difference < 0).sum(), (difference > 0).sum(), len(difference)
    negative = 2 * lower > stories
    count = int(lower if negative else higher)
    told = _TOLD[construct, bool(negative)]
    sentence = join(
        gettext(told, entry=named(numbers["entry"]), count=count, stories=stories),
        gettext(
            "The article with most of these scored mentions has {largest:.0%} of them.",
            largest=numbers["largest_article"],
        ),
    )
    test = ngettext(
        "exact sign test over stories, p adjusted after Holm over {n} actor: {p:p}",
        "exact sign test over stories, p adjusted after Holm over {n} actors: {p:p}",
        numbers["compared"],
        p=numbers["p"],
    )
    return Finding(sentence, "difference", {**numbers, "stories": count, "of": stories}, test)


def _p_of_signs(values: pd.Series[float]) -> float:
    return float(sign_test(np.asarray(values, dtype=np.float64)[:, None])[0])


def _sign(scores: pd.DataFrame) -> pd.Series[float]:
    """Return −1, 0 or 1 per sentence; 0 without a score."""
    polarity = scores["polarity"]
    return (polarity > 0).astype(float) - (polarity < 0).astype(float)


def _signs_by_story(scores: pd.DataFrame, corpus: Corpus) -> pd.Series[float]:
    """Return the sign of each sentence of the first article of each story, by story."""
    stories = corpus.one_per_story().labels("story_id")
    own = scores[scores["doc_id"].isin(stories.index)]
    return _sign(own).set_axis(own["doc_id"].map(stories))
