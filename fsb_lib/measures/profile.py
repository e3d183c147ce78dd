"""Target-group profile (D6): the table of match groups, and facts about the focus population."""

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import Period
from fsb_lib.measures.counting import Counts, Grouping, persons_in, rows_for, with_total
from fsb_lib.measures.days import MOMENT, Registers, beside
from fsb_lib.measures.linkage import FOCUS
from fsb_lib.measures.measurement import Measurement

SOF_TOTAL, BIF_TOTAL = "sof_i_alt", "bif_i_alt"
AGES = ("under_18", "18-24", "25-29", "30-39", "40-49", "50-59", "60+")
AGE_LIMITS = (18, 25, 30, 40, 50, 60)
DURATIONS = ("under_1", "1-2", "2-3", "3-5", "5+")
DURATION_LIMITS = (1, 2, 3, 5)
IMMIGRANT_ORIGINS = vocabulary.codes("herkomst")[1:]
SHARED_BY_MATCH = Grouping(("shared",), by=("target_group", "match_group"))
RECIPIENTS_BY_MATCH = Grouping(("recipient",), by=("match_group",))
RECIPIENTS = Grouping(("recipient",), also=("not_job_ready", "focus", "several_target_groups"))
SHARED = Grouping(("shared",), also=("not_job_ready",))
GROUPINGS = (SHARED_BY_MATCH, RECIPIENTS_BY_MATCH, RECIPIENTS, SHARED)
# Of the focus population of a day, or of any day of a year.
DURING = Grouping()
DURING_GROUPINGS = (DURING,)
BY_SEX = Grouping(by=("sex",))
BY_AGE = Grouping(by=("age_band",))
BY_DURATION = Grouping(by=("duration_band",))
BY_ORIGIN = Grouping(by=("origin",))
FACT_GROUPINGS = (BY_SEX, BY_AGE, BY_DURATION, BY_ORIGIN)


def match_by_target_group(now: Measurement) -> MeasuredTable:
    """Shared citizens by target group and match group; then SOF's total and all recipients."""
    by_group = with_total(with_total(now.counts(SHARED_BY_MATCH), 0, SOF_TOTAL), 1)
    everybody = with_total(now.counts(RECIPIENTS_BY_MATCH), 0)
    columns = (*vocabulary.system_in_force(now.day).codes, vocabulary.NOT_MATCHED, vocabulary.TOTAL)

    def cell(group: str, column: str) -> Mapping[str, MeasuredValue]:
        if group == BIF_TOTAL:
            return {"persons": persons_in(everybody, column)}
        return {"persons": persons_in(by_group, group, column)}

    groups = (*vocabulary.codes("maalgruppe"), SOF_TOTAL, BIF_TOTAL)
    return MeasuredTable("match_by_target_group", rows_for([groups, columns], cell), now.day)


def population_shares(now: Measurement) -> MeasuredTable:
    """What part of the recipients, and of match class 4-5, SOF's citizens and the focus are."""
    recipients, shared = now.counts(RECIPIENTS)[()], now.counts(SHARED)[()]
    shares = {
        "sof_of_recipients": Ratio(shared["persons"], recipients["persons"]),
        "sof_of_not_job_ready": Ratio(shared["not_job_ready"], recipients["not_job_ready"]),
        "focus_of_not_job_ready": Ratio(recipients["focus"], recipients["not_job_ready"]),
    }
    rows = rows_for(
        [tuple(shares)],
        lambda share: {
            "numerator": shares[share].numerator,
            "denominator": shares[share].denominator,
            "rate": shares[share],
        },
    )
    return MeasuredTable("population_shares", rows, now.day)


def several_target_groups(now: Measurement) -> MeasuredTable:
    """Shared citizens with more than one target group on the day."""
    n_several = now.counts(RECIPIENTS)[()]["several_target_groups"]
    row = MeasuredRow(("shared_citizens",), {"persons": n_several})
    return MeasuredTable("several_target_groups", (row,), now.day)


def focus_population(n_on_day: int, n_during_period: int, period: Period) -> MeasuredTable:
    """The focus population as a snapshot and as unique persons during the year."""
    sizes = {"on_reference_date": n_on_day, "during_period": n_during_period}
    rows = rows_for([tuple(sizes)], lambda basis: {"persons": sizes[basis]})
    return MeasuredTable("focus_population", rows, period.last, since=period.first)


def by_measurement(measured: Mapping[int, Measurement], day: date) -> MeasuredTable:
    """The focus population at every measurement up to the day, oldest first."""
    sizes = {str(year): measured[year].counts(FOCUS)[()]["persons"] for year in sorted(measured)}
    first = min(then.day for then in measured.values())
    rows = rows_for([tuple(sizes)], lambda year: {"persons": sizes[year]})
    return MeasuredTable("focus_by_measurement", rows, day, since=first)


def with_facts(
    members: ir.Table, registers: Registers, max_gap_days: int, register_start: date | None
) -> ir.Table:
    """person | day | sex | age | duration | origin, of persons with the `last_day` in focus.

    The age is counted on `day`, the duration to `last_day`; an unknown sex or origin is a code.
    """
    origins = registers["personer"].select("person", origin=ibis._.herkomst)
    identities = registers["identities"].select("person", "born", "sex")
    facts = members.select(*MOMENT, "last_day")
    facts = beside(facts, identities, origins, keys=["person"])
    facts = beside(facts, run_starts(members, registers["bif_ydelser"], max_gap_days))
    known = ibis.literal(True) if register_start is None else facts.run_start > register_start
    return facts.mutate(
        sex=facts.sex.fill_null(vocabulary.UNKNOWN),
        origin=facts.origin.fill_null(vocabulary.UNKNOWN),
        age=completed_years(facts.born, facts.day),
        duration=ibis.ifelse(known, completed_years(facts.run_start, facts.last_day), None),
    )


def with_bands(facts: ir.Table) -> ir.Table:
    """Facts with age and duration as the codes of their tables."""
    return facts.mutate(
        age_band=band_of(facts.age, AGE_LIMITS, AGES),
        duration_band=band_of(facts.duration, DURATION_LIMITS, DURATIONS),
    )


def band_of(number: ir.IntegerValue, limits: Sequence[int], bands: Sequence[str]) -> ir.StringValue:
    """The band that a number lies in: the first below whose limit it is, else the last."""
    below = [(number < limit, band) for limit, band in zip(limits, bands, strict=False)]
    band: ir.StringValue = ibis.cases(
        (number.isnull(), vocabulary.UNKNOWN), *below, else_=bands[-1]
    )
    return band


def by_sex(facts: Measurement, when: date | Period) -> MeasuredTable:
    """Persons by sex, from the last digit of the number."""
    return _by_category("profile_sex", facts.counts(BY_SEX), ("kvinde", "mand"), when)


def by_age(facts: Measurement, when: date | Period) -> MeasuredTable:
    """Persons by age band, with everybody under 30 as a line of its own."""
    counts = facts.counts(BY_AGE)
    return _by_category("profile_age", counts, AGES, when, ("under_30", AGES[:3]))


def by_duration(facts: Measurement, when: date | Period) -> MeasuredTable:
    """Persons by completed years in the unbroken run of benefit, and all under three years."""
    counts, under_3 = facts.counts(BY_DURATION), ("under_3", DURATIONS[:3])
    return _by_category("profile_duration", counts, DURATIONS, when, under_3)


def by_origin(
    facts: Measurement, when: date | Period, in_city: Mapping[str, Ratio]
) -> MeasuredTable:
    """Persons by origin, beside the city's shares; those that are not at hand say so."""
    table = _by_category(
        "profile_origin",
        facts.counts(BY_ORIGIN),
        vocabulary.codes("herkomst"),
        when,
        ("indvandrere_og_efterkommere", IMMIGRANT_ORIGINS),
    )
    rows = tuple(
        MeasuredRow(row.keys, {**row.values, "population_share": in_city.get(row.keys[0])})
        for row in table.rows
    )
    return MeasuredTable(table.id, rows, when)


def _by_category(
    table_id: str,
    counts: Counts,
    categories: Sequence[str],
    when: date | Period,
    subtotal: tuple[str, Sequence[str]] | None = None,
) -> MeasuredTable:
    """Persons and share by category. `ukendt` is a line outside the base of the shares."""
    base = sum(persons_in(counts, code) for code in categories)

    def values(code: str) -> Mapping[str, MeasuredValue]:
        parts = subtotal[1] if subtotal and code == subtotal[0] else (code,)
        n = sum(persons_in(counts, part) for part in parts)
        return {"persons": n, "share": None if code == vocabulary.UNKNOWN else Ratio(n, base)}

    lines = (*categories, vocabulary.UNKNOWN, *((subtotal[0],) if subtotal else ()))
    return MeasuredTable(table_id, rows_for([lines], values), when)


def run_starts(moments: ir.Table, spells: ir.Table, max_gap_days: int) -> ir.Table:
    """person | day | run_start: where the unbroken run of spells that covers `last_day` begins.

    A spell begins a new run when more than `max_gap_days` days lie between it and the end of
    everything before it.
    """
    spells = spells.join(moments.select(*MOMENT, "last_day"), "person")
    spells = spells.filter(spells.fra <= spells.last_day)
    spells = spells.mutate(ended=ibis.least(spells.til.fill_null(spells.last_day), spells.last_day))
    before = ibis.window(
        group_by=[spells.person, spells.day],
        order_by=[spells.fra, spells.ended],
        preceding=(None, 1),
    )
    spells = spells.mutate(ended_before=spells.ended.max().over(before))
    gap = spells.fra.delta(spells.ended_before, unit="day") - 1
    starts = spells.filter(spells.ended_before.isnull() | (gap > max_gap_days))
    return starts.group_by(*MOMENT).agg(run_start=starts.fra.max())


def completed_years(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Anniversaries passed: 15-11-2006 to 15-11-2007 is one year, to the day before none."""

    def month_day(day: ir.DateValue) -> ir.IntegerValue:
        return day.month() * 100 + day.day()

    not_yet = ibis.ifelse(month_day(end) < month_day(start), 1, 0)
    return end.year() - start.year() - not_yet
