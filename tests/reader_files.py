"""What a reader may put into the folder of a report: files of every kind."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path


def put_reader_files(report: Path, outside: Path) -> None:
    """Put files of many kinds into a report; links lead to the folder `outside`."""
    outside.mkdir(exist_ok=True)
    (outside / "photo.jpg").write_bytes(b"\xff\xd8")
    (report / "notes.txt").write_text("à vérifier")
    (report / ".nojekyll").touch()
    (report / ".htaccess").write_text("Require valid-user")
    objects = report / ".git" / "objects" / "ab"
    objects.mkdir(parents=True)
    (report / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (objects / "cdef").write_bytes(b"x\x9c\x00")
    (objects / "cdef").chmod(0o444)
    (report / ".ipynb_checkpoints").mkdir()
    (report / ".ipynb_checkpoints" / "actors-checkpoint.ipynb").write_text("{}")
    (report / "lien").symlink_to(outside)
    (report / "photo.jpg").symlink_to(outside / "photo.jpg")
    (report / "mort").symlink_to("nulle-part")
    (report / "vide").mkdir()
    (report / "tables").mkdir(exist_ok=True)
    (report / "tables" / "mes-chiffres.csv").write_text("a;b\n")
    (report / "tables" / "vide aussi").mkdir()
    (report / "tables" / "lien").symlink_to("..")
    os.mkfifo(report / "pipe")
    with socket.socket(socket.AF_UNIX) as endpoint:
        here = Path.cwd()
        os.chdir(report)  # the path of a socket has 107 bytes at most
        endpoint.bind("socket")
        os.chdir(here)
    Path(os.fsdecode(os.fsencode(report) + b"/caf\xe9\n.txt")).write_text("octets")
    (report / "fermé").mkdir()
    (report / "fermé" / "x").write_text("lecture seule")
    (report / "fermé").chmod(0o555)


def look_at(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return what is below a folder, links not followed: type, rights, time, and content."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = Path(place, name)
            about = path.lstat()
            content: object = None
            if path.is_symlink():
                content = path.readlink()
            elif stat.S_ISREG(about.st_mode):
                content = path.read_bytes()
            time = None if stat.S_ISDIR(about.st_mode) else about.st_mtime_ns
            found[path.relative_to(folder).as_posix()] = (about.st_mode, time, content)
    return found
