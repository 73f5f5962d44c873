"""Catalogues: the translations of resources/language, and the names of entries in English."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import Formatter
from typing import Any

from nkru import resources
from nkru.errors import ParameterError

# Names of entries of the codebooks that were read, and their labels by language.
_LABELS: dict[str, dict[str, str]] = {"en": {}, "fr": {}}
_NUMBER = re.compile(r"[+−-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Catalogue:
    """The translations into one language.

    Attributes:
        forms: the translation of each message, or those of one and of several, by its English form.
        plural: returns the place of the form for a number.
        data: the translations of what tables hold in words of nkru, such as reasons.
    """

    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    data: Mapping[str, str]

    @cached_property
    def known(self) -> frozenset[str]:
        """The English forms of all messages."""
        return frozenset([*self.forms, *self.data])

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Patterns of the data with placeholders, the longest first, and their translations."""
        open_forms = sorted((form for form in self.data if "{" in form), key=len, reverse=True)
        return [(_pattern(form), self.data[form]) for form in open_forms]


def placeholders(message: str) -> set[str]:
    """Return the placeholders of a message with their formats.

    >>> sorted(placeholders("{part:,} of {whole}"))
    ['part:,', 'whole:']
    """
    parts = Formatter().parse(message)
    return {
        f"{name}{f'!{kind}' if kind else ''}:{form}"
        for _, name, form, kind in parts
        if name is not None
    }


def read_catalogue(path: Path) -> Catalogue:
    """Return the translations of a catalogue of gettext (PO).

    Raises:
        ParameterError: a translation has other placeholders than its message.
    """
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        read = read_po(stream)
    forms: dict[str, tuple[str, ...]] = {}
    data: dict[str, str] = {}
    for message in read:
        sources, told = _as_tuple(message.id), _as_tuple(message.string)
        if not message.id or not all(told):
            continue
        _check(path, sources, told)
        if message.context == "data":
            data[sources[0]] = told[0]
        else:
            forms[sources[0]] = told
    plural = gettext.c2py(read.plural_expr)
    return Catalogue(forms, plural, data)


def _as_tuple(forms: Any) -> tuple[str, ...]:
    return tuple(forms) if isinstance(forms, tuple | list) else (forms or "",)


def _check(path: Path, sources: Iterable[str], told: Iterable[str]) -> None:
    known = set().union(*map(placeholders, sources))
    for form in told:
        wrong = placeholders(form) ^ known
        # « 1 article » may be said without its number.
        if wrong - {"n:", "n:,"}:
            raise ParameterError(
                "{file}: the translation {form!r} differs from its message in the placeholder "
                "{placeholder}: write it as in the message",
                file=path.name,
                form=form[:60],
                placeholder=f"{{{min(wrong).rstrip(':')}}}",
            )


@cache
def catalogue(language: str) -> Catalogue | None:
    """Return the catalogue of a language; English needs none."""
    path = resources.path(f"language/{language}.po")
    return read_catalogue(path) if language != "en" else None


def translate(language: str, forms: tuple[str, ...], n: object = None) -> str:
    """Return a message in a language, in the form for `n` things; in English if it has none."""
    known = catalogue(language)
    if known is None or forms[0] not in known.known:
        return forms[n != 1] if len(forms) > 1 else forms[0]
    told = known.forms.get(forms[0]) or (known.data[forms[0]],)
    return told[known.plural(n)] if len(told) > 1 and isinstance(n, int) else told[0]


def translate_data(language: str, text: str, *, whole: bool = False) -> str:
    """Return what a table holds in words of nkru, such as a reason, in a language.

    Args:
        language: "en" or "fr".
        text: the cell; what the catalogue does not have is returned as it is.
        whole: whether only messages without placeholders are looked up, for what may be a name.

    >>> translate_data("fr", "person")
    'personne'
    """
    known = catalogue(language)
    if known is None or not text:
        return text
    if text in known.data:
        return known.data[text]
    if whole:
        return text
    for pattern, form in known.patterns:
        if match := pattern.fullmatch(text):
            parts = {name: _part(language, part) for name, part in match.groupdict().items()}
            return form.format(**parts)
    items = text.split(";")
    if len(items) > 1 and all(item.strip() in known.data for item in items):
        return translate(language, ("; ",)).join(known.data[item.strip()] for item in items)
    return text


def _part(language: str, text: str) -> str:
    """Return a part of a sentence: translated, or a number with the separators of French."""
    if _NUMBER.fullmatch(text):
        return text.translate({ord(","): "\u202f", ord("."): ",", ord("-"): "−"})
    return translate_data(language, text)


def _pattern(form: str) -> re.Pattern[str]:
    """Return a pattern for the texts that a message with placeholders may give."""
    # A placeholder for a number matches nothing else, and one for a basis begins with a number.
    holds = dict.fromkeys(("n", "total"), r"\d{1,3}(?:,\d{3}){0,4}|\d{1,9}")
    holds |= dict.fromkeys(("articles", "target", "reference", "rest"), r"\d.{1,400}?")
    holds["cause"] = r"[^,;]{1,80}"  # a word that a rule of tone names
    parts = (
        re.escape(text) + (f"(?P<{name}>{holds.get(name, '.{1,400}?')})" if name else "")
        for text, name, _, _ in Formatter().parse(form)
    )
    return re.compile("".join(parts), re.DOTALL)


def learn_labels(labels: Mapping[str, str], language: str = "en") -> None:
    """Keep the labels of entries by name, for `name_in`."""
    _LABELS[language].update(labels)


def plain_name(name: str) -> str:
    """Return a name; one that is a key of words joined by underscores, as words.

    >>> plain_name("droit_international"), plain_name("a_b^c")
    ('droit international', 'a_b^c')
    """
    return name.replace("_", " ") if all(map(str.isalpha, name.split("_"))) else name


def name_in(language: str, name: str) -> str:
    """Return the name of an entry: its label in the language, or a translated one, or its own."""
    label = _LABELS[language].get(name, "")
    if label or language == "en":
        return label or plain_name(name)
    known, english = catalogue(language), _LABELS["en"].get(name, "")
    told = known.forms.get(english) if known and english else None
    return told[0] if told else plain_name(name)
