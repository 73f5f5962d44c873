"""The schema of a codebook: keys, types and cross-references; an error names file, entry and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from nkru.actors.codebook import KINDS, TYPES, Codebook, Entry, Forms, Holder, Office
from nkru.errors import CodebookError
from nkru.resources import read_toml
from nkru.tokens.norms import folded_words
from nkru.tokens.lemmas import stop_words

KEYS = tuple(field.name for field in fields(Entry))


def text(value: Any, key: str, where: str) -> str:
    """Return `value`, which must be a text."""
    if not isinstance(value, str):
        raise CodebookError(f"{where}: {key} is {value!r}: write one text in quotes")
    return value


def sequence(value: Any, key: str, where: str) -> list[Any]:
    """Return `value`, which must be a list."""
    if not isinstance(value, list):
        raise CodebookError(f"{where}: {key} is {value!r}: write a list in square brackets")
    return value


def texts(value: Any, key: str, where: str) -> Forms:
    """Return `value`, which must be a list of texts."""
    return tuple(text(item, key, where) for item in sequence(value, key, where))


def entry(raw: Any, file: str, kind: str) -> Entry:
    """Return the entry that a table of the file describes."""
    where = (
        f"{file}: entry {raw.get('name', raw)!r}"
        if isinstance(raw, dict)
        else f"{file}: entry {raw!r}"
    )
    if not isinstance(raw, dict) or not raw.get("name"):
        raise CodebookError(f'{where} has no name: add name = "..."')
    unknown = sorted(set(raw) - set(KEYS))
    if unknown:
        raise CodebookError(f"{where}: unknown key {unknown[0]!r}: use one of {', '.join(KEYS)}")
    values: dict[str, Any] = {
        key: texts(value, key, where) if key in KINDS else text(value, key, where)
        for key, value in raw.items()
    }
    if kind == "actor" and values.get("type") not in TYPES:
        raise CodebookError(
            f"{where}: type is {values.get('type')!r}: write one of {', '.join(TYPES)}"
        )
    return Entry(**values)


def office(raw: Any, file: str) -> Office:
    """Return the office that a table of the file describes."""
    where = (
        f"{file}: office of {raw.get('of', '?')!r}"
        if isinstance(raw, dict)
        else f"{file}: office {raw!r}"
    )
    if not isinstance(raw, dict) or set(raw) != {"of", "roles", "holders"}:
        raise CodebookError(
            f"{where}: an office has the keys of, roles and holders: add or take out keys"
        )
    holders = tuple(_holder(holder, where) for holder in sequence(raw["holders"], "holders", where))
    return Office(text(raw["of"], "of", where), texts(raw["roles"], "roles", where), holders)


def _holder(raw: Any, where: str) -> Holder:
    if not isinstance(raw, dict) or "actor" not in raw or set(raw) - {"actor", "from", "to"}:
        raise CodebookError(
            f'{where}: holder {raw!r}: write {{actor = "...", from = "2019-04-25", to = "..."}}'
        )
    days = [text(raw.get(key, ""), key, where) for key in ("from", "to")]
    for day in filter(None, days):
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise CodebookError(f"{where}: {day!r} is no day: write it as 2019-04-25") from error
    return Holder(text(raw["actor"], "actor", where), *days)


def check(codebook: Codebook, file: str) -> None:
    """Check what the entries say of one another: unique names and forms, known countries, no circle, no stop word.

    Raises:
        CodebookError: the first breach, with file, entry and remedy.
    """
    names = Counter(entry.name for entry in codebook.entries)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise CodebookError(f"{file}: entry {twice[0]!r} stands twice: keep one")
    _check_references(codebook, set(names), file)
    _check_circles(codebook.entries, file)
    _check_forms(codebook, file)


def _check_references(codebook: Codebook, names: set[str], file: str) -> None:
    named = [
        (f"entry {e.name!r}", value)
        for e in codebook.entries
        for value in (e.country, e.party)
        if value
    ]
    named += [
        (f"an office of {o.of!r}", value)
        for o in codebook.offices
        for value in (o.of, *(h.actor for h in o.holders))
    ]
    roles = {role["name"] for role in read_toml("actors/constructions.toml")["role"]}
    for where, value in named:
        if value not in names:
            raise CodebookError(
                f"{file}: {where} names {value!r}, which is no entry: add it or correct the name"
            )
    for of, role in (
        (one.of, role) for one in codebook.offices for role in one.roles if role not in roles
    ):
        raise CodebookError(
            f"{file}: an office of {of!r} has role {role!r}: use one of {', '.join(sorted(roles))}"
        )


def _check_circles(entries: Sequence[Entry], file: str) -> None:
    above: Mapping[str, Forms] = {
        e.name: tuple(filter(None, (e.country, e.party))) for e in entries
    }
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        name = error.args[1][0]
        raise CodebookError(
            f"{file}: entry {name!r} belongs to itself by country or party: break the circle"
        ) from None


def _check_forms(codebook: Codebook, file: str) -> None:
    for entry in codebook.entries:
        if not any(getattr(entry, field) for field, kind in KINDS.items() if kind):
            key = "lemmas" if codebook.kind == "theme" else "forms"
            raise CodebookError(
                f'{file}: entry {entry.name!r} has no form that could be found: add {key} = ["..."]'
            )
    # None but function words and, of actors, words as common: « le Nord » says nothing of who is
    # meant.
    too_common = (
        read_toml("actors/constructions.toml")["too_common"] if codebook.kind == "actor" else ()
    )
    common = {folded_words(word) for word in (*stop_words(), *too_common)}
    seen: dict[str, tuple[int, str]] = {}
    for sense in codebook.senses(*KINDS):
        where, form = (
            f"{file}: entry {codebook.entries[sense.entry].name!r}",
            folded_words(sense.form),
        )
        if sense.field != "short" and common.issuperset(form.split()):
            raise CodebookError(f"{where}: {sense.form!r} is a stop word: write a longer form")
        other, field = seen.setdefault(form, (sense.entry, sense.field))
        if other != sense.entry and not {"short", "exclusions"} & {field, sense.field}:
            rival = codebook.entries[other].name
            raise CodebookError(
                f"{where}: {sense.form!r} is also a form of {rival!r}: keep one, or move both to short"
            )
