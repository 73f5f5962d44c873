"""Print the time a file and the memory of reading a folder of mixed files, beside another version.

Pasted pages, saved pages, dumps of text browsers, Word files, tables and JSON Lines are written
with other words in each, and read in processes of their own, each version twice by turns.

Usage: python tests/benchmarks/mixed_files.py [--files 10000] [--other FOLDER]
    FOLDER is another checkout of nkru, such as `git worktree add FOLDER COMMIT`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from dumped_page import FOOT, HEAD, lynx
from generate import Writer

ROOT = Path(__file__).parents[2]
ROUNDS = 2
READ = """
import json, resource, sys, time
import nkru
begin, wall = time.process_time(), time.perf_counter()
corpus = nkru.read_corpus(sys.argv[1])
seconds = time.process_time() - begin
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "articles": len(corpus), "unread": len(corpus.unread), "clock": time.perf_counter() - wall,
    "seconds": seconds + children.ru_utime + children.ru_stime,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def pasted(title: str, texts: list[str]) -> bytes:
    head = f"La Gazette\n\n{title}\n\nPar Jeanne Martin\nPublié le 3 mars 2024\n\nPartager\n\n"
    return (head + "\n\n".join(texts) + "\n\nÀ lire aussi\n\nUn autre article\n").encode()


def saved(title: str, texts: list[str]) -> bytes:
    menu = "".join(f"<li><a href='/{n}'>Rubrique {n}</a></li>" for n in range(40))
    body = "".join(f"<p>{text}</p>" for text in texts)
    return (
        f"<!DOCTYPE html><html lang=fr><head><title>{title}</title><meta property="
        f"'article:published_time' content='2024-03-03T08:00:00Z'></head><body><nav><ul>{menu}</ul>"
        f"</nav><article><h1>{title}</h1>{body}</article><footer>{menu}</footer></body></html>"
    ).encode()


def dumped(title: str, texts: list[str]) -> bytes:
    blocks = [*HEAD[:2], ("h", title), *HEAD[3:], *(("p", text) for text in texts), *FOOT]
    return lynx(blocks).encode()


def typed(title: str, texts: list[str]) -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    for text in texts:
        document.add_paragraph(text)
    document.save(stream := io.BytesIO())
    return stream.getvalue()


def table(title: str, texts: list[str]) -> bytes:
    rows = csv.writer(stream := io.StringIO(), lineterminator="\n")
    rows.writerow(["titre", "date", "journal", "texte"])
    rows.writerows(
        [f"{title} {n}", "2024-03-03", "La Gazette", text] for n, text in enumerate(texts)
    )
    return stream.getvalue().encode()


def lines_of_json(title: str, texts: list[str]) -> bytes:
    rows = ({"title": f"{title} {n}", "text": text} for n, text in enumerate(texts))
    return "\n".join(map(json.dumps, rows)).encode()


# The ending, the writer and the number of files of a kind in twenty.
KINDS: tuple[tuple[str, Callable[[str, list[str]], bytes], int], ...] = (
    ("txt", pasted, 9),
    ("html", saved, 5),
    ("dump.txt", dumped, 3),
    ("docx", typed, 1),
    ("csv", table, 1),
    ("jsonl", lines_of_json, 1),
)


def write(folder: Path, files: int) -> None:
    """Write the files."""
    writer = Writer(7)
    kinds = [(ending, make) for ending, make, count in KINDS for _ in range(count)]
    for number in range(files):
        ending, make = kinds[number % len(kinds)]
        title = " ".join(writer.sentence().split()[:9]).rstrip(".,;")
        (folder / f"{number:05}.{ending}").write_bytes(make(title, writer.paragraphs()))


def read(folder: Path, version: Path) -> dict[str, float]:
    """Return the figures of reading a folder by a version of nkru, in a process of its own."""
    command = [sys.executable, "-c", READ, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(version), "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment, cwd=version)
    return dict(json.loads(ran.stdout))


def main() -> None:
    """Write the folder and print the figures of each version, and their ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--other", type=Path)
    given = parser.parse_args()
    versions = [ROOT, *filter(None, [given.other])]
    best: dict[Path, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), given.files)
        for version in versions * ROUNDS:
            found = read(Path(folder), version.resolve())
            least = best.setdefault(version, found)
            best[version] = {name: min(value, least[name]) for name, value in found.items()}
    for version, found in best.items():
        name = "this version" if version == ROOT else "the other"
        print(
            f"{name}: {found['articles']:,.0f} articles of {given.files:,} files, "
            f"{found['unread']:,.0f} told; {found['seconds'] / given.files * 1000:.2f} ms a file "
            f"({found['clock']:.1f} s by the clock), {found['megabytes']:.0f} MB"
        )
    if given.other:
        one, other = (best[version] for version in versions)
        ratios = [one[name] / other[name] for name in ("seconds", "clock", "megabytes")]
        print("ratio of seconds, clock, memory:", " ".join(f"{ratio:.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
