"""Privacy: another user of the machine reads no article, and leads no run astray."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from report_study import command, make_study, write_notebook

from nkru.corpus.pipeline import prepare
from nkru.errors import ParameterError, RunError
from nkru.report.runs.runs import run_report
from nkru.report.runs.workplace import lock_output, work_folder
from nkru.rights import make_private, require_own

OTHER = 65534  # nobody
SECRET = "Le traité est signé à Pyongyang."  # the article of `make_study`

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="becoming a second, unprivileged user needs root"
)


@pytest.fixture
def shared(monkeypatch):
    """Return a folder in which everybody may write; the study beside it has a private corpus."""
    top = Path(tempfile.mkdtemp(prefix="nkru-shared-"))
    top.chmod(0o755)
    study = make_study(top / "study")
    (study / "notebooks/corpus.ipynb").unlink()
    (study / "seeds").chmod(0o700)
    (study / "seeds" / "a.txt").chmod(0o600)
    (top / "all").mkdir()
    (top / "all").chmod(0o1777)
    monkeypatch.chdir(study)
    yield top / "all"
    shutil.rmtree(top)


def as_other(script, *arguments):
    """Run a script as the other user, and return what it prints."""
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *map(str, arguments)],
        user=OTHER,
        group=OTHER,
        extra_groups=[],
        env={"PATH": os.environ["PATH"]},
        cwd="/",
        capture_output=True,
        text=True,
    )
    return done.stdout


def make_victim(shared):
    """Return a folder of the user's own with a folder in it."""
    victim = shared.parent / "victim"
    (victim / "letters").mkdir(parents=True)
    (victim / "letters" / "x").write_text("à garder")
    return victim


def assert_intact(victim):
    assert [path.name for path in victim.rglob("*")] == ["letters", "x"]
    assert (victim / "letters" / "x").read_text() == "à garder"


def test_the_other_user_cannot_read_the_corpus(shared):
    assert as_other("grep -rs Pyongyang $1", Path.cwd() / "seeds") == ""
    run_report(out=shared / "r")
    prepare("seeds", shared / "store")
    # The published report is for readers; all else is for the owner.
    assert SECRET in as_other("grep -rs Pyongyang $1", shared / "r")
    visible = as_other("find $1 -path $1/r -prune -o -readable -print", shared)
    assert visible.split() == [str(shared)]
    assert as_other("ls $1 $2", shared / "store", work_folder(shared / "r")) == ""


def test_a_run_that_fails_leaves_nothing_to_read(shared):
    write_notebook(Path.cwd(), "actors", "open('seeds/a.txt').read()", "1 / 0")
    with pytest.raises(RunError):
        run_report(out=shared / "r")
    assert any(work_folder(shared / "r").rglob("*.parquet"))
    assert as_other("grep -rl Pyongyang $1", shared) == ""


PLANTED = {
    "a folder with a link": "mkdir $1/.r.work && ln -s $2 $1/.r.work/chapters",
    "an open folder": "mkdir $1/.r.work && chmod 777 $1/.r.work",
    "a link": "ln -s $2 $1/.r.work",
    "a link to nothing": "ln -s $2/new $1/.r.work",
    "a file": "touch $1/.r.work",
    "a lock": "mkdir $1/.r.work && ln -s $2/letters/x $1/.r.work/lock",
    "a pipe": "mkfifo $1/.r.work",
    "an output": "ln -s $2 $1/r",
    "an output to come": "ln -s $2/new $1/r",
    "a report": "mkdir $1/r && echo '{}' > $1/r/manifest.json",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_the_other_user_plants_is_refused(shared, planted):
    victim = make_victim(shared)
    as_other(PLANTED[planted], shared, victim)
    assert len(list(shared.iterdir())) == 1
    done = subprocess.run(
        command("report", "seeds", "--out", str(shared / "r")), capture_output=True, text=True
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "another user" in done.stderr or "is a link or a file" in done.stderr
    assert_intact(victim)


@pytest.mark.parametrize("name", ["chapters", "store", "site", "previous", "exchange.x", "lock"])
def test_a_link_in_the_work_folder_is_not_followed(shared, name):
    victim = make_victim(shared)
    work = work_folder(shared / "r")
    work.mkdir(mode=0o700)
    (work / name).symlink_to(victim)
    with pytest.raises(ParameterError, match=f"{name} is a link or a file"):
        run_report(out=shared / "r")
    assert_intact(victim)


def test_a_store_is_not_made_in_a_folder_of_the_other_user(shared):
    victim = make_victim(shared)
    as_other("mkdir -m 777 $1/store && ln -s $2 $1/lien", shared, victim)
    with pytest.raises(ParameterError, match="belongs to another user"):
        prepare("seeds", shared / "store")
    with pytest.raises(ParameterError, match="is a link that another user made"):
        prepare("seeds", shared / "lien" / "store")
    assert_intact(victim)


def test_a_work_folder_that_others_could_write_is_refused_and_an_empty_one_is_closed(shared):
    out = shared / "r"
    work_folder(out).mkdir()
    work_folder(out).chmod(0o777)
    make_private(work_folder(out))
    assert work_folder(out).stat().st_mode & 0o777 == 0o700
    (work_folder(out) / "chapters").mkdir()
    work_folder(out).chmod(0o775)
    with (
        pytest.raises(ParameterError, match="can be written by other users.*chmod go-w"),
        lock_output(out),
    ):
        pass
    work_folder(out).chmod(0o755)
    with lock_output(out) as work:
        assert work.stat().st_mode & 0o777 == 0o700


def test_a_disk_that_keeps_no_rights_can_hold_a_report(tmp_path, monkeypatch):
    # As on exFAT: everything belongs to whom the disk says, and everybody may write.
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "x").touch()
    folder.chmod(0o777)
    with pytest.raises(ParameterError):
        require_own(folder)
    mkdtemp = tempfile.mkdtemp

    def open_to_all(*arguments, **options):
        name = mkdtemp(*arguments, **options)
        Path(name).chmod(0o777)
        return name

    monkeypatch.setattr(tempfile, "mkdtemp", open_to_all)
    require_own(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder"]
