"""Mutations: whatever is damaged in a file, it ends as articles or is told; its neighbours stay."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from nkru.corpus.reading import list_files, read_files
from tests import hostile_files as made

DATA = Path(__file__).parent / "data/exports"
TABLE = pd.DataFrame({"titre": ["Un", "Deux"], "texte": ["Le texte.", "Autre."], "date": "2024"})
PAGE = (
    '<!DOCTYPE html><html><head><title>Kim</title><meta property="og:title" content="Kim">'
    '<script type="application/ld+json">{"@type": "Article", "headline": "Kim", '
    '"datePublished": "2024-03-02", "author": {"name": "Ana"}}</script></head><body><h1>Kim</h1>'
    f"<article>{'<p>Kim est arrivé mercredi à Vladivostok, dit le <b>ministre</b>.</p>' * 5}"
    "<table><tr><td>a</td><td>1</td></tr></table></article></body></html>"
)
WORD = made.document(made.paragraph("Un titre") + made.paragraph("Kim est arrivé.") + "<w:tbl/>")
FILES: dict[str, bytes] = {
    **{path.name: path.read_bytes() for path in sorted(DATA.iterdir())},
    "page.html": PAGE.encode(),
    "article.txt": "Kim est arrivé\n\nLe train est entré en gare, mercredi.\n".encode("cp1252"),
    "table.csv": TABLE.to_csv(index=False).encode(),
    "table.jsonl": TABLE.to_json(orient="records", lines=True).encode(),
    "table.parquet": made.parquet(TABLE),
    "document.docx": WORD,
    "nexis.docx": made.document("".join(map(made.paragraph, ["Un", "Body", "End of Document"]))),
    "article.rtf": rb"{\rtf1\ansi\uc1 Un article coll\'e9, \u-10179?\u-8704?.\par}",
    "archive.zip": made.packed([("a.txt", "Un."), ("b.docx", WORD), ("c.csv", "texte,date\n")]),
}
TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xe9", b"\n" * 300, b" " * 300, b"." * 300, b"<" * 99, b"&amp;" * 99),
    *(
        b'"',
        b"'",
        b"]]>",
        b"-->",
        b"<!--",
        b"<article>",
        b"</div>",
        b"{\\",
        b"}",
        b"[[[",
        b"\\u-1?",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"**** *",
        b"DOC_ID_",
        b"9" * 99,
        b"\\u-1?",
        b"\\ud83d",
        b",,,",
    ),
)
Mutator = Callable[[bytes, random.Random], bytes]


def place(data: bytes, draw: random.Random) -> int:
    return draw.randrange(len(data) + 1)


def flip(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def cut(data: bytes, draw: random.Random) -> bytes:
    start, end = sorted((place(data, draw), place(data, draw)))
    return data[:start] + data[end:]


def end_early(data: bytes, draw: random.Random) -> bytes:
    return data[: place(data, draw)]


def repeat(data: bytes, draw: random.Random) -> bytes:
    start = place(data, draw)
    end = min(len(data), start + draw.randint(1, 60))
    return data[:end] + data[start:end] * draw.choice((1, 7, 300)) + data[end:]


def insert(data: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.randint(1, 4)):
        start = place(data, draw)
        data = data[:start] + draw.choice(TOKENS) + data[start:]
    return data


def splice(data: bytes, draw: random.Random) -> bytes:
    other = draw.choice(sorted(FILES.values()))
    return data[: place(data, draw)] + other[place(other, draw) :]


MUTATORS: tuple[Mutator, ...] = (flip, cut, end_early, repeat, insert, splice)
EACH = 12


@pytest.mark.parametrize("name", FILES)
def test_a_file_however_damaged_ends_as_articles_or_is_told(name: str, tmp_path: Path) -> None:
    draw = random.Random(name)
    (tmp_path / "whole").mkdir()
    for other, content in FILES.items():
        (tmp_path / "whole" / other).write_bytes(content)
    before, told = read_files(list_files(tmp_path)[0])
    without_text = {"archive.zip/c.csv", "lexis.html#2", "nexis.docx#1"}
    assert set(told["source"]) <= {f"whole/{name}" for name in without_text}
    mutated: list[bytes] = []
    for number in range(EACH):
        mutated.append(MUTATORS[number % len(MUTATORS)](FILES[name], draw))
        (tmp_path / f"{number:02}-{name}").write_bytes(mutated[-1])
    assert len({FILES[name], *mutated}) > EACH - 3
    files, closed = list_files(tmp_path)
    articles, unread = read_files(files)
    neighbours = articles[articles["source"].str.startswith("whole/")].reset_index(drop=True)
    pd.testing.assert_frame_equal(neighbours, before)
    assert closed.empty
    assert articles["doc_id"].is_unique
    ended = [*articles["source"], *unread["source"]]
    for file in files:
        assert any(source.startswith(file.source) for source in ended), file.source
    assert all(text == text.encode().decode() for text in [*articles["raw"], *unread["reason"]])


def test_every_format_is_mutated() -> None:
    assert len(FILES) * EACH >= 190
