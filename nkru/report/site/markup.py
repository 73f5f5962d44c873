"""Markup: the templates of the report, where all text is escaped and no character can act on the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
# Control characters are invalid in HTML and act on terminals: they are shown by their symbols (␛
# for escape).
_VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD)


def visible(value: Any) -> Any:
    r"""Return text with its control characters as symbols; other values as they are.

    >>> visible("a\x1b[31mb")
    'a␛[31mb'
    """
    return (
        value.translate(_VISIBLE)
        if isinstance(value, str) and not isinstance(value, Markup)
        else value
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> Markup:
    """Return a template of `templates/` filled with `values`, as markup."""
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


def render_page(template: str, *, title: str, **values: Any) -> str:
    """Return a whole page: language, policy, style and skip link around the template's content."""
    return str(render(template, title=title, style=_style(), **values))


@cache
def _style() -> Markup:
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704
