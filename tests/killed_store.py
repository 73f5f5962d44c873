"""Prepare a store and be killed, at steps spread over the work; check the store after each.

Run by `test_report_recovery` as a process of its own: it forks, and needs to have no threads.
"""

from __future__ import annotations

import sys
from pathlib import Path

from killed_process import count_steps, run_and_kill

from nkru.corpus.pipeline import prepare, read_corpus

MOMENTS = 30
TABLES = ("documents", "lines", "sentences", "tokens", "unread")


def write_articles(corpus: Path, text: str) -> None:
    """Write two articles, one of which is the same each time."""
    corpus.mkdir(exist_ok=True)
    (corpus / "a.txt").write_text(f"Un titre\n\nLe traité est signé à Pyongyang, {text}.\n")
    (corpus / "b.txt").write_text("Un autre titre\n\nLe train est arrivé en gare de Séoul hier.\n")


def compare(corpus: Path, store: Path) -> None:
    """Check that the store holds what the corpus does, row for row."""
    prepare(corpus, store)
    stored, read = read_corpus(store), read_corpus(corpus)
    for name in TABLES:
        assert getattr(stored, name).equals(getattr(read, name)), name


def main(folder: Path) -> int:
    """Return how many moments there were, and how many processes were killed at theirs."""
    corpus, store = folder / "corpus", folder / "store"
    write_articles(corpus, "le 12 mars")
    read_corpus(corpus)  # what is loaded now is not loaded again by each process
    assert run_and_kill(lambda: prepare(corpus, store), 0) == 0
    write_articles(corpus, "le 13 mars")
    steps = count_steps(lambda: prepare(corpus, folder / "another"))
    killed = 0
    for moment in range(MOMENTS):
        write_articles(corpus, f"le {moment} mai")
        step = 1 + moment * steps // MOMENTS
        killed += run_and_kill(lambda: prepare(corpus, store), step) == 9
        assert run_and_kill(lambda: compare(corpus, store), 0) == 0, step
    return killed


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
