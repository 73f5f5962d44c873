"""Building a corpus: from a folder to its tables, in two passes (numbers of all articles, then each article)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from nkru.corpus.copies import story_ids
from nkru.corpus.documents import document_table
from nkru.corpus.flags import flag_table
from nkru.corpus.metadata import apply_metadata, read_metadata
from nkru.corpus.overrides import apply_overrides, read_overrides
from nkru.corpus.reading import list_files, read_files
from nkru.corpus.roles import line_table, repeated_lines
from nkru.corpus.tables import sentence_table
from nkru.errors import CorpusError

_LANDMARKS = ("pyproject.toml", "notebooks")


def resolve(source: str | Path) -> Path:
    """Return the path meant: as given where it exists, else below the nearest parent with a project's landmarks.

    Raises:
        CorpusError: there is nothing at that path.
    """
    path = Path(source).expanduser()
    home = next(
        (p for p in (Path.cwd(), *Path.cwd().parents) if any((p / mark).exists() for mark in _LANDMARKS)),
        None,
    )
    for candidate in (path if path.is_absolute() else (home or Path.cwd()) / path, path):
        if candidate.exists():
            return candidate
    raise CorpusError(f"no folder or file {source}; give the path of a folder of articles")


def build(source: str | Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the tables of a corpus: articles, documents, lines, sentences, unread.

    Raises:
        CorpusError: see `nkru.read_corpus`.
    """
    path = resolve(source)
    files, closed = list_files(path)
    articles, unread = read_files(files)
    unread = pd.concat([closed, unread], ignore_index=True)
    if articles.empty:
        raise CorpusError(f"no readable article in {source} ({_counts(unread, len(files))}); put articles there")
    lines, misfits = apply_overrides(line_table(articles, repeated_lines(articles)), read_overrides(path))
    documents, strangers = apply_metadata(document_table(articles, lines), read_metadata(path))
    documents["flags"] = flag_table(articles, lines, documents)
    french = ~documents["flags"].str.split(";").map(lambda flags: "not_french" in flags).astype(bool)
    sentences = sentence_table(articles, lines[lines["doc_id"].isin(documents.loc[french, "doc_id"])])
    documents["story_id"] = documents["doc_id"].map(story_ids(sentences)).fillna(documents["doc_id"])
    return articles, documents, lines, sentences, pd.concat([unread, misfits, strangers], ignore_index=True)


def _counts(unread: pd.DataFrame, files: int) -> str:
    if not files:
        return "no file"
    reasons = unread["reason"].str.split(";").str[0].value_counts(sort=False)
    told = ", ".join(f"{count}: {reason}" for reason, count in sorted(reasons.items()))
    return f"{files} file{'' if files == 1 else 's'}; {told}"
