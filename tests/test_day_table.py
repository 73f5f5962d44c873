"""The table of dates: every date of an article with its role, and the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable

import nkru

TEXT = (
    "Le traité avait été signé le 12 mai 2019 à Nantes, par les ministres des deux pays voisins. "
    "Il devait être revu en 2022, puis chaque 3 août, selon les ministres et leurs conseillers."
)
PAGE = (
    "Le traité des deux rives\n\nPublié le 4 mars 2024, mis à jour le 5 mars 2024\n\n"
    f"{TEXT}\n\nÀ lire aussi : Le pont, le 1er avril 2020\n"
)


def test_every_date_has_a_role_and_opens_in_its_place(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    corpus = corpus_of({"a.txt": PAGE, "b.txt": PAGE.replace("Publié le 4 mars 2024, mis", "Mis")})
    dates = corpus.dates
    first = dates[dates["doc_id"] == "a.txt"]
    assert first[["role", "date", "precision", "chosen"]].to_numpy().tolist() == [
        ["published", "2024-03-04", "day", True],
        ["updated", "2024-03-05", "day", False],
        ["event", "2019-05-12", "day", False],
        ["event", "2022", "year", False],
        ["event", "--08-03", "day", False],
        ["other", "2020-04-01", "day", False],
    ]
    for row in dates.itertuples():
        assert corpus.raw(row.doc_id)[row.start : row.end] in row.evidence
    assert not dates.loc[dates["doc_id"] == "b.txt", "chosen"].any()
    assert "published" not in set(dates.loc[dates["doc_id"] == "b.txt", "role"])


def test_a_day_that_is_stated_is_the_first_row(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of({"a.txt": PAGE, "metadata.csv": "doc_id,date\na.txt,06/03/2024\n"})
    row = corpus.dates.iloc[0]
    assert (row["start"], row["end"], row["date"], row["chosen"]) == (0, 0, "2024-03-06", True)
    assert corpus.dates["chosen"].sum() == 1
