"""Success criteria (D7): what has become of the focus population a year later.

D0                         D0 < exit <= D1                 D1
focus population           the latest exit                 benefit? case? retraining?
(the cohort, fixed)        of bif_afgange                  one state for each person
"""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.measures.comparison import COMPARED
from fsb_lib.measures.counting import Counts, Grouping, persons_in, rows_for, shared_out
from fsb_lib.measures.days import MOMENT, Registers, beside, flagged, on_days
from fsb_lib.measures.linkage import FOCUS, UNLINKABLE
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import RETRAINING_BENEFIT

EXITS = "bif_afgange"
OUT_OF_BASE = "doed_eller_fraflyttet"
WORK = "ordinaert_arbejde"
# In the order of the table; who died or moved is sorted out before all others.
STATES = (
    WORK,
    "stoettet_arbejde",
    "uddannelse_eller_revalidering",
    "foertidspension",
    "ydelse_og_sag",
    "kun_ydelse",
    "kun_sag",
    "ophoert_uden_kendt_aarsag",
    OUT_OF_BASE,
)
TOLD_STATES = (WORK, "stoettet_arbejde", "uddannelse_eller_revalidering", "ydelse_og_sag")
RETRAINING_EFFORTS = ("revalidering", "forrevalidering")
# Exits that a benefit on the day does not contradict.
_LASTING = ("foertidspension", "doed", "fraflyttet")
# Those that need no case in SOF, and all others together (D15).
WITHOUT_CASE = (WORK, "stoettet_arbejde", "uddannelse_eller_revalidering", "foertidspension")
ANOTHER = "anden_situation"
BY_STATE = Grouping(("focus",), by=("state",))
OTHERS_BY_STATE = Grouping(("others",), by=("state",))
GROUPINGS = (BY_STATE, OTHERS_BY_STATE)


def with_states(persons: ir.Table, registers: Registers, pairs: ir.Table) -> ir.Table:
    """person | day | focus | others | state: one of STATES, the first that fits (D7).

    The cohorts of a day are the focus population and the others of the day `before` it (D15);
    states are of the day.
    """
    there = persons.filter(persons.focus | persons.others)
    cohort = there.join(pairs, there.day == pairs.before)
    cohort = cohort.select("person", "focus", "others", day=pairs.day)
    cohort = flagged(cohort, *_contacts(registers, pairs))
    cohort = beside(cohort, latest_exits(registers, pairs))
    counts = ~cohort.benefit | cohort.udfald.isin(_LASTING)
    ended = cohort.mutate(
        exit=counts.ifelse(cohort.udfald, None),
        retraining=cohort.retraining_benefit | cohort.retraining_effort,
    )
    return ended.select(*MOMENT, "focus", "others", state=_state(ended))


def _contacts(registers: Registers, days: ir.Table) -> Iterator[ir.Table]:
    """person | day | flags: who has a benefit, a case or an effort on the day."""
    benefits = on_days(registers["bif_ydelser"], days)
    yield benefits.group_by(*MOMENT).agg(
        benefit=ibis.literal(True),
        retraining_benefit=(benefits.ydelse == RETRAINING_BENEFIT).any(),
    )
    yield on_days(registers["sof_sager"], days).group_by(*MOMENT).agg(case=ibis.literal(True))
    efforts = on_days(registers["bif_indsatser"], days)
    retraining = efforts.indsats.isin(RETRAINING_EFFORTS)
    yield efforts.group_by(*MOMENT).agg(retraining_effort=retraining.any())


def latest_exits(registers: Registers, pairs: ir.Table) -> ir.Table:
    """person | day | udfald | dato: the latest exit after the day `before`, to the day.

    Of several on one day the first in the order of the code list.
    """
    exits = registers[EXITS]
    places = list(enumerate(vocabulary.codes("udfald")))
    place = ibis.cases(*((exits.udfald == code, n) for n, code in places))
    dated = exits.select("person", "dato", place=place)
    since = dated.join(pairs, [dated.dato > pairs.before, dated.dato <= pairs.day])
    latest = since.group_by(*MOMENT).agg(dato=since.dato.max())
    on_latest = latest.join(since, [*MOMENT, "dato"])
    chosen = on_latest.group_by(*MOMENT).agg(place=on_latest.place.min(), dato=on_latest.dato.max())
    outcome = ibis.cases(*((chosen.place == n, code) for n, code in places))
    return chosen.select(*MOMENT, "dato", udfald=outcome)


def _state(persons: ir.Table) -> ir.StringValue:
    """The first state that fits persons with `exit`, `benefit`, `case` and `retraining`."""
    state: ir.StringValue = ibis.cases(
        (persons.exit.isin(("doed", "fraflyttet")), OUT_OF_BASE),
        (persons.exit == WORK, WORK),
        (persons.exit == "stoettet_arbejde", "stoettet_arbejde"),
        (persons.retraining | (persons.exit == "uddannelse"), "uddannelse_eller_revalidering"),
        (persons.exit == "foertidspension", "foertidspension"),
        (persons.benefit & persons.case, "ydelse_og_sag"),
        (persons.benefit, "kun_ydelse"),
        (persons.case, "kun_sag"),
        else_="ophoert_uden_kendt_aarsag",
    )
    return state


def states(cohort: Measurement) -> MeasuredTable:
    """Persons and share by state; the base of the shares leaves out who died or moved."""
    return MeasuredTable("outcome_states", _shares(cohort, STATES), cohort.day)


def shares_before(cohort: Measurement) -> MeasuredTable:
    """What of the cohort before has come to: the states whose shares the answer tells."""
    return MeasuredTable("outcome_before", _shares(cohort, TOLD_STATES), cohort.day)


def _shares(cohort: Measurement, told: tuple[str, ...]) -> tuple[MeasuredRow, ...]:
    counts = cohort.counts(BY_STATE)
    return rows_for([told], lambda state: shared_out(counts, STATES, state, outside=(OUT_OF_BASE,)))


def others(cohort: Measurement) -> MeasuredTable:
    """The others by states that need no case; the base leaves out who died or moved."""
    counts = cohort.counts(OTHERS_BY_STATE)
    base = _base(counts)
    n_by_state = {state: persons_in(counts, state) for state in WITHOUT_CASE}
    n_by_state[ANOTHER] = base - sum(n_by_state.values())
    n_by_state[OUT_OF_BASE] = persons_in(counts, OUT_OF_BASE)

    def values(state: str) -> dict[str, MeasuredValue]:
        n = n_by_state[state]
        return {"persons": n, "share": None if state == OUT_OF_BASE else Ratio(n, base)}

    return MeasuredTable("outcome_others", rows_for([tuple(n_by_state)], values), cohort.day)


def others_size(before: Measurement) -> MeasuredTable:
    """One row: the others that are followed, on their own day, and who may have had a case."""
    counts = before.counts(COMPARED["others"])[()]
    values = {"persons": counts["persons"], "unlinkable": counts["replacement"]}
    row = MeasuredRow(("others",), values)
    return MeasuredTable("outcome_others_cohort", (row,), before.day)


def cohort_size(before: Measurement) -> MeasuredTable:
    """One row: the focus population that is followed, on its own day."""
    row = MeasuredRow(("focus_population",), {"persons": before.counts(FOCUS)[()]["persons"]})
    return MeasuredTable("outcome_cohort", (row,), before.day)


def bounds(cohort: Measurement, before: Measurement) -> MeasuredTable:
    """The share in ordinary work, and if every unlinkable SOF person were followed, too.

    Best and worst case for persons on replacement numbers: all of them in work, or none
    (contract, 7). Rates only: a count beside the table of states would tell who is left out.
    """
    counts, n_unlinkable = cohort.counts(BY_STATE), before.counts(UNLINKABLE)[()]["persons"]
    base, working = _base(counts), persons_in(counts, WORK)
    rates = {
        "reported": Ratio(working, base),
        "unlinkable_none_in_work": Ratio(working, base + n_unlinkable),
        "unlinkable_all_in_work": Ratio(working + n_unlinkable, base + n_unlinkable),
    }
    rows = rows_for([tuple(rates)], lambda case: {"rate": rates[case]})
    return MeasuredTable("outcome_bounds", rows, cohort.day)


def _base(counts: Counts) -> int:
    return sum(persons_in(counts, state) for state in STATES if state != OUT_OF_BASE)
