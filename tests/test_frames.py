"""Frames: a corpus from the rows of a DataFrame."""

from __future__ import annotations

import pandas as pd
import pytest

import nkru
from nkru.errors import CorpusError, ParameterError

TEXT = (
    "Le conseil municipal a voté lundi soir la rénovation du port, attendue depuis dix ans.\n"
    "Les pêcheurs, eux, redoutent que les quais soient fermés pendant tout l'hiver."
)


def frame(**columns: list[object]) -> pd.DataFrame:
    count = len(next(iter(columns.values()), [1, 2]))
    return pd.DataFrame({"texte": [f"{TEXT} Lot {n}." for n in range(count)], **columns})


def test_columns_become_fields() -> None:
    rows = frame(
        titre=["Le port rénové", "Le quai fermé"],
        jour=["22/11/2024", pd.Timestamp(2024, 12, 1)],
        journal=["Le Phare", None],
        nom=["un", "deux"],
    )
    corpus = nkru.Corpus.from_frame(
        rows, text="texte", title="titre", date="jour", outlet="journal", doc_id="nom"
    )
    documents = corpus.documents.set_index("doc_id")
    assert documents["title"].to_dict() == {"un": "Le port rénové", "deux": "Le quai fermé"}
    assert documents["date"].to_dict() == {"un": "2024-11-22", "deux": "2024-12-01"}
    assert documents.loc["un", "outlet"] == "Le Phare"
    assert corpus.unread.empty
    assert len(corpus.tokens)
    assert len(corpus.where(outlet="Le Phare")) == 1


def test_the_index_names_the_articles() -> None:
    assert nkru.Corpus.from_frame(frame(), text="texte").fileids() == ["0", "1"]


def test_what_cannot_be_read_is_told() -> None:
    rows = frame(jour=["hier", "2024", "2024"])
    rows.loc[2, "texte"] = None
    corpus = nkru.Corpus.from_frame(rows, text="texte", date="jour")
    assert corpus.unread["source"].tolist() == ["0: date", "2"]
    assert corpus.documents["date"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"text": "corps"}, "text = 'corps': no such column"),
        ({"text": "texte", "title": "t"}, "title = 't': no such column"),
        ({"text": "texte", "doc_id": "nom"}, "two rows are named 'un'"),
    ],
)
def test_wrong_columns_are_named(arguments: dict[str, str], told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        nkru.Corpus.from_frame(frame(nom=["un", "un"]), **arguments)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ParameterError, match="frame is a list"):
        nkru.Corpus.from_frame([TEXT], text="texte")  # type: ignore[arg-type]
    with pytest.raises(CorpusError, match="no row of the frame"):
        nkru.Corpus.from_frame(pd.DataFrame({"texte": [None, " "]}), text="texte")
