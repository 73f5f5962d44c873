"""Language: what readers see, in English or French, with numbers and dates as each writes them.

A sentence is written in English where it is made: `gettext("{n} of {all} articles", n=3, all=9)`.
The result is a text in the language in use, which keeps its parts: `spoken` says it in another. A
placeholder takes a format as in Python: `{share:.0%}` is 94% in English and 94 % in French. The
translations stand in resources/language/fr.po. The language is never taken from the system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date as Date
from decimal import Decimal
from functools import lru_cache
from numbers import Number
from string import Formatter
from typing import Any

from nkru import catalogues
from nkru.errors import ParameterError

NAMES = {"en": "English", "fr": "français"}
_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
_PERCENT = {"en": "%", "fr": "\u202f%"}
_FORMAT = re.compile(r"(?P<sign>\+?),?(?:\.(?P<digits>\d{1,2}))?(?P<kind>[f%g]?)")
_chosen = "en"
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
            known = " or ".join(f"{code} ({spelt})" for code, spelt in NAMES.items())
            raise ParameterError(f"language {name[:40]!r} is unknown: choose {known}, or both")
    return languages


def use(language: str) -> None:
    """Let texts be in this language from now on.

    Raises:
        ParameterError: it is unknown, or there are several.
    """
    global _chosen
    languages = parse_languages(language)
    if len(languages) > 1:
        raise ParameterError(f"language {language!r}: choose one here")
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


class Message(str):
    """A text in the language that was in use when it was made; `spoken` says it in another."""

    _forms: tuple[str, ...]
    _values: Mapping[str, Any]

    def __new__(cls, forms: tuple[str, ...], values: Mapping[str, Any]) -> Message:
        """Make the text from its English form, or from those of one and of several."""
        message = super().__new__(cls, cls._fill(forms, values))
        message._forms, message._values = forms, values
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._forms, self._values)

    @staticmethod
    def _fill(forms: tuple[str, ...], values: Mapping[str, Any]) -> str:
        form = catalogues.translate(language(), forms, values.get("n"))
        return _FILLER.vformat(form, (), values) if values else form

    def again(self) -> str:
        """Return the text in the language in use."""
        return self._fill(self._forms, self._values)


class Joined(Message):
    """Whole sentences, one after the other."""

    @staticmethod
    def _fill(forms: tuple[str, ...], values: Mapping[str, Any]) -> str:
        return " ".join(spoken(part) for part in forms if part)


class Name(Message):
    """A name of a codebook: its own in French, its label in English, or the translated label."""

    @staticmethod
    def _fill(forms: tuple[str, ...], values: Mapping[str, Any]) -> str:
        return catalogues.name_in(language(), forms[0])


def gettext(message: str, /, **values: Any) -> Message:
    """Return a sentence in the language in use.

    >>> gettext("{part:,} of {whole:,} articles", part=3, whole=1400)
    '3 of 1,400 articles'
    """
    return Message((message,), values)


def ngettext(one: str, several: str, n: int, /, **values: Any) -> Message:
    """Return a sentence about `n` things, a placeholder of that name, in the language in use.

    >>> ngettext("{n} article", "{n} articles", 1)
    '1 article'
    """
    return Message((one, several), {"n": n, **values})


def deferred(message: str) -> str:
    """Return a message as it is: one for the catalogue, said by `gettext` where it is used."""
    return message


def deferred_forms(one: str, several: str) -> tuple[str, str]:
    """Return the two forms of a message as they are, for `ngettext`."""
    return one, several


def join(*sentences: str) -> Message:
    """Return whole sentences in one text; empty ones are left out."""
    return Joined(sentences, {})


def named(name: object) -> Message:
    """Return the name of an entry of a codebook for readers of the language in use."""
    return Name((str(name),), {})


def spoken(text: str) -> str:
    """Return a text in the language in use, if it was made here; any other as it is."""
    return text.again() if isinstance(text, Message) else text


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


@lru_cache(maxsize=2**12)
def _localised(rounded: str, signed: bool, locale: str) -> str:
    """Return a number that Python has rounded with the separators of a language."""
    from babel.numbers import format_decimal

    value = Decimal(rounded)
    if not value.is_finite():
        return str(value).replace("Infinity", "∞").replace("-", "−")
    decimals = "0" * max(0, -int(value.as_tuple().exponent))
    digits = f"#,##0.{decimals}" if decimals else "#,##0"
    # Zero has no sign, and a year is no number that comes here.
    pattern = f"+{digits};-{digits}" if signed and value else digits
    text: str = format_decimal(value or abs(value), pattern, locale)
    return text.replace("-", "−")


def date(day: object) -> str:
    """Return a date as readers write it, as precise as it is: a day, a month or a year.

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


class _Filler(Formatter):
    """Fill placeholders: numbers and dates as the language in use writes them."""

    def format_field(self, value: Any, form: str) -> str:
        if isinstance(value, Message):
            return value.again()
        if form == "date":
            return date(value)
        if isinstance(value, Number) and not isinstance(value, bool):
            return number(value, form)
        return format(value, form)


_FILLER = _Filler()
