"""Catalogues: the translations of resources/language, and the names of entries in English."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import Formatter

from nkru import resources
from nkru.errors import ParameterError

# Names of entries of the codebooks that were read, and their English labels.
_LABELS: dict[str, str] = {}
_NUMBER = re.compile(r"[+−-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Catalogue:
    """The translations into one language.

    Attributes:
        forms: the translation of each message, or those of one and of several, by its English form.
        plural: returns the place of the form for a number.
        data: English forms of what tables hold, such as reasons.
    """

    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    data: frozenset[str]

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Patterns of the data with placeholders, the longest first, and their translations."""
        open_forms = sorted((form for form in self.data if "{" in form), key=len, reverse=True)
        return [(_pattern(form), self.forms[form][0]) for form in open_forms]


def placeholders(message: str) -> set[str]:
    """Return the placeholders of a message with their formats.

    >>> sorted(placeholders("{part:,} of {whole}"))
    ['part:,', 'whole:']
    """
    parts = Formatter().parse(message)
    return {f"{name}:{form}" for _, name, form, _ in parts if name is not None}


def read_catalogue(path: Path) -> Catalogue:
    """Return the translations of a catalogue of gettext (PO).

    Raises:
        ParameterError: a translation has other placeholders than its message.
    """
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        read = read_po(stream)
    forms: dict[str, tuple[str, ...]] = {}
    data = set()
    for message in read:
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id or not all(told):
            continue
        _check(path, sources, told)
        forms[sources[0]] = told
        if message.context == "data":
            data.add(sources[0])
    plural = gettext.c2py(read.plural_expr)  # type: ignore[attr-defined]
    return Catalogue(forms, plural, frozenset(data))


def _check(path: Path, sources: Iterable[str], told: Iterable[str]) -> None:
    known = set().union(*map(placeholders, sources))
    for form in told:
        wrong = placeholders(form) ^ known
        # « 1 article » may be said without its number.
        if wrong - {"n:", "n:,"}:
            raise ParameterError(
                f"{path.name}: the translation {form[:60]!r} differs from its message in the "
                f"placeholder {{{min(wrong).rstrip(':')}}}: write it as in the message"
            )


@cache
def catalogue(language: str) -> Catalogue | None:
    """Return the catalogue of a language; English needs none."""
    path = resources.path(f"language/{language}.po")
    return read_catalogue(path) if language != "en" else None


def translate(language: str, forms: tuple[str, ...], n: object = None) -> str:
    """Return a message in a language, in the form for `n` things; in English if it has none."""
    known = catalogue(language)
    told = known.forms.get(forms[0]) if known else None
    if told is None or known is None:
        return forms[n != 1] if len(forms) > 1 else forms[0]
    return told[known.plural(int(str(n)))] if len(told) > 1 else told[0]


def translate_data(language: str, text: str) -> str:
    """Return what a table holds in words of nkru, such as a reason, in a language.

    >>> translate_data("fr", "person")
    'personne'
    """
    known = catalogue(language)
    if known is None or not text:
        return text
    if text in known.data:
        return known.forms[text][0]
    for pattern, form in known.patterns:
        if match := pattern.fullmatch(text):
            parts = {name: _part(language, part) for name, part in match.groupdict().items()}
            return form.format(**parts)
    return text


def _part(language: str, text: str) -> str:
    """Return a part of a sentence: translated, or a number with the separators of French."""
    if _NUMBER.fullmatch(text):
        return text.translate({ord(","): "\u202f", ord("."): ",", ord("-"): "−"})
    return translate_data(language, text)


def _pattern(form: str) -> re.Pattern[str]:
    """Return a pattern for the texts that a message with placeholders may give."""
    parts = (
        re.escape(text) + (f"(?P<{name}>.{{1,400}}?)" if name is not None else "")
        for text, name, _, _ in Formatter().parse(form)
    )
    return re.compile("".join(parts), re.DOTALL)


def learn_labels(labels: Mapping[str, str]) -> None:
    """Keep the English labels of entries by name, for `name_in`."""
    _LABELS.update(labels)


def name_in(language: str, name: str) -> str:
    """Return the name of an entry: its label in English, else its own or the translated label."""
    plain = name.replace("_", " ")
    label = _LABELS.get(name, "")
    if language == "en":
        return label or plain
    known = catalogue(language)
    told = known.forms.get(label) if known and label else None
    return told[0] if told else plain
