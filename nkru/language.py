"""Language: what readers see, in English or French, with numbers and dates as each writes them.

A sentence is written in English where it is made: `gettext("{n} of {all} articles", n=3, all=9)`.
The result is a text in the language in use, which keeps its parts: `spoken` says it in another. A
placeholder takes a format as in Python: `{share:.0%}` is 94% in English and 94 % in French; `p` is
for p values; a text of nkru in a table, such as a basis or a reason, takes the format `cell`. The
translations are in resources/language/fr.po. The language is never taken from the system.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Number
from string import Formatter
from typing import Any

from nkru import catalogues
from nkru.errors import NkruError
from nkru.locales import NAMES as NAMES
from nkru.locales import date as date
from nkru.locales import language as language
from nkru.locales import number as number
from nkru.locales import parse_languages as parse_languages
from nkru.locales import probability
from nkru.locales import use as use
from nkru.locales import using as using


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
    """Whole sentences or clauses, one after the other."""

    @staticmethod
    def _fill(forms: tuple[str, ...], values: Mapping[str, Any]) -> str:
        return spoken(values["by"]).join(spoken(part) for part in forms if part)


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


def table_text(message: str, /, **values: Any) -> str:
    """Return a text of nkru for a table, such as a reason: in English, whatever language is in use.

    The format `cell` of a placeholder says it in the language in use.

    >>> with using("fr"):
    ...     reason = table_text("{n} words kept", n=4)
    ...     print(reason, "/", gettext("{reason:cell}", reason=reason))
    4 words kept / 4 mots retenus
    """
    with using("en"):
        return str(gettext(message, **values))


def deferred(message: str) -> str:
    """Mark a message for the catalogue, and return it; `gettext` says it where it is used."""
    return message


def deferred_forms(one: str, several: str) -> tuple[str, str]:
    """Return the two forms of a message as they are, for `ngettext`."""
    return one, several


def join(*sentences: str, by: str = " ") -> Message:
    """Return whole sentences, or clauses, in one text; empty ones are left out.

    >>> join("no name", "no text", by=gettext("; and "))
    'no name; and no text'
    """
    return Joined(sentences, {"by": by})


def named(name: object) -> Message:
    """Return the name of an entry of a codebook for readers of the language in use."""
    return Name((str(name),), {})


def spoken(text: str) -> str:
    """Return a text in the language in use, if it was made here; any other text unchanged."""
    return text.again() if isinstance(text, Message) else text


class _Filler(Formatter):
    """Fill placeholders: numbers and dates as the language in use writes them."""

    def format_field(self, value: Any, form: str) -> str:
        if isinstance(value, Message):
            return value.again()
        if form == "date":
            return date(value)
        if form == "p":
            return probability(value)
        if form == "cell":
            return catalogues.translate_data(language(), str(value))
        if isinstance(value, Number) and not isinstance(value, bool):
            return number(value, form)
        return format(value, form)


_FILLER = _Filler()


def _say(message: str, /, **values: Any) -> str:
    again = isinstance(message, Message) and not values
    return spoken(message) if again else gettext(message, **values)


NkruError.say = staticmethod(_say)
