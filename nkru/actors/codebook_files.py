"""Read codebooks: the actors or themes that a study counts, with the forms that name them.

A codebook is a TOML file, or a sheet (CSV, XLSX) with these keys as columns, or the sheet that
`nkru register` writes (see `nkru.actors.register_sheet`). A TOML file begins with `name`,
`version`, `licence` and `source`, followed by `[[actor]]` or `[[theme]]` tables and, for actors,
`[[office]]` tables. Actors are added to those that ship with nkru, unless `alone = true` is written
at the top; themes replace the shipped ones. `include = ["more.toml", "states.csv"]` reads further
files, your own or shipped.

    [[actor]]
    name = "Kim Jong Un"             # canonical, as French usage has it
    type = "person"                  # person | state | organisation (themes have no type)
    label = "Kim Jong-un"            # English
    country = "Corée du Nord"        # an entry of the codebook; `party` likewise
    gender = "m"                     # "f" for Mme
    forms = ["Kim Jong Un"]          # first letter: case counts; accents and hyphens never do
    exact = ["Le Monde"]             # every capital counts: a name that is a common word
    national = ["Sénat"]             # other states have one too: context decides which is meant
    short = ["Kim"]                  # counts only in an article that has one of the forms
    metonyms = []                    # capitals and seats
    demonyms = []                    # "chinois|chinoise"; `prefixes` for compounds: "sino"
    descriptors = []                 # without their article: "royaume ermite"
    lemmas = []                      # "sanction économique" finds « sanctions économiques »
    exclusions = ["Kim Jong Unique"] # longer forms that name somebody or something else

    [[office]]
    of = "Corée du Nord"
    roles = ["leader"]               # as in constructions.toml
    holders = [{actor = "Kim Jong Un", from = "2011-12-17"}]   # `to` is the first day after
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from nkru import resources
from nkru.actors.codebook import KINDS, TYPES, Codebook, Entry, Kind, Office
from nkru.actors.codebook_checks import check
from nkru.actors.codebook_offices import read_office
from nkru.actors.codebook_tables import REGISTER, Place, Table, collect, expect, rows, texts
from nkru.catalogues import learn_labels
from nkru.corpus import arguments
from nkru.corpus.side_files import quoted
from nkru.errors import CodebookError
from nkru.language import deferred, gettext

SHIPPED = {"actors": "actors/actors.toml", "themes": "themes/themes.toml"}
PARAMETERS = {"actors": "codebook", "themes": "themes"}  # of a report
_OTHER_KIND = {
    "actors": deferred(
        "{source}: this codebook holds actors, not themes: use `-p {parameter}={source}`"
    ),
    "themes": deferred(
        "{source}: this codebook holds themes, not actors: use `-p {parameter}={source}`"
    ),
}
TABLES: dict[str, Kind] = {
    **{"actor": "actors", "office": "actors", REGISTER: "actors"},
    "theme": "themes",
}
HEAD = ("name", "version", "licence", "source")
GENDERS = ("", "m", "f")
KEYS = tuple(field.name for field in fields(Entry))


def read_codebook(source: str | Path | None = None, kind: Kind | None = None) -> Codebook:
    """Read and check a codebook: one of the user's, or one that ships with nkru.

    Actors of the user's are added to the shipped actors. An entry replaces the shipped one of the
    same name, its forms and its offices win over those of shipped entries. A file with
    `alone = true` at its top, and a codebook of themes, replaces the shipped one.

    Args:
        source: a file; by default the shipped codebook, "themes" for the shipped themes.
        kind: the only kind to accept, "actors" or "themes"; the shipped codebook has this kind.

    Raises:
        CodebookError: the file is missing or not TOML, an entry breaks the schema, or the codebook
            is of the other kind; the message names the file and the remedy.

    >>> import nkru
    >>> codebook = nkru.read_codebook(kind="actors")
    >>> "FNSEA" in {entry.name for entry in codebook.entries}
    True
    """
    if source is None or source == "themes":
        codebook = _read_shipped("themes" if source else kind or "actors")
    else:
        codebook = _read_own(source)
    if kind not in (None, codebook.kind):
        raise CodebookError(
            _OTHER_KIND[codebook.kind],
            source=source,
            parameter=PARAMETERS[codebook.kind],
        )
    learn_labels({entry.name: entry.label for entry in codebook.entries if entry.label})
    return codebook


def _read_own(source: str | Path) -> Codebook:
    try:
        path = Path(source).resolve()
        is_file = path.is_file()
    except (OSError, RuntimeError, ValueError):
        path, is_file = Path(quoted(source)), False
    if not is_file:
        raise CodebookError("{path}: no such codebook: give the path of a TOML file", path=path)
    try:
        return _read(path)
    except RecursionError:
        raise CodebookError(
            "{file}: its values lie too deep in one another: write simple lists", file=path.name
        ) from None


@cache
def _read_shipped(kind: Kind) -> Codebook:
    return _read(resources.path(SHIPPED[kind]).resolve())


@cache
def _shipped_actors() -> dict[Path, Table]:
    return collect(resources.path(SHIPPED["actors"]).resolve())


def _read(path: Path) -> Codebook:
    """Read a file, and the shipped actors after it: the user's entries come first and win."""
    shipped = _shipped_actors()
    files = dict(shipped) if path in shipped else collect(path)
    kind, head = _kind(path, files), files[path]
    if kind == "actors" and not expect(bool, head.get("alone", False), "alone", path.name):
        files |= shipped
    places: dict[str, str | Place] = {}
    others, other_offices = _contents({f: files[f] for f in files if f in shipped}, kind, places)
    own = {f: files[f] for f in files if f not in shipped}
    entries, offices = _contents(own, kind, places)
    names = {entry.name for entry in entries}
    filled = {(office.of, role) for office in offices for role in office.roles}
    codebook = Codebook(
        **{key: expect(str, head.get(key, ""), key, path.name) for key in HEAD},
        kind=kind,
        entries=(*entries, *(entry for entry in others if entry.name not in names)),
        offices=(*offices, *_unfilled(other_offices, filled)),
        own=len(entries),
        register=next((own[f][REGISTER] for f in own if REGISTER in own[f]), None),
    )
    if own:  # a test checks the shipped codebooks
        check(codebook, path.name, places)
    return codebook


def _kind(path: Path, files: Mapping[Path, Table]) -> Kind:
    kinds = {kind for table in files.values() for key, kind in TABLES.items() if key in table}
    if len(kinds) != 1:
        raise CodebookError(
            "{file}: write [[actor]] or [[theme]] tables: a codebook has entries of one kind",
            file=path.name,
        )
    return kinds.pop()


def _contents(
    files: Mapping[Path, Table], kind: Kind, places: dict[str, str | Place]
) -> tuple[list[Entry], list[Office]]:
    """Return the entries and offices of some files; `places` receives the place of each entry."""
    entries = []
    for raw, place in rows(files, kind.removesuffix("s")):
        entries.append(_entry(raw, place, kind))
        places[entries[-1].name] = place
    return entries, [read_office(raw, place) for raw, place in rows(files, "office")]


def _unfilled(offices: Iterable[Office], filled: Set[tuple[str, str]]) -> Iterator[Office]:
    """Yield the offices with those roles that own offices have not filled."""
    for office in offices:
        roles = tuple(role for role in office.roles if (office.of, role) not in filled)
        if roles:
            yield replace(office, roles=roles)


def _entry(raw: Any, file: str | Place, kind: Kind) -> Entry:
    """Return the entry that a table of the file describes."""
    name = raw.get("name") if isinstance(raw, dict) else None
    where = Place(deferred("{file}: entry {name}"), file, name=name or raw)
    if not name:
        raise CodebookError('{where} has no name: add name = "..."', where=where)
    unknown = sorted(set(raw) - set(KEYS))
    if unknown:
        raise CodebookError(
            "{where}: unknown key {key}: use one of {known}",
            where=where,
            key=quoted(unknown[0]),
            known=", ".join(KEYS),
        )
    values: dict[str, Any] = {
        key: texts(value, key, where) if key in KINDS else expect(str, value, key, where)
        for key, value in raw.items()
    }
    if kind == "actors" and values.get("type") not in TYPES:
        raise CodebookError(
            "{where}: type is {type}: write one of {known}",
            where=where,
            type=quoted(values.get("type")),
            known=", ".join(TYPES),
        )
    if values.get("gender", "") not in GENDERS:
        raise CodebookError(
            "{where}: gender is {gender}: write m or f",
            where=where,
            gender=quoted(values["gender"]),
        )
    return Entry(**values)


def shipped_unless(codebook: Codebook | None) -> Codebook:
    """Return the codebook given, by default the shipped one.

    Raises:
        ParameterError: `codebook` is neither a codebook nor None.
    """
    if codebook is None:
        return read_codebook()
    arguments.expect(
        "codebook", codebook, Codebook, gettext("a codebook as from nkru.read_codebook, or None")
    )
    return codebook
