"""Reference dates, cut-offs and periods (definitions D0). No other module names these days."""

from dataclasses import dataclass
from datetime import date

from fsb_lib.base.package_data import load

STRATEGY_START = date(load("decisions")["strategy"]["first_year"], 1, 1)
FIRST_YEAR = 2006
LAST_YEAR = 2100
BASELINE_YEAR: int = load("decisions")["measurements"]["baseline"]
STRATEGY_END = date(load("decisions")["strategy"]["last_year"], 12, 31)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def default_reference_date(year: int) -> date:
    """15 November of the year, never moved off a weekend."""
    return date(year, 11, 15)


def cutoff_date(year: int) -> date:
    """31 December: "med udgangen af" the year, for plan targets."""
    return date(year, 12, 31)


def same_day_a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for a 29 February."""
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if leap_day else day.day)


def calendar_year(year: int) -> Period:
    """The year as a period, for unique persons during it."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def newcomers_since(register_start: date | None) -> date:
    """Whoever is there on this day may have been there for years, and is new in no year (D18).

    The first day of the baseline year, or of registers that begin later.
    """
    first = calendar_year(BASELINE_YEAR).first
    return max(first, register_start or first)


def month_of(day: date) -> Period:
    """The calendar month that a day lies in."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(day.replace(day=1), date.fromordinal(following.toordinal() - 1))


def measurement_years(until: int) -> tuple[int, ...]:
    """The years measured up to a year, and that year itself: the baseline, then every year that
    decisions are followed up in."""
    every_year_from = load("decisions")["measurements"]["every_year_from"]
    known = {BASELINE_YEAR, *range(every_year_from, until)}
    return tuple(sorted({year for year in known if year < until} | {until}))


def previous_measurement(year: int) -> int | None:
    """The last year measured before a year; None for the baseline and what lies before it."""
    earlier = measurement_years(year)[:-1]
    return earlier[-1] if earlier else None


def follow_up_before(day: date) -> date | None:
    """The last measurement's day where it is of the year before, and of the strategy or later:
    what became of a year's citizens is followed up from then on."""
    before = measurement_before(day)
    if before is None or before.year != day.year - 1 or before < STRATEGY_START:
        return None
    return before


def measurement_before(day: date) -> date | None:
    """The day of the last measurement before the year of a day."""
    year = previous_measurement(day.year)
    return None if year is None else default_reference_date(year)
