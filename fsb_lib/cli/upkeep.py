"""The commands that keep machine and project in order."""

from pathlib import Path
from typing import Annotated

import typer

from fsb_lib.cli import surroundings


def population(
    years: Annotated[
        list[str],
        typer.Argument(metavar="YEAR...", help="2014 for its fourth quarter, or 2014K2."),
    ],
    snapshot: Annotated[
        Path | None, typer.Option(help="The snapshot to rewrite; the program's own.")
    ] = None,
) -> None:
    """Fetch the city's population from Danmarks Statistik into the snapshot."""
    from fsb_lib.statbank import fetching
    from fsb_lib.statbank.client import statbank

    path = snapshot or fetching.SNAPSHOT
    quarters = fetching.quarters_named(years)
    for each in fetching.fetch_population(quarters, statbank(), path):
        typer.echo(f"{each.quarter.code}: {each.total} persons")
    typer.echo(f"The snapshot is in {path}. Look at the changes and commit them.")


def new_year(
    year: Annotated[int, typer.Argument(help="The year that notes are to be about.")],
) -> None:
    """Write a year's file with all that is known, and say what is missing."""
    from fsb_lib.jobs.new_year import write_new_year

    path, missing = write_new_year(year, surroundings.project_here())
    typer.echo(f"The file of {year} is {path}. It lacks:")
    for what in missing:
        typer.echo(f"  {what}")
    typer.echo(f"Then run: fsb check, and fsb run --year {year}")


def doctor() -> None:
    """Say what this machine has and lacks, each lack with its remedy."""
    from fsb_lib.checks.doctor import equipment

    for each in equipment(surroundings.project_here()):
        use = f" (only for {each.use})" if each.use else ""
        typer.echo(f"{each.what:<10} {each.found}{use}")
        if each.remedy:
            typer.echo(f"{'':<10} -> {each.remedy}")


def schema() -> None:
    """Print the JSON Schema of a year file."""
    from fsb_lib.checks.check_project import schema_text

    typer.echo(schema_text(), nl=False)


def mapping_schema() -> None:
    """Print docs/registers.schema.json, the JSON Schema of a mapping file."""
    from fsb_lib.checks.check_project import mapping_schema_text

    typer.echo(mapping_schema_text(), nl=False)


def measures() -> None:
    """Print docs/measures.md, which is made of the registry of measures."""
    from fsb_lib.measure_docs.measures_md import measures_text

    typer.echo(measures_text(), nl=False)


def tables() -> None:
    """Print docs/tables.md, which is made of the declarations of tables."""
    from fsb_lib.measure_docs.tables_md import tables_text

    typer.echo(tables_text(), nl=False)


def cells() -> None:
    """Print docs/cells.md, which is made of the declarations of tables."""
    from fsb_lib.measure_docs.cells_md import cells_text

    typer.echo(cells_text(), nl=False)
