"""Faults: docs/faults.md names tests that exist and run; and some faults of no other room."""

from __future__ import annotations

import ast
import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
import zmq
from jupyter_client.session import Session

import nkru
from nkru.errors import CorpusError
from nkru.report.runs.kernels import OwnKernelManager
from tests import hostile_files as made

TESTS = Path(__file__).parent
LISTED = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (TESTS.parent / "docs/faults.md").read_text())
# These alone may be skipped: where nobody may become another user or mount a disk, or without
# functions of POSIX.
SKIPPED = ("euid", "posix", "SIGVTALRM", "os.name", "tmpfs")


def test_every_test_in_the_list_of_faults_exists_and_runs() -> None:
    assert len(LISTED) > 80
    for file in sorted({file for file, _ in LISTED}):
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        tests = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name in {name for other, name in LISTED if other == file}:
            assert name in tests, f"{file}::{name}"
            marks = " ".join(map(ast.unparse, tests[name].decorator_list))
            assert "skip" not in marks or any(word in marks for word in SKIPPED), name


SECRET = "Le mot de passe du journal est gardé ici."
LAUGHS = "".join(
    f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)
)
HEADS = {
    "a file": '<!DOCTYPE x [<!ENTITY i SYSTEM "file://{path}">]>',
    "a definition": '<!DOCTYPE x SYSTEM "file://{path}">',
    "laughs": f'<!DOCTYPE x [<!ENTITY a "{"ha" * 20}">{LAUGHS}]>',
    "a long one": f'<!DOCTYPE x [<!ENTITY i "{"a" * 50_000}">]>',
    "depth": "",
}


@pytest.mark.parametrize("name", HEADS)
def test_xml_that_unfolds_or_names_a_file_gives_nothing_of_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    folder = tmp_path / "corpus"
    folder.mkdir()
    head = HEADS[name].replace("{path}", str(tmp_path / "secret"))
    used = "<b>" * 100_000 if name == "depth" else "&i;" * 2_000
    body = f"{used} Un article sur le port de Sète, ouvert mardi."
    tei = f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>{body}</p></body></text></TEI>"
    (folder / "a.xml").write_text(f"<?xml version='1.0'?>{head}{tei}")
    (folder / "b.html").write_text(f"{head}<html><body><p>{body}</p></body></html>")
    (folder / "c.docx").write_bytes(made.document(made.paragraph(body), head=head))
    (folder / "d.txt").write_text("Le port\n\nLe port de Nantes rouvre mardi.\n")
    begun = time.process_time()
    corpus = nkru.read_corpus(folder)
    assert time.process_time() - begun < 5
    texts = [corpus.raw(doc_id) for doc_id in corpus.documents["doc_id"]]
    assert "d.txt" in set(corpus.documents["doc_id"])
    assert not any("mot de passe" in text for text in texts)
    assert max(map(len, texts)) < 1_000_000


def test_metadata_of_thousands_of_columns_is_told_soon(tmp_path: Path) -> None:
    names = ",".join(f"colonne {number}" for number in range(5_000))
    (tmp_path / "metadata.csv").write_text(f"doc_id,{names}\na.txt{',1' * 5_000}\n")
    (tmp_path / "a.txt").write_text("Le port\n\nLe port de Nantes rouvre mardi.\n")
    begun = time.process_time()
    with pytest.raises(CorpusError, match=r"metadata\.csv, row 1: more than 200 columns"):
        nkru.read_corpus(tmp_path)
    assert time.process_time() - begun < 3


def ask(information: dict[str, Any], key: bytes, server: bytes) -> bool:
    """Ask a kernel who it is, encrypted if the key of the server is given; tell if it answers."""
    with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
        socket.linger = 0
        if server:
            socket.curve_serverkey = server
            socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()
        socket.connect(f"tcp://127.0.0.1:{information['shell_port']}")
        Session(key=key).send(socket, "kernel_info_request")
        return bool(socket.poll(700))


@pytest.mark.long
def test_a_kernel_answers_no_peer_without_its_keys(tmp_path: Path) -> None:
    async def run() -> None:
        file = tmp_path / "kernel.json"
        kernel = OwnKernelManager(connection_file=str(file), transport_encryption="auto")
        await kernel.start_kernel()
        try:
            client = kernel.client()
            client.start_channels()
            await client.wait_for_ready(timeout=60)
            client.stop_channels()
            known = json.loads(file.read_text())
            key, server = known["key"].encode(), kernel.curve_publickey
            assert known["ip"] == "127.0.0.1"
            assert file.stat().st_mode & 0o077 == 0
            answers = [ask(known, *keys) for keys in ((key, server), (key, b""), (b"x", server))]
            assert answers == [True, False, False]
        finally:
            await kernel.shutdown_kernel(now=True)

    asyncio.run(run())
