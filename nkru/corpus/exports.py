"""Exports to other tools: IRaMuTeQ, texts with metadata (TXM, Voyant, AntConc), tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from nkru.corpus.documents import COLUMNS
from nkru.corpus.spreadsheets import write_csv, write_workbook
from nkru.errors import CorpusError, ParameterError
from nkru.language import deferred
from nkru.tokens.characters import visible

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Form = Literal["iramuteq", "texts", "csv", "parquet", "excel"]
SUFFIXES = {"iramuteq": ".txt", "excel": ".xlsx"}  # of the forms that are one file
TABLES = ("documents", "lines", "sentences", "tokens", "segments", "unread")
KNOWN = ("title", "outlet", "author", "agency", "section", "date", "updated", "url", "language")
EXCEL_ROWS, EXCEL_CELL = 1_048_575, 32_767
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
    | {"’": " ", "'": " "}
)


def export(corpus: Corpus, form: Form, target: str | Path) -> Path:
    """Write a corpus for another tool; the same corpus gives the same bytes.

    Args:
        corpus: the articles; those in another language are only in the tables.
        form: "iramuteq" (one file), "texts" (a folder), "csv" or "parquet" (a folder of tables),
            "excel" (one file). In CSV, an apostrophe opens a cell that would be a formula; Parquet
            holds every text exactly.
        target: the file (.txt for iramuteq, .xlsx for excel) or folder to write; a folder must be
            new or empty.

    Returns:
        `target`.

    Raises:
        CorpusError: no article is in French, so that there is nothing to write.
        ParameterError: the form is unknown, the file has another suffix, the folder is not empty,
            or a table is too long for Excel.
    """
    if form not in _WRITERS:
        raise ParameterError(
            "form = {form!r}: choose {known}", form=form, known=", ".join(_WRITERS)
        )
    if corpus.sentences.empty:
        raise CorpusError(
            "no article in French in the corpus, so nothing to export; `nkru check` says what was "
            "read"
        )
    path = Path(target)
    _check_target(path, SUFFIXES.get(form))
    (path.parent if form in SUFFIXES else path).mkdir(parents=True, exist_ok=True)
    _WRITERS[form](corpus, path)
    return path


_NO_FILE = deferred(
    "{path} is there and not a file: choose another name, so that nothing is lost or mixed"
)
_NOT_EMPTY = deferred(
    "{path} is there and not an empty folder: choose another name, so that nothing is lost or mixed"
)


def _check_target(path: Path, suffix: str | None) -> None:
    """Refuse a file without its suffix, and a target that would be overwritten or mixed."""
    if suffix and path.suffix.lower() != suffix:
        raise ParameterError(
            "{path}: this form is a {suffix} file; name it {stem}{suffix}",
            path=path,
            suffix=suffix,
            stem=path.stem,
        )
    if path.is_dir() if suffix else path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ParameterError(_NO_FILE if suffix else _NOT_EMPTY, path=path)


def starred_line(variables: Mapping[Any, str | None]) -> str:
    """Return the line that opens a text in IRaMuTeQ: one word per variable, in ASCII.

    >>> starred_line({"outlet": "L’Écho du Nord", "date_from": "2024-03", "author": None})
    '**** *outlet_L_Echo_du_Nord *datefrom_2024_03 *author_nil'
    >>> starred_line({"author": "Hélène Bœuf"})
    '**** *author_Helene_Boeuf'
    """
    words = [
        f"*{_plain(name).replace('_', '').lower()}_{_plain(value or '')}"
        for name, value in variables.items()
    ]
    return " ".join(["****", *words])


def _plain(text: str) -> str:
    spelt = text.translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", spelt)
    ascii_letters = letters.encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z]+", "_", ascii_letters).strip("_") or "nil"


def _describe_french(corpus: Corpus) -> pd.DataFrame:
    """Return `KNOWN`, year, month and the study's own columns of the articles in French."""
    documents = corpus.documents.set_index("doc_id")
    own = [name for name in documents if name not in COLUMNS]
    is_french = documents.index.isin(corpus.sentences["doc_id"])
    labels = {by: corpus.labels(by) for by in ("year", "month")}
    return documents.loc[is_french, [*KNOWN, *own]].assign(**labels)


def _iramuteq(corpus: Corpus, path: Path) -> None:
    table = _describe_french(corpus).drop(columns=["title", "updated", "url", "language"])
    records = table.astype("str").fillna("").to_dict("records")
    texts = []
    for doc_id, known in zip(table.index, records, strict=True):
        # A star opens a variable, so the text itself may have no star.
        text = visible(corpus.text(doc_id).replace("*", " "))
        texts.append(f"{starred_line({'id': doc_id} | known)}\n{text}\n")
    path.write_text("\n".join(texts), encoding="utf-8", newline="\n")


def _texts(corpus: Corpus, folder: Path) -> None:
    """Write one file per article, and metadata.csv.

    In metadata.csv, TXM needs `id`, nkru reads `doc_id` back, and `original` is the doc_id here.
    """
    table = _describe_french(corpus)
    names = _file_names(table.index)
    for doc_id, name in zip(table.index, names, strict=True):
        text = visible(corpus.text(doc_id)) + "\n"
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    front = {
        "id": [name.removesuffix(".txt") for name in names],
        "doc_id": names,
        "original": table.index,
    }
    metadata = pd.concat([pd.DataFrame(front), table.reset_index(drop=True)], axis=1)
    write_csv(metadata, folder / "metadata.csv")


def _file_names(doc_ids: Iterable[str]) -> list[str]:
    """Return a file name for each article, different even where case does not count."""
    names: dict[str, str] = {}
    for doc_id in doc_ids:
        stem = re.sub(r"[^\w.-]+", "_", doc_id).removesuffix(".txt").lstrip(".-") or "article"
        name, number = stem, 1
        while name.casefold() in names:
            number += 1
            name = f"{stem}-{number}"
        names[name.casefold()] = f"{name}.txt"
    return list(names.values())


def _tables(corpus: Corpus) -> dict[str, pd.DataFrame]:
    return {
        name: corpus.segments() if name == "segments" else getattr(corpus, name) for name in TABLES
    }


def _csv(corpus: Corpus, folder: Path) -> None:
    for name, table in _tables(corpus).items():
        write_csv(table, folder / f"{name}.csv")


def _parquet(corpus: Corpus, folder: Path) -> None:
    for name, table in _tables(corpus).items():
        table.to_parquet(folder / f"{name}.parquet", index=False)


def _excel(corpus: Corpus, path: Path) -> None:
    tables = _tables(corpus)
    for name, table in tables.items():
        widest = max(map(len, table.get("text", [])), default=0)
        if len(table) > EXCEL_ROWS or widest > EXCEL_CELL:
            raise ParameterError(
                "{name} has {rows} rows and a text of {widest} characters, and Excel holds "
                "{most_rows} and {most}: export csv or parquet",
                name=name,
                rows=len(table),
                widest=widest,
                most_rows=EXCEL_ROWS,
                most=EXCEL_CELL,
            )
    write_workbook(tables, path)


_WRITERS: dict[str, Callable[[Corpus, Path], None]] = {
    "iramuteq": _iramuteq,
    "texts": _texts,
    "csv": _csv,
    "parquet": _parquet,
    "excel": _excel,
}
