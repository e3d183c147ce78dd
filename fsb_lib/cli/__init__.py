"""The command line: arguments and exit codes only.

0 done; 1 the input or the machine is at fault; 2 wrong use; 3 a report failed or was refused;
130 interrupted.
Each command imports what it needs itself, so that `fsb --help` is quick.
"""

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from fsb_lib import __version__
from fsb_lib.base.errors import FsbError
from fsb_lib.base.interrupts import INTERRUPTED, SENTENCE, interruptible
from fsb_lib.base.machine_faults import machine_fault
from fsb_lib.cli import making, releasing, reviewing, upkeep
from fsb_lib.scanner.spellings import without_numbers

PROGRAM_FAULT = 3

# In the order of `fsb --help`; what only the Makefile calls is not listed there.
COMMANDS = (
    making.synth,
    making.intake,
    making.load,
    making.run,
    releasing.release,
    releasing.ledger,
    making.kit,
    reviewing.check,
    reviewing.lint,
    reviewing.scan,
    reviewing.verify,
    reviewing.compare,
    reviewing.audit,
    reviewing.protection,
    upkeep.new_year,
    upkeep.doctor,
    upkeep.population,
)
HIDDEN_COMMANDS = (
    upkeep.schema,
    upkeep.mapping_schema,
    upkeep.measures,
    upkeep.tables,
    upkeep.cells,
)

app = typer.Typer(
    name="fsb",
    help="Yearly follow-ups on the joint strategy for shared citizens (BIF and SOF).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in COMMANDS:
    app.command()(command)
for command in HIDDEN_COMMANDS:
    app.command(hidden=True)(command)


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


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; a traceback is shown with --debug only."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--debug" in given:
        given = ["--debug", *(word for word in given if word != "--debug")]
    try:
        with interruptible():
            app(given, prog_name="fsb")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            typer.echo(SENTENCE, err=True)
        raise
    except KeyboardInterrupt:
        typer.echo(SENTENCE, err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:  # the border of the program: no fault may pass as done
        if given[:1] == ["--debug"]:
            typer.echo(without_numbers(traceback.format_exc()), err=True, nl=False)
        sys.exit(_explained(error))
    sys.exit(0)


def _explained(error: Exception) -> int:
    told = error if isinstance(error, FsbError) else machine_fault(error, "fsb")
    if told is not None:
        typer.echo(without_numbers(str(told)), err=True)
        return told.exit_code
    typer.echo(
        f"The program itself failed: {type(error).__name__}\n"
        "  to do:    repeat the command with --debug and report what it shows",
        err=True,
    )
    return PROGRAM_FAULT
