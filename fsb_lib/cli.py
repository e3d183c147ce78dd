"""The command line: arguments and exit codes only.

0 done; 1 the input is at fault; 2 wrong use; 3 a report failed or was refused; 130 interrupted.
Each command imports what it needs itself, so that `fsb --help` is quick.
"""

import signal
import sys
import traceback
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from fsb_lib import __version__
from fsb_lib.errors import FsbError
from fsb_lib.scanner.spellings import without_numbers

if TYPE_CHECKING:
    from rich.console import Console

    from fsb_lib.project import Project
    from fsb_lib.registers.database_address import GivenDatabase

PROGRAM_FAULT = 3


class Audience(StrEnum):
    """Who may read the reports."""

    COMMITTEE = "committee"
    INTERNAL = "internal"


app = typer.Typer(
    name="fsb",
    help="Yearly follow-ups on the joint strategy for shared citizens (BIF and SOF).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

YearFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PARAMS]...", help="Year files; all of params/ when none is named."),
]
Years = Annotated[
    list[int] | None, typer.Option("--year", help="A year, with its file in params/ if any.")
]
Reports = Annotated[list[str] | None, typer.Option("--report", help="A report id.")]
Registers = Annotated[
    str | None,
    typer.Option(
        help="A delivery, a snapshot, or a database (its URL, @FILE or env:NAME); "
        "the synthetic twin city without it."
    ),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="The key; else FSB_KEY_FILE names it.")
]
Notebooks = Annotated[Path | None, typer.Option("--notebooks", help="Another notebooks folder.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fsb {__version__}")
        raise typer.Exit


@app.callback()
def common(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """What all commands take. `main` reads --debug wherever it stands."""


@app.command()
def synth(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")],
    persons: Annotated[
        int, typer.Option(min=1, help="Recipients in November 2007; 25015 is the real number.")
    ] = 25015,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same city.")] = 2007,
    dirty: Annotated[
        bool, typer.Option("--dirty", help="Plant faults of every kind; svar.json tells which.")
    ] = False,
) -> None:
    """Write a synthetic delivery, the twin city, that has every published figure."""
    from fsb_lib.registers.delivery_writer import write_delivery
    from fsb_lib.registers.dirty_writer import write_dirty_delivery
    from fsb_lib.synthetic import twin_city

    city = twin_city(persons, seed)
    write_dirty_delivery(city, folder, seed) if dirty else write_delivery(city, folder)
    typer.echo(f"A synthetic delivery is in {folder}.")


@app.command()
def intake(
    delivery: Annotated[
        str, typer.Argument(help="The folder with the register extracts, or a database.")
    ],
    snapshot: Annotated[Path, typer.Argument(help="The folder to write; it must be new.")],
    key_file: KeyFile = None,
) -> None:
    """Take a delivery in: check it, pseudonymise it, write the snapshot."""
    from fsb_lib.pipeline.intake_job import take_in_and_tell

    given = _registers(delivery)
    raise typer.Exit(take_in_and_tell(given, snapshot, _work_folder(), key_file, _console()))


@app.command()
def run(  # noqa: PLR0913, PLR0917 (the options are the interface)
    params: YearFiles = None,
    year: Years = None,
    report: Reports = None,
    registers: Registers = None,
    outputs: Annotated[
        Path | None, typer.Option(help="Where the reports go; the project's outputs/.")
    ] = None,
    audience: Annotated[
        Audience, typer.Option(help="internal hides nothing and may not be published.")
    ] = Audience.COMMITTEE,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Reports at a time; as many as there are cores.")
    ] = None,
    notebooks: Notebooks = None,
) -> None:
    """Make the reports: intake when needed, notebooks, pages, index."""
    from time import monotonic

    from fsb_lib.pipeline.main_job import Order, carry_out, default_n_jobs
    from fsb_lib.pipeline.plan import Wish
    from fsb_lib.pipeline.progress import explained, summary

    start = monotonic()
    signal.signal(signal.SIGTERM, _interrupt)
    wish = Wish(tuple(params or ()), tuple(dict.fromkeys(year or ())), tuple(report or ()))
    source = _registers(registers) if registers is not None else None
    order = Order(wish, source, audience.value, jobs or default_n_jobs())
    outcome = carry_out(order, _project(notebooks, outputs), _console())
    typer.echo(explained(outcome, traces="--debug" in sys.argv), err=True, nl=False)
    typer.echo(f"{summary(outcome)} in {monotonic() - start:.0f} s.\nLook in {outcome.index}")
    raise typer.Exit(outcome.exit_code)


@app.command()
def check(
    params: YearFiles = None,
    year: Years = None,
    report: Reports = None,
    notebooks: Notebooks = None,
) -> None:
    """Check parameters, notebooks and environment without running anything."""
    from fsb_lib.pipeline.checking import refuse_faults
    from fsb_lib.pipeline.plan import Wish

    wish = Wish(tuple(params or ()), tuple(dict.fromkeys(year or ())), tuple(report or ()))
    n_reports = refuse_faults(wish, _project(notebooks, None))
    typer.echo(f"No problems found. {n_reports} reports can be made.")


@app.command()
def scan(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    snapshot: Annotated[
        Path | None, typer.Option("--snapshot", help="Look for its delivery's numbers, too.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Look through files for CPR numbers; exit code 3 when there is one."""
    from fsb_lib.pipeline.scanning import refuse_hits

    n_files, remark = refuse_hits(paths, snapshot, _work_folder(), key_file)
    if remark:
        typer.echo(f"note: CPR numbers are found by their look alone: {remark}")
    typer.echo(f"No CPR number found in {n_files} files.")


@app.command()
def verify(
    output: Annotated[Path, typer.Argument(help="An outputs folder, or one report of it.")],
) -> None:
    """Compare the files of reports with the hashes in their manifests."""
    from fsb_lib.pipeline.verifying import refuse_changed

    for name, n_files in refuse_changed(output):
        typer.echo(f"{name}: {n_files} files as made")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="An outputs folder, or a report.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
) -> None:
    """Show which figures and inputs differ between two outputs."""
    from fsb_lib.pipeline import compare as comparing

    differences = comparing.compare(before, after)
    for each in differences:
        typer.echo(f"{each.where}: {each.before} -> {each.after}")
    typer.echo(f"{len(differences)} differences." if differences else "No differences.")


@app.command()
def doctor() -> None:
    """Say what this machine has and lacks, each lack with its remedy."""
    from fsb_lib.pipeline.doctor import findings

    for each in findings(_project(None, None)):
        typer.echo(f"{each.what:<10} {each.found}")
        if each.remedy:
            typer.echo(f"{'':<10} -> {each.remedy}")


@app.command(hidden=True)
def schema() -> None:
    """Print the JSON Schema of a year file."""
    from fsb_lib.pipeline.checking import schema_text

    typer.echo(schema_text(), nl=False)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; a traceback is shown with --debug only."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--debug" in given:
        given = ["--debug", *(word for word in given if word != "--debug")]
    try:
        app(given, prog_name="fsb")
    except Exception as error:  # the border of the program: no fault may pass as done
        if given[:1] == ["--debug"]:
            typer.echo(without_numbers(traceback.format_exc()), err=True, nl=False)
        sys.exit(_explained(error))
    sys.exit(0)


def _explained(error: Exception) -> int:
    if isinstance(error, FsbError):
        typer.echo(without_numbers(str(error)), err=True)
        return error.exit_code
    typer.echo(
        f"The program itself failed: {type(error).__name__}\n"
        "  to do:    repeat the command with --debug and report what it shows",
        err=True,
    )
    return PROGRAM_FAULT


def _console() -> "Console":
    from rich.console import Console

    return Console(soft_wrap=True)


def _project(notebooks: Path | None, outputs: Path | None) -> "Project":
    from dataclasses import replace

    from fsb_lib.project import find_project

    project = find_project(Path.cwd())
    if notebooks is not None:
        project = replace(project, notebooks=notebooks.absolute())
    return project if outputs is None else replace(project, outputs=outputs.absolute())


def _registers(named: str) -> "Path | GivenDatabase":
    from fsb_lib.registers.database_address import given_registers, shows_password

    given = given_registers(named)
    if not isinstance(given, Path) and shows_password(given):
        typer.echo(
            "note: a password on the command line can be seen by others on this machine; "
            "use @FILE or env:NAME",
            err=True,
        )
    return given


def _work_folder() -> Path:
    return _project(None, None).work


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
