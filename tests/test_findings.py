"""Findings: none by chance, planted ones found, and each one true of its table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import nkru
from nkru.corpus.ledger import coverage_by_outlet
from nkru.corpus.overview import facts
from nkru.measures.adjustment import holm
from nkru.measures.comparison import find_lead, group_differences, sign_test
from nkru.measures.findings import GROUP_LEVEL, Finding, largest_article, lead_finding, stories_of
from nkru.report.chapter.findings import Findings, find_for_selections
from nkru.resources import path
from nkru.tone.confusion import corrected_balance
from tests.small_corpus import small_corpus


def chance_table(stories: int, names: int, seed: int) -> pd.DataFrame:
    """Return a table in which each name stands in a story by chance, each with its own share."""
    random = np.random.default_rng(seed)
    shares = random.uniform(0.1, 0.6, names)
    return pd.DataFrame((random.random((stories, names)) < shares).astype(float))


def test_random_groups_seldom_differ_and_planted_ones_do() -> None:
    random, false = np.random.default_rng(7), 0
    for seed in range(100):
        groups = pd.Series(random.choice(["Le Quotidien", "La Gazette"], 40))
        tested = group_differences(chance_table(40, 12, seed), groups, draws=799)
        false += bool((tested["p_holm"] < GROUP_LEVEL).any())
    assert false <= 5
    table = chance_table(40, 12, 1)
    table[3] = np.repeat([1.0, 0.0], 20)
    told = group_differences(table, pd.Series(["A"] * 20 + ["B"] * 20)).iloc[0]
    assert (told["name"], told["value"], told["others"]) == (3, 1.0, 0.0)
    assert told["p_holm"] < GROUP_LEVEL
    assert (told["low"], told["high"]) == (1.0, 1.0)


def test_names_of_equal_shares_seldom_lead() -> None:
    random = np.random.default_rng(3)
    tables = [pd.DataFrame(random.random((30, 8)) < 0.3) for _ in range(100)]
    assert sum(find_lead(table, draws=200).holds for table in tables) <= 5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_is_never_below_p_and_keeps_its_order(p: list[float]) -> None:
    values = np.array(p)
    adjusted = holm(values)
    assert (adjusted >= values).all()
    assert (adjusted <= 1).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()
    assert adjusted.min() == pytest.approx(min(1, len(p) * values.min()))


@pytest.mark.parametrize(("above", "below"), [(5, 0), (8, 3), (10, 10), (0, 0), (1, 12)])
def test_sign_test_is_the_binomial_test(above: int, below: int) -> None:
    differences = np.array([1.0] * above + [-1.0] * below + [0.0] * 4)[:, None]
    oracle = stats.binomtest(above, above + below).pvalue if above + below else 1.0
    assert sign_test(differences)[0] == pytest.approx(oracle)


def test_permutation_of_two_values_is_the_exact_test() -> None:
    table = pd.DataFrame({"grève": [1.0] * 9 + [0.0] * 11})
    groups = pd.Series(["A"] * 10 + ["B"] * 10)
    tested = group_differences(table, groups, draws=20_000)
    oracle = stats.fisher_exact([[9, 1], [0, 10]]).pvalue
    assert tested["p"].iloc[0] == pytest.approx(oracle, abs=3e-4)


def test_small_groups_and_rare_names_are_not_compared() -> None:
    table = pd.DataFrame({"rare": [1.0] * 3 + [0.0] * 17, "usual": [1.0] * 10 + [0.0] * 10})
    few = pd.Series(["A"] * 4 + ["B"] * 16)
    assert group_differences(table, few).empty
    tested = group_differences(table, pd.Series(["A"] * 10 + ["B"] * 10), draws=99)
    assert tested["name"].tolist() == ["usual"]


def test_one_article_with_most_passages_leads_nothing() -> None:
    every = pd.DataFrame({"Chine": [1.0] * 12, "Japon": [0.0] * 12})
    hits = pd.DataFrame({"doc_id": ["a"] * 50 + list("bcdefghijkl"), "entry": "Chine"})
    said = lead_finding(every, every, hits)
    assert (said.kind, round(said.numbers["largest_article"], 2)) == ("count", 0.82)
    spread = lead_finding(every, every, hits.drop_duplicates())
    assert spread.kind == "difference"
    assert "12 of 12 stories" in spread.sentence


def test_a_lead_that_copies_make_is_a_count() -> None:
    every = pd.DataFrame({"Chine": [1.0] * 12, "Japon": [0.0] * 12})
    single = pd.DataFrame({"Chine": [1.0] * 12, "Japon": [1.0] * 12})
    hits = pd.DataFrame({"doc_id": list("abcdefghijkl"), "entry": "Chine"})
    assert lead_finding(every, single, hits).kind == "count"


def test_few_stories_are_told_in_the_chapter_only() -> None:
    corpus = small_corpus(["Titre\nLa Chine a répondu."] * 2)
    hits = nkru.find_mentions(corpus)
    assert [finding.kind for finding in nkru.most_named(hits, corpus)] == ["open"]
    assert nkru.most_named(hits.iloc[:0], corpus) == []
    assert nkru.named_by_group(hits, corpus) == []


def test_outlets_that_name_different_actors_are_told_apart() -> None:
    texts = ["Titre\nLa Chine a répondu hier."] * 15 + ["Titre\nLe Japon a répondu hier."] * 15
    corpus = small_corpus(texts, outlet=["Le Quotidien"] * 15 + ["La Gazette"] * 15)
    told = nkru.named_by_group(nkru.find_mentions(corpus), corpus)
    assert {finding.kind for finding in told} == {"difference"}
    assert told[0].sentence.startswith(
        "0 of the 15 stories of La Gazette (0%) name China, against 15 of the 15 others (100%; "
    )
    assert told[0].sentence.endswith("The article with most of these mentions has 7% of them.")


def test_stories_count_once_whatever_their_copies() -> None:
    documents = pd.DataFrame({"doc_id": list("abc"), "story_id": ["s", "s", "t"]})
    hits = pd.DataFrame({"doc_id": ["a", "b", "z"], "entry": ["Chine", "Chine", "Chine"]})
    table = stories_of(documents, hits, pd.Index(["Chine", "Japon"]))
    assert table.to_dict("list") == {"Chine": [1.0, 0.0], "Japon": [0.0, 0.0]}
    assert np.isnan(largest_article(hits.iloc[:0]))


def test_a_finding_that_a_selection_changes_is_told_first() -> None:
    texts = ["Titre\nLa Chine a répondu."] * 6 + ["Titre\nLe Japon a répondu."] * 8
    agency = [None] * 6 + ["AFP"] * 8
    corpus = small_corpus(texts, agency=agency)
    hits = nkru.find_mentions(corpus)
    others = find_for_selections(nkru.most_named, [hits, corpus], {})
    assert {name: said[0].numbers["entry"] for name, said in others.items()} == {
        "without_agency": "Chine"
    }
    shown = Findings(nkru.most_named(hits, corpus), "frequency", others)
    about = shown._repr_mimebundle_()[1]["nkru"]
    assert about["choices"][""][0]["claim"] == "count Japon"
    assert about["choices"]["without_agency"][0]["claim"] == "count Chine"


def scored(polarities: list[float], entry: str | None = None) -> pd.DataFrame:
    doc_ids = [f"{number:02}" for number in range(len(polarities))]
    table = pd.DataFrame({"doc_id": doc_ids, "polarity": polarities})
    return table if entry is None else table.assign(entry=entry)


def test_balance_of_tone_is_tested_over_stories() -> None:
    corpus = small_corpus(["Titre\nUne phrase."] * 12)
    dark, even = scored([-0.5] * 11 + [0.5]), scored([-0.5, 0.5] * 6)
    assert [f.kind for f in nkru.balance_of_tone(dark, corpus)] == ["difference"]
    assert [f.kind for f in nkru.balance_of_tone(even, corpus)] == ["count"]
    assert nkru.balance_of_tone(scored([float("nan")] * 12), corpus) == []


def test_tone_toward_an_actor_is_compared_within_its_stories() -> None:
    corpus = small_corpus(["Titre\nUne phrase."] * 12)
    targets = pd.concat(
        [scored([-0.5] * 12, "Chine"), scored([0.4] * 12, "Japon")], ignore_index=True
    )
    told = nkru.tone_toward_findings(targets, corpus)
    assert [(f.numbers["entry"], f.kind) for f in told] == [
        ("Chine", "difference"),
        ("Japon", "difference"),
    ]
    same = targets.assign(polarity=0.2)
    assert [f.kind for f in nkru.tone_toward_findings(same, corpus)] == ["open"]


def random_copies(seed: int) -> tuple[nkru.Corpus, pd.DataFrame]:
    """Return 24 stories in one to four copies, which name and judge actors each in its own way."""
    random, actors = np.random.default_rng(seed), ["Chine", "Japon", "Iran"]
    story = [f"s{n}" for n in range(24) for _ in range(random.integers(1, 5))]
    outlets = random.choice(["Le Quotidien", "La Gazette"], len(story)).tolist()
    corpus = small_corpus(["Titre\nUne phrase."] * len(story), story_id=story, outlet=outlets)
    pairs = [(doc_id, entry) for doc_id in corpus.documents["doc_id"] for entry in actors]
    hits = pd.DataFrame(pairs, columns=["doc_id", "entry"])
    lean, named = (hits["entry"].map(dict(zip(actors, random.random(3), strict=True))),) * 2
    hits = hits[random.random(len(hits)) < 0.2 + 0.7 * named]
    tones = np.round(random.normal(2 * lean[hits.index] - 1, 0.5), 2)
    return corpus, pd.concat([hits.assign(polarity=tones)] * 2, ignore_index=True)


def differences(found: list[Finding]) -> set[tuple[str, ...]]:
    keys = ("entry", "group", "name")
    told = [finding.numbers for finding in found if finding.kind == "difference"]
    return {tuple(str(numbers.get(key)) for key in keys) for numbers in told}


def test_no_difference_flips_with_one_article_a_story() -> None:
    methods = [nkru.most_named, nkru.named_by_group, nkru.balance_of_tone, nkru.tone_by_group]
    compared = 0
    for seed in range(3):
        corpus, hits = random_copies(seed)
        for method in [*methods, nkru.tone_toward_findings]:
            every = differences(method(hits, corpus))
            assert every <= differences(method(hits, corpus.one_per_story())), method.__name__
            compared += len(every)
    assert compared > 2


def test_the_undated_stand_last_and_a_period_is_as_precise_as_its_dates() -> None:
    corpus = small_corpus(
        ["Titre\nUne phrase."] * 4,
        date=["2019-03", "2019-05-02", None, None],
        date_from=["2019-03-01", "2019-05-02", None, None],
        date_to=["2019-03-31", "2019-05-02", None, None],
        outlet=["Le Quotidien", None, "Le Quotidien", None],
    )
    table, unit = coverage_by_outlet(corpus)
    assert unit == "month"
    assert table.to_dict("index") == {
        "2019-03": {"Le Quotidien": 1, "no outlet": 0},
        "2019-04": {"Le Quotidien": 0, "no outlet": 0},
        "2019-05": {"Le Quotidien": 0, "no outlet": 1},
        "undated": {"Le Quotidien": 1, "no outlet": 1},
    }
    assert facts(corpus)[-1] == ("March 2019 to 2 May 2019", "period of the 2 dated")


def sentences_of(signs: list[int], stories: int) -> tuple[pd.DataFrame, nkru.Corpus]:
    """Return the scores of stories of sentences with these signs, and their corpus."""
    corpus = small_corpus(["Titre\nUne phrase."] * stories)
    rows = [(f"{story:02}", sign / 2 or np.nan) for story in range(stories) for sign in signs]
    return pd.DataFrame(rows, columns=["doc_id", "polarity"]), corpus


@pytest.mark.parametrize(
    ("signs", "kind"),
    [
        ([-1] * 6 + [1] + [0] * 9, "difference"),
        # 4 of 16 sentences found negative and 3 positive are as many of either, corrected.
        ([-1] * 4 + [1] * 3 + [0] * 9, "open"),
        ([1] * 10 + [-1] + [0] * 5, "difference"),
    ],
)
def test_a_balance_that_the_error_of_the_scores_turns_is_no_difference(
    signs: list[int], kind: str
) -> None:
    (finding,) = nkru.balance_of_tone(*sentences_of(signs, 12))
    assert finding.kind == kind
    shares = finding.numbers["negative_share"], finding.numbers["positive_share"]
    assert sum(shares) <= 1
    assert f"{shares[0]:.0%}" in finding.sentence


def test_corrected_shares_are_those_of_the_labels() -> None:
    table = pd.read_csv(path("tone/confusion.csv"), comment="#")
    (*_, unread) = table["texts"].unique()
    own = table[table["texts"] == unread]
    signs = np.repeat(own["found"].to_numpy(), own["sentences"])
    corrected = corrected_balance(signs, np.arange(len(signs)) % 20)
    share = own.groupby("label")["sentences"].sum() / own["sentences"].sum()
    assert corrected.negative == pytest.approx(share[-1])
    assert corrected.positive == pytest.approx(share[1])
