"""Layers: the passages that a chapter found in the articles, kept for the pages of the articles."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from nkru.catalogues import translate_data
from nkru.corpus.parquet import read_table, write_table
from nkru.errors import ParameterError
from nkru.language import deferred, language, named, number

FOLDER = "layers"
# The layers in the order of their switches on a page, with their names for readers.
NAMES = {
    "actors": deferred("actors"),
    "tone": deferred("sentences with a tone"),
    "themes": deferred("theme words"),
    "quotations": deferred("quotations"),
}
COLUMNS = ["doc_id", "start", "end", "label"]


def write_layer(folder: Path, chapter: str, layer: str, hits: pd.DataFrame, label: str) -> None:
    """Write the passages of a layer as layers/CHAPTER_LAYER.parquet.

    Args:
        folder: the folder of the report.
        chapter: the name of the chapter.
        layer: one of `NAMES`.
        hits: doc_id, start, end and the column `label`.
        label: the column with a note on each passage; a number is shown with its sign.

    Raises:
        ParameterError: an unknown layer, or a column that is missing.
    """
    if layer not in NAMES:
        raise ParameterError(
            "layer {layer!r}: choose one of {known}", layer=layer, known=", ".join(NAMES)
        )
    if lacking := [name for name in ("doc_id", "start", "end", label) if name not in hits]:
        raise ParameterError(
            "layer {layer!r}: the table has no column {column}", layer=layer, column=lacking[0]
        )
    said = hits[label]
    if pd.api.types.is_float_dtype(said):
        said = said.map(lambda value: number(value, "+.2f"), na_action="ignore")
    else:
        said = said.map(spoken_name, na_action="ignore")
    table = hits[["doc_id", "start", "end"]].assign(label=said.astype("object"))
    table = table.dropna().astype(
        {"doc_id": "str", "start": "int32", "end": "int32", "label": "str"}
    )
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    write_table(table[COLUMNS], folder / FOLDER / f"{chapter}_{layer}.parquet")


def spoken_name(label: object) -> str:
    """Return a name of a codebook, or words of nkru, in the language in use."""
    told = translate_data(language(), str(label), whole=True)
    return told if told != label else str(named(label))


def read_layers(folder: Path) -> pd.DataFrame:
    """Return the passages of all layers in a report: doc_id, start, end, label, layer."""
    tables = [
        read_table(path).assign(layer=_layer_of(path))
        for path in sorted((folder / FOLDER).glob("*.parquet"))
    ]
    empty = pd.DataFrame(columns=[*COLUMNS, "layer"])
    return pd.concat(tables, ignore_index=True) if tables else empty


def _layer_of(path: Path) -> str:
    return re.sub(r"^.{0,200}_", "", path.stem)
