"""Pages: self-contained, in order, with alternatives for those who do not see them."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from lxml import html
from report_study import make_study, write_notebook

from nkru.report.runs.manifest import verify
from nkru.report.runs.runs import run_report

DRAW = """import pandas as pd
from IPython.display import Image
from nkru.report.chapter.chapter import Chapter
from nkru.report.figures.charts import stacked_bars
from nkru.report.figures.drawings import Drawing
import nkru
articles = nkru.read_corpus(corpus)
chapter = Chapter("actors", articles, output, public=public)
table = pd.DataFrame({"name": [3, 1]}, index=["Corée du Nord", "Été"])"""
SHOW = """figure = stacked_bars(table, {"name": "name"}, "La Corée mène.", "mentions")
made = Drawing(figure, "Corée du Nord leads.", "Bars.", table.reset_index(), "3 and 1.")
chapter.figure("bars", lambda: made, finding=True)"""
FINDINGS = """from nkru.measures.findings import Finding
said = [
    Finding("Le <b>fait</b> établi.", "difference", test="exact sign test"),
    Finding("Rien ne se dit.", "open"),
]
chapter.findings(lambda: said)"""
HOSTILE = r"""print("<script>alert(1)</script>", "\x1b[31mrouge", "</pre>")
pd.DataFrame({"text": ["<img src=x onerror=alert(1)>"]})"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    study = make_study(tmp_path_factory.mktemp("pages"))
    write_notebook(study, "actors", DRAW, SHOW, HOSTILE, FINDINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study)
        return run_report("seeds").folder


def pages(report):
    paths = {path.relative_to(report).as_posix(): path for path in report.rglob("*.html")}
    found = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    assert len(found) >= 4
    return found


def test_no_page_names_an_address_or_runs_another_script(report):
    for name, text in pages(report).items():
        tree = html.fromstring(text)
        assert tree.xpath("//link[@rel!='stylesheet'] | //iframe | //@onerror | //@onclick") == []
        for style in tree.xpath("//link/@href"):
            assert (report / name).parent.joinpath(style).read_text(encoding="utf-8"), name
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        for script in tree.xpath("//script"):
            digest = hashlib.sha256(script.text.encode()).digest()
            assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
            assert not script.attrib
        assert not [
            address
            for address in tree.xpath("//@src | //@href")
            if re.match(r"\w+:(?!image/)", address)
        ]
        assert (
            "default-src 'none'"
            in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        )


def test_every_page_has_a_language_one_heading_and_a_way_past_the_menu(report):
    for name, text in pages(report).items():
        tree = html.fromstring(text)
        assert tree.get("lang") == "en", name
        assert len(tree.xpath("//h1")) == 1, name
        levels = [int(element.tag[1]) for element in tree.xpath("//h1|//h2|//h3|//h4")]
        assert all(
            later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False)
        ), name
        assert tree.xpath("//a[@class='skip']/@href")[0][1:] in tree.xpath("//@id")
        assert tree.xpath("//title/text()")


def test_links_lead_somewhere(report):
    checked = 0
    for name, text in pages(report).items():
        for link in html.fromstring(text).xpath("//@href"):
            path, _, fragment = link.partition("#")
            target = (report / name).parent / path if path else report / name
            assert target.is_file(), (name, link)
            if fragment and target.suffix == ".html":
                assert fragment in html.fromstring(target.read_text(encoding="utf-8")).xpath(
                    "//@id"
                ), (name, link)
            checked += 1
    assert checked > 20


def test_a_figure_has_a_number_alt_text_a_caption_and_its_table(report):
    (figure,) = html.fromstring(pages(report)["actors.html"]).xpath("//figure[@class='drawing']")
    assert figure.get("id") == "figure-bars"
    assert set(figure.xpath(".//svg/@aria-label")) == {"Corée du Nord leads. 3 and 1."}
    assert "Figure 1. Corée du Nord leads. Bars." in figure.text_content()
    assert figure.xpath("./*//a/@href | ./p/a/@href") == [
        "tables/actors_bars_figure.csv",
        *(f"figures/actors_bars.{kind}" for kind in ("svg", "png", "pdf")),
    ]
    assert "Corée du Nord leads. Press report on the corpus" in figure.text_content()
    assert (report / "figures/actors_bars.svg").read_text().count("<text") > 2
    assert (report / "figures/actors_bars.png").read_bytes().startswith(b"\x89PNG")


def test_what_notebooks_print_is_text(report):
    tree = html.fromstring(pages(report)["actors.html"])
    assert "<script>alert(1)</script> ␛[31mrouge </pre>" in tree.text_content()
    assert tree.xpath("//img[@onerror]") == []


def test_findings_stand_on_the_title_page_as_text(report):
    tree = html.fromstring(pages(report)["index.html"])
    links = tree.xpath("//ul[@class='findings']/li/a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("Le <b>fait</b> établi.", "actors.html"),
        ("Corée du Nord leads.", "actors.html#figure-bars"),
    ]
    assert "Rien ne se dit." in pages(report)["actors.html"]


def test_sections_are_listed_in_the_contents(report):
    tree = html.fromstring(pages(report)["corpus.html"])
    assert tree.xpath("//nav[@class='contents']//a/@href") == ["#a-section"]
    assert tree.xpath("//nav[@class='chapters']//a/@href") == [
        "index.html",
        "corpus.html",
        "actors.html",
    ]


def test_code_is_folded_and_the_report_verifies(report):
    tree = html.fromstring(pages(report)["actors.html"])
    assert tree.xpath("//details[@class='code'][not(@open)]//pre")
    assert verify(report) == []
