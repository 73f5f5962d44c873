"""Characters that act: shown as symbols, one for one, and nothing else is changed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.tokens.characters import one_line, visible

EVERY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mrouge\x1b]0;x\x07", "␛[31mrouge␛]0;x␇"),
        ("\x00\x7f\x9b", "␀␡\ufffd"),
        ("caf\udce9.txt", r"caf\xe9.txt"),
        ("\ud83d", "\ufffd"),
        ("l'Élysée – « à 80 $ » 🚀", "l'Élysée – « à 80 $ » 🚀"),
        ("écrit\rdessus", "écrit␍dessus"),
        ("deux\r\nlignes\n", "deux\r\nlignes\n"),
        ("deux\tlignes\nde texte", "deux\tlignes\nde texte"),
    ],
)
def test_a_character_that_acts_is_shown_as_its_symbol(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(EVERY)
def test_what_is_shown_can_be_written_and_acts_on_nothing(text: str) -> None:
    shown = visible(text)
    assert shown.encode("utf-8").decode() == shown
    kept = shown.replace("\r\n", "\n")
    assert {sign for sign in kept if unicodedata.category(sign) == "Cc"} <= {"\t", "\n"}
    assert visible(shown) == shown


@given(EVERY)
def test_a_line_has_no_line_end(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert "\t" not in line
