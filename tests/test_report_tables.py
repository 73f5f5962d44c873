"""Tables and evidence: a row opens its sentences; no text of an article acts on a page."""

from __future__ import annotations

import re
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from lxml import html
from report_study import report_on_seeds

import nkru
from nkru.actors.pairs import described_pairs
from nkru.errors import ParameterError, SizeError
from nkru.language import using
from nkru.report.chapter import evidence
from nkru.report.chapter.chapter import Chapter, Notice
from nkru.report.chapter.evidence import Target, write_evidence
from nkru.report.chapter.files import OPENED_ROWS
from nkru.report.chapter.passages import QUOTED_SENTENCES, QuotePolicy, with_sentences
from nkru.report.chapter.tables import show
from nkru.report.markup import key_hash
from nkru.report.site import data_files
from nkru.resources import read_toml

TEXT = """Le sommet de Vladivostok

Le président russe reçoit son hôte. L’accord est signé jeudi. Les deux pays parlent d'avenir commun.

L'accord ouvre une route. Personne ne parle de l’autre accord ?"""
HOSTILE = (
    "<script>alert(1)</script> </details> \x1b[31mrouge\x1b[0m "
    '\u202eenvers =HYPERLINK("x") javascript:alert(1)'
)


@pytest.fixture
def corpus(corpus_of):
    return corpus_of({"été 1#a.txt": TEXT, "b.txt": TEXT.replace("jeudi", "lundi")})


@pytest.fixture
def hits(corpus):
    tokens = corpus.tokens[corpus.tokens["norm"] == "accord"]
    return (
        tokens[["doc_id", "sent_no", "start", "end"]]
        .astype({"doc_id": "str"})
        .assign(entry="accord", rule="nom")
    )


@pytest.fixture
def chapter(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("NKRU_STAGING", str(tmp_path / "staging"))
    return Chapter("words", corpus, "unused")


def marked(page):
    return [mark.text for mark in html.fromstring(page).iter("mark")]


def test_every_hit_lies_in_the_sentence_it_is_shown_in(corpus, hits):
    found = with_sentences(hits, QuotePolicy(corpus))
    assert len(found) == len(hits) == 6
    assert (found["sent_start"] <= found["start"]).all()
    assert (found["end"] <= found["sent_end"]).all()


def test_a_row_opens_the_sentences_behind_it(chapter, hits):
    counts = pd.DataFrame({"entry": ["accord", "absent"], "count": [6, 0]})
    page = html.fromstring(
        chapter.table("counts", counts, "Mots", evidence=hits, on=["entry"])._repr_html_()
    )
    links = page.xpath("//a[not(@download)]/@href")
    assert len(links) == 1
    path, _, fragment = links[0].partition("#")
    opened = html.fromstring((chapter.folder / path).read_text(encoding="utf-8"))
    assert unquote(fragment) in opened.xpath("//@id")
    assert marked((chapter.folder / path).read_text(encoding="utf-8")) == ["accord"] * 6
    assert "line 3" in opened.text_content()


@pytest.mark.parametrize("name", ["words", "my_words"])
def test_a_page_of_evidence_leads_back_to_its_table(corpus, hits, tmp_path, monkeypatch, name):
    monkeypatch.setenv("NKRU_STAGING", str(tmp_path))
    counts = pd.DataFrame({"entry": ["accord"], "count": [6]})
    chapter = Chapter(name, corpus, "unused")
    table = chapter.table("by_month", counts, "Mots", evidence=hits, on=["entry"])
    (page,) = (tmp_path / f"evidence/{name}_by_month").iterdir()
    (back,) = html.fromstring(page.read_text(encoding="utf-8")).xpath(
        "//a[text()='Back to the table']/@href"
    )
    path, _, fragment = back.partition("#")
    assert (page.parent / path).resolve() == tmp_path / f"{name}.html"
    assert fragment in html.fromstring(table._repr_html_()).xpath("//@id")


def test_evidence_is_split_and_bounded(corpus, hits, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "PER_PAGE", 2)
    monkeypatch.setattr(evidence, "PAGES", 2)
    write_evidence(
        Target(tmp_path, "words", "counts", 20), hits, hits[["entry"]], QuotePolicy(corpus)
    )
    name = key_hash(("accord",))
    folder = tmp_path / "evidence/words_counts"
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}-2.html", f"{name}.html"]
    first = (folder / f"{name}.html").read_text(encoding="utf-8")
    assert (
        "6 passages, 6 sentences, 2 articles. Page 1 of 2. The first 4 sentences are shown."
        in first
    )
    assert f'href="{name}-2.html"' in first


def test_a_sentence_of_a_megabyte_is_shown_around_its_hit(corpus_of, tmp_path):
    corpus = corpus_of(
        "Le début " + "très " * 200_000 + "long accord " + "vraiment " * 1000 + "fini."
    )
    start = corpus.raw("a.txt").index("accord")
    hits = pd.DataFrame(
        {"doc_id": ["a.txt"], "start": [start], "end": [start + 6], "entry": ["accord"]}
    )
    write_evidence(
        Target(tmp_path, "words", "counts", 20), hits, hits[["entry"]], QuotePolicy(corpus)
    )
    (page,) = (tmp_path / "evidence/words_counts").iterdir()
    assert page.stat().st_size < 20_000
    assert marked(page.read_text(encoding="utf-8")) == ["accord"]


def test_a_public_edition_quotes_little_and_the_same_sentences_everywhere(corpus_of, tmp_path):
    sentences = [
        f"La phrase numéro {n} parle longuement du traité et de ses suites lointaines."
        for n in range(60)
    ]
    corpus = corpus_of(" ".join(sentences))
    starts = corpus.sentences["start"]
    hits = pd.DataFrame({"doc_id": "a.txt", "start": starts, "end": starts + 9, "entry": "tout"})
    for name in ("counts", "other"):
        target, policy = Target(tmp_path, "words", name, 20), QuotePolicy(corpus, public=True)
        write_evidence(target, hits, hits[["entry"]], policy)
    pages = [
        next((tmp_path / "evidence" / name).iterdir()).read_text()
        for name in ("words_counts", "words_other")
    ]
    shown = [re.findall(r"numéro (\d+)", page) for page in pages]
    assert len(shown[0]) == QUOTED_SENTENCES
    assert shown[0] == shown[1]
    assert "left out of the public edition" in pages[0]


def test_text_of_articles_is_text_and_nothing_else(corpus_of, tmp_path):
    text = f"Le récit commence par {HOSTILE} et finit là, bien plus tard."
    corpus = corpus_of({"<b>.txt": f"Le titre de la page\n\n{text}"})
    sentence = corpus.sentences.iloc[-1]
    hits = pd.DataFrame(
        [{"doc_id": "<b>.txt", "start": sentence.start, "end": sentence.end, "entry": HOSTILE}]
    )
    page = show(
        hits.assign(text=HOSTILE), evidence=hits, on=["entry"], corpus=corpus, caption=HOSTILE
    )._repr_html_()
    write_evidence(
        Target(tmp_path, "words", "counts", 20), hits, hits[["entry"]], QuotePolicy(corpus)
    )
    (path,) = (tmp_path / "evidence/words_counts").iterdir()
    for source in (page, path.read_text(encoding="utf-8")):
        tree = html.fromstring(source)
        assert tree.xpath("//script") == []
        assert [link for link in tree.xpath("//@href") if link.startswith("javascript")] == []
        assert "\x1b" not in source
        assert "␛[31m" in source
        assert "alert(1)" in tree.text_content()
        for element in tree.xpath("//*[contains(text(), '\u202e')]"):
            assert element.xpath(
                "ancestor-or-self::bdi|ancestor-or-self::*[@dir='auto']|ancestor-or-self::caption|self::title"
            )


def test_a_formula_in_a_table_is_text_to_a_spreadsheet(chapter):
    fields = ["=HYPERLINK(1)", "+1", "-1", "@x", "net"]
    chapter.table("formulas", pd.DataFrame({"text": fields, "value": [-1.5] * 5}), "Champs")
    written = pd.read_csv(chapter.folder / "tables/words_formulas.csv")
    assert written["text"].tolist() == ["'=HYPERLINK(1)", "'+1", "'-1", "'@x", "net"]
    assert written["value"].tolist() == [-1.5] * 5


def test_no_cell_and_no_column_of_a_file_acts(chapter):
    names = ["=cmd|'x'", "\x1b[31m", "n"]
    frame = pd.DataFrame([["a\x1b[31mb", "x\ry", 1]], columns=names)
    table = chapter.table("acting", frame, "Champs")
    raw = (chapter.folder / "tables/words_acting.csv").read_bytes().decode()
    assert raw == "'=cmd|'x',␛[31m,n\na␛[31mb,x␍y,1\n"
    assert "\x1b" not in repr(table) + table._repr_html_()


def test_evidence_of_a_segment_ends_with_its_sentence_in_a_public_edition(corpus_of, tmp_path):
    sentences = [f"La phrase {n} parle du traité et de ses suites." for n in range(30)]
    corpus = corpus_of(" ".join(sentences))
    policy = QuotePolicy(corpus, public=True)
    rows = policy.sentences().reset_index(drop=True)
    segments = pd.DataFrame(
        {
            "doc_id": "a.txt",
            "start": rows["start"],
            "end": rows["end"].shift(-2).fillna(rows["end"]).astype(int),
            "class": 1,
        }
    )
    for public in (True, False):
        folder = tmp_path / str(public)
        policy = QuotePolicy(corpus, public=public)
        target = Target(folder, "themes", "typical", 20)
        write_evidence(target, segments, segments[["class"]], policy)
        (page,) = (folder / "evidence/themes_typical").iterdir()
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        shown = [
            set(re.findall(r"La phrase (\d+)", hit.text_content()))
            for hit in tree.find_class("hit")
        ]
        assert len(shown) == 30
        most = max(map(len, shown))
        assert most == (1 if public else 3)
    quoted = rows.index[rows["quoted"]].astype(str)
    public_page = next((tmp_path / "True/evidence/themes_typical").iterdir()).read_text()
    assert set(re.findall(r"La phrase (\d+)", public_page)) == set(quoted)


def test_a_public_edition_cuts_names_reasons_and_columns_of_ones_own(
    corpus_of, tmp_path, monkeypatch
):
    monkeypatch.setenv("NKRU_STAGING", str(tmp_path))
    corpus = corpus_of({"été 1#a.txt": TEXT})
    chapter = Chapter("words", corpus, "unused", public=True)
    speaker = "un haut responsable du ministère qui a requis l'anonymat en raison du sujet"
    frame = pd.DataFrame(
        {
            "doc_id": ["été 1#a.txt"],
            "speaker": [speaker],
            "text": ["Une phrase entière."],
            "note": ["mot " * 100],
            "reason": ["not applied: the line begins 'Le président russe', not 'Le roi'; correct"],
            "words": [3],
        }
    )
    hits = corpus.sentences.head(2).assign(speaker=speaker)
    table = chapter.table("voices", frame, "Voix", evidence=hits, on=["speaker"])
    (row,) = pd.read_csv(tmp_path / "tables/words_voices.csv").to_dict("records")
    assert row["speaker"] == "un haut responsable du …"
    assert "text" not in row
    assert len(row["note"]) <= 162
    assert row["reason"] == "not applied: the line begins …"
    assert row["words"] == 3
    assert row["evidence_page"].startswith("../evidence/words_voices/")
    (page,) = (tmp_path / "evidence/words_voices").iterdir()
    for shown in (page.read_text(encoding="utf-8"), table._repr_html_(), repr(table)):
        assert "haut responsable" in shown
        assert "ministère" not in shown
        assert "Le roi" not in shown


def test_a_table_of_thousands_of_rows_shows_its_first_and_keeps_all(chapter):
    table = pd.DataFrame({"entry": [f"acteur {n}" for n in range(5000)], "count": range(5000)})
    page = chapter.table("many", table, "Acteurs")._repr_html_()
    assert len(page) < 60_000
    assert "100 of 5,000 rows are shown" in page
    assert len(pd.read_csv(chapter.folder / "tables/words_many.csv")) == 5000


def test_the_first_rows_of_a_file_name_their_pages_of_evidence(corpus, chapter):
    names = [f"mot {n:04}" for n in range(OPENED_ROWS + 20)]
    table = pd.DataFrame({"entry": names, "count": 1})
    hits = corpus.sentences.iloc[[0] * len(names)].assign(entry=names)
    page = chapter.table(
        "opened", table, "Mots", evidence=hits, on=["entry"], rows=10
    )._repr_html_()
    written = pd.read_csv(chapter.folder / "tables/words_opened.csv", keep_default_na=False)
    links = written["evidence_page"].tolist()
    assert links[OPENED_ROWS:] == [""] * 20
    assert all(
        (chapter.folder / "tables" / link.split("#")[0]).is_file() for link in links[:OPENED_ROWS]
    )
    assert len(list((chapter.folder / "evidence/words_opened").iterdir())) == OPENED_ROWS
    assert "evidence page</th>" not in page


def test_a_column_that_the_file_needs_is_refused(corpus, chapter):
    table = pd.DataFrame({"entry": ["a"], "evidence_page": ["b"]})
    hits = corpus.sentences.head(1).assign(entry="a")
    with pytest.raises(ParameterError, match="evidence_page of its own"):
        chapter.table("taken", table, "Mots", evidence=hits, on=["entry"])


def test_what_every_row_shares_is_told_once(corpus):
    table = pd.DataFrame(
        {"entry": ["a", "b"], "count": [1, 2], "basis": "2 articles", "label": "descriptive"}
    )
    page = html.fromstring(show(table, caption="Acteurs")._repr_html_())
    assert [head.text for head in page.iter("th") if head.get("scope") == "col"] == [
        "actor",
        "count",
    ]
    assert "Basis: 2 articles. Label: descriptive." in page.text_content()


def test_headers_have_a_scope_and_french_is_marked_as_french():
    page = html.fromstring(
        show(pd.DataFrame({"entry": ["Russie"], "text": ["à Moscou"], "n": [3]}))._repr_html_()
    )
    assert {head.get("scope") for head in page.iter("th")} == {"row", "col"}
    assert page.xpath("//*[@lang='fr']//text()") == ["à Moscou"]
    assert page.xpath("//caption")


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pd.Series([1234, -2]), ["1,234", "−2"]),
        (pd.Series([-0.5, -0.001, np.nan]), ["−0.50", "0.00", "–"]),
        (pd.Series([0.0004, 0.04], name="p_holm"), ["<0.001", "0.040"]),
        (pd.Series([True, False]), ["yes", "no"]),
        (pd.Series(["été", None]), ["été", "–"]),
    ],
)
def test_values_are_written_for_readers(values, texts):
    page = html.fromstring(show(values.to_frame())._repr_html_())
    assert [row.text_content().strip() for row in page.xpath("//tbody/tr")] == texts


def test_an_interval_stands_beside_its_value():
    table = pd.DataFrame(
        {
            "entry": ["a", "b"],
            "rate": [2.0, 3.0],
            "rate_low": [1.0, np.nan],
            "rate_high": [4.0, np.nan],
        }
    )
    page = html.fromstring(show(table)._repr_html_())
    assert [cell.text_content() for cell in page.xpath("//td")] == ["2.00 [1.00, 4.00]", "3.00"]


def test_evidence_without_its_key_is_refused(hits):
    with pytest.raises(ParameterError, match="the table has no such column; it has n"):
        show(pd.DataFrame({"n": [1]}), evidence=hits, on=["entry"])


def test_show_opens_the_passages_in_place(corpus, hits):
    table = pd.DataFrame({"entry": ["accord"], "count": [6]})
    assert nkru.show.__wrapped__ is show
    inside = html.fromstring(show(table, evidence=hits, on=["entry"], corpus=corpus)._repr_html_())
    assert len(inside.xpath("//details//mark")) == 5
    assert "line 3" in inside.text_content()
    alone = html.fromstring(
        show(table, evidence=hits.assign(text="accord"), on=["entry"])._repr_html_()
    )
    assert set(alone.xpath("//details//mark/text()")) == {"accord"}


def test_a_corpus_too_small_for_a_method_is_told_in_full_once(chapter):
    def method():
        raise SizeError("the method needs 100 segments")

    found = chapter.attempt(method)
    assert isinstance(chapter.attempt(len, found), Notice)
    told = [chapter.table("x", found, "X"), chapter.figure("x", len, found)]
    shown = [notice._repr_html_() for notice in told]
    assert "the method needs 100 segments" in shown[0]
    assert "Left out for the same reason." in shown[1]
    assert not (chapter.folder / "tables/words_x.csv").exists()


@pytest.mark.parametrize(("stories", "shown"), [(9, [None, None]), (10, [0.03, 0.2])])
def test_a_pair_that_is_only_described_shows_no_p_and_no_alpha(stories, shown):
    edges = pd.DataFrame(
        {
            "source": ["Chine"],
            "target": ["Japon"],
            "count": [4],
            "p": [0.03],
            "p_holm": [0.03],
            "alpha": [0.2],
        }
    )
    told = described_pairs(edges.assign(stories=stories))
    tested = told[["p", "alpha"]].astype("object")
    assert tested.where(tested.notna(), None).iloc[0].tolist() == shown
    assert list(told) == list(edges)
    assert told["count"].tolist() == [4]
    assert edges["p"].tolist() == [0.03]


def test_formula_and_basis_are_columns_of_the_csv_only(chapter, seeds):
    counts = nkru.count(seeds, by="segment")
    classes = nkru.reinert(counts, 2)
    mentions = nkru.find_mentions(seeds)
    articles = nkru.count(seeds)
    results = {
        "nkru.frequency": nkru.frequency(mentions, seeds),
        "nkru.presence": nkru.presence(mentions, seeds),
        "nkru.cooccurrence": nkru.cooccurrence(mentions, seeds),
        "nkru.dispersion": nkru.dispersion(articles, ["accord"]),
        "nkru.keyness": nkru.keyness(articles.where(np.arange(14) < 7), articles),
        "nkru.Classes.profiles": classes.profiles(2),
    }
    for maker, result in results.items():
        assert {"formula", "basis"}.isdisjoint(result.columns)
        told = nkru.about(result.query("index < 3"))
        assert (told.maker, {*told.notes}) == (maker, {"formula", "basis"})
        assert any(told.columns.values())
        chapter.table("results", result, "Résultats")
        written = pd.read_csv(chapter.folder / "tables/words_results.csv")
        assert list(written)[-2:] == ["formula", "basis"]
        assert set(written["basis"]) == {result.attrs["basis"]}
        # The notes stand once, under the caption, in Lab as in the report.
        shown = nkru.show(result)
        assert shown._repr_html_().count(result.attrs["basis"]) == 1
    assert results["nkru.frequency"].attrs["columns"]["rate"] == "per 1,000 words"


def test_an_edition_gives_its_data_files_to_one_with_the_same_tables_and_no_file_of_the_user(
    tmp_path,
):
    made, other = tmp_path / "en", tmp_path / "fr"
    for site in (made, other):
        (site / "tables").mkdir(parents=True)
        (site / "tables/corpus_articles.csv").write_text("doc_id,words\na.txt,3\n")
        data_files.write_columns(site)
    data_files.write_tables(made, excel=True)
    (made / "excel/mine.csv").write_text("a;b\n")
    assert data_files.copy_tables(other, made, excel=True)
    assert [path.name for path in (other / "excel").iterdir()] == ["corpus_articles.csv"]
    assert (other / "tables.xlsx").read_bytes() == (made / "tables.xlsx").read_bytes()
    (made / "tables/corpus_articles.csv").write_text("doc_id,words\na.txt,4\n")
    assert not data_files.copy_tables(other, made)


@pytest.mark.parametrize(("names", "title"), [({}, "class 1"), ({(1,): "Traités"}, "Traités")])
def test_evidence_of_a_class_bears_its_name(corpus_of, tmp_path, names, title):
    policy = QuotePolicy(corpus_of("La phrase parle du traité et de ses suites."))
    segments = policy.sentences().reset_index(drop=True).assign(**{"class": 1})
    target = Target(tmp_path, "themes", "classes", 20, names=names)
    write_evidence(target, segments, segments[["class"]], policy)
    (page,) = (tmp_path / "evidence/themes_classes").iterdir()
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    assert tree.findtext(".//h1/bdi") == title


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["25.0% [9.5%, 50.0%]", "0.0%"]),
        ("fr", ["25,0\u202f% [9,5\u202f%\u202f; 50,0\u202f%]", "0,0\u202f%"]),
    ],
)
def test_a_share_is_a_number_from_0_to_1_that_readers_see_in_percent(lang, expected):
    frame = pd.DataFrame(
        {"entry": ["Russie", "Cuba"], "share": [0.25, 0], "share_low": [0.095, None]}
    )
    frame["share_high"] = [0.5, None]
    with using(lang):
        page = html.fromstring(nkru.show(frame)._repr_html_())
    assert [cell.text_content() for cell in page.xpath("//tbody/tr/td[1]")] == expected


def test_every_share_of_a_report_lies_between_0_and_1():
    known = read_toml("language/tables.toml")["columns"]
    shares, seen = {name for name, about in known.items() if about.get("cells") == "shares"}, 0
    for path in sorted((report_on_seeds() / "tables").glob("*.csv")):
        table = pd.read_csv(path)
        name = path.stem.partition("_")[2]
        for column in table.columns:
            own = f"{name}.{column}" if f"{name}.{column}" in known else column
            if own in shares and column != "change" and len(values := table[column].dropna()):
                assert values.between(0, 1).all(), (path.name, column)
                seen += values.max() > 0
    assert seen > 40
