"""Who is counted: persons by benefit, target group and match class on any day (D1-D3).

Everything here is an Ibis expression over the snapshot's tables. A *moment* is a person on a
day; `status_at` answers for any set of moments, so the same definition serves a reference date
(one day for everybody), an offer (its own day for each person) and a period (every day on which
something changes).

    moments             status_at(moments)
    person | day        person | day | recipient | matched | target_group | kode | focus ...
"""

from collections.abc import Iterable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.periods import Period, calendar_year
from fsb_lib.measures.days import (
    BENEFITS,
    CASES,
    CONTACTS,
    HELD,
    MOMENT,
    SPELLS,
    Registers,
    beside,
    day_after,
    day_before,
    during,
    pairs,
    rows_at,
    rows_on,
)

PLACED = "placed_by_"
RETRAINING_BENEFIT = "revalideringsydelse"


@dataclass(frozen=True)
class Rules:
    """The two choices of D1 and D2 that are parameters."""

    target_group_priority: tuple[str, ...]
    matched_benefits: tuple[str, ...]


def with_held(registers: Registers) -> Registers:
    """The registers, and assessments by the days that they were in force: one at a time (D2).

    person | fra | til | system | kode | n_on_day | class_not_job_ready

    Each holds until the day before the person's next. An empty code ends the former and gives no
    class: `kode` is null. `n_on_day` are the person's assessments of the day it was made.
    """
    assessments = registers["bif_matchvurderinger"]
    ranked = list(enumerate(_from_last_to_first()))
    rank = ibis.cases(*((_is_held(assessments, *held), n) for n, held in ranked))
    of_day = assessments.group_by("person", fra=assessments.vurderet).agg(
        rank=rank.max(), n_on_day=ibis._.count()
    )
    following = of_day.fra.lead().over(ibis.window(group_by=of_day.person, order_by=of_day.fra))
    held = of_day.select(
        *("person", "fra", "n_on_day"),
        til=day_before(following),
        system=ibis.cases(*((of_day["rank"] == n, system) for n, (system, _) in ranked)),
        kode=ibis.cases(*((of_day["rank"] == n, code) for n, (_, code) in ranked if code)),
        class_not_job_ready=of_day["rank"].isin(
            [n for n, one in ranked if one in _not_job_ready()]
        ),
    )
    return {**registers, HELD: held}


def _is_held(assessments: ir.Table, system: str, code: str | None) -> ir.BooleanValue:
    kode = assessments.kode
    return (assessments.system == system) & (kode.isnull() if code is None else kode == code)


def _from_last_to_first() -> list[tuple[str, str | None]]:
    """(system, code): of several assessments of one day the last in this order holds.

    A code before an empty one; `not_job_ready` before `job_ready`; the newest system; the later
    in the order of the code list (D2).
    """
    systems = vocabulary.match_systems()
    coded = [(system.name, code) for system in systems for code in system.codes]
    not_job_ready = _not_job_ready()
    return [
        *((system.name, None) for system in systems),
        *sorted(coded, key=lambda held: held in not_job_ready),
    ]


def _not_job_ready() -> set[tuple[str, str | None]]:
    return {(one.name, code) for one in vocabulary.match_systems() for code in one.not_job_ready}


def benefits_at(rows: Registers, rules: Rules) -> ir.Table:
    """person | day | recipient | placeable | matched | placed_by_match5 ...: moments covered by a
    benefit.

    `placeable`: one that any match system placed; `matched` is of the rules, and
    `matched_otherwise` by another benefit than revalideringsydelse; `placed_by_<system>` a benefit
    whose recipients the system placed.
    """
    benefits = rows[BENEFITS]
    placed = {
        PLACED + system.name: benefits.ydelse.isin(system.covers).any()
        for system in vocabulary.match_systems()
    }
    matched = benefits.ydelse.isin(rules.matched_benefits).any()
    others = [code for code in rules.matched_benefits if code != RETRAINING_BENEFIT]
    by_another = benefits.ydelse.isin(others).any() if others else ibis.literal(False)
    placeable = benefits.ydelse.isin(vocabulary.placeable_benefits()).any()
    return benefits.group_by(*MOMENT).agg(
        recipient=ibis.literal(True),
        placeable=placeable,
        matched=matched,
        matched_otherwise=by_another,
        **placed,
    )


def target_groups_at(rows: Registers, rules: Rules) -> ir.Table:
    """person | day | target_group | n_target_groups: one row per moment covered by a case."""
    cases = rows[CASES]
    priority = list(enumerate(rules.target_group_priority))
    rank = ibis.cases(*((cases.maalgruppe == code, place) for place, code in priority))
    groups = cases.group_by(*MOMENT).agg(
        rank=rank.min(), n_target_groups=cases.maalgruppe.nunique()
    )
    first = ibis.cases(*((groups.rank == place, code) for place, code in priority))
    return groups.mutate(target_group=first).drop("rank")


def status_at(rows: Registers, held: ir.Table, moments: ir.Table, rules: Rules) -> ir.Table:
    """The moments with who the person was to the two administrations on that day.

    `rows` are the spells that cover them (`days.rows_at`, `days.rows_on`), `held` all assessments.

    person | day | recipient | placeable | matched | target_group | n_target_groups | special_needs
    | system | kode | n_on_day | class_not_job_ready | not_job_ready | focus | focus_otherwise
    """
    status = _with_assessment(moments, held)
    status = beside(status, benefits_at(rows, rules), target_groups_at(rows, rules))
    matched = status.matched.fill_null(False)
    special_needs = status.target_group.isin(vocabulary.special_needs_codes()).fill_null(False)
    class_not_job_ready = status.class_not_job_ready.fill_null(False)
    not_job_ready = matched & class_not_job_ready
    return status.mutate(
        recipient=status.recipient.fill_null(False),
        placeable=status.placeable.fill_null(False),
        matched=matched,
        n_target_groups=status.n_target_groups.fill_null(0),
        special_needs=special_needs,
        class_not_job_ready=class_not_job_ready,
        not_job_ready=not_job_ready,
        focus=special_needs & not_job_ready,
        focus_otherwise=special_needs & not_job_ready & status.matched_otherwise.fill_null(False),
    )


def _with_assessment(moments: ir.Table, held: ir.Table) -> ir.Table:
    """The moments with the one assessment in force; joined at once, so that no engine can come to
    think of joining persons' days before it knows the person."""
    in_force = [held.fra <= moments.day, held.til.isnull() | (held.til >= moments.day)]
    joined = moments.left_join(held, ["person", *in_force])
    return joined.select(*moments.columns, "system", "kode", "n_on_day", "class_not_job_ready")


def persons_on(registers: Registers, days: ir.Table, rules: Rules) -> ir.Table:
    """`status_at` for everybody present on each of the days, with match column.

    Adds in_force (the match system of the day) | match_group (a code of it, or `ikke_matchet`)
    | converted | shared | others (D15) | several_target_groups | sex | born | replacement.
    """
    rows = rows_on(registers, days)
    present = ibis.union(*(rows[name].select(*MOMENT) for name in CONTACTS), distinct=True)
    present = present.mutate(in_force=_system_in_force(present.day))
    status = status_at(rows, registers[HELD], present, rules)
    identities = registers["identities"].select("person", "sex", "born", "replacement")
    status = beside(status, identities, keys=["person"])
    column = ibis.ifelse(status.matched, _column(status), vocabulary.NOT_MATCHED)
    return status.mutate(
        sex=status.sex.fill_null(vocabulary.UNKNOWN),
        match_group=column,
        converted=(status.system != status.in_force).fill_null(False),
        shared=status.recipient & status.target_group.notnull(),
        others=status.not_job_ready & status.target_group.isnull(),
        several_target_groups=status.recipient & (status.n_target_groups > 1),
        replacement=status.replacement.fill_null(False),
    )


def _system_in_force(day: ir.DateValue) -> ir.StringValue:
    """The match system that gives the columns on a day.

    Not joined from the table of days: DuckDB 2.0 fails where a text of a few values is joined to
    rows of two sources, which a larger join then takes (duckdb/duckdb#24807).
    """
    until = [(system.in_force[1], system.name) for system in vocabulary.match_systems()]
    system: ir.StringValue = ibis.cases(
        *((day <= last, name) for last, name in until if last), else_=until[-1][1]
    )
    return system


def _column(status: ir.Table) -> ir.StringValue:
    """The code of the match system in force on the day that the assessment stands for."""
    column: ir.StringValue = ibis.cases(
        *(
            (
                (status.in_force == in_force.name)
                & (status.system == system)
                & (status.kode == code),
                to,
            )
            for in_force in vocabulary.match_systems()
            for (system, code), to in vocabulary.crosswalk(in_force.name).items()
        ),
        else_=vocabulary.NOT_MATCHED,
    )
    return column


def focus_at(registers: Registers, moments: ir.Table, rules: Rules) -> ir.Table:
    """The moments at which a person is in the focus population."""
    status = status_at(rows_at(registers, moments), registers[HELD], moments, rules)
    return status.filter(status.focus)


def focus_during(registers: Registers, years: Iterable[int], rules: Rules) -> ir.Table:
    """person | day | last_day: the focus population of at least one day of a year.

    `day` is 31 December, which stands for the year; `last_day` the last day in focus. Status
    changes only where a spell begins, the day after one ends, or at an assessment; it is asked on
    those days and holds until the next of them.
    """
    periods = [calendar_year(year) for year in sorted(set(years))]
    whole = Period(periods[0].first, periods[-1].last)
    there = during(registers, whole)
    moments = days_of_change(there, pairs({one.last: one.first for one in periods}))
    of_person = ibis.window(group_by=[moments.person, moments.end], order_by=moments.day)
    moments = moments.mutate(until=day_before(moments.day.lead().over(of_person)))
    focus = focus_at(there, moments, rules)
    last_day = focus.until.fill_null(focus.end).max()
    return focus.group_by("person", day=focus.end).agg(last_day=last_day)


def days_of_change(registers: Registers, years: ir.Table) -> ir.Table:
    """person | day | end: by year (its `end`) the first day and every day on which a status may
    change, of those who have a benefit, a case and an assessment in it.

    Kept: a status at these moments mentions them often, and an engine that plans every mention
    from the registers on (Spark) would plan hundreds of joins.
    """
    years = years.select(end=years.day, first=years.before)
    spells = {name: _in_years(registers[name], years) for name in SPELLS}
    persons = ibis.intersect(*(spells[name].select("person", "end") for name in SPELLS))
    days = [persons.join(years, "end").select("person", "end", day="first")]
    for one in spells.values():
        of_them = one.semi_join(persons, ["person", "end"])
        begun = of_them.filter(of_them.fra > of_them.first).select("person", "end", day="fra")
        days.append(begun)
        over = of_them.filter(of_them.til < of_them.end)
        days.append(over.select("person", "end", day=day_after(over.til)))
    return ibis.union(*days, distinct=True).cache()


def _in_years(spells: ir.Table, years: ir.Table) -> ir.Table:
    """Spells by the years that they touch."""
    touches = [spells.fra <= years.end, spells.til.isnull() | (spells.til >= years.first)]
    return spells.join(years, touches).select("person", "end", "first", "fra", "til")
