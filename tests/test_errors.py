"""Errors: each is a template in the catalogue, pickled whole, and said in the language in use."""

from __future__ import annotations

import ast
import os
import pickle
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue import ENGLISH, ERRORS, PACKAGE

from nkru import errors
from nkru.errors import CodebookError, CorpusError, NkruError, ParameterError
from nkru.language import gettext, join, spoken, using
from nkru.report.cli import app
from nkru.report.streams import complain
from nkru.report.usage import run

# Calls that give an error its message from the catalogue, or from another error.
_SAID = {"deferred", "gettext", "join", "one_value"}


def raised() -> Iterator[tuple[str, ast.expr]]:
    """Yield the first argument of each error that the package makes, with its place."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        nodes = ast.walk(ast.parse(text if "Error(" in text else ""))
        calls = [node for node in nodes if isinstance(node, ast.Call) and node.args]
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with an article, an empty corpus, and files with faults."""
    monkeypatch.chdir(tmp_path)
    article = "Le port de Valbrume rouvre\n\nLe préfet a annoncé mardi la réouverture du port."
    files = {
        "seeds/a.txt": article,
        "empty/b.txt": " ",
        "empty/c.png": "\x89PNG",
        "metadata/a.txt": article,
        "metadata/metadata.csv": "doc_id,date\na.txt,hier\n,2024-05-02\n",
        "actors.toml": '[[actor]]\nname = "Ruritanie"\ntype = "planète"\n',
        "notes.toml": "[[report]]\ncorpsu = 'seeds'\n",
        "notebooks/actors.ipynb": "{}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="latin-1" if "png" in name else "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("check nulle-part", 2, "aucun dossier ni fichier nulle-part"),
        ("check empty", 2, "aucun article lisible dans"),
        ("check metadata", 2, "ligne 2\u202f: date 'hier' n’est pas une date"),
        ("report seeds -p top_n", 2, "-p prend NOM=VALEUR, non 'top_n'"),
        ("report seeds -p 'import os=3'", 2, "-p prend NOM=VALEUR"),
        ("report seeds --config none.toml", 2, "none.toml\u202f: fichier ou dossier inexistant"),
        ("report --config notes.toml", 2, "pas de clé corpsu\u202f: vouliez-vous dire corpus"),
        ("report seeds --forse", 2, "option inconnue\u202f: --forse"),
        ("report seeds --jobs 0", 2, "donnez un nombre supérieur ou égal à 1"),
        ("report seeds encore", 2, "en trop (encore)"),
        ("report seeds", 2, "actors.ipynb n’est pas un notebook"),
        ("verify seeds", 2, "seeds ne contient pas de rapport"),
        ("diff seeds seeds", 2, "manifest.json n’y est pas"),
        ("new seeds", 2, "seeds existe et n’est pas vide"),
        ("export seeds --out seeds --form texts", 2, "existe et n’est pas un dossier vide"),
        ("export seeds", 2, "il manque l’option '--out'"),
        ("register seeds --codebook actors.toml", 2, "actors.toml\u202f: entrée 'Ruritanie'"),
        ("code sample seeds --out a.txt --measure ton", 2, "mesure 'ton' inconnue"),
        ("code score x.csv --key seeds/a.txt", 2, "il manque la colonne 'id'"),
        ("prepare seeds --out seeds/store", 2, "se trouve dans le corpus"),
    ],
)
def test_the_command_line_says_errors_in_french(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    code: int,
    words: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["nkru", *shlex.split(line), "--lang", "fr"])
    try:
        ended = run(app)
    except NkruError as error:
        ended = complain(error)
    told = capsys.readouterr().err
    assert words in told
    assert ended == code
    # Names of files, options and values are as they are.
    prose = re.sub(r"\S*[/.=]\S*|`[^`]*`|\[[^]]*\]", "", told)
    assert {*re.findall(r"[^\W\d_]+", prose.lower())} & ENGLISH == set()


def test_a_kernel_begins_in_the_language_of_its_report() -> None:
    script = """import nkru
from nkru.errors import ParameterError
print(ParameterError("k = {k!r}: a classification needs at least 2 classes", k=1))"""
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "NKRU_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout.decode()
        for language in ("en", "fr")
    ]
    assert told == [
        "k = 1: a classification needs at least 2 classes\n",
        "k = 1\u202f: une classification demande au moins 2 classes\n",
    ]
