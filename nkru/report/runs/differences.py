"""Differences between two reports: articles, actors beyond their interval, classes, parameters, versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.report.chapter.tables import format_column
from nkru.report.runs.manifest import require_manifest
from nkru.report.site.markup import render_page

Section = dict[str, Any]
_MEASURES = ("value", "low", "high")


def find_differences(old: Path, new: Path, made: Mapping[str, Any] | None = None) -> list[Section]:
    """Return what differs between two reports, as sections of sentences.

    Args:
        old: the folder of one report.
        new: the folder of another, made later.
        made: the manifest of `new` where it is not written yet.

    Raises:
        NoReportError: a folder holds no report.
    """
    before, after = require_manifest(old), made or require_manifest(new)
    sections = {
        "Articles": _files(before["inputs"], after["inputs"]),
        "Actors named more or less, beyond their interval": _moved(
            old,
            new,
            "actors_frequency.csv",
            "entry",
            ("rate", "rate_low", "rate_high"),
            "mentions per 1,000 words",
        ),
        "Tone toward actors, beyond its interval": _moved(
            old,
            new,
            "sentiment_targets.csv",
            "entry",
            ("tone", "tone_low", "tone_high"),
            "mean tone",
        ),
        "Classes": _rows(old, new, "themes_classes.csv", "class", ("segments", "words")),
        "Topics": _rows(old, new, "themes_topics.csv", "topic", ("words",)),
        "Parameters": _values(_parameters(before), _parameters(after)),
        "Versions, codebooks and lexicon": _values(_versions(before), _versions(after)),
    }
    return [{"title": title, "sentences": list(told)} for title, told in sections.items()]


def write_changes(old: Path | None, new: Path, made: Mapping[str, Any]) -> None:
    """Write changes.html into the report `new`: what differs from the one it replaces, if it replaces one."""
    sections = find_differences(old, new, made) if old else []
    page = render_page(
        "changes.html.j2", title="What changed since the last report", sections=sections
    )
    (new / "changes.html").write_text(page, encoding="utf-8")


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{name} was added" for name in sorted(after.keys() - before.keys()))
    yield from (f"{name} was removed" for name in sorted(before.keys() - after.keys()))
    same = sorted(before.keys() & after.keys())
    yield from (f"{name} was changed" for name in same if before[name] != after[name])


def _moved(
    old: Path, new: Path, name: str, key: str, columns: tuple[str, str, str], unit: str
) -> Iterator[str]:
    """Yield who left the interval that the other report gives; without intervals, nobody can."""
    tables = [_read(folder, name, key, columns) for folder in (old, new)]
    for entry in sorted(set(tables[0].index) | set(tables[1].index)):
        before, after = (_row(table, entry) for table in tables)
        if before is None or after is None:
            yield f"{entry} is {'named no more' if after is None else 'named for the first time'}"
        elif after["value"] > before["high"] and before["value"] < after["low"]:
            yield f"{entry} is up: {_span(before)} → {_span(after)} {unit}"
        elif after["value"] < before["low"] and before["value"] > after["high"]:
            yield f"{entry} is down: {_span(before)} → {_span(after)} {unit}"


def _read(folder: Path, name: str, key: str, columns: Iterable[str]) -> pd.DataFrame:
    """Return the columns of a report's table by key; without rows where the report or the table has none."""
    path = folder / "tables" / name
    table = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=[key])
    return table.set_index(key).reindex(columns=list(columns)).set_axis(list(_MEASURES), axis=1)


def _row(table: pd.DataFrame, entry: str) -> dict[str, float] | None:
    return (
        None
        if entry not in table.index
        else {name: float(table[name].loc[entry]) for name in _MEASURES}
    )


def _span(row: Mapping[str, float]) -> str:
    value, low, high = format_column(pd.Series([row[name] for name in _MEASURES]))
    return f"{value} [{low}, {high}]"


def _rows(old: Path, new: Path, name: str, key: str, columns: Iterable[str]) -> Iterator[str]:
    """Yield the rows of a table that are new, gone or told otherwise."""
    tables = [folder / "tables" / name for folder in (old, new)]
    told = [
        pd.read_csv(path, dtype=str).set_index(key) if path.is_file() else pd.DataFrame()
        for path in tables
    ]
    texts = [
        {
            str(entry): ", ".join(str(row[column]) for column in columns if column in row)
            for entry, row in table.iterrows()
        }
        for table in told
    ]
    yield from _values(
        *({f"{key} {entry}": text for entry, text in table.items()} for table in texts)
    )


def _values(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{name}: {before.get(name, 'not there')} → {after.get(name, 'not there')}"


def _parameters(manifest: Mapping[str, Any]) -> dict[str, str]:
    chapters = manifest["chapters"].items()
    return {
        f"{name}, {key}": repr(value)
        for name, made in chapters
        for key, value in made["parameters"].items()
    }


def _versions(manifest: Mapping[str, Any]) -> dict[str, str]:
    own = {name: str(manifest[name]) for name in ("nkru", "python", "platform", "git_commit")}
    resources = {
        name: f"{of.get('version', '')} {of['sha256'][:12]}"
        for name, of in manifest["resources"].items()
    }
    return {**own, **manifest["packages"], **resources}
