"""Check the entries of a codebook against one another; errors name file, entry and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from nkru.actors.codebook import KINDS, SHARED, Codebook, Entry
from nkru.actors.codebook_tables import Place
from nkru.corpus.side_files import quoted
from nkru.errors import CodebookError
from nkru.language import gettext
from nkru.resources import read_toml
from nkru.tokens.lemmas import stop_words
from nkru.tokens.norms import folded_words

LONGEST = 300  # characters of a form
_TOLD = 12  # roles in a message
MOST_WORDS = 8  # of a lemma: each may have many forms, and they multiply


def check(codebook: Codebook, file: str, places: Mapping[str, str | Place]) -> None:
    """Check names, references and forms.

    Args:
        codebook: the codebook.
        file: its name, for errors about no single entry.
        places: the file of each entry, and in a CSV its row, by the name of the entry.

    Raises:
        CodebookError: a name or a form belongs to two entries; an entry has no form, or a form
            made of stop words; a country, party, holder or role is unknown; or an entry belongs to
            itself.
    """
    names = Counter(entry.name for entry in codebook.entries)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise CodebookError("{place} is listed twice: keep one", place=_place(twice[0], places))
    _check_references(codebook, names, file, places)
    _check_circles(codebook.entries, places)
    for entry in codebook.entries:
        if not any(getattr(entry, field) for field, kind in KINDS.items() if kind):
            key = "lemmas" if codebook.kind == "themes" else "forms"
            raise CodebookError(
                '{place} has no form that could be found: add {key} = ["..."]',
                place=_place(entry.name, places),
                key=key,
            )
        if entry.lemmas and codebook.kind == "actors":
            raise CodebookError(
                "{place} has lemmas, which only themes have: write forms",
                place=_place(entry.name, places),
            )
    _check_forms(codebook, places)


def _place(name: str, places: Mapping[str, str | Place]) -> str:
    return gettext("{file}: entry {name}", file=places[name], name=quoted(name))


def _check_references(
    codebook: Codebook, names: Mapping[str, int], file: str, places: Mapping[str, str | Place]
) -> None:
    for entry in codebook.entries:
        if not {entry.country, entry.party} - {""} <= names.keys():
            _check_names((entry.country, entry.party), names, _place(entry.name, places))
    roles = sorted(role["name"] for role in read_toml("actors/constructions.toml")["role"])
    for office in codebook.offices:
        named = {"file": places.get(office.of, file), "name": quoted(office.of)}
        where = gettext("{file}: an office of {name}", **named)
        _check_names((office.of, *(holder.actor for holder in office.holders)), names, where)
        for role in office.roles:
            if role not in roles:
                near = get_close_matches(role, roles, cutoff=0.5) or roles[:_TOLD]
                raise CodebookError(
                    "{where} has role {role}: use one of {near} or another of "
                    "actors/constructions.toml",
                    where=where,
                    role=quoted(role),
                    near=", ".join(near),
                )


def _check_names(referred: Iterable[str], names: Container[str], where: str) -> None:
    for name in referred:
        if name and name not in names:
            raise CodebookError(
                "{where} names {name}, which is not an entry: add it or correct the name",
                where=where,
                name=quoted(name),
            )


def _check_circles(entries: Sequence[Entry], places: Mapping[str, str | Place]) -> None:
    above = {entry.name: [entry.country, entry.party] for entry in entries}
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        place = _place(error.args[1][0], places)
        raise CodebookError(
            "{place} belongs to itself by country or party: break the circle", place=place
        ) from None


def _check_written(entries: Iterable[Entry], places: Mapping[str, str | Place]) -> None:
    """Check each form by itself, before any is compared with another."""
    for entry in entries:
        for field in KINDS:
            for form in getattr(entry, field):
                if fault := _fault_of_form(form, field):
                    raise CodebookError(
                        "{place}: {field}: {fault}",
                        place=_place(entry.name, places),
                        field=field,
                        fault=fault,
                    )


def _fault_of_form(form: str, field: str) -> str | None:
    if not all(map(folded_words, form.split("|"))):
        if "|" in form:
            return gettext(
                "{form} has no letter before or after |: write a word", form=quoted(form)
            )
        return gettext("{form} has no letter that could be found: write a word", form=quoted(form))
    if len(form) > LONGEST:
        return gettext(
            "{form} has over {most} characters: write a shorter form",
            form=quoted(form),
            most=LONGEST,
        )
    if field == "lemmas" and len(folded_words(form).split()) > MOST_WORDS:
        return gettext(
            "{form} has over {most} words: write them as forms", form=quoted(form), most=MOST_WORDS
        )
    return None


def _check_forms(codebook: Codebook, places: Mapping[str, str | Place]) -> None:
    constructions = read_toml("actors/constructions.toml")
    # For actors, forms such as « le Nord » are too common as well.
    too_common = constructions["too_common"] if codebook.kind == "actors" else ()
    common = {folded_words(word) for word in (*stop_words(), *too_common)}
    owners: dict[str, tuple[int, str]] = {}
    entries = codebook.entries
    _check_written(entries, places)
    for index, _, field, _, form in codebook.senses():
        folded = folded_words(form)
        if field not in ("short", "exact") and common.issuperset(folded.split()):
            where = _place(entries[index].name, places)
            raise CodebookError(
                "{where}: {form} is a stop word: write a longer form",
                where=where,
                form=quoted(form),
            )
        owner, owner_field = owners.setdefault(folded, (index, field))
        if owner != index and field not in SHARED and owner_field not in SHARED:
            where, other = _place(entries[index].name, places), quoted(entries[owner].name)
            raise CodebookError(
                "{where}: {form} is also a form of {other}: keep one, or move both to short",
                where=where,
                form=quoted(form),
                other=other,
            )
