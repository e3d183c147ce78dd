"""Every table of a report, counted a second time straight from the delivery.

Written from the definitions and the register contract alone, person by person and in plain
Python, so that an error in the program's expressions cannot be repeated here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Any

from .activation import activation_tables
from .cells import Row, Tables
from .change import change_tables
from .contact import contact_tables
from .cooperation import cooperation_tables
from .delivery import read_delivery
from .every_report import every_report_tables
from .focus_areas import focus_area_tables
from .gathering import gather_people
from .identity import quality_rows, settle_people
from .outcomes import outcome_tables
from .people import Person
from .plan_course import plan_course_tables
from .plans import plan_tables
from .profile import profile_tables
from .rulers import ruler_tables
from .settings import Settings


def _activation(people: list[Person], settings: Settings) -> Tables:
    return {
        **activation_tables(people, settings),
        **ruler_tables(people, settings),
        **change_tables(people, settings),
    }


def _plans(people: list[Person], settings: Settings) -> Tables:
    return {**plan_tables(people, settings), **plan_course_tables(people, settings)}


Recounted = Callable[[list[Person], Settings], Tables]
# But for `strategy_status`, whose figures are those of the others, and one: strategy.py.
REPORTS: dict[str, Recounted] = {
    "activation_measurement": _activation,
    "plan_coverage": _plans,
    "target_group_profile": profile_tables,
    "outcome_followup": outcome_tables,
    "contact_followup": contact_tables,
    "focus_areas": focus_area_tables,
    "cooperation_status": cooperation_tables,
}
# The optional table that a report is not made without.
NEEDED = {
    "outcome_followup": "bif_afgange",
    "contact_followup": "bif_afgange",
    "focus_areas": "bif_afgange",
    "cooperation_status": "samarbejde",
}


@dataclass(frozen=True)
class Counted:
    """A delivery read once, from which every report can be counted."""

    people: list[Person]
    quality: list[Row]
    delivered: frozenset[str]

    def can_make(self, report: str) -> bool:
        return NEEDED.get(report) is None or NEEDED[report] in self.delivered

    def tables(self, report: str, settings: Settings) -> Tables:
        """Rows per table id, in the form of results.json with `--audience internal`."""
        tables = {
            **REPORTS[report](self.people, settings),
            **every_report_tables(self.people, settings),
            "data_quality": self.quality,
        }
        return {name: [_as_printed(row) for row in rows] for name, rows in tables.items()}


def _as_printed(row: Row) -> Row:
    """A median is printed in whole days, half a day as the next (D17)."""
    cell = row.get("days")  # of another table it is a key
    if not isinstance(cell, dict) or cell["value"] is None:
        return row
    return {**row, "days": {**cell, "value": floor(cell["value"] + 0.5)}}


def read_people(delivery: Path) -> Counted:
    """`delivery` is a well-formed folder in the canonical Danish CSV form."""
    rows_by_table = read_delivery(delivery)
    people = gather_people(settle_people(rows_by_table))
    return Counted(people, quality_rows(rows_by_table), frozenset(rows_by_table))


def recount(delivery: Path, report: str, year: int, **settings: Any) -> Tables:
    """Every table of one report. `settings` are named as in the definitions:

    `reference_date`, `target_group_priority`, `matched_benefits`, `max_gap_days`,
    `register_start`, `profile_basis`, `both_plans`.

        {"linkage": [{"side": "both", "persons": {"value": 97, "status": "shown"}}, ...], ...}
    """
    return read_people(delivery).tables(report, Settings(year, **settings))
