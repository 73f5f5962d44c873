"""Configs: a TOML file that asks for several reports."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nkru.errors import ParameterError
from nkru.language import deferred, gettext
from nkru.paths import resolve, shorten
from nkru.report.runs.parameters import did_you_mean


@dataclass(frozen=True)
class ReportConfig:
    """The options of one report, as `nkru report` takes them."""

    corpus: str | Path | None = None
    out: str | Path | None = None
    only: Sequence[str] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    public: bool = False
    lang: str = "en"
    excel_csv: bool = False
    jobs: int = 2

    def options(self) -> dict[str, Any]:
        """Return the arguments for `run_report`."""
        return vars(self) | {"corpus": self.corpus or "seeds"}


# The longest path that systems open, in bytes; and more processes than any machine has.
_LONGEST, MOST_JOBS = 4096, 1024
_TYPES = {
    "corpus": deferred("a path"),
    "out": deferred("a path"),
    "only": deferred("a list of names of notebooks"),
    "parameters": deferred("a table"),
    "public": deferred("true or false"),
    "lang": deferred("en, fr or fr,en"),
    "excel_csv": deferred("true or false"),
    "jobs": deferred("a number from 1 to {most}"),
}


def read_config(path: Path, options: ReportConfig) -> list[ReportConfig]:
    """Return the reports that a TOML file asks for, one per table [[report]].

    Keys above the tables apply to all reports. Options of the command line win over the file.

    Args:
        path: the file.
        options: the options of the command line.

    Raises:
        ParameterError: the file is missing or is not TOML; a key is unknown or of the wrong type;
            or the command line names one corpus or one folder for several reports.
    """
    shared = _read_toml(path)
    reports = shared.pop("report", [{}])
    if not _is_list_of(reports, dict) or not reports:
        raise ParameterError("{path}: reports are tables headed [[report]]", path=path)
    if len(reports) > 1 and (options.corpus or options.out):
        name = "CORPUS" if options.corpus else "--out"
        raise ParameterError(
            "{path} asks for {reports} reports: leave {name} out, and set it for each there",
            path=path,
            reports=len(reports),
            name=name,
        )
    return [_merge_options(path, shared, report, options) for report in reports]


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(resolve(path).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ParameterError(
            "cannot read {path}: {reason:cell}", path=path, reason=error.strerror
        ) from error
    except ValueError as error:  # TOML, UTF-8, or a number of thousands of digits
        raise ParameterError(
            "{path} is not TOML: {error:cell}", path=path, error=shorten(str(error), 200)
        ) from error
    except RecursionError as error:
        raise ParameterError(
            "{path} is not TOML for a report: it is nested too deeply", path=path
        ) from error


def _merge_options(
    path: Path, shared: dict[str, Any], report: dict[str, Any], options: ReportConfig
) -> ReportConfig:
    for key, value in (*shared.items(), *report.items()):
        _check_key(path, key, value)
    default = ReportConfig()
    chosen = {key: value for key, value in vars(options).items() if value != getattr(default, key)}
    parameters = shared.get("parameters", {}) | report.get("parameters", {})
    merged = shared | report | chosen
    return ReportConfig(**merged | {"parameters": parameters | dict(options.parameters)})


def _check_key(path: Path, key: str, value: object) -> None:
    if key not in _TYPES:
        raise ParameterError(
            "{path}: no key {key}: {hint}",
            path=path,
            key=shorten(key),
            hint=did_you_mean(key, _TYPES),
        )
    if not _fits(key, value):
        raise ParameterError(
            "{path}: {key} takes {type}, not {value}",
            path=path,
            key=key,
            type=gettext(_TYPES[key], most=str(MOST_JOBS)),
            value=_shown(value),
        )


def _shown(value: object) -> str:
    try:
        return shorten(repr(value))
    except ValueError:  # a number of thousands of digits
        return gettext("a number of thousands of digits")


def _fits(key: str, value: object) -> bool:
    if key in {"corpus", "out"}:
        return _is_path(value)
    if key == "lang":
        return isinstance(value, str)
    if key == "only":
        return _is_list_of(value, str)
    if key == "parameters":
        return isinstance(value, dict)
    if key in {"public", "excel_csv"}:
        return isinstance(value, bool)
    # A bool is an int to Python.
    return isinstance(value, int) and value is not True and 1 <= value <= MOST_JOBS


def _is_path(value: object) -> bool:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return False
    return len(value.encode("utf-8", "surrogatepass")) <= _LONGEST


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(entry, kind) for entry in value)
