"""A lasting course (D18): who left for work or education, and stayed away from benefits.

two years before      latest exit          182 days        365 days after it
focus population  ->  afgange          ->  seks_maaneder   tolv_maaneder
                      within a year        no benefit on any of them
"""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from fsb_lib.domain.measured_table import MeasuredTable, MeasuredValue, Ratio
from fsb_lib.measures.counting import Grouping, rows_for
from fsb_lib.measures.days import MOMENT, Registers, beside
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.outcomes import latest_exits

EXITS = ("ordinaert_arbejde", "uddannelse")
LEFT = "afgange"
DAYS_WITHOUT = {"seks_maaneder": 182, "tolv_maaneder": 365}
LASTING = Grouping(also=tuple(DAYS_WITHOUT))
GROUPINGS = (LASTING,)


def leavers(
    persons: ir.Table, registers: Registers, year: ir.Table, a_year_later: ir.Table
) -> ir.Table:
    """person | day | seks_maaneder | tolv_maaneder: who left for work or education.

    `year` pairs the last day of the exits with the first, on which persons are in focus;
    `a_year_later` the day asked about with that last day.
    """
    focus = persons.filter(persons.focus)
    members = focus.join(year, focus.day == year.before).select("person", day=year.day)
    exits = members.join(latest_exits(registers, year), list(MOMENT))
    exits = exits.filter(exits.udfald.isin(EXITS))
    left = exits.join(a_year_later, exits.day == a_year_later.before)
    left = left.select("person", "dato", day=a_year_later.day)
    back = beside(left, _first_benefit_after(left, registers["bif_ydelser"]))
    without = {name: (back.days.isnull() | (back.days > n)) for name, n in DAYS_WITHOUT.items()}
    return back.select(*MOMENT, **without)


def _first_benefit_after(left: ir.Table, benefits: ir.Table) -> ir.Table:
    """person | day | days: from the exit to the first later day that a benefit covers."""
    spells = benefits.select("person", "fra", "til").join(left, "person")
    later = spells.filter(spells.til.isnull() | (spells.til > spells.dato))
    days = ibis.greatest(later.fra.delta(later.dato, unit="day"), 1)
    return later.group_by(*MOMENT).agg(days=days.min())


def outcomes(left: Measurement) -> MeasuredTable:
    """Who left, and how many of them were without benefit for half a year and for a year."""
    counts = left.counts(LASTING)[()]
    n_left = counts["persons"]

    def values(code: str) -> Mapping[str, MeasuredValue]:
        if code == LEFT:
            return {"persons": n_left, "share": None}
        return {"persons": counts[code], "share": Ratio(counts[code], n_left)}

    rows = rows_for([(LEFT, *DAYS_WITHOUT)], values)
    return MeasuredTable("lasting_outcomes", rows, left.day)
