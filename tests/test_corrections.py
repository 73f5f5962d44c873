"""Corrections win over inference; a table that does not fit names the row and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.corpus.corrections import read_overrides
from nkru.corpus.line_corrections import apply_overrides
from nkru.errors import CorpusError

TEXT = (
    "Kim reçu à Vladivostok\n\nLe dirigeant nord-coréen est arrivé jeudi à Vladivostok, où il "
    "doit rencontrer le "
    "président russe. La rencontre est la première entre les deux hommes depuis des années.\n"
)
MakeCorpus = Callable[..., nkru.Corpus]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_metadata_wins_and_adds_columns(corpus_of: MakeCorpus, separator: str) -> None:
    table = "doc_id,outlet,date,pays\na.txt,Le Phare,2019-04,Belgique\n".replace(",", separator)
    row = (
        corpus_of({"a.txt": TEXT, "b.txt": TEXT, "metadata.csv": table})
        .documents.set_index("doc_id")
        .loc["a.txt"]
    )
    assert (row["outlet"], row["pays"], row["date"]) == ("Le Phare", "Belgique", "2019-04")
    assert (row["date_from"], row["date_to"], row["date_precision"]) == (
        "2019-04-01",
        "2019-04-30",
        "month",
    )
    assert row["date_method"] == "metadata.csv"
    assert row["title"] == "Kim reçu à Vladivostok", "what is not stated stays inferred"


def test_corrections_name_the_workbook_that_states_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    stated = pd.DataFrame({"doc_id": ["a.txt", "z.txt"], "date": ["22/11/2024"] * 2})
    stated.to_excel(tmp_path / "metadata.xlsx", index=False)
    dropped = pd.DataFrame({"doc_id": ["a.txt"], "line_no": [1], "text_starts": ["Kim"]})
    dropped.assign(action="drop").to_excel(tmp_path / "overrides.xlsx", index=False)
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.documents["date_method"].tolist() == ["metadata.xlsx"]
    assert corpus.lines["reason"].iloc[0] == "left out by overrides.xlsx"
    assert corpus.unread["source"].tolist() == ["metadata.xlsx: z.txt"]


def test_an_empty_cell_leaves_what_was_inferred(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of({"a.txt": TEXT, "metadata.csv": "doc_id,title,outlet\na.txt,,Le Phare\n"})
    assert corpus.documents["title"].tolist() == ["Kim reçu à Vladivostok"]


def test_a_row_about_no_article_is_listed(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of({"a.txt": TEXT, "metadata.csv": "doc_id,outlet\nz.txt,Le Phare\n"})
    assert corpus.unread["source"].tolist() == ["metadata.csv: z.txt"]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("file,outlet\na.txt,X\n", "no column doc_id"),
        ("doc_id,outlet\na.txt,X\na.txt,Y\n", "row 3: a second row for a.txt;"),
        ("doc_id,date\na.txt,31/02/2019\n", "row 2: date '31/02/2019' is no date"),
        ("doc_id,date\na.txt,2019-02-30\n", "row 2: date '2019-02-30'"),
        ("doc_id,flags\na.txt,x\n", "column flags is computed"),
        ('doc_id,outlet\na.txt,"X\n', "no CSV"),
        ("", "no entry"),
    ],
)
def test_a_table_that_does_not_fit_names_row_and_remedy(
    corpus_of: MakeCorpus, table: str, reason: str
) -> None:
    with pytest.raises(CorpusError, match=rf"metadata\.csv.*{reason}"):
        corpus_of({"a.txt": TEXT, "metadata.csv": table})


LINES = pd.DataFrame(
    [
        ("a.txt", 1, 0, 8, "title", True, "", "", "Un titre"),
        (
            "a.txt",
            3,
            10,
            30,
            "boilerplate",
            False,
            "newsletter",
            "newsletter",
            "Recevez nos nouvelles",
        ),
        ("a.txt", 4, 31, 50, "body", True, "", "", "Un paragraphe."),
    ],
    columns=["doc_id", "line_no", "start", "end", "role", "kept", "code", "reason", "text"],
)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "overrides.csv").write_bytes(text.encode(encoding))
    return folder


@pytest.mark.parametrize(
    "text",
    [
        "doc_id,line_no,text_starts,action\na.txt,3,Recevez,keep\na.txt,4,Un para,drop\n",
        "doc_id;line_no;text_starts;keep|drop\na.txt;3;Recevez;keep\na.txt;4;Un para;drop\n",
        "\ufeffdoc_id\tline_no\ttext_starts\taction\na.txt\t3\tRecevez\tkeep\na.txt\t4\t\tdrop\n",
    ],
)
def test_a_line_is_put_back_and_another_taken_out(tmp_path: Path, text: str) -> None:
    lines, misfits = apply_overrides(LINES, read_overrides(write(tmp_path, text)))
    assert lines[["role", "kept", "code", "reason"]].to_numpy().tolist() == [
        ["title", True, "", ""],
        ["body", True, "", ""],
        ["boilerplate", False, "override", "left out by overrides.csv"],
    ]
    assert lines["kept"].dtype == bool
    assert misfits.empty
    assert LINES["kept"].tolist() == [True, False, True]


def test_a_kept_role_stays_where_a_line_is_kept(tmp_path: Path) -> None:
    rows = read_overrides(write(tmp_path, "doc_id,line_no,text_starts,action\na.txt,1,Un,keep\n"))
    assert apply_overrides(LINES, rows)[0]["role"].tolist()[0] == "title"


def test_a_row_that_no_longer_fits_is_listed_and_not_applied(tmp_path: Path) -> None:
    text = (
        "doc_id,line_no,text_starts,action\na.txt,4,Autre chose,drop\na.txt,2,,drop\n"
        "b.txt,1,,drop\n"
    )
    lines, misfits = apply_overrides(LINES, read_overrides(write(tmp_path, text)))
    pd.testing.assert_frame_equal(lines, LINES, check_dtype=False)
    assert misfits["source"].tolist() == [
        "overrides.csv: a.txt, line 2",
        "overrides.csv: a.txt, line 4",
        "overrides.csv: b.txt, line 1",
    ]
    assert misfits["reason"].str.contains("not applied|no article").all()


def test_typography_of_the_beginning_does_not_matter(tmp_path: Path) -> None:
    rows = read_overrides(
        write(tmp_path, "doc_id,line_no,text_starts,action\na.txt,1,L'accord « oublié »,drop\n")
    )
    lines, misfits = apply_overrides(
        LINES.assign(text="L’accord «\u00a0oublié\u00a0» de Hanoï"), rows
    )
    assert misfits.empty
    assert not lines["kept"].iloc[0]


def test_without_the_file_nothing_changes(tmp_path: Path) -> None:
    assert read_overrides(tmp_path) is None
    lines, misfits = apply_overrides(LINES, None)
    pd.testing.assert_frame_equal(lines, LINES)
    assert list(misfits.columns) == ["source", "reason"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no entry"),
        ("doc_id,text_starts,action\na.txt,Un,keep\n", "no column line_no"),
        ("doc_id,line_no,text_starts,action\na.txt,un,Un,keep\n", "row 2: line_no 'un'"),
        ("doc_id,line_no,text_starts,action\na.txt,,Un,keep\n", "row 2: line_no"),
        *(
            (f"doc_id,line_no,text_starts,action\na.txt,{number},Un,keep\n", "row 2: line_no")
            for number in ("²", "①", "-1", "0", "1.5", "1e3", "9" * 5000)
        ),
        (
            "doc_id,line_no,text_starts,action\na.txt,1,Un,keep\na.txt,01,Un,drop\n",
            "row 3: a second row for a.txt, line 1;",
        ),
        (
            "doc_id,line_no,text_starts,action\na.txt,1,Un,garder\n",
            "row 2: action 'garder'; write keep or drop",
        ),
        (
            "doc_id,line_no,text_starts,action\na.txt,1,Un,keep\na.txt,1,Un,drop\n",
            "row 3: a second row for a.txt, line 1;",
        ),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(CorpusError, match="overrides.csv") as error:
        read_overrides(write(tmp_path, text))
    assert fault in str(error.value)
    assert "\n" not in str(error.value)


def test_a_workbook_states_metadata_with_dates_as_people_write_them(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("Un pont\n\nLe pont est ouvert depuis lundi matin.\n")
    rows = [("a.txt", "22/11/2024"), ("b.txt", "12 décembre 2024"), ("c.txt", "2024-03")]
    pd.DataFrame(rows, columns=["doc_id", "date"]).to_excel(tmp_path / "metadata.xlsx", index=False)
    documents = nkru.read_corpus(tmp_path).documents.set_index("doc_id")
    assert documents["date"].to_dict() == {
        "a.txt": "2024-11-22",
        "b.txt": "2024-12-12",
        "c.txt": "2024-03",
    }
    (tmp_path / "metadata.csv").write_text("doc_id,date\na.txt,2020\n")
    with pytest.raises(CorpusError, match="keep one of the two"):
        nkru.read_corpus(tmp_path)


def test_the_articles_table_of_a_report_is_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un pont\n\nLe pont est ouvert depuis lundi matin.\n")
    head = "doc_id,title,outlet,date,date_precision,date_evidence,flags,words,basis"
    row = "a.txt,Le pont de Lune,La Gazette,2024-11-22,day,lundi,too_short,9,1 article"
    (tmp_path / "metadata.csv").write_text(f"{head}\n{row}\n")
    documents = nkru.read_corpus(tmp_path).documents
    assert documents["title"].tolist() == ["Le pont de Lune"]
    assert documents["date"].tolist() == ["2024-11-22"]
    assert "too_short" in documents["flags"].iloc[0]
