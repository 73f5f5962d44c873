"""The command line: exit codes, one sentence for each error, and no word when all is well."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest
from report_study import PARAMETERS, command, make_study, nkru, write_article, write_notebook
from typer.testing import CliRunner

from nkru import __version__ as VERSION
from nkru.errors import ParameterError
from nkru.language import use
from nkru.report.cli import app
from nkru.report.runs.configs import ReportConfig, read_config


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(make_study(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "nowhere"], "no folder or file nowhere (looked for "),
        (["report", "-p", "topn=3"], "did you mean top_n?"),
        (["report", "-p", "top_n=many"], "top_n takes int, not 'many'"),
        (["report", "-p", "top_n"], "-p takes NAME=VALUE"),
        (["report", "-p", "import os=3"], "-p takes NAME=VALUE"),
        (["report", "--only", "actor"], "did you mean actors?"),
        (["report", "--config", "none.toml"], "cannot read none.toml"),
        (["report", "--jobs", "0"], "jobs"),
        (["report", "--forse"], "--force"),
        (["verify", "seeds"], "holds no report"),
        (["diff", "seeds", "seeds"], "holds no report"),
        (["new", "seeds"], "is not empty"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_bad_usage_is_one_sentence(study, arguments, words):
    done = nkru(study, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_quiet_says_nothing_when_all_is_well(study):
    for _ in range(2):
        done = nkru(study, "report", "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_run_names_its_report_and_an_unchanged_one_says_so(study):
    first, second = nkru(study, "report"), nkru(study, "report")
    published, counts = first.stdout.splitlines()
    assert published == f"published: {study / 'outputs/seeds/index.html'}"
    assert re.fullmatch(r"1 article, 1 new, 0 not read, \d+\.\d s", counts)
    assert "actors: done in" in first.stderr
    unchanged, counts = second.stdout.splitlines()
    assert unchanged.startswith("nothing has changed: ")
    assert counts.startswith("1 article, 0 new, 0 not read, ")


def test_json_log_has_one_object_per_event(study):
    events = [json.loads(line) for line in nkru(study, "report", "--log-json").stdout.splitlines()]
    assert [event["event"] for event in events] == ["start", "notebook", "notebook", "finished"]
    assert sorted(event["name"] for event in events[1:3]) == ["actors", "corpus"]
    assert events[-1]["ran"] == ["corpus", "actors"]
    assert [events[-1][name] for name in ("articles", "new", "unread")] == [1, 1, 0]
    assert 0 < events[-1]["seconds"] < 600


def test_json_log_tells_a_failure_too(study):
    write_notebook(study, "actors", "1 / 0")
    done = nkru(study, "report", "--log-json")
    event = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, event["event"], event["exit_code"]) == (1, "error", 1)
    assert "ZeroDivisionError" in event["message"]


def test_verify_names_what_was_altered(study):
    nkru(study, "report", "--quiet")
    assert nkru(study, "verify", "outputs/seeds").returncode == 0
    (study / "outputs/seeds/index.html").write_text("altered")
    (study / "outputs/seeds/actors.html").unlink()
    done = nkru(study, "verify", "outputs/seeds")
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["actors.html is missing", "index.html was altered"]


def test_a_recurring_report_is_one_file(study):
    write_article(study, "Autre corpus.", "a.txt")
    config = 'jobs = 1\n[parameters]\ntop_n = 7\n[[report]]\ncorpus = "seeds"\nout = "one"\n'
    (study / "weekly.toml").write_text(
        config + '[[report]]\ncorpus = "seeds"\nout = "two"\n[report.parameters]\ntop_n = 8\n'
    )
    assert nkru(study, "report", "--config", "weekly.toml").returncode == 0
    tops = [
        json.loads((study / name / "manifest.json").read_text())["chapters"]["actors"]
        for name in ("one", "two")
    ]
    assert [chapter["parameters"]["top_n"] for chapter in tops] == [7, 8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("corpsu = 'seeds'", "did you mean corpus"),
        ("jobs = 'two'", "jobs takes a number from 1 to 1024, not 'two'"),
        ("jobs = true", "jobs takes a number"),
        ("jobs = 2.5", "jobs takes a number"),
        ("jobs = 0", "jobs takes a number"),
        ("jobs = -3", "jobs takes a number"),
        ("jobs = 1000000", "jobs takes a number"),
        (f"jobs = {'9' * 5000}", "is not TOML"),
        ("report = 3", r"tables headed \[\[report\]\]"),
        ("report = [1]", r"tables headed \[\[report\]\]"),
        ("report = [{}, 1]", r"tables headed \[\[report\]\]"),
        ("report = []", r"tables headed \[\[report\]\]"),
        ("only = 'actors'", "only takes a list of names"),
        ("only = [1]", "only takes a list of names"),
        ("only = [{}]", "only takes a list of names"),
        ("only = [['actors']]", "only takes a list of names"),
        ("corpus = ''", "corpus takes a path, not ''"),
        ("corpus = ' '", "corpus takes a path"),
        ("corpus = 3", "corpus takes a path, not 3"),
        ("corpus = ['a']", "corpus takes a path"),
        ('corpus = "a\\u0000b"', "corpus takes a path"),
        (f"corpus = '{'a' * 5000}'", "corpus takes a path, not 'aaa"),
        (f"out = '{'é' * 2500}'", "out takes a path"),
        ("out = 2019-02-03", "out takes a path"),
        ("public = 'yes'", "public takes true or false"),
        ("public = 1", "public takes true or false"),
        ("parameters = 3", "parameters takes a table"),
        ("parameters = []", "parameters takes a table"),
        (f"{'a' * 5000} = 1", "no key aaa"),
        (f"corpus = {'[' * 5000}", "is nested too deeply"),
        (f"parameters = {'{a=' * 3000}", "is nested too deeply"),
        ("out = ", "is not TOML"),
        ("\udcff", "is not TOML"),
    ],
)
def test_a_bad_configuration_names_the_key(study, text, words):
    (study / "weekly.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ParameterError, match=words) as raised:
        read_config(study / "weekly.toml", ReportConfig())
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ("top_n = {a = 1}", "top_n takes int"),
        ("top_n = 2019-02-03", "top_n takes int"),
        ("top_n = [1]", "top_n takes int"),
        ("word = [1]", "word takes str"),
        ("corpus = 'x'", "is set by the argument CORPUS"),
        (f"{'a' * 5000} = 1", "no notebook has a parameter"),
    ],
)
def test_a_bad_value_for_a_parameter_in_a_configuration_is_one_sentence(study, parameters, words):
    (study / "weekly.toml").write_text(f"[parameters]\n{parameters}\n")
    done = nkru(study, "report", "--config", "weekly.toml")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert words in done.stderr


@pytest.mark.parametrize("name", ["a" * 5000, "~nobody-of-this-name/x", "é" * 200 + "/x"])
def test_what_cannot_be_a_path_is_one_sentence(study, name):
    for arguments in (["check", name], ["report", name], ["report", "seeds", "--out", name]):
        done = nkru(study, *arguments)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
        assert "Traceback" not in done.stderr


def test_the_command_line_wins_over_the_file(study):
    (study / "weekly.toml").write_text("out = 'one'\n[parameters]\ntop_n = 7\nword = 'paix'")
    options = ReportConfig(out="two", parameters={"top_n": "9"})
    (report,) = read_config(study / "weekly.toml", options)
    assert (report.out, report.parameters) == ("two", {"top_n": "9", "word": "paix"})


SEVERAL = "[[report]]\ncorpus = 'seeds'\nout = 'one'\n[[report]]\ncorpus = 'seeds'\nout = 'two'\n"


@pytest.mark.parametrize(("given", "name"), [(["seeds"], "CORPUS"), (["--out", "three"], "--out")])
def test_one_corpus_or_folder_is_not_given_to_several_reports(study, given, name):
    (study / "weekly.toml").write_text(SEVERAL)
    done = nkru(study, "report", *given, "--config", "weekly.toml")
    assert done.returncode == 2
    assert f"weekly.toml asks for 2 reports: leave {name} out" in done.stderr
    assert not any((study / name).exists() for name in ("one", "two", "three", "outputs"))


def test_parameters_jobs_and_a_public_edition_are_given_to_several_reports(study):
    (study / "weekly.toml").write_text(SEVERAL)
    options = ReportConfig(parameters={"top_n": "9"}, jobs=1, public=True)
    reports = read_config(study / "weekly.toml", options)
    assert reports == [
        ReportConfig("seeds", out, (), {"top_n": "9"}, public=True, jobs=1)
        for out in ("one", "two")
    ]


def to_nobody(study, *arguments):
    """Run the command line with its output in a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command(*arguments),
        cwd=study,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    return done


@pytest.mark.parametrize("arguments", [["check", "seeds"], ["--help"]])
def test_a_reader_who_has_seen_enough_is_no_error(study, arguments):
    done = to_nobody(study, *arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_whose_reader_has_gone_makes_its_report_and_is_no_success(study):
    done = to_nobody(study, "report", "--log-json")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "the reports are made, but what is printed cannot be written" in done.stderr
    assert (study / "outputs/seeds/index.html").is_file()


@pytest.mark.parametrize(
    ("command_line", "code", "words"),
    [
        ("report > /dev/full", 1, "reports are made, but what is printed cannot be written: No sp"),
        ("report >&-", 0, ""),
        ("report >&- 2>&- <&-", 0, ""),
        ("report 2> /dev/full", 0, ""),
        ("check seeds > /dev/full", 1, "cannot read or write what is printed: No space left"),
        ("check nowhere 2> /dev/full", 2, ""),
        ("check nowhere 2>&-", 2, ""),
        ("--help > /dev/full", 1, "cannot read or write what is printed"),
    ],
)
def test_a_full_or_closed_output_is_one_sentence(study, command_line, code, words):
    line = f"{shlex.join(command())} {command_line}"
    done = subprocess.run(["bash", "-c", line], cwd=study, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert command_line.startswith("report") == (study / "outputs/seeds/index.html").is_file()


@pytest.mark.parametrize(("limit", "value"), [("n", 64), ("n", 20), ("v", 1_500_000)])
@pytest.mark.parametrize("arguments", [["report"], ["prepare", "seeds", "--out", "store"]])
def test_a_system_that_allows_too_little_is_one_sentence(study, limit, value, arguments):
    line = f"ulimit -{limit} {value}; {shlex.join(command(*arguments))}"
    done = subprocess.run(["bash", "-c", line], cwd=study, capture_output=True, text=True)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert f"`ulimit -{limit} " in done.stderr


def test_help_loads_nothing_heavy(study):
    assert nkru(study, "--help").returncode == 0
    script = "import sys, nkru.report.cli, nkru.report.runs.plans; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", script], text=True).split()
    assert "nkru.report.runs.plans" in loaded
    assert not {"pandas", "papermill", "nltk", "distributed"} & set(loaded)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "from nkru.analysis.frequency import frequency",
            "imports nkru.analysis, which nkru {} does not have: "
            "make notebooks that fit this version with `nkru new DIR`",
        ),
        (
            "from nkru.report.chapter.chapter import Chapitre",
            "imports Chapitre from nkru.report.chapter.chapter, which nkru {} does not have: "
            "make notebooks that fit this version with `nkru new DIR`",
        ),
        (
            "import pandas, geodatei",
            "imports geodatei, which cannot be found: install it, or remove the import",
        ),
        (
            "from json import lods",
            "imports lods from json, which cannot be found: install it, or remove the import",
        ),
    ],
)
def test_a_notebook_that_imports_what_is_not_there_is_one_sentence(study, cell, sentence):
    write_notebook(study, "actors", cell)
    done = nkru(study, "report")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"nkru: notebook actors {sentence}".format(VERSION)


OPEN = "import nkru\narticles = nkru.read_corpus(corpus)"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ('{"format": 1, "number": 1, "build": ""}', "was made by another version of nkru; run"),
        ("{", "is damaged; run `nkru prepare CORPUS --out"),
    ],
)
@pytest.mark.parametrize("arguments", [["report"], ["check"]])
def test_an_old_or_damaged_store_is_one_sentence(study, state, words, arguments):
    write_notebook(study, "actors", OPEN)
    write_notebook(study, "corpus", OPEN)
    (study / "store").mkdir()
    (study / "store" / "store.json").write_text(state)
    done = nkru(study, *arguments, "store")
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("parameter", "codebook", "words"),
    [
        ("codebook=bad.toml", "name = 3", "bad.toml"),
        ("codebook=none.toml", "", "none.toml"),
    ],
)
def test_a_bad_codebook_is_one_sentence(study, parameter, codebook, words):
    reading = "import nkru\nnkru.read_codebook(codebook)"
    write_notebook(study, "actors", reading, parameters="codebook: str | None = None")
    (study / "bad.toml").write_text(codebook)
    done = nkru(study, "report", "-p", parameter)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_path_means_the_same_file_in_each_command(study):
    inner = study / "notebooks" / "art"
    inner.mkdir()
    (inner / "a.txt").write_text("Le traité\n\nLe traité est signé à Pyongyang par la Russie.\n")
    for name in ("check", "report"):
        done = nkru(study / "notebooks", name, "art")
        assert (done.returncode, done.stderr.count("no folder")) == (0, 0), done.stderr
    assert (study / "outputs/art/index.html").is_file()
    done = nkru(study / "notebooks", "check", "seeds")
    assert (done.returncode, done.stdout.splitlines()[1].split(":")[0]) == (0, "a.txt")


def test_a_scheduler_that_is_not_there_is_one_sentence(study):
    pytest.importorskip("distributed")
    address = "tcp://127.0.0.1:9"
    done = nkru(study, "prepare", "seeds", "--out", "store", "--scheduler", address)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        f"nkru: no Dask scheduler at {address}; start one with `dask scheduler`",
    )


def test_the_workers_of_a_scheduler_prepare_a_store(study):
    distributed = pytest.importorskip("distributed")
    for index in range(2):
        write_article(study, f"Le traité {index}\n\nIl est signé à Pyongyang.", f"{index}.txt")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        done = nkru(study, "prepare", "seeds", "--out", "store", "--scheduler", address)
    assert (done.returncode, done.stdout) == (
        0,
        "store: 3 articles; 3 files read, 3 articles done\n",
    )
    assert (study / "store/store.json").is_file()


ESCAPES = "\x1b[31mrouge\x1b]0;titre\x07"


def test_no_name_or_title_acts_on_a_terminal(study):
    write_article(study, "La paix est un succès.", f"{ESCAPES}.txt")
    write_article(study, "", f"vide\n{ESCAPES}.txt")
    metadata = f"doc_id,title\na.txt,{ESCAPES}\nnone{ESCAPES},x\n"
    (study / "seeds/metadata.csv").write_text(metadata)
    shown = "␛[31mrouge␛]0;titre␇"
    checked = nkru(study, "check", "--out", "pages")
    assert f"{shown}.txt: 5 words kept" in checked.stdout
    assert f"title: {shown}; date" in checked.stdout
    assert f"not read: vide {shown}.txt: " in checked.stdout
    assert f"not read: metadata.csv: none{shown}: " in checked.stdout
    error = nkru(study, "report", f"nowhere{ESCAPES}")
    assert f"nowhere{shown}" in error.stderr
    assert nkru(study, "report", "--out", "old").returncode == 0
    write_article(study, "La paix est une crise.", f"{ESCAPES}.txt")
    write_article(study, "La paix est un succès.", f"neuf{ESCAPES}.txt")
    assert nkru(study, "report", "--out", "new").returncode == 0
    differs = nkru(study, "diff", "old", "new")
    assert f"neuf{shown}.txt was added" in differs.stdout
    (study / "new" / "index.html").write_text("")
    altered = nkru(study, "verify", "new")
    assert altered.stdout == "index.html was altered\n"
    for done in (checked, error, differs, altered):
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x07" not in done.stdout + done.stderr


def test_a_broken_key_or_sheet_is_one_sentence(study):
    assert nkru(study, "code", "sample", "seeds", "--out", "s.csv", "--size", "3").returncode == 0
    (study / "key.csv").write_text("id,found\n1,0\n")
    done = nkru(study, "code", "score", "s.csv", "--key", "key.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("nkru: key.csv: no column 'weight'; ")
    assert len(done.stderr.splitlines()) == 1
    done = nkru(study, "code", "score", "s.csv", "--key", "s.key.csv")
    assert done.stderr.startswith("nkru: s.csv, row 2: label '' is unknown; use one of ")


def said(*arguments):
    """Run a command in this process, in French, and return what it prints."""
    done = CliRunner().invoke(app, [*arguments, "--lang", "fr"], catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output
    return done.output


def test_each_command_speaks_french(study, monkeypatch):
    monkeypatch.chdir(study)
    stored = said("prepare", "seeds", "--out", "magasin")
    assert stored.startswith("magasin\u202f: 1 articles\u202f; 1 fichiers lus")
    assert said("export", "seeds", "--out", "t.csv").endswith("t.csv est écrit\n")
    assert "acteurs écrits dans" in said("register", "seeds", "--out", "r.csv")
    assert "puis lancez-y `nkru report`" in said("new", "mémoire")
    assert "mots" in said("check", "seeds")
    use("en")


def test_a_run_speaks_the_language_of_its_report(study):
    more = f'{PARAMETERS}\nlang: str = "en"'
    for name in ("actors", "corpus"):
        write_notebook(study, name, "1 + 1", parameters=more)
    done = nkru(study, "report", "--lang", "fr")
    assert "publié\u202f: " in done.stdout, done.stderr
    assert "1 article (nouveaux\u202f: 1), non lus\u202f: 0" in done.stdout
    assert "rien n’a changé" in nkru(study, "report", "--lang", "fr").stdout
    assert "chaque fichier est tel qu’il a été publié" in said("verify", "outputs/seeds")
    (study / "outputs/seeds/index.html").write_text("")
    assert said("verify", "outputs/seeds") == "index.html a été modifié\n"
