"""The commands that make something: deliveries, snapshots, reports."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from fsb_lib.cli import surroundings
from fsb_lib.cli.options import (
    Again,
    AtATime,
    Audience,
    AudienceToServe,
    Correction,
    Form,
    KeyFile,
    Notebooks,
    OutputsToWrite,
    Registers,
    Reports,
    YearFiles,
    Years,
)


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
    from fsb_lib.synthetic import twin_city
    from fsb_lib.synthetic.files.delivery_writer import write_delivery
    from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery

    city = twin_city(persons, seed)
    write_dirty_delivery(city, folder, seed) if dirty else write_delivery(city, folder)
    typer.echo(f"A synthetic delivery is in {folder}.")


def intake(
    delivery: Annotated[
        str, typer.Argument(help="The folder with the register extracts, or a database.")
    ],
    snapshot: Annotated[Path, typer.Argument(help="The folder to write; it must be new.")],
    key_file: KeyFile = None,
) -> None:
    """Take a delivery in: check it, pseudonymise it, write the snapshot."""
    from fsb_lib.intake_report.command import take_in_and_tell

    given, work = surroundings.registers_named(delivery), surroundings.work_folder()
    raise typer.Exit(take_in_and_tell(given, snapshot, work, key_file, surroundings.terminal()))


def load(
    snapshot: Annotated[Path, typer.Argument(help="The snapshot folder, as intake wrote it.")],
    address: Annotated[
        str, typer.Argument(help="snapshot+postgresql://...?schema=NAME, @FILE or env:NAME.")
    ],
) -> None:
    """Put a snapshot into a new schema of PostgreSQL, to be measured there."""
    from fsb_lib.registers.cpr_process.ensure_snapshot import load_apart

    given = surroundings.database_named(address)
    n_rows = load_apart(snapshot, given)
    typer.echo(f"{n_rows} rows are in the schema. Measure them with --registers and its address.")


def run(  # noqa: PLR0913, PLR0917 (the options are the interface)
    params: YearFiles = None,
    year: Years = None,
    report: Reports = None,
    registers: Registers = None,
    outputs: OutputsToWrite = None,
    audience: AudienceToServe = Audience.COMMITTEE,
    jobs: AtATime = None,
    notebooks: Notebooks = None,
    correction: Correction = False,
    again: Again = False,
) -> None:
    """Make the reports that changed: intake when needed, notebooks, pages, index."""
    from time import monotonic

    from fsb_lib.jobs.plan import Wish
    from fsb_lib.jobs.settings import default_n_jobs
    from fsb_lib.run.progress import explained, summary
    from fsb_lib.run.run_command import RunRequest, run_reports

    start = monotonic()
    wish = Wish(tuple(params or ()), tuple(dict.fromkeys(year or ())), tuple(report or ()))
    source = surroundings.registers_named(registers) if registers is not None else None
    n_jobs = jobs or default_n_jobs()
    request = RunRequest(wish, source, audience.value, n_jobs, correction=correction, again=again)
    project = surroundings.project_for(audience, notebooks, outputs)
    outcome = run_reports(request, project, surroundings.terminal())
    typer.echo(explained(outcome, traces="--debug" in sys.argv), err=True, nl=False)
    typer.echo(f"{summary(outcome)} in {monotonic() - start:.0f} s.\nLook in {outcome.index}")
    raise typer.Exit(outcome.exit_code)


def kit(
    year: Annotated[int, typer.Argument(help="The year of the reports.")],
    report: Reports = None,
    outputs: Annotated[
        Path | None, typer.Option(help="Where the reports lie; the project's outputs/.")
    ] = None,
    form: Annotated[
        Form | None, typer.Option(help="One form of the cover alone; both without it.")
    ] = None,
    with_data: Annotated[
        bool, typer.Option("--with-data", help="The figures too: workbooks, CSV and their key.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE.zip", help="Where the kit goes; here without it.")
    ] = None,
) -> None:
    """Pack a year's reports and the case's cover for the agenda into one zip."""
    from fsb_lib.kit.kit import KitOrder, make_kit, write_kit
    from fsb_lib.kit.stationery import read_stationery

    project = surroundings.project_here(outputs=outputs)
    stationery = read_stationery(project)
    surroundings.trusted(project)
    forms = tuple(one.value for one in ([form] if form else Form))
    order = KitOrder(year, tuple(report or ()), forms, with_data)
    made = make_kit(project.outputs, order, stationery)
    path = write_kit(made, to or Path.cwd())
    for remark in made.remarks:
        typer.echo(f"note: {remark}", err=True)
    typer.echo(f"The kit of {len(made.files)} files is in {path}")
