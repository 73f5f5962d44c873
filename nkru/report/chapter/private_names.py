"""Private names: the labels of a public edition in place of persons who hold no office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import pandas as pd

from nkru.actors.names.name_words import vocabulary
from nkru.actors.private_persons import private_persons
from nkru.corpus.corpus import Corpus
from nkru.measures.counts import Counts
from nkru.tokens.dictionary import analyses
from nkru.tokens.norms import folded_words
from nkru.tokens.patterns import any_of

HIDDEN = "[name withheld]"
_WORD = re.compile(r"[^\W\d_][\w’'-]+")
# Columns with words of an article, and with terms of the whole corpus.
_TEXTS = {"author", "date_evidence", "evidence", "forms", "name", "reason", "section", "title"}
_TERMS = {"collocation", "lemma", "node", "term", "terms", "word", "words"}


class PrivateNames:
    """The private persons of a corpus (see `nkru.actors.private_persons`)."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def _persons(self) -> pd.DataFrame:
        return private_persons(self._corpus)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return dict(zip(self._persons["entry"], self._persons["label"], strict=True))

    @cached_property
    def _of_article(self) -> dict[str, re.Pattern[str]]:
        """Return the pattern of the words of private names in each article."""
        words: dict[str, set[str]] = {}
        for doc_id, names in zip(self._persons["doc_id"], self._persons["names"], strict=True):
            words.setdefault(doc_id, set()).update(_words(names))
        return {doc_id: _pattern(found) for doc_id, found in words.items() if found}

    @cached_property
    def _whole(self) -> re.Pattern[str] | None:
        names = {name for name in self._labels if " " in name}
        return _pattern(names) if names else None

    @cached_property
    def _terms(self) -> re.Pattern[str] | None:
        """Return the pattern of words that occur only in private names: surnames as terms."""
        places = vocabulary().places
        words = {
            word
            for names in self._persons["names"]
            for word in _words(names)
            if not analyses(word.casefold()) and folded_words(word) not in places
        }
        return _pattern(words, re.IGNORECASE) if words else None

    def called(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table in which private persons are called by their label, and named nowhere."""
        if not self._labels:
            return table
        changed: dict[str, list[object]] = {}
        for column in map(str, table.select_dtypes(exclude=["number", "bool"])):
            cells = table[column].tolist()
            if column in _TERMS:
                changed[column] = [_masked(self._terms, cell) for cell in cells]
            elif column in _TEXTS and "doc_id" in table:
                changed[column] = [
                    self.masked(doc_id, cell)
                    for doc_id, cell in zip(table["doc_id"].tolist(), cells, strict=True)
                ]
            elif column in _TEXTS:
                changed[column] = [_masked(self._whole, cell) for cell in cells]
            elif column != "doc_id":
                changed[column] = [
                    self._labels.get(cell, cell) if isinstance(cell, str) else cell
                    for cell in cells
                ]
        return table.assign(
            **{
                column: pd.Series(cells, index=table.index, dtype=table[column].dtype)
                for column, cells in changed.items()
                if cells != table[column].tolist()
            }
        )

    def without(self, counts: Counts) -> Counts:
        """Return counts without the terms that hold a private name."""
        if not self._terms:
            return counts
        hidden = [bool(self._terms.search(term)) for term in counts.terms.tolist()]
        return counts.with_terms(counts.terms[~np.array(hidden, dtype=bool)])

    def masked(self, doc_id: str, text: object) -> object:
        """Return a text of an article without the private names in this article."""
        return _masked(self._of_article.get(doc_id), text)

    def told(self, sentence: str) -> str:
        """Return a sentence on the corpus without the whole names of private persons."""
        return str(_masked(self._whole, sentence))

    def in_sentences(self, sentences: pd.DataFrame) -> list[bool]:
        """Return whether each sentence holds a private name of its article."""
        pairs = zip(sentences["doc_id"].tolist(), sentences["text"].tolist(), strict=True)
        return [
            bool((pattern := self._of_article.get(doc_id)) and pattern.search(text))
            for doc_id, text in pairs
        ]


def _masked(pattern: re.Pattern[str] | None, text: object) -> object:
    return pattern.sub(HIDDEN, text) if pattern and isinstance(text, str) else text


def _words(names: str) -> list[str]:
    """Return the words of names that have a capital."""
    return [word for word in _WORD.findall(names) if word[0].isupper() and len(word) > 2]


def _pattern(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    # The words of a name that is one term are joined by "_".
    one = rf"(?<![^\W_])(?<!-)(?:{any_of(words)})(?![^\W_]|-)"
    return re.compile(rf"{one}(?:[ \u00a0_]{one})*", flags)
