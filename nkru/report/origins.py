"""Origins: the version of the package from which a study has its notebooks, and differences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from nkru import __version__
from nkru.errors import ParameterError
from nkru.language import deferred, gettext

RECORD = ".package.json"  # in the folder notebooks/ of a study


def write_record(folder: Path, taken: Mapping[str, Path]) -> None:
    """Record the version from which the notebooks in a folder were copied.

    Args:
        folder: the folder notebooks/ of a study.
        taken: the notebooks of the package, by name.
    """
    record = {"nkru": __version__, "notebooks": {name: _hash(path) for name, path in taken.items()}}
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    (folder / RECORD).write_text(text, encoding="utf-8")


def older_notebooks(study: Path, package: Mapping[str, Path]) -> list[str]:
    """Return a sentence if notebooks of a study were taken from another version than this one.

    There is no sentence for a study without a record, such as a checkout of nkru.

    Args:
        study: its folder.
        package: the notebooks of the package, by name.
    """
    try:
        record = json.loads((study / "notebooks" / RECORD).read_text(encoding="utf-8"))
        taken = dict(record["notebooks"])
        version = str(record["nkru"])
    except (OSError, ValueError, KeyError, TypeError):
        return []
    changed = [name for name, path in package.items() if taken.get(name) not in (None, _hash(path))]
    if not changed:
        return []
    return [
        gettext(
            "the notebooks of this study are those of nkru {version}, and {changed} differ in "
            "{own}: `nkru new . --update` in its folder shows how",
            version=version,
            changed=", ".join(changed),
            own=__version__,
        )
    ]


def differences(study: Path, package: Mapping[str, Path]) -> list[str]:
    """Return how the notebooks of a study differ from those of the package, as lines of a diff.

    Args:
        study: its folder; nothing in it is changed.
        package: the notebooks of the package, by name.

    Raises:
        ParameterError: the folder has no notebooks/, or one of them is no notebook.
    """
    folder = study / "notebooks"
    if not folder.is_dir():
        raise ParameterError(
            "{study} has no folder notebooks/: name the folder of a study", study=study
        )
    lines: list[str] = []
    for name, path in package.items():
        own = folder / path.name
        if own.is_file():
            same = gettext("{name}: as in nkru {version}", name=name, version=__version__)
            lines += list(_diff(own, path)) or [same]
        else:
            told = deferred("{name}: not in this study; nkru {version} has it at {path}")
            lines.append(gettext(told, name=name, version=__version__, path=str(path)))
    return lines


def _diff(own: Path, other: Path) -> Iterator[str]:
    names = f"{own.parent.name}/{own.name}", f"nkru {__version__}: {other.name}"
    yield from unified_diff(_lines(own), _lines(other), *names, lineterm="", n=1)


def _hash(path: Path) -> str:
    return hashlib.sha256("\n".join(_lines(path)).encode()).hexdigest()


def _lines(path: Path) -> list[str]:
    """Return the cells of a notebook as lines, without what was run."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ParameterError(
            "{path} is no notebook: take it out, or restore it", path=path
        ) from error
    return [line for source in sources for line in [*source.splitlines(), ""]]
