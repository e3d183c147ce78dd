"""Activation rate of the focus population (D4)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.comparable import first_day, published
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import default_reference_date, month_of
from fsb_lib.domain.targets import activation_target
from fsb_lib.measures.counting import Counts, counts_by, rows_for, with_total
from fsb_lib.measures.populations import Registers, covering

SENSITIVITIES = (
    "reference_date",
    "any_day_in_month",
    "all_benefits",
    "mentor_counted",
    "unlinkable_none_activated",
    "unlinkable_all_activated",
)


def activated_persons(
    registers: Registers, first: date, last: date, codes: tuple[str, ...]
) -> ir.StringColumn:
    """Persons with an effort of these codes on any day from `first` to `last`."""
    efforts = registers["bif_indsatser"]
    inside: ir.StringColumn = covering(efforts.filter(efforts.indsats.isin(codes)), first, last)[
        "person"
    ]
    return inside


def with_activation(persons: ir.Table, registers: Registers, day: date) -> ir.Table:
    """`persons_on(day)` with activated | activated_in_month | activated_or_mentor."""
    codes = vocabulary.activation_codes()
    month = month_of(day)
    return persons.mutate(
        activated=persons.person.isin(activated_persons(registers, day, day, codes)),
        activated_in_month=persons.person.isin(
            activated_persons(registers, month.first, month.last, codes)
        ),
        activated_or_mentor=persons.person.isin(
            activated_persons(registers, day, day, (*codes, "mentor"))
        ),
    )


def by_target_group(persons: ir.Table, day: date) -> MeasuredTable:
    """Focus population and activated persons by target group."""
    focus = persons.filter(persons.focus)
    counts = with_total(counts_by(focus, ["target_group"], activated=focus.activated), 0)
    groups = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
    rows = rows_for([groups], lambda group: _rate(counts, (group,), day))
    return MeasuredTable("activation_by_target_group", rows, day)


def by_match_class(persons: ir.Table, day: date) -> MeasuredTable:
    """Focus population and activated persons by target group and match group in force."""
    focus = persons.filter(persons.focus)
    counts = counts_by(focus, ["target_group", "match_group"], activated=focus.activated)
    counts = with_total(with_total(counts, 0), 1)
    groups = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
    classes = (*vocabulary.system_in_force(day).not_job_ready, vocabulary.TOTAL)
    rows = rows_for([groups, classes], lambda *codes: _rate(counts, codes, day))
    return MeasuredTable("activation_by_match_class", rows, day)


def target_status(persons: ir.Table, day: date) -> MeasuredTable:
    """One row: the year's rate against the strategy's target."""
    values = _against_target(overall_rate(persons, day), day)
    return MeasuredTable("target_status", (MeasuredRow((str(day.year),), values),), day)


def sensitivity(rates: Mapping[str, Ratio], day: date) -> MeasuredTable:
    """The headline rate beside the rate under each other assumption."""
    rows = rows_for([SENSITIVITIES], lambda name: _values(rates[name]))
    return MeasuredTable("activation_sensitivity", rows, day)


def verdicts(rates: Mapping[str, Ratio], day: date) -> list[MeasuredTable]:
    """The target held against every assumption (D13); no table in a year without a target."""
    if activation_target(day) is None:
        return []
    rows = rows_for([SENSITIVITIES], lambda name: _against_target(rates[name], day))
    return [MeasuredTable("activation_verdicts", rows, day)]


def rates_by_assumption(persons: ir.Table, day: date) -> Mapping[str, Ratio]:
    """The rate under each reading of the definition, headline first (D4, registers 7)."""
    focus = persons.filter(persons.focus)
    counted = counts_by(
        focus,
        reference_date=focus.activated,
        any_day_in_month=focus.activated_in_month,
        mentor_counted=focus.activated_or_mentor,
    )[()]
    any_benefit = persons.filter(
        persons.special_needs, persons.recipient, persons.class_not_job_ready
    )
    all_benefits = counts_by(any_benefit, activated=any_benefit.activated)[()]
    unlinkable = counts_by(persons.filter(persons.special_needs, persons.replacement))[()]
    size, activated = counted["persons"], counted["reference_date"]
    widened = size + unlinkable["persons"]
    counts = {
        "reference_date": (activated, size),
        "any_day_in_month": (counted["any_day_in_month"], size),
        "all_benefits": (all_benefits["activated"], all_benefits["persons"]),
        "mentor_counted": (counted["mentor_counted"], size),
        "unlinkable_none_activated": (activated, widened),
        "unlinkable_all_activated": (activated + unlinkable["persons"], widened),
    }
    return {name: rate_of(*pair, day) for name, pair in counts.items()}


def trend(measured: Mapping[int, Ratio], day: date) -> MeasuredTable:
    """Measured rates by year, beside the published baseline; never one series with others."""
    baseline = published("activation_2007")[vocabulary.TOTAL].point
    printed = {first_day(baseline.when).year: baseline.value}

    def values(year: str, source: str) -> Mapping[str, MeasuredValue]:
        rate = printed.get(int(year)) if source == "published" else measured[int(year)]
        return {"rate": rate}

    years = [str(year) for year in sorted(measured)]
    rows = rows_for([years, ("published", "measured")], values)
    return MeasuredTable("activation_trend", rows, day, _first_measured(measured, day))


def trend_by_target_group(measured: Mapping[int, MeasuredTable], day: date) -> MeasuredTable:
    """`by_target_group` of every measurement up to the day, oldest first.

    keys                    values
    ("2007", "i_alt")       {"persons": 3357, "activated": 633, "rate": Ratio(633, 3357)}
    """
    rows = tuple(
        MeasuredRow((str(year), *row.keys), row.values)
        for year in sorted(measured)
        for row in measured[year].rows
    )
    first = _first_measured(measured, day)
    return MeasuredTable("activation_trend_by_target_group", rows, day, first)


def _first_measured(measured: Mapping[int, object], day: date) -> date:
    """The day of the first measurement: all but the last stand on the default day."""
    first = min(measured)
    return day if first == day.year else default_reference_date(first)


def overall_rate(persons: ir.Table, day: date) -> Ratio:
    """Activated persons of the focus population."""
    focus = persons.filter(persons.focus)
    counts = counts_by(focus, activated=focus.activated)[()]
    return rate_of(counts["activated"], counts["persons"], day)


def rate_of(activated: int, persons: int, day: date) -> Ratio:
    """The share in activation, with the day's target so that no rounding makes it look reached."""
    target = activation_target(day)
    return Ratio(activated, persons, None if target is None else Fraction(target.value))


def _rate(counts: Counts, codes: tuple[str, ...], day: date) -> Mapping[str, MeasuredValue]:
    found = counts.get(codes, {"persons": 0, "activated": 0})
    return _values(rate_of(found["activated"], found["persons"], day))


def _values(rate: Ratio) -> Mapping[str, MeasuredValue]:
    return {"persons": rate.denominator, "activated": rate.numerator, "rate": rate}


def _against_target(rate: Ratio, day: date) -> Mapping[str, MeasuredValue]:
    """The rate with target, missing persons and verdict; no values in a year without a target."""
    target = activation_target(day)
    verdict = None if target is None else target.judge(rate)
    return {
        **_values(rate),
        "target": rate.target,
        "missing_persons": None if verdict is None else verdict.missing_persons,
        "reached": None if verdict is None else verdict.reached,
    }
