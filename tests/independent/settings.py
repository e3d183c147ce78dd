"""The parameters of the definitions with the defaults the definitions give them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from .codes import TARGET_GROUPS

MATCHED_BENEFITS = ("kontanthjaelp", "starthjaelp", "uddannelseshjaelp", "revalideringsydelse")


@dataclass(frozen=True)
class Settings:
    year: int
    reference_date: date | None = None
    target_group_priority: tuple[str, ...] = TARGET_GROUPS
    matched_benefits: tuple[str, ...] = MATCHED_BENEFITS
    max_gap_days: int = 28
    register_start: date | None = None
    profile_basis: str = "on_reference_date"
    both_plans: str = "in_force"

    @property
    def day(self) -> date:
        return self.reference_date or november_15(self.year)

    @property
    def cutoff(self) -> date:
        return date(self.year, 12, 31)


def november_15(year: int) -> date:
    return date(year, 11, 15)


def on_day_of(day: date, year: int) -> date:
    """The same day in another year; 28 February where there is no 29th."""
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)
