"""Cases: one damaged file in a study of good articles, and what must hold when nkru reads it.

A case is made from a seed, a group and a number alone, so that each failure can be made again.
"""

from __future__ import annotations

import os
import re
import socket
import tempfile
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import pandas as pd

import nkru
from fuzzing import articles, documents, side_files, structures
from fuzzing.mutations import mutate
from nkru.errors import NkruError
from nkru.paths import PACKAGE
from nkru.report.site.checks import check_lines
from nkru.tokens.characters import visible

GROUPS = ("files", "side")
FORMATS = articles.FORMATS | documents.FORMATS
OWN = structures.OWN | documents.OWN
FAILURES = ("traceback", "hang", "memory", "crash", "stopped", "vanished", "neighbours", "unclear")
GOOD = {
    "a.txt": "Le sommet de Vladivostok\n\nLe président russe reçoit son hôte jeudi 25 avril 2019. "
    "L’accord est un succès, selon Moscou.\n\nPersonne ne parle de la menace nord-coréenne.\n",
    "b.txt": "La criée de Sète a rouvert\n\nPublié le 3 mai 2023\n\nLes étals étaient vides depuis "
    "vendredi, dit Jeanne Roux. « Les prix s'en sont ressentis dès l'ouverture », ajoute-t-elle.\n",
    "zz.txt": "Le port reprend ses départs\n\nDouze ferrys partent cette semaine, et la "
    "capitainerie promet d'étudier vite la demande du comité local des pêches.\n",
}
# What a file may be called; each is also given the suffix of another format.
NAMES = (
    *(
        b"caf\xe9",
        "e\u0301té".encode(),
        "été".encode(),
        b"a\nb",
        b"\x1b[31mrouge",
        b"\r",
        b" ",
        b"-x",
    ),
    *(
        b"n" * 240,
        b"a.txt#1",
        b"a.txt~2",
        b"=1+1",
        b"$x^{2$",
        b"'a'",
        b'"a"',
        b"<b>",
        b"%41",
        b"a;b",
    ),
    *(
        b"\xff\xfe",
        "🚀".encode(),
        "\u202ecod".encode(),
        b"A.TXT",
        b"a.txt.txt",
        b"*",
        b"con",
        b"\\",
    ),
    *(b"b.csv#1", b"sous/dossier/x", b"metadata.csv.bak", b"x\x7f", b"{}", b"[a]"),
)
SPECIAL = (
    "fifo",
    "zero",
    "urandom",
    "loop",
    "dead link",
    "socket",
    "sparse",
    "folder",
    "unreadable",
)


class Case(NamedTuple):
    """A damaged file: its group and number, its kind, its path in the study, and its bytes."""

    group: str
    number: int
    kind: str
    path: bytes
    data: bytes


class Outcome(NamedTuple):
    """What became of a case: read, unread or told if all is well, else one of FAILURES."""

    verdict: str
    detail: str = ""
    trace: str = ""


class Late(Exception):  # noqa: N818
    """The time of a case is over; raised by the alarm of a test."""


def make_case(seed: int, group: str, number: int) -> Case:
    """Return a case; the same arguments give the same one."""
    random = Random(f"{seed}/{group}/{number}")
    if group == "side":
        kind = random.choice(list(side_files.KINDS))
        path, data, own, _ = side_files.KINDS[kind]
        return Case(group, number, kind, path.encode(), side_files.damage(data, random, own))
    if random.random() < 0.02:
        return Case(group, number, "special", b"m.txt", random.choice(SPECIAL).encode())
    kind = random.choice(list(FORMATS))
    suffix, make = FORMATS[kind]
    if random.random() < 0.12:
        suffix = random.choice([suffix, suffix, ".txt", ".html", ".csv", ".zip", "", ".DOCX"])
        return Case(group, number, "name", random.choice(NAMES) + suffix.encode(), make(random))
    return Case(
        group, number, kind, b"m" + suffix.encode(), mutate(make(random), random, OWN.get(kind, ()))
    )


def write_study(folder: Path, case: Case) -> None:
    """Write a study with the good articles and the file of the case."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for name, text in GOOD.items():
        (corpus / name).write_text(text, encoding="utf-8")
    if case.group == "side":
        for path, content, *_ in side_files.KINDS.values():
            if not path.startswith("corpus"):
                (folder / path).write_bytes(content)
        for path, content in side_files.OTHERS.items():
            (folder / path).write_bytes(content)
        (folder / os.fsdecode(case.path)).write_bytes(case.data)
        return
    path = corpus / os.fsdecode(case.path)
    path.parent.mkdir(exist_ok=True, parents=True)
    if case.kind == "special":
        _write_special(path, case.data.decode())
    else:
        path.write_bytes(case.data)


def _write_special(path: Path, what: str) -> None:
    actions: dict[str, Callable[[], object]] = {
        "fifo": lambda: os.mkfifo(path),
        "zero": lambda: path.symlink_to("/dev/zero"),
        "urandom": lambda: path.symlink_to("/dev/urandom"),
        "loop": lambda: path.symlink_to(path),
        "dead link": lambda: path.symlink_to("nowhere"),
        "socket": lambda: _bind(path),
        "folder": path.mkdir,
    }
    if what in actions:
        actions[what]()
        return
    with path.open("wb") as stream:
        stream.write(b"Le texte.")
        stream.truncate((1 << 30) - 1 if what == "sparse" else None)
    path.chmod(0 if what == "unreadable" else 0o644)


def _bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def run_case(case: Case, folder: Path) -> Outcome:
    """Read the study of a case as a user would, and return what became of it."""
    try:
        return _run_side(case, folder) if case.group == "side" else _run_file(case, folder)
    except NkruError as error:
        return _judge_message(case, error)
    except Late:
        return Outcome("hang", "over the time")
    except MemoryError:
        return Outcome("memory", "MemoryError", traceback.format_exc())
    except Exception as error:  # noqa: BLE001
        detail = f"{type(error).__name__}: {str(error)[:100]!r} {_place(error)}"
        return Outcome("traceback", detail, traceback.format_exc())


def _run_file(case: Case, folder: Path) -> Outcome:
    corpus = nkru.read_corpus(folder / "corpus")
    if changed := _changed(corpus):
        return Outcome("neighbours", changed)
    name = os.fsdecode(case.path)
    sources = [*corpus.documents["source"], *corpus.unread["source"]]
    others = [source for source in sources if source not in GOOD]
    may_vanish = case.kind == "special" and case.data == b"folder"
    if not others and not may_vanish:
        return Outcome("vanished", repr(name))
    analyse(corpus)
    return Outcome("read" if len(corpus.documents) > len(GOOD) else "unread")


def analyse(corpus: nkru.Corpus) -> None:
    """Run what a report does with each article."""
    assert list(check_lines(corpus))
    nkru.find_mentions(corpus)
    nkru.find_quotations(corpus)
    nkru.score_sentences(corpus)
    nkru.candidates(corpus)


def _changed(corpus: nkru.Corpus) -> str:
    """Return which table of the good articles differs from that of the good articles alone."""
    for name, expected in good_tables().items():
        # A table may bring columns of its own.
        if not _good_rows(getattr(corpus, name))[expected.columns].equals(expected):
            return name
    return ""


def _good_rows(table: pd.DataFrame) -> pd.DataFrame:
    own = table[table["doc_id"].isin(GOOD)].drop(columns="story_id", errors="ignore")
    return own.astype("object").reset_index(drop=True)


@cache
def good_tables() -> dict[str, pd.DataFrame]:
    """Return documents, lines and sentences of the good articles alone."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in GOOD.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        corpus = nkru.read_corpus(folder)
        tables = ("documents", "lines", "sentences")
        return {name: _good_rows(getattr(corpus, name)) for name in tables}


def _run_side(case: Case, folder: Path) -> Outcome:
    opened = side_files.KINDS[case.kind][-1](folder / os.fsdecode(case.path), folder)
    if isinstance(opened, nkru.Corpus) and sorted(opened.fileids()) != sorted(GOOD):
        return Outcome("vanished", f"articles are {opened.fileids()}")
    return Outcome("read")


_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def _judge_message(case: Case, error: NkruError) -> Outcome:
    """Judge an error: about a side file it is right if it is one sentence that names the file."""
    message = str(error)
    if case.group == "files":
        return Outcome("stopped", f"{type(error).__name__}: {message[:100]}")
    name = Path(os.fsdecode(case.path)).name
    # A row of a sheet that the key lacks is a fault of either.
    is_named = name in message or case.kind.startswith("key") and "the key" in message
    faults = {
        "does not name the file": not is_named,
        "has several lines": len(message.splitlines()) > 1,
        "has over 4,000 characters": len(message) > 4000,
        "holds control characters": visible(message) != message,
        "holds an address of memory": bool(_ADDRESS.search(message)),
    }
    found = [fault for fault, holds in faults.items() if holds]
    if found:
        return Outcome("unclear", f"{', '.join(found)}: {type(error).__name__}: {message[:100]!r}")
    return Outcome("told", message)


def _place(error: BaseException) -> str:
    """Return the last line of nkru's own code that an error passed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    if not own:
        return ""
    return f"at {Path(own[-1].filename).relative_to(PACKAGE)}:{own[-1].lineno}"
