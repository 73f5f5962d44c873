"""Agreement: published examples, limits, scikit-learn as oracle, and a simulated corpus."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nkru.errors import CodingError
from nkru.measures.agreement import (
    confusion,
    kappas,
    krippendorff,
    precision_recall,
    prevalence,
    rogan_gladen,
)


def test_alpha_of_a_published_example() -> None:
    """Krippendorff (2011), two coders and ten binary units: 0.095."""
    codings = pd.DataFrame({"a": list("0100000010"), "b": list("1110010000")})
    assert krippendorff(codings, draws=20)[0] == pytest.approx(0.095, abs=0.001)


def test_alpha_is_one_when_all_agree_and_undefined_when_nothing_can_differ() -> None:
    assert krippendorff(pd.DataFrame({"a": ["1", "0"], "b": ["1", "0"]}), draws=20)[0] == 1
    assert np.isnan(krippendorff(pd.DataFrame({"a": ["1", "1"], "b": ["1", "1"]}), draws=2)[0])


def test_the_interval_contains_alpha_and_depends_on_the_seed_only() -> None:
    random = np.random.default_rng(0)
    truth = random.choice(["-1", "0", "1"], 60)
    other = np.where(random.random(60) < 0.8, truth, "0")
    codings = pd.DataFrame({"a": truth, "b": other})
    value, low, high = krippendorff(codings, draws=100)
    assert low < value < high
    assert krippendorff(codings, draws=100) == (value, low, high)
    assert krippendorff(codings, draws=100, seed=1) != (value, low, high)


def test_kappa_is_that_of_sklearn() -> None:
    from sklearn.metrics import cohen_kappa_score

    first, second = list("1100110010"), list("1000110110")
    table = kappas(pd.DataFrame({"a": first, "b": second}))
    assert table["kappa"].tolist() == [pytest.approx(cohen_kappa_score(first, second))]
    assert table["agreement"].tolist() == [pytest.approx(0.8)]


def test_precision_and_recall_by_hand() -> None:
    matrix = confusion(["1", "1", "1", "0", "-1"], ["1", "1", "0", "1", "-1"])
    table = precision_recall(matrix)
    assert table.loc["1", "precision"] == pytest.approx(2 / 3)
    assert table.loc["1", "recall"] == pytest.approx(2 / 3)
    assert table.loc["0", "precision"] == table.loc["0", "recall"] == 0
    assert np.isnan(table.loc["0", "f1"])


def test_rogan_gladen_limits() -> None:
    assert rogan_gladen(0.3, 1, 1) == pytest.approx(0.3)
    # 5 % found where a tenth of the others would be found by error: nothing is cut to 0.
    assert rogan_gladen(0.05, 0.9, 0.9) == pytest.approx(-0.0625)
    assert np.isnan(rogan_gladen(0.3, 0.5, 0.5))


def test_corrected_prevalence_finds_the_truth_of_a_simulated_corpus() -> None:
    random = np.random.default_rng(0)
    truth = random.choice(["-1", "0", "1"], 20000, p=[0.2, 0.5, 0.3])
    found = np.where(random.random(20000) < 0.75, truth, random.choice(["-1", "0", "1"], 20000))
    matrix = confusion(truth[:5000].tolist(), found[:5000].tolist())
    table = prevalence(matrix, pd.Series(found).value_counts(normalize=True))
    np.testing.assert_allclose(table["corrected"], [0.2, 0.5, 0.3], atol=0.02)


def test_one_coder_has_no_agreement() -> None:
    codings = pd.DataFrame({"ada": ["1", "0"]})
    for measure in (krippendorff, kappas):
        with pytest.raises(CodingError, match=r"one coder only \(ada\)"):
            measure(codings)
