"""Correspondence analysis of a table of counts: a map of its rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nkru._typing import Floats
from nkru.errors import ParameterError, SizeError
from nkru.language import deferred

# Singular values below this part of the first are rounding.
_ROUNDING = 1e-8
ELLIPSE = 4.605170185988092  # the .90 quantile of χ² with two degrees of freedom: −2·ln .1


@dataclass(frozen=True, eq=False)
class Correspondence:
    """A correspondence analysis, as `correspondence` returns it.

    Attributes:
        table: the active rows and columns, counts.
        standardized_rows, standardized_columns: the singular vectors, divided by √mass.
        singular_values: of the axes.
    """

    table: pd.DataFrame
    standardized_rows: Floats
    standardized_columns: Floats
    singular_values: Floats

    @property
    def inertia(self) -> pd.DataFrame:
        """The axes: axis, eigenvalue (inertia), share (of the inertia of the table, 0 to 1)."""
        values = self.singular_values**2
        columns = {"eigenvalue": values, "share": values / values.sum()}
        return pd.DataFrame(columns, pd.RangeIndex(1, len(values) + 1, name="axis")).reset_index()

    @cached_property
    def _masses(self) -> tuple[Floats, Floats]:
        counts = self.table.to_numpy(np.float64)
        return counts.sum(axis=1) / counts.sum(), counts.sum(axis=0) / counts.sum()

    def rows(self) -> pd.DataFrame:
        """Return the active rows (see `_points` for the columns)."""
        coordinates = self.standardized_rows * self.singular_values
        return self._points(self.table.index, coordinates, self._masses[0], "row")

    def columns(self) -> pd.DataFrame:
        """Return the active columns."""
        coordinates = self.standardized_columns * self.singular_values
        return self._points(self.table.columns, coordinates, self._masses[1], "column")

    def add_rows(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return supplementary rows, which have no weight: their coordinates and cos².

        Args:
            table: counts in the columns of the active table.
        """
        counts = table[self.table.columns].to_numpy(np.float64)
        return self._supplementary(table.index, counts, self.standardized_columns, 1)

    def add_columns(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return supplementary columns: their coordinates and cos².

        Args:
            table: counts in the rows of the active table.
        """
        counts = table.loc[self.table.index].to_numpy(np.float64).T
        return self._supplementary(table.columns, counts, self.standardized_rows, 0)

    def _points(
        self, names: pd.Index[Any], coordinates: Floats, masses: Floats, kind: str
    ) -> pd.DataFrame:
        """Return points: name, kind, mass, and for each axis dim1, contrib1 (0 to 1), cos2_1."""
        squares = coordinates**2
        contributions = masses[:, None] * squares / self.singular_values**2
        return _point_table(names, kind, masses, coordinates, contributions, _cos2(squares))

    @np.errstate(invalid="ignore", divide="ignore")
    def _supplementary(
        self, names: pd.Index[Any], counts: Floats, standardized: Floats, side: int
    ) -> pd.DataFrame:
        """Place profiles by the transition formula; cos² is of their whole distance."""
        profiles = counts / counts.sum(axis=1, keepdims=True)
        coordinates = profiles @ standardized
        masses = self._masses[side]
        distance = ((profiles - masses) ** 2 / masses).sum(axis=1, keepdims=True)
        nothing = np.full_like(coordinates, np.nan)
        kind = "supplementary row" if side else "supplementary column"
        weights = counts.sum(axis=1) / self.table.to_numpy().sum()
        return _point_table(names, kind, weights, coordinates, nothing, coordinates**2 / distance)


@np.errstate(invalid="ignore", divide="ignore")
def _cos2(squares: Floats) -> Floats:
    return np.asarray(squares / squares.sum(axis=1, keepdims=True))


def _point_table(
    names: Any, kind: str, masses: Floats, coordinates: Floats, contributions: Floats, cos2: Floats
) -> pd.DataFrame:
    table = pd.DataFrame({"name": list(names), "kind": kind, "mass": masses})
    for axis in range(coordinates.shape[1]):
        table[f"dim{axis + 1}"] = coordinates[:, axis]
        table[f"contrib{axis + 1}"] = contributions[:, axis]
        table[f"cos2_{axis + 1}"] = cos2[:, axis]
    return table


def correspondence(table: pd.DataFrame) -> Correspondence:
    """Return the correspondence analysis of a table of counts.

    With P = N/n, and r and c its margins, the singular value decomposition of
    D_r^(−1/2)(P − rcᵀ)D_c^(−1/2) = UΣVᵀ gives the principal coordinates D_r^(−1/2)UΣ of rows and
    D_c^(−1/2)VΣ of columns, the inertia σ² of each axis, contributions r·f²/σ² and cos².

    Args:
        table: counts, without a row or column of zeros.

    Raises:
        ParameterError: a count is negative or missing, or a row or column is empty.
        SizeError: there are fewer than two rows or columns, or all rows have one profile.

    Note:
        Rows and columns lie on one map, but the distance of a row to a column means nothing: read
        the direction of a point from the origin, and its cos² first.

    References:
        Benzécri 1973, L'analyse des données. Greenacre 1984, Theory and Applications of
        Correspondence Analysis.

    >>> counts = pd.DataFrame([[3, 1], [1, 3]], ["a", "b"], ["x", "y"])
    >>> correspondence(counts).inertia["eigenvalue"].tolist()  # χ²/n = 2/8
    [0.25]
    """
    counts = table.to_numpy(np.float64)
    _check(table, counts)
    shares = counts / counts.sum()
    rows, columns = np.sqrt(shares.sum(axis=1)), np.sqrt(shares.sum(axis=0))
    residuals = shares / np.outer(rows, columns) - np.outer(rows, columns)
    left, values, right = np.linalg.svd(residuals, full_matrices=False)
    kept = values > max(_ROUNDING * values[0], 1e-12)
    if not kept.any():
        raise SizeError("nothing to map: all rows of the table have the same profile")
    left, right = left[:, kept], right[kept].T
    # The sign of an axis is arbitrary: the column that weighs most in it is on the right.
    sign = np.sign(right[np.abs(right).argmax(axis=0), np.arange(kept.sum())])
    return Correspondence(
        table, left * sign / rows[:, None], right * sign / columns[:, None], values[kept]
    )


_NO_COLUMN = deferred("the column {name!r} has no count: leave it out")
_NO_ROW = deferred("the row {name!r} has no count: leave it out")


def _check(table: pd.DataFrame, counts: Floats) -> None:
    if min(counts.shape) < 2:
        raise SizeError(
            "a map needs two rows and two columns at least, and the table has {rows} and {columns}",
            rows=counts.shape[0],
            columns=counts.shape[1],
        )
    if not (counts >= 0).all():
        raise ParameterError(
            "a count of the table is negative or missing: give counts of 0 or more"
        )
    for axis, (told, names) in enumerate(((_NO_COLUMN, table.columns), (_NO_ROW, table.index))):
        empty = np.flatnonzero(counts.sum(axis=axis) == 0)
        if len(empty):
            raise ParameterError(told, name=names[empty[0]])


def column_ellipses(solution: Correspondence, draws: Floats) -> pd.DataFrame:
    """Return the region in which each column would lie if other stories had been sampled.

    Each drawn table is analysed by itself, and turned and scaled onto the full solution on all axes
    (Procrustes), as two axes of like inertia may change places. The covariance of a column's
    positions on the first two axes gives an ellipse of 90 %.

    Args:
        solution: of the whole table, with two axes or more.
        draws: draws × rows × columns; the same table for each resample of stories.

    Returns:
        name, x, y (centre), width, height (whole axes), angle (degrees), draws; NaN where a
        column is empty in a draw.

    Raises:
        SizeError: the solution has one axis.
    """
    if len(solution.singular_values) < 2:
        raise SizeError("an ellipse needs two axes, and this table has one")
    target = solution.standardized_columns * solution.singular_values
    placed = np.array([_turned(table, target)[:, :2] for table in draws])
    rows = []
    for index, name in enumerate(solution.table.columns):
        points = placed[:, index][np.isfinite(placed[:, index]).all(axis=1)]
        rows.append((name, *ellipse(points), len(points)))
    return pd.DataFrame(rows, columns=["name", "x", "y", "width", "height", "angle", "draws"])


def _turned(counts: Floats, target: Floats) -> Floats:
    """Return the columns of a drawn table, turned onto the full solution."""
    used, filled = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    placed = np.full_like(target, np.nan)
    drawn = correspondence(pd.DataFrame(counts[used][:, filled]))
    found = np.zeros((filled.sum(), target.shape[1]))
    axes = min(len(drawn.singular_values), target.shape[1])
    found[:, :axes] = (drawn.standardized_columns * drawn.singular_values)[:, :axes]
    left, values, right = np.linalg.svd(found.T @ target[filled])
    placed[filled] = found @ (left @ right) * values.sum() / (found**2).sum()
    return placed


def ellipse(points: Floats) -> tuple[float, float, float, float, float]:
    """Return centre, width, height and angle of the 90 % ellipse of some points."""
    if len(points) < 3:
        return (np.nan,) * 5
    values, vectors = np.linalg.eigh(np.cov(points.T))
    small, large = 2 * np.sqrt(ELLIPSE * np.maximum(values, 0))
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    x, y = points.mean(axis=0)
    return float(x), float(y), float(large), float(small), angle
