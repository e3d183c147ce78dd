"""Reports that rest on an optional table of the delivery, and deliveries without it."""

from collections.abc import Collection

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import TABLES


def tables_needed(report: str) -> tuple[str, ...]:
    """The optional tables that the report is not made without."""
    return tuple(table.name for table in TABLES if report in table.needed_by)


def lacking(report: str, delivered: Collection[str]) -> tuple[str, ...]:
    """Of the tables that the report needs, those that were not delivered; empty is delivered."""
    return tuple(name for name in tables_needed(report) if name not in delivered)


def problems_without(report: str, delivered: Collection[str]) -> tuple[Problem, ...]:
    """Why the report cannot be made from a delivery of these tables."""
    return tuple(
        Problem(
            f"{report} cannot be made: the delivery has no table `{name}`",
            f"register {name}",
            f"the optional table `{name}`, which this report rests on",
            remedy="Ask for the extract and take the delivery in again, or leave the report out.",
        )
        for name in lacking(report, delivered)
    )


def refuse_without(report: str, delivered: Collection[str]) -> None:
    """Errors: InputError when the report needs a table that was not delivered."""
    problems = problems_without(report, delivered)
    if problems:
        raise InputError(problems)
