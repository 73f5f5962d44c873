"""The text of one article with its tokens, as the rules of quotations read it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nkru.actors.speech.sayings import may_report
from nkru.corpus.articles import rows_by_article
from nkru.tokens.sentences import paragraph_lines
from nkru.tokens.tagging import POS, tag
from nkru.tokens.words import Tokens, tokenize

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

CAPITALS = 0.7  # share of capitals from which a sentence is read in small letters
Paragraph = tuple[int, int, str]  # start, end, role


@dataclass
class TaggedText:
    """One article: its kept text, paragraphs (start, end, role), sentences and tokens.

    All offsets are those of the article as read; `text` has line ends where lines are left out.
    `firsts` has the first token of each sentence, and the number of tokens at its end;
    `reporting` says for each sentence whether it has a word that may introduce reported speech.
    """

    doc_id: str
    text: str
    paragraphs: list[Paragraph]
    sentences: list[tuple[int, int]]
    starts: list[int]
    ends: list[int]
    norms: list[str]
    tags: list[str]
    firsts: list[int]
    reporting: list[bool]
    bylines: str  # the lines left out that name the author or the interviewer
    author: str  # empty if not known
    _paragraph_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._paragraph_starts = [start for start, *_ in self.paragraphs]

    def token_at(self, offset: int) -> int:
        """Return the first token that ends after an offset."""
        return bisect_right(self.ends, offset)

    def sentence_of(self, token: int) -> int:
        """Return the number of the sentence of a token; behind the last token, of the last one."""
        return max(0, min(bisect_right(self.firsts, token), len(self.firsts) - 1) - 1)

    def bounds(self, sentence: int) -> tuple[int, int]:
        """Return the first token of a sentence, and the one after its last."""
        return self.firsts[sentence], self.firsts[sentence + 1]

    def paragraph_of(self, offset: int) -> int:
        """Return the number of the paragraph around an offset."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def words(self, first: int, last: int) -> str:
        """Return the text of the tokens from `first` to before `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


def tagged_texts(corpus: Corpus) -> Iterator[TaggedText]:
    """Yield each article of a corpus that has sentences, with its tokens and parts of speech."""
    table = corpus.sentences
    texts = table["text"].tolist()
    tokens = tokenize([_readable(text) for text in texts])
    tags = [POS[number] for number in tag(tokens).tolist()]
    norms = [tokens.norms[code] for code in tokens.code.tolist()]
    offsets = table["start"].to_numpy()[tokens.text_no]
    starts, ends = ((offsets + part).tolist() for part in (tokens.start, tokens.end))
    counts = np.searchsorted(tokens.text_no, np.arange(len(texts) + 1)).tolist()
    reporting = _reporting(tokens, len(texts))
    lines = rows_by_article(corpus.lines[corpus.lines["kept"]], "start", "end", "role")
    documents = corpus.documents
    written = documents["author"].fillna("") if "author" in documents else ""
    authors = documents.assign(author=written).set_index("doc_id")["author"].to_dict()
    is_byline = (corpus.lines["role"] == "byline") & ~corpus.lines["kept"]
    bylines = rows_by_article(corpus.lines[is_byline], "start", "end")
    raws = dict(zip(corpus.articles["doc_id"], corpus.articles["raw"], strict=True))
    doc_ids = table["doc_id"].tolist()
    spans = list(zip(table["start"].tolist(), table["end"].tolist(), strict=True))
    changes = [at for at, (a, b) in enumerate(pairwise(doc_ids), 1) if a != b]
    for low, high in pairwise([0, *changes, len(doc_ids)] if doc_ids else []):
        first, last = counts[low], counts[high]
        doc_id, sentences = doc_ids[low], spans[low:high]
        yield TaggedText(
            doc_id,
            kept_text(raws[doc_id], lines[doc_id]),
            _paragraphs(raws[doc_id], lines[doc_id]),
            sentences,
            starts[first:last],
            ends[first:last],
            norms[first:last],
            tags[first:last],
            [count - first for count in counts[low : high + 1]],
            reporting[low:high],
            "\n".join(raws[doc_id][start:end] for start, end in bylines.get(doc_id, ())),
            authors[doc_id],
        )


def _reporting(tokens: Tokens, number: int) -> list[bool]:
    """Say of each text whether it has a verb of saying or « selon », or begins with « pour »."""
    cue = np.fromiter(map(may_report, tokens.norms), bool, len(tokens.norms))[tokens.code]
    after, of, according = (_is(tokens, norm) for norm in ("après", "d'", "pour"))
    cue[1:] |= after[1:] & of[:-1]
    opens = np.diff(tokens.text_no, prepend=-1) > 0
    opens[1:] |= opens[:-1]  # « Mais pour X, … »
    cue |= according & opens
    found: list[bool] = (np.bincount(tokens.text_no[cue], minlength=number) > 0).tolist()
    return found


def _is(tokens: Tokens, norm: str) -> NDArray[np.bool_]:
    return np.fromiter((n == norm for n in tokens.norms), bool, len(tokens.norms))[tokens.code]


def _readable(text: str) -> str:
    """Return a sentence in capitals in small letters, which the tagger knows, else unchanged."""
    upper = sum(map(str.isupper, text))
    if upper < 8 or upper < CAPITALS * sum(map(str.isalpha, text)):
        return text
    small = text.lower()
    return small if len(small) == len(text) else text


def kept_text(raw: str, lines: Sequence[Paragraph]) -> str:
    """Return the article with the lines that are left out replaced by as many line ends."""
    pieces, last = [], 0
    for start, end, _ in lines:
        pieces += ["\n" * (start - last), raw[start:end]]
        last = end
    return "".join(pieces)


def _paragraphs(raw: str, lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the kept lines, those of a paragraph wrapped by hand as one."""
    wrapped = {start for group in paragraph_lines(raw) for start, _ in group[1:]}
    joined: list[Paragraph] = []
    for start, end, role in lines:
        if joined and start in wrapped and not raw[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, role))
    return joined
