"""Lazy packages (PEP 562): public names that load with the first use of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import FunctionType
from typing import Any


def attach(
    package: str,
    homes: Mapping[str, str],
    checked: Callable[[Callable[..., Any], str], Callable[..., Any]] | None = None,
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return the functions `__getattr__` and `__dir__` of a package, and its sorted `__all__`.

    Args:
        package: its name.
        homes: for each module the names that the package takes from it, separated by spaces.
        checked: what becomes of a function and its name when it is loaded; nothing by default.
    """
    modules = {name: module for module, names in homes.items() for name in names.split()}
    public = sorted(modules)

    def load(name: str) -> Any:
        if name not in modules:
            from difflib import get_close_matches

            close = get_close_matches(name, public, n=1, cutoff=0.7)
            hint = f": did you mean {close[0]!r}?" if close else ""
            raise AttributeError(f"module {package!r} has no attribute {name!r}{hint}")
        value = getattr(import_module(modules[name]), name)
        if checked and isinstance(value, FunctionType):
            value = checked(value, name)
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: public, public
