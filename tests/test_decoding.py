"""Decoding: the bytes that people's files hold, and what is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.decoding import decode

TEXT = "Séoul et Pékin : « l’accord » à Paname\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
    ],
)
def test_the_same_text_comes_out_of_every_encoding(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding, 0)


def test_a_few_bad_bytes_in_utf8_are_replaced_and_counted() -> None:
    text, encoding, damaged = decode("é".encode() * 40 + b"\xff" + "è".encode() * 10)
    assert (encoding, damaged) == ("utf-8", 1)
    assert text == "é" * 40 + "\ufffd" + "è" * 10


def test_at_95_percent_valid_sequences_the_text_is_windows_1252() -> None:
    decoded = decode("é".encode() * 19 + b"\xff")
    assert decoded.encoding == "windows-1252, encoded twice"
    assert decoded.text == "é" * 19 + "ÿ"
    assert decode("é".encode() * 20 + b"\xff").encoding == "utf-8"


def test_a_replacement_character_lost_earlier_is_counted_in_utf16_too() -> None:
    assert decode("a\ufffdb".encode("utf-16")).damaged == 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text


@given(st.binary())
def test_no_bytes_are_ever_refused(data: bytes) -> None:
    assert "\r" not in decode(data).text
