"""The commands that release reports, withdraw them, and show what was released."""

from pathlib import Path
from typing import Annotated

import typer

from fsb_lib.cli import surroundings

Outputs = Annotated[
    Path | None, typer.Option(help="Where the reports lie; the project's outputs/.")
]


def release(
    year: Annotated[int, typer.Argument(help="The year whose drafts are to be released.")],
    by: Annotated[str, typer.Option("--by", help="Who releases, for the ledger.")] = "",
    reason: Annotated[str, typer.Option(help="Why: for a correction or a withdrawal.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take a released year back instead.")
    ] = False,
    outputs: Outputs = None,
) -> None:
    """Audit a year's drafts against everything released before, and release them."""
    from fsb_lib.jobs.settings import LIMIT_SECONDS, default_n_jobs
    from fsb_lib.publishing.publish_year import ReleaseOrder, release_year, withdraw_year

    project = surroundings.project_here(outputs=outputs)
    order = ReleaseOrder(year, by, reason, default_n_jobs(), LIMIT_SECONDS)
    if withdraw:
        withdraw_year(order, project)
        typer.echo(f"{year} is withdrawn. What it told stays in the ledger.")
        return
    done = release_year(order, project, surroundings.terminal())
    audit = done.audit
    typer.echo(
        f"{year} is released as version {done.version}: {len(done.reports)} reports.\n"
        f"The audit attacked {audit.n_hidden} hidden counts of {audit.n_cells} with "
        f"{audit.n_relations} relations and {audit.n_earlier_releases} earlier releases, and "
        f"checked {audit.n_witnesses} witnesses: every hidden count is protected.\n"
        f"Look in {done.index}"
    )


def ledger(
    outputs: Outputs = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Write the copy over a damaged ledger.")
    ] = False,
) -> None:
    """Show what was released and withdrawn; exit code 1 when the ledger is damaged."""
    from fsb_lib.ledger.ledger import listing, read_ledger, restore_ledger

    project = surroundings.project_here(outputs=outputs)
    read = restore_ledger if restore else read_ledger
    for line in listing(read(project.outputs, project.work)):
        typer.echo(line)
