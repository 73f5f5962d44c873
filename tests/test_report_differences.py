"""Differences between two reports: only what is beyond chance is up or down."""

from __future__ import annotations

import pytest
from report_study import make_study, nkru, write_article

from nkru.errors import NoReportError
from nkru.language import using
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


def make_report(folder, stories, tables=(), **changes):
    (folder / "tables").mkdir(parents=True)
    rows = "".join(f"{entry},{part},{of}\n" for entry, (part, of) in stories.items())
    (folder / "tables/actors_actors.csv").write_text(f"entry,stories,of\n{rows}")
    for name, text in dict(tables).items():
        (folder / f"tables/{name}.csv").write_text(text)
    write_manifest(folder, MANIFEST | changes)
    return folder


def sentences_of(old, new):
    return {
        section["title"].split()[0]: section["sentences"] for section in find_differences(old, new)
    }


def test_an_actor_is_up_only_beyond_chance(tmp_path):
    before = {"Russie": (5, 40), "Chine": (12, 40), "Japon": (30, 40), "Cuba": (2, 40)}
    after = {"Russie": (25, 40), "Chine": (16, 40), "Iran": (1, 40)}
    old, new = make_report(tmp_path / "old", before), make_report(tmp_path / "new", after)
    assert sentences_of(old, new)["Actors"] == [
        "Japan is down: 30 of 40 → 0 of 40 stories (p < 0.001 after Holm)",
        "Russia is up: 5 of 40 → 25 of 40 stories (p < 0.001 after Holm)",
    ]


STABILITY = "k,class,jaccard\n2,1,0.9\n2,2,0.9\n"
GROUPS = {
    "renumbered": ('2,"vote, loi, élu"\n1,"blé, prix, récolte"', []),
    "another": (
        '1,"vote, loi, maire"\n2,"but, match, ballon"',
        [
            "the class of blé, prix, récolte is not found again (stability 0.90)",
            "the class of ballon, but, match is new (stability 0.90)",
        ],
    ),
}


@pytest.mark.parametrize("case", GROUPS)
def test_classes_are_matched_by_their_words(tmp_path, case):
    rows, expected = GROUPS[case]
    first = '1,"vote, loi, élu"\n2,"blé, prix, récolte"'
    old, new = (
        make_report(
            tmp_path / name,
            {},
            {"themes_classes": f"class,words\n{text}\n", "themes_stability": STABILITY},
        )
        for name, text in (("old", first), ("new", rows))
    )
    assert sentences_of(old, new)["Classes"] == expected


@pytest.mark.parametrize(
    ("table", "key"), [("themes_classes", "class"), ("themes_topics", "topic")]
)
def test_a_group_is_recognised_and_told_by_the_name_that_the_reader_gave_it(tmp_path, table, key):
    rows = {
        "old": '1,École,"élève, rentrée, note"\n2,Champs,"blé, prix, récolte"\n',
        "new": '1,Ville,"bus, rue, vélo"\n2,École,"enseignant, classe, lycée"\n',
    }
    stable = {
        "class": ("themes_stability", "k,class,jaccard\n2,1,0.9\n2,2,0.9\n"),
        "topic": ("themes_topic_stability", "k,stability,coherence\n2,0.9,0.1\n"),
    }[key]
    old, new = (
        make_report(tmp_path / name, {}, {table: f"{key},name,words\n{text}", stable[0]: stable[1]})
        for name, text in rows.items()
    )
    sections = {section["title"]: section["sentences"] for section in find_differences(old, new)}
    assert sections["Classes" if key == "class" else "Topics"] == [
        f"the {key} of « Champs » (blé, prix, récolte) is not found again (stability 0.90)",
        f"the {key} of « Ville » (bus, rue, vélo) is new (stability 0.90)",
    ]


def test_a_mean_changes_only_beyond_its_error(tmp_path):
    head = "entry,tone,tone_low,tone_high\n"
    tones = "Russie,-0.5,-0.6,-0.4\nChine,0.1,-0.1,0.3\n", "Russie,0,-0.1,0.1\nChine,0.2,0,0.4\n"
    old, new = (
        make_report(tmp_path / name, {}, {"sentiment_situations": head + text})
        for name, text in zip(("old", "new"), tones, strict=True)
    )
    assert sentences_of(old, new)["Situation"] == [
        "Russia is up: mean situation −0.50 → 0.00 (p < 0.001 after Holm)"
    ]


def test_a_change_is_told_in_french_by_the_french_name(tmp_path):
    stories = {"Russie": (5, 40)}, {"Russie": (25, 40)}
    old, new = (
        make_report(tmp_path / name, held)
        for name, held in zip(("old", "new"), stories, strict=True)
    )
    with using("fr"):
        sections = {one["title"]: one["sentences"] for one in find_differences(old, new)}
    assert sections["Acteurs nommés dans plus ou moins de textes distincts"] == [
        "Russie : en hausse, 5 des 40 textes distincts → 25 sur 40 (p < 0,001 selon Holm)"
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


def test_differences_are_told_in_french_too(tmp_path):
    tables = {"themes_classes": 'class,words\n1,"but, match"\n', "themes_stability": STABILITY}
    old = make_report(tmp_path / "old", {"Cuba": (30, 40)}, tables)
    changes = {"inputs": {"c.txt": "4"}, "packages": {}}
    with using("fr"):
        sections = find_differences(old, make_report(tmp_path / "new", {}, **changes))
    told = {section["title"]: section["sentences"] for section in sections}
    assert told["Articles"][0] == "c.txt a été ajouté"
    assert told["Versions, codebooks et lexique"] == ["pandas: 3.0.0 → absent"]
    assert told["Acteurs nommés dans plus ou moins de textes distincts"] == []
    assert told["Classes de segments"] == [
        "la classe de but, match n’est pas retrouvée (stabilité 0,90)"
    ]


def test_a_report_does_not_differ_from_itself(tmp_path):
    folder = make_report(tmp_path / "one", {"Russie": (5, 9)})
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
    assert done.stdout.count("nothing differs") == 9


def test_a_table_that_someone_altered_is_not_compared(tmp_path):
    old, new = (make_report(tmp_path / name, {"Russie": (5, 9)}) for name in ("old", "new"))
    (old / "tables/actors_actors.csv").write_text('sep=;\nentry;rate\n"Rus')
    sections = sentences_of(old, new)
    assert sections["Actors"] == ["a table was altered after it was published, and is not compared"]
    assert sections["Parameters"] == []


def test_a_name_that_is_no_text_can_be_printed(tmp_path):
    old = make_report(tmp_path / "old", {})
    new = make_report(tmp_path / "new", {}, inputs={"caf\udce9.txt": "1"})
    assert sentences_of(old, new)["Articles"][0] == "caf\\xe9.txt was added"
