"""Files in, rows out: whatever a folder holds is an article, or is told with its reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzzing.articles import FORMATS

import nkru
from nkru.corpus.companions import is_silent
from nkru.errors import CorpusError
from nkru.paths import find_corpus, walk

SETS = ("seeds", "samples/web", "cases", "press/texts")
LARGE = ("samples/exports", "samples/html", "pairs/html", "pairs/dump")


def vanished(folder: Path) -> list[str]:
    """Return the files of a folder that have no row in a corpus read from it."""
    corpus = nkru.read_corpus(folder)
    told = {*corpus.documents["source"], *corpus.unread["source"]}
    names = {name.split("#")[0] for name in told}
    return [
        path
        for path in sorted(walk(folder))
        if not is_silent(path) and not any(name == path or inside(name, path) for name in names)
    ]


def inside(name: str, archive: str) -> bool:
    return name.startswith(f"{archive}/")


@pytest.mark.parametrize(
    "name", [*SETS, *(pytest.param(name, marks=pytest.mark.long) for name in LARGE)]
)
def test_every_file_of_the_samples_has_a_row(shared: Path, name: str, tmp_path: Path) -> None:
    folder = shared / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not there")
    # Tables of labels may lie there, which are no corrections.
    for path in walk(folder):
        if not is_silent(path):
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((folder / path).read_bytes())
    assert vanished(tmp_path) == []


JUNK = {
    "vide.txt": b"",
    "blancs.txt": b" \n\n",
    "son.mp3": b"ID3\x03\x00" + bytes(range(256)) * 9,
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(400),
    "nombres.csv": b"an;n\n2021;3\n2022;4\n",
    "autre.json": b'{"version": 3, "on": true}',
    "liste.txt": b"https://exemple.fr/1\nhttps://exemple.fr/2\n",
    "sans_texte.xml": b"<corpus><ligne/></corpus>",
    "fichier.docx": b"PK\x03\x04rien",
    "page_fichiers/style.css": b"p {}",
    "page.html": b"<html><body><h1>Un pont</h1><p>Le pont a rouvert lundi.</p></body>",
    "desktop.ini": b"[x]",
    "notes.log": b"x",
    "scan.pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF",
}


def test_every_file_of_any_format_has_a_row(tmp_path: Path) -> None:
    source = random.Random(4)
    for name, (suffix, make) in FORMATS.items():
        (tmp_path / f"{name}{suffix}").write_bytes(make(source))
    for name, content in JUNK.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert vanished(tmp_path) == []


def test_a_list_of_paths_has_a_row_for_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un pont\n\nLe pont a rouvert lundi matin à Nevers.\n")
    for name, content in JUNK.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in ("a.txt", *JUNK)]
    corpus = nkru.read_corpus(paths)
    told = {*corpus.documents["source"], *corpus.unread["source"]}
    assert {name.split("#")[0] for name in told} == {"a.txt", *JUNK}


def test_a_relative_path_means_one_folder_for_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `find_corpus` is what `nkru check`, `report` and `prepare`, and `nkru.read_corpus`, ask.
    for name in ("seeds", "art", "notebooks/art", "notebooks/only_here"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks")
    assert find_corpus("seeds") == tmp_path / "seeds"
    assert find_corpus("art") == tmp_path / "art"
    assert find_corpus("only_here") == tmp_path / "notebooks" / "only_here"
    with pytest.raises(CorpusError, match=r"no folder or file nowhere \(looked for .*nowhere\)"):
        find_corpus("nowhere")
