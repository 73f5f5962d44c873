"""Print what the budgets of readers cost: ordinary pages, saved or pasted, read with and without.

Without budgets, this process reads every file itself, as it stands in memory; with them, libraries
that parse bytes run in a process of their own, under limits. Both take turns on the same pages, so
that a busy machine slows both.

Usage: python tests/benchmarks/budgets.py [--pages 10000] [--seed 7]
"""

from __future__ import annotations

import argparse
import html
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from generate import Writer

from nkru.corpus import formats
from nkru.corpus.formats.reader_process import PROCESS

_MOST = 1.1
_TURN = 50
Read = Callable[[bytes, str], Any]


def saved(writer: Writer, number: int) -> bytes:
    """Return an article as a browser saves its page: menus, scripts, teasers, a footer."""
    title, *paragraphs = [writer.sentence()[:80], *writer.paragraphs()]
    links = "".join(
        f'<li class="item"><a href="/{n}">{writer.sentence()[:40]}</a></li>' for n in range(60)
    )
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    script = "window.dataLayer.push({'event': 'page', 'id': 12345});" * 400
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title} - La Gazette'
        f'</title><meta property="article:published_time" content="2019-04-{number % 28 + 1:02}">'
        f"<script>{script}</script></head><body><nav><ul>{links}</ul></nav><main><article>"
        f"<h1>{title}</h1>{body}</article></main><aside><ul>{links}</ul></aside>"
        "<footer><p>© La Gazette</p></footer></body></html>"
    ).encode()


def pasted(writer: Writer, number: int) -> bytes:
    """Return an article as it is pasted from its page."""
    return writer.page(writer.paragraphs()).encode()


def seconds() -> float:
    """Return the processor time of this process and of the one that reads."""
    own = time.process_time()
    if PROCESS.pid is None:
        return own
    fields = Path(f"/proc/{PROCESS.pid}/stat").read_text().rpartition(")")[2].split()
    return own + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def turns(pages: Iterator[bytes], readers: dict[str, Read]) -> dict[str, tuple[float, float]]:
    """Return the processor time and the time by the clock of each way to read the pages."""
    taken = dict.fromkeys(readers, (0.0, 0.0))
    turn = 0
    while some := list(islice(pages, _TURN)):
        turn += 1
        for name, read in list(readers.items())[:: 1 if turn % 2 else -1]:
            used, clock = seconds(), time.perf_counter()
            for page in some:
                read(page, "page")
            so_far = taken[name]
            taken[name] = (
                so_far[0] + seconds() - used,
                so_far[1] + time.perf_counter() - clock,
            )
    return taken


def main() -> int:
    """Print the figures of saved and of pasted pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    over = False
    for make in (pasted, saved):
        writer = Writer(options.seed)
        readers: dict[str, Read] = {"without": formats.read_here, "with": formats.read}
        for read in readers.values():  # what is loaded once is loaded
            read(make(writer, 0), "page")
        pages = (make(writer, number) for number in range(options.pages))
        taken = turns(pages, readers)
        ratios = [a / b for a, b in zip(taken["with"], taken["without"], strict=True)]
        over |= ratios[0] > _MOST
        print(f"{options.pages:,} {make.__name__} pages, processor and clock:")
        for name, (used, clock) in taken.items():
            print(f"  {name:8} {used:8.2f} s {clock:8.2f} s")
        print(f"  ratio    {ratios[0]:8.2f}   {ratios[1]:8.2f}")
    PROCESS.end()
    return int(over)


if __name__ == "__main__":
    raise SystemExit(main())
