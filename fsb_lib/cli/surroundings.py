"""What commands find around them: the project, the terminal, the registers named."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fsb_lib.cli.options import Audience

if TYPE_CHECKING:
    from rich.console import Console

    from fsb_lib.base.project import Project
    from fsb_lib.ledger.ledger import Ledger
    from fsb_lib.registers.database.address import GivenDatabase


def terminal() -> "Console":
    """The terminal for tables and progress; long lines are not broken."""
    from rich.console import Console

    return Console(soft_wrap=True)


def project_here(notebooks: Path | None = None, outputs: Path | None = None) -> "Project":
    """The project around the current folder, with other folders where they are named."""
    from dataclasses import replace

    from fsb_lib.base.project import find_project

    project = find_project(Path.cwd())
    if notebooks is not None:
        project = replace(project, notebooks=notebooks.absolute())
    return project if outputs is None else replace(project, outputs=outputs.absolute())


def project_for(audience: Audience, notebooks: Path | None, outputs: Path | None) -> "Project":
    """The project here; what hides nothing goes to its private area, unless a place is named."""
    from dataclasses import replace

    project = project_here(notebooks, outputs)
    if audience is Audience.COMMITTEE or outputs is not None:
        return project
    return replace(project, outputs=project.internal)


def trusted(project: "Project") -> "Ledger":
    """The ledger of a project's outputs, which lie there as it says; what was recovered is told.

    Errors: InputError with every difference.
    """
    from fsb_lib.ledger.opened import looked_at

    found = looked_at(project)
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    return found.ledger


def trust_outputs_around(folder: Path) -> None:
    """The same of the outputs that a named folder is or lies in; nothing of a report by itself.

    Errors: InputError with every difference.
    """
    from fsb_lib.base.errors import UsageError
    from fsb_lib.base.project import Project
    from fsb_lib.ledger.opened import in_outputs

    try:
        here = project_here()
    except UsageError:  # a reviewer's machine: nothing private is at hand
        places = (Path.cwd() / name for name in ("", "notebooks", "params", "outputs", "work"))
        here = Project(*places)
    project = in_outputs(here, folder)
    if project is not None:
        trusted(project)


def work_folder() -> Path:
    """Where the project keeps its snapshots."""
    return project_here().work


def registers_named(named: str) -> "Path | GivenDatabase":
    """The folder or database that an argument names; a password in it is remarked on."""
    from fsb_lib.registers.database.address import given_registers

    given = given_registers(named)
    if not isinstance(given, Path):
        _remark_on_password(given)
    return given


def database_named(named: str) -> "GivenDatabase":
    """The database that an argument has to name; a password in it is remarked on."""
    from fsb_lib.registers.database.address import GivenDatabase

    given = GivenDatabase(named)
    _remark_on_password(given)
    return given


def _remark_on_password(given: "GivenDatabase") -> None:
    from fsb_lib.registers.database.address import shows_password

    if shows_password(given):
        typer.echo(
            "note: a password on the command line can be seen by others on this machine; "
            "use @FILE or env:NAME",
            err=True,
        )
