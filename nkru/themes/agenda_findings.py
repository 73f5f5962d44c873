"""Findings on the agenda of a corpus, tested over stories."""

from __future__ import annotations

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.corpus.corpus import Corpus
from nkru.language import gettext
from nkru.measures.findings import Finding, lead_finding, stories_of
from nkru.themes.agenda import agenda, agenda_coverage

LEAST_COVERAGE = 0.5  # of the segments: below, the topics do not fit the articles


def agenda_findings(corpus: Corpus, codebook: Codebook | None = None) -> list[Finding]:
    """Return which topic most stories are about; if the topics do not fit, say so instead.

    "autre" is compared like any topic. Topics fit if half of the segments have one.

    Args:
        corpus: the articles.
        codebook: see `nkru.agenda`.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> [finding.kind for finding in nkru.agenda_findings(corpus)]
    ['count']
    """
    covered = agenda_coverage(agenda(corpus, codebook, by="segment"))
    if not covered >= LEAST_COVERAGE:
        sentence = gettext(
            "{share:.0%} of the segments hold a word that indicates a topic, which is under half: "
            "these topics do not fit the articles, and none is said to be the most frequent.",
            share=covered if covered == covered else 0.0,
        )
        return [Finding(sentence, "open", {"coverage": covered})]
    table = agenda(corpus, codebook)
    hits = table[["doc_id", "topic"]].rename(columns={"topic": "entry"})
    names = pd.Index(sorted(set(hits["entry"])))
    every, once = (
        stories_of(part.documents[part.documents["doc_id"].isin(hits["doc_id"])], hits, names)
        for part in (corpus, corpus.one_per_story())
    )
    return [lead_finding(every, once, hits, "topics")]
