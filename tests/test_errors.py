"""Errors: each is a template in the catalogue, pickled whole, and said in the language in use."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue import ERRORS, PACKAGE

from nkru import errors
from nkru.errors import CodebookError, CorpusError, NkruError, ParameterError
from nkru.language import gettext, join, spoken, using

# Calls that give an error its message from the catalogue, or from another error.
_SAID = {"deferred", "gettext", "join", "one_value"}


def raised() -> Iterator[tuple[str, ast.expr]]:
    """Yield the first argument of each error that the package makes, with its place."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in ERRORS:
                yield f"{path.name}:{call.lineno}", call.args[0]


def _is_template(message: ast.expr) -> bool:
    """Return whether a message is a text, a name, or one of two of these."""
    if isinstance(message, ast.IfExp):
        return _is_template(message.body) and _is_template(message.orelse)
    if isinstance(message, ast.Call):
        return isinstance(message.func, ast.Name) and message.func.id in _SAID | {"_reason"}
    if isinstance(message, ast.BoolOp):
        return _is_template(message.values[-1])
    if isinstance(message, ast.Constant):
        return isinstance(message.value, str)
    return isinstance(message, ast.Name | ast.Starred | ast.Subscript)


def test_no_error_glues_its_message() -> None:
    found = dict(raised())
    assert len(found) > 250
    assert [place for place, message in found.items() if not _is_template(message)] == []


@pytest.mark.parametrize("name", [name for name in ERRORS if name != "NkruError"])
def test_an_error_is_english_by_default_and_survives_a_worker(name: str) -> None:
    error = getattr(errors, name)("k = {k!r}: give {least} or more", k=1, least=2000)
    error.exit_code = 9
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again), again.exit_code) == (type(error), str(error), 9)
    assert str(again) == "k = 1: give 2,000 or more"
    assert again.values == {"k": 1, "least": 2000}


def test_an_error_is_said_in_the_language_in_use_with_its_parts() -> None:
    where = gettext("{file}: entry {name}", file="a.toml", name="'Ruritanie'")
    error: NkruError = CodebookError("{place} is listed twice: keep one", place=where)
    assert str(error) == "a.toml: entry 'Ruritanie' is listed twice: keep one"
    with using("fr"):
        assert (
            str(error) == "a.toml\u202f: entrée 'Ruritanie' figure deux fois\u202f: gardez-en une"
        )
    kept = error.message
    with using("fr"):
        assert spoken(kept) == str(error)
    assert str(CodebookError(*error.args, **error.values)) == str(error)


def test_a_message_without_values_keeps_its_braces() -> None:
    assert str(ParameterError("give {'text': 'its column'}")) == "give {'text': 'its column'}"
    assert str(ParameterError()) == ""


def test_several_faults_are_one_sentence() -> None:
    told = "row {row}: no doc_id; name the article or delete the row"
    faults = join(*(gettext(told, row=row) for row in (2, 9)), by=gettext("; and "))
    error = CorpusError("{file}: {fault}", file=Path("metadata.csv"), fault=faults)
    assert str(error).startswith("metadata.csv: row 2: no doc_id; name the article or")
    assert "row; and row 9: no doc_id" in str(error)
    with using("fr"):
        assert "la ligne\u202f; et ligne 9\u202f: doc_id est vide" in str(error)
