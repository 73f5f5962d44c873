"""The tables of sentences, tokens and segments: offsets into `raw`, on the lines that are kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from nkru._typing import Ints
from nkru.corpus.articles import rows_by_article
from nkru.errors import ParameterError
from nkru.tokens.lemmas import lemmatize
from nkru.tokens.norms import fold
from nkru.tokens.segments import segment_spans
from nkru.tokens.sentences import paragraph_lines, sentence_spans
from nkru.tokens.words import Codes, Tokens, tokenize

SENTENCES = ["doc_id", "sent_no", "line_no", "start", "end", "text"]
TOKENS = ["doc_id", "sent_no", "token_no", "start", "end", "token", "norm", "lemma", "kind"]
SEGMENTS = ["doc_id", "segment_no", "start", "end", "sent_first", "sent_last", "text"]


def sentence_table(articles: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of the kept lines.

    Args:
        articles: doc_id, raw.
        lines: doc_id, line_no, start, end, kept.

    Returns:
        One row per sentence: doc_id, sent_no (from 1 in its article), line_no (of its first line),
        start, end, text. A line break ends a sentence, except inside a hard-wrapped paragraph.
    """
    kept = rows_by_article(lines[lines["kept"]], "line_no", "start", "end")
    records = [
        (doc_id, sent_no, line_no, start, end, raw[start:end])
        for doc_id, raw in zip(articles["doc_id"].tolist(), articles["raw"].tolist(), strict=True)
        for sent_no, (line_no, start, end) in enumerate(_sentences(raw, kept.get(doc_id, ())), 1)
    ]
    table = pd.DataFrame(records, columns=SENTENCES)
    return _typed(table, SENTENCES[1:5])


def token_table(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens of the sentences; a form has the same lemma wherever it occurs.

    Returns:
        One row per token: doc_id, sent_no, token_no (from 1 in its sentence), start, end, and
        token, norm, lemma, kind as categories.
    """
    # Columns are arrays: only the look-up of a chunk runs in Python.
    tokens = tokenize(sentences["text"].tolist())
    text_no, code = tokens.text_no, tokens.code
    first = np.searchsorted(text_no, np.arange(len(sentences)))
    offset = sentences["start"].to_numpy()[text_no]
    names = (tokens.forms, tokens.norms, lemmatize(tokens.forms), tokens.kinds)
    columns = [
        pd.Categorical(sentences["doc_id"]).take(text_no),
        sentences["sent_no"].to_numpy()[text_no],
        (np.arange(len(text_no)) - first[text_no] + 1).astype("int32"),
        offset + tokens.start,
        offset + tokens.end,
        *(_category(distinct, code) for distinct in names),
    ]
    return pd.DataFrame(dict(zip(TOKENS, columns, strict=True)), copy=False)


def _category(distinct: list[str], code: Ints | Codes) -> pd.Categorical:
    return pd.Categorical(pd.Index(distinct, dtype="str")).take(code)


def tag_tokens(tokens: pd.DataFrame) -> pd.Categorical[Any]:
    """Return the part of speech that each token of a `token_table` has in its sentence."""
    from nkru.tokens.tagging import POS, tag

    return pd.Categorical.from_codes(tag(coded_tokens(tokens)).astype("int32"), pd.Index(POS))


def coded_tokens(tokens: pd.DataFrame) -> Tokens:
    """Return the tokens of a `token_table` as codes of their forms, with offsets in the articles.

    A text is a sentence; the tokens have no kinds.
    """
    token = tokens["token"].array
    forms = token.categories.tolist()
    text_no = np.cumsum(tokens["token_no"].to_numpy() == 1, dtype=np.int32) - 1
    start, end = (tokens[name].to_numpy() for name in ("start", "end"))
    return Tokens(text_no, start, end, token.codes, forms, list(map(fold, forms)), [])


def tagged_table(tokens: pd.DataFrame, tags: pd.Categorical[Any]) -> pd.DataFrame:
    """Return the tokens of a `token_table` with their part of speech, and their lemma by it.

    « La nuit tombe » has the noun nuit, « Le tabac nuit » the verb nuire; `token_table` does
    not distinguish them. What is most often a name in an article is one throughout it.

    Args:
        tokens: as `token_table` returns them.
        tags: as `tag_tokens` returns them.

    Returns:
        The columns of `token_table` and pos, one of the 17 universal parts of speech.
    """
    from nkru.tokens.lemmas_by_pos import lemmatize_tagged
    from nkru.tokens.tagging import POS, settle_names

    found, article = coded_tokens(tokens), np.asarray(tokens["doc_id"].cat.codes, np.int64)
    codes = tags.set_categories(POS).codes.astype(np.int8)
    settled = settle_names(codes, found, article).astype(np.int32)
    pairs, index = np.unique(found.code.astype("int64") * len(POS) + settled, return_inverse=True)
    forms = [found.forms[code] for code in (pairs // len(POS)).tolist()]
    lemmas = lemmatize_tagged(forms, [POS[code] for code in (pairs % len(POS)).tolist()])
    pos = pd.Categorical.from_codes(settled, pd.Index(POS))
    return tokens.assign(lemma=_category(lemmas, index), pos=pos)


def segment_table(sentences: pd.DataFrame, size: int = 40) -> pd.DataFrame:
    """Return the segments of the sentences; a segment may cross sentences and lines, not articles.

    Args:
        sentences: doc_id, sent_no, start, text.
        size: words aimed at (see `nkru.split_segments`).

    Returns:
        One row per segment: doc_id, segment_no (from 1 in its article), start, end, sent_first,
        sent_last, text (its kept slices joined by a space).

    Raises:
        ParameterError: `size` is below 1.
    """
    if size < 1:
        raise ParameterError("size = {size!r}: a segment has at least 1 word", size=size)
    articles = sentences.groupby("doc_id", sort=True, observed=True)
    records = [
        (doc_id, *record) for doc_id, article in articles for record in _segments(article, size)
    ]
    table = pd.DataFrame(records, columns=SEGMENTS)
    return _typed(table, SEGMENTS[1:6])


def _typed(table: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    return table.astype(dict.fromkeys(table.columns, "str") | dict.fromkeys(numbers, "int32"))


def _sentences(raw: str, kept: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield line_no, start and end of each sentence of one article."""
    for block in _blocks(raw, kept):
        starts = [start for _, start, _ in block]
        first, last = starts[0], block[-1][2]
        for start, end in sentence_spans(raw[first:last]):
            line_no = block[bisect_right(starts, first + start) - 1][0]
            yield line_no, first + start, first + end


def _blocks(raw: str, kept: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Join kept lines that follow one another inside one hard-wrapped paragraph."""
    wrapped = {start for lines in paragraph_lines(raw) for start, _ in lines[1:]}
    block: list[tuple[int, int, int]] = []
    for line in kept:
        if block and (line[1] not in wrapped or line[0] > block[-1][0] + 1):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _segments(sentences: pd.DataFrame, size: int) -> Iterator[tuple[int, int, int, int, int, str]]:
    """Yield segment_no, start, end, sent_first, sent_last and text of one article."""
    texts = sentences["text"].tolist()
    joined = " ".join(texts)
    # The line feeds of a hard-wrapped sentence separate words as spaces do, and lengths stay.
    spans = np.array(segment_spans(joined.replace("\n", " "), size), dtype=np.int64).reshape(-1, 2)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    rows = np.searchsorted(begins, spans - [0, 1], side="right") - 1
    offsets = spans + (sentences["start"].to_numpy() - begins)[rows]
    bounds = np.hstack([offsets, sentences["sent_no"].to_numpy()[rows]]).tolist()
    for number, (span, (start, end, first, last)) in enumerate(zip(spans, bounds, strict=True), 1):
        yield number, start, end, first, last, joined[slice(*span)]
