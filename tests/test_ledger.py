"""The ledger adds up to the pages it accounts for."""

from __future__ import annotations

from collections.abc import Callable

import nkru
from nkru.corpus.ledger import COLUMNS, ledger


def test_shares_of_an_article_add_up_and_reasons_are_told(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    page = (
        "La pêche dans le détroit\n\nLe ministre a reçu vendredi ses homologues. Les discussions ont porté sur les "
        "quotas, que les délégations disent vouloir régler avant la fin de l'année.\n\nPartager cet article\nFacebook"
    )
    table = ledger(corpus_of({"a.txt": page, "b.txt": page.replace("pêche", "chasse")}))
    assert list(table.columns) == COLUMNS
    assert table.groupby("doc_id")["share"].sum().round(9).tolist() == [1.0, 1.0]
    first = table[table["doc_id"] == "a.txt"]
    assert first["kept"].tolist() == [True, True, False]
    assert first["lines"].tolist() == [1, 1, 2]
    assert first["words"].tolist() == [25, 5, 4]
    assert first["reason"].tolist() == ["", "", "share buttons"]
