"""Nights: one report that fails stops no other, and is named; each report is told in one line."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_notebook
from report_study import PARAMETERS, make_study, nkru, write_article, write_notebook

from nkru import __version__
from nkru.errors import LockedError, NkruError, ParameterError, RunError, StoppedError
from nkru.report.chapter.editions import has_editions
from nkru.report.runs import nights
from nkru.report.runs.configs import ReportConfig
from nkru.report.runs.progress import Outcome, Progress

IN_CHAPTER = [
    "import nkru\narticles = nkru.read_corpus(corpus)\n"
    "chapter = nkru.Chapter('corpus', articles, output, lang=lang)",
    "table = nkru.describe_articles(articles)\nsentences = articles.sentences",
    "chapter.table(\n    'articles', table, 'Articles of the corpus', evidence=sentences, "
    "on=['doc_id']\n)",
    "chapter.figure('kept', nkru.figures.words_kept, articles)",
]


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(make_study(tmp_path))
    (tmp_path / "notebooks/actors.ipynb").unlink()
    return tmp_path


def write_config(study, *corpora):
    tables = [f'[[report]]\ncorpus = "{name}"\nout = "out/{name}"\n' for name in corpora]
    (study / "nuit.toml").write_text("\n".join(tables))


@pytest.mark.parametrize(
    ("is_there", "told", "code"),
    [(False, "no folder or file deux", 2), (True, "notebook corpus, cell [3]", 1)],
)
def test_one_report_that_fails_stops_no_other_and_is_named(study, is_there, told, code):
    for name in ("un", "trois", *(["deux"] if is_there else [])):
        write_article(study, "Le texte.")
        (study / "seeds").rename(study / name)
    write_notebook(study, "corpus", "1 / ('deux' not in corpus)")
    write_config(study, "un", "deux", "trois")
    done = nkru(study, "report", "--config", "nuit.toml")
    for name in ("un", "trois"):
        assert (study / "out" / name / "index.html").is_file(), done.stderr
    first, last = (line for line in done.stderr.splitlines() if line.startswith("nkru: "))
    assert first.startswith("nkru: nuit.toml, report 2 (deux): ")
    assert told in first
    assert last == "nkru: nuit.toml: 1 of 3 reports failed: number 2"
    assert done.returncode == code
    assert done.stdout.count("1 article, 1 new, 0 not read") == 2


def test_three_unchanged_nights_take_no_time(study):
    for name in ("un", "deux", "trois"):
        write_article(study, "Le texte.")
        (study / "seeds").rename(study / name)
    write_notebook(study, "corpus", "1 + 1")
    write_config(study, "un", "deux", "trois")
    assert nkru(study, "report", "--config", "nuit.toml", "--quiet").returncode == 0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = nkru(study, "report", "--config", "nuit.toml")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.count("nothing has changed: ") == 3
    # Of the processor: the machine may be busy. `tests/benchmarks/report.py` prints full reports.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_a_notebook_that_fails_in_a_night_is_told_as_json_too(study):
    write_article(study, "Le texte.")
    (study / "seeds").rename(study / "un")
    write_notebook(study, "corpus", "1 / 0")
    write_config(study, "un", "un2")
    (study / "un").rename(study / "un2")
    (study / "un2/a.txt").write_text("Autre texte.")
    done = nkru(study, "report", "--config", "nuit.toml", "--log-json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    errors = [event for event in events if event["event"] == "error"]
    assert [event["exit_code"] for event in errors] == [2, 1, 2]
    assert "nuit.toml, report 2 (un2): notebook corpus" in errors[1]["message"]


class Told(Progress):
    """Keeps what failed."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def skipped(self, error: NkruError) -> None:
        self.errors.append(str(error))


BAD, BROKEN, LOCKED = ParameterError("faux"), RunError("cassé"), LockedError("occupé")


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        ([BROKEN, None, None], 1),
        ([LOCKED, None, LOCKED], 75),
        ([LOCKED, BROKEN, None], 1),
        ([BROKEN, BAD, LOCKED], 2),
        ([OSError(28, "No space left on device"), None, None], 1),
    ],
)
def test_the_worst_code_counts(raised, code, tmp_path, monkeypatch):
    write_config(tmp_path, "a", "b", "c")
    made, left = [], iter(raised)

    def run_report(corpus, out, **options):
        error = next(left)
        if error is not None:
            raise type(error)(*error.args)
        made.append(corpus)
        return Outcome(Path(out), (), (), published=True)

    monkeypatch.setattr(nights, "run_report", run_report)
    told = Told()
    with pytest.raises(NkruError) as failed:
        nights.make_reports(tmp_path / "nuit.toml", ReportConfig(), told)
    assert failed.value.exit_code == code
    assert len(made) == raised.count(None)
    assert len(told.errors) == 3 - len(made)
    assert all("nuit.toml, report " in error for error in told.errors)


def test_a_night_that_is_stopped_makes_no_further_report(tmp_path, monkeypatch):
    write_config(tmp_path, "a", "b")
    corpora = []

    def run_report(corpus, out, **options):
        corpora.append(corpus)
        raise StoppedError("stopped")

    monkeypatch.setattr(nights, "run_report", run_report)
    with pytest.raises(StoppedError):
        nights.make_reports(tmp_path / "nuit.toml", ReportConfig(), Progress())
    assert corpora == ["a"]


def test_strict_fails_on_what_was_not_read_and_publishes(study):
    (study / "seeds/b.bin").write_bytes(b"\x89PNG\r\n")
    assert nkru(study, "report", "--quiet").returncode == 0
    done = nkru(study, "report", "--quiet", "--strict")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "1 files or parts of files were not read" in done.stderr
    (study / "seeds/b.bin").unlink()
    assert nkru(study, "report", "--quiet", "--strict").returncode == 0


def test_new_articles_are_those_of_new_and_changed_files(study):
    assert ", 1 new," in nkru(study, "report").stdout
    write_article(study, "Un autre.", "b.txt")
    write_article(study, "Encore un autre.", "c.txt")
    assert "3 articles, 2 new, 0 not read" in nkru(study, "report").stdout
    write_article(study, "Le même, changé.", "b.txt")
    assert "3 articles, 1 new, 0 not read" in nkru(study, "report").stdout


def test_a_report_in_two_languages_has_a_folder_for_each(study):
    write_article(study, "Le texte.")
    write_notebook(study, "corpus", "1 + 1")
    refused = nkru(study, "report", "--lang", "fr")
    assert "le notebook corpus n’a pas de paramètre `lang`" in refused.stderr
    own = f'{PARAMETERS}\nlang: str = "en"'
    note = "with open('ran.txt', 'a', encoding='utf-8') as file:\n    _ = file.write({!r})"
    write_notebook(study, "corpus", *IN_CHAPTER, note.format("corpus "), parameters=own)
    write_notebook(study, "actors", "print(lang)", note.format("actors "), parameters=own)
    unknown = nkru(study, "report", "--lang", "de")
    assert (unknown.returncode, refused.returncode) == (2, 2)
    told = "nkru: language 'de' is unknown: choose en (English) or fr (français), or both\n"
    assert unknown.stderr == told
    done = nkru(study, "report", "--lang", "fr,en")
    assert done.returncode == 0, done.stderr
    folder = study / "outputs/seeds"
    pages = {name: (folder / name / "index.html").read_text("utf-8") for name in ("fr", "en")}
    assert 'lang="fr"' in pages["fr"]
    assert "Rapport de presse" in pages["fr"]
    assert "Press report: seeds" in pages["en"]
    # What a chapter makes is made in both by one run; a notebook that prints runs for each.
    ran = (study / "ran.txt").read_text("utf-8").split()
    assert (ran.count("corpus"), ran.count("actors")) == (1, 2)
    texts = {name: (folder / name / "corpus.html").read_text("utf-8") for name in ("fr", "en")}
    assert "Articles du corpus" in texts["fr"]
    assert "Articles of the corpus" in texts["en"]
    for name in ("fr", "en"):
        tree = html.fromstring((folder / name / "actors.html").read_text("utf-8"))
        assert name in tree.text_content().split()
        notebook = (folder / name / "corpus.ipynb").read_text("utf-8")
        assert f"lang = '{name}'" in notebook
        assert "nkru_editions" not in notebook
    tables = [(folder / name / "tables/corpus_articles.csv").read_bytes() for name in ("fr", "en")]
    assert tables[0] == tables[1]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("chapter = nkru.Chapter('corpus', articles, output, lang=lang)", False),
        ("lang = 'fr'", False),
        ("chapter = Chapter('corpus', articles, output, titles=lang == 'en')", True),
        ("title = 'Tableau' if lang == 'fr' else 'Table'", True),
    ],
)
def test_a_notebook_that_reads_its_language_runs_for_each(source, read):
    assert has_editions(new_notebook(cells=[new_code_cell(source)])) is not read


def test_the_version_is_printed(study):
    done = nkru(study, "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"nkru {__version__}")
