"""Reading a folder: what is an article, what is not, and that nothing is dropped without a word."""

from __future__ import annotations

import hashlib
import io
import os
import pwd
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest

from nkru.corpus.reading import list_files, read_files, unread_table


def read(folder: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    files, closed = list_files(folder)
    articles, unread = read_files(files)
    everything = pd.concat([closed, unread])
    return articles, dict(zip(everything["source"], everything["reason"], strict=True))


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_accompanying_files_are_no_articles(tmp_path: Path) -> None:
    for name in (
        "README.md",
        "README",
        "metadata.csv",
        "overrides.csv",
        "study.toml",
        ".hidden",
        "a.txt",
        "b",
    ):
        (tmp_path / name).write_text("Un texte.")
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["a.txt", "b"]
    assert unread == {}


def test_two_files_of_one_name_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    for folder in ("2019/avril", "2023", ".cache"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "kim.txt").write_text(f"Un texte de {folder}.")
    articles, _ = read(tmp_path)
    assert articles["doc_id"].tolist() == ["2019/avril/kim.txt", "2023/kim.txt"]
    assert articles["raw"].tolist() == ["Un texte de 2019/avril.", "Un texte de 2023."]


def test_an_article_keeps_its_encoding_and_digest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Séoul\r\n".encode("cp1252"))
    articles, _ = read(tmp_path)
    row = articles.iloc[0]
    assert row["raw"] == "Séoul\n"
    assert row["encoding"] == "windows-1252"
    assert row["format"] == "text"
    assert row["damaged"] == 0
    assert row["sha256"] == hashlib.sha256(b"S\xe9oul\r\n").hexdigest()


def test_bad_files_stand_in_the_unread_table_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "bon.txt").write_text("Un texte.")
    (tmp_path / "vide.txt").write_bytes(b"")
    (tmp_path / "nul.bin").write_bytes(b"abc\x00" * 9)
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["bon.txt"]
    assert sorted(unread) == ["nul.bin", "page.pdf", "vide.txt"]
    assert all(";" in reason or "empty" in reason for reason in unread.values()), (
        "each says what to do"
    )


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    members = {
        "b/kim.txt": b"Un texte.",
        "vide.txt": b"",
        "README.md": b"Rien.",
        "c.zip": packed({"d.txt": b"Autre."}),
    }
    (tmp_path / "a.zip").write_bytes(packed(members))
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["a.zip/b/kim.txt", "a.zip/c.zip/d.txt"]
    assert unread == {"a.zip/vide.txt": "the file is empty"}


def test_a_name_that_leads_out_of_an_archive_is_refused_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        packed({"../evil.txt": b"Non.", "/root.txt": b"Non.", "bon.txt": b"Oui."})
    )
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["a.zip/bon.txt"]
    assert sorted(unread) == ["a.zip/../evil.txt", "a.zip//root.txt"]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    (tmp_path / "bombe.zip").write_bytes(packed({"a.txt": b"0" * (40 << 20)}))
    assert (tmp_path / "bombe.zip").stat().st_size < 1 << 20
    _, unread = read(tmp_path)
    assert "unpacks to far more" in unread["bombe.zip"]


def test_archives_in_archives_are_opened_twice_and_no_deeper(tmp_path: Path) -> None:
    data = packed({"kim.txt": b"Un texte."})
    for _ in range(3):
        data = packed({"a.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    articles, unread = read(tmp_path)
    assert articles.empty
    assert "archives in archives" in unread["a.zip/a.zip/a.zip"]


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"a.txt": os.urandom(4000)})[:-80])
    _, unread = read(tmp_path)
    assert "damaged zip archive" in unread["a.zip"]


def test_a_damaged_member_does_not_lose_the_others(tmp_path: Path) -> None:
    data = bytearray(
        packed({"a.txt": b"Premier texte.", "b.txt": b"Second texte."}, zipfile.ZIP_STORED)
    )
    data[data.index(b"Premier") + 2] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["a.zip/b.txt"]
    assert "damaged in the archive" in unread["a.zip/a.txt"]


@pytest.mark.parametrize(
    "compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_whatever_is_damaged_in_an_archive_is_told(tmp_path: Path, compression: int) -> None:
    whole = packed(
        {f"{name}.txt": f"Texte {name} de la visite. ".encode() * 60 for name in "abc"}, compression
    )
    (tmp_path / "seul.txt").write_text("Un texte qui reste.", encoding="utf-8")
    contents = whole.index(b"PK\x01\x02")
    draw = random.Random(compression)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(3):
            data[draw.randrange(4, contents)] = draw.randrange(256)
        (tmp_path / "a.zip").write_bytes(bytes(data))
        articles, unread = read(tmp_path)
        kept = set(articles["doc_id"])
        assert kept.union(unread) == {"seul.txt", "a.zip/a.txt", "a.zip/b.txt", "a.zip/c.txt"}
        assert "seul.txt" in kept.difference(unread)


def test_a_damaged_document_does_not_lose_the_others(tmp_path: Path) -> None:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("Un texte collé, à garder.", style="List Bullet")
    document.save(stream)
    (tmp_path / "seul.txt").write_text("Un texte qui reste.", encoding="utf-8")
    parts = (
        "word/document.xml",
        "word/styles.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    )
    draw, told = random.Random(5), 0
    for number in range(60):
        part = parts[number % len(parts)]
        with zipfile.ZipFile(stream) as archive:
            members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
        for _ in range(2):
            members[part][draw.randrange(len(members[part]))] = draw.choice(b'abw"0<>')
        (tmp_path / "a.docx").write_bytes(
            packed({name: bytes(content) for name, content in members.items()})
        )
        articles, unread = read(tmp_path)
        assert "seul.txt" in set(articles["doc_id"])
        told += "damaged DOCX" in unread.get("a.docx", "")
    assert told > 20


@pytest.mark.parametrize("sign", [r"\u-99999 ?", r"\u99999999999 ?"])
def test_a_damaged_rtf_does_not_lose_the_others(tmp_path: Path, sign: str) -> None:
    (tmp_path / "a.rtf").write_text(rf"{{\rtf1\ansi\uc1 Un texte coll{sign}.}}", encoding="ascii")
    (tmp_path / "seul.txt").write_text("Un texte qui reste.", encoding="utf-8")
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["seul.txt"]
    assert "damaged RTF" in unread["a.rtf"]


def test_a_link_back_to_a_folder_is_followed_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/kim.txt").write_text("Un texte.")
    (tmp_path / "a/boucle").symlink_to(tmp_path, target_is_directory=True)
    articles, unread = read(tmp_path)
    assert articles["doc_id"].tolist() == ["a/kim.txt"]
    assert unread == {"a/boucle": "links to a folder already read"}


def test_a_dead_link_stands_in_the_unread_table(tmp_path: Path) -> None:
    (tmp_path / "mort.txt").symlink_to(tmp_path / "nowhere.txt")
    _, unread = read(tmp_path)
    assert "cannot be opened" in unread["mort.txt"]


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0,
    reason="needs the rights to become a user without rights",
)
def test_an_unreadable_file_and_folder_stand_in_the_unread_table(tmp_path: Path) -> None:
    for name in ("bon.txt", "ferme.txt", "dossier/kim.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Un texte.")
    (tmp_path / "ferme.txt").chmod(0)
    (tmp_path / "dossier").chmod(0)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.owner() == "root" and parent != Path(tempfile.gettempdir()):
            parent.chmod(parent.stat().st_mode | 0o055)
    nobody = pwd.getpwnam("nobody").pw_uid
    script = (
        "import os, sys; from pathlib import Path\n"
        "from nkru.corpus.reading import list_files, read_files\n"
        f"os.setuid({nobody}); folder = Path(sys.argv[1])\n"
        "try: (folder / 'ferme.txt').read_text(); print('the fault did not happen')\n"
        "except PermissionError: pass\n"
        "files, closed = list_files(folder); articles, unread = read_files(files)\n"
        "print(list(articles['doc_id']), sorted([*closed['source'], *unread['source']]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "['bon.txt'] ['dossier', 'ferme.txt']"


def test_a_single_file_is_a_corpus_too(tmp_path: Path) -> None:
    (tmp_path / "kim.txt").write_text("Un texte.")
    articles, unread = read(tmp_path / "kim.txt")
    assert articles["doc_id"].tolist() == ["kim.txt"]
    assert unread == {}


def test_the_unread_table_has_its_columns_when_empty() -> None:
    assert unread_table([]).columns.tolist() == ["source", "reason"]
