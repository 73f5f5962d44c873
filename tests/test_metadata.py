"""metadata.csv wins over inference, and a table that does not fit says where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import nkru
from nkru.errors import CorpusError

TEXT = (
    "Kim reçu à Vladivostok\n\nLe dirigeant nord-coréen est arrivé jeudi à Vladivostok, où il doit rencontrer le "
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


def test_an_empty_cell_leaves_what_was_inferred(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of({"a.txt": TEXT, "metadata.csv": "doc_id,title,outlet\na.txt,,Le Phare\n"})
    assert corpus.documents["title"].tolist() == ["Kim reçu à Vladivostok"]


def test_a_stranger_in_metadata_is_told(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of({"a.txt": TEXT, "metadata.csv": "doc_id,outlet\nz.txt,Le Phare\n"})
    assert corpus.unread["source"].tolist() == ["metadata.csv: z.txt"]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("file,outlet\na.txt,X\n", "no column doc_id"),
        ("doc_id,outlet\na.txt,X\na.txt,Y\n", "row 3: a.txt stands twice"),
        ("doc_id,date\na.txt,24/04/2019\n", "row 2: date '24/04/2019' is not ISO 8601"),
        ("doc_id,date\na.txt,2019-02-30\n", "row 2: date '2019-02-30'"),
        ("doc_id,flags\na.txt,x\n", "column flags is computed"),
        ('doc_id,outlet\na.txt,"X\n', "not a table"),
        ("", "not a table"),
    ],
)
def test_a_table_that_does_not_fit_names_row_and_remedy(
    corpus_of: MakeCorpus, table: str, reason: str
) -> None:
    with pytest.raises(CorpusError, match=rf"metadata\.csv.*{reason}"):
        corpus_of({"a.txt": TEXT, "metadata.csv": table})
