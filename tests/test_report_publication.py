"""Publication: what readers put into a report stays, whatever happens while it is replaced."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reader_files import look_at, put_reader_files
from report_study import make_study, nkru, write_article, write_notebook

from nkru.errors import NoReportError, ParameterError, RunError
from nkru.report.runs import publication
from nkru.report.runs.manifest import read_manifest, verify, write_manifest
from nkru.report.runs.publication import publish
from nkru.report.runs.runs import run_report
from nkru.report.runs.workplace import lock_output, work_folder

OUT = Path("outputs/seeds")


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(make_study(tmp_path / "study"))
    (Path.cwd() / "notebooks/corpus.ipynb").unlink()
    return Path.cwd()


@pytest.fixture
def out(tmp_path):
    """Return the folder of a report of three files, published without a notebook."""
    publish_files(tmp_path / "r", {"index.html": "1", "tables/a.csv": "1", "a.ipynb": "1"})
    return tmp_path / "r"


def publish_files(out, files):
    """Publish a report of these files, and return the sentences told."""
    told = []
    with lock_output(out, told.append) as work:
        site = work / "site"
        for name, text in files.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text)
        write_manifest(site, {"chapters": {}, "corpus": "x", "corpus_path": "y"})
        publish(site, out, told.append)
    return told


def test_files_of_every_kind_survive_five_runs(study, tmp_path):
    run_report()
    published = look_at(OUT)
    put_reader_files(OUT, tmp_path / "outside")
    mine = {name: found for name, found in look_at(OUT).items() if name not in published}
    outside = look_at(tmp_path / "outside")
    assert len(mine) > 20
    for number in range(5):
        (OUT / "actors.ipynb").write_text(f"édité {number}")
        write_article(study, f"Texte numéro {number}.")
        outcome = run_report()
        assert outcome.ran == ("actors",)
        assert len(outcome.told) == 1
        now = look_at(OUT)
        assert {name: now.get(name) for name in mine} == mine
        assert verify(OUT) == []
        assert look_at(tmp_path / "outside") == outside
    edited = sorted(path.read_text() for path in (OUT / "edited").rglob("actors.ipynb"))
    assert edited == [f"édité {number}" for number in range(5)]
    assert run_report().told == ()
    assert sorted(path.name for path in work_folder(OUT).iterdir()) == [
        "lock",
        "manifest.json",
        "store",
    ]


def test_an_edited_file_is_told_in_one_sentence_and_the_night_goes_on(study):
    run_report()
    (OUT / "actors.ipynb").write_text("mes cellules")
    (OUT / "actors.html").write_text("ma page")
    write_article(study, "Un autre texte.")
    done = nkru(study, "report", "--quiet")
    day = time.strftime("%Y-%m-%d")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        f"nkru: files of the last report in {study / OUT} had been changed by hand: "
        f"see edited/{day}/actors.html and 1 more\n"
    )
    assert (OUT / "edited" / day / "actors.ipynb").read_text() == "mes cellules"
    assert (OUT / "edited" / day / "actors.html").read_text() == "ma page"
    assert nkru(study, "verify", "outputs/seeds").returncode == 0


def test_a_file_of_the_readers_gives_way_to_a_published_one_and_is_kept(out):
    (out / "b.html").write_text("la mienne")
    (out / "figures").symlink_to("nulle-part")
    (out / "evidence").mkdir()
    (out / "evidence" / "mine.html").write_text("la mienne")
    told = publish_files(out, {"b.html": "2", "figures/x.svg": "2", "evidence/a.html": "2"})
    assert len(told) == 1
    (day,) = (out / "edited").iterdir()
    assert (day / "b.html").read_text() == "la mienne"
    assert (day / "figures").readlink() == Path("nulle-part")
    assert (out / "evidence" / "mine.html").read_text() == "la mienne"
    assert (out / "b.html").read_text() == (out / "figures/x.svg").read_text() == "2"
    assert not (out / "tables").exists()
    assert verify(out) == []


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("."), Path.mkdir])
def test_whatever_is_called_edited_is_kept(out, make):
    make(out / "edited")
    before = (out / "edited").lstat().st_mode
    for text in "23":
        (out / "tables" / "a.csv").write_text("changé")
        publish_files(out, {"index.html": text, "tables/a.csv": text})
    assert (out / "edited").lstat().st_mode == before
    kept = [name for name, found in look_at(out).items() if found[2] == "changé".encode()]
    assert [name.startswith("edited") for name in kept] == [True, True]
    assert verify(out) == []


def test_a_published_file_that_became_something_else_is_set_aside(out, tmp_path):
    for name in ("index.html", "tables/a.csv", "a.ipynb"):
        (out / name).unlink()
    (tmp_path / "mine").write_text("1")
    (out / "index.html").symlink_to(tmp_path / "mine")  # the same bytes, but a link
    (out / "a.ipynb").mkdir()
    (out / "a.ipynb" / "x").write_text("x")
    os.mkfifo(out / "tables" / "a.csv")
    assert len(verify(out)) == 3
    publish_files(out, {"index.html": "2", "tables/a.csv": "2", "a.ipynb": "2"})
    (day,) = (out / "edited").iterdir()
    assert (day / "index.html").readlink() == tmp_path / "mine"
    assert (day / "a.ipynb" / "x").read_text() == "x"
    assert (day / "tables" / "a.csv").is_fifo()
    assert (tmp_path / "mine").read_text() == "1"
    assert verify(out) == []


def test_a_folder_that_became_a_link_is_not_followed(out, tmp_path):
    (out / "tables").rename(tmp_path / "elsewhere")
    (out / "tables").symlink_to(tmp_path / "elsewhere")
    assert verify(out) == ["tables/a.csv was altered"]
    publish_files(out, {"index.html": "2", "tables/a.csv": "2"})
    assert (tmp_path / "elsewhere" / "a.csv").read_text() == "1"
    (day,) = (out / "edited").iterdir()
    assert (day / "tables").readlink() == tmp_path / "elsewhere"


def test_the_folder_keeps_its_rights_and_a_new_one_follows_the_umask(out, tmp_path):
    out.chmod(0o2750)
    publish_files(out, {"index.html": "2"})
    assert out.stat().st_mode & 0o7777 == 0o2750
    mask = os.umask(0o027)
    try:
        publish_files(tmp_path / "new", {"index.html": "1", "tables/a.csv": "1"})
    finally:
        os.umask(mask)
    new = tmp_path / "new"
    rights = [path.stat().st_mode & 0o777 for path in (new, new / "tables", new / "index.html")]
    assert rights == [0o750, 0o750, 0o640]


FOREIGN = [
    "",
    "{",
    "[]",
    "null",
    '{"files":[]}',
    '{"files":{"a":"b"}}',
    '{"format": 1, "files": {}, "sha256": ""}',
    "[" * 60_000,
    '{"manifest_version": 3, "name": "an extension"}',
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_foreign_manifest_is_no_report(study, text):
    (study / "o").mkdir()
    (study / "o" / "manifest.json").write_text(text)
    (study / "o" / "thesis.docx").write_text("ne pas toucher")
    with pytest.raises(ParameterError, match="is not empty and holds no report"):
        run_report(out="o", force=True)
    with pytest.raises(NoReportError, match="holds no report"):
        verify(study / "o")
    assert {path.name for path in (study / "o").iterdir()} == {"manifest.json", "thesis.docx"}


def test_a_manifest_that_someone_altered_counts_no_more(out):
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["files"]["notes.txt"] = "0" * 64
    (out / "manifest.json").write_text(json.dumps(manifest))
    assert read_manifest(out) is None


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("{")])
def test_a_damaged_manifest_of_a_report_of_ours_is_made_anew(study, damage):
    run_report()
    (OUT / "notes.txt").write_text("à vérifier")
    damage(OUT / "manifest.json")
    outcome = run_report()
    assert outcome.published
    assert "manifest.json is damaged or missing: the report is made anew" in outcome.told[0]
    assert (OUT / "notes.txt").read_text() == "à vérifier"
    assert verify(OUT) == []
    assert not list(OUT.glob("edited/*/*.html"))
    assert run_report().told == ()


def test_each_corpus_has_an_output_of_its_own(study):
    for name in ("le.monde", "le.figaro", "b/le.monde"):
        (study / name).mkdir(parents=True)
        (study / name / "a.txt").write_text("Le traité est signé.")
    for name in ("le.monde", "le.figaro"):
        run_report(name, only=["actors"])
        manifest = read_manifest(study / "outputs" / name)
        assert str(study) not in json.dumps(manifest)
    with pytest.raises(ParameterError, match=r"holds the report on another corpus.*--out"):
        run_report("b/le.monde", only=["actors"])
    assert nkru(study, "report", "b/le.monde").returncode == 2
    assert run_report("./le.monde", only=["actors"]).ran == ("actors",)
    assert run_report("b/le.monde", "outputs/other", only=["actors"]).published


def test_a_notebook_that_cannot_leave_out_texts_is_refused_in_a_public_report(study):
    parameters = 'corpus: str = "seeds"\noutput: str = "o"'
    write_notebook(study, "mine", "open('ran', 'w')", parameters=parameters)
    with pytest.raises(ParameterError, match="notebook mine has no parameter `public`"):
        run_report(public=True)
    assert not (study / "ran").exists()
    assert not OUT.exists()
    assert run_report(public=True, only=["actors"]).ran == ("actors",)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("(folder / 'latest').symlink_to('/etc/passwd')", "wrote latest, which is no file"),
        ("os.mkfifo(folder / 'pipe')", "wrote pipe, which is no file"),
        ("(folder / 'edited').mkdir(); (folder / 'edited/x').touch()", "wrote edited/x: choose"),
        ("(folder / 'manifest.json').touch()", "wrote manifest.json: choose"),
    ],
)
def test_a_notebook_publishes_files_only(study, cell, words):
    staged = "import os\nfrom pathlib import Path\nfolder = Path(os.environ['NKRU_STAGING'])"
    write_notebook(study, "actors", staged, cell)
    with pytest.raises(RunError, match=words):
        run_report()


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV])
def test_a_disk_without_hard_links_is_enough(study, monkeypatch, number):
    def refuse(*arguments, **options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    run_report()
    write_article(study, "Un autre texte.")
    assert run_report().published
    assert verify(OUT) == []


def test_a_published_chapter_shares_no_file_with_the_next_one(study):
    write_notebook(study, "corpus", "1 / 0")
    run_report(only=["actors"])
    with pytest.raises(RunError):
        run_report()
    before = (OUT / "tables/actors.csv").read_text()
    with (OUT / "tables/actors.csv").open("r+") as stream:  # an editor that writes in place
        stream.write("CHANGÉ")
    write_notebook(study, "corpus", "1 + 1")
    run_report()
    assert verify(OUT) == []
    assert (OUT / "tables/actors.csv").read_text() == before


def fail_to_rename(monkeypatch, out, allowed):
    """Let the system refuse the exchange, and renames to `out` after the first `allowed`."""
    monkeypatch.setattr(publication, "exchange", lambda first, second: False)
    rename, done = Path.rename, []

    def refusing(path, target):
        if Path(target) == out and len(done) >= allowed:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        done.extend([target] if Path(target) == out else [])
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refusing)


def test_a_system_that_cannot_exchange_folders_keeps_readers_files(out, monkeypatch):
    fail_to_rename(monkeypatch, out, allowed=1)
    (out / "notes.txt").write_text("à vérifier")
    publish_files(out, {"index.html": "2"})
    assert (out / "notes.txt").read_text() == "à vérifier"
    assert (out / "index.html").read_text() == "2"
    assert sorted(path.name for path in work_folder(out).iterdir()) == ["lock", "manifest.json"]


def test_a_failed_publication_says_where_the_last_report_is_and_the_next_puts_it_back(
    out, monkeypatch
):
    (out / "notes.txt").write_text("à vérifier")
    before = look_at(out)
    with monkeypatch.context() as failing:
        fail_to_rename(failing, out, allowed=0)
        with pytest.raises(RunError, match=r"lies in .*previous, and the next run puts it back"):
            publish_files(out, {"index.html": "2"})
    assert look_at(work_folder(out) / "previous") == before
    told = []
    with lock_output(out, told.append):
        assert look_at(out) == before
    assert len(told) == 1
    assert "the report was put back there" in told[0]


def test_a_publication_that_fails_once_leaves_the_last_report(out, monkeypatch):
    fail_to_rename(monkeypatch, out, allowed=0)
    renamed, before = Path.rename, look_at(out)

    def refusing_once(path, target):
        if path.name == "previous":
            os.rename(path, target)  # noqa: PTH104
        else:
            renamed(path, target)

    monkeypatch.setattr(Path, "rename", refusing_once)
    with pytest.raises(RunError, match="Input/output error.*the last report stands"):
        publish_files(out, {"index.html": "2"})
    assert look_at(out) == before


def test_what_cannot_be_moved_stays_where_it_is_and_is_told_until_it_can(out, monkeypatch):
    (out / "notes.txt").write_text("à vérifier")
    with monkeypatch.context() as failing:

        def refuse(path, target):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

        failing.setattr("nkru.report.runs.settlement.move", refuse)
        for text in "23":
            told = publish_files(out, {"index.html": text})
            assert any("cannot be moved back" in sentence for sentence in told)
    assert (out / "index.html").read_text() == "3"
    publish_files(out, {"index.html": "4"})
    assert (out / "notes.txt").read_text() == "à vérifier"
    assert not list(work_folder(out).glob("exchange.*"))


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_publication_that_is_killed_at_any_step_loses_nothing(tmp_path, can_exchange):
    script = Path(__file__).with_name("killed_publication.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path, str(can_exchange)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 30
