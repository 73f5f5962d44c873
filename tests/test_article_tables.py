"""Tables of articles: the columns of several tools, and tables that are refused."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from nkru.corpus import formats
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
