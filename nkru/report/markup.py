"""Markup: fill the templates of the report; all text is escaped and cannot act on the page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

Fields = dict[str, Any]
TEMPLATES = Path(__file__).parent / "templates"
# Control characters are invalid in HTML and act on terminals: show their symbols (␛ for escape).
_VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD)


def visible(value: Any) -> Any:
    r"""Return text with its control characters as symbols; other values as they are.

    >>> visible("a\x1b[31mb")
    'a␛[31mb'
    """
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return value.translate(_VISIBLE) if is_text else value


def key_hash(key: Iterable[object]) -> str:
    """Return the short hash that names the page of a key."""
    text = json.dumps([str(part) for part in key], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


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
    """Fill a template of `templates/` with `values`."""
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


def render_page(template: str, *, title: str, **values: Any) -> str:
    """Return a whole page: language, security policy, style and skip link around the content."""
    return str(render(template, title=title, style=_style(), **values))


@cache
def _style() -> Markup:
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704
