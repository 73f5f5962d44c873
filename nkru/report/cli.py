"""The command line: nkru report, check, export, diff, verify, prepare, code, new."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nkru.errors import NkruError, RunError

if TYPE_CHECKING:
    from nkru.report.runs.plans import Order
    from nkru.report.runs.progress import Progress

Form = Literal["iramuteq", "texts", "csv", "parquet", "excel"]
app = typer.Typer(
    help="Tables, figures and reports on how the French-language press covers a subject.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
code_app = typer.Typer(
    help="Check the tone by hand: draw a blind sample, score the labels.", no_args_is_help=True
)
app.add_typer(code_app, name="code")
Source = Annotated[
    Path, typer.Argument(metavar="CORPUS", help="A folder, file, archive or export of articles.")
]


@app.command()
def report(
    corpus: Annotated[
        Path | None, typer.Argument(help="A folder, file, archive or export of articles.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The report's folder [outputs/NAME OF THE CORPUS].")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Run this notebook only; may be repeated.")
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", help="NAME=VALUE; may be repeated.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file of reports to make.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that run at once.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Run also what has not changed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when all is well.")] = False,
    public: Annotated[bool, typer.Option("--public", help="Leave out the articles' text.")] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="One JSON object per event.")
    ] = False,
) -> None:
    """Run the notebooks on a corpus and publish the report."""
    from nkru.report.runs.parameters import parse_assignments
    from nkru.report.runs.plans import Order, read_orders
    from nkru.report.runs.progress import choose_progress

    progress = choose_progress(quiet=quiet, log_json=log_json)
    given = Order(corpus, out, tuple(only or ()), parse_assignments(parameter or ()), public, jobs)
    try:
        _run(lambda: read_orders(config, given) if config else [given], progress, force=force)
    except BrokenPipeError as error:
        raise RunError(
            "nobody reads what is printed any more, and reports may be missing: run again"
        ) from error


def _run(orders: Callable[[], list[Order]], progress: Progress, *, force: bool) -> None:
    from nkru.report.runs.runs import run_report

    try:
        for order in orders():
            progress.finished(run_report(**order.options(), force=force, progress=progress))
    except NkruError as error:
        progress.failed(error)
        raise


@app.command()
def verify(folder: Annotated[Path, typer.Argument(help="The folder of a report.")]) -> None:
    """Re-hash a report, and say what was altered."""
    from nkru.paths import resolve
    from nkru.report.runs.manifest import verify as altered_files

    altered = altered_files(resolve(folder))
    typer.echo("\n".join(altered) or f"{folder}: every file is as it was published")
    raise typer.Exit(1 if altered else 0)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of a report.")],
    new: Annotated[Path, typer.Argument(help="The folder of a later one.")],
) -> None:
    """Say what differs between two reports."""
    from nkru.paths import resolve
    from nkru.report.runs.differences import find_differences

    for section in find_differences(resolve(old), resolve(new)):
        typer.echo(f"{section['title']}:")
        typer.echo(
            "\n".join(f"  {sentence}" for sentence in section["sentences"] or ["nothing differs"])
        )


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Make a study folder: notebooks, an example codebook, seeds/ and outputs/."""
    from nkru.report.studies import new_study

    typer.echo(
        f"made {new_study(folder)}: put your articles into seeds/, then run `nkru report` there"
    )


@app.command()
def check(
    corpus: Source = Path("seeds"),
    out: Annotated[
        Path | None, typer.Option(help="Write pages to read beside the articles into this folder.")
    ] = None,
) -> None:
    """Say what was read, kept, left out and dated, and why."""
    import nkru
    from nkru.paths import resolve
    from nkru.report.site.checks import check_lines, write_check

    articles = nkru.read_corpus(corpus)
    for line in check_lines(articles):
        typer.echo(line)
    if out:
        typer.echo(f"pages: {write_check(articles, resolve(out))}")


@app.command()
def export(
    corpus: Source,
    out: Annotated[Path, typer.Option(help="The file or folder to write.")],
    form: Annotated[Form, typer.Option(help="For which tool.")] = "csv",
) -> None:
    """Write a corpus for IRaMuTeQ, TXM and AntConc (texts), or spreadsheets."""
    import nkru
    from nkru.corpus.exports import export as write_export
    from nkru.paths import resolve

    typer.echo(f"wrote {write_export(nkru.read_corpus(corpus), form, resolve(out))}")


@app.command()
def prepare(
    corpus: Source,
    out: Annotated[Path, typer.Option(help="The folder of the store.")],
    jobs: Annotated[int, typer.Option(min=1, help="Processes on this machine.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="The address of a Dask scheduler.")] = None,
) -> None:
    """Read a corpus into a Parquet store, or bring that store up to date."""
    from nkru.corpus.updates import prepare as prepare_store
    from nkru.paths import resolve

    done = prepare_store(corpus, resolve(out), jobs=jobs, scheduler=scheduler)
    typer.echo(
        f"{out}: {done['articles']} articles; {done['read']} files read, {done['done']} articles done"
    )


@code_app.command("sample")
def code_sample(
    corpus: Source,
    out: Annotated[Path, typer.Option(help="The sheet to fill in (.xlsx or .csv).")],
    size: Annotated[int, typer.Option(min=3, help="Sentences in all.")] = 150,
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 0,
) -> None:
    """Draw a blind, stratified sample of sentences; the key is written beside the sheet."""
    import nkru
    from nkru.paths import resolve
    from nkru.tone.coding import draw_sample, write_sheet

    articles = nkru.read_corpus(corpus)
    sheet, key = draw_sample(articles, nkru.score_sentences(articles), size=size, seed=seed)
    target = resolve(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_sheet(sheet, target)
    beside = target.with_name(f"{target.stem}.key.csv")
    key.to_csv(beside, index=False, lineterminator="\n")
    typer.echo(f"wrote {len(sheet)} sentences to {target}; the key, not for coders: {beside}")


@code_app.command("score")
def code_score(
    labels: Annotated[list[Path], typer.Argument(help="The sheet of each coder.")],
    key: Annotated[Path, typer.Option(help="The key written beside the sheet.")],
) -> None:
    """Say how coders agree with one another, and with the scores."""
    import pandas as pd

    from nkru.paths import resolve
    from nkru.tone.coding import score_coding

    coding = score_coding(
        [resolve(path) for path in labels], pd.read_csv(resolve(key), dtype={"found": str})
    )
    typer.echo("Krippendorff's alpha {:.2f} [{:.2f}, {:.2f}]".format(*coding.alpha))
    typer.echo(coding.kappas.to_string(index=False))
    for coder in coding.classes:
        typer.echo(f"\n{coder}: confusion (labels × scores), precision and recall, prevalence")
        for table in (coding.confusion, coding.classes, coding.prevalence):
            typer.echo(table[coder].to_string())


def main() -> None:
    """Run the command line: 0 done, 1 a notebook failed, 2 bad usage or input, 75 another run goes on."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except NkruError as error:
        typer.echo(f"nkru: {error}", err=True)
        sys.exit(error.exit_code)
    except SystemExit as stop:
        # typer makes exit code 1 of a reader that went away (`| head`), who misses nothing.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
