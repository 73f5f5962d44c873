"""Claims of the front page: each is computed again from the published tables, by other code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from lxml import html
from report_study import report_on_seeds
from scipy import stats

from nkru.report.runs.runs import run_report

ROOT = Path(__file__).parents[1]


class Published:
    """The tables of a report, as a reader has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        articles = self.table("corpus_articles").set_index("doc_id")
        shared = self.table("corpus_stories").set_index("doc_id")["story_id"]
        self.articles = articles.assign(story=shared.reindex(articles.index))
        self.articles["story"] = self.articles["story"].fillna(articles.index.to_series())
        order = self.articles.assign(known=articles["date"].fillna("9999")).reset_index()
        order = order.sort_values(["known", "doc_id"]).drop_duplicates("story")
        self.first = set(order["doc_id"])

    def table(self, name: str) -> pd.DataFrame:
        path = self.folder / "tables" / f"{name}.csv"
        return pd.read_csv(path, keep_default_na=False, na_values=[""], dtype={"doc_id": str})

    def findings(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the claims that may stand on the front page, each with its chapter."""
        found = []
        for path in sorted(self.folder.glob("*.ipynb")):
            outputs = (
                output
                for cell in nbformat.read(path, as_version=4).cells
                for output in cell.get("outputs", [])
            )
            told = [output.get("metadata", {}).get("nkru", {}) for output in outputs]
            found += [(path.stem, claim) for about in told for claim in about.get("findings", [])]
            found += [
                (about["name"], {"sentence": about["finding"], "numbers": {}, "opens": ""})
                for about in told
                if about.get("finding")
            ]
        return found

    def flips(self) -> set[str]:
        """Return the claims of a difference that do not hold with one article a story."""
        lost: set[str] = set()
        for path in sorted(self.folder.glob("*.ipynb")):
            for cell in nbformat.read(path, as_version=4).cells:
                for output in cell.get("outputs", []):
                    choices = output.get("metadata", {}).get("nkru", {}).get("choices") or {}
                    if "one_per_story" in choices:
                        own, single = (
                            {told["claim"] for told in choices[name]}
                            for name in ("", "one_per_story")
                        )
                        lost |= {claim for claim in own - single if claim.startswith("difference")}
        return lost

    def holders(self, units: pd.DataFrame, single: bool) -> dict[str, set[str]]:
        """Return the stories that hold each name, with all articles or one a story."""
        own = units[units["doc_id"].isin(self.first)] if single else units
        story = own["doc_id"].map(self.articles["story"])
        return {str(name): set(group) for name, group in story.groupby(own["name"])}

    def units(self, chapter: str) -> pd.DataFrame:
        if chapter == "actors":
            table = self.table("actors_prominence")
            return pd.DataFrame(
                {"doc_id": table["doc_id"], "name": table["entry"], "n": table["count"]}
            )
        table = self.table("themes_agenda_articles")
        return pd.DataFrame({"doc_id": table["doc_id"], "name": table["topic"], "n": 1})

    def signs(self) -> pd.Series:
        """Return the positive less the negative sentences of the first article of each story."""
        table = self.table("sentiment_by_article").set_index("doc_id")
        signs = table["sentences"] * (table["positive"] - table["negative"])
        return signs[signs.index.isin(self.first)].round()


def holm_max(p: list[float]) -> float:
    """Return the largest of the p-values after Holm."""
    rising = sorted(p)
    return max(min(1.0, value * (len(p) - place)) for place, value in enumerate(rising))


def closest_p(holders: dict[str, set[str]], leader: str, rivals: list[str]) -> float:
    tests = []
    for rival in rivals:
        more = len(holders[leader] - holders.get(rival, set()))
        less = len(holders.get(rival, set()) - holders[leader])
        tests.append(stats.binomtest(more, more + less).pvalue if more + less else 1.0)
    return holm_max(tests)


def lead(report: Published, chapter: str, claim: dict[str, Any]) -> None:
    said, units = claim["numbers"], report.units(chapter)
    every, single = (report.holders(units, one) for one in (False, True))
    part, whole = said["stories"], said["of"]
    assert part == len(every[said["entry"]])
    stories = set(report.articles["story"])
    assert whole == len(stories if chapter == "actors" else set.union(*every.values()))
    bounds = stats.binomtest(part, whole).proportion_ci(method="wilson")
    for share in (part / whole, *bounds):
        assert f"{100 * share:.0f}%" in claim["sentence"]
    if claim["kind"] != "difference":
        return
    total = units.groupby("name")["n"].sum()
    order = sorted(every, key=lambda name: (-len(every[name]), -total[name], name))[:20]
    rivals = [name for name in order if name != said["entry"]]
    assert part >= 4
    for holders in (every, single):
        assert closest_p(holders, said["entry"], rivals) < 0.05
    if chapter == "actors":
        own = units[units["name"] == said["entry"]].groupby("doc_id")["n"].sum()
        assert said["largest_article"] == pytest.approx(own.max() / own.sum())
        assert said["largest_article"] <= 0.5


def balance(report: Published, _: str, claim: dict[str, Any]) -> None:
    signs, said = report.signs(), claim["numbers"]
    below, above = int((signs < 0).sum()), int((signs > 0).sum())
    assert (below, len(signs), above) == (said["negative"], said["stories"], said["positive"])
    told = stats.binomtest(below, below + above).pvalue < 0.05
    assert told == (claim["kind"] == "difference")
    assert f"In {below} of {len(signs)} stories" in claim["sentence"]


def toward(report: Published, _: str, claim: dict[str, Any]) -> None:
    said, construct = claim["numbers"], claim["opens"].removesuffix("s")
    table = report.table("sentiment_targets").dropna(subset=construct)
    table = table[table["doc_id"].isin(report.first)]
    table["story"] = table["doc_id"].map(report.articles["story"])
    own = table["entry"] == said["entry"]
    mine, others = (table[side].groupby("story")[construct].mean() for side in (own, ~own))
    change = (mine - others).dropna()
    fits = (change < 0) if "negative" in claim["sentence"] else (change > 0)
    assert (said["stories"], said["of"]) == (int(fits.sum()), len(change))
    assert len(change) >= 5
    assert stats.binomtest(int(fits.sum()), int((change != 0).sum())).pvalue < 0.05


def group(report: Published, chapter: str, claim: dict[str, Any]) -> None:
    said = claim["numbers"]
    if chapter == "actors":
        holders = report.holders(report.units("actors"), single=True).get(said["name"], set())
        first = report.articles[report.articles.index.isin(report.first)]
        value = first["story"].isin(holders).astype(float)
    else:
        table = report.table("sentiment_by_article").set_index("doc_id")
        value = (table["positive"] - table["negative"])[table.index.isin(report.first)]
    outlet = report.articles["outlet"].reindex(value.index).dropna()
    inside, value = outlet == said["group"], value[outlet.index]
    assert said["stories"] == int(inside.sum())
    assert said["value"] == pytest.approx(value[inside].mean(), abs=1e-6)
    assert said["others"] == pytest.approx(value[~inside].mean(), abs=1e-6)
    assert stats.mannwhitneyu(value[inside], value[~inside]).pvalue < 0.05


def kept(report: Published, _: str, claim: dict[str, Any]) -> None:
    sums = report.table("corpus_kept_figure")[["kept", "left_out"]].sum()
    share = 100 * sums["kept"] / sums.sum()
    assert claim["sentence"].startswith(f"{share:.0f}% of the words of {len(report.articles)}")


def dated(report: Published, _: str, claim: dict[str, Any]) -> None:
    precision = report.articles["date_precision"]
    days, none = (precision == "day").sum(), report.articles["date"].isna().sum()
    assert claim["sentence"].startswith(f"{days} of {len(precision)} articles")
    assert f"; {none} " in claim["sentence"]


FIGURES = {"figure-kept": kept, "figure-timeline": dated}


def check_of(chapter: str, numbers: dict[str, Any]) -> Callable[..., None]:
    """Return the check of a claim, by the numbers that it has."""
    if not numbers:
        return FIGURES[chapter]
    kinds = {"negative": balance, "group": group, "rival": lead, "entry": toward}
    return next(check for name, check in kinds.items() if name in numbers)


def check_claims(folder: Path) -> int:
    """Compute each claim of a report again; return how many compare."""
    report = Published(folder)
    claims = report.findings()
    front = html.fromstring((folder / "index.html").read_text("utf-8"))
    told = {item.text_content() for item in front.xpath("//ul[@class='findings']/li/a[1]")}
    assert told
    assert told <= {claim["sentence"] for _, claim in claims}
    assert report.flips() == set()
    for chapter, claim in claims:
        if claim.get("kind") == "difference":
            said = claim["numbers"]
            assert said.get("of", said["stories"]) >= 4
            assert f"{said['stories']}" in claim["sentence"]
            # A topic is counted once an article, which the sentence says.
            shown = f"{said['largest_article']:.0%}"
            assert shown in claim["sentence"] or "counts once" in claim["sentence"]
        check_of(chapter, claim["numbers"])(report, chapter, claim)
    return sum(claim.get("kind") == "difference" for _, claim in claims)


def test_each_finding_on_the_seeds_is_true_of_its_tables() -> None:
    assert check_claims(report_on_seeds()) >= 1


@pytest.mark.long
@pytest.mark.parametrize("corpus", ["seeds", "press/texts", "pairs/html"])
def test_each_finding_on_real_articles_is_true_of_its_tables(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: str
) -> None:
    monkeypatch.chdir(ROOT)
    check_claims(run_report(shared / corpus, tmp_path / "report").folder)
