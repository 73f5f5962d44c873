"""Orders: the reports that a TOML file asks for, so that a nightly run is one line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nkru.errors import ParameterError
from nkru.report.parameters import did_you_mean
from nkru.report.studies import resolve

_KEYS = {"corpus": str, "out": str, "only": list, "parameters": dict, "public": bool, "jobs": int}


@dataclass(frozen=True)
class Order:
    """One report to make: what `nkru report` takes."""

    corpus: str | Path | None = None
    out: str | Path | None = None
    only: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    public: bool = False
    jobs: int = 2

    def options(self) -> dict[str, Any]:
        """Return the arguments for `run_report`."""
        return vars(self) | {"corpus": self.corpus or "seeds"}


def read_orders(path: Path, given: Order) -> list[Order]:
    """Return the orders of a TOML file: its tables [[report]], with what stands above them for all.

    What the command line gives (`given`) wins over the file; a corpus or a folder can only be given
    to one report.

    Raises:
        ParameterError: no such file, not TOML, a key that is unknown or of the wrong type, or one
            corpus or folder given to several reports.
    """
    try:
        stated = tomllib.loads(resolve(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path} is not TOML: {error}") from error
    reports = stated.pop("report", [{}])
    if not isinstance(reports, list) or not reports:
        raise ParameterError(f"{path}: reports are tables headed [[report]]")
    if len(reports) > 1 and (given.corpus or given.out):
        name = "CORPUS" if given.corpus else "--out"
        raise ParameterError(
            f"{path} asks for {len(reports)} reports: leave {name} out, and set it for each there"
        )
    return [_order(path, given, [stated, report]) for report in reports]


def _order(path: Path, given: Order, tables: list[dict[str, Any]]) -> Order:
    values: dict[str, Any] = {}
    parameters: dict[str, object] = {}
    for table in tables:
        for key, value in table.items():
            _check(path, key, value)
        parameters |= table.get("parameters", {})
        values |= table
    values |= {key: value for key, value in vars(given).items() if value != getattr(Order(), key)}
    values |= {
        "parameters": parameters | dict(given.parameters),
        "only": tuple(values.get("only", ())),
    }
    return replace(Order(), **values)


def _check(path: Path, key: str, value: object) -> None:
    if key not in _KEYS:
        raise ParameterError(f"{path}: no key {key}{did_you_mean(key, _KEYS)}")
    if not isinstance(value, _KEYS[key]) or (isinstance(value, bool) and _KEYS[key] is int):
        raise ParameterError(f"{path}: {key} takes a {_KEYS[key].__name__}, not {value!r}")
