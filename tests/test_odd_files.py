"""Odd files: any name, any kind and any order of articles gives one row each, or is told."""

from __future__ import annotations

import os
import random
import socket
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkru
from nkru import paths
from nkru.corpus.names import own_names
from nkru.corpus.pipeline import prepare
from nkru.corpus.reading import list_files, read_files
from nkru.paths import shown
from tests import hostile_files as made
from tests.report_study import make_study
from tests.report_study import nkru as run

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
TEXT = "Kim est arrivé mercredi à Vladivostok.\n"
RTF = rb"{\rtf1\ansi\uc1 Kim \u-10179?\u-8704? rit, \u-10179? pleure.\par}"


def read(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return the doc_ids and the reasons of what was not read, of a corpus that has a good file."""
    (folder / "bon.txt").write_text(TEXT, encoding="utf-8")
    corpus = nkru.read_corpus(folder)
    assert corpus.raw("bon.txt") == TEXT
    doc_ids = corpus.documents["doc_id"].tolist()
    assert len(set(doc_ids)) == len(doc_ids)
    unread = dict(corpus.unread.itertuples(index=False, name=None))
    for text in (*doc_ids, *unread, *unread.values()):
        text.encode()
    return [doc_id for doc_id in doc_ids if doc_id != "bon.txt"], unread


@posix
def test_a_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / os.fsdecode(b"d\xe9")).mkdir(parents=True)
    for name in (b"caf\xe9.txt", "café.txt".encode(), rb"caf\xe9.txt", b"d\xe9/x.txt"):
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(TEXT.encode())
    Path(os.fsdecode(bytes(folder) + b"/vide\xff.txt")).touch()
    Path(os.fsdecode(bytes(folder) + b"/lien\xe8")).symlink_to(os.fsdecode(b"nulle\xe8"))
    kept = [r"caf\x5cxe9.txt", r"caf\xe9.txt", "café.txt", r"d\xe9/x.txt"]
    assert read(folder) == (
        kept,
        {
            r"lien\xe8": "cannot be opened: No such file or directory",
            r"vide\xff.txt": "the file is empty",
        },
    )
    prepare(folder, tmp_path / "store")
    stored = nkru.read_corpus(tmp_path / "store")
    assert stored.documents["doc_id"].tolist() == ["bon.txt", *kept]
    assert prepare(folder, tmp_path / "store")["read"] == 0
    assert nkru.read_corpus(folder, jobs=2).documents["doc_id"].tolist() == ["bon.txt", *kept]


@given(st.lists(st.binary(min_size=1, max_size=6), unique=True))
def test_names_of_any_bytes_are_shown_as_different_texts(names: list[bytes]) -> None:
    texts = [shown(name.decode("utf-8", "surrogateescape")) for name in names]
    assert len(set(texts)) == len(names)
    assert all(text == text.encode().decode() for text in texts)


@given(st.lists(st.text("a#1~2/", max_size=5)))
def test_own_names_differ_and_name_no_article_of_another(names: list[str]) -> None:
    own = own_names(sorted(names))
    assert len(set(own)) == len(own)
    articles = {f"{name}{sign}" for name in own for sign in ("#1", "#2", "/1", "#11", "/2")}
    assert articles.isdisjoint(own)


def test_two_members_of_one_name_are_two_articles(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        made.packed([("b.txt", "Un."), ("b.txt", "Deux."), ("b.txt~2", "Trois.")])
    )
    doc_ids, unread = read(tmp_path)
    assert doc_ids == ["a.zip/b.txt", "a.zip/b.txt~2", "a.zip/b.txt~3"]
    assert unread["a.zip/b.txt"].startswith("another article may have this name; read as")
    corpus = nkru.read_corpus(tmp_path)
    assert {corpus.raw(doc_id) for doc_id in doc_ids} == {"Un.", "Deux.", "Trois."}


def test_a_file_named_as_an_article_of_another_is_read_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("titre,texte\nUn,Un texte.\nDeux,Autre texte.\n")
    (tmp_path / "a.csv#1").write_text("Un fichier.")
    (tmp_path / "b#1").write_text("Sans autre.")
    inner = made.packed([("d.txt", "Dedans.")])
    (tmp_path / "c.zip").write_bytes(made.packed([("e.zip", inner), ("e.zip/d.txt", "Dehors.")]))
    doc_ids, unread = read(tmp_path)
    assert doc_ids == [
        "a.csv#1",
        "a.csv#1~2",
        "a.csv#2",
        "b#1",
        "c.zip/e.zip/d.txt",
        "c.zip/e.zip/d.txt~2",
    ]
    assert sorted(unread) == ["a.csv#1", "c.zip/e.zip/d.txt"]


def test_a_member_without_a_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        made.packed([(".", "Un."), ("", "Deux."), ("b.txt", "Trois.")])
    )
    doc_ids, unread = read(tmp_path)
    assert doc_ids == ["a.zip/b.txt"]
    assert unread == dict.fromkeys(["a.zip/", "a.zip/."], "it has no name; pack the archive again")


def test_a_link_in_an_archive_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(made.link("lien.txt", "/etc/passwd"))
    doc_ids, unread = read(tmp_path)
    assert doc_ids == ["a.zip/bon.txt"]
    assert "a link or device" in unread["a.zip/lien.txt"]


@pytest.mark.parametrize(
    "members", [[("a/", ""), ("b/", "")], [("README.md", "Rien."), (".x", "")], []]
)
def test_an_archive_without_an_article_is_told(
    members: list[tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(made.packed(members))
    doc_ids, unread = read(tmp_path)
    assert (doc_ids, list(unread)) == ([], ["a.zip"])


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_that_stores_documents_is_an_archive(compression: int, tmp_path: Path) -> None:
    document = made.document(made.paragraph("Un document."))
    workbook = made.packed([("[Content_Types].xml", ""), ("xl/workbook.xml", "")])
    members = [("a.docx", document), ("b.xlsx", workbook), ("c.txt", "Un texte.")]
    (tmp_path / "a.zip").write_bytes(made.packed(members, compression))
    doc_ids, unread = read(tmp_path)
    assert doc_ids == ["a.zip/a.docx", "a.zip/c.txt"]
    assert "damaged workbook" in unread["a.zip/b.xlsx"]


@pytest.mark.parametrize("kind", ["template.main", "document.macroEnabled.main"])
def test_a_word_file_of_another_kind_is_told_alike_in_every_run(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.docm").write_bytes(made.document(made.paragraph("Un texte."), kind))
    doc_ids, unread = read(tmp_path)
    assert doc_ids == []
    assert unread == {"a.docm": "a Word template, or a document with macros; save it as DOCX"}


def test_a_merged_cell_is_one_cell(tmp_path: Path) -> None:
    wide = made.row('<w:gridSpan w:val="3"/>')
    (tmp_path / "a.docx").write_bytes(made.document(f"<w:tbl>{wide}{made.row()}</w:tbl>"))
    read(tmp_path)
    assert nkru.read_corpus(tmp_path).raw("a.docx") == "a\na"


def test_halves_of_a_character_are_joined_or_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(RTF)
    (tmp_path / "b.jsonl").write_text('{"titre": "a\\ud83d", "texte": "\\ud83d\\ude00 Un."}\n')
    ld = '<script type="application/ld+json">{"@type": "Article", "headline": "a\\ud83d"'
    ld += ', "author": "b\\udc00", "datePublished": "2024-01-02", "articleSection": "\\ud800"}'
    page = f"<html><head>{ld}</script></head><body><p>{TEXT * 9}</p></body></html>"
    (tmp_path / "c.html").write_text(page, encoding="utf-8")
    doc_ids, unread = read(tmp_path)
    assert (doc_ids, unread) == (["a.rtf", "b.jsonl#1", "c.html"], {})
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.raw("a.rtf") == "Kim 😀 rit, \ufffd pleure.\n"
    assert corpus.raw("b.jsonl#1") == "a\ufffd\n\n😀 Un."
    known = corpus.documents.set_index("doc_id")
    assert known.at["c.html", "author"] == "b\ufffd"
    assert "encoding_damaged" in known.at["a.rtf", "flags"]


@posix
def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    os.mkfifo(tmp_path / "corpus-tube")
    for name, target in {
        "zero": "/dev/zero",
        "hasard": "/dev/urandom",
        "etat": "/proc/self",
        "appareils": "/dev",
        "racine": "/",
    }.items():
        (tmp_path / name).symlink_to(target)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "prise"))
        doc_ids, unread = read(tmp_path)
    assert doc_ids == []
    assert {name: reason.split(";")[0].split(",")[0] for name, reason in unread.items()} == {
        "tube": "a device",
        "corpus-tube": "a device",
        "zero": "a device",
        "hasard": "a device",
        "etat": "links to a folder of the system",
        "appareils": "links to a folder of the system",
        "racine": "links to a folder around the corpus",
        "prise": "cannot be opened: No such device or address",
    }


@posix
def test_a_hole_is_no_text_and_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "trou.txt").open("wb") as stream:
        stream.write(b"Un texte.")
        stream.truncate(900 << 20)
    (tmp_path / "plein.txt").write_bytes(TEXT.encode() * 40_000)
    doc_ids, unread = read(tmp_path)
    assert doc_ids == ["plein.txt"]
    assert unread == {"trou.txt": "the file is mostly a hole without data; copy it anew"}


def test_a_file_that_grows_is_read_to_its_size_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "croit.txt"
    path.write_bytes(b"x" * 10_000)
    ended = threading.Event()

    def grow() -> None:
        with path.open("ab") as stream:
            while not ended.wait(0.001):
                stream.write(b"y" * 10_000)
                stream.flush()

    opened = paths._read_up_to
    monkeypatch.setattr(paths, "_read_up_to", lambda *a: (ended.wait(0.2), opened(*a))[1])
    writer = threading.Thread(target=grow)
    writer.start()
    try:
        _, unread = read(tmp_path)
    finally:
        ended.set()
        writer.join()
    assert unread == {"croit.txt": "the file changed while it was read; wait until it is written"}


def test_an_export_of_any_length_is_read(tmp_path: Path) -> None:
    rows = "".join(f"Titre {n},Le texte numéro {n} parle de Kim.\n" for n in range(3_100))
    (tmp_path / "a.csv").write_text(f"titre,texte\n{rows}", encoding="utf-8")
    doc_ids, unread = read(tmp_path)
    assert (len(doc_ids), unread) == (3_100, {})
    prepare(tmp_path, tmp_path.parent / "store")
    assert len(nkru.read_corpus(tmp_path.parent / "store")) == 3_101


NO_ARTICLES: dict[str, tuple[bytes, str]] = {
    "array.json": (b"[1, 2, 3]", "no object of JSON"),
    "object.json": (b'{"a": {"b": 1}}', "without a column of texts"),
    "page.mht": (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: http://a.example\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><body>Kim</body></html>",
        "MHT",
    ),
    "mail.eml": (b"Received: from a\nMIME-Version: 1.0\nSubject: Kim\n\nUn texte.", "e-mail"),
    "boite": (b"From a@b.example Mon Jan  1\nMessage-ID: <a>\n\nUn texte.", "e-mail"),
    "dessin.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><text>a</text></svg>", "picture"),
    "pages.warc": (b"WARC/1.0\nWARC-Type: response\n\n<html><p>Kim</p></html>", "WARC"),
    "agenda.ics": (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar"),
    "a.ps": (b"%!PS-Adobe-3.0\n(Kim) show\n", "PostScript"),
    "fil.rss": (b"<rss version='2.0'><channel></channel></rss>", "news feed"),
    "autre.xml": (b"<fiche><nom>Kim</nom></fiche>\n", "XML"),
    "a.tar": (b"a.txt".ljust(257, b"\0") + b"ustar\0", "tar"),
    "octets": (bytes(random.Random(1).randrange(1, 30) for _ in range(400)), "not text"),
    "entete.csv": (b"titre,texte,date\n", "without an article"),
    "vide.html": (b"<html>DOC_ID_ <DOCFULL></html>", "without an article"),
}


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_what_is_no_article_is_told(name: str, tmp_path: Path) -> None:
    content, reason = NO_ARTICLES[name]
    (tmp_path / name).write_bytes(content)
    doc_ids, unread = read(tmp_path)
    assert doc_ids == []
    assert all(source.startswith(name) for source in unread)
    assert reason in " ".join(unread.values())


@pytest.mark.parametrize(
    "text",
    [
        "[Mise à jour] Kim est arrivé.",
        "{Kim} est arrivé]",
        "<Kim> est arrivé.",
        "Sujet: Kim\nReçu: mercredi\n\nUn texte.",
        "HD\tKim\nUn texte.",
        "1 of 10 DOCUMENTS, dit-il.\nUn texte.",
    ],
)
def test_what_looks_like_another_format_stays_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read(tmp_path) == (["a.txt"], {})


@pytest.mark.parametrize("error", [MemoryError, RecursionError, PermissionError(13, "No")])
def test_whatever_fails_in_a_reader_loses_one_file(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nkru.corpus.formats import pasted

    sound: Callable[[bytes, str], object] = pasted.read

    def failing(data: bytes, name: str) -> object:
        if name == "a.zip/b.txt":
            raise error
        return sound(data, name)

    monkeypatch.setattr(pasted, "read", failing)
    (tmp_path / "a.zip").write_bytes(made.packed([("b.txt", "Un."), ("c.txt", "Deux.")]))
    doc_ids, unread = read(tmp_path)
    assert (doc_ids, list(unread)) == (["a.zip/c.txt"], ["a.zip/b.txt"])


def test_files_are_listed_alike_in_every_order(tmp_path: Path) -> None:
    for name in ("b", "a#1", "a", "c"):
        (tmp_path / name).write_text(TEXT)
    files, told = list_files(tmp_path)
    assert [file.source for file in files] == ["a", "a#1~2", "b", "c"]
    assert told["source"].tolist() == ["a#1"]
    articles, _ = read_files(reversed(files))
    assert articles["doc_id"].tolist() == ["a", "a#1~2", "b", "c"]


EMPTY = {
    "a.csv": b"titre,date,texte\n",
    "a.parquet": made.parquet(pd.DataFrame({"titre": [], "texte": []}).astype("str")),
    "a.zip": made.packed([("dossier/", ""), ("README.md", "Un texte.")]),
    "a.html": b"<html><body>DOC_ID_0_1<DOCFULL><p>Le texte.</p></body></html>",
    "a.jsonl": b"{}\n",
    "a.xlsx": b"PK\x05\x06" + b"\x00" * 18,
    "stars.txt": b" **** *date_2019-04-25 *source_x\nLe texte.\n",
    "stars2.txt": b"**** *date_2019-04-25\n\n**** *date_2019-04-26\n",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_file_without_an_article_does_not_vanish(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(EMPTY[name])
    (tmp_path / "bon.txt").write_text("Un bon texte.", encoding="utf-8")
    articles, unread = read_files(list_files(tmp_path)[0])
    told = [*articles["source"], *unread["source"]]
    assert "bon.txt" in told
    assert [source for source in told if source.split("/")[0].split("#")[0] == name]


def test_a_name_that_is_no_utf8_is_in_a_store_and_in_a_report(tmp_path: Path) -> None:
    study = make_study(tmp_path / "étude")
    name = os.fsdecode(b"caf\xe9.txt")
    (study / "seeds" / name).write_text("Un article du café.", encoding="utf-8")
    done = run(study, "report", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    done = run(study, "prepare", "seeds", "--out", "magasin")
    assert done.returncode == 0, done.stderr
    assert sorted(nkru.read_corpus(study / "magasin").fileids()) == ["a.txt", "caf\\xe9.txt"]
