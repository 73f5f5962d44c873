"""Unique names for the files of a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def own_names(names: Sequence[str]) -> list[str]:
    """Return a unique name for each file, its own unless that could name an article of another.

    A name that occurs twice, or that has another name before a # or /, as the names of articles in
    exports and archives have, gets ~2, ~3 and so on at its end.

    >>> own_names(["a.txt", "a.txt", "b.csv", "b.csv#1", "c#1"])
    ['a.txt', 'a.txt~2', 'b.csv', 'b.csv#1~2', 'c#1']
    """
    known = set(names)
    counts: dict[str, int] = {}
    own = []
    for name in names:
        count = counts.get(name, 0) + 1
        if count == 1 and any(begin in known for begin in _beginnings(name)):
            count = 2
        while count > 1 and f"{name}~{count}" in known:
            count += 1
        counts[name] = count
        own.append(f"{name}~{count}" if count > 1 else name)
        known.add(own[-1])
    return own


def _beginnings(name: str) -> Iterator[str]:
    """Yield the names of files that may hold this article: all before a /, or before #number."""
    file, sign, number = name.rpartition("#")
    if sign and number.isdigit():
        yield file
    for place, letter in enumerate(name):
        if letter == "/":
            yield name[:place]
