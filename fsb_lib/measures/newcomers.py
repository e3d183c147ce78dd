"""Early activation (D18): from the first day in the focus population to the first in activation.

since ... year before         first day in focus, ever      first activation on or after it
every day of change      ->   newcomers of that year   ->   days, in bands; not within a year
"""

from collections.abc import Iterable
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable
from fsb_lib.domain.periods import Period, calendar_year
from fsb_lib.measures.counting import Grouping, median_in, persons_in, rows_for, shared_out
from fsb_lib.measures.days import MOMENT, SPELLS, Registers, beside, during, pairs
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import Rules, days_of_change, focus_at
from fsb_lib.measures.profile import band_of

BANDS = ("0_30", "31_91", "92_182", "183_365")
NOT_WITHIN = "ikke_inden_et_aar"
LIMITS = (31, 92, 183, 366)
BY_BAND = Grouping(by=("band",))
GROUPINGS = (BY_BAND,)


def newcomers(
    in_focus: ir.Table, registers: Registers, rules: Rules, since: date, days: Iterable[date]
) -> ir.Table:
    """person | day | band | days: whose first day in focus lies in the year before.

    `day` is the one asked about; `days` are of those only who came in activation within a year.
    `in_focus` holds whoever was in focus in one of these years: nobody else can be new in them.
    Nobody is new on the day `since` either (`periods.newcomers_since`).
    """
    years = {day: calendar_year(day.year - 1) for day in days}
    of_them = {name: registers[name].semi_join(in_focus, "person") for name in SPELLS}
    period = Period(since, max(since, *(one.last for one in years.values())))
    first = first_days_in_focus({**registers, **of_them}, period, rules)
    of_year = pairs({day: one.first for day, one in years.items()})
    known = first.filter(first.first_day > since)
    in_year = known.first_day.year() == of_year.before.year()
    new = known.join(of_year, in_year).select("person", "first_day", day=of_year.day)
    new = beside(new, _days_to_activation(new, registers["bif_indsatser"]))
    waited = new.days.fill_null(LIMITS[-1])
    return new.select(
        *MOMENT,
        band=band_of(waited, LIMITS, (*BANDS, NOT_WITHIN)),
        days=(waited < LIMITS[-1]).ifelse(waited, None),
    )


def first_days_in_focus(registers: Registers, period: Period, rules: Rules) -> ir.Table:
    """person | first_day: the first day of the period in the focus population."""
    there = during(registers, period)
    moments = days_of_change(there, pairs({period.last: period.first}))
    focus = focus_at(there, moments, rules)
    return focus.group_by("person").agg(first_day=focus.day.min())


def _days_to_activation(new: ir.Table, efforts: ir.Table) -> ir.Table:
    """person | day | days: from the first day in focus to the first in activation."""
    counts = efforts.filter(efforts.indsats.isin(vocabulary.activation_codes()))
    spells = counts.select("person", "fra", "til").join(new, "person")
    later = spells.filter(spells.til.isnull() | (spells.til >= spells.first_day))
    days = ibis.greatest(later.fra.delta(later.first_day, unit="day"), 0)
    return later.group_by(*MOMENT).agg(days=days.min())


def by_days(new: Measurement) -> MeasuredTable:
    """The newcomers by the days that they waited."""
    counts, codes = new.counts(BY_BAND), (*BANDS, NOT_WITHIN)
    rows = rows_for([codes], lambda code: shared_out(counts, codes, code))
    return MeasuredTable("days_to_activation", rows, new.day)


def median(new: Measurement) -> MeasuredTable:
    """One row: how many came in activation within a year, and the median of their days."""
    counts = new.counts(BY_BAND)
    n_activated = sum(persons_in(counts, band) for band in BANDS)
    values = {"activated": n_activated, "days": median_in(new.persons, "days")}
    row = MeasuredRow(("inden_et_aar",), values)
    return MeasuredTable("days_to_activation_median", (row,), new.day)
