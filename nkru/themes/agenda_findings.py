"""Findings on the agenda of a corpus, tested over stories."""

from __future__ import annotations

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.corpus.corpus import Corpus
from nkru.measures.findings import Finding, lead_finding, stories_of
from nkru.themes.agenda import agenda, agenda_coverage
from nkru.themes.agenda_labels import topic_labels

LEAST_COVERAGE = 0.5  # of the segments: below, the topics do not fit the articles


def agenda_findings(
    corpus: Corpus, codebook: Codebook | None = None, lang: str = "en"
) -> list[Finding]:
    """Return which topic most stories are about; if the topics do not fit, say so instead.

    "autre" is compared like any topic. Topics fit if half of the segments have one.

    Args:
        corpus: the articles.
        codebook: see `nkru.agenda`.
        lang: of the labels of topics, "en" or "fr".

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> [finding.kind for finding in nkru.agenda_findings(corpus)]
    ['count']
    """
    covered = agenda_coverage(agenda(corpus, codebook, by="segment"))
    if not covered >= LEAST_COVERAGE:
        told = f"{100 * covered:.0f} %" if covered == covered else "none"
        sentence = (
            f"Of the segments {told} hold a word that tells a topic, under half: these topics do "
            "not fit the articles, and none is said to lead."
        )
        return [Finding(sentence, "open", {"coverage": covered})]
    table = agenda(corpus, codebook)
    hits = table[["doc_id", "topic"]].rename(columns={"topic": "entry"})
    names = pd.Index(sorted(set(hits["entry"])))
    every, once = (
        stories_of(part.documents[part.documents["doc_id"].isin(hits["doc_id"])], hits, names)
        for part in (corpus, corpus.one_per_story())
    )
    labels = dict(zip(names, topic_labels(names.to_series(), lang), strict=True))
    return [lead_finding(every, once, hits, "is the topic of", "topics", labels)]
