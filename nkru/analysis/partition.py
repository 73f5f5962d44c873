"""The two-way partition of a binary matrix that Reinert's classification repeats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# χ² is a sum of up to 10⁵ terms: two values closer than this are one value, so that the result
# depends neither on the order of the columns nor on the sign of the axis.
TIE = 1e-11


@dataclass(frozen=True)
class Partition:
    """A cut of the rows in two: `second` marks the smaller part, or at equal size the one without the first row."""

    second: Mask
    chi2: float
    moves: int


def first_axis(matrix: sparse.csr_array) -> Floats:
    """Return the coordinate u/√r of each row on the first axis of the correspondence analysis.

    The scale is that of the extreme row, the first of them, at 1.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh

    total = matrix.sum()
    rows, columns = (np.sqrt(matrix.sum(axis=axis) / total) for axis in (1, 0))
    cells = matrix.data / (total * np.repeat(rows, np.diff(matrix.indptr)) * columns[matrix.indices])
    scaled = sparse.csr_array((cells, matrix.indices, matrix.indptr), shape=matrix.shape)
    turned = scaled.T.tocsr()

    def squared(vector: Floats) -> Floats:
        # What is expected is subtracted in each product: written out, it would fill every cell.
        vector = turned @ vector - columns * (rows @ vector)
        return np.asarray(scaled @ vector - rows * (columns @ vector))

    start = np.random.default_rng(0).standard_normal(len(rows))
    _, left = eigsh(LinearOperator((len(rows), len(rows)), matvec=squared, dtype=np.float64), k=1, v0=start)
    coordinates = left[:, 0] / rows
    # Equal rows must stay equal: rounding would order them by chance.
    steady: Floats = np.round(coordinates / np.abs(coordinates).max(), 10)
    extreme = float(steady[np.argmax(np.abs(steady))])
    return steady * extreme


def _first_maximum(values: Floats) -> int:
    """Return the first place whose value is the largest but for rounding."""
    best = values.max()
    return int(np.argmax(values >= best - TIE * abs(best)))


class _Table:
    """The 2 × p table of a binary matrix: χ² of every cut and of every single move.

    With fixed column sums S and grand total N, χ² = (A − N·p²)/(p(1 − p)), where p is the share of
    the first group in N and A = Σ T²/S, T the column sums of the first group.
    """

    def __init__(self, matrix: sparse.csr_array) -> None:
        self.matrix, self.by_term = matrix, matrix.tocsc()
        self.weights = 1 / matrix.sum(axis=0)
        self.row_sums = matrix.sum(axis=1).astype(np.float64)
        self.total = self.row_sums.sum()
        self.row_weights = matrix @ self.weights

    def chi2(self, squares: Floats, first: Floats) -> Floats:
        """Return χ² from Σ T²/S and the size of the first group in tokens."""
        share = first / self.total
        with np.errstate(divide="ignore", invalid="ignore"):
            value = (squares - self.total * share**2) / (share * (1 - share))
        # A group without tokens is no group.
        return np.where((first > 0) & (first < self.total), value, -np.inf)

    def cuts(self, order: Ints) -> Floats:
        """Return χ² of every cut along `order`: the n-th puts n + 1 rows in the first group.

        A binary matrix allows a whole pass at once: the t-th row of a term (from 0) adds
        ((t + 1)² − t²)/S to A.
        """
        columns = self.matrix[order].tocsc()
        columns.sort_indices()
        before = np.arange(columns.nnz) - np.repeat(columns.indptr[:-1], np.diff(columns.indptr))
        added = (2 * before + 1) * np.repeat(self.weights, np.diff(columns.indptr))
        squares: Floats = np.cumsum(np.bincount(columns.indices, weights=added, minlength=len(order)))
        return self.chi2(squares, np.cumsum(self.row_sums[order]))[:-1]

    def part(self, in_first: Mask) -> None:
        """Put the rows in two groups."""
        self.in_first = in_first
        self.sums = self.matrix.T @ in_first.astype(np.float64)
        self.pull = self.matrix @ (self.sums * self.weights)

    def move(self, row: int) -> None:
        """Put one row in the other group: only what its terms touch is counted again."""
        sign = -1.0 if self.in_first[row] else 1.0
        terms = self.matrix.indices[self.matrix.indptr[row] : self.matrix.indptr[row + 1]]
        self.in_first[row] = not self.in_first[row]
        self.sums[terms] += sign
        self.pull += sign * (self.by_term[:, terms] @ self.weights[terms])

    def moved(self) -> tuple[float, Floats]:
        """Return χ² as it stands, and after the move of each row."""
        sign = np.where(self.in_first, -1.0, 1.0)
        squares = (self.sums**2 * self.weights).sum()
        size = self.row_sums[self.in_first].sum()
        after = self.chi2(squares + 2 * sign * self.pull + self.row_weights, size + sign * self.row_sums)
        return float(self.chi2(np.array([squares]), np.array([size]))[0]), after


def bipartition(matrix: sparse.csr_array) -> Partition | None:
    """Cut the rows of a binary matrix in two so that χ² of the 2 × p table is large (Reinert 1983).

    All cuts along the first axis are tried and the best one kept; then the single row whose move
    raises χ² most is moved, until none does. No row or column may be all zero. Where all rows are
    equal there is nothing to cut: None.
    """
    if matrix.shape[0] < 2 or matrix.nnz == np.prod(matrix.shape):
        return None
    table = _Table(matrix.astype(np.float64))
    order = np.argsort(first_axis(matrix), kind="stable")
    in_first = np.zeros(matrix.shape[0], dtype=bool)
    in_first[order[: _first_maximum(table.cuts(order)) + 1]] = True
    chi2, moves = _switch(table, in_first)
    inside, outside = in_first.sum(), (~in_first).sum()
    smaller_is_first = inside < outside or (inside == outside and not in_first[0])
    return Partition(in_first if smaller_is_first else ~in_first, chi2, moves)


def _switch(table: _Table, in_first: Mask) -> tuple[float, int]:
    """Move rows, changing `in_first`, until no move raises χ²; return χ² and the number of moves."""
    moves = seen = 0
    while True:
        # Counted afresh at the start and once more at the end, so that no rounding of the moves stays in χ².
        table.part(in_first)
        now, after = table.moved()
        while after.max() > now * (1 + TIE):
            table.move(_first_maximum(after))
            moves += 1
            now, after = table.moved()
        if moves == seen:
            return now, moves
        seen = moves
