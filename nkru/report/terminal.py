"""The terminal: print lines so that no name and no title can control the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from nkru.errors import ParameterError
from nkru.language import parse_languages, spoken, using
from nkru.tokens.characters import one_line


def _one_language(lang: str) -> str:
    """Return a language that is known, before a command begins its work."""
    languages = parse_languages(lang)
    if len(languages) > 1:
        raise ParameterError("--lang {lang}: choose one language here", lang=lang)
    return languages[0]


Said = Annotated[
    str,
    typer.Option(
        "--lang", callback=_one_language, help="The language of what is written: en or fr."
    ),
]


def echo(text: str, lang: str = "", *, error: bool = False) -> None:
    """Print one line, control characters as symbols; an error goes to the stream of errors.

    Args:
        text: the line.
        lang: the language in which a message is said; by default that in which it was made.
        error: whether it is an error.
    """
    if lang:
        with using(lang):
            text = spoken(text)
    typer.echo(one_line(text), err=error)
