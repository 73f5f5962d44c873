"""Odd corpora: another language, outlets named alike, many outlets, one page to mail, no folder."""

from __future__ import annotations

import os
import re
import zipfile
from functools import partial
from pathlib import Path

import pytest
from lxml import html
from matplotlib.backends.backend_agg import FigureCanvasAgg
from report_study import bare_environment, make_study, nkru, report_on_seeds

import nkru as package
from nkru.actors.findings import named_by_group
from nkru.actors.mentions import find_mentions
from nkru.corpus.ledger import coverage_by_outlet
from nkru.errors import ParameterError, SizeError
from nkru.report import figures
from nkru.report.figures.corpus import coverage
from nkru.report.figures.labels import distinct_labels
from nkru.report.runs.plans import Task
from nkru.report.runs.runs import run_report
from nkru.report.site import one_file
from nkru.report.site.one_file import write_one_file
from nkru.report.site.overview import make_overview, subject_warnings
from tests.small_corpus import small_corpus

ROOT = Path(__file__).parents[1]
# The names of the machine and of its user, wherever Python asks for them.
NAMED = """import getpass, os, platform, socket
socket.gethostname = socket.getfqdn = platform.node = lambda *_: "machine-secret"
getpass.getuser = os.getlogin = lambda: "anna-secret"
"""
ENGLISH = (
    "The council votes on the bridge\n\nThe leader has arrived in the city, and it was said that "
    "the talks would be held on the day after the vote.\n"
)


def test_a_corpus_of_another_language_says_so_and_claims_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text(ENGLISH)
    done = run_report(tmp_path / "texts", tmp_path / "report")
    page = html.fromstring((done.folder / "index.html").read_text("utf-8"))
    assert "No article is in French" in page.text_content()
    assert page.xpath("//ul[@class='findings'] | //figure") == []
    assert done.ran == ()
    assert len(list(done.folder.glob("articles/*.html"))) == 1


def test_many_outlets_are_drawn_as_seven_and_others_and_none_is_compared():
    texts = ["Titre\nLa Chine a répondu hier."] * 149
    outlets = [f"Le Quotidien numéro {n % 85}" for n in range(149)]
    days = {name: ["2020-01-02"] * 149 for name in ("date", "date_from", "date_to")}
    corpus = small_corpus(texts, outlet=outlets, **days)
    table, _ = coverage_by_outlet(corpus)
    assert (table.shape[1], table.sum().sum(), list(table)[-1]) == (8, 149, "others")
    drawn = coverage(corpus)
    assert len(drawn.keys) == 8
    assert named_by_group(find_mentions(corpus), corpus) == []


SUBJECTS = {
    "one": ({"defense": 8, "sante": 2}, {"defense": 30, "autre": 9}, "8 of 10 articles are on one"),
    "many": (
        {"defense": 4, "sante": 3, "sports": 3, "autre": 2},
        {"defense": 30, "autre": 9},
        "The articles are on 3 topics, and the most frequent, « Defence and war », has 4 of 12",
    ),
    "between": ({"defense": 6, "sante": 4}, {"defense": 30, "autre": 9}, ""),
    "unknown": ({"defense": 8, "sante": 2}, {"defense": 9, "autre": 30}, ""),
    "few": ({"defense": 4}, {"defense": 9}, ""),
}


@pytest.mark.parametrize("case", SUBJECTS)
def test_the_front_page_says_whether_there_is_one_subject_or_many(tmp_path, case):
    *tables, said = SUBJECTS[case]
    assert subject_warnings(tmp_path, 9) == []
    (tmp_path / "tables").mkdir()
    for name, counts in zip(("agenda", "agenda_segments"), tables, strict=True):
        rows = "".join(f"{topic},{count}\n" for topic, count in counts.items())
        (tmp_path / f"tables/themes_{name}.csv").write_text(f"topic,count\n{rows}")
    told = " ".join(subject_warnings(tmp_path, 9))
    assert said in told
    of_stories = " ".join(subject_warnings(tmp_path, sum(tables[0].values())))
    assert of_stories == told.replace("articles", "stories")
    assert bool(told) == bool(said)


def drawn_by_outlet(corpus):
    """Yield what draws or counts by outlet, by name."""
    mentions, scores = find_mentions(corpus), package.score_sentences(corpus)
    counts, labels = package.count(corpus), corpus.labels("outlet")
    rates = package.frequency(mentions, corpus, by="outlet")
    yield "coverage", lambda: coverage(corpus)
    yield "rates", lambda: figures.rate_dots(rates)
    yield "matrix", lambda: figures.actors_by_group(rates, "outlet")
    yield "tone", lambda: figures.tone_dots(package.tone_by(scores, corpus, "outlet"))
    yield "keywords", lambda: figures.keyword_dots(package.keyness_by(counts, labels))
    specific = partial(package.specificities, counts, corpus, "outlet")
    yield "terms", lambda: figures.specificity_bars(specific())


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        (0, {"rates", "matrix", "tone", "keywords", "terms"}),
        (1, {"keywords", "terms"}),
        pytest.param(200, set(), marks=pytest.mark.long),
    ],
)
def test_any_number_of_values_is_drawn_inside_the_figure_or_refused_in_a_sentence(values, refused):
    texts = [f"Titre\nLa Chine est en crise, dit Paul{'a' * (n % 7)}." for n in range(200)]
    names = [f"Le Journal numéro {n % values}" if values else None for n in range(200)]
    days = {name: ["2020-01-02"] * 200 for name in ("date", "date_from", "date_to")}
    told = {}
    for name, make in drawn_by_outlet(small_corpus(texts, outlet=names, **days)):
        try:
            figure = make().figure
        except (ParameterError, SizeError) as error:
            told[name] = str(error)
            continue
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        for axes in figure.axes:
            for label in (*axes.get_yticklabels(), *axes.texts):
                box = label.get_window_extent(renderer)
                assert box.x0 >= -2, (name, label.get_text())
                assert box.x1 <= figure.bbox.x1 + 2, (name, label.get_text())
    assert {*told} == refused
    assert not any("\n" in sentence for sentence in told.values())


def test_outlets_named_alike_have_labels_of_their_own():
    names = ["La Tribune libre des vallées de l’Est", "La Tribune libre des vallées de l’Ouest"]
    assert distinct_labels(names, 24) == [
        "La Tribune libre des… de l’Est",
        "La Tribune libre des… de l’Ouest",
    ]
    table, _ = coverage_by_outlet(
        small_corpus(["Titre\nUne phrase."] * 2, outlet=["La Tribune", "la tribune"])
    )
    assert sorted(table) == ["La Tribune", "la tribune"]


def test_outlets_named_alike_are_told_on_the_front_page(tmp_path):
    outlets = ["Ouest-Info", "Ouest Info", "Le Quotidien", "Le Quotidien de Lyon", None]
    corpus = small_corpus(["Titre\nUne phrase."] * 5, outlet=outlets)
    warnings = make_overview(corpus, tmp_path, "presse", {}, "1").warnings
    assert [text for text in warnings if "Info" in text or "Quotidien" in text] == [
        "« Ouest Info », « Ouest-Info » are counted as different outlets: if they are one, write "
        "one name for it in metadata.csv."
    ]


@pytest.mark.long
def test_one_page_holds_a_report_and_all_its_links(monkeypatch):
    folder = report_on_seeds()
    assert re.match(r"one file: .*seeds\.html, \d\.\d MB$", write_one_file(folder))
    page = folder.parent / "seeds.html"
    tree = html.fromstring(page.read_text("utf-8"))
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids) > 5000
    links = tree.xpath("//a/@href")
    assert {link for link in links if not link.startswith(("#", "http"))} == set()
    assert {link[1:] for link in links if "%" not in link and link[0] == "#"} <= set(ids)
    monkeypatch.setattr(one_file, "LARGEST", 5_000_000)
    assert " and 14 pages of articles" in write_one_file(folder)
    assert page.stat().st_size <= 5_000_000
    assert "leaves out what does not fit" in page.read_text("utf-8")
    page.write_text("une page à moi")
    with pytest.raises(ParameterError, match="is not a report"):
        write_one_file(folder)


def test_a_public_edition_tells_no_folder(tmp_path):
    values = {"public": True, "corpus": "/srv/anna/presse", "top_n": 8, "labels": ["/srv/a.csv"]}
    task = Task("actors", None, values, "")
    assert task.told == {**values, "corpus": "presse", "labels": ["a.csv"]}
    assert Task("actors", None, {**values, "public": False}, "").told["corpus"] == values["corpus"]
    study = make_study(tmp_path / "dossier-secret")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(NAMED)
    paths = [str(tmp_path / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = bare_environment(
        PYTHONPATH=os.pathsep.join(paths), USER="anna-secret", HOME="/anna-secret"
    )
    own |= {"LOGNAME": "anna-secret", "HOSTNAME": "machine-secret"}
    arguments = [str(study / "seeds"), "--public", "--one-file", "--out", "public"]
    done = nkru(study, "report", *arguments, env=own)
    assert done.returncode == 0, done.stderr
    for path in [*(study / "public").rglob("*"), study / "public.html"]:
        held = path.read_bytes() if path.is_file() else b""
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                held = b"".join(map(packed.read, packed.namelist()))
        assert b"-secret" not in held, path
