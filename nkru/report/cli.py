"""The command line: nkru report, check, register, export, diff, verify, prepare, code, new.

Each command imports its modules when it runs, so that `nkru --help` loads nothing heavy.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nkru import __version__
from nkru.errors import NkruError, RunError
from nkru.language import deferred, gettext, parse_languages, using
from nkru.paths import resolve
from nkru.report import streams
from nkru.report.code_commands import code_app
from nkru.report.runs.configs import MOST_JOBS, ReportConfig
from nkru.report.terminal import Said, echo
from nkru.report.usage import run
from nkru.rights import resolve_output

if TYPE_CHECKING:
    from nkru.report.runs.progress import Progress

Form = Literal["iramuteq", "texts", "csv", "parquet", "excel"]
app = typer.Typer(
    help="Make tables, figures and reports on how the French-language press covers a subject.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(code_app, name="code")
CORPUS = typer.Argument(metavar="CORPUS", help="A folder, file, archive or export of articles.")
Source = Annotated[Path, CORPUS]
JOBS = "How many processes read the articles, and how many notebooks run at once."
Jobs = Annotated[int, typer.Option(min=1, max=MOST_JOBS, help=JOBS)]
Lang = Annotated[str, typer.Option(help="The language: en or fr; of a report also fr,en.")]
Folder = Annotated[Path, typer.Argument(help="The folder of a report.")]
Names = list[str] | None
REGISTER = Path("register.xlsx")
_MADE = deferred("made {study}: put your articles into seeds/, then run `nkru report` there")
_UNPRINTED = deferred("the reports are made, but what is printed cannot be written: {why:cell}")
_PREPARED = deferred("{store}: {articles} articles; {read} files read, {done} articles done")


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print it.")] = False) -> None:
    if version:
        echo(f"nkru {__version__}")
        raise typer.Exit


@app.command()
def report(
    corpus: Annotated[Path | None, CORPUS] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder of the report.", show_default="outputs/CORPUS")
    ] = None,
    only: Annotated[
        Names, typer.Option(metavar="NOTEBOOK", help="Run this notebook only; may be repeated.")
    ] = None,
    parameter: Annotated[
        Names, typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="May be repeated.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file of reports to make.")] = None,
    lang: Lang = "en",
    excel_csv: Annotated[bool, typer.Option("--excel-csv", help="Add CSVs for Excel.")] = False,
    jobs: Jobs = 2,
    force: Annotated[bool, typer.Option("--force", help="Run unchanged notebooks too.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print what went wrong only.")] = False,
    public: Annotated[bool, typer.Option("--public", help="Leave out the articles' text.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Print events as JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail if a file was not read.")] = False,
    one_file: Annotated[bool, typer.Option("--one-file", help="Write one page to mail.")] = False,
) -> None:
    """Run the notebooks on a corpus and publish the report."""
    from nkru.report.runs.parameters import parse_assignments
    from nkru.report.runs.progress import choose_progress

    progress = choose_progress(quiet=quiet, log_json=log_json, language=parse_languages(lang)[0])
    parameters = parse_assignments(parameter or ())
    options = ReportConfig(corpus, out, only or (), parameters, public, lang, excel_csv, jobs)
    _make_reports(config, options, progress, force=force, strict=strict, one_file=one_file)
    if why := progress.unwritten:
        raise RunError(_UNPRINTED, why=why)


def _make_reports(
    config: Path | None, options: ReportConfig, progress: Progress, **switches: bool
) -> None:
    from nkru.report.runs.nights import make_reports

    try:
        make_reports(config, options, progress, **switches)
    except NkruError as error:
        progress.failed(error)
        raise
    except KeyboardInterrupt as stop:
        stopped = streams.stopped(stop)
        progress.failed(stopped)
        raise stopped from None


@app.command()
def verify(folder: Folder, lang: Said = "en") -> None:
    """Re-hash a report, and print the files that were altered."""
    from nkru.report.runs.manifest import verify as verify_files

    altered = verify_files(resolve(folder))
    whole = gettext("{folder}: every file is as it was published", folder=str(folder))
    for sentence in altered or [whole]:
        echo(sentence, lang)
    raise typer.Exit(1 if altered else 0)


@app.command()
def diff(
    old: Folder,
    new: Annotated[Path, typer.Argument(help="The folder of a later one.")],
    lang: Said = "en",
) -> None:
    """Print the differences between two reports."""
    from nkru.report.runs.differences import find_differences

    with using(lang):
        for section in find_differences(resolve(old), resolve(new)):
            echo(section["title"])
            for sentence in section["sentences"] or [gettext("nothing differs")]:
                echo(f"  {sentence}")


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or a study.")],
    update: Annotated[
        bool, typer.Option("--update", help="Print how its notebooks differ from the package's.")
    ] = False,
    lang: Said = "en",
) -> None:
    """Make a study folder: notebooks, a tutorial, an example codebook, seeds/ and outputs/."""
    from nkru.report.studies import new_study, update_study

    lines = update_study(folder) if update else [gettext(_MADE, study=str(new_study(folder)))]
    for line in lines:
        echo(line, lang)


@app.command()
def check(
    corpus: Source = Path("seeds"),
    out: Annotated[Path | None, typer.Option(help="Write pages and sheets here too.")] = None,
    lang: Said = "en",
) -> None:
    """Print the articles read, the lines kept and left out, and the dates, with the reasons."""
    import nkru
    from nkru.report.site.checks import check_corpus

    with using(lang):
        for line in check_corpus(nkru.read_corpus(corpus), corpus, out):
            echo(line)


@app.command()
def export(
    corpus: Source,
    out: Annotated[Path, typer.Option(help="The file or folder to write.")],
    form: Annotated[Form, typer.Option(help="The form of the output.")] = "csv",
    lang: Said = "en",
) -> None:
    """Write a corpus for IRaMuTeQ, TXM and AntConc (texts), or spreadsheets."""
    import nkru
    from nkru.corpus.exports import export as write_export

    written = write_export(nkru.read_corpus(corpus), form, resolve_output(out))
    echo(gettext("wrote {file}", file=str(written)), lang)


@app.command()
def register(
    corpus: Source = Path("seeds"),
    out: Annotated[Path, typer.Option(help="The sheet to write (.xlsx or .csv).")] = REGISTER,
    codebook: Annotated[Path | None, typer.Option(help="A codebook, or an older register.")] = None,
    lang: Said = "en",
) -> None:
    """List whom the articles name in a sheet: merge, rename, retype, group or drop rows there.

    Put the corrected sheet beside the articles, or name it: `-p codebook=register.xlsx`.
    """
    import nkru
    from nkru.actors.register import register_to_correct
    from nkru.actors.register_sheet import STATED, keep_corrections
    from nkru.corpus.sheets import write_sheet

    actors = nkru.read_codebook(resolve(codebook) if codebook else None, kind="actors")
    target = resolve_output(out)
    keep_corrections(target)
    table = register_to_correct(nkru.read_corpus(corpus), actors)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".csv":
        table.to_csv(target, index=False)
    else:
        write_sheet(table, target, marked=STATED)
    echo(gettext("wrote {number} actors to {file}", number=len(table), file=str(target)), lang)


@app.command()
def prepare(
    corpus: Source,
    out: Annotated[Path, typer.Option(help="The folder of the store.")],
    jobs: Jobs = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler.")] = None,
    lang: Said = "en",
) -> None:
    """Read a corpus into a Parquet store, or bring that store up to date."""
    from nkru.corpus.parallel import dask_workers
    from nkru.corpus.pipeline import prepare as prepare_store
    from nkru.report.runs.limits import check_limits

    check_limits(jobs)
    with dask_workers(scheduler) if scheduler else nullcontext():
        counts = prepare_store(corpus, out, jobs=None if scheduler else jobs)
    echo(gettext(_PREPARED, store=str(out), **counts), lang)


def main() -> None:
    """Run the command line; exit 0: done, 1: failed, 2: bad input, 75: locked, 130: stopped."""
    streams.open_streams()
    streams.stop_on_signals()
    try:
        sys.exit(run(app))
    except (NkruError, OSError, MemoryError) as error:
        sys.exit(streams.complain(error))
    except SystemExit as stop:
        # typer exits with 1 if the reader of a pipe went away (`| head`), but that is no failure.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
    finally:
        streams.close_streams()


if __name__ == "__main__":
    main()
