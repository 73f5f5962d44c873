"""The loop of the reader process: read each file that comes through its input, within limits."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from dataclasses import asdict
from threading import Thread
from typing import Any

from nkru.corpus import formats
from nkru.corpus.articles import Article
from nkru.corpus.formats.table_columns import stating
from nkru.errors import CorpusError
from nkru.language import table_text

try:
    import resource
except ImportError:  # Windows has no limits of this kind: only the time on the clock counts
    resource = None  # type: ignore[assignment]


def serve() -> None:
    """Answer questions until the input ends: a line of JSON and a file; an answer is a line."""
    # The parent handles Ctrl-C and ends this process. Output of a library goes to stderr, not into
    # the answers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if hasattr(select, "poll"):
        Thread(target=_end_with_parent, daemon=True).start()
    questions = sys.stdin.buffer
    while line := questions.readline():
        question = json.loads(line)
        data = questions.read(question["size"])
        if len(data) < question["size"]:
            return
        answer = _answer(data, question)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        if "ended" in answer:
            return


def _end_with_parent() -> None:
    """End this process when nobody can write to its input any more: its parent has died."""
    poll = select.poll()
    poll.register(0, 0)
    poll.poll()
    os._exit(1)


def _answer(data: bytes, question: dict[str, Any]) -> dict[str, Any]:
    try:
        _limit(question["seconds"], question["memory"])
        with stating(question["columns"]):
            reader, items = formats.read_here(data, question["name"], question["reader"])
    except CorpusError as error:
        return {"error": str(error)}
    except RecursionError:
        return {"error": table_text("it is nested too deeply; save or export it again")}
    except MemoryError:
        _limit(0, 0)
        megabytes = question["memory"] >> 20
        # The state of the process is unknown now: it ends, and the next file gets a new one.
        reason = table_text(
            "reading it takes more than {megabytes} MB of memory; split it into several files",
            megabytes=megabytes,
        )
        return {"error": reason, "ended": True}
    articles = [asdict(item) if isinstance(item, Article) else list(item) for item in items]
    return {"reader": reader.NAME, "articles": articles}


def _limit(seconds: int, memory: int) -> None:
    """Limit the processor time and memory that this process takes from now on; 0 lifts a limit."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + 1 + seconds if seconds else resource.RLIM_INFINITY
    _set_limit(resource.RLIMIT_CPU, end)
    held = _address_space()
    if held:
        _set_limit(resource.RLIMIT_AS, held + memory if memory else resource.RLIM_INFINITY)


def _set_limit(kind: int, value: int) -> None:
    """Lower or raise a limit, never above the one that the system or the user has set."""
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        value = most if value == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(kind, (value, most))


def _address_space() -> int:
    """Return the bytes of memory that this process has mapped; 0 if the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123  # not a file
            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
