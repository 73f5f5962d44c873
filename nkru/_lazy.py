"""Lazy packages (PEP 562): public names that load with the first use of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def attach(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the functions `__getattr__` and `__dir__` of a package.

    Args:
        package: its name.
        homes: for each module the names that the package takes from it, separated by spaces. A
            module without names is public itself, under the last part of its path.
    """
    modules = {name: module for module, names in homes.items() for name in names.split()}
    itself = {module.rpartition(".")[2]: module for module, names in homes.items() if not names}

    def load(name: str) -> Any:
        if name in itself:
            value: Any = import_module(itself[name])
        elif name in modules:
            value = getattr(import_module(modules[name]), name)
        else:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message + _nearest(name, [*modules, *itself]))
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: sorted([*modules, *itself])


def _nearest(name: str, names: list[str]) -> str:
    # Python asks for `__path__` and the like, and for submodules that are not loaded yet: only a
    # misspelt name needs the search.
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=1, cutoff=0.7)
    return f": did you mean {close[0]!r}?" if close else ""
