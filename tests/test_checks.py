"""Checks: every article and every line can be read in its place; the other commands write."""

from __future__ import annotations

import pytest
from lxml import html
from report_study import nkru

from nkru import __version__
from nkru.errors import ParameterError
from nkru.paths import PACKAGE
from nkru.report.origins import RECORD, older_notebooks, write_record
from nkru.report.site.checks import check_lines, write_check
from nkru.report.studies import list_notebooks, new_study, update_study

PAGE = """Le sommet des deux rives

Les deux présidents se rencontrent jeudi à la frontière, devant des invités de toute la région.

Lire aussi : Le prix du blé recule encore

L'accord prévoit un pont, une route et un marché commun, attendus depuis plus de dix ans.

Partager sur Facebook
"""


@pytest.fixture
def corpus(corpus_of):
    return corpus_of({"a.txt": PAGE, "b.txt": PAGE.replace("jeudi", "lundi"), "vide.txt": ""})


def test_check_tells_each_article_and_each_file_not_read(corpus):
    lines = list(check_lines(corpus))
    assert lines[0] == (
        "2 read, 1 not read; 74 words kept, 22 left out; 0 dated to the day, 0 to the month, 0 to "
        "the year, 2 without a date"
    )
    assert lines[1].startswith("a.txt: ")
    assert any(line.startswith("not read: vide.txt: ") for line in lines)
    assert any("boilerplate" in line for line in lines)


def test_check_pages_show_every_line_in_its_place(corpus, tmp_path):
    index = write_check(corpus, tmp_path / "check")
    links = html.fromstring(index.read_text(encoding="utf-8")).xpath("//tbody//a/@href")
    assert len(links) == 2
    page = html.fromstring((index.parent / links[0]).read_text(encoding="utf-8"))
    shown = [block.xpath("string(p[2])") for block in page.xpath("//div[contains(@class, 'line')]")]
    assert shown == [line for line in PAGE.splitlines() if line]
    assert page.xpath("//div[contains(@class, 'left-out')]//p[2]/text()")


def test_commands_for_other_tools_write_what_they_say(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "notebooks").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "seeds" / name).write_text(
            PAGE + f"La crise de {name} est grave. La paix est un succès.", encoding="utf-8"
        )
    commands = {
        "check": ["check", "seeds", "--out", "pages"],
        "export": ["export", "seeds", "--form", "iramuteq", "--out", "corpus.txt"],
        "prepare": ["prepare", "seeds", "--out", "store"],
        "sample": ["code", "sample", "seeds", "--out", "sheet.xlsx", "--size", "6"],
    }
    for name, arguments in commands.items():
        done = nkru(tmp_path, *arguments)
        assert (done.returncode, done.stderr) == (0, ""), name
    written = {"pages/index.html", "corpus.txt", "store", "sheet.xlsx", "sheet.key.csv"}
    assert [name for name in sorted(written) if not (tmp_path / name).exists()] == []
    refused = nkru(tmp_path, "export", "seeds", "--form", "iramutec", "--out", "x")
    assert refused.returncode == 2
    assert "iramuteq" in refused.stderr


def test_a_new_study_has_what_a_report_needs(tmp_path):
    assert nkru(tmp_path, "new", "study").returncode == 0
    names = {
        path.relative_to(tmp_path / "study").as_posix() for path in (tmp_path / "study").rglob("*")
    }
    assert {"notebooks/actors.ipynb", "codebook.toml", "seeds", "outputs", "README.md"} <= names
    assert {"tutorials/mes-40-articles.ipynb", "tutorials/my-40-articles.ipynb"} <= names
    (tmp_path / "study/seeds/a.txt").write_text(
        PAGE.replace("Les deux présidents", "Vladimir Poutine et son hôte"), "utf-8"
    )
    arguments = ["report", "-p", "codebook=codebook.toml", "--only", "actors", "--quiet"]
    done = nkru(tmp_path / "study", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    table = (tmp_path / "study/outputs/seeds/tables/actors_frequency.csv").read_text(
        encoding="utf-8"
    )
    assert "Vladimir Poutine" in table


def test_a_study_tells_when_its_notebooks_are_older_than_the_package(tmp_path):
    study, package = new_study(tmp_path / "étude 1"), list_notebooks(PACKAGE)
    assert older_notebooks(study, package) == []
    assert update_study(study) == [f"{name}: as in nkru {__version__}" for name in package]
    own = study / "notebooks/corpus.ipynb"
    own.write_text(own.read_text(encoding="utf-8").replace("top_n: int = 40", "top_n: int = 7"))
    (study / "notebooks/themes.ipynb").unlink()
    told = update_study(study)
    assert "-top_n: int = 7  # rows shown" in told
    assert "+top_n: int = 40  # rows shown" in told
    assert any(line.startswith("themes: not in this study") for line in told)
    assert older_notebooks(study, package) == []  # changed by the reader, not by the package
    write_record(study / "notebooks", {"corpus": own})
    (sentence,) = older_notebooks(study, package)
    assert "corpus differ" in sentence
    assert "`nkru new . --update`" in sentence
    for text in ("no JSON", "[]", '{"nkru": "1"}', '{"nkru": "1", "notebooks": 3}'):
        (study / "notebooks" / RECORD).write_text(text)
        assert older_notebooks(study, package) == []
    own.write_text("no notebook")
    with pytest.raises(ParameterError, match="corpus.ipynb is no notebook"):
        update_study(study)
    with pytest.raises(ParameterError, match="has no folder notebooks"):
        update_study(tmp_path)
