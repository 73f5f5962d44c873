"""Tokenizers with NLTK's interface."""

from __future__ import annotations

from collections.abc import Iterator

from nltk.tokenize.api import TokenizerI

from nkru.tokens.sentences import paragraph_spans, sentence_spans
from nkru.tokens.words import token_spans


class FrenchTokenizer(TokenizerI):  # type: ignore[misc]
    """Split French text into the surface tokens of the Universal Dependencies treebanks.

    >>> FrenchTokenizer().tokenize("Qu’a-t-il dit à l'Assemblée ?")
    ['Qu’', 'a', '-t-il', 'dit', 'à', "l'", 'Assemblée', '?']
    """

    def tokenize(self, s: str) -> list[str]:
        """Return the tokens of `s`."""
        return [s[start:end] for start, end in token_spans(s)]

    def span_tokenize(self, s: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every token, character offsets in `s`."""
        return iter(token_spans(s))


class FrenchSentenceTokenizer(TokenizerI):  # type: ignore[misc]
    """Split French text into sentences; a line break ends one, unless the lines are hard-wrapped.

    >>> FrenchSentenceTokenizer().tokenize("M. Kim est parti. « Quand ? » demande-t-on.")
    ['M. Kim est parti.', '« Quand ? » demande-t-on.']
    """

    def tokenize(self, s: str) -> list[str]:
        """Return the sentences of `s`."""
        return [s[start:end] for start, end in self.span_tokenize(s)]

    def span_tokenize(self, s: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every sentence, character offsets in `s`."""
        for first, last in paragraph_spans(s):
            for start, end in sentence_spans(s[first:last]):
                yield first + start, first + end
