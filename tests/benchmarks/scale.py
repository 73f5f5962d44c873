"""Print time and memory by stage as a corpus grows, beside NLTK, spaCy and scikit-learn.

Each size is measured in a process of its own, on one core. A table and a plot go into
outputs/benchmarks.

Usage: python tests/benchmarks/scale.py [--megabytes 10 100 1000] [--jobs 1] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import functools
import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
from generate import write

ROOT = Path(__file__).parents[2]
OUT = ROOT / "outputs" / "benchmarks"
# What a part of the corpus goes through: module, function, stage.
STAGES = (
    ("nkru.corpus.passes", "read_files", "read"),
    ("nkru.corpus.passes", "line_numbers", "clean: repeated lines"),
    ("nkru.corpus.pipeline", "repeated_among", "clean: repeated lines"),
    ("nkru.corpus.passes", "line_table", "clean: roles of lines"),
    ("nkru.corpus.passes", "document_table", "title, date, language"),
    ("nkru.corpus.passes", "flag_table", "flags"),
    ("nkru.corpus.passes", "sentence_table", "sentences"),
    ("nkru.corpus.passes", "token_table", "tokens"),
    ("nkru.corpus.passes", "tag_tokens", "part of speech"),
    ("nkru.corpus.passes", "signature_table", "copies"),
    ("nkru.corpus.pipeline", "group_stories", "copies"),
    ("nkru.corpus.part_tables", "write_table", "store"),
    ("nkru.corpus.part_tables", "read_table", "store"),
)
ANALYSES = {"mentions", "tone", "quotations"}


class Clock:
    """Adds up the process time of stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, stage: str, action: Callable[..., Any]) -> Callable[..., Any]:
        """Return `action`, with its time added to `stage`."""

        @functools.wraps(action)
        def run(*args: Any, **options: Any) -> Any:
            begin = time.process_time()
            try:
                return action(*args, **options)
            finally:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - begin

        return run


def measure(folder: Path, jobs: int) -> list[dict[str, Any]]:
    """Return the seconds of each stage, from files to tables, and the peak of memory."""
    import nkru
    from nkru.corpus.parts import portions
    from nkru.corpus.pipeline import prepare

    clock = Clock()
    for module, name, stage in STAGES:
        home = importlib.import_module(module)
        setattr(home, name, clock.timed(stage, getattr(home, name)))
    with tempfile.TemporaryDirectory() as store:
        begin, wall = time.process_time(), time.perf_counter()
        prepare(folder, store, jobs=jobs)
        clock.seconds["all of prepare"] = time.process_time() - begin
        clock.seconds["all of prepare, by the clock"] = time.perf_counter() - wall
        again = clock.timed("nothing new", prepare)
        again(folder, store)
        corpus = nkru.read_corpus(store)
        tokens = sum(len(part.tokens) for part in portions(corpus))
        with joblib.parallel_config(n_jobs=jobs):
            mentions = clock.timed("mentions", nkru.find_mentions)(corpus)
            clock.timed("tone", nkru.score_sentences)(corpus)
            clock.timed("quotations", nkru.find_quotations)(corpus, mentions=mentions)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        {
            "stage": stage,
            "seconds": seconds,
            "tokens": tokens,
            "articles": len(corpus),
            "peak_mb": megabytes,
        }
        for stage, seconds in clock.seconds.items()
    ]


def peers(folder: Path) -> list[dict[str, Any]]:
    """Return the seconds that other programs take for the tokens of the same text."""
    import nkru

    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    from nltk.tokenize import NLTKWordTokenizer
    from sklearn.feature_extraction.text import CountVectorizer

    # The first to run, so that no chunk has been cut before; « tokens » among the stages is the
    # token table, cold too.
    spans = nkru.FrenchTokenizer().span_tokenize
    actions: dict[str, Callable[[], int]] = {
        "nkru span_tokenize, by page": lambda: sum(len(list(spans(text))) for text in texts),
        "nltk NLTKWordTokenizer": lambda: sum(
            len(NLTKWordTokenizer().tokenize(text)) for text in texts
        ),
        "scikit-learn CountVectorizer": lambda: int(CountVectorizer().fit_transform(texts).sum()),
    }
    if importlib.util.find_spec("spacy"):
        import spacy

        blank = spacy.blank("fr")
        actions["spacy blank fr"] = lambda: sum(
            len(blank(text)) for text in texts[: len(texts) // 5]
        )
    rows = []
    for name, action in actions.items():
        begin = time.process_time()
        tokens = action()
        rows.append({"stage": name, "seconds": time.process_time() - begin, "tokens": tokens})
    return rows


def increment(folder: Path, size: int) -> list[dict[str, Any]]:
    """Return the seconds of an update with 1 % of new articles, and of a store from scratch."""
    from nkru.corpus.pipeline import prepare

    with tempfile.TemporaryDirectory() as store:
        begin = time.process_time()
        prepare(folder, store)
        full = time.process_time() - begin
        write(folder / "new", size // 100, seed=11)
        begin = time.process_time()
        told = prepare(folder, store)
        part = time.process_time() - begin
    return [
        {"stage": "from scratch", "seconds": full, "articles": told["articles"]},
        {
            "stage": f"1 % new ({told['done']} articles)",
            "seconds": part,
            "articles": told["articles"],
        },
    ]


def cluster(folder: Path) -> list[dict[str, Any]]:
    """Return the seconds from files to tone: a Dask cluster of two twice, one process twice."""
    import dask
    from distributed import Client, LocalCluster

    import nkru
    from nkru.corpus.pipeline import prepare

    def run() -> tuple[float, int]:
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory() as store:
            prepare(folder, store)
            corpus = nkru.read_corpus(store)
            rows = len(nkru.find_mentions(corpus)) + len(nkru.score_sentences(corpus))
        return time.perf_counter() - begin, rows

    # As the README has it.
    dask.config.set(
        {
            "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
            "distributed.worker.profile.enabled": False,
        }
    )
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as two,
        Client(two) as client,
    ):
        # Modules are loaded here and there; what they load when they are first used is not.
        for name in (
            "nkru.corpus.pipeline",
            "nkru.actors.mentions",
            "nkru.tone.scores",
        ):
            importlib.import_module(name)
            client.run(importlib.import_module, name)
        with joblib.parallel_config(backend="dask"):
            begun = [(f"Dask, two processes, {when}", *run()) for when in ("first", "again")]
    begun += [(f"one process, {when}", *run()) for when in ("first", "again")]
    assert len({rows for *_, rows in begun}) == 1, "the cluster gives other rows"
    return [{"stage": name, "seconds": seconds} for name, seconds, _ in begun]


def in_a_process(action: str, folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return what one of the functions above returns in a process of its own."""
    command = [sys.executable, __file__, "--action", action, "--keep", str(folder), *arguments]
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    return list(json.loads(ran.stdout))


def print_rows(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        speed = (
            f"{row['tokens'] / row['seconds'] / 1e6:8.3f} M tokens/s" if row.get("tokens") else ""
        )
        print(f"  {row['stage']:32}{row['seconds']:9.2f} s {speed}")


def run_all(sizes: list[float], jobs: int, keep: Path | None) -> None:
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        home = keep or Path(temporary)
        for size in sizes:
            folder = home / f"{size:g}"
            if not folder.is_dir():
                write(folder, int(size * 1e6))
            measured = in_a_process("measure", folder, "--jobs", str(jobs))
            first = measured[0]
            kept = sum(
                row["seconds"]
                for row in measured
                if row["stage"] in ("all of prepare", "mentions", "tone")
            )
            print(
                f"{size:g} MB: {first['articles']:,} articles, {first['tokens']:,} kept "
                f"tokens, one core"
            )
            print_rows(sorted(measured, key=lambda row: -row["seconds"]))
            print(
                f"  from files to tone: {first['tokens'] / kept / 1e6:.3f} M kept tokens/s, "
                f"{first['peak_mb']:.0f} MB"
            )
            if size == min(sizes):
                others = in_a_process("peers", folder)
                print_rows(others)
                measured += others
            measured += in_a_process("increment", folder, "--megabytes", str(size))
            print_rows(measured[-2:])
            if size == min(sizes):
                cold, warm, one, again = in_a_process("cluster", folder)
                measured += [cold, warm, one, again]
                print_rows(measured[-4:])
                ratios = (one["seconds"] / cold["seconds"], again["seconds"] / warm["seconds"])
                print(
                    f"  ratio {ratios[0]:.2f} where nothing is loaded, {ratios[1]:.2f} by "
                    f"workers that have run "
                    "(at least 1.6 on two free cores)"
                )
            rows += [{"megabytes": size, **row} for row in measured]
    publish(pd.DataFrame(rows))


def publish(table: pd.DataFrame) -> None:
    """Write the table, and a plot of the time of each stage per size."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    OUT.mkdir(parents=True, exist_ok=True)
    table.to_csv(OUT / "scale.csv", index=False)
    stages = table[table["stage"].isin({stage for *_, stage in STAGES} | ANALYSES)]
    wide = stages.assign(share=stages["seconds"] / stages["tokens"] * 1e6).pivot(
        index="megabytes", columns="stage", values="share"
    )
    axes = wide.plot.barh(stacked=True, figsize=(9, 4), cmap="tab20")
    axes.set(xlabel="µs per kept token, one core", ylabel="MB of pages")
    axes.legend(bbox_to_anchor=(1, 1))
    plt.savefig(OUT / "scale.png", bbox_inches="tight", dpi=120)
    print("written:", OUT / "scale.csv", OUT / "scale.png")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, nargs="+", default=[10, 100])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder in which the generated corpora stay")
    parser.add_argument(
        "--action", choices=("measure", "peers", "increment", "cluster"), help=argparse.SUPPRESS
    )
    given = parser.parse_args()
    if given.action == "measure":
        print(json.dumps(measure(given.keep, given.jobs)))
    elif given.action == "peers":
        print(json.dumps(peers(given.keep)))
    elif given.action == "cluster":
        print(json.dumps(cluster(given.keep)))
    elif given.action == "increment":
        print(json.dumps(increment(given.keep, int(given.megabytes[0] * 1e6))))
    else:
        run_all(given.megabytes, given.jobs, given.keep)
