"""The two passes over the articles of a part: reading them, and describing them.

Each is a pure function of its part. Of other articles it needs only a table of numbers: the
repeated lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from nkru.corpus.corrections import Corrections, apply_metadata
from nkru.corpus.documents import COLUMNS, document_table
from nkru.corpus.flags import flag_table
from nkru.corpus.line_corrections import apply_overrides
from nkru.corpus.lines.repetition import line_numbers
from nkru.corpus.lines.roles import line_table
from nkru.corpus.part_tables import Parts
from nkru.corpus.parts import LARGEST, split_rows
from nkru.corpus.reading import File, read_files
from nkru.corpus.shingles import signature_table
from nkru.corpus.state import State
from nkru.corpus.tables import sentence_table, tag_tokens, token_table


def read_part(
    parts: Parts, part: str, files: Sequence[File], *, columns: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read files into a part, or into several where exports hold many articles.

    Args:
        parts: the tables of the corpus.
        part: the name of the new part.
        files: the files.
        columns: see `read_files`.

    Returns:
        The rows of the index, and of the files not read: source, reason, file.
    """
    articles, unread = read_files(files, columns)
    file_of = partial(_file_of, names={file.source for file in files})
    unread["file"] = list(map(file_of, unread["source"]))
    rows = [State.empty().index]
    for number, batch in enumerate(split_rows(articles, LARGEST)):
        name = f"{part}.{number}" if number else part
        parts.write(name, "articles", batch)
        parts.write(name, "numbers", line_numbers(batch))
        files_of = list(map(file_of, batch["source"]))
        rows.append(
            batch[["doc_id"]].assign(file=files_of, part=name, corrections="", counted=False)
        )
    return pd.concat(rows, ignore_index=True), unread


def _file_of(source: str, names: set[str]) -> str:
    """Return the file that holds `source`: itself, the archive around it, or the table of a row."""
    while source and source not in names:
        source = source[: max(source.rfind("/"), source.rfind("#"), 0)]
    return source


def copy_part(parts: Parts, part: str, index: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Copy articles into a new part, to be described again; return its rows of the index."""
    for name in ("articles", "numbers"):
        parts.write(part, name, parts.rows(index, name))
    return index.assign(part=part), index.iloc[:0]


def describe_part(
    parts: Parts, part: str, corrections: Corrections, *, repeated: pd.DataFrame
) -> None:
    """Make the tables that follow from each article of a part and from the repeated lines."""
    articles = parts.table(part, "articles")
    own = corrections.about(articles["doc_id"])
    lines, _ = apply_overrides(line_table(articles, repeated), own.overrides, own.files[1])
    documents = apply_metadata(document_table(articles, lines), own.metadata, own.files[0])
    documents["flags"] = flag_table(articles, lines, documents)
    is_foreign = documents["flags"].str.split(";").map(lambda flags: "not_french" in flags)
    french = documents.loc[~is_foreign.astype(bool), "doc_id"]
    sentences = sentence_table(articles, lines[lines["doc_id"].isin(french)])
    # A column that is empty in one part and filled in another has one type.
    documents = documents[COLUMNS].assign(own=articles["stated_own"])
    parts.write(part, "documents", documents.astype("str"))
    parts.write(part, "lines", lines)
    parts.write(part, "sentences", sentences)
    parts.write(part, "shingles", signature_table(sentences))
    if parts.keeps_tokens:
        tokens = token_table(sentences)
        parts.write(part, "tokens", tokens.assign(pos=tag_tokens(tokens)))
