"""Parts of speech: which of the seventeen universal ones each token has in its sentence."""

from __future__ import annotations

import lzma
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nkru.resources import path
from nkru.tokens.contexts import TEMPLATES, Context, form_table
from nkru.tokens.words import Tokens

POS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN"),
    *("PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
BITS = 17  # the weights have 2 ** BITS rows, and features are hashed to them
SCALE = 32  # a weight of 1 is written as this number
FILE = "words/tagger.xz"  # tagger.toml beside it names its sources
_BATCH = 1 << 12  # tokens whose features fit the processor's cache

# Weights are added up as whole numbers from 0 on, those of four parts of speech in one number: such
# a table takes half the memory, and a sum a third of the time.
_LANE, _ZERO = np.uint16, 128
_COLUMNS = -(-len(POS) // 4) * 4

Weights = NDArray[np.float32]
Packed = NDArray[np.int64]
Sums = NDArray[np.uint16]


def tag(found: Tokens, sentence_ids: NDArray[np.int32] | None = None) -> NDArray[np.int8]:
    """Return the part of speech of each token, as its index in `POS`.

    A token written for two words has that of the first: « du » and « auquel » are ADP.

    Args:
        found: tokens, as `nkru.tokens.words.tokenize` returns them.
        sentence_ids: the sentence of each token, in runs; without, each text is one sentence, as in
            a table of sentences. No token is seen by those of another sentence.

    >>> from nkru.tokens.words import tokenize
    >>> found = tokenize(["Le tabac nuit à la santé.", "La nuit tombe."])
    >>> [POS[number] for number in tag(found)]
    ['DET', 'NOUN', 'VERB', 'ADP', 'DET', 'NOUN', 'PUNCT', 'DET', 'NOUN', 'VERB', 'PUNCT']
    """
    sentence = found.text_no if sentence_ids is None else sentence_ids
    table, weights = form_table(found.forms, found.norms), _weights()
    tags = np.empty(len(found.code), np.int8)
    for first, last in pairwise(_batches(sentence)):
        context = Context(found.code[first:last], sentence[first:last], table)
        tags[first:last] = scores(context, weights).argmax(axis=1)
    return tags


def settle_names(
    tags: NDArray[np.int8], found: Tokens, article: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Return the tags with each word that is most often a name in an article a name throughout it.

    « Bars craint la suite » opens a sentence with what may be a noun; four lines above, « M. Le
    Bars » is a name. Only words with a capital change, and only nouns, adjectives and verbs.

    Args:
        tags: as `tag` returns them.
        found: the tokens.
        article: the number of the article of each token.
    """
    name, open_ = POS.index("PROPN"), [POS.index(p) for p in ("NOUN", "ADJ", "VERB", "X")]
    capital = np.array([form[:1].isupper() for form in found.forms], bool)
    at = np.flatnonzero(capital[found.code])
    words = article[at] * len(capital) + found.code[at]
    _, word, sizes = np.unique(words, return_inverse=True, return_counts=True)
    names = np.bincount(word, tags[at] == name, minlength=len(sizes))
    settled = tags.copy()
    settled[at[(2 * names > sizes)[word] & np.isin(tags[at], open_)]] = name
    return settled


def scores(context: Context, table: Packed) -> Sums:
    """Return the score of each part of speech for each token: the sum of its rows of weights."""
    from scipy.sparse import csr_array

    rows = context.rows(TEMPLATES, BITS)
    tokens, features = rows.shape
    ends = np.arange(0, tokens * features + 1, features, dtype=np.int32)
    seen = csr_array((np.ones(rows.size, np.int64), rows.ravel(), ends), shape=(tokens, len(table)))
    found: Sums = (seen @ table).view(_LANE)[:, : len(POS)]
    # French writes no verb with a capital inside a sentence: 2 of 5,000 such words in treebanks.
    capitals = context.capitals()
    for name in ("VERB", "AUX"):
        found[capitals, POS.index(name)] = 0
    found[context.nouns_after_have(), POS.index("VERB")] = 0
    found[context.participles_after_adverb(), POS.index("NOUN")] = 0
    found[context.places(), POS.index("PROPN")] = np.iinfo(_LANE).max
    return found


def _batches(sentence: NDArray[np.int32]) -> list[int]:
    """Return the bounds of runs of whole sentences of about `_BATCH` tokens."""
    starts = np.flatnonzero(np.diff(sentence, prepend=sentence[:1] - 1))
    batch = starts // _BATCH
    firsts = starts[np.flatnonzero(np.diff(batch, prepend=-1))]
    return [*firsts.tolist(), len(sentence)] if len(sentence) else []


@cache
def _weights() -> Packed:
    table = np.full((1 << BITS, _COLUMNS), _ZERO, _LANE)
    with lzma.open(path(FILE)) as stream:
        used, weights = unpack(stream.read())
    table[used, : len(POS)] += weights.astype(_LANE)
    return table.view(np.int64)


def pack(table: Weights) -> bytes:
    """Return the bytes of weights: which rows have any, and these as whole numbers."""
    whole = np.clip(np.rint(table * SCALE), -127, 127).astype(np.int8)
    used = whole.any(axis=1)
    raw = np.packbits(used).tobytes() + whole[used].T.tobytes()
    return lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME)


def unpack(raw: bytes) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """Return the rows that have weights, and these."""
    mask = np.frombuffer(raw, np.uint8, (1 << BITS) // 8)
    weights = np.frombuffer(raw, np.int8, offset=len(mask)).reshape(len(POS), -1)
    return np.flatnonzero(np.unpackbits(mask)), weights.T
