"""Headers of exports: dates and languages as the interfaces of the databases print them."""

from __future__ import annotations

import pytest

from nkru.corpus.formats.headers import find_header_date, language_code


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Monde, mardi 22 octobre 2024 412 mots", "2024-10-22"),
        ("Le 1er août 2019", "2019-08-01"),
        ("December 24, 2000", "2000-12-24"),
        ("27. Februar 2012 Montag", "2012-02-27"),
        ("2018 年 9 月 18 日 01:00", "2018-09-18"),
        ("31 février 2019", None),
        ("page 12, 2019", None),
    ],
)
def test_header_dates_in_the_languages_of_interfaces(text: str, iso: str | None) -> None:
    found = find_header_date(text)
    assert (found.iso if found else None) == iso


def test_language_names_in_several_interfaces() -> None:
    assert [language_code(name) for name in ("Français", "French", "Deutsch", "klingon")] == [
        "fr",
        "fr",
        "de",
        None,
    ]
