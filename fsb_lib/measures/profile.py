"""Target-group profile (D6): the table of match groups, and facts about the focus population."""

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import Period
from fsb_lib.measures.counting import counts_by, persons_in, rows_for, with_total
from fsb_lib.measures.populations import Registers

SOF_TOTAL, BIF_TOTAL = "sof_i_alt", "bif_i_alt"
AGES = ("under_18", "18-24", "25-29", "30-39", "40-49", "50-59", "60+")
DURATIONS = ("under_1", "1-2", "2-3", "3-5", "5+")
IMMIGRANT_ORIGINS = vocabulary.codes("herkomst")[1:]


def match_by_target_group(persons: ir.Table, day: date) -> MeasuredTable:
    """Shared citizens by target group and match group; then SOF's total and all recipients."""
    recipients = persons.filter(persons.recipient)
    shared = recipients.filter(recipients.target_group.notnull())
    by_group = with_total(
        with_total(counts_by(shared, ["target_group", "match_group"]), 0, SOF_TOTAL), 1
    )
    everybody = with_total(counts_by(recipients, ["match_group"]), 0)
    system = vocabulary.system_in_force(day)
    columns = (*system.codes, vocabulary.NOT_MATCHED, vocabulary.TOTAL)

    def cell(group: str, column: str) -> Mapping[str, MeasuredValue]:
        if group == BIF_TOTAL:
            return {"persons": persons_in(everybody, column)}
        return {"persons": persons_in(by_group, group, column)}

    groups = (*vocabulary.codes("maalgruppe"), SOF_TOTAL, BIF_TOTAL)
    return MeasuredTable("match_by_target_group", rows_for([groups, columns], cell), day)


def population_shares(persons: ir.Table, day: date) -> MeasuredTable:
    """What part of the recipients, and of match class 4-5, SOF's citizens and the focus are."""
    recipients = persons.filter(persons.recipient)
    shared = recipients.target_group.notnull()
    counts = counts_by(
        recipients,
        shared=shared,
        not_job_ready=recipients.not_job_ready,
        shared_not_job_ready=shared & recipients.not_job_ready,
        focus=recipients.focus,
    )[()]
    shares = {
        "sof_of_recipients": Ratio(counts["shared"], counts["persons"]),
        "sof_of_not_job_ready": Ratio(counts["shared_not_job_ready"], counts["not_job_ready"]),
        "focus_of_not_job_ready": Ratio(counts["focus"], counts["not_job_ready"]),
    }
    rows = rows_for(
        [tuple(shares)],
        lambda share: {
            "numerator": shares[share].numerator,
            "denominator": shares[share].denominator,
            "rate": shares[share],
        },
    )
    return MeasuredTable("population_shares", rows, day)


def several_target_groups(persons: ir.Table, day: date) -> MeasuredTable:
    """Shared citizens with more than one target group on the day."""
    several = persons.filter(persons.recipient, persons.n_target_groups > 1)
    row = MeasuredRow(("shared_citizens",), {"persons": counts_by(several)[()]["persons"]})
    return MeasuredTable("several_target_groups", (row,), day)


def focus_population(n_on_day: int, n_during_period: int, period: Period) -> MeasuredTable:
    """The focus population as a snapshot and as unique persons during the year."""
    sizes = {"on_reference_date": n_on_day, "during_period": n_during_period}
    rows = rows_for([tuple(sizes)], lambda basis: {"persons": sizes[basis]})
    return MeasuredTable("focus_population", rows, period.last, since=period.first)


def with_facts(
    focus: ir.Table, registers: Registers, max_gap_days: int, register_start: date | None
) -> ir.Table:
    """person | sex | age | duration | origin, for persons with `last_day` and `age_day`.

    `last_day` is the day the duration is counted to; `age_day` the day the age is counted on.
    """
    identities = registers["identities"].select("person", "born", "sex")
    origins = registers["personer"].select("person", origin=ibis._.herkomst)
    runs = _run_starts(focus, registers["bif_ydelser"], max_gap_days)
    facts = (
        focus.select("person", "last_day", "age_day")
        .left_join(identities, "person")
        .drop("person_right")
        .left_join(origins, "person")
        .drop("person_right")
        .left_join(runs, "person")
        .drop("person_right")
    )
    known = ibis.literal(True) if register_start is None else facts.run_start > register_start
    return facts.mutate(
        age=_completed_years(facts.born, facts.age_day),
        duration=ibis.ifelse(known, _completed_years(facts.run_start, facts.last_day), None),
    )


def by_sex(facts: ir.Table, when: date | Period) -> MeasuredTable:
    """Persons by sex, from the last digit of the number."""
    return _by_category("profile_sex", facts, facts.sex, ("kvinde", "mand"), when)


def by_age(facts: ir.Table, when: date | Period) -> MeasuredTable:
    """Persons by age band, with everybody under 30 as a line of its own."""
    age = facts.age
    band = ibis.cases(
        *((age < limit, code) for limit, code in zip((18, 25, 30, 40, 50, 60), AGES, strict=False)),
        (age >= 60, AGES[-1]),
    )
    return _by_category("profile_age", facts, band, AGES, when, ("under_30", AGES[:3]))


def by_duration(facts: ir.Table, when: date | Period) -> MeasuredTable:
    """Persons by completed years in the unbroken run of benefit, and all under three years."""
    years = facts.duration
    band = ibis.cases(
        *((years < limit, code) for limit, code in zip((1, 2, 3, 5), DURATIONS, strict=False)),
        (years >= 5, DURATIONS[-1]),
    )
    return _by_category(
        "profile_duration", facts, band, DURATIONS, when, ("under_3", DURATIONS[:3])
    )


def by_origin(facts: ir.Table, when: date | Period, in_city: Mapping[str, Ratio]) -> MeasuredTable:
    """Persons by origin, beside the city's shares; those that are not at hand say so."""
    table = _by_category(
        "profile_origin",
        facts,
        facts.origin,
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
    facts: ir.Table,
    category: ir.Value,
    categories: Sequence[str],
    when: date | Period,
    subtotal: tuple[str, Sequence[str]] | None = None,
) -> MeasuredTable:
    """Persons and share by category. `ukendt` is a line outside the base of the shares."""
    known = category.fill_null(vocabulary.UNKNOWN)
    counts = counts_by(facts.mutate(category=known), ["category"])
    base = sum(persons_in(counts, code) for code in categories)

    def values(code: str) -> Mapping[str, MeasuredValue]:
        parts = subtotal[1] if subtotal and code == subtotal[0] else (code,)
        n = sum(persons_in(counts, part) for part in parts)
        return {"persons": n, "share": None if code == vocabulary.UNKNOWN else Ratio(n, base)}

    lines = (*categories, vocabulary.UNKNOWN, *((subtotal[0],) if subtotal else ()))
    return MeasuredTable(table_id, rows_for([lines], values), when)


def _run_starts(focus: ir.Table, benefits: ir.Table, max_gap_days: int) -> ir.Table:
    """person | run_start: where the unbroken run of benefit that covers `last_day` begins.

    A spell begins a new run when more than `max_gap_days` days lie between it and the end of
    everything before it.
    """
    spells = benefits.join(focus.select("person", "last_day"), "person")
    spells = spells.filter(spells.fra <= spells.last_day)
    spells = spells.mutate(ended=ibis.least(spells.til.fill_null(spells.last_day), spells.last_day))
    before = ibis.window(
        group_by=spells.person, order_by=[spells.fra, spells.ended], preceding=(None, 1)
    )
    spells = spells.mutate(ended_before=spells.ended.max().over(before))
    gap = spells.fra.delta(spells.ended_before, unit="day") - 1
    starts = spells.filter(spells.ended_before.isnull() | (gap > max_gap_days))
    return starts.group_by("person").agg(run_start=starts.fra.max())


def _completed_years(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Anniversaries passed: 15-11-2006 to 15-11-2007 is one year, to the day before none."""

    def month_day(day: ir.DateValue) -> ir.IntegerValue:
        return day.month() * 100 + day.day()

    not_yet = ibis.ifelse(month_day(end) < month_day(start), 1, 0)
    return end.year() - start.year() - not_yet
