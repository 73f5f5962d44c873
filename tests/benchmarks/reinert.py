"""Time, memory and growth of Reinert's classification: python tests/benchmarks/reinert.py."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from scipy.io import mmread
from sklearn.metrics import adjusted_rand_score

import nkru
from nkru.measures.counts import Counts
from nkru.themes.stability import stability

SHARED = Path(__file__).parents[3] / "shared" / "reference" / "reinert"
SIZES = (1000, 2000, 4000, 8000, 16000)


def novels(rows: int) -> Counts:
    """Return the first segments of the large reference, or made up ones: 40 to an article."""
    path = SHARED / "dfm_16000.mtx"
    matrix = mmread(path).tocsr()[:rows] if path.exists() else zipf(rows)
    terms = [f"t{column:05}" for column in range(matrix.shape[1])]
    return Counts(matrix, range(rows), terms, np.arange(rows) // 40)


def zipf(rows: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    weights = 1 / (np.arange(6000) + 20)
    matrix = np.zeros((rows, 6000), dtype=np.int8)
    for row in matrix:
        np.add.at(row, rng.choice(6000, 18, p=weights / weights.sum()), 1)
    return matrix


def planted(rows: int, noise: float, seed: int) -> tuple[Counts, np.ndarray]:
    """Return segments of 12 terms, of 75 of their class or, with the chance `noise`, of all 600."""
    rng = np.random.default_rng(seed)
    labels = np.arange(rows) // 10 % 4
    drawn = np.where(
        rng.random((rows, 12)) < noise,
        rng.integers(600, size=(rows, 12)),
        rng.integers(75, size=(rows, 12)) + 75 * labels[:, None],
    )
    matrix = np.zeros((rows, 600), dtype=int)
    np.add.at(matrix, (np.arange(rows)[:, None], drawn), 1)
    terms = [f"t{column:03}" for column in range(600)]
    return Counts(matrix, range(rows), terms, np.arange(rows) // 10), labels


def once(rows: int) -> None:
    """Print seconds (the best of three), MB above those before, and moves of one size."""
    counts = novels(rows)
    nkru.reinert(planted(120, 0.3, 0)[0], 2)  # imports
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(3):
        cpu, wall = time.process_time(), time.perf_counter()
        classes = nkru.reinert(counts, 6)
        times.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(times)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    moves = tuple(classes.merge["moves"][::-1].tolist())
    terms = len(classes.counts.terms)
    print(f"{rows} {terms} {cpu:.3f} {wall:.3f} {memory:.0f} {sum(moves)} {moves}")


def pictures(rows: int) -> None:
    """Print processor seconds of classes, map (100 resamples) and graph, and MB above before."""
    counts = novels(rows)
    small = nkru.reinert(planted(120, 0.3, 0)[0], 3)  # imports
    nkru.class_map(small, nkru.example_corpus(), draws=2)
    nkru.similarity_graph(small.counts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = [time.process_time()]
    classes = nkru.reinert(counts, 6)
    marks.append(time.process_time())
    nkru.class_map(classes, nkru.example_corpus(), draws=100)
    marks.append(time.process_time())
    nkru.similarity_graph(counts)
    marks.append(time.process_time())
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    parts = ", ".join(f"{one:.2f}" for one in np.diff(marks))
    print(
        f"{rows} segments × {len(classes.counts.terms)} terms: classes, map and graph in "
        f"{marks[-1] - marks[0]:.2f} s ({parts}), {memory:.0f} MB (asked: 8 s, 400 MB)"
    )


def main() -> None:
    pictures(SIZES[-1])
    print("segments  terms  CPU s  wall s   MB  moves (by split)")
    times = []
    for rows in SIZES:
        run = subprocess.run(
            [sys.executable, __file__, str(rows)], capture_output=True, text=True, check=True
        )
        size, terms, cpu, wall, memory, moves, by_split = run.stdout.strip().split(" ", 6)
        times.append(float(cpu))
        seconds = f"{float(cpu):6.2f} {float(wall):7.2f}"
        print(f"{size:>8} {terms:>6} {seconds} {memory:>4}  {moves} {by_split}")
    print(f"CPU time grows as segments^{np.polyfit(np.log(SIZES), np.log(times), 1)[0]:.2f}")
    for noise in (0.2, 0.3, 0.4, 0.5, 0.6, 1.0):
        runs = [planted(400, noise, seed) for seed in range(5)]
        scores = [
            adjusted_rand_score(labels, nkru.reinert(counts, 4).labels()) for counts, labels in runs
        ]
        table = stability(nkru.reinert(runs[0][0], 4), draws=20)
        verdicts = table[table["k"] == 4]["verdict"].tolist()
        index = f"ARI {np.mean(scores):.3f} (worst {min(scores):.3f})"
        print(f"planted, noise {noise:.1f}: {index}; {', '.join(verdicts)}")


if __name__ == "__main__":
    once(int(sys.argv[1])) if len(sys.argv) > 1 else main()
