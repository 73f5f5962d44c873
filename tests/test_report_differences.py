"""Differences between two reports: only what is beyond an interval is up or down."""

from __future__ import annotations

import pytest
from report_study import make_study, nkru, write_article

from nkru.errors import NoReportError
from nkru.report.runs.differences import find_differences
from nkru.report.runs.manifest import write_manifest
from nkru.report.runs.runs import run_report

MANIFEST = {
    "chapters": {"actors": {"parameters": {"top_n": 20}, "files": {}}},
    "git_commit": None,
    "inputs": {"a.txt": "1", "b.txt": "2"},
    "nkru": "0.1.0",
    "packages": {"pandas": "3.0.0"},
    "platform": "x86_64",
    "python": "3.11.7",
    "resources": {"actors.toml": {"version": "1", "sha256": "f" * 64}},
}


def make_report(folder, rates, **changes):
    (folder / "tables").mkdir(parents=True)
    rows = "".join(f"{entry},{rate},{low},{high}\n" for entry, (rate, low, high) in rates.items())
    (folder / "tables/actors_frequency.csv").write_text(f"entry,rate,rate_low,rate_high\n{rows}")
    write_manifest(folder, MANIFEST | changes)
    return folder


def sentences_of(old, new):
    return {
        section["title"].split()[0]: section["sentences"] for section in find_differences(old, new)
    }


def test_an_actor_is_up_only_beyond_both_intervals(tmp_path):
    before = {
        "Russie": (5, 4, 6),
        "Chine": (5, 2, 8),
        "Japon": (9, 8, 10),
        "Iran": (1, "", ""),
        "Cuba": (1, 0, 2),
    }
    after = {
        "Russie": (9, 8, 10),
        "Chine": (7, 4, 9),
        "Japon": (2, 1, 3),
        "Iran": (9, "", ""),
        "Mali": (1, 0, 2),
    }
    sentences = sentences_of(
        make_report(tmp_path / "old", before), make_report(tmp_path / "new", after)
    )["Actors"]
    assert sentences == [
        "Cuba is named no more",
        "Japon is down: 9.00 [8.00, 10.00] → 2.00 [1.00, 3.00] mentions per 1,000 words",
        "Mali is named for the first time",
        "Russie is up: 5.00 [4.00, 6.00] → 9.00 [8.00, 10.00] mentions per 1,000 words",
    ]


def test_articles_parameters_and_versions_that_differ_are_named(tmp_path):
    old = make_report(tmp_path / "old", {})
    changes = {
        "inputs": {"b.txt": "3", "c.txt": "4"},
        "packages": {"pandas": "3.1.0"},
        "chapters": {"actors": {"parameters": {"top_n": 10}, "files": {}}},
    }
    sections = sentences_of(old, make_report(tmp_path / "new", {}, **changes))
    assert sections["Articles"] == ["c.txt was added", "a.txt was removed", "b.txt was changed"]
    assert sections["Parameters"] == ["actors, top_n: 20 → 10"]
    assert sections["Versions,"] == ["pandas: 3.0.0 → 3.1.0"]


def test_a_report_does_not_differ_from_itself(tmp_path):
    folder = make_report(tmp_path / "one", {"Russie": (5, 4, 6)})
    assert not any(sentences_of(folder, folder).values())


def test_a_folder_without_report_is_refused(tmp_path):
    with pytest.raises(NoReportError, match="holds no report"):
        find_differences(tmp_path, tmp_path)


def test_a_regenerated_report_says_what_changed(tmp_path, monkeypatch):
    study = make_study(tmp_path)
    monkeypatch.chdir(study)
    run_report(out="one")
    assert "first report in its folder" in (study / "one/changes.html").read_text()
    write_article(study, "Une alliance de plus.", "b.txt")
    run_report(out="one")
    assert "b.txt was added" in (study / "one/changes.html").read_text()
    run_report(out="two")
    done = nkru(study, "diff", "one", "two")
    assert done.returncode == 0
    assert done.stdout.count("nothing differs") == 8


def test_a_table_that_someone_altered_is_not_compared(tmp_path):
    old, new = (make_report(tmp_path / name, {"Russie": (5, 4, 6)}) for name in ("old", "new"))
    (old / "tables/actors_frequency.csv").write_text('sep=;\nentry;rate\n"Rus')
    sections = sentences_of(old, new)
    assert sections["Actors"] == ["a table was altered after it was published, and is not compared"]
    assert sections["Parameters"] == []


def test_a_name_that_is_no_text_can_be_printed(tmp_path):
    old = make_report(tmp_path / "old", {})
    new = make_report(tmp_path / "new", {}, inputs={"caf\udce9.txt": "1"})
    assert sentences_of(old, new)["Articles"][0] == "caf\\xe9.txt was added"
