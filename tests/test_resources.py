"""The data that ships with nkru: no list of a resource has a value twice."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nkru import resources

FILES = sorted(resources.FOLDER.rglob("*.toml"))


def lists_in(value: Any, where: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield every list inside a value, with the path of keys to it."""
    items = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        yield where, value
        items = enumerate(value)
    for key, inner in items:
        yield from lists_in(inner, f"{where}.{key}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_list_of_a_resource_has_a_value_twice(file: Path) -> None:
    lists = lists_in(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    counts = {where: Counter(map(repr, values)) for where, values in lists}
    doubles = {w: [value for value, n in count.items() if n > 1] for w, count in counts.items()}
    assert {where: values for where, values in doubles.items() if values} == {}


def test_resources_have_lists() -> None:
    tables = (tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES)
    assert sum(len(list(lists_in(table, ""))) for table in tables) > 1000
