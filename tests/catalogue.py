"""The catalogue of French: its messages, taken from the code, the templates and the notebooks.

    python tests/catalogue.py      bring nkru/resources/language/fr.po up to date with the messages

New messages get an empty translation to be filled in; those that no source has any more go.
"""

from __future__ import annotations

import ast
import io
import tomllib
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast
from typer.main import get_command

from nkru import errors
from nkru.report.cli import app
from nkru.report.runs.notebooks import prose

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "nkru"
CATALOGUE = PACKAGE / "resources/language/fr.po"
ERRORS = [name for name in vars(errors) if name.endswith("Error")]
# Functions and the number of messages that each takes first.
KEYWORDS = {"ngettext": 2, "deferred_forms": 2}
KEYWORDS |= dict.fromkeys(("gettext", "deferred", "table_text", *ERRORS), 1)
# Their errors become reasons in the table of files that were not read.
_READING = ("nkru/corpus/formats/", "nkru/corpus/budgets.py", "nkru/corpus/reading.py")
# Frequent words of English that no French text has.
ENGLISH = {
    *("the", "of", "and", "is", "are", "with", "that", "which", "from", "shown", "each", "their"),
    *("this", "these", "has", "have", "not", "were", "was", "how", "who", "whom", "word", "words"),
    *("story", "stories", "named", "actors", "other", "mean", "by", "as", "to", "counted"),
}
# What notebooks say: the caption of a table, and a sentence with placeholders.
_CAPTIONS = {"table": 2, "say": 0}
Message = tuple[str, str | tuple[str, str], str]  # context, forms, file


def messages() -> Iterator[Message]:
    """Yield every message that a reader may see."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from _of_code(path)
    for path in sorted((PACKAGE / "report/templates").rglob("*.j2")):
        tree = Environment().parse(path.read_text(encoding="utf-8"))
        for _, function, forms in extract_from_ast(tree, ("_", "_n")):
            parts = forms if isinstance(forms, tuple) else (forms,)
            if parts[0]:  # not of a variable
                yield "", (parts[0], parts[1]) if function == "_n" else parts[0], _name(path)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield from _of_notebook(path)
    yield from _of_tables()
    yield from _of_commands(get_command(app))


def _of_commands(command: Any) -> Iterator[Message]:
    """Yield the help of a command, of its parameters and of its own commands."""
    helped = [command.help, *(parameter.help for parameter in command.params)]
    yield from (("", text, "nkru/report/cli.py") for text in filter(None, helped))
    for inner in getattr(command, "commands", {}).values():
        yield from _of_commands(inner)


def _of_code(path: Path) -> Iterator[Message]:
    """Yield the messages that calls of `KEYWORDS` hold, those inside one another too."""
    calls = [
        (node.lineno, node.col_offset, node.func.id, node.args)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    for _, _, function, arguments in sorted(calls, key=itemgetter(0, 1)):
        count = KEYWORDS.get(function, 0)
        forms = [
            form.value
            for form in arguments[:count]
            if isinstance(form, ast.Constant) and isinstance(form.value, str)
        ]
        if not forms or len(forms) < count:
            continue
        is_cell = function == "table_text" or (
            function == "CorpusError" and _name(path).startswith(_READING)
        )
        yield (
            "data" if is_cell else "",
            forms[0] if count == 1 else (forms[0], forms[1]),
            _name(path),
        )


def _of_notebook(path: Path) -> Iterator[Message]:
    notebook = nbformat.read(path, as_version=4)
    yield from (("", text, _name(path)) for text in prose(notebook) if text)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from (("", text, _name(path)) for text in _captions(ast.parse(cell.source)))


def _captions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        found: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            place = _CAPTIONS.get(node.func.attr, 99)
            found = node.args[place] if len(node.args) > place else None
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "caption":
            found = node.value
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            yield found.value


def _of_tables() -> Iterator[Message]:
    path = PACKAGE / "resources/language/tables.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    for key, column in tables["columns"].items():
        if not key.endswith("*"):  # its columns are values
            label = column.get("label", key.rpartition(".")[2].replace("_", " "))
            yield "", label, _name(path)
        yield "", column["meaning"], _name(path)
    yield from (("data", text, _name(path)) for text in tables["words"]["cells"])
    path = PACKAGE / "resources/pages/companions.toml"
    companions = tomllib.loads(path.read_text(encoding="utf-8"))
    for table in ("names", "beginnings", "ends"):
        yield from (("data", reason, _name(path)) for reason in companions[table])
    path = PACKAGE / "resources/pages/unsupported.toml"
    kinds = tomllib.loads(path.read_text(encoding="utf-8"))
    yield from (("data", reason, _name(path)) for reason in kinds["reasons"].values())
    path = PACKAGE / "resources/language/methods.toml"
    for measure in tomllib.loads(path.read_text(encoding="utf-8"))["measure"]:
        parts = [measure[part] for part in ("title", "definition", "formula", "error", "limits")]
        yield from (("", part, _name(path)) for part in parts if part)
    for path in (
        PACKAGE / "resources/measures/coding.toml",
        PACKAGE / "resources/tone/coding.toml",
    ):
        yield from (("", text, _name(path)) for text in _of_coding(path))
    path = PACKAGE / "resources/themes/themes.toml"
    themes = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]
    yield from (("", theme["label"], _name(path)) for theme in themes)


def _of_coding(path: Path) -> Iterator[str]:
    """Yield the questions, meanings and rules of sheets to code."""
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    for guide in [whole, *(value for value in whole.values() if isinstance(value, dict))]:
        rows = [*guide.get("codes", ()), *guide.get("rules", ())]
        texts = [guide.get("question"), *(row.get("meaning", row.get("text")) for row in rows)]
        yield from filter(None, texts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


HEADER = """\
# name: French translations of what nkru shows
# version: 1.0
# licence: MIT
# source: written for nkru
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def update(path: Path = CATALOGUE) -> None:
    """Write the catalogue with all messages, and the translations that it has."""
    with path.open("rb") as stream:
        old = read_po(stream, locale="fr")
    new = Catalog(locale="fr")
    for context, forms, file in messages():
        first = forms[0] if isinstance(forms, tuple) else forms
        known = old.get(first, context or None)
        string = known.string if known else None
        new.add(forms, string, [(file, None)], context=context or None)
        new.get(first, context or None).flags.clear()
    body = io.BytesIO()
    write_po(body, new, width=100, omit_header=True)
    path.write_bytes(HEADER.encode() + body.getvalue())


if __name__ == "__main__":
    update()
