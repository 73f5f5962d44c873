"""Claims of the front page: each is computed again from the published tables, by other code."""

from __future__ import annotations

import re
from pathlib import Path

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

    def findings(self) -> list[str]:
        page = html.fromstring((self.folder / "index.html").read_text("utf-8"))
        return [item.text_content() for item in page.xpath("//ul[@class='findings']/li/a[1]")]

    def holders(self, units: pd.DataFrame, single: bool) -> dict[str, set[str]]:
        """Return the stories that hold each name, with all articles or one a story."""
        own = units[units["doc_id"].isin(self.first)] if single else units
        story = own["doc_id"].map(self.articles["story"])
        return {str(name): set(group) for name, group in story.groupby(own["name"])}

    def units(self, verb: str) -> pd.DataFrame:
        if verb == "is named in":
            table = self.table("actors_prominence")
            return pd.DataFrame(
                {"doc_id": table["doc_id"], "name": table["entry"], "n": table["count"]}
            )
        table = self.table("themes_agenda_articles")
        return pd.DataFrame({"doc_id": table["doc_id"], "name": table["topic_label"], "n": 1})

    def signs(self) -> pd.Series:
        """Return the positive less the negative sentences of the first article of each story."""
        table = self.table("sentiment_by_article").set_index("doc_id")
        signs = table["sentences"] * (table["positive"] - table["negative"]) / 100
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


def lead(report: Published, said: dict[str, str]) -> None:
    units = report.units(said["verb"])
    every, single = (report.holders(units, one) for one in (False, True))
    part, whole = int(said["n"]), int(said["of"])
    assert part == len(every[said["name"]])
    stories = set(report.articles["story"])
    assert whole == len(stories if said["verb"] == "is named in" else set.union(*every.values()))
    assert int(said["share"]) == round(100 * part / whole)
    bounds = stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert [int(said["low"]), int(said["high"])] == [round(100 * bound) for bound in bounds]
    if "more than each" not in said["rest"]:
        return
    total = units.groupby("name")["n"].sum()
    order = sorted(every, key=lambda name: (-len(every[name]), -total[name], name))[:20]
    rivals = [name for name in order if name != said["name"]]
    assert part >= 4
    for holders in (every, single):
        assert closest_p(holders, said["name"], rivals) < 0.05
    own = units[units["name"] == said["name"]].groupby("doc_id")["n"].sum()
    if said["verb"] == "is named in":
        assert own.max() / own.sum() <= 0.5
        assert f"the largest article has {100 * own.max() / own.sum():.0f} %" in said["rest"]


def balance(report: Published, said: dict[str, str]) -> None:
    signs = report.signs()
    below, above = int((signs < 0).sum()), int((signs > 0).sum())
    assert (below, len(signs), above) == tuple(int(said[key]) for key in ("low", "of", "high"))
    told = stats.binomtest(below, below + above).pvalue < 0.05
    assert told == ("no difference" not in said["rest"])


def toward(report: Published, said: dict[str, str]) -> None:
    construct = "situation" if said["what"] == "The situation of" else "stance"
    table = report.table("sentiment_targets").dropna(subset=construct)
    table["story"] = table["doc_id"].map(report.articles["story"])
    own = table["entry"] == said["name"]
    mine, others = (table[side].groupby("story")[construct].mean() for side in (own, ~own))
    change = (mine - others).dropna()
    fits = (change < 0) if said["word"] == "darker" else (change > 0)
    assert (int(said["n"]), int(said["of"])) == (int(fits.sum()), len(change))
    assert len(change) >= 5
    assert stats.binomtest(int(fits.sum()), int((change != 0).sum())).pvalue < 0.05


def group_names(report: Published, said: dict[str, str]) -> None:
    holders = report.holders(report.units("is named in"), single=True).get(said["name"], set())
    first = report.articles[report.articles.index.isin(report.first)].dropna(subset="outlet")
    inside = first["outlet"] == said["group"]
    held = first["story"].isin(holders)
    assert int(said["n"]) == int(inside.sum())
    shares = round(100 * held[inside].mean()), round(100 * held[~inside].mean())
    assert (int(said["share"]), int(said["others"])) == shares
    assert stats.fisher_exact(pd.crosstab(inside, held)).pvalue < 0.0125


def group_tone(report: Published, said: dict[str, str]) -> None:
    table = report.table("sentiment_by_article").set_index("doc_id")
    tone = ((table["positive"] - table["negative"]) / 100)[table.index.isin(report.first)]
    outlet = report.articles["outlet"].reindex(tone.index)
    inside = (outlet == said["group"])[outlet.notna()]
    tone = tone[outlet.notna()]
    assert int(said["n"]) == int(inside.sum())
    assert float(said["value"]) == pytest.approx(tone[inside].mean(), abs=0.006)
    assert float(said["others"]) == pytest.approx(tone[~inside].mean(), abs=0.006)


def kept(report: Published, said: dict[str, str]) -> None:
    sums = report.table("corpus_kept_figure")[["kept", "left_out"]].sum()
    assert int(said["share"]) == round(100 * sums["kept"] / sums.sum())
    assert int(said["n"]) == len(report.articles)


def dated(report: Published, said: dict[str, str]) -> None:
    precision = report.articles["date_precision"]
    days, none = (precision == "day").sum(), report.articles["date"].isna().sum()
    assert (int(said["n"]), int(said["of"])) == (days, len(precision))
    assert said["none"] == (str(none) if none else "none")


CLAIMS = {
    r"(?P<name>.+) (?P<verb>is named in|is the topic of) (?P<n>\d+) of (?P<of>\d+) stories "
    r"\((?P<share>\d+) %, 95 % interval (?P<low>\d+) to (?P<high>\d+) %\)(?P<rest>.*)": lead,
    r"In (?P<low>\d+) of (?P<of>\d+) stories negative sentences outnumber positive ones, in "
    r"(?P<high>\d+) positive ones prevail(?P<rest>.*)": balance,
    r"(?P<what>The situation of|The stance on) (?P<name>.+) is (?P<word>darker|brighter) than "
    r"(?:that of|on) the other actors of the same story in (?P<n>\d+) of (?P<of>\d+) "
    r"stories\.": toward,
    r"(?P<share>\d+) % of the (?P<n>\d+) stories of (?P<group>.+) name (?P<name>.+), against "
    r"(?P<others>\d+) % of the others \(95 % interval .+\)\.": group_names,
    r"The tone of the (?P<n>\d+) stories of (?P<group>.+) is (?P<value>[+-][\d.]+) on average, "
    r"against (?P<others>[+-][\d.]+) in the others \(.+\)\.": group_tone,
    r"(?P<share>\d+) % of the words of (?P<n>\d+) articles were kept\.": kept,
    r"(?P<n>\d+) of (?P<of>\d+) articles can be dated to the day; (?P<none>\d+|none) have no "
    r"date\.": dated,
}


def check_claims(folder: Path) -> int:
    """Compute each finding of a front page again; return how many compare."""
    report = Published(folder)
    findings = report.findings()
    assert findings
    for sentence in findings:
        found = [(re.fullmatch(form, sentence), check) for form, check in CLAIMS.items()]
        matched = [(match.groupdict(), check) for match, check in found if match]
        assert len(matched) == 1, sentence
        said, check = matched[0]
        check(report, said)
    return sum("no difference" not in sentence for sentence in findings)


def test_each_finding_on_the_seeds_is_true_of_its_tables() -> None:
    assert check_claims(report_on_seeds()) >= 3


@pytest.mark.long
@pytest.mark.parametrize("corpus", ["seeds", "press/texts", "pairs/html"])
def test_each_finding_on_real_articles_is_true_of_its_tables(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: str
) -> None:
    monkeypatch.chdir(ROOT)
    check_claims(run_report(shared / corpus, tmp_path / "report").folder)
