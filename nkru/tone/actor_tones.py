"""Tones of actors: the mean situation of each, the mean stance on it, and their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import ParameterError
from nkru.measures.resampling import MIN_OF_MEANS
from nkru.notes import note
from nkru.tone.summaries import tone_shares

CONSTRUCTS = ("polarity", "situation", "stance")


def tone_toward(targets: pd.DataFrame, corpus: Corpus, construct: str = "polarity") -> pd.DataFrame:
    """Return the mean tone toward each actor, with its interval over stories.

    Args:
        targets: the table of `score_targets`.
        corpus: the corpus it was made from.
        construct: situation (what happens to the actor), stance (how others judge it), or polarity
            (either).

    Returns:
        entry, mentions, scored (mentions with a tone of this construct), negative and positive
        (shares of the mentions, 0 to 1), tone (mean, −1 to 1, mentions without one as 0),
        tone_low, tone_high (95 %, see `nkru.tone.intervals`; missing under 5 stories that name the
        actor, and where one holds over half of its mentions), articles, stories (that name the
        actor), author and quoted (tone in the author's voice and in quotations), label, and in
        attrs basis; by falling mentions.

    Raises:
        ParameterError: no such construct.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> targets = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    >>> table = nkru.tone_toward(targets, corpus, "stance")
    >>> table.loc[table["entry"] == "FNSEA", "mentions"].item()
    7
    """
    if construct not in CONSTRUCTS:
        raise ParameterError(
            "construct is {construct!r}; use one of {known}",
            construct=construct,
            known=", ".join(CONSTRUCTS),
        )
    targets = targets.assign(polarity=targets[construct])
    stories = corpus.labels("story_id")
    voices = targets.assign(tone=targets["polarity"].fillna(0.0))
    voices = voices.pivot_table("tone", "entry", "voice", "mean")
    table = tone_shares(targets, "entry", corpus.basis, stories)
    table = table.rename(columns={"sentences": "mentions"}).set_index("entry")
    table = table.join(voices.reindex(columns=["author", "quoted"])).reset_index()
    table["label"] = np.where(table["stories"] < MIN_OF_MEANS, "descriptive", "")
    order = ["mentions", "entry"]
    table = table.sort_values(order, ascending=[False, True], ignore_index=True)
    return note(table, basis=corpus.basis)
