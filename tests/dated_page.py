"""A page for the tests of its date: a title, lines around it, and a text."""

from __future__ import annotations

from nkru.corpus.dating.datelines import Line

TEXT = "Le conseil municipal a longuement débattu du projet de tramway. " * 12


def page(*lines: tuple[str, str], body: str = TEXT) -> list[Line]:
    """A page: a title, the given (role, text) lines, and a body."""
    kept = {"title", "standfirst", "heading", "body", "list", "quote"}
    rows = [("title", "Le tramway attendra"), *lines, ("body", body)]
    return [Line(role, role in kept, text) for role, text in rows]
