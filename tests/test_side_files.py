"""Side files: any table that a person saves is read, and a broken one is told with file and row."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from fuzzing.articles import zipped
from fuzzing.structures import members_of

from nkru.corpus.side_files import MAX_COLUMNS, read_table
from nkru.errors import CorpusError


def save(folder: Path, content: str | bytes, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_excel(stream, index=False)
    return stream.getvalue()


def with_sheet(new: bytes, data: bytes) -> bytes:
    """Return the workbook with more rows at the end of its first sheet."""
    members = members_of(data) or {}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"</sheetData>", new + b"</sheetData>")
    return zipped(members)


@pytest.mark.parametrize(
    "content",
    [
        "id,mot\n1,été\n2,\n",
        "id;mot\r\n1;été\r\n2;\r\n",
        "id\tmot\n1\tété\n2\n",
        "id,mot\n1,été\n2,\n".encode("utf-8-sig"),
        "id;mot\n1;été\n2;\n".encode("cp1252"),
        "id,mot\n1,été\n2,\n".encode("utf-16"),
        "\n\nid,mot\n\n1,été\n,,\n2,,,,\n",
        '"id","mot"\n"1","été"\n"2",""\n',
        "id,mot\r1,été\r2,\r",
    ],
)
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, content: str | bytes) -> None:
    table = read_table(save(tmp_path, content))
    assert table.to_dict("list") == {"id": ["1", "2"], "mot": ["été", ""]}


def test_a_workbook_is_read_as_its_csv_is(tmp_path: Path) -> None:
    table = pd.DataFrame({"id": ["1", "2"], "mot": ["été", ""]})
    for name in ("mine.xlsx", "mine.csv"):
        back = read_table(save(tmp_path, workbook(table), name))
        assert back.to_dict("list") == table.to_dict("list")


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    text = '# note\nid,mot\n1,"deux\nlignes"\n\n# encore\n2,mot\n'
    table = read_table(save(tmp_path, text), comment="#")
    assert table.index.tolist() == [3, 6]
    assert table["mot"].tolist() == ["deux\nlignes", "mot"]


def test_a_guarded_cell_is_the_text_that_was_guarded(tmp_path: Path) -> None:
    table = read_table(save(tmp_path, "id,'=mot\n1,'=1+1\n2,'-1\n"))
    assert table["=mot"].tolist() == ["=1+1", "-1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.csv: no entry; write a row of column names"),
        ("id,mot\n", "mine.csv: no entry"),
        ("id,mot\n1,a,b\n", "mine.csv, row 2: 3 values for 2 columns; quote values"),
        ("id,mot\n1,a\n2,a,,b\n", "mine.csv, row 3: 4 values for 2 columns"),
        ("id,mot,id\n1,a,2\n", "mine.csv, row 1: two columns are called 'id'; keep one"),
        ("id,,mot\n1,a,2\n", "mine.csv, row 1: column 2 has no name"),
        ('id,mot\n1,"a\n2,b\n3,c\n', "mine.csv, row 2: no CSV .*; close every quotation mark"),
        ('id,mot\n1,"a"b\n', "mine.csv, row 2: no CSV"),
        (f"id,mot\n1,{'x' * 200_000}\n", "mine.csv, row 2: no CSV"),
        (
            ",".join(f"c{n}" for n in range(MAX_COLUMNS + 1)) + "\n1\n",
            "row 1: more than 200 columns",
        ),
    ],
)
def test_a_broken_table_is_told_with_its_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_table(save(tmp_path, text))


GOOD_BOOK = workbook(pd.DataFrame({"id": ["1"], "mot": ["été"]}))
SHEET = GOOD_BOOK.index(b"xl/worksheets/sheet1.xml") + 40
CORRUPT = GOOD_BOOK[:SHEET] + b"\xff" * 20 + GOOD_BOOK[SHEET + 20 :]
NO_PART = zipped(
    {name: part for name, part in (members_of(GOOD_BOOK) or {}).items() if "xl/w" not in name}
)
NO_XML = zipped({name: part[:-20] for name, part in (members_of(GOOD_BOOK) or {}).items()})


@pytest.mark.parametrize(
    "data",
    [b"no spreadsheet", b"", b"PK", GOOD_BOOK[:-40], CORRUPT, NO_PART, NO_XML, zipped({"a": b"b"})],
)
def test_a_damaged_workbook_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(
        CorpusError, match=r"^mine\.xlsx: cannot be read \(a damaged workbook: \w+\);"
    ):
        read_table(save(tmp_path, data, "mine.xlsx"))


def test_any_byte_of_a_workbook_may_be_wrong(tmp_path: Path) -> None:
    told = []
    for place in range(0, len(GOOD_BOOK), 23):
        data = bytearray(GOOD_BOOK)
        data[place] ^= 0x55
        try:
            read_table(save(tmp_path, bytes(data), "mine.xlsx"))
        except CorpusError as error:
            told.append(str(error))
    assert len(told) > 50
    assert [message for message in told if not message.startswith("mine.xlsx")] == []


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(9, 900))
    for new in (far, wide):
        table = read_table(save(tmp_path, with_sheet(new, GOOD_BOOK), "mine.xlsx"))
        assert table.to_dict("list") == {"id": ["1"], "mot": ["été"]}


def test_a_workbook_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    data = with_sheet(b" " * 30_000_000, GOOD_BOOK)
    assert len(data) < 100_000
    with pytest.raises(CorpusError, match="unpacks to more than 16 MB"):
        read_table(save(tmp_path, data, "mine.xlsx"))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "folder.csv").mkdir()
    for name in ("pipe.csv", "zero.csv", "folder.csv", "none.csv", "nul\0.csv"):
        with pytest.raises(CorpusError, match="cannot be read"):
            read_table(tmp_path / name)


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as stream:
        stream.truncate(1 << 33)
    with pytest.raises(CorpusError, match=r"large\.csv: larger than 16 MB"):
        read_table(tmp_path / "large.csv")


def test_the_zip_file_of_a_workbook_may_lie(tmp_path: Path) -> None:
    # The size of the sheet in the directory of the archive, 22 bytes before the name.
    at = GOOD_BOOK.rindex(b"xl/worksheets/sheet1.xml") - 22
    data = GOOD_BOOK[:at] + (5).to_bytes(4, "little") + GOOD_BOOK[at + 4 :]
    assert zipfile.is_zipfile(io.BytesIO(data))
    with pytest.raises(CorpusError, match=r"mine\.xlsx: cannot be read"):
        read_table(save(tmp_path, data, "mine.xlsx"))
