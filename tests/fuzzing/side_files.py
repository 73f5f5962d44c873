"""Valid side files of a study, what damages them, and how nkru opens each."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from fuzzing.articles import zipped
from fuzzing.mutations import BYTES, SHORT, Mutation
from fuzzing.structures import (
    break_table,
    change_cell,
    change_member,
    lie_in_headers,
    members_of,
    timeless,
)

METADATA = """doc_id,title,date,outlet,région
a.txt,Le sommet,2019-04-25,La Gazette,Nord
b.txt,La criée,2023,Le Courrier,
"""
OVERRIDES = """doc_id,line_no,text_starts,action
a.txt,3,Le président,drop
b.txt,1,,keep
"""
ACTORS = """name = "les miens"
version = "1"
licence = "CC0"
source = "essai"
include = ["plus.csv"]
alone = true

[[actor]]
name = "Valmont"
type = "state"
forms = ["Valmont"]

[[actor]]
name = "Comité des pêches"
type = "organisation"
forms = ["comité local des pêches", "le Comité"]
country = "Valmont"

[[actor]]
name = "Jeanne Roux"
type = "person"
gender = "f"
forms = ["Jeanne Roux"]

[[office]]
of = "Comité des pêches"
roles = ["president"]
holders = [{actor = "Jeanne Roux", from = "2019-01-01", to = "2020-01-01"}]
"""
THEMES = """name = "mes thèmes"
version = "1"
licence = "CC0"
source = "essai"

[[theme]]
name = "mer"
lemmas = ["port", "criée", "chalutier"]
"""
STATES = """# name: plus
name,type,forms,demonyms
Sète,state,Sète;la ville de Sète,sétois;sétoise
"""
LEXICON = """# name: le mien
# version: 2
term,pos,polarity,class,factor,governs,sense
bon,adj,0.5,evaluative,,,
lever,verb,0,shifter,-1,object,
prise d'otages,noun,-1,evaluative,,,
"""
CONFIG = """jobs = 1
public = false

[parameters]
top_n = 5

[[report]]
corpus = "corpus"
out = "outputs/un"
only = ["actors"]

[[report]]
corpus = "corpus"
out = "outputs/deux"
parameters = {by = "year"}
"""
KEY = """id,doc_id,sent_no,start,end,found,weight
1,a.txt,1,0,10,1,2.0
2,a.txt,2,11,30,-1,1.5
3,b.txt,1,0,20,0,4
"""
SHEET = """id,before,text,after,label
1,,Un succès.,Un échec.,1
2,Un succès.,Un échec.,,-1
3,,"La réunion,
mardi.",,0
"""
# Values of another type than the one expected, as TOML.
VALUES = (
    *("[1]", "[{}]", "{}", "3", "-3", "1000000", "true", '""', '"|"', '["|"]', '["|a"]', '["a|"]'),
    *("[" * 5000, '"' + "é" * 5000 + '"', '"\\u0000"', "2019-02-30", "nan", "inf", "1e999", "[[]]"),
    *('"a\\u001b[31m"', '[["a"]]', '["' + "mot " * 2000 + '"]', '"../../x"', '"$x"', "'''\n'''"),
    *('["actors.toml"]', '["/dev/zero"]', '["."]', '["plus.csv", "plus.csv"]', '["a\\nb.csv"]'),
    *("9" * 5000, "0x" + "f" * 5000, "{a = " * 300, '{a.b.c = 1, "a" = 2}', "00:00:00", "1e5_0"),
    *('["' + '", "'.join(f"mot{n}" for n in range(5000)) + '"]', '"2019-02-30"', '"9999-12-31"'),
    *('["*"]', '["a*"]', '["l\'"]', '["\u202e"]', '["e\u0301"]', '[" "]', '["\\n"]', '["2019"]'),
    *('["le"]', '["a", "a"]', '[""]', '"' + "{" * 200 + '"', "1979-05-27T07:32:00Z", '"\\ud800"'),
)


def change_value(data: bytes, random: Random) -> bytes:
    """Give a key of a TOML file a value of another kind, or a key twice."""
    lines = data.decode("utf-8", "replace").split("\n")
    keyed = [number for number, line in enumerate(lines) if " = " in line]
    if keyed:
        at = random.choice(keyed)
        key = lines[at].partition(" = ")[0]
        new = f"{key} = {random.choice(VALUES)}"
        lines[at : at + 1] = [lines[at], new] if random.random() < 0.15 else [new]
    return "\n".join(lines).encode()


def change_table(data: bytes, random: Random) -> bytes:
    """Drop, double or rename a table of a TOML file, or a line."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = random.randrange(len(lines))
    lines[at : at + 1] = random.choice(
        [
            [],
            [lines[at]] * 2,
            ["[[actor]]"],
            ["[report]"],
            [f'x{random.choice(SHORT)} = "1"'],
            ["[[theme]]", ""],
        ]
    )
    return "\n".join(lines).encode()


def change_whole(data: bytes, random: Random) -> bytes:
    """Save the file as other programs do, or put far more of it into it."""
    text = data.decode("utf-8", "replace")
    return random.choice(
        [
            lambda: text.encode("cp1252", "replace"),
            lambda: text.encode("utf-16"),
            lambda: codecs.BOM_UTF8 * 2 + data,
            lambda: text.replace("\n", "\r").encode(),
            lambda: text.replace(" ", "\u00a0").encode(),
            lambda: text.replace('"', "”").encode(),
            lambda: data * random.choice([2, 2000]),
            lambda: data + b"\n" * 100_000,
            lambda: text.replace("\n", "").encode(),
            lambda: data.replace(b"=", b""),
        ]
    )()


def workbook(table: str, comment: str | None = None) -> bytes:
    """Return a CSV as a workbook."""
    stream = io.BytesIO()
    pd.read_csv(io.StringIO(table), dtype=str, comment=comment).to_excel(stream, index=False)
    return timeless(stream.getvalue())


def change_sheet_xml(data: bytes, random: Random) -> bytes:
    """Put cells at absurd places, or formulas, into a workbook."""
    members = members_of(data)
    if not members:
        return data
    name = "xl/worksheets/sheet1.xml"
    new = random.choice(
        [
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            b'<row r="900000"/>',
            b'<row r="2"><c r="A2"><f>1+1</f></c></row>',
            b'<row r="3"><c t="s"><v>99999</v></c></row>',
            b'<row r="-1"/><row r="x"/>',
            b'<row r="2"><c r="A2" t="inlineStr"><is><t>a</t><t>b</t></is></c></row>',
            b'<row r="2"><c r="A2" t="d"><v>2019-02-30</v></c><c t="e"><v>#N/A</v></c></row>',
            b'<row r="2"><c r="A2" s="999"><v>1e999</v></c><c r="B2" t="b"><v>1</v></c></row>',
            b'<row r="9"><c r="A9" s="14"><v>-1e9</v></c></row>',
            b"<row>" * 3000,
            b"<row>" + b"<c><v>1</v></c>" * 60_000 + b"</row>",
            b"".join(
                b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(9, 20_000)
            ),
        ]
    )
    if name in members:
        members[name] = members[name].replace(b"</sheetData>", new + b"</sheetData>")
    if random.random() < 0.2:
        members.pop(random.choice(list(members)))
    return zipped(members)


_TOML: tuple[Mutation, ...] = (change_value, change_value, change_value, change_table, change_whole)
_CSV: tuple[Mutation, ...] = (break_table, change_cell, change_cell, change_whole)
_XLSX: tuple[Mutation, ...] = (change_sheet_xml, change_member, lie_in_headers)


def _open_corpus(path: Path, study: Path) -> Any:
    import nkru

    return nkru.read_corpus(study / "corpus")


def _open_actors(path: Path, study: Path) -> Any:
    import nkru

    return nkru.find_mentions(nkru.read_corpus(study / "corpus"), nkru.read_codebook(path))


def _open_themes(path: Path, study: Path) -> Any:
    import nkru

    codebook = nkru.read_codebook(path, kind="themes")
    return nkru.find_mentions(nkru.read_corpus(study / "corpus"), codebook)


def _open_states(path: Path, study: Path) -> Any:
    actors = study / "actors.toml"
    actors.write_text(ACTORS.replace("plus.csv", path.name), encoding="utf-8")
    return _open_actors(actors, study)


def _open_lexicon(path: Path, study: Path) -> Any:
    import nkru

    return nkru.score_sentences(nkru.read_corpus(study / "corpus"), nkru.read_lexicon(path))


def _open_config(path: Path, study: Path) -> Any:
    from nkru.report.runs.configs import ReportConfig, read_config
    from nkru.report.runs.nights import named
    from nkru.report.runs.plans import make_plan

    reports = read_config(path, ReportConfig())
    for options in (report.options() for report in reports[:3]):
        options = {name: options[name] for name in options if name not in ("jobs", "excel_csv")}
        with named(path.name):
            make_plan(options.pop("corpus"), options.pop("out"), **options)
    return reports


def _open_sheet(path: Path, study: Path) -> Any:
    from nkru.measures.coders import score_coding
    from nkru.measures.coding_sheets import read_key

    return score_coding([path, study / "other.csv"], read_key(study / "key.csv"))


def _open_key(path: Path, study: Path) -> Any:
    from nkru.measures.coders import score_coding
    from nkru.measures.coding_sheets import read_key

    return score_coding([study / "sheet.csv", study / "other.csv"], read_key(path))


# Of each kind: the path in a study, the valid content, its mutations, how it is opened.
Opener = Callable[[Path, Path], Any]
KINDS: dict[str, tuple[str, bytes, tuple[Mutation, ...], Opener]] = {
    "metadata": ("corpus/metadata.csv", METADATA.encode(), _CSV, _open_corpus),
    "overrides": ("corpus/overrides.csv", OVERRIDES.encode(), _CSV, _open_corpus),
    "actors": ("actors.toml", ACTORS.encode(), _TOML, _open_actors),
    "themes": ("themes.toml", THEMES.encode(), _TOML, _open_themes),
    "states": ("plus.csv", STATES.encode(), _CSV, _open_states),
    "lexicon": ("lexicon.csv", LEXICON.encode(), _CSV, _open_lexicon),
    "config": ("reports.toml", CONFIG.encode(), _TOML, _open_config),
    "sheet": ("sheet.csv", SHEET.encode(), _CSV, _open_sheet),
    "sheet_xlsx": ("coder.xlsx", workbook(SHEET), _XLSX, _open_sheet),
    "key": ("key.csv", KEY.encode(), _CSV, _open_key),
}
# The same tables as workbooks.
KINDS |= {
    f"{kind}_xlsx": (f"{path[:-4]}.xlsx", workbook(data, comment), _XLSX, KINDS[kind][-1])
    for kind, path, data, comment in (
        ("metadata", "corpus/metadata.csv", METADATA, None),
        ("overrides", "corpus/overrides.csv", OVERRIDES, None),
        ("states", "plus.csv", STATES, "#"),
        ("lexicon", "lexicon.csv", LEXICON, "#"),
        ("key", "key.csv", KEY, None),
    )
}
OTHERS = {"other.csv": SHEET.encode()}


def damage(data: bytes, random: Random, own: tuple[Mutation, ...]) -> bytes:
    """Return a side file after one or two mutations, most of them of its format."""
    for _ in range(random.choice([1, 1, 2])):
        data = random.choice(own if random.random() < 0.65 else BYTES)(data, random)
    return data[:4_000_000]
