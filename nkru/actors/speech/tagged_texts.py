"""The text of one article with its tokens, as the rules of quotations read it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nkru.actors.speech.cues import Cues
from nkru.corpus.articles import rows_by_article
from nkru.corpus.tables import coded_tokens
from nkru.tokens.sentences import paragraph_lines
from nkru.tokens.tagging import POS, tag
from nkru.tokens.words import Tokens, tokenize

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

CAPITALS = 0.7  # share of capitals from which a sentence is read in small letters
LETTERS = [chr(code) for code in range(256) if chr(code).isalpha()]
UPPER = "".join(filter(str.isupper, LETTERS)).encode("latin-1")
LOWER = "".join(filter(str.islower, LETTERS)).encode("latin-1")
Paragraph = tuple[int, int, str]  # start, end, role


@dataclass
class TaggedText:
    """One article: its kept text, paragraphs (start, end, role), sentences and tokens.

    All offsets are those of the article as read; `text` has line ends where lines are left out.
    `firsts` has the first token of each sentence, and the number of tokens at its end.
    `reporting` and `inserting` say of each sentence whether it has words that may report speech,
    or that may tell in a clause put in who speaks (see `Cues`).
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
    inserting: list[bool]
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
    tokens, codes = _readable_tokens(corpus)
    tags = np.array(POS, object)[codes].tolist()
    norms = np.array([*tokens.norms, ""], object)[tokens.code].tolist()
    starts, ends = tokens.start.tolist(), tokens.end.tolist()
    counts = np.searchsorted(tokens.text_no, np.arange(len(table) + 1)).tolist()
    cues = Cues(tokens, len(table))
    reporting, inserting = cues.reporting(), cues.inserting()
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
            inserting[low:high],
            "\n".join(raws[doc_id][start:end] for start, end in bylines.get(doc_id, ())),
            authors[doc_id],
        )


def _readable_tokens(corpus: Corpus) -> tuple[Tokens, NDArray[np.int8]]:
    """Return the tokens of a corpus, a text for a sentence, and their parts of speech.

    Those of sentences in capitals are made again in small letters, which the tagger knows.
    """
    tokens, tags = coded_tokens(corpus.tokens), corpus.tags.set_categories(POS).codes
    texts = corpus.sentences["text"].tolist()
    loud = [number for number, text in enumerate(texts) if _is_loud(text)]
    if not loud:
        return tokens, tags
    small = tokenize([texts[number].lower() for number in loud])
    number = np.array(loud, np.int32)[small.text_no]
    offset = corpus.sentences["start"].to_numpy()[number]
    kept = ~np.isin(tokens.text_no, loud)
    columns = (
        (tokens.text_no, number),
        (tokens.start, small.start + offset),
        (tokens.end, small.end + offset),
        (tokens.code, small.code + len(tokens.forms)),
        (tags, tag(small)),
    )
    joined = [np.concatenate([column[kept], again]) for column, again in columns]
    order = joined[0].argsort(kind="stable")
    text_no, start, end, code, tags = (column[order] for column in joined)
    forms, norms = tokens.forms + small.forms, tokens.norms + small.norms
    return Tokens(text_no, start, end, code, forms, norms, []), tags


def _is_loud(text: str) -> bool:
    """Say whether a sentence is in capitals, and as long in small letters."""
    letters = text.encode("latin-1", "ignore")
    upper = len(letters) - len(letters.translate(None, UPPER))
    if upper < 8:
        return False
    lower = len(letters) - len(letters.translate(None, LOWER))
    return upper >= CAPITALS * (upper + lower) and len(text.lower()) == len(text)


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
