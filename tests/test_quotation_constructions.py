"""The constructions of quotations: kind, words, speaker, by half."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import nkru
from nkru.tokens.norms import fold
from tests.small_corpus import small_corpus

FILE = Path(__file__).parent / "data" / "quotation_constructions.txt"
SHARE = 0.90
DETERMINER = re.compile(r"^(?:le |la |l['’]|les |une? |des |ses )")


class Expected(NamedTuple):
    """A quotation that a construction holds; several kinds or speakers may be right."""

    kinds: list[str]
    words: str
    speakers: list[str]
    types: list[str]


def constructions() -> list[tuple[str, list[Expected]]]:
    """Return the texts with the quotations that each holds."""
    found: list[tuple[str, list[Expected]]] = []
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("> "):
            found.append(("\n\n".join(map(str.strip, line[2:].split("⏎"))), []))
        elif line and not line.startswith("#"):
            kinds, words, speakers, types = (cell.strip() for cell in line.split(" | "))
            lists = (cell.split(" / ") for cell in (kinds, speakers, types))
            kinds_list, speakers_list, types_list = lists
            found[-1][1].append(Expected(kinds_list, words, speakers_list, types_list))
    return found


def right(expected: list[Expected], rows: pd.DataFrame) -> bool:
    """Say whether a text has the quotations expected, and no other speech."""
    speech = rows[~rows["kind"].isin(["fragment", "not_speech"])]
    found = [any(_same(one, row) for row in rows.itertuples()) for one in expected]
    wanted = sum(not {"fragment", "not_speech"} & {*one.kinds} for one in expected)
    return all(found) and len(speech) <= wanted


def _same(one: Expected, row: object) -> bool:
    kind, text, who, type_ = (
        getattr(row, name) for name in ("kind", "text", "speaker", "speaker_type")
    )
    got = "-" if pd.isna(who) else _bare(who)
    speakers = {_bare(speaker) for speaker in one.speakers}
    types = {*one.types} - {"-"}
    return (
        kind in one.kinds
        and _words(text) == _words(one.words)
        and got in speakers
        and (got == "-" or not types or type_ in types)
    )


def _bare(who: str) -> str:
    return DETERMINER.sub("", fold(who))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def verdicts() -> list[tuple[str, list[Expected], pd.DataFrame, bool]]:
    """Return each construction with the rows found and whether they are right."""
    texts = constructions()
    table = nkru.find_quotations(small_corpus([f"Brève\n\n{text}" for text, _ in texts]))
    rows = [table[table["doc_id"] == f"{n:02}"] for n in range(len(texts))]
    return [
        (text, expected, part, right(expected, part))
        for (text, expected), part in zip(texts, rows, strict=True)
    ]


@pytest.mark.parametrize("half", ["read", "apart"])
def test_constructions_have_their_kind_words_and_speaker(half: str) -> None:
    chosen = verdicts()[half == "apart" :: 2]
    assert len(chosen) >= 75
    wrong = [text for text, _, _, is_right in chosen if not is_right]
    assert len(wrong) <= (1 - SHARE) * len(chosen), wrong if half == "read" else len(wrong)
