"""Every table of a report, counted a second time straight from the delivery.

Written from the definitions and the register contract alone, person by person and in plain
Python, so that an error in the program's expressions cannot be repeated here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .activation import activation_tables
from .cells import Tables
from .delivery import read_delivery
from .every_report import every_report_tables
from .identity import quality_rows, settle_people
from .people import Person, gather_people
from .plans import plan_tables
from .profile import profile_tables
from .settings import Settings

REPORTS: dict[str, Callable[[list[Person], Settings], Tables]] = {
    "activation_measurement": activation_tables,
    "plan_coverage": plan_tables,
    "target_group_profile": profile_tables,
}


def recount(delivery: Path, report: str, year: int, **settings: Any) -> Tables:
    """Rows per table id, in the form of results.json with `--audience internal`.

    `delivery` is a well-formed folder in the canonical Danish CSV form. `settings` are named
    as in the definitions: `reference_date`, `target_group_priority`, `matched_benefits`,
    `max_gap_days`, `register_start`, `profile_basis`.

        {"linkage": [{"side": "both", "persons": {"value": 97, "status": "shown"}}, ...], ...}
    """
    chosen = Settings(year, **settings)
    rows_by_table = read_delivery(delivery)
    people = gather_people(settle_people(rows_by_table))
    return {
        **REPORTS[report](people, chosen),
        **every_report_tables(people, chosen),
        "data_quality": quality_rows(rows_by_table),
    }
