"""Activation rate of the focus population (D4)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.comparable import first_day, published
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import default_reference_date
from fsb_lib.domain.targets import activation_target
from fsb_lib.measures.counting import Counts, Grouping, rows_for, with_total
from fsb_lib.measures.days import MOMENT, Registers, in_months
from fsb_lib.measures.linkage import UNLINKABLE
from fsb_lib.measures.measurement import Measurement

SENSITIVITIES = (
    "reference_date",
    "any_day_in_month",
    "all_benefits",
    "without_retraining",
    "mentor_counted",
    "unlinkable_none_activated",
    "unlinkable_all_activated",
)
FOCUS_BY_GROUP = Grouping(("focus",), by=("target_group",), also=("activated",))
FOCUS_BY_CLASS = Grouping(("focus",), by=("target_group", "match_group"), also=("activated",))
FOCUS_OTHERWISE = Grouping(
    ("focus",), also=("activated", "activated_in_month", "activated_or_mentor")
)
ANY_BENEFIT = Grouping(("special_needs", "placeable", "class_not_job_ready"), also=("activated",))
WITHOUT_RETRAINING = Grouping(("focus_otherwise",), also=("activated",))
GROUPINGS = (
    *(FOCUS_BY_GROUP, FOCUS_BY_CLASS, FOCUS_OTHERWISE),
    *(ANY_BENEFIT, WITHOUT_RETRAINING, UNLINKABLE),
)


def activated_on(registers: Registers, days: ir.Table) -> ir.Table:
    """person | day | activated | activated_in_month | activated_or_mentor: who has an effort."""
    efforts = in_months(registers["bif_indsatser"], days)
    counts = efforts.indsats.isin(vocabulary.activation_codes())
    on_day = (efforts.fra <= efforts.day) & (efforts.til.isnull() | (efforts.til >= efforts.day))
    return efforts.group_by(*MOMENT).agg(
        activated=(counts & on_day).any(),
        activated_in_month=counts.any(),
        activated_or_mentor=((counts | (efforts.indsats == "mentor")) & on_day).any(),
    )


def by_target_group(now: Measurement) -> MeasuredTable:
    """Focus population and activated persons by target group."""
    counts = with_total(now.counts(FOCUS_BY_GROUP), 0)
    groups = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
    rows = rows_for([groups], lambda group: _rate(counts, (group,), now.day))
    return MeasuredTable("activation_by_target_group", rows, now.day)


def by_match_class(now: Measurement) -> MeasuredTable:
    """Focus population and activated persons by target group and match group in force."""
    counts = with_total(with_total(now.counts(FOCUS_BY_CLASS), 0), 1)
    groups = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
    classes = (*vocabulary.system_in_force(now.day).not_job_ready, vocabulary.TOTAL)
    rows = rows_for([groups, classes], lambda *codes: _rate(counts, codes, now.day))
    return MeasuredTable("activation_by_match_class", rows, now.day)


def target_status(now: Measurement) -> MeasuredTable:
    """One row: the year's rate against the strategy's target."""
    values = _against_target(overall_rate(now), now.day)
    return MeasuredTable("target_status", (MeasuredRow((str(now.year),), values),), now.day)


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


def rates_by_assumption(now: Measurement) -> Mapping[str, Ratio]:
    """The rate under each reading of the definition, headline first (D4, registers 7)."""
    focus = now.counts(FOCUS_OTHERWISE)[()]
    any_benefit = now.counts(ANY_BENEFIT)[()]
    otherwise = now.counts(WITHOUT_RETRAINING)[()]
    size, activated = focus["persons"], focus["activated"]
    n_unlinkable = now.counts(UNLINKABLE)[()]["persons"]
    counts = {
        "reference_date": (activated, size),
        "any_day_in_month": (focus["activated_in_month"], size),
        "all_benefits": (any_benefit["activated"], any_benefit["persons"]),
        "without_retraining": (otherwise["activated"], otherwise["persons"]),
        "mentor_counted": (focus["activated_or_mentor"], size),
        "unlinkable_none_activated": (activated, size + n_unlinkable),
        "unlinkable_all_activated": (activated + n_unlinkable, size + n_unlinkable),
    }
    return {name: rate_of(*pair, now.day) for name, pair in counts.items()}


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


def overall_rate(now: Measurement) -> Ratio:
    """Activated persons of the focus population."""
    focus = now.counts(FOCUS_OTHERWISE)[()]
    return rate_of(focus["activated"], focus["persons"], now.day)


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
