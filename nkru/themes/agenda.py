"""The agenda: which topic of public life an article or a segment is about, by its words."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from nkru._typing import Bools
from nkru.actors.codebook import Codebook
from nkru.corpus.corpus import Corpus
from nkru.corpus.parts import part_by_part
from nkru.errors import ParameterError
from nkru.measures.positions import unit_rows
from nkru.measures.resampling import share_interval
from nkru.notes import note, note_of
from nkru.themes.agenda_labels import topic_labels
from nkru.themes.agenda_words import AgendaWords, shipped_words, words_of
from nkru.themes.theme_counts import REST

By = Literal["doc_id", "segment"]
SECOND = 0.5  # least score of the second topic, as a part of the first
HITS = ["doc_id", "sent_no", "start", "end", "word", "topic", "weight"]
_SHOWN = 5
_SEGMENT = 40


def agenda(corpus: Corpus, codebook: Codebook | None = None, *, by: By = "doc_id") -> pd.DataFrame:
    """Return the topic that each article, or each segment, is about.

    The score of a topic is the sum over its words of weight · (1 + ln n), n being how often the
    article holds the word, and weight · (3 + ln n) for words of its title. The topic with the
    largest score wins; the second is named where it has at least half of that.

    Args:
        corpus: the articles.
        codebook: a codebook of themes, with a weight of 1 for each word; by default the major
            topics of the Comparative Agendas Project, with the words that ship with nkru.
        by: "doc_id" or "segment" (of 40 words).

    Returns:
        One row per article or segment: doc_id (and segment_no), topic ("autre" where the words
        weigh less than one that hardly occurs outside its topic), second (or empty), share (of the
        topic in the scores of all; NaN for "autre"), words (the five that weigh most), and in attrs
        basis.

    Raises:
        CodebookError: the codebook holds actors.
        ParameterError: `by` is something else.

    Note:
        Counting words is not reading: expect the topic that a reader would choose for three
        articles in four. A segment is much shorter than an article and its topic less certain.

    References:
        Baumgartner, Breunig and Grossman 2019, Comparative Policy Agendas, Oxford.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> topics = nkru.agenda(corpus)
    >>> topics.loc[topics["doc_id"].str.contains("mais-grille"), "topic"].item()
    'agriculture'
    """
    if by not in ("doc_id", "segment"):
        raise ParameterError("by = {by!r}: choose doc_id or segment", by=by)
    return note(_agenda(corpus, codebook, by), basis=corpus.basis)


def agenda_hits(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Return the words behind an agenda: doc_id, sent_no, start, end, word, topic, weight.

    A word of two topics has two rows.

    Args:
        corpus: the articles.
        codebook: see `agenda`.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> hits = nkru.agenda_hits(corpus)
    >>> [*hits.columns]
    ['doc_id', 'sent_no', 'start', 'end', 'word', 'topic', 'weight']
    """
    return _agenda_hits(corpus, codebook)


def agenda_summary(table: pd.DataFrame, lang: str = "en", *, stories: int = 0) -> pd.DataFrame:
    """Return how many articles or segments each topic has, the most frequent first.

    Args:
        table: from `agenda`.
        lang: of the labels, "en" or "fr".
        stories: the number of stories of its articles, for intervals; segments have none.

    Returns:
        topic ("autre" like any other), topic_label, count, second (how often it is the second
        topic), share (of all, 0 to 1), share_low, share_high (95 % interval, Wilson; NaN without
        `stories`), and in attrs basis.

    >>> table = pd.DataFrame({"topic": ["sport", "autre"], "second": ["sante", ""]})
    >>> agenda_summary(table)[["topic", "count", "second"]].values.tolist()
    [['autre', 1, 0], ['sport', 1, 0], ['sante', 0, 1]]
    """
    first, second = (
        table["topic"].value_counts(),
        table["second"].value_counts().drop("", errors="ignore"),
    )
    counts = pd.DataFrame({"count": first, "second": second}).fillna(0).astype(int)
    counts = counts.rename_axis("topic").reset_index()
    counts = counts.sort_values(["count", "second", "topic"], ascending=[False, False, True])
    counts.insert(1, "topic_label", topic_labels(counts["topic"], lang))
    share = counts["count"] / max(len(table), 1)
    bounds = np.array([share_interval(part, stories) for part in share]).reshape(-1, 2)
    return note(
        counts.assign(share=share, share_low=bounds[:, 0], share_high=bounds[:, 1]),
        basis=note_of(table, "basis"),
    ).reset_index(drop=True)


def agenda_with_copies(
    corpus: Corpus, codebook: Codebook | None = None, lang: str = "en"
) -> pd.DataFrame:
    """Return what changes in an agenda when every copy of a story counts.

    Args:
        corpus: the articles, copies among them.
        codebook: see `agenda`.
        lang: of the labels, "en" or "fr".

    Returns:
        topic, topic_label, stories (one article of each), share (of the stories, 0 to 1),
        articles, share_of_articles (0 to 1), change (of the share, with the copies), and in attrs
        basis; the most frequent topic first.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.agenda_with_copies(corpus)
    >>> table["articles"].sum().item(), table["change"].abs().max().item()
    (40, 0.0)
    """
    table = agenda(corpus, codebook)
    first = table["doc_id"].isin(corpus.one_per_story().documents["doc_id"])
    once, every = (agenda_summary(part).set_index("topic") for part in (table[first], table))
    columns = {
        "stories": once["count"],
        "share": once["share"],
        "articles": every["count"],
        "share_of_articles": every["share"],
    }
    counts = pd.DataFrame(columns).fillna(0).astype({"stories": int, "articles": int})
    counts["change"] = counts["share_of_articles"] - counts["share"]
    counts = counts[counts["articles"] > 0].rename_axis("topic").reset_index()
    counts.insert(1, "topic_label", topic_labels(counts["topic"], lang))
    order = ["stories", "articles", "topic"]
    counts = counts.sort_values(order, ascending=[False, False, True], ignore_index=True)
    return note(counts, basis=corpus.basis)


def agenda_coverage(segments: pd.DataFrame) -> float:
    """Return the share of segments that have a topic other than "autre"; NaN without segments.

    Args:
        segments: from `agenda` by segment.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> segments = nkru.agenda(corpus, by="segment")
    >>> 0.5 < nkru.agenda_coverage(segments) <= 1
    True
    """
    return float((segments["topic"] != REST).mean())


@part_by_part
def _agenda(corpus: Corpus, codebook: Codebook | None, by: str) -> pd.DataFrame:
    words = _words(codebook)
    rows, row_of_token = unit_rows(corpus, by, _SEGMENT)
    found = words.expressions.find(corpus.tagged_tokens)
    found["row"] = row_of_token[found["first"]]
    found["title"] = _in_title(corpus)[found["first"]] & (by == "doc_id")
    scores = _scores(found[found["row"] >= 0], words)
    table = _ranked(scores, words, len(rows)).set_index(rows).reset_index()
    return table.astype({"doc_id": "str"})


@part_by_part
def _agenda_hits(corpus: Corpus, codebook: Codebook | None) -> pd.DataFrame:
    words, tokens = _words(codebook), corpus.tagged_tokens
    found = words.expressions.find(tokens)
    table = tokens.iloc[found["first"]][["doc_id", "sent_no", "start"]].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[found["last"]]
    table["word"] = np.array(words.expressions.forms, dtype=object)[found["expression"]]
    table = table.assign(expression=found["expression"]).merge(words.weights, on="expression")
    return table[HITS].astype({"doc_id": "str", "word": "str"})


def _words(codebook: Codebook | None) -> AgendaWords:
    return shipped_words() if codebook is None else words_of(codebook)


def _in_title(corpus: Corpus) -> Bools:
    """Return which tokens are in the title."""
    sentences = corpus.sentences[["doc_id", "line_no"]]
    roles = sentences.merge(corpus.lines[["doc_id", "line_no", "role"]], how="left")["role"]
    sentence = np.cumsum(corpus.tagged_tokens["token_no"].to_numpy() == 1) - 1
    return np.asarray((roles == "title").to_numpy()[sentence], dtype=bool)


def _scores(found: pd.DataFrame, words: AgendaWords) -> pd.DataFrame:
    """Return the score of each word in each unit: row, expression, topic, score."""
    cells = found.groupby(["row", "expression"], as_index=False).agg(
        n=("title", "size"), title=("title", "max")
    )
    cells["times"] = 1 + np.log(cells["n"]) + words.title * cells["title"]
    table = cells.merge(words.weights, on="expression")
    return table.assign(score=table["weight"] * table["times"])


def _ranked(scores: pd.DataFrame, words: AgendaWords, units: int) -> pd.DataFrame:
    """Return the topic of each unit, the second one, its share and its words."""
    sums = np.zeros((units, len(words.topics)))
    topic = pd.Index(words.topics).get_indexer(pd.Index(scores["topic"]))
    np.add.at(sums, (scores["row"], topic), scores["score"])
    order = np.argsort(-sums, axis=1, kind="stable")
    ordered = np.take_along_axis(sums, order, axis=1)
    named = ordered[:, 0] >= words.least
    two = named & (ordered[:, 1:2].max(axis=1, initial=0) >= SECOND * ordered[:, 0])
    names = np.array([*words.topics, REST], dtype=object)
    whole = np.where(named, ordered.sum(axis=1), np.nan)
    own = scores[topic == np.where(named, order[:, 0], -1)[scores["row"]]]
    columns: dict[str, Any] = {
        "topic": names[np.where(named, order[:, 0], -1)],
        "second": np.where(two, names[order[:, 1:2].max(axis=1, initial=0)], ""),
        "share": ordered[:, 0] / whole,
    }
    table = pd.DataFrame(columns).astype({"topic": "str", "second": "str"})
    return table.assign(words=_first_words(own, words).reindex(table.index).fillna(""))


def _first_words(own: pd.DataFrame, words: AgendaWords) -> pd.Series[str]:
    """Return the words of its topic that weigh most in each unit."""
    own = own.sort_values(["row", "score", "expression"], ascending=[True, False, True])
    first = own.groupby("row").head(_SHOWN)
    forms = pd.Series(words.expressions.forms, dtype="str").iloc[first["expression"]]
    return forms.groupby(first["row"].to_numpy()).agg(", ".join)
