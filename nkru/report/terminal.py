"""The terminal: print lines so that no name and no title can control the terminal."""

from __future__ import annotations

import typer

from nkru.tokens.characters import one_line


def echo(text: object, *, error: bool = False) -> None:
    """Print one line, control characters as symbols; an error goes to the stream of errors."""
    typer.echo(one_line(str(text)), err=error)
