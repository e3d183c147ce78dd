"""Success criteria (D7): what has become of the focus population a year later.

D0                         D0 < exit <= D1                 D1
focus population           the latest exit                 benefit? case? retraining?
(the cohort, fixed)        of bif_afgange                  one state for each person
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.measures.activation import activated_persons
from fsb_lib.measures.counting import Counts, counts_by, persons_in, rows_for
from fsb_lib.measures.populations import Registers, covering

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
RETRAINING_BENEFIT = "revalideringsydelse"
RETRAINING_EFFORTS = ("revalidering", "forrevalidering")
# Exits that a benefit on the day does not contradict.
_LASTING = ("foertidspension", "doed", "fraflyttet")


def with_states(cohort: ir.Table, registers: Registers, first: date, last: date) -> ir.Table:
    """The cohort with `state`: one of STATES for each person, the first that fits (D7).

    `cohort` has one row per person of the focus population on `first`; states are those of
    `last`.
    """
    benefits = covering(registers["bif_ydelser"], last, last)
    there = cohort.select("person").mutate(
        benefit=ibis._.person.isin(benefits.person),
        case=ibis._.person.isin(covering(registers["sof_sager"], last, last).person),
        retraining=ibis._.person.isin(benefits.filter(benefits.ydelse == RETRAINING_BENEFIT).person)
        | ibis._.person.isin(activated_persons(registers, last, last, RETRAINING_EFFORTS)),
    )
    joined = there.left_join(latest_exits(registers, first, last), "person").drop("person_right")
    counts = ~joined.benefit | joined.udfald.isin(_LASTING)
    ended = joined.mutate(exit=counts.ifelse(joined.udfald, None))
    return ended.select("person", state=_state(ended))


def latest_exits(registers: Registers, first: date, last: date) -> ir.Table:
    """person | udfald: the latest exit after `first`, to `last`.

    Of several on one day the first in the order of the code list.
    """
    exits = registers[EXITS]
    places = list(enumerate(vocabulary.codes("udfald")))
    since = exits.filter(exits.dato > first, exits.dato <= last).select(
        "person", "dato", place=ibis.cases(*((exits.udfald == code, n) for n, code in places))
    )
    latest = since.group_by("person").agg(dato=since.dato.max())
    on_latest = latest.join(since, ["person", "dato"])
    chosen = on_latest.group_by("person").agg(place=on_latest.place.min())
    return chosen.select(
        "person", udfald=ibis.cases(*((chosen.place == n, code) for n, code in places))
    )


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


def states(counts: Counts, last: date) -> MeasuredTable:
    """Persons and share by state; the base of the shares leaves out who died or moved."""
    base = _base(counts)

    def values(state: str) -> dict[str, MeasuredValue]:
        n = persons_in(counts, state)
        return {"persons": n, "share": None if state == OUT_OF_BASE else Ratio(n, base)}

    return MeasuredTable("outcome_states", rows_for([STATES], values), last)


def cohort_size(counts: Counts, first: date) -> MeasuredTable:
    """One row: the focus population that is followed, on its own day."""
    row = MeasuredRow(("focus_population",), {"persons": sum(_sizes(counts).values())})
    return MeasuredTable("outcome_cohort", (row,), first)


def bounds(counts: Counts, n_unlinkable: int, last: date) -> MeasuredTable:
    """The share in ordinary work, and if every unlinkable SOF person were followed, too.

    Best and worst case for persons on replacement numbers: all of them in work, or none
    (contract, 7). Rates only: a count beside the table of states would tell who is left out.
    """
    base, working = _base(counts), persons_in(counts, WORK)
    rates = {
        "reported": Ratio(working, base),
        "unlinkable_none_in_work": Ratio(working, base + n_unlinkable),
        "unlinkable_all_in_work": Ratio(working + n_unlinkable, base + n_unlinkable),
    }
    rows = rows_for([tuple(rates)], lambda case: {"rate": rates[case]})
    return MeasuredTable("outcome_bounds", rows, last)


def counts_by_state(persons: ir.Table) -> Counts:
    """How many of the cohort are in each state."""
    return counts_by(persons, ["state"])


def _sizes(counts: Counts) -> dict[str, int]:
    return {state: persons_in(counts, state) for state in STATES}


def _base(counts: Counts) -> int:
    return sum(n for state, n in _sizes(counts).items() if state != OUT_OF_BASE)
