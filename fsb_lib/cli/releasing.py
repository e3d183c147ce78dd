"""The commands that release reports, withdraw them, and show what was released."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fsb_lib.cli import surroundings

if TYPE_CHECKING:
    from fsb_lib.auditor.audit_result import AuditResult
    from fsb_lib.base.project import Project
    from fsb_lib.ledger.ledger import Ledger

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
    verdict_turns: Annotated[
        bool, typer.Option("--verdict-turns", help="Yes, this correction turns a verdict.")
    ] = False,
    outputs: Outputs = None,
) -> None:
    """Audit a year's drafts against everything released before, and release them."""
    from fsb_lib.jobs.settings import LIMIT_SECONDS, default_n_jobs
    from fsb_lib.publishing.publish_year import ReleaseOrder, release_year, withdraw_year

    project = surroundings.project_here(outputs=outputs)
    order = ReleaseOrder(year, by, reason, default_n_jobs(), LIMIT_SECONDS, verdict_turns)
    if withdraw:
        for line in withdraw_year(order, project):
            typer.echo(f"note: {line}", err=True)
        typer.echo(f"{year} is withdrawn. What it told stays in the ledger.")
        return
    done = release_year(order, project, surroundings.terminal())
    typer.echo(f"{year} is released as version {done.version}: {len(done.reports)} reports.")
    if done.audit is not None:
        typer.echo(_passed(done.audit))
    typer.echo(f"Look in {done.index}")


def _passed(audit: "AuditResult") -> str:
    return (
        f"The audit attacked {audit.n_hidden} hidden counts of {audit.n_cells} with "
        f"{audit.n_relations} relations and {audit.n_earlier_releases} earlier releases, and "
        f"checked {audit.n_witnesses} witnesses: every hidden count is protected."
    )


def ledger(
    outputs: Outputs = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put back the ledger and the reports it records.")
    ] = False,
) -> None:
    """Show what was released and withdrawn; exit code 1 when that is not what lies there."""
    from fsb_lib.ledger.ledger import listing

    project = surroundings.project_here(outputs=outputs)
    for line in listing(_restored(project) if restore else surroundings.trusted(project)):
        typer.echo(line)


def _restored(project: "Project") -> "Ledger":
    from fsb_lib.base.errors import InputError
    from fsb_lib.ledger.restore import restore

    done = restore(project)
    for line in done.notes:
        typer.echo(line)
    if done.left:
        raise InputError(done.left)
    return done.ledger
