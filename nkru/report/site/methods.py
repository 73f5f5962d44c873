"""The page of methods: what each measure of a report is, for readers who judge or cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nkru import resources
from nkru.language import deferred_forms, gettext, join, ngettext
from nkru.report.markup import Fields, render_page
from nkru.report.site.overview import Overview
from nkru.resources import read_toml

PAGE, RESOURCE = "methods.html", "language/methods.toml"
_PARTS = ("definition", "error", "limits")
_SOFTWARE = deferred_forms(
    "The {n} article of the corpus was analysed with nkru {version} (corpus {digest}).",
    "The {n} articles of the corpus were analysed with nkru {version} (corpus {digest}).",
)


def write_methods(site: Path, manifest: Mapping[str, Any], about: Overview) -> None:
    """Write methods.html: the measures that the tables of the report hold.

    Args:
        site: the folder of the report, with its tables.
        manifest: of the run: parameters of the chapters, versions of the language data.
        about: the corpus in a few words.
    """
    measures = [_described(measure, manifest) for measure in _used(site)]
    keys = dict.fromkeys(key for measure in measures for key in measure["references"])
    known = read_toml(RESOURCE)["references"]
    software = ngettext(
        *_SOFTWARE,
        manifest["counts"]["articles"],
        version=manifest["nkru"],
        digest=about.digest,
    )
    html = render_page(
        "methods.html.j2",
        title=gettext("Methods"),
        measures=measures,
        paragraph=join(software, *(measure["paragraph"] for measure in measures)),
        references=[(key, _in_words(known[key])) for key in keys],
        bibtex="\n\n".join([_own_bibtex(manifest), *(_bibtex(key, known[key]) for key in keys)]),
    )
    (site / PAGE).write_text(html, encoding="utf-8")


def _used(site: Path) -> Iterator[dict[str, Any]]:
    """Yield the measures that have a table in the report."""
    for measure in read_toml(RESOURCE)["measure"]:
        if any((site / "tables" / f"{table}.csv").is_file() for table in measure["tables"]):
            yield measure


def _described(measure: Mapping[str, Any], manifest: Mapping[str, Any]) -> Fields:
    told = {part: gettext(measure[part]) if measure[part] else "" for part in _PARTS}
    title, formula = gettext(measure["title"]), measure["formula"]
    return {
        **told,
        "title": title,
        "formula": gettext(formula) if formula else "",
        "parameters": list(_parameters(measure, manifest)),
        "resources": [_resource(name, manifest) for name in measure["resources"]],
        "references": measure["references"],
        "paragraph": gettext("{title}: {definition}", title=title, definition=told["definition"]),
    }


def _parameters(measure: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parameters of a measure with their values, by chapter."""
    chapters = {table.partition("_")[0] for table in measure["tables"]}
    for chapter, record in manifest["chapters"].items():
        for name in measure["parameters"] if chapter in chapters else ():
            if name in record["parameters"]:
                yield f"{chapter}, {name} = {record['parameters'][name]!r}"


def _resource(name: str, manifest: Mapping[str, Any]) -> Fields:
    """Return the name, version, hash and size of a file of language data."""
    about = manifest["resources"][name]
    version, digest = about.get("version", ""), about["sha256"][:12]
    return {"name": name, "version": version, "digest": digest, "entries": _size(name)}


def _size(name: str) -> int:
    """Return how many entries a file of language data has: rows, or tables and values."""
    path = resources.path(name)
    if path.suffix == ".csv":
        lines = path.read_text(encoding="utf-8").splitlines()
        return sum(1 for line in lines if line and not line.startswith("#")) - 1
    return _leaves(read_toml(name))


def _leaves(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(map(_leaves, parts)) or int(not isinstance(value, dict | list))


def _in_words(reference: Mapping[str, str]) -> str:
    """Return a reference as a list of references has it."""
    authors = "; ".join(reference["author"].split(" and "))
    kinds = ("journal", "booktitle", "publisher")
    place = next((reference[kind] for kind in kinds if kind in reference), "")
    volume = f" {reference['volume']}" if "volume" in reference else ""
    return f"{authors} ({reference['year']}). {reference['title']}. {place}{volume}."


def _bibtex(key: str, reference: Mapping[str, str]) -> str:
    fields = (f"  {name} = {{{value}}}" for name, value in reference.items() if name != "type")
    return f"@{reference['type']}{{{key}{reference['year']},\n" + ",\n".join(fields) + "\n}"


def _own_bibtex(manifest: Mapping[str, Any]) -> str:
    version = manifest["nkru"]
    return f"@software{{nkru,\n  title = {{nkru}},\n  version = {{{version}}}\n}}"
