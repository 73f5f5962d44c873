"""Keywords of groups: each group against the others, the fast way as the whole tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from article_counts import articles

from nkru.errors import ParameterError
from nkru.measures.adjustment import holm
from nkru.measures.counts import Counts
from nkru.themes.keyness import keyness
from nkru.themes.keywords import SIZES, keyness_by


def whole_tables(counts: Counts, labels: Sequence[str | None], draws: int = 0) -> pd.DataFrame:
    """Return the whole table of `keyness` of each group, one after the other."""
    groups = pd.Series(labels)
    counts, groups = counts.where(groups.notna()), groups.dropna()
    tables = {
        name: keyness(counts.where(groups == name), counts.where(groups != name), draws=draws)
        for name in sorted(groups.unique())
    }
    table = pd.concat(tables, names=["group", None]).reset_index("group")
    return table.reset_index(drop=True)


def test_every_group_is_compared_with_the_others() -> None:
    counts = articles([4, 0, 1], [0, 5, 1], [0, 4, 1])
    table = keyness_by(counts, n=1)
    assert dict(zip(table["group"], table["term"], strict=True)) == {
        "a0": "accord",
        "a1": "sanction",
        "a2": "sanction",
    }
    by_outlet = keyness_by(counts, ["x", "y", "y"], n=1)
    assert by_outlet["term"].tolist() == ["accord", "sanction"]
    assert by_outlet.attrs["basis"] == "3 articles"


def test_the_first_terms_of_groups_are_those_of_the_whole_tables() -> None:
    rng = np.random.default_rng(3)
    counts = Counts(
        rng.poisson(rng.gamma(0.3, 2.0, size=80), size=(24, 80)),
        [f"a{row:02}" for row in range(24)],
        [f"mot{term:02}" for term in range(80)],
        [f"a{row:02}" for row in range(24)],
    )
    for labels in (None, ["x", "y", "z", None] * 6):
        whole = whole_tables(counts, counts.doc_ids if labels is None else labels, draws=99)
        firsts = whole[whole["g2"] > 0].groupby("group").head(5).reset_index(drop=True)
        assert len(firsts) >= 15
        by_group = firsts.groupby("group")
        # The adjusted p is over the terms returned, and the sizes of groups are added.
        firsts["p_articles_holm"] = by_group["p_articles"].transform(lambda p: holm(p))
        table = keyness_by(counts, labels, n=5, draws=99)
        pd.testing.assert_frame_equal(table.drop(columns=SIZES), firsts, rtol=1e-12)
        sizes = pd.Series(counts.doc_ids if labels is None else labels).value_counts()
        expected = table["group"].map(sizes).tolist()
        assert [table[name].tolist() for name in SIZES] == [expected] * 2


def test_the_first_terms_of_groups_take_the_labels_and_refuse_what_the_whole_tables_do() -> None:
    counts = articles([4, 0, 1], [0, 5, 1], [0, 4, 1])
    assert keyness_by(counts, [True, False, False], n=1)["group"].tolist() == [False, True]
    for rows in ([[2, 1, 0], [0, 3, 1], [0, 0, 0]], [[2, 1, 0], [0, 0, 0]]):
        with pytest.raises(ParameterError, match="words on both sides, and the .* has none"):
            keyness_by(articles(*rows))


def test_articles_without_a_group_are_left_out_and_said_to_be() -> None:
    table = keyness_by(articles([4, 0, 1], [0, 5, 1], [0, 9, 1]), ["x", "y", None])
    assert table.loc[table["group"] == "x", "reference"].max() == 1
    assert table.attrs["basis"] == "2 of 3 articles"
    with pytest.raises(ParameterError, match="no group: .* metadata.csv"):
        keyness_by(articles([1, 2, 3]), [None])


def test_one_article_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(ParameterError, match="only one group: add articles"):
        keyness_by(articles([1, 2, 3]))


@pytest.mark.parametrize(
    ("name", "column"),
    [("chi2_none", "chi2"), ("lr_none", "g2"), ("lr_williams", "g2_williams"), ("pmi", "pmi")],
)
def test_keyness_agrees_with_quanteda(shared: Path, name: str, column: str) -> None:
    folder = shared / "reference" / "keyness"
    tokens = json.loads((folder / "tokens_el.json").read_text(encoding="utf-8"))
    rows = [(doc_id, token) for doc_id, words in tokens.items() for token in words]
    table = pd.crosstab(*map(pd.Series, zip(*rows, strict=True)))
    counts = Counts(table.to_numpy(), table.index, table.columns.to_numpy(str), table.index)
    names = {"group": "target", "term": "feature", "target": "n"}
    ours = whole_tables(counts, counts.doc_ids).rename(columns=names)
    theirs = pd.read_csv(folder / f"keyness_el_{name}.csv", dtype={"target": str})
    both = theirs.merge(ours, on=["target", "feature"], suffixes=("_quanteda", ""))
    assert len(both) == len(theirs) > 7000
    value = theirs.columns[2]
    reference = both[f"{value}_quanteda" if f"{value}_quanteda" in both else value]
    np.testing.assert_allclose(both[column], reference, rtol=1e-6, atol=1e-6)
