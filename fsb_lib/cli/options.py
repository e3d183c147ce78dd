"""Arguments and options that several commands take."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Audience(StrEnum):
    """Who may read the reports."""

    COMMITTEE = "committee"
    INTERNAL = "internal"


class Form(StrEnum):
    """The form of a case's cover: a key of data/cover.yaml."""

    ORIENTERINGSNOTAT = "orienteringsnotat"
    INDSTILLING = "indstilling"


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
        help="A delivery, a snapshot, or a database or engine (its URL, @FILE or env:NAME); "
        "the synthetic twin city without it."
    ),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="The key; else FSB_KEY_FILE names it.")
]
Notebooks = Annotated[Path | None, typer.Option("--notebooks", help="Another notebooks folder.")]
OutputsToWrite = Annotated[
    Path | None, typer.Option("--outputs", help="Where the reports go; the project's outputs/.")
]
AudienceToServe = Annotated[
    Audience, typer.Option("--audience", help="internal hides nothing; it goes to work/internal.")
]
AtATime = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Reports at a time; as many as there are cores."),
]
Correction = Annotated[
    bool, typer.Option("--correction", help="Make drafts of released reports, too.")
]
Again = Annotated[bool, typer.Option("--again", help="Make every report, changed or not.")]
