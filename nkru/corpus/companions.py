"""Companions: files beside articles that are not articles, known by their names and folders."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from nkru.language import table_text
from nkru.resources import read_toml

# Tables of the researcher beside the articles (see `nkru.corpus.corrections`).
SIDE_FILES = tuple(
    f"{name}.{end}" for name in ("metadata", "overrides", "register") for end in ("csv", "xlsx")
)
REGISTERS = ("register.csv", "register.xlsx")
_PAGES = (".htm", ".html", ".xhtml", ".shtml", ".php", ".asp", ".aspx")


def is_silent(path: str) -> bool:
    """Return whether a file is hidden or about the corpus: no table lists it."""
    name = path.rsplit("/", 1)[-1]
    return name.startswith((".", "README")) or name in SIDE_FILES or name.endswith(".toml")


def saved_folders(paths: Iterable[str]) -> set[str]:
    """Return the folders in which browsers put the files of a page that lies beside them.

    >>> saved_folders(["a/page.html", "a/page_fichiers/logo.svg", "b_files/c.html"])
    {'a/page_fichiers'}
    """
    names = list(paths)
    pages = {path.rsplit(".", 1)[0] for path in names if path.casefold().endswith(_PAGES)}
    folders = {path[:at] for path in names for at in _slashes(path)}
    return {folder for folder in folders if _page_of(folder) in pages}


def companion_reason(path: str, folders: set[str]) -> str | None:
    """Return why a file is not an article, and what to do; None if it may be an article.

    Args:
        path: its path in the corpus.
        folders: as from `saved_folders`.

    >>> companion_reason("lisezmoi.txt", set())
    'a note about the folder; rename it if it is an article'
    >>> companion_reason("article.txt", set())
    """
    if any(path[:at] in folders for at in _slashes(path)):
        return table_text(
            "it belongs to a page saved complete, which is read; leave it or delete it"
        )
    name = path.rsplit("/", 1)[-1].casefold()
    names = _by_value("names")
    told = names.get(name) or names.get(name.rsplit(".", 1)[0])
    if told:
        return told
    named = name.lstrip("_0123456789-. ")
    begun = (why for begin, why in _by_value("beginnings").items() if named.startswith(begin))
    ended = (why for end, why in _by_value("ends").items() if name.endswith(end))
    return next(begun, None) or next(ended, None)


def _slashes(path: str) -> list[int]:
    return [at for at, letter in enumerate(path) if letter == "/"]


def _page_of(folder: str) -> str | None:
    ends = read_toml("pages/companions.toml")["folders"]
    return next((folder.removesuffix(end) for end in ends if folder.endswith(end)), None)


@cache
def _by_value(table: str) -> dict[str, str]:
    reasons = read_toml("pages/companions.toml")[table]
    return {value: reason for reason, values in reasons.items() for value in values}
