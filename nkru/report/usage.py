"""Usage: the help and the usage errors of the command line, in the language of `--lang`."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any, cast

import typer

from nkru.catalogues import translate_data
from nkru.language import NAMES, deferred, gettext, language, using

# The class of usage errors, which some versions of typer keep to themselves.
_REFUSED: Any = typer.BadParameter.__mro__[2]
_HEADINGS = (
    *(deferred("Usage:"), deferred("Options:"), deferred("Arguments:"), deferred("Commands:")),
    *(deferred("[default:"), deferred("required]"), deferred("Show this message and exit.")),
)


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, the first of several; by default "en".

    >>> asked_language(["report", "--lang", "fr,en"]), asked_language(["check", "--lang=xx"])
    ('fr', 'en')
    """
    names = [*" ".join(arguments).replace("=", " ").split(), ""]
    asked = names[names.index("--lang") + 1] if "--lang" in names else ""
    return first if (first := asked.partition(",")[0]) in NAMES else "en"


def run(app: typer.Typer) -> int:
    """Run the command line, with its help and its errors of usage in the language asked for.

    Returns:
        The exit code.
    """
    asked, command = asked_language(sys.argv[1:]), cast("Any", typer.main.get_command(app))
    try:
        _speak(command, asked)
        return command(standalone_mode=False) or 0
    except _REFUSED as error:
        with using(asked):
            return _complain(error)


def _speak(command: Any, asked: str) -> None:
    """Let a command, its parameters and its own commands have their help in a language."""
    help_of = command.get_help

    def get_help(context: Any) -> str:
        with using(asked):
            return _with_headings(help_of(context))

    command.get_help = get_help
    with using(asked):
        for part in (command, *command.params):
            part.help = part.help and gettext(part.help)
    for inner in getattr(command, "commands", {}).values():
        _speak(inner, asked)


def _complain(error: Any) -> int:
    """Print an error of usage in the language in use, and return the exit code."""
    told = io.StringIO()
    error.show(file=told)
    for line in told.getvalue().splitlines():
        typer.echo(translate_data(language(), _with_headings(line)), err=True)
    return int(error.exit_code)


def _with_headings(text: str) -> str:
    for heading in _HEADINGS:
        text = text.replace(heading, gettext(heading))
    return text
