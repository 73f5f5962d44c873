"""Runs: what is published, what is kept, and what a fault leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from report_study import bare_environment, make_study, nkru, write_article, write_notebook

from nkru.errors import CorpusError, LockedError, ParameterError, RunError
from nkru.report.markup import article_page
from nkru.report.runs.manifest import verify
from nkru.report.runs.plans import make_plan
from nkru.report.runs.runs import run_report
from nkru.report.runs.workplace import lock_output

OUT = Path("outputs/seeds")
EARLIER = {"manifest.json", "changes.html"}  # these alone may depend on earlier runs


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(make_study(tmp_path / "study"))
    return Path.cwd()


@pytest.fixture
def published(study):
    assert run_report().ran == ("corpus", "actors")
    return study


def assert_whole(folder=OUT):
    assert (folder / "index.html").is_file()
    assert verify(folder) == []


def test_a_run_publishes_pages_notebooks_tables_and_a_manifest(published):
    names = {path.relative_to(OUT).as_posix() for path in OUT.rglob("*") if path.is_file()}
    pages = {"index.html", "changes.html", "choices.html", "files.html", "methods.html"}
    pages |= {"corpus.html", "actors.html", f"articles/{article_page('a.txt')}"}
    assert names == pages | {
        "corpus.ipynb",
        "actors.ipynb",
        "tables/corpus.csv",
        "tables/actors.csv",
        "tables/columns.csv",
        "tables.xlsx",
        "pages.css",
        "manifest.json",
    }
    manifest = json.loads((OUT / "manifest.json").read_text())
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert list(manifest["inputs"]) == ["a.txt"]
    assert {"packages", "python", "resources", "git_commit"} <= set(manifest)
    assert_whole()


def test_an_unchanged_corpus_is_not_run_again(published):
    again = run_report()
    assert again.ran == ()
    assert again.kept == ("corpus", "actors")


def test_force_runs_what_has_not_changed(published):
    assert run_report(force=True, only=["actors"]).ran == ("actors",)
    assert_whole()


def test_a_changed_article_runs_everything_again(published):
    write_article(published, "Le sommet est reporté.")
    assert run_report().ran == ("corpus", "actors")
    assert (OUT / "tables/actors.csv").read_text() == "Le sommet est reporté."


def test_a_changed_notebook_is_the_only_one_to_run(published):
    write_notebook(published, "actors", "print('autre')")
    assert run_report().ran == ("actors",)
    assert (OUT / "tables/corpus.csv").is_file()
    assert not (OUT / "tables/actors.csv").exists()


def test_a_damaged_chapter_is_made_again(published):
    (OUT / "tables/actors.csv").write_text("altered")
    assert verify(OUT) == ["tables/actors.csv was altered"]
    outcome = run_report()
    assert (outcome.ran, outcome.published) == (("actors",), True)
    assert_whole()


def test_a_damaged_page_is_made_again_without_running_a_notebook(published):
    (OUT / "index.html").unlink()
    outcome = run_report()
    assert (outcome.ran, outcome.published) == ((), True)
    assert_whole()


def test_only_keeps_the_other_chapters_of_the_last_report(published):
    assert run_report(only=["actors"], parameters={"top_n": 5}).ran == ("actors",)
    assert (OUT / "corpus.html").is_file()
    assert "5 None" in (OUT / "actors.html").read_text()
    assert_whole()


def test_readers_own_files_stay_in_the_report_folder(published):
    (OUT / "notes.md").write_text("à vérifier")
    write_article(published, "Un autre texte.")
    run_report()
    assert (OUT / "notes.md").read_text() == "à vérifier"
    assert_whole()


@pytest.mark.parametrize("word", ["é" * 300, "a\0b", "a\nb", "~personne/x"])
def test_a_value_that_cannot_name_a_file_is_a_value(study, word):
    assert (
        make_plan("seeds", None, parameters={"word": word}).tasks["actors"].values["word"] == word
    )


def test_a_file_that_a_value_names_belongs_to_the_fingerprint(study):
    prints = []
    for text in ("un", "deux"):
        (study / "mots.txt").write_text(text)
        prints.append(make_plan("seeds", None, parameters={"word": "mots.txt"}).tasks["actors"])
    assert prints[0].values == prints[1].values
    assert prints[0].fingerprint != prints[1].fingerprint


def test_parameters_keep_their_accents_and_their_types(study):
    run_report(parameters={"top_n": "3", "word": "Corée « du Nord »"}, only=["actors"])
    assert "word = 'Corée « du Nord »'" in (OUT / "actors.ipynb").read_text(encoding="utf-8")
    assert "3 Corée" in (OUT / "actors.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"parameters": {"topn": 3}}, "did you mean top_n"),
        ({"parameters": {"top_n": "yes"}}, "top_n takes int, not 'yes'"),
        ({"parameters": {"corpus": "x"}}, "set by the argument CORPUS"),
        ({"only": ["actor"]}, "did you mean actors"),
        ({"out": "seeds"}, "lie in one another"),
        ({"out": "full"}, "is not empty and holds no report"),
    ],
)
def test_bad_usage_is_refused_before_anything_runs(study, options, words):
    (study / "full").mkdir()
    (study / "full" / "thesis.txt").write_text("ne pas toucher")
    with pytest.raises(ParameterError, match=words):
        run_report(**options)
    assert not OUT.exists()


def test_a_missing_corpus_is_named(study):
    with pytest.raises(CorpusError, match="nowhere"):
        run_report("nowhere")


def test_a_failing_cell_is_named_and_leaves_the_last_report(published):
    write_notebook(published, "actors", "table = {}", "table['entrée']")
    before = (OUT / "actors.html").read_bytes()
    done = nkru(published, "report")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "nkru: notebook actors, cell [4] «table['entrée']»: KeyError"
    )
    assert (OUT / "actors.html").read_bytes() == before
    assert_whole()
    make_study(published)
    assert run_report().ran == ()


@pytest.mark.parametrize("public", [True, False])
def test_a_public_run_leaves_no_whole_texts_beside_it_though_it_fails(study, public):
    write_notebook(study, "actors", "1 / 0")
    with pytest.raises(RunError, match="ZeroDivisionError"):
        run_report(public=public)
    assert (study / "outputs/.seeds.work/store").exists() is not public


def test_an_error_raised_on_purpose_keeps_its_sentence_and_its_exit_code(published):
    raising = "raise CorpusError('seeds: no French article; add one')"
    write_notebook(published, "actors", f"from nkru.errors import CorpusError\n{raising}")
    done = nkru(published, "report")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "nkru: seeds: no French article; add one",
    )
    assert_whole()


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import sys\nsys.exit(0)", "SystemExit"),
        ("import os\nos._exit(0)", "kernel died"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "kernel died"),
    ],
)
def test_leaving_a_notebook_early_is_a_failure(published, cell, words):
    write_notebook(published, "actors", cell, "print('not reached')")
    with pytest.raises(RunError, match=words):
        run_report()
    assert_whole()


def test_a_corpus_that_changes_during_the_run_is_not_published(published):
    write_notebook(
        published, "actors", "from pathlib import Path", "Path('seeds/b.txt').write_text('neuf')"
    )
    with pytest.raises(RunError, match="changed during the run"):
        run_report()
    assert (published / "seeds/b.txt").exists()
    assert_whole()
    make_study(published)
    assert run_report().ran == ("corpus", "actors")


def test_a_second_run_is_told_to_wait(published):
    with lock_output(published / OUT):
        done = nkru(published, "report", "--force")
        assert done.returncode == 75
        with pytest.raises(LockedError):
            run_report(force=True)
    assert run_report(force=True).ran == ("corpus", "actors")


def test_a_page_takes_the_place_of_a_file_of_a_notebook(study):
    staged = "import os\nfrom pathlib import Path\nfolder = Path(os.environ['NKRU_STAGING'])"
    write_notebook(study, "actors", staged, "(folder / 'actors.html').write_text('mine')")
    run_report()
    assert_whole()
    assert (OUT / "actors.html").read_text().startswith("<!DOCTYPE html>")
    assert run_report().ran == ()
    write_notebook(study, "corpus", "1")
    assert run_report().ran == ("corpus",)
    assert_whole()


def test_what_a_notebook_leaves_open_is_written(study):
    staged = "import os\nfrom pathlib import Path\nfolder = Path(os.environ['NKRU_STAGING'])"
    circle = "class Circle: pass\none = Circle()\none.itself = one"
    opening = "one.file = (folder / 'open.csv').open('w')"
    write_notebook(study, "actors", staged, circle, opening, "one.file.write('Séoul')")
    run_report()
    assert (OUT / "open.csv").read_text() == "Séoul"
    assert_whole()


def test_a_resumed_run_keeps_the_notebooks_that_were_done(study):
    write_notebook(study, "actors", "from pathlib import Path", "assert Path('go').exists()")
    with pytest.raises(RunError):
        run_report()
    (study / "go").touch()
    assert run_report().ran == ("actors",)
    assert_whole()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_leaves_the_last_report(published):
    disk = published / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=False
    ).returncode:
        pytest.skip("this system lets nobody mount a tmpfs")
    try:
        assert run_report(out="disk/report").ran
        write_notebook(
            published, "actors", f"name = 'actors'\nword = 'x' * {1 << 20}", "print(word)"
        )
        with pytest.raises(RunError, match="No space left"):
            run_report(out="disk/report")
        assert_whole(disk / "report")
        make_study(published)
        write_article(published, "Encore.")
        assert run_report(out="disk/report").ran
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming a user without rights needs root")
def test_an_output_folder_without_rights_is_one_sentence(published):
    for folder in (published, *published.parents[:4]):
        folder.chmod(0o755)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            (OUT / "notes.md").touch()
        except PermissionError:
            pass
        else:
            os._exit(1)
        try:
            run_report(force=True)
        except ParameterError as error:
            os._exit(error.exit_code if "another user" in str(error) else 3)
        os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == ParameterError.exit_code
    assert_whole()


def test_a_bare_environment_with_a_broken_jupyter_path_is_enough(study):
    broken = bare_environment(
        LANG="C", HOME="/proc/nowhere", JUPYTER_PATH="/dev/null", PYTHONIOENCODING="cp1252"
    )
    done = nkru(study, "report", "--quiet", env=broken)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert_whole()


def test_the_same_input_gives_the_same_bytes_wherever_it_is_published(study):
    def files(folder):
        found = (
            path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in EARLIER
        )
        return {path.relative_to(folder): path.read_bytes() for path in found}

    first = bare_environment(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LANG="C", HOME="/tmp")
    other = bare_environment(PYTHONHASHSEED="2", TZ="America/Lima", LANG="fr_FR.UTF-8", HOME="/tmp")
    assert nkru(study, "report", "--out", "one", env=first).returncode == 0
    assert nkru(study, "report", "--out", "deeper/two", "--jobs", "1", env=other).returncode == 0
    assert len(files(study / "one")) == 14
    assert files(study / "one") == files(study / "deeper/two")


def test_the_lock_of_a_killed_process_is_free(study):
    script = """import sys, time
from pathlib import Path
from nkru.report.runs.plans import make_plan
from nkru.report.runs.workplace import lock_output
with lock_output(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(60)"""
    with subprocess.Popen(
        [sys.executable, "-c", script, study / OUT], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "locked\n"
        with pytest.raises(LockedError, match="another run is writing"), lock_output(study / OUT):
            pass
        process.kill()
    with lock_output(study / OUT):
        pass
    with lock_output(study / OUT):
        pass


def test_notebooks_open_one_store_and_name_the_corpus(study):
    write_notebook(study, "actors", "print(corpus)")
    run_report("seeds/a.txt", only=["actors"])
    notebook = (study / "outputs/a.txt/actors.ipynb").read_text()
    store = study / "outputs/.a.txt.work/store"
    assert f'"{store}\\n"' in notebook
    assert "corpus = 'seeds/a.txt'" in notebook
    run_report(store, "outputs/b", only=["actors"])
    assert not (study / "outputs/.b.work/store").exists()
    assert (study / "outputs/b/actors.ipynb").read_text().count(str(store)) == 2
