"""Locales: the language in use, and numbers and dates as it writes them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date as Date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nkru.errors import ParameterError

NAMES = {"en": "English", "fr": "français"}
_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
_PERCENT = {"en": "%", "fr": "\u202f%"}
_FORMAT = re.compile(r"(?P<sign>\+?),?(?:\.(?P<digits>\d{1,2}))?(?P<kind>[f%g]?)")
# A report lets its kernels begin in its language, before a cell makes the chapter.
_chosen = os.environ.get("NKRU_LANGUAGE", "en")
_within: ContextVar[str] = ContextVar("language")


def parse_languages(names: str) -> tuple[str, ...]:
    """Return the languages that a parameter names, such as "fr,en", each once.

    >>> parse_languages("fr, en")
    ('fr', 'en')

    Raises:
        ParameterError: one of them is unknown, or none is named.
    """
    languages = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    for name in languages:
        if name not in NAMES:
            raise ParameterError(
                "language {name!r} is unknown: choose en (English) or fr (français), or both",
                name=name[:40],
            )
    return languages


def use(language: str) -> None:
    """Let texts be in this language from now on.

    Raises:
        ParameterError: it is unknown, or there are several.
    """
    global _chosen
    languages = parse_languages(language)
    if len(languages) > 1:
        raise ParameterError("language {language!r}: choose one here", language=language)
    (_chosen,) = languages


@contextmanager
def using(language: str) -> Iterator[None]:
    """Let texts be in this language inside a `with`, in this thread only.

    >>> with using("fr"):
    ...     number(1234.5, ".1f")
    '1\u202f234,5'
    """
    token = _within.set(*parse_languages(language))
    try:
        yield
    finally:
        _within.reset(token)


def language() -> str:
    """Return the language in use, "en" or "fr"."""
    return _within.get(_chosen)


def number(value: Any, form: str = "") -> str:
    """Return a number as readers write it; – for a missing one.

    Args:
        value: the number.
        form: as in Python: ".2f", "+.2f", ".0%", ".4g"; a whole number needs none.

    >>> number(1234), number(-0.5, "+.2f"), number(0.94, ".0%")
    ('1,234', '−0.50', '94%')
    """
    parts = _FORMAT.fullmatch(form)
    if parts is None or value != value:
        return "–" if parts else format(value, form)
    kind = parts["kind"] or ("g" if isinstance(value, float) and not parts["digits"] else "f")
    rounded = format(value, f".{parts['digits'] or (4 if kind == 'g' else 0)}{kind}")
    unit = _PERCENT[language()] if kind == "%" else ""
    return _localised(rounded.rstrip("%"), bool(parts["sign"]), _LOCALES[language()]) + unit


def probability(value: float) -> str:
    """Return a p value as it is reported; one below .001 is not zero.

    >>> probability(0.0214), probability(0.00002)
    ('p = 0.021', 'p < 0.001')
    """
    least = 0.001
    return f"p < {number(least, '.3f')}" if value < least else f"p = {number(value, '.3f')}"


@lru_cache(maxsize=2**12)
def _localised(rounded: str, signed: bool, locale: str) -> str:
    """Return a number that Python has rounded with the separators of a language."""
    from babel.numbers import format_decimal

    value = Decimal(rounded)
    if not value.is_finite():
        return str(value).replace("Infinity", "∞").replace("-", "−")
    decimals = "0" * max(0, -int(value.as_tuple().exponent))
    digits = f"#,##0.{decimals}" if decimals else "#,##0"
    # Zero has no sign; years do not come here.
    pattern = f"+{digits};-{digits}" if signed and value else digits
    text: str = format_decimal(value or abs(value), pattern, locale)
    return text.replace("-", "−")


def date(day: object) -> str:
    """Return a date as readers write it, at its own precision: a day, a month or a year.

    >>> date("2021-03-12"), date("2021-03"), date("2021")
    ('12 March 2021', 'March 2021', '2021')
    """
    from babel.dates import format_date, format_skeleton

    text, locale = str(day), _LOCALES[language()]
    parts = text.split("-")
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        return text
    try:
        whole = Date(*map(int, [*parts, "1"][:3]))
    except ValueError:
        return text
    if len(parts) == 2:
        return str(format_skeleton("yMMMM", whole, locale=locale))
    written = str(format_date(whole, "long", locale))
    return f"1er{written[1:]}" if language() == "fr" and whole.day == 1 else written
