"""Differences between two reports: articles, actors, classes, topics, parameters and versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.actors.codebook_files import read_codebook
from nkru.language import deferred, gettext, language
from nkru.paths import shown
from nkru.report.markup import render_page
from nkru.report.runs.changes import changed_groups, changed_means, changed_shares
from nkru.report.runs.manifest import is_made, require_manifest
from nkru.report.runs.plans import without_folder
from nkru.themes.agenda_labels import topic_labels

Section = dict[str, Any]
# Tables whose shares of stories are compared: the file, its key, part and whole, the noun.
_SHARES = {
    deferred("Actors named in more or fewer stories"): (
        "actors_actors.csv",
        "entry",
        ["stories", "of"],
        "stories",
    ),
    deferred("Topics of the agenda"): ("themes_agenda.csv", "topic", ["count"], "articles"),
}
# Means with an interval: the file and the construct.
_MEANS = {
    deferred("Situation of actors"): ("sentiment_situations.csv", "situation"),
    deferred("Stances on actors"): ("sentiment_stances.csv", "stance"),
}
# Groups of words: the file, its key, and the table of the stability of each, or of their number.
_GROUPS = {
    deferred("Classes"): ("themes_classes.csv", "class", "themes_stability.csv", "jaccard"),
    deferred("Topics"): ("themes_topics.csv", "topic", "themes_topic_stability.csv", "stability"),
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
    read_codebook(kind="actors")  # whose entries have names in English
    sections = {deferred("Articles"): _compare_files(before["inputs"], after["inputs"])}
    reports = ((old, before), (new, after))
    for title, (name, key, columns, noun) in _SHARES.items():
        tables = [_shares(_labelled(_read(*report, name, key, columns))) for report in reports]
        sections[title] = _compare_tables(partial(changed_shares, what=noun), tables)
    for title, (name, unit) in _MEANS.items():
        columns = ["tone", "tone_low", "tone_high"]
        tables = [_means(_read(*report, name, "entry", columns)) for report in reports]
        sections[title] = _compare_tables(partial(changed_means, unit=unit), tables)
    for title, (name, key, other, measure) in _GROUPS.items():
        tables = [_groups(*report, name, key, other, measure) for report in reports]
        sections[title] = _compare_tables(partial(changed_groups, noun=key), tables)
    public = bool(after.get("public"))
    parameters = (_parameters(manifest, public=public) for manifest in (before, after))
    sections[deferred("Parameters")] = _compare_values(*parameters)
    sections[deferred("Versions, codebooks and lexicon")] = _compare_values(
        _versions(before), _versions(after)
    )
    return [
        {"title": gettext(title), "sentences": list(sentences)}
        for title, sentences in sections.items()
    ]


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
    for name in sorted(after.keys() - before.keys()):
        yield gettext("{file} was added", file=shown(name))
    for name in sorted(before.keys() - after.keys()):
        yield gettext("{file} was removed", file=shown(name))
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield gettext("{file} was changed", file=shown(name))


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
        return iter([gettext("a table was altered after it was published, and is not compared")])
    return compare(before, after)


def _labelled(table: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the table with topics as readers name them."""
    if table is None or table.index.name != "topic":
        return table
    return table.set_axis(topic_labels(table.index.to_series(), language()).to_numpy())


def _shares(table: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return part and whole of each row; without a whole, the parts add up to it."""
    if table is None:
        return None
    numbers = table.astype(float)
    whole = numbers.iloc[:, 1] if numbers.shape[1] > 1 else numbers.iloc[:, 0].sum()
    return pd.DataFrame({"part": numbers.iloc[:, 0]}).assign(whole=whole)


def _means(table: pd.DataFrame | None) -> pd.DataFrame | None:
    return None if table is None else table.astype(float).set_axis(["value", "low", "high"], axis=1)


def _groups(
    folder: Path, manifest: Mapping[str, Any], name: str, key: str, other: str, measure: str
) -> pd.DataFrame | None:
    """Return the words, the reader's name and the stability of each group of a report."""
    groups = _read(folder, manifest, name, key, ["words", "name"])
    tried = _read(folder, manifest, other, "k", [key, measure])
    if groups is None or tried is None:
        return None
    words = [set(text.split(", ")) if isinstance(text, str) else set() for text in groups["words"]]
    found = pd.DataFrame(
        {"words": words, "name": groups["name"].astype("object").fillna("")}, index=groups.index
    )
    own = tried[tried.index == str(_number(groups, tried, key))]
    if own[key].notna().any():  # a class has its own stability, a topic that of their number
        found["stability"] = own.set_index(key)[measure].reindex(found.index).astype(float)
    else:
        found["stability"] = float(own[measure].iloc[0]) if len(own) else 0.0
    return found.fillna({"stability": 0.0})


def _number(groups: pd.DataFrame, tried: pd.DataFrame, key: str) -> int:
    """Return the number of groups that was chosen: classes too small for a row count too."""
    largest = max((int(number) for number in groups.index), default=0)
    known = sorted({int(k) for k in tried.index if int(k) >= largest})
    return known[0] if known and tried[key].notna().any() else len(groups)


def _compare_values(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            missing = gettext("not there")
            yield f"{name}: {before.get(name, missing)} → {after.get(name, missing)}"


def _parameters(manifest: Mapping[str, Any], *, public: bool) -> dict[str, str]:
    """Return the values of the parameters; a public report names no folder of the one before."""
    return {
        f"{name}, {parameter}": repr(without_folder(value) if public else value)
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
