"""French date expressions: every spelling is read, and only days that the calendar has."""

from __future__ import annotations

import datetime
import sys

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.dating.calendar import find_dates
from nkru.corpus.dating.iso import bounds, parse_iso, precision
from tests.dated_page import TEXT


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 août 2024 à 14h30", "2024-08-03"),
        ("1er mars 2020", "2020-03-01"),
        ("1 er mars 2020", "2020-03-01"),
        ("13 sept. 2023", "2023-09-13"),
        ("ven. 3 déc. 2021", "2021-12-03"),
        ("24/04/2019", "2019-04-24"),
        ("Août 16, 2025 at 3:12", "2025-08-16"),
        ("Sep 24, 2025 - 08:05", "2025-09-24"),
        ("Friday, March 1st 2024", "2024-03-01"),
        ("24.04.19", "2019-04-24"),
        ("05-11-1998", "1998-11-05"),
        ("2019-04-24T23:30:00-05:00", "2019-04-24"),
        ("Publié12 février 2022, 21:35", "2022-02-12"),
        ("12 FÉVRIER 2022", "2022-02-12"),
        ("Mars 2019", "2019-03"),
        ("depuis 2018", "2018"),
        ("12 fe\u0301vrier 2022", "2022-02-12"),
        ("12\u00a0février\u202f2022", "2022-02-12"),
    ],
)
def test_french_date_is_read_at_the_precision_written(text: str, iso: str) -> None:
    assert [found.iso for found in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "31 février 2020",
        "mardi 24 avril 2019",
        "2 019 tonnes",
        "2019 électeurs",
        "192.168.10.20",
        "en 2010 000",
        "0 mai 2020",
    ],
)
def test_what_the_calendar_does_not_have_is_no_day(text: str) -> None:
    assert not [
        found for found in find_dates(text) if precision(found.iso) != "month" and found.iso
    ]


@pytest.mark.parametrize(("around", "kept"), [("Le tramway attendra.", True), (TEXT, False)])
def test_no_paragraph_is_kept_alive_for_its_dates(around: str, kept: bool) -> None:
    text = f"{around} Le 24 avril 2019."
    before = sys.getrefcount(text)
    assert [found.iso for found in find_dates(text)][-1] == "2019-04-24"
    assert (sys.getrefcount(text) > before) == kept


def test_weekday_leaves_the_years_in_which_it_fits() -> None:
    (found,) = find_dates("mercredi 24 avril")
    assert found.iso == ""
    assert {2013, 2019, 2024} <= set(found.years())
    assert 2018 not in found.years()


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2060, 12, 31)))
def test_every_day_is_read_back_in_every_spelling(day: datetime.date) -> None:
    words = format_date(day, "EEEE d MMMM y", locale="fr")
    short = format_date(day, "EEE d MMM y", locale="fr")
    for text in (words, short, day.strftime("%d/%m/%Y"), day.strftime("%d.%m.%Y"), day.isoformat()):
        assert [found.iso for found in find_dates(f"le {text}, à midi")] == [day.isoformat()]
    assert bounds(day.isoformat()) == (day.isoformat(), day.isoformat())


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2019-04-24", "2019-04-24"),
        ("2019-04-24T23:30:00-05:00", "2019-04-24"),
        ("2019/04/24", "2019-04-24"),
        ("2019 04 24T00:00:00", "2019-04-24"),
        ("2019_04", "2019-04"),
        ("1895", "1895"),
        ("2019-02-29", None),
        ("2019-13", None),
        ("2019-00", None),
        ("2019-04-245", None),
        ("2019 dossiers", None),
        ("24/04/2019", None),
        ("", None),
    ],
)
def test_value_states_an_iso_date_only_if_it_exists(value: str, iso: str | None) -> None:
    assert parse_iso(value) == iso
