"""The commands `nkru code`: draw a sample to code by hand, score coders, correct the figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nkru.language import deferred, gettext, using
from nkru.paths import resolve
from nkru.report.terminal import Said, echo
from nkru.rights import resolve_output

if TYPE_CHECKING:
    import pandas as pd

code_app = typer.Typer(
    help="Check a measure by hand: draw a blind sample, score coders, correct the figures.",
    no_args_is_help=True,
)
Source = Annotated[
    Path, typer.Argument(metavar="CORPUS", help="A folder, file, archive or export of articles.")
]
Sheets = Annotated[list[Path], typer.Argument(metavar="LABELS...", help="The sheet of each coder.")]
Key = Annotated[Path, typer.Option(help="The key written beside the sheet.")]
MEASURE = (
    "tone (of sentences), target, situation, stance (toward actors), speaker (of quotations), "
    "agenda (of articles), mention:ACTOR, theme:THEME, or sentence and article for a code of "
    "your own."
)
_WROTE = deferred("wrote {number} units to {file}; the key, not for coders: {key}")
_CODED = deferred("{measure}, {number} units coded by {coders}")
Design = Literal["strata", "random"]
Codebook = Annotated[Path | None, typer.Option(help="A codebook of actors or themes (TOML).")]


@code_app.command("sample")
def sample(
    corpus: Source,
    out: Annotated[Path, typer.Option(help="The sheet to fill in (.xlsx or .csv).")],
    measure: Annotated[str, typer.Option(help=MEASURE)] = "tone",
    size: Annotated[int, typer.Option(min=3, help="The number of units.")] = 150,
    seed: Annotated[int, typer.Option(help="The seed of the random draw.")] = 0,
    design: Annotated[
        Design, typer.Option(help="From each label found, or from all units alike.")
    ] = "strata",
    codebook: Codebook = None,
    lang: Said = "en",
) -> None:
    """Draw a blind sample of units, and write its key beside the sheet."""
    import nkru
    from nkru.measures.coding_samples import draw_sample
    from nkru.measures.coding_sheets import write_key, write_sheet
    from nkru.report.coded_measures import coded_units, rules_of

    articles = nkru.read_corpus(corpus)
    units = coded_units(articles, measure, codebook)
    sheet, key = draw_sample(articles, units, size=size, seed=seed, design=design, measure=measure)
    target = resolve_output(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    with using(lang):
        write_sheet(sheet, target, rules_of(measure, codebook))
    key_file = target.with_name(f"{target.stem}.key.csv")
    write_key(key, key_file)
    echo(gettext(_WROTE, number=len(sheet), file=str(target), key=str(key_file)), lang)


@code_app.command("score")
def score(labels: Sheets, key: Key, codebook: Codebook = None, lang: Said = "en") -> None:
    """Print the agreement of coders with one another, and with the machine."""
    from nkru.measures.coders import score_coding
    from nkru.measures.coding_sheets import read_key
    from nkru.report.coded_measures import labels_of

    table = read_key(resolve(key))
    known = labels_of(_measure(table), codebook)
    coding = score_coding([resolve(path) for path in labels], table, known)
    with using(lang):
        for line in coding.lines():
            echo(line)


@code_app.command("correct")
def correct(
    corpus: Source,
    labels: Sheets,
    key: Key,
    by: Annotated[
        str | None, typer.Option(help="Also by a column of the articles, year or month.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A CSV for the table.")] = None,
    codebook: Codebook = None,
    lang: Said = "en",
) -> None:
    """Print the shares that readers of the whole corpus would find, with their intervals."""
    import nkru
    from nkru.corpus.spreadsheets import write_csv
    from nkru.measures.coding_sheets import read_coders, read_key
    from nkru.measures.corrected_shares import corrected_shares
    from nkru.report.coded_measures import coded_units, labels_of

    drawn = read_key(resolve(key))
    measure = _measure(drawn)
    codings = read_coders([resolve(path) for path in labels], drawn, labels_of(measure, codebook))
    articles = nkru.read_corpus(corpus)
    units = coded_units(articles, measure, codebook)
    table = corrected_shares(articles, units, drawn, codings, by)
    if out:
        target = resolve_output(out)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_csv(table, target)
    coders = ", ".join(map(str, codings))
    echo(gettext(_CODED, measure=measure, number=len(drawn), coders=coders), lang)
    for line in table.to_string(index=False, float_format="{:.3f}".format).split("\n"):
        echo(line)


def _measure(key: pd.DataFrame) -> str:
    """Return the measure that a key is about; keys of older versions are about tone."""
    return str(key["measure"].iloc[0]) if "measure" in key else "tone"
