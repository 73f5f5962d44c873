"""What lies beside articles and is none: told with its reason, in folders and in archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import nkru
from nkru.corpus.companions import companion_reason, saved_folders
from nkru.corpus.formats.line_lists import kind_of_lists

ARTICLE = "La criée du port rouvre\n\nLe maire a reçu les pêcheurs mardi à la criée du port.\n"
PAGE = f"<html><body><article><h1>La criée rouvre</h1><p>{ARTICLE}</p></article></body></html>"
BESIDE = [
    "main.css",
    "code/app.js",
    "analyse.R",
    "extraire.py",
    "collecte.log",
    "lien.url",
    "lien.webloc",
    "desktop.ini",
    "Thumbs.db",
    "LISEZMOI.txt",
    "Lisez-moi.md",
    "Readme.txt",
    "readme",
    "article.txt~",
    "article.txt.bak",
    "~$article.docx",
    "police.woff2",
]


@pytest.mark.parametrize("name", BESIDE)
def test_a_companion_is_told_and_no_article(name: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(ARTICLE, "utf-8")
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.fileids() == ["article.txt"]
    assert corpus.unread["source"].tolist() == [name]


@pytest.mark.parametrize(
    "name",
    ["cri.txt", "article.html", "article", "index.php", "css.txt", "le.lisezmoi.txt", "log.txt"],
)
def test_other_names_may_be_articles(name: str) -> None:
    assert companion_reason(name, set()) is None


@pytest.mark.parametrize("folder", ["page_files", "page_fichiers", "page-Dateien", "page_archivos"])
def test_the_folder_of_a_saved_page_is_set_aside(folder: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / folder / "sous").mkdir(parents=True)
    (tmp_path / folder / "cadre.html").write_text(PAGE, "utf-8")
    (tmp_path / folder / "sous" / "cadre.html").write_text(PAGE, "utf-8")
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.fileids() == ["page.html"]
    assert len(corpus.unread) == 2


def test_a_folder_with_such_a_name_and_no_page_holds_articles(tmp_path: Path) -> None:
    (tmp_path / "mes_fichiers").mkdir()
    (tmp_path / "mes_fichiers" / "a.txt").write_text(ARTICLE, "utf-8")
    assert nkru.read_corpus(tmp_path).fileids() == ["mes_fichiers/a.txt"]
    assert saved_folders(["page.html", "autre_fichiers/a.txt"]) == set()


def test_companions_in_an_archive_are_told(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("page.html", "page_files/a.html", "main.css", "README"):
            archive.writestr(name, PAGE)
    (tmp_path / "corpus.zip").write_bytes(stream.getvalue())
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.fileids() == ["corpus.zip/page.html"]
    assert corpus.unread["source"].tolist() == [
        "corpus.zip/main.css",
        "corpus.zip/page_files/a.html",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://exemple.fr/1\nhttps://exemple.fr/2\n", "addresses"),
        ("url\n" + "https://exemple.fr/1\n" * 9, "addresses"),
        ("1. https://exemple.fr/1\n2. https://exemple.fr/2\n", "addresses"),
        ("www.exemple.fr\n", "addresses"),
        ("Le\tDET:ART\tle\nport\tNOM\tport\nrouvre\tVER:pres\trouvrir\n", "tagger"),
        ("Le\tDET\nport\tNOUN\nrouvre\tVERB\n.\tPUNCT\n", "tagger"),
        ("1\tLe\tle\tDET\t_\t_\t2\tdet\n2\tport\tport\tNOUN\t_\t_\t0\troot\n" * 2, "tagger"),
        ("2024-01-02 10:00:00 INFO page lue\n" * 4, "log"),
        ("[2024-01-02 10:00:00] ERROR page perdue\n" * 4, "log"),
        (ARTICLE, None),
        (ARTICLE + "https://exemple.fr/1\nhttps://exemple.fr/2\n", None),
        ("Nord\tSud\nEst\tOuest\n", None),
        ("2024-01-02 10:00 Le maire a parlé.\n" * 4, None),
    ],
)
def test_lists_in_lines_are_told_from_articles(text: str, kind: str | None) -> None:
    told = kind_of_lists(text)
    assert (told is None) if kind is None else (told is not None and kind in told)
