"""The pipeline: from files to the tables of a corpus, in memory or in a store of Parquet parts.

The first pass reads each file into articles and numbers their lines. The second describes each
article, given the lines that several articles repeat. An update reads only new and changed files,
and describes again only the articles with changed corrections or repeated lines; its result equals
one made from scratch, row for row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from nkru.corpus.copies import group_stories
from nkru.corpus.corpus import Corpus
from nkru.corpus.corrections import add_columns
from nkru.corpus.documents import add_own_columns
from nkru.corpus.line_corrections import apply_overrides
from nkru.corpus.lines.repetition import repeated_among
from nkru.corpus.part_tables import MemoryParts, ParquetParts, Parts, run_on
from nkru.corpus.parts import BATCH, batches, by_doc_id, split_rows
from nkru.corpus.passes import copy_part, describe_part, read_part
from nkru.corpus.reading import File, empty_corpus_error
from nkru.corpus.sources import (
    SETTINGS,
    Sources,
    find_chosen,
    find_sources,
    keep_register,
    register_beside,
)
from nkru.corpus.state import State, is_store, write_state_file
from nkru.corpus.store import StoredCorpus
from nkru.corpus.updates import build_digest, correction_digests, last_state, stamp_files
from nkru.errors import CorpusError
from nkru.locks import lock
from nkru.paths import find_corpus
from nkru.rights import make_private, resolve_output

# Roles depend on whether one, two or more articles have a line: a higher count changes nothing.
_MOST_COUNTED = 3


def read_corpus(
    source: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    jobs: int | None = None,
) -> Corpus:
    """Read a folder of articles, one file or archive of them; or open a store of `nkru prepare`.

    Args:
        source: the path, or a list of paths of files, folders and archives; their articles are
            named from their common folder; a relative path resolves from the nearest parent that
            holds pyproject.toml or notebooks/.
        columns: the columns of tables of articles by field, as {"text": "contenu"}, where their
            names do not say; they win over the table [columns] of a corpus.toml in the folder.
        jobs: processes; by default 1, or those of `joblib.parallel_config`.

    Raises:
        CorpusError: `source` does not exist, or has no readable article or a bad metadata.csv,
            overrides.csv or corpus.toml.
        ParameterError: `columns` names no field.

    >>> import nkru
    >>> from nkru import resources
    >>> corpus = nkru.read_corpus(resources.path("examples/articles"))
    >>> corpus
    <Corpus of 40 articles, 0 not read>
    """
    if isinstance(source, str | Path):
        path = find_corpus(source)
        if is_store(path):
            stored = StoredCorpus(path, State.read(path))
            stored.register_file = register_beside(path)
            return stored
        sources = find_sources(path, columns)
    else:
        sources = find_chosen(source, columns)
    parts = MemoryParts()
    state = _Update(sources, parts, 1, State.empty(), jobs).state()
    articles, lines, sentences = (
        parts.rows(state.index, name) for name in ("articles", "lines", "sentences")
    )
    unread = state.unread[["source", "reason"]]
    corpus = Corpus(articles, state.documents, lines, sentences, unread)
    corpus.register_file = register_beside(sources.beside)
    return corpus


def prepare(source: str | Path, out: str | Path, *, jobs: int | None = None) -> dict[str, int]:
    """Read a corpus into the store `out`, or bring that store up to date.

    Only new and changed files are read; the articles of deleted files disappear.

    Args:
        source: a folder, file or archive, as for `nkru.read_corpus`.
        out: the folder of the store.
        jobs: processes; by default 1, or those of `joblib.parallel_config`. Workers on other
            machines must see both folders.

    Returns:
        read (files), done (articles that are new or were described again), articles (in the store).

    Raises:
        CorpusError: as for `nkru.read_corpus`; or `out` holds other things, or another process is
            preparing it.
        ParameterError: `out` belongs to another user, or others can write into it.
    """
    folder, store = find_corpus(source), resolve_output(out)
    if is_store(folder):
        raise CorpusError(
            "{source} is a store already; give the folder of articles it was made from",
            source=source,
        )
    if folder == store or folder in store.parents:
        raise CorpusError(
            "{out} lies in the corpus {source}; give a folder outside it", out=out, source=source
        )
    if store.exists() and not is_store(store) and (store.is_file() or any(store.iterdir())):
        raise CorpusError("{out} holds other files; give a new folder for the store", out=out)
    make_private(store, folder)
    busy = CorpusError("another process is preparing {store}; wait until it has ended", store=store)
    if not is_store(store):
        write_state_file(store, 0, "")
    (store / "parts").mkdir(exist_ok=True)
    with lock(store / ".lock", busy):
        number, before = last_state(store)
        sources = find_sources(folder)
        keep_register(sources.beside, store)
        update = _Update(sources, ParquetParts(store), number, before, jobs)
        if update.is_needed:
            update.state().write(store, number, build_digest())
    done = int(update.index["part"].isin(update.made).sum())
    return {"read": len(update.fresh), "done": done, "articles": len(update.index)}


class _Update:
    """One update: the files and their changes, and the index of articles as it grows."""

    def __init__(
        self, sources: Sources, parts: Parts, number: int, before: State, jobs: int | None
    ) -> None:
        self.sources, self.parts, self.number, self.jobs = sources, parts, number, jobs
        self.repeated_before = before.repeated
        self.files, self.closed = sources.files, sources.closed
        self.corrections = sources.corrections
        # A change of a file about the corpus is a reason for an update too.
        closed = [File(f"{sources.folder}/{name}", name) for name in self.closed["source"]]
        stamps = stamp_files([*self.files, *sources.beside, *closed])
        self.stamps = stamps
        self.is_needed = not stamps.equals(before.files)
        # Files that are new, changed or gone.
        changed = set(pd.concat([before.files, stamps]).drop_duplicates(keep=False)["source"])
        if SETTINGS in changed:
            # Any table may be read otherwise.
            changed |= {*before.files["source"], *stamps["source"]}
        self.fresh = [file for file in self.files if file.source in changed]
        self.index = before.index[~before.index["file"].isin(changed)]
        file = before.unread["file"]
        self.unread = before.unread[file.notna() & ~file.isin(changed)]
        self.made: list[str] = []

    def state(self) -> State:
        """Do the work and return the new state."""
        read_batch = partial(read_part, columns=self.sources.columns)
        read = self._make_parts(read_batch, batches(self.fresh))
        self.index = pd.concat([self.index, *(index for index, _ in read)], ignore_index=True)
        self.made += sorted({part for index, _ in read for part in index["part"]} - {*self.made})
        self.unread = pd.concat([self.unread, *(unread for _, unread in read)], ignore_index=True)
        if self.index.empty:
            unread = pd.concat([self.closed, self.unread], ignore_index=True)
            raise empty_corpus_error(self.sources.folder, unread, len(self.files))
        repeated = self._find_repeated()
        describe = partial(describe_part, repeated=repeated)
        made = sorted({*self.made} & {*self.index["part"]})
        run_on(self.parts, describe, [(part, self.corrections) for part in made], self.jobs)
        stories = group_stories(partial(self.parts.arrow_tables, self.index, "shingles"))
        documents = self.parts.rows(self.index, "documents")
        story = documents["doc_id"].map(stories).astype("str").fillna(documents["doc_id"])
        documents = add_columns(documents.assign(story_id=story), self.corrections.metadata)
        documents = add_own_columns(documents)
        index = self.index.assign(counted=self.index["doc_id"].isin(stories.index))
        return State(self.stamps, by_doc_id(index), documents, repeated, self._all_unread())

    def _make_parts(
        self, step: Callable[..., tuple[pd.DataFrame, pd.DataFrame]], contents: Sequence[object]
    ) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
        """Make a new part of each of `contents`."""
        first = len(self.made)
        names = [f"{self.number:06}-{first + place:06}" for place in range(len(contents))]
        self.made += names
        return run_on(self.parts, step, list(zip(names, contents, strict=True)), self.jobs)

    def _find_repeated(self) -> pd.DataFrame:
        """Count lines shared by several articles, and queue the articles with changed counts."""
        numbers = self.parts.rows(self.index, "numbers")
        repeated = repeated_among(numbers)
        repeated["articles"] = repeated["articles"].clip(upper=_MOST_COUNTED)
        both = pd.concat([self.repeated_before, repeated])
        changed = both.drop_duplicates(keep=False)["key"]
        affected = numbers.loc[numbers["key"].isin(changed), "doc_id"].unique().tolist()
        digests = self.index["doc_id"].map(correction_digests(self.corrections))
        corrections = digests.astype("str").fillna("")
        outdated = (self.index["corrections"] != corrections) | self.index["doc_id"].isin(affected)
        self.index = self.index.assign(corrections=corrections)
        again = self.index[outdated & ~self.index["part"].isin(self.made)]
        if len(again) and self.made:
            # Two short parts take longer than one: join the last part that was read, if short.
            last = self.index[self.index["part"] == self.made[-1]]
            again = pd.concat([again, last]) if len(last) < BATCH // 2 else again
        kept = self.index.drop(again.index)
        copies = self._make_parts(copy_part, split_rows(again))
        self.index = pd.concat([kept, *(index for index, _ in copies)], ignore_index=True)
        return repeated

    def _all_unread(self) -> pd.DataFrame:
        rows = [self.unread, self.closed, self.sources.unmatched_rows(self.index["doc_id"])]
        overrides = self.corrections.overrides
        if overrides is not None:
            corrected = self.index[self.index["doc_id"].isin(overrides["doc_id"])]
            if len(corrected):
                lines = self.parts.rows(corrected, "lines")
                own = self.corrections.about(corrected["doc_id"]).overrides
                rows.append(apply_overrides(lines, own, self.corrections.files[1])[1])
        return pd.concat(rows).sort_values(["source", "reason"], ignore_index=True)
