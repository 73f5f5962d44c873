"""One process, several, or a Dask cluster give the same tables, row for row."""

from __future__ import annotations

import gc
import os
import signal
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import pytest

import nkru
from nkru.corpus.parallel import run
from nkru.corpus.parts import BATCH, batches, join, part_by_part
from nkru.corpus.pipeline import prepare
from nkru.errors import ParameterError

TABLES = ("documents", "lines", "sentences", "tokens")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of more articles than two parts hold."""
    path = tmp_path_factory.mktemp("corpus")
    for number in range(BATCH + 300):
        text = (
            f"L'accord numéro {number}\n\nMoscou et Pyongyang ont signé le texte {number} "
            f"mercredi.\n"
        )
        (path / f"{number:04}.txt").write_text(
            text + "Le ministre russe s'en félicite. La Chine se tait.\n"
        )
    return path


@pytest.fixture(scope="module")
def corpus(folder: Path) -> nkru.Corpus:
    return nkru.read_corpus(folder)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Return a client of a Dask cluster of two processes."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@part_by_part
def words(corpus: nkru.Corpus, least: int = 0) -> pd.DataFrame:
    """Return a table of an analysis: the longer words of each article."""
    tokens = corpus.tokens[corpus.tokens["token"].str.len() >= least]
    return tokens[["doc_id", "start", "norm"]].assign(basis=corpus.basis)


def test_batches_hold_all_in_order_and_none_is_small() -> None:
    for count in range(2000):
        parts = batches(range(count))
        assert [number for part in parts for number in part] == list(range(count))
        assert all(len(part) >= 100 for part in parts[1:])


def test_processes_read_the_same_corpus(folder: Path, corpus: nkru.Corpus) -> None:
    other = nkru.read_corpus(folder, jobs=2)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(other, name), getattr(corpus, name), obj=name)


def test_the_parts_are_the_whole(corpus: nkru.Corpus) -> None:
    parts = corpus.parts()
    assert len(parts) > 1
    assert {part.basis for part in parts} == {corpus.basis}
    for name in TABLES:
        pd.testing.assert_frame_equal(
            join([getattr(part, name) for part in parts]), getattr(corpus, name), obj=name
        )


def test_tables_are_joined_by_doc_id_with_united_categories() -> None:
    tables = [
        pd.DataFrame(
            {"doc_id": pd.Categorical(ids), "norm": pd.Categorical(norms), "start": starts}
        )
        for ids, norms, starts in (
            (["b", "b"], ["z", "a"], [0, 5]),
            (["a", "c"], ["m", "z"], [3, 1]),
        )
    ]
    joined = join(tables)
    assert joined.astype({"doc_id": "str", "norm": "str"}).to_numpy().tolist() == [
        ["a", "m", 3],
        ["b", "z", 0],
        ["b", "a", 5],
        ["c", "z", 1],
    ]
    assert joined["norm"].cat.categories.tolist() == ["a", "m", "z"]


def test_a_number_of_jobs_below_one_is_refused() -> None:
    with pytest.raises(ParameterError, match="jobs=0"):
        run(len, ["a"], jobs=0)


def test_a_cluster_reads_the_same_corpus(folder: Path, corpus: nkru.Corpus, client: Any) -> None:
    with joblib.parallel_config(backend="dask"):
        other = nkru.read_corpus(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(other, name), getattr(corpus, name), obj=name)


def test_a_cluster_works_on_the_parts_of_a_store(
    folder: Path, corpus: nkru.Corpus, client: Any, tmp_path: Path
) -> None:
    with joblib.parallel_config(backend="dask"):
        prepare(folder, tmp_path / "store")
        stored = nkru.read_corpus(tmp_path / "store")
        by_cluster = words(stored, least=5)
    whole = words(corpus, least=5).reset_index(drop=True)
    pd.testing.assert_frame_equal(by_cluster, whole, check_categorical=False)


def test_a_worker_that_dies_half_way_changes_no_table(
    folder: Path, corpus: nkru.Corpus, client: Any, tmp_path: Path
) -> None:
    first = next(iter(client.run(os.getpid).values()))
    marker = tmp_path / "killed"

    @part_by_part
    def words_of_the_dying(corpus: nkru.Corpus) -> pd.DataFrame:
        if not marker.exists():
            marker.touch()
            os.kill(first, signal.SIGKILL)
        time.sleep(0.2)
        return words(corpus, least=5)

    with joblib.parallel_config(backend="dask"):
        prepare(folder, tmp_path / "store")
        by_cluster = words_of_the_dying(nkru.read_corpus(tmp_path / "store"))
    assert marker.exists()
    whole = words(corpus, least=5).reset_index(drop=True)
    pd.testing.assert_frame_equal(by_cluster, whole, check_categorical=False)


def test_analyses_of_a_store_are_those_of_its_corpus(
    folder: Path, corpus: nkru.Corpus, tmp_path: Path
) -> None:
    prepare(folder, tmp_path / "store", jobs=2)
    stored = nkru.read_corpus(tmp_path / "store")
    assert len(stored.parts()) > 1
    for analysis in (nkru.find_mentions, nkru.score_sentences, nkru.find_quotations):
        whole = analysis(corpus)
        pd.testing.assert_frame_equal(analysis(stored), whole, obj=analysis.__name__)
        with joblib.parallel_config(n_jobs=2):
            pd.testing.assert_frame_equal(analysis(stored), whole, obj=analysis.__name__)
    mentions = nkru.find_mentions(corpus)
    pd.testing.assert_frame_equal(
        nkru.score_targets(stored, mentions), nkru.score_targets(corpus, mentions)
    )
    pd.testing.assert_frame_equal(
        nkru.frequency(mentions, stored), nkru.frequency(mentions, corpus)
    )
    assert not {"sentences", "tokens"} & set(vars(stored))


def test_the_tables_of_one_part_are_in_memory_at_a_time(folder: Path, tmp_path: Path) -> None:
    prepare(folder, tmp_path / "store")
    stored = nkru.read_corpus(tmp_path / "store")
    tables: list[weakref.ref[pd.DataFrame]] = []

    def alive(part: nkru.Corpus) -> pd.DataFrame:
        tables.append(weakref.ref(part.tokens))
        return pd.DataFrame(
            {"doc_id": ["a"], "alive": [sum(table() is not None for table in tables)]}
        )

    assert part_by_part(alive)(stored)["alive"].tolist() == [1, 1]


def collecting(part: str) -> bool:
    return gc.isenabled()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_garbage_collector_waits_until_a_part_is_done(jobs: int) -> None:
    assert run(collecting, ["a", "b"], jobs=jobs) == [False, False]
    assert gc.isenabled()


def test_the_garbage_collector_goes_on_after_a_failure() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        run(int, ["a", "b"])
    assert gc.isenabled()


def test_the_garbage_collector_goes_on_while_the_traceback_is_kept(corpus: nkru.Corpus) -> None:
    @part_by_part
    def analysis(part: nkru.Corpus) -> pd.DataFrame:
        raise ValueError(part.basis)

    with pytest.raises(ValueError, match="article") as kept:
        analysis(corpus)
    assert kept.traceback
    assert gc.isenabled()
