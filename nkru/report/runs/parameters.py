"""Parameters of notebooks: their declaration in a tagged cell, and checked values for a run."""

from __future__ import annotations

import ast
import difflib
import json
import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nkru.errors import ParameterError
from nkru.language import deferred, gettext

Value = str | int | float | bool | None | list[Any]
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
# Parameters with an argument or option of their own on the command line.
RESERVED = {
    "corpus": deferred("the argument CORPUS"),
    "output": "--out",
    "public": "--public",
    "lang": "--lang",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its name, its annotation ("str | None"), its default value."""

    name: str
    type: str
    default: Value


def read_parameters(notebook: Any, name: str) -> dict[str, Parameter]:
    """Return the parameters in the notebook's cell tagged `parameters`, by name.

    Args:
        notebook: the notebook.
        name: its name in messages.

    Raises:
        ParameterError: no such cell, or a line in it that is not `name: type = literal`.
    """
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(
            "notebook {name}: exactly one cell must be tagged `parameters`, {cells} are",
            name=name,
            cells=len(tagged),
        )
    try:
        return {parameter.name: parameter for parameter in _parse(tagged[0].source)}
    except (SyntaxError, ValueError) as error:
        raise ParameterError(
            "notebook {name}: a parameter is `name: type = literal`, not {error}",
            name=name,
            error=str(error),
        ) from error


def _parse(source: str) -> Iterator[Parameter]:
    for line in ast.parse(source).body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value:
            default = ast.literal_eval(line.value)
            yield Parameter(line.target.id, ast.unparse(line.annotation), default)
        elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            default = ast.literal_eval(line.value)
            yield Parameter(line.targets[0].id, type(default).__name__, default)
        else:
            raise ValueError(ast.unparse(line))


def convert(parameter: Parameter, value: object) -> Value:
    """Return `value` as the type of the parameter; text from a command line is parsed.

    >>> convert(Parameter("top_n", "int", 20), "15")
    15

    Raises:
        ParameterError: the value is not of that type.
    """
    shown = _shown(value)
    for option in parameter.type.split("|"):
        try:
            return _convert(option.strip(), value)
        except (TypeError, ValueError):
            continue
    raise ParameterError(
        "parameter {name} takes {type}, not {shown}",
        name=parameter.name,
        type=parameter.type,
        shown=shown,
    )


def _shown(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # a number that Python does not write, as a notebook must
        raise ParameterError("a parameter is a number of thousands of digits: give less") from None


def _convert(kind: str, value: object) -> Value:
    if kind == "None" and value in (None, "", "none", "None"):
        return None
    if kind == "bool":
        return _convert_bool(value)
    if kind == "int" and not isinstance(value, bool | float):
        return int(str(value))
    if kind == "float" and not isinstance(value, bool):
        return float(str(value))
    if kind == "str" and isinstance(value, str):
        return value
    if kind.startswith("list"):
        return _convert_list(kind, value)
    raise TypeError(kind)


def _convert_bool(value: object) -> bool:
    word = str(value).lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(value)
    return word in _TRUE


def _convert_list(kind: str, value: object) -> list[Any]:
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    elif isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    if not isinstance(value, list):
        raise TypeError(value)
    member = kind.removeprefix("list").strip("[]") or "str"
    return [_convert(member, entry) for entry in value]


def parse_assignments(assignments: Iterable[str]) -> dict[str, object]:
    """Return the pairs NAME=VALUE of a command line as a mapping.

    Raises:
        ParameterError: an argument is not of this form.
    """
    pairs = [assignment.partition("=") for assignment in assignments]
    for name, equals, _ in pairs:
        if not equals or not name.strip().isidentifier() or keyword.iskeyword(name.strip()):
            raise ParameterError("-p takes NAME=VALUE, not {given!r}", given=name + equals)
    return {name.strip(): value for name, _, value in pairs}


def choose_values(
    requested: Mapping[str, object], notebooks: Mapping[str, Mapping[str, Parameter]]
) -> dict[str, dict[str, Value]]:
    """Return for each notebook the value of each of its parameters: as requested, or the default.

    Args:
        requested: values by name of parameter; a notebook without this parameter ignores them.
        notebooks: parameters by name, by name of notebook.

    Raises:
        ParameterError: no notebook has a requested parameter, or its value is of the wrong type.
    """
    known = {name for parameters in notebooks.values() for name in parameters}
    for name in requested:
        if name in RESERVED:
            raise ParameterError(
                "parameter {name} is set by {option}, not by -p",
                name=name,
                option=gettext(RESERVED[name]),
            )
        if name not in known:
            raise ParameterError(
                "no notebook has a parameter {name}: {hint}",
                name=name,
                hint=did_you_mean(name, known),
            )
    return {
        notebook: {
            name: convert(parameter, requested[name]) if name in requested else parameter.default
            for name, parameter in parameters.items()
        }
        for notebook, parameters in notebooks.items()
    }


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: the nearest known name, or all of them."""
    names = sorted(known)
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if nearest:
        return gettext("did you mean {name}?", name=nearest[0])
    return gettext("it is one of {known}", known=", ".join(names))


def as_code(values: Mapping[str, Value]) -> str:
    """Return the values as lines of Python, with accents unescaped."""
    lines = (f"{name} = {value!r}" for name, value in values.items())
    return "\n".join(["# Parameters of this run", *lines])
