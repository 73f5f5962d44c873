"""The command line: nkru report, check, export, diff, verify, prepare, code, new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from nkru.errors import NkruError

app = typer.Typer(
    help="Tables, figures and reports on how the French-language press covers a subject.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Corpus = Annotated[Path, typer.Argument(help="A folder, file, archive or export of articles.")]


@app.command()
def report(
    corpus: Annotated[Path | None, typer.Argument(help="A folder, file, archive or export of articles.")] = None,
    out: Annotated[Path | None, typer.Option(help="The report's folder [outputs/NAME OF THE CORPUS].")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Run this notebook only; may be repeated.")] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", help="NAME=VALUE; may be repeated.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file of reports to make.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that run at once.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Run also what has not changed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when all is well.")] = False,
    public: Annotated[bool, typer.Option("--public", help="Leave out the articles' text.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="One JSON object per event.")] = False,
) -> None:
    """Run the notebooks on a corpus and publish the report."""
    from nkru.report.orders import Order, read_orders
    from nkru.report.parameters import parse_assignments
    from nkru.report.progress import choose_progress
    from nkru.report.runs import run_report

    progress = choose_progress(quiet=quiet, log_json=log_json)
    given = Order(corpus, out, tuple(only or ()), parse_assignments(parameter or ()), public, jobs)
    try:
        for order in read_orders(config, given) if config else [given]:
            progress.finished(run_report(**order.options(), force=force, progress=progress))
    except NkruError as error:
        progress.failed(error)
        raise


@app.command()
def verify(folder: Annotated[Path, typer.Argument(help="The folder of a report.")]) -> None:
    """Re-hash a report, and say what was altered."""
    from nkru.report.manifest import verify as altered_files
    from nkru.report.studies import resolve

    altered = altered_files(resolve(folder))
    typer.echo("\n".join(altered) or f"{folder}: every file is as it was published")
    raise typer.Exit(1 if altered else 0)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of a report.")],
    new: Annotated[Path, typer.Argument(help="The folder of a later one.")],
) -> None:
    """Say what differs between two reports."""
    from nkru.report.differences import find_differences
    from nkru.report.studies import resolve

    for section in find_differences(resolve(old), resolve(new)):
        typer.echo(f"{section['title']}:")
        typer.echo("\n".join(f"  {sentence}" for sentence in section["sentences"] or ["nothing differs"]))


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Make a study folder: notebooks, an example codebook, seeds/ and outputs/."""
    from nkru.report.studies import new_study

    typer.echo(f"made {new_study(folder)}: put your articles into seeds/, then run `nkru report` there")


def main() -> None:
    """Run the command line: 0 done, 1 a notebook failed, 2 bad usage or input, 75 another run goes on."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except NkruError as error:
        typer.echo(f"nkru: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
