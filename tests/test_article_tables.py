"""Tables of articles: the columns of several tools, and tables that are refused."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nkru.corpus import formats
from nkru.corpus.articles import Article, Loss
from nkru.errors import CorpusError


@pytest.mark.parametrize(
    "data",
    [
        "journal,titre,annee,date,texte\nLe Jour,Un titre,2024,2024 10 22T00:00:00,Le texte.\n",
        "id;title;content;date;media\n1;Un titre;Le texte.;2024-10-22;Le Jour\n",
        json.dumps(
            {"title": "Un titre", "text": "Le texte.", "outlet": "Le Jour", "date": "2024-10-22"}
        ),
        pd.DataFrame(
            {
                "titre": ["Un titre"],
                "texte": ["Le texte."],
                "media": ["Le Jour"],
                "date": ["2024-10-22"],
            }
        )
        .to_parquet()
        .__bytes__(),
    ],
)
def test_tables_of_all_kinds_give_the_same_article(data: str | bytes) -> None:
    content = data.encode() if isinstance(data, str) else data
    reader, (article,) = formats.read(content, "essai")
    assert reader.NAME == "table"
    assert (article.title, article.outlet, article.date) == ("Un titre", "Le Jour", "2024-10-22")
    assert article.raw == "Un titre\n\nLe texte."


def test_date_that_does_not_exist_is_not_stated() -> None:
    _, (article,) = formats.read(b"titre,texte,date\nUn titre,Le texte.,2024-13-45\n", "essai")
    assert (article.date, article.date_evidence) == (None, None)


def test_table_without_a_row_is_refused_by_its_name() -> None:
    with pytest.raises(CorpusError, match="'table' without an article"):
        formats.read(b"titre,texte,date\n", "essai")


def rows(data: str | bytes) -> list[Article | Loss]:
    return formats.read(data.encode() if isinstance(data, str) else data, "essai")[1]


def texts(data: str | bytes) -> list[str]:
    return [row.raw if isinstance(row, Article) else "—" for row in rows(data)]


@pytest.mark.parametrize(
    "date",
    ["2019-02-30", "2019-13-45", "0000", "0001-01-01", "9999-12-31", "1599", "2100", "٢٠١٩-٠١-٠٢"],
)
def test_a_date_that_no_newspaper_has_is_not_stated(date: str) -> None:
    for table in (
        f"titre,texte,date\nUn titre,Le texte.,{date}\n",
        json.dumps({"titre": "Un titre", "texte": "Le texte.", "date": date}),
        f"**** *date_{date}\nLe texte.\n",
        f'<html><meta property="article:published_time" content="{date}"><p>Le texte.</p></html>',
        '<html><script type="application/ld+json">'
        f'{{"@type": "Article", "datePublished": "{date}"}}</script><p>Le texte.</p></html>',
    ):
        (article,) = rows(table)
        assert isinstance(article, Article)
        assert (article.date, article.date_evidence) == (None, None)


@pytest.mark.parametrize("date", ["1600", "2024-02-29", "2099-12-31"])
def test_the_first_and_the_last_date_are_stated(date: str) -> None:
    (article,) = rows(f"titre,texte,date\nUn titre,Le texte.,{date}\n")
    assert isinstance(article, Article)
    assert article.date == date


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_empty_fields_too_many_shift_no_column(separator: str) -> None:
    lines = ["titre,texte", "Un,Le texte.,", "Deux,Autre texte.,,", "Trois", ""]
    table = "\n".join(lines).replace(",", separator)
    assert texts(table) == ["Un\n\nLe texte.", "Deux\n\nAutre texte.", "Trois"]


def test_a_header_may_end_in_a_separator() -> None:
    assert texts("titre,texte,\nUn,Le texte.,\n") == ["Un\n\nLe texte."]


def test_a_row_with_a_field_too_many_is_told_alone() -> None:
    found = rows("titre,texte\nUn,Le texte, virgule.\nDeux,Autre texte.\n")
    assert isinstance(found[0], Loss)
    assert "the row has 3 fields, the header 2" in found[0].reason
    assert isinstance(found[1], Article)
    assert found[1].title == "Deux"


def test_a_quote_that_is_not_closed_swallows_no_row() -> None:
    table = 'titre,texte\nUn,"Le texte.\nDeux,Autre texte.\nTrois,"Le ""dernier"" texte\nlong."\n'
    assert texts(table) == [
        'Un\n\n"Le texte.',
        "Deux\n\nAutre texte.",
        'Trois\n\nLe "dernier" texte\n\nlong.',
    ]
    assert texts('titre,texte\nUn,"Le texte.\nDeux,Autre.\n') == [
        'Un\n\n"Le texte.',
        "Deux\n\nAutre.",
    ]
    assert texts('titre,texte\nUn,"Le texte.\nDeux,"Autre", a-t-il dit\nTrois,Fin.\n') == [
        'Un\n\n"Le texte.',
        "—",
        "Trois\n\nFin.",
    ]


def test_a_quote_inside_a_field_stays() -> None:
    assert texts('titre,texte\nUn,Le "texte".\nDeux,"Autre" texte.\n') == [
        'Un\n\nLe "texte".',
        "Deux\n\nAutre texte.",
    ]


def test_a_table_most_of_whose_rows_do_not_fit_is_refused() -> None:
    with pytest.raises(CorpusError, match="most of whose rows are damaged: the row has 3 fields"):
        rows("titre,texte\n" + "Un,Le texte, virgule.\n" * 40)


def test_the_limit_of_fields_of_other_csv_files_stays() -> None:
    before = csv.field_size_limit()
    rows("titre,texte\nUn," + "x" * 200_000)
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    "data",
    [
        '[{"text": "Un."}, {"text": "Deux."}]',
        '{"articles": [{"text": "Un."}, {"text": "Deux."}], "n": 2}',
        '{"text": "Un."}\n\n{"content": "Deux."}\n',
        '[\n  {\n    "text": "Un."\n  },\n  {"text": "Deux.", "title": null}\n]',
    ],
)
def test_json_of_all_kinds_gives_the_same_articles(data: str) -> None:
    assert texts(data) == ["Un.", "Deux."]


def test_a_row_of_json_that_is_no_object_is_told_alone() -> None:
    deep = '{"text": ' + "[" * 60_000 + "]" * 60_000 + "}"
    found = texts(f'{{"text": "Un."}}\n3\nnull\n[1, 2]\n{{"text": \n{deep}\n{{"text": "Deux."}}\n')
    assert found == ["Un.", "—", "—", "—", "—", "—", "Deux."]


def test_a_first_row_of_json_may_be_longer_than_the_head() -> None:
    assert len(texts(json.dumps({"text": "Un. " * 50_000}))) == 1


@pytest.mark.parametrize("data", ["{}", "[]", '{"a": 1}', '[{"a": 1}]'])
def test_json_without_texts_is_refused(data: str) -> None:
    with pytest.raises(CorpusError, match="without"):
        rows(data)


def table_of(**columns: object) -> pa.Table:
    return pa.table(columns)


def written(table: pa.Table, **metadata: str) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata or None), stream)
    return stream.getvalue()


@pytest.mark.parametrize("stated", ["{}", "[]", "no JSON", '{"index_columns": ["none"]}'])
def test_what_pandas_notes_in_a_parquet_file_is_not_needed(stated: str) -> None:
    assert texts(written(table_of(text=["Un.", "Deux."]), pandas=stated)) == ["Un.", "Deux."]


def test_a_parquet_file_with_bad_utf8_is_refused() -> None:
    bad = pa.array([b"Un \xff\xfe."], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 1, bad.buffers())
    with pytest.raises(CorpusError, match="damaged table"):
        rows(written(table_of(text=text)))


def test_parquet_gives_the_texts_of_every_type() -> None:
    table = table_of(
        text=pa.array(["Un.", "Un."]).dictionary_encode(),
        date=pa.array([datetime(2024, 10, 22, 9), None], pa.timestamp("ns")),
        title=[1, None],
    )
    first, second = rows(written(table))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.date, second.title, second.date) == ("1", "2024-10-22", None, None)
