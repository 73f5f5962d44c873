"""Building a corpus: from a folder to its tables, in two passes (numbers of all articles, then each article)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.corpus.copies import story_ids
from nkru.corpus.documents import document_table
from nkru.corpus.flags import flag_table
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.metadata import apply_metadata, read_metadata
from nkru.corpus.overrides import apply_overrides, read_overrides
from nkru.corpus.reading import list_files, read_files
from nkru.corpus.roles import COLUMNS as LINES
from nkru.corpus.roles import line_table
from nkru.corpus.scheduling import LARGEST, batches, in_parts, join, run
from nkru.corpus.tables import sentence_table
from nkru.errors import CorpusError

# Variables of the environment that name a corpus and the store in which it has been read.
HANDED_SOURCE, HANDED_STORE = "NKRU_SOURCE", "NKRU_STORE"
_LANDMARKS = ("pyproject.toml", "notebooks")


def resolve(source: str | Path) -> Path:
    """Return the path meant: as given where it exists, else below the nearest parent with a project's landmarks.

    Raises:
        CorpusError: there is nothing at that path.
    """
    path = Path(source).expanduser()
    home = next(
        (
            p
            for p in (Path.cwd(), *Path.cwd().parents)
            if any((p / mark).exists() for mark in _LANDMARKS)
        ),
        None,
    )
    for candidate in (path if path.is_absolute() else (home or Path.cwd()) / path, path):
        if candidate.exists():
            return candidate
    raise CorpusError(f"no folder or file {source}; give the path of a folder of articles")


@dataclass(frozen=True)
class Given:
    """What the researcher states beside the articles: the rows of metadata.csv and of overrides.csv."""

    metadata: pd.DataFrame | None
    overrides: pd.DataFrame | None

    @classmethod
    def read(cls, folder: Path) -> Given:
        """Return what stands in the folder of a corpus."""
        return cls(read_metadata(folder), read_overrides(folder))

    def of(self, doc_ids: pd.Series[str], *, others: bool = False) -> Given:
        """Return the rows about these articles, or about all others."""
        metadata, overrides = self.metadata, self.overrides
        return Given(
            None if metadata is None else metadata[metadata.index.isin(doc_ids) ^ others],
            None if overrides is None else overrides[overrides["doc_id"].isin(doc_ids) ^ others],
        )


def handed_store(source: Path) -> Path | None:
    """Return the store of this corpus that a run of `nkru report` hands to its notebooks, if it does."""
    store = os.environ.get(HANDED_STORE)
    return Path(store) if store and os.environ.get(HANDED_SOURCE) == str(source.resolve()) else None


def is_store(folder: Path) -> bool:
    """Return whether a folder is a store made by `nkru prepare`."""
    return (folder / "store.json").is_file()


def build(
    source: str | Path, *, jobs: int = 1, scheduler: Any = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the tables of a corpus: articles, documents, lines, sentences, unread.

    Raises:
        CorpusError: see `nkru.read_corpus`.
    """
    path = resolve(source)
    files, closed = list_files(path)
    work = partial(run, jobs=jobs, scheduler=scheduler)
    read = work(read_files, batches(files))
    unread = pd.concat([closed, *(table for _, table in read)], ignore_index=True)
    parts = [part for articles, _ in read for part in in_parts(articles, LARGEST)]
    if not parts:
        raise no_article(source, unread, len(files))
    repeated = repeated_among(pd.concat(work(line_numbers, parts), ignore_index=True))
    given = Given.read(path)
    described = work(partial(describe, repeated=repeated, given=given), parts)
    articles, documents, lines, sentences = (
        join(tables) for tables in (parts, *list(zip(*described, strict=True))[:3])
    )
    documents["story_id"] = (
        documents["doc_id"].map(story_ids(sentences)).astype("str").fillna(documents["doc_id"])
    )
    unread = pd.concat(
        [unread, *(misfits for *_, misfits in described), strangers(documents["doc_id"], given)]
    )
    return (
        articles,
        documents,
        lines,
        sentences,
        unread.sort_values(["source", "reason"], ignore_index=True),
    )


def describe(
    articles: pd.DataFrame, *, repeated: pd.DataFrame, given: Given
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return what follows from each article alone: documents (each its own story), lines, sentences, misfits.

    Args:
        articles: the articles table, or a part of it.
        repeated: key, articles; the numbers of the whole corpus (see
            `nkru.corpus.lines.repetition`).
        given: rows about these articles are used.
    """
    given = given.of(articles["doc_id"])
    lines, misfits = apply_overrides(line_table(articles, repeated), given.overrides)
    documents, _ = apply_metadata(document_table(articles, lines), given.metadata)
    documents["flags"] = flag_table(articles, lines, documents)
    french = ~documents["flags"].str.split(";").map(lambda flags: "not_french" in flags).astype(
        bool
    )
    sentences = sentence_table(
        articles, lines[lines["doc_id"].isin(documents.loc[french, "doc_id"])]
    )
    # A column that is empty in one part and filled in another has one type.
    documents = documents.astype("str")
    return documents, lines, sentences, misfits


def strangers(doc_ids: pd.Series[str], given: Given) -> pd.DataFrame:
    """Return the rows of metadata.csv and overrides.csv about no article of the corpus: source, reason."""
    given = given.of(doc_ids, others=True)
    _, metadata = apply_metadata(pd.DataFrame({"doc_id": doc_ids[:0]}), given.metadata)
    _, overrides = apply_overrides(pd.DataFrame(columns=LINES), given.overrides)
    return pd.concat([overrides, metadata], ignore_index=True)


def no_article(source: str | Path, unread: pd.DataFrame, files: int) -> CorpusError:
    """Return the error of a corpus without a readable article."""
    reasons = unread["reason"].str.split(";").str[0].value_counts(sort=False)
    told = ", ".join(f"{count}: {reason}" for reason, count in sorted(reasons.items()))
    counts = f"{files} file{'' if files == 1 else 's'}; {told}" if files else "no file"
    return CorpusError(f"no readable article in {source} ({counts}); put articles there")
