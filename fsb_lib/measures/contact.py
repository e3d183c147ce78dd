"""Contact (D16, fastholdelse): who falls out within a year, and who is talked with.

D0                                                             D1
|---- benefit ----|      stop       |-- benefit --| gap |------|     more than max_gap_days
                       exit?                                         explains the stop

course      what became of a year: one code for each person of the cohort of D7
fallen_out  a case, and no benefit any longer, without an exit
gap         the longest time without a row of bif_indsatser, of those never stopped
"""

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.measures.counting import Counts, Grouping, rated, rows_for, shared_out, with_total
from fsb_lib.measures.days import BENEFITS, MOMENT, Registers, beside, day_after, flagged
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.outcomes import EXITS, OUT_OF_BASE

EFFORTS, INTERVIEW = "bif_indsatser", "samtale"
ONLY_CASE = "kun_sag"
UNBROKEN = "ubrudt"
# In the order of the table; the first that fits is chosen from the end.
COURSES = (UNBROKEN, "kendt_afgang", "et_ophoer", "flere_ophoer", OUT_OF_BASE)
OUTSIDE = (OUT_OF_BASE,)  # the base of shares
GAP_LIMITS = (93, 184)
GAPS = ("0_92", "93_183", "184_364", "hele_aaret")
INTERVIEW_DAYS = 91  # before the day itself

BY_COURSE = Grouping(by=("target_group", "course"))
FALLEN_OUT = Grouping(("in_base",), by=("target_group",), also=("fallen_out",))
BY_GAP = Grouping(("unbroken",), by=("gap",))
GROUPINGS = (BY_COURSE, FALLEN_OUT, BY_GAP)
INTERVIEWED = Grouping(by=("target_group",), also=("with_interview",))
INTERVIEW_GROUPINGS = (INTERVIEWED,)


def with_courses(cohort: ir.Table, registers: Registers, max_gap_days: int) -> ir.Table:
    """The cohort with its courses.

    cohort: person | day | before | target_group | state of D7; to it in_base | unbroken | course |
    fallen_out | gap
    """
    moments = cohort.select(*MOMENT, "before")
    stops = _stops(moments, registers, max_gap_days)
    facts = beside(cohort, _counted(stops), _longest_gap(moments, registers))
    facts = flagged(facts, _exits_since(moments, registers))
    n_stops, unexplained = facts.n_stops.fill_null(0), facts.n_unexplained.fill_null(0)
    course = ibis.cases(
        (facts.state == OUT_OF_BASE, OUT_OF_BASE),
        (unexplained > 1, "flere_ophoer"),
        (unexplained == 1, "et_ophoer"),
        (n_stops > 0, "kendt_afgang"),
        else_=UNBROKEN,
    )
    ended = facts.ended.fill_null(False) & ~facts.exit_since
    return facts.select(
        *MOMENT,
        "target_group",
        course=course,
        in_base=facts.state != OUT_OF_BASE,
        unbroken=course == UNBROKEN,
        fallen_out=ended & (facts.state == ONLY_CASE),
        gap=_gap_band(facts),
    )


def uncovered(moments: ir.Table, spells: ir.Table) -> ir.Table:
    """person | day | last_covered | next_covered | n_days: the runs that no spell covers.

    Of the days after `before` to `day`; the two days around them stand for covered ones.
    """
    clipped = spells.select("person", "fra", "til").join(moments, "person")
    clipped = clipped.filter(
        clipped.fra <= clipped.day, clipped.til.isnull() | (clipped.til >= clipped.before)
    )
    covered = clipped.select(
        *MOMENT,
        first=ibis.greatest(clipped.fra, clipped.before),
        last=ibis.least(clipped.til.fill_null(clipped.day), clipped.day),
    )
    starts = moments.select(*MOMENT, first=moments.before, last=moments.before)
    ends = moments.select(*MOMENT, first=day_after(moments.day), last=day_after(moments.day))
    runs = ibis.union(covered, starts, ends)
    earlier = ibis.window(
        group_by=[runs.person, runs.day], order_by=[runs.first, runs.last], preceding=(None, 1)
    )
    runs = runs.mutate(last_covered=runs["last"].max().over(earlier))
    runs = runs.mutate(n_days=runs["first"].delta(runs.last_covered, unit="day") - 1)
    return runs.filter(runs.n_days > 0).select(
        *MOMENT, "last_covered", "n_days", next_covered=runs["first"]
    )


def _stops(moments: ir.Table, registers: Registers, max_gap_days: int) -> ir.Table:
    """The stops of a benefit, each with whether an exit explains it.

    An exit is dated from the last day of benefit to the last day without.
    """
    stops = uncovered(moments, registers[BENEFITS])
    stops = stops.filter(stops.n_days > max_gap_days)
    exits = registers[EXITS].select("person", "dato")
    inside = stops.join(
        exits, ["person", stops.last_covered <= exits.dato, exits.dato < stops.next_covered]
    )
    keys = (*MOMENT, "last_covered")
    explained = inside.select(*keys).distinct().mutate(explained=ibis.literal(True))
    told = beside(stops, explained, keys=keys)
    return told.mutate(explained=told.explained.fill_null(False))


def _counted(stops: ir.Table) -> ir.Table:
    """person | day | n_stops | n_unexplained | ended: the last stop goes on to the day."""
    return stops.group_by(*MOMENT).agg(
        n_stops=stops.count(),
        n_unexplained=stops.count(where=~stops.explained),
        ended=(stops.next_covered > stops.day).any(),
    )


def _exits_since(moments: ir.Table, registers: Registers) -> ir.Table:
    """person | day | exit_since: who has an exit of any kind from the first day to the last."""
    exits = registers[EXITS].select("person", "dato")
    since = moments.join(exits, ["person", moments.before <= exits.dato, exits.dato <= moments.day])
    return since.select(*MOMENT).distinct().mutate(exit_since=ibis.literal(True))


def _longest_gap(moments: ir.Table, registers: Registers) -> ir.Table:
    """person | day | longest: days of the longest run without an effort; none has no row."""
    gaps = uncovered(moments, _contacts(registers))
    return gaps.group_by(*MOMENT).agg(longest=gaps.n_days.max())


def _contacts(registers: Registers) -> ir.Table:
    """Efforts and interviews; an interview is held on its first day, whatever its end."""
    rows = registers[EFFORTS]
    last = (rows.indsats == INTERVIEW).ifelse(rows.fra, rows.til)
    return rows.select("person", "indsats", "fra", til=last)


def _gap_band(facts: ir.Table) -> ir.StringValue:
    longest = facts.longest.fill_null(0)
    shorter = [(longest < limit, band) for limit, band in zip(GAP_LIMITS, GAPS, strict=False)]
    whole = longest == facts.day.delta(facts.before, unit="day")
    band: ir.StringValue = ibis.cases(*shorter, (whole, GAPS[-1]), else_=GAPS[-2])
    return band


def with_interviews(focus: ir.Table, registers: Registers, days: ir.Table) -> ir.Table:
    """person | day | target_group | with_interview: the focus population, and with whom BIF talked
    on the day or in the 91 days before."""
    rows = _contacts(registers)
    talks = rows.filter(rows.indsats == INTERVIEW)
    asked = days.select("day")
    recent = talks.join(asked, [talks.fra <= asked.day])
    recent = recent.filter(recent.day.delta(recent.fra, unit="day") <= INTERVIEW_DAYS)
    talked = recent.select(*MOMENT).distinct().mutate(with_interview=ibis.literal(True))
    return flagged(focus.select(*MOMENT, "target_group"), talked)


def courses(cohort: Measurement) -> MeasuredTable:
    """The cohort by target group on the first day and by course."""
    counts = with_total(cohort.counts(BY_COURSE), 0)
    groups = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
    rows = rows_for(
        [groups, COURSES],
        lambda group, course: shared_out(counts, COURSES, course, of=(group,), outside=OUTSIDE),
    )
    return MeasuredTable("contact_course", rows, cohort.day)


def courses_before(cohort: Measurement) -> MeasuredTable:
    """The same of the cohort that was followed before, all groups together."""
    counts, of = with_total(cohort.counts(BY_COURSE), 0), (vocabulary.TOTAL,)
    rows = rows_for(
        [COURSES], lambda course: shared_out(counts, COURSES, course, of=of, outside=OUTSIDE)
    )
    return MeasuredTable("contact_before", rows, cohort.day)


def fallen_out(cohort: Measurement) -> MeasuredTable:
    """By target group those who kept a case and lost the benefit without an exit."""
    counts = with_total(cohort.counts(FALLEN_OUT), 0)
    return _rated("contact_fallen_out", counts, "fallen_out", cohort)


def interviews(focus: Measurement) -> MeasuredTable:
    """By target group those of the focus population who were talked with of late."""
    counts = with_total(focus.counts(INTERVIEWED), 0)
    return _rated("contact_interview", counts, "with_interview", focus)


def _rated(table: str, counts: Counts, part: str, of: Measurement) -> MeasuredTable:
    """By target group persons, those who are also `part`, and their share."""
    groups = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
    return MeasuredTable(
        table, rows_for([groups], lambda group: rated(counts, (group,), part)), of.day
    )


def longest_gaps(cohort: Measurement) -> MeasuredTable:
    """Those whose benefit never stopped, by the longest time without an effort or interview."""
    counts = cohort.counts(BY_GAP)
    rows = rows_for([GAPS], lambda gap: shared_out(counts, GAPS, gap))
    return MeasuredTable("contact_longest_gap", rows, cohort.day)
