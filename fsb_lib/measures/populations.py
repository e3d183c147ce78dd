"""Who is counted: persons by benefit, target group and match class on any day (D1-D3).

Everything here is an Ibis expression over the snapshot's tables. A *moment* is a person on a
day; `status_at` answers for any set of moments, so the same definition serves a reference date
(one day for everybody), an offer (its own day for each person) and a period (every day on which
something changes).

    moments             status_at(moments)
    person | day        person | day | recipient | matched | target_group | code | focus ...
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.periods import Period

Registers = Mapping[str, ir.Table]


@dataclass(frozen=True)
class Rules:
    """The two choices of D1 and D2 that are parameters."""

    target_group_priority: tuple[str, ...]
    matched_benefits: tuple[str, ...]


def covering(spells: ir.Table, first: ir.Value | date, last: ir.Value | date) -> ir.Table:
    """Spells `fra`-`til` that touch the days from `first` to `last`; both ends inclusive."""
    return spells.filter(spells.fra <= last, spells.til.isnull() | (spells.til >= first))


def during(registers: Registers, first: date, last: date) -> Registers:
    """The registers without the rows that say nothing of the days from `first` to `last`.

    Spells that touch them, and assessments made by the last of them. Nothing else changes: the
    rows are left out before they are joined to anybody, which is most of the work.
    """
    assessments = registers["bif_matchvurderinger"]
    spells = {name: covering(registers[name], first, last) for name in ("bif_ydelser", "sof_sager")}
    known = assessments.filter(assessments.vurderet <= last)
    return {**registers, **spells, "bif_matchvurderinger": known}


def everybody_on(registers: Registers, day: date) -> ir.Table:
    """Moments of all persons with a benefit or a case covering the day."""
    present = [
        covering(registers[name], day, day).select("person")
        for name in ("bif_ydelser", "sof_sager")
    ]
    return ibis.union(*present, distinct=True).mutate(day=ibis.literal(day))


def benefits_at(registers: Registers, moments: ir.Table, rules: Rules) -> ir.Table:
    """person | day | matched: one row per moment covered by a benefit (BIF recipient)."""
    benefits = _at_moments(registers["bif_ydelser"], moments)
    return benefits.group_by("person", "day").agg(
        matched=benefits.ydelse.isin(rules.matched_benefits).any()
    )


def target_groups_at(registers: Registers, moments: ir.Table, rules: Rules) -> ir.Table:
    """person | day | target_group | n_target_groups: one row per moment covered by a case."""
    cases = _at_moments(registers["sof_sager"], moments)
    priority = list(enumerate(rules.target_group_priority))
    rank = ibis.cases(*((cases.maalgruppe == code, place) for place, code in priority))
    groups = cases.group_by("person", "day").agg(
        rank=rank.min(), n_target_groups=cases.maalgruppe.nunique()
    )
    first = ibis.cases(*((groups.rank == place, code) for place, code in priority))
    return groups.mutate(target_group=first).drop("rank")


def match_at(registers: Registers, moments: ir.Table) -> ir.Table:
    """person | day | system | kode | n_on_day | class_not_job_ready.

    One row per moment with an assessment in force. An empty code ends the former assessment and
    gives no class, so its row says `class_not_job_ready` false and `kode` null. `n_on_day` are
    the person's assessments of the day that the one in force was made.
    """
    assessments = registers["bif_matchvurderinger"]
    dates = assessments.select("person", "vurderet")
    reached = moments.select("person", "day").join(dates, "person")
    reached = reached.filter(reached.vurderet <= reached.day)
    latest = reached.group_by("person", "day").agg(vurderet=reached.vurderet.max())
    in_force = _first_of_day(latest.join(assessments, ["person", "vurderet"]))
    return in_force.mutate(class_not_job_ready=_not_job_ready(in_force)).drop("vurderet")


def _first_of_day(assessments: ir.Table) -> ir.Table:
    """Of each moment's assessments of one day the one that holds, and how many there were.

    Of several holds: a code before an empty one; `not_job_ready` before `job_ready`; the newest
    system; the later in the order of the code list (D2).
    """
    systems = list(enumerate(vocabulary.match_systems()))
    newest = ibis.cases(*((assessments.system == s.name, place) for place, s in systems))
    later = ibis.cases(
        *(
            ((assessments.system == s.name) & (assessments.kode == code), place)
            for _, s in systems
            for place, code in enumerate(s.codes)
        ),
        else_=-1,
    )
    moment = [assessments.person, assessments.day]
    first_fit = ibis.window(
        group_by=moment,
        order_by=[
            assessments.kode.isnull().asc(),
            _not_job_ready(assessments).desc(),
            newest.desc(),
            later.desc(),
        ],
    )
    ranked = assessments.mutate(
        n_on_day=ibis._.count().over(ibis.window(group_by=moment)),
        place=ibis.row_number().over(first_fit),
    )
    return ranked.filter(ranked.place == 0).drop("place")


def status_at(registers: Registers, moments: ir.Table, rules: Rules) -> ir.Table:
    """One row per moment: who the person was to the two administrations on that day.

    person | day | recipient | matched | target_group | n_target_groups | special_needs
    | system | kode | n_on_day | class_not_job_ready | not_job_ready | focus
    """
    keys = ["person", "day"]
    benefits = benefits_at(registers, moments, rules).mutate(recipient=True)
    status = (
        moments.select(keys)
        .left_join(benefits, keys)
        .drop("person_right", "day_right")
        .left_join(target_groups_at(registers, moments, rules), keys)
        .drop("person_right", "day_right")
        .left_join(match_at(registers, moments), keys)
        .drop("person_right", "day_right")
    )
    status = status.mutate(
        recipient=status.recipient.fill_null(False),
        matched=status.matched.fill_null(False),
        n_target_groups=status.n_target_groups.fill_null(0),
        special_needs=status.target_group.isin(vocabulary.special_needs_codes()).fill_null(False),
        class_not_job_ready=status.class_not_job_ready.fill_null(False),
    )
    status = status.mutate(not_job_ready=status.matched & status.class_not_job_ready)
    return status.mutate(focus=status.special_needs & status.not_job_ready)


def persons_on(registers: Registers, day: date, rules: Rules) -> ir.Table:
    """`status_at` for everybody present on a day, with match column and replacement number.

    Adds match_group (a code of the system in force, or `ikke_matchet`) | converted | replacement.
    """
    there = during(registers, day, day)
    status = status_at(there, everybody_on(there, day), rules)
    system = vocabulary.system_in_force(day)
    column = ibis.cases(
        *(
            ((status.system == old_system) & (status.kode == old_code), code)
            for (old_system, old_code), code in vocabulary.crosswalk(system.name).items()
        ),
        else_=vocabulary.NOT_MATCHED,
    )
    identities = registers["identities"]
    replaced = identities.filter(identities.replacement).person
    return status.mutate(
        match_group=ibis.ifelse(status.matched, column, vocabulary.NOT_MATCHED),
        converted=(status.system != system.name).fill_null(False),
        replacement=status.person.isin(replaced),
    )


def focus_days_during(registers: Registers, period: Period, rules: Rules) -> ir.Table:
    """person | last_day: everybody in the focus population on at least one day of a period.

    Status changes only where a spell begins, the day after one ends, or at an assessment; it is
    asked on those days and holds until the next of them.
    """
    moments = _days_of_change(registers, period)
    moments = moments.mutate(
        until=(
            moments.day.lead().over(ibis.window(group_by=moments.person, order_by=moments.day))
            - ibis.interval(days=1)
        ).cast("date")
    )
    there = during(registers, period.first, period.last)
    focus = status_at(there, moments.select("person", "day"), rules).filter(ibis._.focus)
    spells = focus.select("person", "day").join(moments, ["person", "day"])
    return spells.group_by("person").agg(last_day=spells.until.fill_null(period.last).max())


def _days_of_change(registers: Registers, period: Period) -> ir.Table:
    """person | day: the first day of the period and every day on which a status may change."""
    cases = covering(registers["sof_sager"], period.first, period.last)
    benefits = covering(registers["bif_ydelser"], period.first, period.last)
    persons = cases.select("person").intersect(benefits.select("person"))
    days = [persons.mutate(day=ibis.literal(period.first))]
    for spells in (cases, benefits):
        days.append(spells.select("person", day=spells.fra))
        days.append(
            spells.filter(spells.til.notnull()).select(
                "person", day=(ibis._.til + ibis.interval(days=1)).cast("date")
            )
        )
    days.append(registers["bif_matchvurderinger"].select("person", day=ibis._.vurderet))
    changes = ibis.union(*days, distinct=True)
    inside = changes.filter(changes.day.between(period.first, period.last))
    return inside.semi_join(persons, "person")


def _at_moments(spells: ir.Table, moments: ir.Table) -> ir.Table:
    """Spells joined to the moments they cover: one row per spell and moment."""
    joined = moments.select("person", "day").join(spells, "person")
    return covering(joined, joined.day, joined.day)


def _not_job_ready(assessments: ir.Table) -> ir.BooleanValue:
    either: Sequence[ir.BooleanValue] = [
        (assessments.system == system.name) & assessments.kode.isin(system.not_job_ready)
        for system in vocabulary.match_systems()
    ]
    return ibis.or_(*either).fill_null(False)
