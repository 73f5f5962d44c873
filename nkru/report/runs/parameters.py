"""Parameters: what a notebook declares in its tagged cell, and the values a run gives it, checked by type."""

from __future__ import annotations

import ast
import difflib
import json
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nkru.errors import ParameterError

Value = str | int | float | bool | None | list[Any]
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
# The run itself decides these: they are the argument CORPUS and the options --out and --public.
RESERVED = {"corpus": "the argument CORPUS", "output": "--out", "public": "--public"}


@dataclass(frozen=True)
class Parameter:
    """One declared parameter: its name, its type as written ("int", "str | None"), its default."""

    name: str
    type: str
    default: Value


def declared(notebook: Any, name: str) -> dict[str, Parameter]:
    """Return the parameters of the cell tagged `parameters`.

    Raises:
        ParameterError: no such cell, or a line in it that is not `name: type = literal`.
    """
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(
            f"notebook {name}: exactly one cell must be tagged `parameters`, {len(tagged)} are"
        )
    return {found.name: found for found in _read_cell(tagged[0].source, name)}


def _read_cell(source: str, name: str) -> Iterable[Parameter]:
    try:
        for line in ast.parse(source).body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value:
                default = ast.literal_eval(line.value)
                yield Parameter(line.target.id, ast.unparse(line.annotation), default)
            elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                default = ast.literal_eval(line.value)
                yield Parameter(line.targets[0].id, type(default).__name__, default)
            else:
                raise ValueError(ast.unparse(line))
    except (SyntaxError, ValueError) as error:
        raise ParameterError(
            f"notebook {name}: a parameter is `name: type = literal`, not {error}"
        ) from error


def convert(parameter: Parameter, value: object) -> Value:
    """Return `value` in the type the parameter declares; text from a command line is read as that type.

    >>> convert(Parameter("top_n", "int", 20), "15")
    15

    Raises:
        ParameterError: the value is not of that type.
    """
    options = [option.strip() for option in parameter.type.split("|")]
    for option in options:
        try:
            return _convert(option, value)
        except (TypeError, ValueError):
            continue
    raise ParameterError(f"parameter {parameter.name} takes {parameter.type}, not {value!r}")


def _convert(kind: str, value: object) -> Value:
    text = value if isinstance(value, str) else None
    if kind == "None" and (value is None or text in {"", "none", "None"}):
        return None
    if kind == "bool":
        return _truth(value)
    if kind == "int" and not isinstance(value, bool | float):
        return int(str(value))
    if kind == "float" and not isinstance(value, bool):
        return float(str(value))
    if kind == "str" and text is not None:
        return text
    if kind.startswith("list"):
        return _list(kind, value)
    raise TypeError(kind)


def _truth(value: object) -> bool:
    if isinstance(value, bool) or str(value).lower() in _TRUE | _FALSE:
        return value is True or str(value).lower() in _TRUE
    raise ValueError(value)


def _list(kind: str, value: object) -> list[Any]:
    if isinstance(value, str):
        value = (
            json.loads(value)
            if value.startswith("[")
            else [part.strip() for part in value.split(",")]
        )
    if not isinstance(value, list):
        raise TypeError(value)
    member = kind.removeprefix("list").strip("[]") or "str"
    return [_convert(member, entry) for entry in value]


def parse_assignments(assignments: Iterable[str]) -> dict[str, object]:
    """Return NAME=VALUE pairs of the command line as a table."""
    pairs = [assignment.partition("=") for assignment in assignments]
    for name, equals, _ in pairs:
        if not equals or not name.strip().isidentifier() or keyword.iskeyword(name.strip()):
            raise ParameterError(f"-p takes NAME=VALUE, not {name + equals!r}")
    return {name.strip(): value for name, _, value in pairs}


def choose(
    given: Mapping[str, object], notebooks: Mapping[str, Mapping[str, Parameter]]
) -> dict[str, dict[str, Value]]:
    """Return for each notebook the given values it declares, converted.

    Raises:
        ParameterError: a name that no notebook declares, or a value of the wrong type.
    """
    known = sorted({name for parameters in notebooks.values() for name in parameters})
    for name in given:
        if name in RESERVED:
            raise ParameterError(f"parameter {name} is set by {RESERVED[name]}, not by -p")
        if name not in known:
            raise ParameterError(f"no notebook has a parameter {name}{did_you_mean(name, known)}")
    return {
        notebook: {
            name: convert(parameters[name], given[name]) for name in given if name in parameters
        }
        for notebook, parameters in notebooks.items()
    }


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names the nearest known name, or all of them."""
    names = sorted(set(known))
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f": did you mean {nearest[0]}?" if nearest else f": it is one of {', '.join(names)}"


def as_code(values: Mapping[str, Value]) -> str:
    """Return the values as lines of Python, accents as they are."""
    return "\n".join(
        ["# Parameters of this run", *(f"{name} = {value!r}" for name, value in values.items())]
    )
