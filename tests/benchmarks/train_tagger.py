"""Train the tagger's weights on Sequoia.

Usage: python tests/benchmarks/train_tagger.py [FOLDER of treebanks]

The treebank's sentences and invented ones (`invented_sentences.py`) are fitted together by
multinomial logistic regression with an L2 penalty. On one machine the same files give the same
bytes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order

import numpy as np
from invented_sentences import sentences
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array, vstack
from tagged_treebanks import TREEBANKS, read, tokens_of

from nkru.resources import path
from nkru.tokens.contexts import TEMPLATES, Context, form_table
from nkru.tokens.tagging import BITS, FILE, POS, pack

TREEBANK = "train/fr_sequoia-ud-train.conllu"
INVENTED = 12_000
INVENTED_WEIGHT = 0.15
PENALTY = 0.25
STEPS = 60
RAREST = 2  # a row that fewer tokens see has no weight
# What invented sentences must not teach: of which words they are made.
SPELLINGS = ("word0", "suffix4", "suffix5", "prefix3")
GRAMMAR = [
    POS.index(name) for name in ("ADP", "DET", "PRON", "PUNCT", "CCONJ", "SCONJ", "NUM", "ADV")
]
TAUGHT = [POS.index(name) for name in ("ADV", "PRON", "SCONJ")]


def seen(rows: NDArray[np.int32], hidden: bool = False) -> csr_array:
    if hidden:
        rows = rows[:, ~spelled()]
    tokens, features = rows.shape
    ends = np.arange(0, tokens * features + 1, features)
    return csr_array(
        (np.ones(rows.size, np.float32), rows.ravel(), ends), shape=(tokens, 1 << BITS)
    )


def spelled() -> NDArray[np.bool_]:
    """Return which templates look at the spelling of the word itself."""
    return np.array([any(name in text for name in SPELLINGS) for text in TEMPLATES])


def examples(
    file: Path,
) -> tuple[csr_array, NDArray[np.int8], NDArray[np.float32]]:
    """Return what each token sees, its part of speech, and its weight."""
    bank = [[(word.form, word.pos) for word in words] for words in read(file).sentences]
    rows, tags, _ = _rows(bank)
    invented_rows, invented_tags, ambiguous = _rows(sentences(INVENTED))
    closed = np.isin(invented_tags, GRAMMAR)
    open_ = ~closed & (ambiguous | (invented_tags == POS.index("PROPN")))
    closed &= ambiguous | np.isin(invented_tags, TAUGHT)
    matrix = vstack(
        [seen(rows), seen(invented_rows[closed]), seen(invented_rows[open_], hidden=True)]
    )
    invented = np.concatenate([invented_tags[closed], invented_tags[open_]])
    weights = np.repeat([1, INVENTED_WEIGHT], [len(tags), len(invented)]).astype(np.float32)
    return csr_array(matrix), np.concatenate([tags, invented]), weights


def _rows(bank: object) -> tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.bool_]]:
    found, tags = tokens_of(bank)  # type: ignore[arg-type]
    context = Context(found.code, found.text_no, form_table(found.forms, found.norms))
    return context.rows(TEMPLATES, BITS), tags, context.ambiguous()


def fit(
    matrix: csr_array,
    tags: NDArray[np.int8],
    weights: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the weights of the rows of all features for each part of speech."""
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=1 << BITS) >= RAREST)
    given = csr_array(matrix.tocsc()[:, used])
    turned = csr_array(given.T)
    right = np.eye(len(POS), dtype=np.float32)[tags]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(-1, len(POS)).astype(np.float32)
        score = given @ table
        score -= score.max(axis=1)[:, None]
        share = np.exp(score)
        total = share.sum(axis=1)[:, None]
        missed = weights * (np.log(total[:, 0]) - (score * right).sum(axis=1))
        slope = turned @ ((share / total - right) * weights[:, None])
        paid = PENALTY * flat
        return missed.sum(dtype=np.float64) + float(paid @ flat) / 2, slope.ravel() + paid

    start = np.zeros(len(used) * len(POS))
    options = {"maxiter": STEPS, "maxcor": 5}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    table = np.zeros((1 << BITS, len(POS)), np.float32)
    table[used] = best.reshape(-1, len(POS))
    return table


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TREEBANKS
    target = path(FILE)
    target.write_bytes(pack(fit(*examples(folder / TREEBANK))))
    print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
