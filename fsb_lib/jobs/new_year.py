"""A new year's file: all that follows from the years before, and what only people can fill in.

params/2011.yaml  ->  params/2012.yaml     reports and case; date and document numbers empty
"""

from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem, UsageError
from fsb_lib.base.project import Project, read_text, year_files
from fsb_lib.domain.periods import FIRST_YEAR, LAST_YEAR, STRATEGY_START
from fsb_lib.domain.targets import ACTIVATION, OFFERS, decided
from fsb_lib.params import REPORT_IDS, YearParams, parse_year_file

_HEAD = """\
# yaml-language-server: $schema=schema.json
# Made by `fsb new-year`. Fill in what is empty; a year without a decision has no target.
"""
_TARGETS = {ACTIVATION: "the share in activation", OFFERS: "offers of a social handleplan"}


@dataclass(frozen=True)
class NewYear:
    """The text of the file, and what it lacks, each with where it belongs."""

    text: str
    missing: tuple[str, ...]


def write_new_year(year: int, project: Project) -> tuple[Path, tuple[str, ...]]:
    """Write the year's file; its place and what is missing in it.

    Errors: UsageError for an impossible year; InputError when the year has a file already, or
    when the file of the year before it has faults.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        expected = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise UsageError(Problem("no such year", str(year), expected))
    path = project.params / f"{year}.yaml"
    made = new_year(year, _before(year, project))
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(made.text)
    except FileExistsError:
        remedy = "Change it, or delete it first."
        raise InputError(Problem("the year has a file already", path.name, remedy=remedy)) from None
    return path, made.missing


def new_year(year: int, before: YearParams | None) -> NewYear:
    """The file of a year after another one's, or after none."""
    wanted = before.reports if before else REPORT_IDS
    is_early = year < STRATEGY_START.year
    reports = [one for one in wanted if not (is_early and one == "plan_coverage")]
    case = before.memo.case_number if before else None
    lines = [
        f"year: {year}",
        "reports:",
        *(f"  - {report}" for report in reports),
        "memo:",
        "  date: null",
        f'  case_number: "{case}"' if case else "  case_number: null",
        "  document_numbers:",
        *(f"    {report}: null" for report in reports),
    ]
    missing = [
        "memo.date: the day that the notes are dated",
        *([] if case else ["memo.case_number: the number of the case"]),
        *(f"memo.document_numbers.{report}: the number of the note" for report in reports),
        *_without_decision(year),
    ]
    return NewYear(_HEAD + "\n".join(lines) + "\n", tuple(missing))


def _without_decision(year: int) -> list[str]:
    """Targets that nobody has decided for the year, as far as data/decisions.yaml knows."""
    return [
        f"fsb_lib/data/decisions.yaml: no decision on {what} in {year}; the notes say so"
        for measure, what in _TARGETS.items()
        if year not in {target.year for target in decided(measure)}
    ]


def _before(year: int, project: Project) -> YearParams | None:
    """The latest year before this one that has a file.

    Errors: InputError with the faults of a file.
    """
    read = (parse_year_file(read_text(path, ""), path.name) for path in year_files(project))
    earlier = [values for values in read if values.year < year]
    return max(earlier, key=lambda values: values.year, default=None)
