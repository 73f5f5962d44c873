"""Differences between two reports: articles, actors, classes, topics, parameters and versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.language import gettext
from nkru.paths import shown
from nkru.report.chapter.cells import format_column
from nkru.report.markup import render_page
from nkru.report.runs.manifest import is_made, require_manifest

Section = dict[str, Any]
# Measures with an interval: the file, its columns (value, low, high), the unit.
_INTERVALS = {
    "Actors named more or less, beyond their interval": (
        "actors_frequency.csv",
        ["rate", "rate_low", "rate_high"],
        "mentions per 1,000 words",
    ),
    "Situation of actors, beyond its interval": (
        "sentiment_situations.csv",
        ["tone", "tone_low", "tone_high"],
        "mean situation",
    ),
    "Stances on actors, beyond their interval": (
        "sentiment_stances.csv",
        ["tone", "tone_low", "tone_high"],
        "mean stance",
    ),
}
# Tables compared row by row: the file, its key, the columns compared.
_ROWS = {
    "Classes": ("themes_classes.csv", "class", ["segments", "words"]),
    "Topics": ("themes_topics.csv", "topic", ["words"]),
}


def find_differences(
    old: Path, new: Path, manifest: Mapping[str, Any] | None = None
) -> list[Section]:
    """Return the differences between two reports: sections with a title and sentences.

    Args:
        old: the folder of the earlier report.
        new: the folder of the later report.
        manifest: the manifest of `new`, if it is not written yet.

    Raises:
        NoReportError: a folder holds no report.
    """
    before, after = require_manifest(old), manifest or require_manifest(new)
    sections = {"Articles": _compare_files(before["inputs"], after["inputs"])}
    reports = ((old, before), (new, after))
    for title, (name, columns, unit) in _INTERVALS.items():
        tables = [_read(*report, name, "entry", columns) for report in reports]
        compare = partial(_compare_intervals, unit=unit)
        sections[title] = _compare_tables(compare, tables)
    for title, (name, key, columns) in _ROWS.items():
        tables = [_read(*report, name, key, columns) for report in reports]
        sections[title] = _compare_tables(_compare_rows, tables)
    sections["Parameters"] = _compare_values(_parameters(before), _parameters(after))
    sections["Versions, codebooks and lexicon"] = _compare_values(
        _versions(before), _versions(after)
    )
    return [{"title": title, "sentences": list(sentences)} for title, sentences in sections.items()]


def write_changes(old: Path | None, new: Path, manifest: Mapping[str, Any]) -> None:
    """Write changes.html into the report `new`: its differences from the report that it replaces.

    Args:
        old: the folder of the replaced report, or None.
        new: the folder of the new report.
        manifest: the manifest of the new report.
    """
    sections = find_differences(old, new, manifest) if old else []
    title = gettext("What changed since the last report")
    page = render_page("changes.html.j2", title=title, sections=sections)
    (new / "changes.html").write_text(page, encoding="utf-8")


def _compare_files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{shown(name)} was added" for name in sorted(after.keys() - before.keys()))
    yield from (f"{shown(name)} was removed" for name in sorted(before.keys() - after.keys()))
    both = sorted(before.keys() & after.keys())
    yield from (f"{shown(name)} was changed" for name in both if before[name] != after[name])


def _read(
    folder: Path, manifest: Mapping[str, Any], name: str, key: str, columns: list[str]
) -> pd.DataFrame | None:
    """Return columns of a report's table as text by `key`; no rows if the report lacks it.

    Return None for a table that was changed after publication.
    """
    file, published = f"tables/{name}", manifest.get("files")
    if published is not None and file in published and not is_made(folder, file, published[file]):
        return None
    there = (folder / file).is_file() if published is None else file in published
    table = pd.read_csv(folder / file, dtype="str") if there else pd.DataFrame(columns=[key])
    return table.set_index(key).reindex(columns=columns)


def _compare_tables(
    compare: Callable[[pd.DataFrame, pd.DataFrame], Iterator[str]],
    tables: Sequence[pd.DataFrame | None],
) -> Iterator[str]:
    before, after = tables
    if before is None or after is None:
        return iter(["a table was altered after it was published, and is not compared"])
    return compare(before, after)


def _compare_intervals(before: pd.DataFrame, after: pd.DataFrame, unit: str) -> Iterator[str]:
    """Yield the entries with a value outside the other interval, and new and missing entries."""
    before, after = before.astype(float), after.astype(float)
    for entry in sorted({*before.index, *after.index}):
        if entry not in after.index:
            yield f"{entry} is named no more"
        elif entry not in before.index:
            yield f"{entry} is named for the first time"
        else:
            old, new = before.loc[entry], after.loc[entry]
            (old_value, old_low, old_high), (new_value, new_low, new_high) = old, new
            change = f"{_format_interval(old)} → {_format_interval(new)} {unit}"
            if new_value > old_high and old_value < new_low:
                yield f"{entry} is up: {change}"
            elif new_value < old_low and old_value > new_high:
                yield f"{entry} is down: {change}"


def _format_interval(row: pd.Series[float]) -> str:
    value, low, high = format_column(row.rename(None))
    return f"{value} [{low}, {high}]"


def _compare_rows(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[str]:
    return _compare_values(_row_texts(before), _row_texts(after))


def _row_texts(table: pd.DataFrame) -> dict[str, str]:
    return {
        f"{table.index.name} {entry}": ", ".join(row.dropna()) for entry, row in table.iterrows()
    }


def _compare_values(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{name}: {before.get(name, 'not there')} → {after.get(name, 'not there')}"


def _parameters(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{name}, {parameter}": repr(value)
        for name, chapter in manifest["chapters"].items()
        for parameter, value in chapter["parameters"].items()
    }


def _versions(manifest: Mapping[str, Any]) -> dict[str, str]:
    own = {name: str(manifest[name]) for name in ("nkru", "python", "platform", "git_commit")}
    resources = {
        name: f"{resource.get('version', '')} {resource['sha256'][:12]}"
        for name, resource in manifest["resources"].items()
    }
    return {**own, **manifest["packages"], **resources}
