"""Correspondence analysis gives FactoMineR's numbers, and its ellipses hold what is resampled."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from nkru.errors import ParameterError, SizeError
from nkru.themes.correspondence import column_ellipses, correspondence, ellipse

KNOWN = json.loads((Path(__file__).parent / "data" / "correspondence.json").read_text("utf-8"))
TABLE = pd.DataFrame(
    KNOWN["table"], ["SM", "JM", "SE", "JE", "SC"], ["none", "light", "medium", "heavy"]
)


def values_of(points: pd.DataFrame, prefix: str) -> np.ndarray:
    return points[[f"{prefix}{axis}" for axis in (1, 2, 3)]].to_numpy()


def signed(found: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Turn the axes as the reference has them: their signs are arbitrary."""
    return found * np.sign((found * known).sum(axis=0))


def test_the_inertia_is_that_of_factominer() -> None:
    inertia = correspondence(TABLE).inertia
    np.testing.assert_allclose(inertia["eigenvalue"], KNOWN["eigenvalues"], rtol=1e-9)
    assert inertia["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("side", ["row", "column"])
@pytest.mark.parametrize(
    ("prefix", "name"), [("dim", "coord"), ("contrib", "contrib"), ("cos2_", "cos2")]
)
def test_active_points_are_those_of_factominer(side: str, prefix: str, name: str) -> None:
    solution = correspondence(TABLE)
    found = values_of(getattr(solution, f"{side}s")(), prefix)
    known = np.array(KNOWN[f"{side}_{name}"]) / (100 if name == "contrib" else 1)
    np.testing.assert_allclose(signed(found, known), known, atol=1e-6, rtol=0)


@pytest.mark.parametrize("side", ["row", "column"])
def test_supplementary_points_are_those_of_factominer(side: str) -> None:
    solution = correspondence(TABLE)
    counts = np.array(KNOWN[f"{side}_sup"])
    if side == "row":
        points = solution.add_rows(pd.DataFrame(counts, ["all"], TABLE.columns))
    else:
        points = solution.add_columns(pd.DataFrame(counts.T, TABLE.index, ["no", "yes"]))
    turn = np.sign((values_of(solution.rows(), "dim") * KNOWN["row_coord"]).sum(axis=0))
    found = values_of(points, "dim") * turn
    np.testing.assert_allclose(found, KNOWN[f"{side}_sup_coord"], atol=1e-6, rtol=0)
    cos2 = values_of(points, "cos2_")
    np.testing.assert_allclose(cos2, KNOWN[f"{side}_sup_cos2"], atol=1e-6, rtol=0)
    assert points["contrib1"].isna().all()


def test_an_active_row_added_again_lies_on_itself() -> None:
    solution = correspondence(TABLE)
    again = solution.add_rows(TABLE)
    np.testing.assert_allclose(values_of(again, "dim"), values_of(solution.rows(), "dim"))


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        ([[1, 2]], SizeError, "two rows and two columns at least, and the table has 1 and 2"),
        ([[1, 2], [2, 4]], SizeError, "all rows of the table have the same profile"),
        ([[1, -1], [2, 4]], ParameterError, "negative or missing"),
        ([[1, np.nan], [2, 4]], ParameterError, "negative or missing"),
        ([[1, 0], [2, 0]], ParameterError, "the column 1 has no count: leave it out"),
        ([[0, 0], [2, 1]], ParameterError, "the row 0 has no count: leave it out"),
    ],
)
def test_a_table_without_a_map_is_refused(
    table: list[list[float]], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        correspondence(pd.DataFrame(table))


def test_an_ellipse_lies_around_its_column() -> None:
    rng = np.random.default_rng(0)
    counts = TABLE.to_numpy() * 20
    draws = rng.multinomial(counts.sum(), (counts / counts.sum()).ravel(), size=400)
    draws = draws.reshape(400, *counts.shape).astype(float)
    solution = correspondence(TABLE * 20)
    table = column_ellipses(solution, draws).set_index("name")
    columns = solution.columns().set_index("name")
    assert (np.abs(table["x"] - columns["dim1"]) < 0.05).all()
    assert (table["width"] >= table["height"]).all()
    assert (table["draws"] == 400).all()


def test_nine_of_ten_points_lie_in_their_ellipse() -> None:
    rng = np.random.default_rng(0)
    points = rng.multivariate_normal([1, -2], [[4, 1.5], [1.5, 1]], size=4000)
    x, y, width, height, angle = ellipse(points)
    turn = np.radians(angle)
    along = (points - [x, y]) @ [np.cos(turn), np.sin(turn)]
    across = (points - [x, y]) @ [-np.sin(turn), np.cos(turn)]
    inside = (2 * along / width) ** 2 + (2 * across / height) ** 2 <= 1
    assert inside.mean() == pytest.approx(0.9, abs=0.01)


def test_more_counts_make_smaller_ellipses() -> None:
    rng = np.random.default_rng(1)
    widths = []
    for times in (5, 80):
        counts = TABLE.to_numpy() * times
        draws = rng.multinomial(counts.sum(), (counts / counts.sum()).ravel(), size=200)
        draws = draws.reshape(200, *counts.shape).astype(float)
        widths.append(column_ellipses(correspondence(TABLE * times), draws)["width"].mean())
    assert widths[1] < widths[0] / 2


def test_equal_draws_have_ellipses_without_area() -> None:
    draws = np.repeat(TABLE.to_numpy(float)[None], 5, axis=0)
    table = column_ellipses(correspondence(TABLE), draws)
    np.testing.assert_allclose(table["width"], 0, atol=1e-6)
