"""The commands that look and change nothing."""

from pathlib import Path
from typing import Annotated

import typer

from fsb_lib.cli import surroundings
from fsb_lib.cli.options import KeyFile, Notebooks, Reports, YearFiles, Years


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
    n_reports = refuse_faults(wish, surroundings.project_here(notebooks))
    typer.echo(f"No problems found. {n_reports} reports can be made.")


def scan(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    snapshot: Annotated[
        Path | None, typer.Option("--snapshot", help="Look for its delivery's numbers, too.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Look through files for CPR numbers; exit code 3 when there is one."""
    from fsb_lib.pipeline.scanning import refuse_hits

    n_files, remark = refuse_hits(paths, snapshot, surroundings.work_folder(), key_file)
    if remark:
        typer.echo(f"note: CPR numbers are found by their look alone: {remark}")
    typer.echo(f"No CPR number found in {n_files} files.")


def verify(
    output: Annotated[Path, typer.Argument(help="An outputs folder, or one report of it.")],
) -> None:
    """Compare the files of reports with the hashes in their manifests."""
    from fsb_lib.pipeline.verifying import refuse_changed

    for name, n_files in refuse_changed(output):
        typer.echo(f"{name}: {n_files} files as made")


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
