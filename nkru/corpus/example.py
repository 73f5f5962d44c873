"""The example: forty short articles, written for the package, that its documentation counts."""

from __future__ import annotations

from functools import cache

from nkru import resources
from nkru.corpus.corpus import Corpus
from nkru.corpus.pipeline import read_corpus

FOLDER = "examples/articles"


def example_corpus() -> Corpus:
    """Return the example corpus: 40 short articles of three outlets on water, 2022 to 2024.

    The articles, the outlets, the river and most of the people are invented, and no page was ever
    published; they are for trying nkru out, and never for measuring how good it is.

    >>> corpus = example_corpus()
    >>> corpus.basis, corpus.documents["outlet"].nunique()
    ('40 articles', 3)
    """
    return _read()


@cache
def _read() -> Corpus:
    return read_corpus(resources.path(FOLDER))
