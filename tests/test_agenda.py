"""The agenda names the topic of articles written for it, and says where it cannot."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.errors import CodebookError, ParameterError
from nkru.themes.agenda import agenda_coverage, agenda_hits, agenda_summary
from nkru.themes.agenda_words import shipped_words

DATA = Path(__file__).parent / "data" / "agenda_articles.toml"
ARTICLES = tomllib.loads(DATA.read_text(encoding="utf-8"))["article"]
TOPICS = {article["topic"] for article in ARTICLES} - {"autre"}


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    frame = pd.DataFrame(ARTICLES).assign(name=[f"{row:02}" for row in range(len(ARTICLES))])
    return nkru.Corpus.from_frame(frame[["name", "text"]], doc_id="name")


@pytest.fixture(scope="module")
def table(corpus: nkru.Corpus) -> pd.DataFrame:
    return nkru.agenda(corpus)


def test_there_are_words_and_an_article_for_every_topic() -> None:
    words = shipped_words()
    assert set(words.topics) == TOPICS
    assert words.weights.groupby("topic").size().min() >= 90
    assert len(words.expressions.forms) > 4500


def test_nine_of_ten_articles_have_their_topic(table: pd.DataFrame) -> None:
    expected = pd.Series([article["topic"] for article in ARTICLES])
    assert (table["topic"] == expected).mean() >= 0.85
    second = pd.Series([article.get("second", "") for article in ARTICLES])
    assert ((table["topic"] == expected) | (table["topic"] == second)).mean() >= 0.9


def test_nine_of_ten_very_short_articles_have_their_topic() -> None:
    short = tomllib.loads(DATA.with_name("agenda_short.toml").read_text(encoding="utf-8"))
    frame = pd.DataFrame(short["article"])
    frame["name"] = [f"{row:02}" for row in range(len(frame))]
    found = nkru.agenda(nkru.Corpus.from_frame(frame[["name", "text"]], doc_id="name"))["topic"]
    assert len(frame) == 50
    assert set(frame["topic"]) == TOPICS
    assert (found.to_numpy() == frame["topic"]).mean() >= 0.9


def test_an_article_without_such_words_is_of_the_rest(table: pd.DataFrame) -> None:
    row = table[[article["topic"] == "autre" for article in ARTICLES]].iloc[0]
    assert row[["topic", "second"]].tolist() == ["autre", ""]
    assert pd.isna(row["share"])


def test_the_rest_is_counted_like_any_topic(table: pd.DataFrame) -> None:
    summary = agenda_summary(table)
    assert summary["count"].sum() == len(ARTICLES)
    assert summary.loc[summary["topic"] == "autre", "count"].tolist() == [1]
    assert summary["share"].sum() == pytest.approx(1)


def test_segments_have_topics_and_their_coverage_is_told(corpus: nkru.Corpus) -> None:
    segments = nkru.agenda(corpus, by="segment")
    assert list(segments[["doc_id", "segment_no"]].columns) == ["doc_id", "segment_no"]
    assert len(segments) == len(corpus.segments())
    assert 0.5 < agenda_coverage(segments) < 1


def test_hits_are_slices_of_the_text(corpus: nkru.Corpus) -> None:
    hits = agenda_hits(corpus)
    assert set(hits["topic"]) == TOPICS
    first = hits[hits["word"] == "inflation"].iloc[0]
    assert corpus.raw(first["doc_id"])[first["start"] : first["end"]] == "inflation"


def test_an_article_has_the_topic_it_has_alone(corpus: nkru.Corpus, table: pd.DataFrame) -> None:
    alone = nkru.agenda(corpus.where(doc_id="10"))
    columns = ["doc_id", "topic", "second", "share", "words"]
    expected = table.loc[table["doc_id"] == "10", columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone[columns], expected)


def test_words_of_the_title_count_more(corpus_of: Callable[..., nkru.Corpus]) -> None:
    body = "Le préfet a reçu les pompiers et les hôteliers, puis le club de voile.\n"
    titles = {"a.txt": "Le tourisme se porte bien\n\n", "b.txt": "Les pompiers se portent bien\n\n"}
    corpus = corpus_of({name: title + body for name, title in titles.items()})
    assert nkru.agenda(corpus)["topic"].tolist() == ["commerce_finance", "meteo_catastrophes"]


def test_a_codebook_of_themes_may_be_named(corpus: nkru.Corpus) -> None:
    codebook = nkru.read_codebook("themes")
    table = nkru.agenda(corpus, codebook)
    assert set(table["topic"]) <= {entry.name for entry in codebook.entries}
    assert table.loc[14, "topic"] == "militaire"


def test_a_codebook_of_actors_is_refused(corpus: nkru.Corpus) -> None:
    with pytest.raises(
        CodebookError, match=r"holds actors, not themes: give one with \[\[theme\]\]"
    ):
        nkru.agenda(corpus, nkru.read_codebook())


def test_another_unit_is_refused(corpus: nkru.Corpus) -> None:
    with pytest.raises(ParameterError, match="by = 'year': choose doc_id or segment"):
        nkru.agenda(corpus, by="year")  # type: ignore[arg-type]


def test_the_topics_of_press_articles_are_those_of_a_reader(shared: Path) -> None:
    if not (shared / "press" / "score.py").is_file():
        pytest.skip("the press articles are not there")
    command = [sys.executable, str(shared / "press" / "score.py"), "topics"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(said.rpartition("accuracy ")[2]) >= 0.75
