"""The four notebooks: their form, and their results by nkru report, papermill and JupyterLab."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import openpyxl
import pandas as pd
import pytest
from catalogue import ENGLISH
from lxml import html
from report_study import report_on_seeds

import nkru
from nkru.corpus.spreadsheets import write_csv
from nkru.errors import CorpusError
from nkru.report.chapter.chapter import Chapter
from nkru.report.chapter.passages import QuotePolicy
from nkru.report.markup import article_page
from nkru.report.runs.editions import run_editions
from nkru.report.runs.manifest import verify
from nkru.report.runs.parameters import read_parameters
from nkru.report.runs.runs import run_report
from nkru.report.site.data_files import write_columns, write_tables

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = ["actors", "corpus", "sentiment", "themes"]
LOGIC = ast.FunctionDef | ast.For | ast.While | ast.Try | ast.ListComp | ast.Lambda | ast.ClassDef


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture(scope="module")
def report():
    return report_on_seeds()


def test_the_corpus_is_read_once_for_all_notebooks_and_the_next_run_reads_what_is_new(
    report, tmp_path, monkeypatch
):
    monkeypatch.chdir(ROOT)
    articles = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", articles)
    out = tmp_path / "once"
    run_report(articles, out)
    store = tmp_path / ".once.work" / "store"
    assert len(nkru.read_corpus(store)) == 14
    made = [
        path
        for folder in ("tables", "figures", "evidence")
        for path in sorted((out / folder).rglob("*.*"))
    ]
    assert len(made) > 300
    assert [
        path for path in made if path.read_bytes() != (report / path.relative_to(out)).read_bytes()
    ] == []
    first = {path.name for path in (store / "parts").iterdir()}
    shutil.copy(articles / "sans-date_vols-cryptomonnaies.txt", articles / "zz.txt")
    run_report(articles, out, only=["corpus"])
    assert first < {path.name for path in (store / "parts").iterdir()}
    assert len(nkru.read_corpus(store)) == 15


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A report on one article in which nothing is named, dated or judged."""
    folder = tmp_path_factory.mktemp("small") / "fleurs"
    folder.mkdir()
    text = "Les roses sont là samedi sur la place du village. Les gens passent devant elles."
    (folder / "a.txt").write_text(f"Le marché aux fleurs\n\n{text}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return run_report(folder, folder.parent / "report").folder


def test_there_are_the_four_notebooks():
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_stripped_short_and_without_logic(path):
    notebook = read(path)
    assert "papermill" not in notebook.metadata
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) > 5
    for cell in code:
        assert cell.outputs == []
        assert cell.execution_count is None
        assert len(cell.source.splitlines()) <= 15
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]


def test_the_notebooks_are_stored_stripped():
    keys = ["--extra-keys", "metadata.papermill cell.metadata.papermill"]
    command = [sys.executable, "-m", "nbstripout", "--verify", *keys, *map(str, NOTEBOOKS)]
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_opens_with_title_question_data_and_method(path):
    first, imports, parameters = read(path).cells[:3]
    assert first.source.startswith("# ")
    assert "**Question.**" in first.source
    assert "**Data and method.**" in first.source
    assert imports.source.startswith("import nkru")
    assert parameters.metadata["tags"] == ["parameters"]
    assert read(path).cells[-1].source.startswith("## References")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_every_parameter_has_a_type_a_default_and_a_comment(path):
    notebook = read(path)
    found = read_parameters(notebook, path.stem)
    assert {"corpus", "output", "public"} <= set(found)
    assert all("  # " in line for line in notebook.cells[2].source.splitlines())


def test_the_report_is_whole_and_every_notebook_has_tables_and_figures(report):
    assert verify(report) == []
    for name in NAMES:
        assert list(report.glob(f"tables/{name}_*.csv")), name
        assert list(report.glob(f"figures/{name}_*.svg")), name
        assert (report / f"{name}.html").stat().st_size < 2 << 20
    assert max(path.stat().st_size for path in report.glob("evidence/*/*.html")) < 1 << 20


def test_published_tables_say_what_the_functions_say(report, seeds):
    mentions = nkru.counted_mentions(nkru.find_mentions(seeds))
    expected = nkru.frequency(mentions, seeds)
    published = pd.read_csv(
        report / "tables/actors_frequency.csv", keep_default_na=False, na_values=[""]
    )
    assert published["entry"].tolist() == expected["entry"].tolist()
    assert published["count"].sum() == len(mentions)
    articles = pd.read_csv(report / "tables/corpus_articles.csv")
    assert articles["doc_id"].tolist() == seeds.fileids()


def test_the_title_page_tells_findings_from_the_data(report, seeds):
    mentions = nkru.counted_mentions(nkru.find_mentions(seeds))
    page = (report / "index.html").read_text(encoding="utf-8")
    told = nkru.most_named(mentions, seeds)[0]
    assert told.sentence in page
    stories = seeds.documents.set_index("doc_id")["story_id"]
    named = mentions.loc[mentions["entry"] == told.numbers["entry"], "doc_id"].map(stories)
    assert told.numbers["stories"] == named.nunique()
    assert told.numbers["of"] == stories.nunique()


def test_every_article_has_a_page_with_its_text_and_marks(report, seeds):
    for doc_id in seeds.fileids():
        page = html.fromstring((report / "articles" / article_page(doc_id)).read_text("utf-8"))
        shown = " ".join(page.xpath("//article/p")[0].text_content().split())
        kept = seeds.lines[(seeds.lines["doc_id"] == doc_id) & seeds.lines["kept"]]
        assert shown == " ".join(kept["text"].iloc[0].split())
        assert page.xpath("//mark[contains(@class, 'actors')]")
    assert len(list((report / "articles").glob("*.html"))) == len(seeds)


def test_every_link_leads_somewhere_and_every_doc_id_to_its_article(report):
    pages = {path: html.fromstring(path.read_text("utf-8")) for path in report.rglob("*.html")}
    ids, linked = {path: set(page.xpath("//@id")) for path, page in pages.items()}, 0
    for path, page in pages.items():
        for link in page.xpath("//@href[not(starts-with(., 'http'))]"):
            file, _, fragment = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path.name, link)
            assert target.suffix != ".html" or not fragment or unquote(fragment) in ids[target]
        for table in page.xpath("//table[thead/tr/th = 'article']"):
            names = [head.text_content() for head in table.xpath("thead/tr/th")]
            cells = [row[names.index("article")] for row in table.xpath("tbody/tr")]
            assert all(cell.xpath(".//a/@href") for cell in cells), path.name
            linked += len(cells)
    assert linked > 200


def test_a_row_leads_to_the_sentences_it_counts(report):
    page = html.parse(report / "actors.html")
    first = pd.read_csv(report / "tables/actors_frequency.csv").iloc[0]
    link = page.xpath("//*[@id='table-actors']//tbody/tr[1]//a/@href")[0].split("#")[0]
    evidence = (report / link).read_text(encoding="utf-8")
    assert evidence.count("<mark") == first["count"]


def test_every_column_of_every_table_is_documented_in_both_languages(report):
    columns = pd.read_csv(report / "tables/columns.csv", keep_default_na=False)
    assert columns.loc[columns.eq("").any(axis=1), ["table", "column"]].values.tolist() == []
    heads = {
        (path.stem, name.removeprefix("'"))
        for path in (report / "tables").glob("*.csv")
        for name in pd.read_csv(path, nrows=0)
    }
    documented = set(columns[["table", "column"]].itertuples(index=False, name=None))
    assert {pair for pair in heads if pair[0] != "columns"} == documented


def test_a_workbook_holds_all_tables_with_frozen_heads_and_no_formula(report):
    book = openpyxl.load_workbook(report / "tables.xlsx")
    names = {path.stem[:31] for path in (report / "tables").glob("*.csv")} | {"contents"}
    assert set(book.sheetnames) == names
    sheet = book["actors_frequency"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    counts = pd.read_csv(report / "tables/actors_frequency.csv")["count"]
    assert [cell.value for cell in sheet["C"]][1:] == counts.tolist()
    assert not {cell.data_type for page in book for row in page for cell in row} & {"f", "e"}


def test_the_page_of_methods_has_what_this_report_measures_and_the_parameters_of_the_run(report):
    page = html.fromstring((report / "methods.html").read_text(encoding="utf-8"))
    titles = [title.text_content() for title in page.iter("h2")]
    assert {"Mentions", "Tone of sentences", "Classes of segments", "BibTeX"} <= set(titles)
    text = page.text_content()
    assert "themes, n_classes = 6" in text
    assert "@article{reinert1983," in text
    assert "The 14 articles of the corpus were analysed with nkru" in text


def test_a_table_for_a_french_spreadsheet_has_semicolons_and_decimal_commas(tmp_path):
    (tmp_path / "tables").mkdir()
    table = {"doc_id": ["001", "é;.txt"], "rate": [0.5, None], "text": ["=1+1", "1.5"]}
    write_csv(pd.DataFrame(table), tmp_path / "tables/actors_frequency.csv")
    write_columns(tmp_path)
    write_tables(tmp_path, excel=True)
    written = (tmp_path / "excel/actors_frequency.csv").read_bytes().decode("utf-8")
    assert written == '\ufeffdoc_id;rate;text\r\n001;0,5;\'=1+1\r\n"é;.txt";;1.5\r\n'
    sheet = openpyxl.load_workbook(tmp_path / "tables.xlsx")["actors_frequency"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [["001", 0.5, "=1+1"], ["é;.txt", None, "1.5"]]


@pytest.mark.long
def test_a_french_page_has_no_english_word_and_its_tables_are_those_of_the_english_one(
    report, tmp_path, monkeypatch
):
    monkeypatch.chdir(ROOT)
    french, english = (made.folder for made in run_editions(("fr", "en"), "seeds", tmp_path))
    # The second edition is, byte for byte, what a run of its own makes.
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (report, english)
    ]
    for content in contents:
        del content[Path("manifest.json")]
    assert contents[0].keys() == contents[1].keys()
    assert [name for name in contents[0] if contents[0][name] != contents[1][name]] == []
    tables = {path.name: path.read_bytes() for path in (report / "tables").glob("*.csv")}
    assert {path.name: path.read_bytes() for path in (french / "tables").glob("*.csv")} == tables
    for name in ("index", "methods", "choices", "files", *NAMES):
        page = html.fromstring((french / f"{name}.html").read_text(encoding="utf-8"))
        assert page.get("lang") == "fr"
        for other in page.xpath("//script | //style | //pre | //code | //details[@class='code']"):
            other.drop_tree()
        for other in page.xpath("//*[@lang='en'] | //h2[.='Références']/following-sibling::p"):
            other.drop_tree()
        words = set(re.findall(r"[^\W\d_]+", page.text_content().lower()))
        assert words & ENGLISH == set(), name


def test_a_corpus_in_which_nothing_is_found_still_gets_its_report(small):
    assert verify(small) == []
    pages = {name: (small / f"{name}.html").read_text(encoding="utf-8") for name in NAMES}
    assert "name no actor of the codebook" in pages["actors"]
    assert "needs at least" in pages["themes"]
    assert "1 article" in pages["corpus"]


def test_the_real_articles_get_a_descriptive_report(shared, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    only = ["actors", "corpus"]
    report = run_report(shared / "seeds", tmp_path / "report", only=only).folder
    frequency = pd.read_csv(report / "tables/actors_frequency.csv")
    assert set(frequency["label"]) == {"descriptive"}
    articles = pd.read_csv(report / "tables/corpus_articles.csv").set_index("doc_id")["date"]
    assert articles["004_77668cfdf02d4779.txt"] == "2019-04-24"


def shingles(text, size=8):
    words = text.split()
    return {" ".join(words[first : first + size]) for first in range(len(words) - size)}


@pytest.mark.long
@cache
def held_ids(page):
    return set(html.fromstring(page.read_bytes()).xpath("//@id"))


def test_a_public_edition_holds_a_few_quotations_of_each_article(
    report, tmp_path, monkeypatch, seeds
):
    monkeypatch.chdir(ROOT)
    public = run_report("seeds", tmp_path / "report", public=True).folder

    def found(folder):
        pages = [path for path in folder.rglob("*") if path.suffix in {".html", ".ipynb", ".csv"}]
        return shingles(
            " ".join(html.fromstring(path.read_bytes()).text_content() for path in pages)
        )

    def shares(published):
        texts = (shingles(seeds.text(name)) for name in seeds.fileids())
        return [len(own & published) / len(own) for own in texts]

    for page in sorted(public.glob("*.html")):
        for link in html.fromstring(page.read_bytes()).xpath("//a/@href[contains(., '#')]"):
            file, _, fragment = link.partition("#")
            target = public / (file or page.name)
            assert unquote(fragment) in held_ids(target), (page.name, link)
    private, shown = found(report), found(public)
    assert min(shares(private)) > 0.9
    assert 0 < max(shares(shown)) < 0.12
    sentences = QuotePolicy(seeds, public=True).sentences()
    beyond, quoted = (
        {
            words
            for text in sentences.loc[sentences["quoted"] == is_quoted, "text"]
            for words in shingles(text)
        }
        for is_quoted in (False, True)
    )
    assert len(beyond & private) > 1000
    titles = {words for title in seeds.documents["title"] for words in shingles(title)}
    assert (beyond - quoted - titles) & shown == set()
    assert "left out of the public edition" in "".join(
        path.read_text() for path in public.glob("evidence/*/*.html")
    )


@pytest.mark.parametrize(
    "name",
    ["actors", "corpus", *(pytest.param(n, marks=pytest.mark.long) for n in NAMES[2:])],
)
def test_a_notebook_runs_by_plain_papermill_from_the_root(name, tmp_path):
    files = [f"notebooks/{name}.ipynb", str(tmp_path / "run.ipynb")]
    values = ["-p", "output", str(tmp_path / "out"), "-p", "corpus", "seeds"]
    quiet = ["--no-progress-bar", "--log-level", "ERROR"]
    command = [sys.executable, "-m", "papermill", *files, *values, *quiet]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert list((tmp_path / "out/tables").glob(f"{name}_*.csv"))


def test_a_notebook_runs_by_hand_from_its_own_folder(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(ROOT / "notebooks", study / "notebooks")
    (study / "seeds").mkdir()
    for path in sorted((ROOT / "seeds").glob("2019*.txt")):
        shutil.copy(path, study / "seeds")
    command = [sys.executable, "-m", "jupyter", "execute", "corpus.ipynb", "--inplace"]
    done = subprocess.run(
        command, cwd=study / "notebooks", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (study / "outputs/seeds/tables/corpus_articles.csv").is_file()
    notebook = json.loads((study / "notebooks/corpus.ipynb").read_text(encoding="utf-8"))
    pages = [
        out["data"]["text/html"]
        for cell in notebook["cells"]
        for out in cell.get("outputs", [])
        if "text/html" in out.get("data", {})
    ]
    link = html.fromstring("".join(pages[0])).xpath("//tbody//a/@href")[0].split("#")[0]
    assert (study / "notebooks" / link).resolve().is_file()


def test_a_corpus_without_an_article_in_french_is_an_error(tmp_path):
    text = "The leader has arrived in the city, and it was said that the talks would be held"
    (tmp_path / "a.txt").write_text(f"{text} on the day after.\n")
    with pytest.raises(CorpusError, match=r"no article in French.*\ben\b"):
        Chapter("corpus", nkru.read_corpus(tmp_path), str(tmp_path / "out"))


@pytest.mark.long
def test_the_chapter_that_the_readme_writes_is_a_chapter(tmp_path, monkeypatch):
    text = (ROOT / "README.md").read_text("utf-8").partition("### A chapter of your own")[2]
    cells = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1].split("\n\n")
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    notebook.cells[1].metadata["tags"] = ["parameters"]
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook, tmp_path / "notebooks/sanctions.ipynb")
    monkeypatch.chdir(tmp_path)
    out = run_report(ROOT / "seeds", tmp_path / "out").folder
    assert len(pd.read_csv(out / "tables/sanctions_uses.csv")) > 3
    assert "« Sanction » is used" in (out / "sanctions.html").read_text("utf-8")
