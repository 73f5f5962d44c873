"""Counting the words of a corpus, by article, segment, sentence or group of articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from nkru._typing import Bools, Ints
from nkru.corpus.parts import portions
from nkru.errors import ParameterError
from nkru.measures.counts import Counts, sum_counts
from nkru.measures.name_terms import join_names
from nkru.measures.positions import unit_rows
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Unit = Literal["lemma", "norm", "token"]
Vocabulary = Literal["content", "themes", "words"]

# Parts of speech of words with a meaning of their own. Of these, nouns and names are terms even
# where a function word is spelled like them: « l'or », « un été », « le son ».
CONTENT = ("ADJ", "ADV", "INTJ", "NOUN", "NUM", "PROPN", "VERB", "X")
_NOMINAL = ("NOUN", "PROPN")
_LIGHT = ("ADJ", "NOUN", "VERB")
THEMES = (*_LIGHT, "PROPN")
# No « @compte », « km/h », « 900nm » or address; but a name of the register: « 20_minutes ».
_WRITTEN, _JOINED = re.compile(r"\A[^\W\d_][\w'&-]*\w\Z"), re.compile(r"\w_\w")


def count(
    corpus: Corpus,
    unit: Unit = "lemma",
    by: str = "doc_id",
    *,
    vocabulary: Vocabulary = "content",
    pos: Sequence[str] | None = None,
    segment_size: int = 40,
    names: pd.DataFrame | None = None,
) -> Counts:
    """Count the words of a corpus; rows and terms are sorted.

    `sizes` are the words and numbers of a row, whether they are terms or not: divide by them for
    a rate.

    Args:
        corpus: the articles to count.
        unit: lemma, norm or token.
        by: "doc_id", "segment" (of `segment_size` words), "sentence", "year", "month", or a column
            of `corpus.documents`; articles without a value are left out.
        vocabulary: "content" leaves out function words, by part of speech where the unit is the
            lemma, and single letters; "themes" keeps of these nouns, names, adjectives and verbs,
            except light words such as « dire », « fois », « premier » (resources/words/
            light_words.toml), and takes compounds such as « gilet jaune » as one term and locutions
            such as « grâce à » as no term (compounds.toml); "words" keeps every word.
        pos: the parts of speech to count, such as ("NOUN", "ADJ"); by default all.
        segment_size: see `nkru.split_segments`.
        names: mentions, from `find_mentions`; each name is then one term, that of its entry:
            "corée_du_nord". See `nkru.measures.name_terms.join_names`.

    Raises:
        ParameterError: `unit`, `by` or `pos` is unknown, `names` is not a table of mentions, or no
            word is left to count.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> counts = nkru.count(corpus)
    >>> int(counts.totals()["sécheresse"]), len(counts.rows)
    (4, 40)
    """
    _check(unit, pos)
    if by not in ("doc_id", "segment", "sentence"):
        return _by_label(
            count(corpus, unit, vocabulary=vocabulary, pos=pos, names=names), corpus, by
        )
    parts = [
        count_in_rows(part, unit, *unit_rows(part, by, segment_size), vocabulary, pos, names)
        for part in portions(corpus)
    ]
    counts = parts[0] if len(parts) == 1 else sum_counts(parts)
    if not len(counts.terms):
        raise ParameterError(
            "no word to count in {basis:cell}: all are function words or single "
            'letters; use vocabulary="words" or other `pos`',
            basis=corpus.basis,
        )
    return counts._with(basis=corpus.basis)


def _check(unit: str, pos: Sequence[str] | None) -> None:
    from nkru.tokens.tagging import POS

    if unit not in ("lemma", "norm", "token"):
        raise ParameterError("unit = {unit!r}: choose lemma, norm or token", unit=unit)
    if isinstance(pos, str) or not set(pos or ()) <= set(POS):
        raise ParameterError(
            "pos = {pos!r}: give parts of speech out of {known}", pos=pos, known=", ".join(POS)
        )


def count_in_rows(
    corpus: Corpus,
    unit: Unit,
    rows: pd.Index[Any],
    row_of_token: Ints,
    vocabulary: Vocabulary = "content",
    pos: Sequence[str] | None = None,
    names: pd.DataFrame | None = None,
) -> Counts:
    """Count the words of a corpus in these rows, given the row of each token (see `unit_rows`)."""
    tagged = unit == "lemma" or pos or vocabulary == "themes"
    tokens = corpus.tagged_tokens if tagged else corpus.tokens
    placed = row_of_token >= 0
    chosen = placed.copy()
    if names is not None or vocabulary == "themes":
        tokens, inside = join_names(tokens, names, unit, fixed=vocabulary == "themes")
        chosen &= ~inside
    terms = tokens[unit].cat
    chosen &= is_term(tokens, unit, vocabulary)
    if pos:
        chosen &= tokens["pos"].isin(pos).to_numpy()
    used, column = np.unique(terms.codes[chosen], return_inverse=True)
    ones = np.ones(chosen.sum(), dtype=np.int64)
    cells = (row_of_token[chosen], column)
    matrix = sparse.coo_array((ones, cells), shape=(len(rows), len(used)))
    counted = placed & tokens["kind"].isin(["word", "number"]).to_numpy()
    sizes = np.bincount(row_of_token[counted], minlength=len(rows))
    doc_ids = rows.get_level_values("doc_id")
    stories = corpus.labels("story_id").reindex(doc_ids)
    found = terms.categories[used]
    counts = Counts(matrix, rows, found, doc_ids, sizes, corpus.basis, stories.to_numpy())
    return counts.with_terms(np.sort(counts.terms))


def is_term(tokens: pd.DataFrame, unit: Unit, vocabulary: Vocabulary) -> Bools:
    """Return which tokens are terms (see `count`)."""
    words = tokens["kind"] == "word"
    if vocabulary != "words":
        function = tokens["norm"].isin(stop_words()) | tokens["lemma"].isin(stop_words())
        if "pos" in tokens:
            function &= ~tokens["pos"].isin(_NOMINAL)
            words &= tokens["pos"].isin(CONTENT)
        words &= ~function & (tokens[unit].str.len() > 1)
    if vocabulary == "themes":
        words &= tokens["pos"].isin(THEMES) & ~_is_light(tokens)
        forms = tokens[unit].cat.categories
        written = np.array([bool(_WRITTEN.match(term) or _JOINED.search(term)) for term in forms])
        words &= written[tokens[unit].cat.codes]
    return words.to_numpy(bool)


def _is_light(tokens: pd.DataFrame) -> pd.Series[bool]:
    """Return which tokens are words that texts of any subject hold."""
    lists, light = read_toml("words/light_words.toml"), pd.Series(False, tokens.index)
    for pos in _LIGHT:
        light |= (tokens["pos"] == pos) & tokens["lemma"].isin(lists[pos])
    return light


def _by_label(counts: Counts, corpus: Corpus, by: str) -> Counts:
    labels = corpus.labels(by).reindex(counts.doc_ids)
    if labels.isna().all():
        raise ParameterError(
            "by = {by!r}: no article of {basis:cell} has a value; give it in metadata.csv",
            by=by,
            basis=corpus.basis,
        )
    return counts.where(labels.notna()).group_rows(labels.dropna())
