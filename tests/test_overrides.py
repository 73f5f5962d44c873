"""overrides.csv puts lines back and takes lines out, and tells what it could not apply."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nkru.corpus.corrections import apply_overrides, read_overrides
from nkru.errors import CorpusError

LINES = pd.DataFrame(
    [
        ("a.txt", 1, 0, 8, "title", True, "", "Un titre"),
        ("a.txt", 3, 10, 30, "boilerplate", False, "newsletter", "Recevez nos nouvelles"),
        ("a.txt", 4, 31, 50, "body", True, "", "Un paragraphe."),
    ],
    columns=["doc_id", "line_no", "start", "end", "role", "kept", "reason", "text"],
)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "overrides.csv").write_bytes(text.encode(encoding))
    return folder


@pytest.mark.parametrize(
    "text",
    [
        "doc_id,line_no,text_starts,action\na.txt,3,Recevez,keep\na.txt,4,Un para,drop\n",
        "doc_id;line_no;text_starts;keep|drop\na.txt;3;Recevez;keep\na.txt;4;Un para;drop\n",
        "\ufeffdoc_id\tline_no\ttext_starts\taction\na.txt\t3\tRecevez\tkeep\na.txt\t4\t\tdrop\n",
    ],
)
def test_a_line_is_put_back_and_another_taken_out(tmp_path: Path, text: str) -> None:
    lines, misfits = apply_overrides(LINES, read_overrides(write(tmp_path, text)))
    assert lines[["role", "kept", "reason"]].to_numpy().tolist() == [
        ["title", True, ""],
        ["body", True, ""],
        ["boilerplate", False, "left out by overrides.csv"],
    ]
    assert lines["kept"].dtype == bool
    assert misfits.empty
    assert LINES["kept"].tolist() == [True, False, True]


def test_a_kept_role_stays_where_a_line_is_kept(tmp_path: Path) -> None:
    rows = read_overrides(write(tmp_path, "doc_id,line_no,text_starts,action\na.txt,1,Un,keep\n"))
    assert apply_overrides(LINES, rows)[0]["role"].tolist()[0] == "title"


def test_a_row_that_no_longer_fits_is_told_and_not_applied(tmp_path: Path) -> None:
    text = "doc_id,line_no,text_starts,action\na.txt,4,Autre chose,drop\na.txt,2,,drop\nb.txt,1,,drop\n"
    lines, misfits = apply_overrides(LINES, read_overrides(write(tmp_path, text)))
    pd.testing.assert_frame_equal(lines, LINES, check_dtype=False)
    assert misfits["source"].tolist() == [
        "overrides.csv: a.txt, line 2",
        "overrides.csv: a.txt, line 4",
        "overrides.csv: b.txt, line 1",
    ]
    assert misfits["reason"].str.contains("not applied|no article").all()


def test_typography_of_the_beginning_does_not_matter(tmp_path: Path) -> None:
    rows = read_overrides(
        write(tmp_path, "doc_id,line_no,text_starts,action\na.txt,1,L'accord « oublié »,drop\n")
    )
    lines, misfits = apply_overrides(
        LINES.assign(text="L’accord «\u00a0oublié\u00a0» de Hanoï"), rows
    )
    assert misfits.empty
    assert not lines["kept"].iloc[0]


def test_without_the_file_nothing_changes(tmp_path: Path) -> None:
    assert read_overrides(tmp_path) is None
    lines, misfits = apply_overrides(LINES, None)
    pd.testing.assert_frame_equal(lines, LINES)
    assert list(misfits.columns) == ["source", "reason"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not a table"),
        ("doc_id,text_starts,action\na.txt,Un,keep\n", "no column line_no"),
        ("doc_id,line_no,text_starts,action\na.txt,un,Un,keep\n", "row 2: line_no 'un'"),
        ("doc_id,line_no,text_starts,action\na.txt,,Un,keep\n", "row 2: line_no"),
        (
            "doc_id,line_no,text_starts,action\na.txt,1,Un,garder\n",
            "row 2: action 'garder'; write keep or drop",
        ),
        (
            "doc_id,line_no,text_starts,action\na.txt,1,Un,keep\na.txt,1,Un,drop\n",
            "row 3: a.txt, line 1 stands twice",
        ),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CorpusError, match="overrides.csv") as error:
        read_overrides(write(tmp_path, text))
    assert told in str(error.value)
    assert "\n" not in str(error.value)
