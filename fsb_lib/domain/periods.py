"""Reference dates, cut-offs and periods (definitions D0). No other module names these days."""

from dataclasses import dataclass
from datetime import date

STRATEGY_START = date(2009, 1, 1)
FIRST_YEAR = 2006
LAST_YEAR = 2100
MEASUREMENT_YEARS = (2007, 2009, 2010, 2011)


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


def month_of(day: date) -> Period:
    """The calendar month that a day lies in."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(day.replace(day=1), date.fromordinal(following.toordinal() - 1))


def measurement_years(until: int) -> tuple[int, ...]:
    """The strategy's measurement years up to a year, and that year itself."""
    return tuple(sorted({year for year in MEASUREMENT_YEARS if year <= until} | {until}))


def previous_measurement(year: int) -> int | None:
    """The strategy's last measurement year before a year; None for the first of them."""
    return max((known for known in MEASUREMENT_YEARS if known < year), default=None)


def measurement_before(day: date) -> date | None:
    """The day of the strategy's last measurement before the year of a day."""
    year = previous_measurement(day.year)
    return None if year is None else default_reference_date(year)
