"""Focus areas (D18): the focus population by what the papers single out.

    everybody -> in_areas               -> focus_areas, and their rates at the measurement before
      focus       a flag for each area  -> with the states of D7 a year later: focus_area_outcomes
                  areas overlap

Also what the activated of them are activated in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.measures.comparison import COMPARED
from fsb_lib.measures.counting import Grouping, persons_in, rows_for
from fsb_lib.measures.days import MOMENT, Registers, beside, on_days
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.outcomes import OUT_OF_BASE, STATES
from fsb_lib.measures.profile import completed_years, run_starts

Values = Callable[[str], Mapping[str, MeasuredValue]]

EVERYBODY, LOWEST, LONG = "fokusgruppen", "laveste_matchgruppe", "laengerevarende"
YOUNG = "unge_psykisk_syge"
# The women's areas by origin, immigrants and descendants together.
ORIGINS: Mapping[str, tuple[str, ...]] = {
    "kvinder_dansk": ("dansk",),
    "kvinder_vestlig": ("indvandrer_vestlig", "efterkommer_vestlig"),
    "kvinder_ikke_vestlig": ("indvandrer_ikke_vestlig", "efterkommer_ikke_vestlig"),
}
AREAS = (*ORIGINS, YOUNG, LOWEST, LONG, EVERYBODY)
AREAS_BEFORE = tuple(area for area in AREAS if area != LONG)  # all of whom are activated
# Codes of the focus population alone, so the two systems do not meet.
LOWEST_GROUPS = {"match5": "5", "match3": "3"}
YOUNG_GROUP, YOUNG_AGES = "psykisk_syge_og_oevrigt_udsatte", (18, 29)
DAYS_OF_LONG = 365
IN_WORK_OR_EDUCATION = STATES[:3]

BY_AREA = {area: Grouping((area,), also=("activated", "offered")) for area in AREAS}
GROUPINGS = tuple(BY_AREA.values())
OUTCOMES = {area: Grouping((area, "in_base"), also=("in_work_or_education",)) for area in AREAS}
OUTCOME_GROUPINGS = tuple(OUTCOMES.values())
BY_KIND = Grouping(by=("indsats",))
KIND_GROUPINGS = (BY_KIND,)


def in_areas(persons: ir.Table, registers: Registers, max_gap_days: int) -> ir.Table:
    """person | day | activated | offered | a flag for each area: the focus population."""
    focus = persons.filter(persons.focus)
    origins = registers["personer"].select("person", origin=ibis._.herkomst)
    focus = beside(focus, origins, keys=["person"])
    focus = beside(focus, _activated_since(focus, registers, max_gap_days))
    return focus.select(*MOMENT, "activated", "offered", **_flags(focus))


def _flags(focus: ir.Table) -> dict[str, ir.BooleanValue]:
    age = completed_years(focus.born, focus.day)
    flags = {
        area: (focus.sex == "kvinde") & focus.origin.isin(codes) for area, codes in ORIGINS.items()
    }
    flags[YOUNG] = (focus.target_group == YOUNG_GROUP) & age.between(*YOUNG_AGES)
    flags[LOWEST] = focus.match_group.isin(list(LOWEST_GROUPS.values()))
    since = focus.day.delta(focus.run_start, unit="day")
    flags[LONG] = focus.activated & (since >= DAYS_OF_LONG)
    return {
        **{area: flag.fill_null(False) for area, flag in flags.items()},
        EVERYBODY: ibis.literal(True),
    }


def _activated_since(focus: ir.Table, registers: Registers, max_gap_days: int) -> ir.Table:
    """person | day | run_start: of the activated, the first day of the run of activation."""
    efforts = registers["bif_indsatser"]
    efforts = efforts.filter(efforts.indsats.isin(vocabulary.activation_codes()))
    activated = focus.filter(focus.activated).mutate(last_day=focus.day)
    return run_starts(activated, efforts.select("person", "fra", "til"), max_gap_days)


def with_outcomes(cohort: ir.Table, areas: ir.Table, pairs: ir.Table) -> ir.Table:
    """person | day | in_base | in_work_or_education | a flag for each area on the day `before`."""
    then = areas.join(pairs, areas.day == pairs.before)
    then = then.select("person", *AREAS, day=pairs.day)
    states = cohort.filter(cohort.focus).select(*MOMENT, "state")
    joined = then.join(states, list(MOMENT))
    return joined.mutate(
        in_base=joined.state != OUT_OF_BASE,
        in_work_or_education=joined.state.isin(IN_WORK_OR_EDUCATION),
    ).drop("state")


def in_kinds(persons: ir.Table, registers: Registers, days: ir.Table) -> ir.Table:
    """person | day | indsats: the activated of the focus population, once for each kind."""
    efforts = on_days(registers["bif_indsatser"], days)
    efforts = efforts.filter(efforts.indsats.isin(vocabulary.activation_codes()))
    activated = persons.filter(persons.focus & persons.activated)
    return efforts.semi_join(activated, list(MOMENT)).select(*MOMENT, "indsats").distinct()


def by_area(areas: Measurement) -> MeasuredTable:
    """Persons, activated and ever offered a plan, by area."""

    def values(area: str) -> Mapping[str, MeasuredValue]:
        counts = areas.counts(BY_AREA[area])[()]
        persons, activated, offered = (counts[n] for n in ("persons", "activated", "offered"))
        is_said = area != LONG  # all of whom are
        return {
            "persons": persons,
            "activated": activated if is_said else None,
            "rate": Ratio(activated, persons) if is_said else None,
            "offered": offered,
            "rate_offered": Ratio(offered, persons),
        }

    return MeasuredTable("focus_areas", _rows(AREAS, values, areas.day), areas.day)


def rates_before(areas: Measurement) -> MeasuredTable:
    """Persons and activated at the measurement before.

    Rates alone would be fewer figures, and harder to protect: their counts can be anything.
    """

    def values(area: str) -> Mapping[str, MeasuredValue]:
        counts = areas.counts(BY_AREA[area])[()]
        persons, activated = counts["persons"], counts["activated"]
        return {"persons": persons, "activated": activated, "rate": Ratio(activated, persons)}

    return MeasuredTable("focus_areas_before", _rows(AREAS_BEFORE, values, areas.day), areas.day)


def outcomes(followed: Measurement, first: date) -> MeasuredTable:
    """What has become of each area of the first day: in work or in education, of all who neither
    died nor moved."""

    def values(area: str) -> Mapping[str, MeasuredValue]:
        counts = followed.counts(OUTCOMES[area])[()]
        n, persons = counts["in_work_or_education"], counts["persons"]
        return {"persons": persons, "in_work_or_education": n, "rate": Ratio(n, persons)}

    rows = _rows(AREAS, values, first)
    return MeasuredTable("focus_area_outcomes", rows, followed.day, since=first)


def kinds(now: Measurement, of_kinds: Measurement) -> MeasuredTable:
    """The activated of the focus population by kind; who is in two kinds stands in both."""
    counts, n_activated = of_kinds.counts(BY_KIND), now.counts(COMPARED["focus"])[()]["activated"]

    def values(kind: str) -> Mapping[str, MeasuredValue]:
        n = persons_in(counts, kind)
        return {"persons": n, "share": Ratio(n, n_activated)}

    rows = rows_for([vocabulary.activation_codes()], values)
    return MeasuredTable("activation_kinds", rows, now.day)


def _rows(areas: Sequence[str], values: Values, day: date) -> tuple[MeasuredRow, ...]:
    """A row for each area; the lowest match group has no values where the system has none."""
    has_lowest = vocabulary.system_in_force(day).name in LOWEST_GROUPS

    def available(area: str) -> Mapping[str, MeasuredValue]:
        found = values(area)
        return found if has_lowest or area != LOWEST else dict.fromkeys(found)

    return rows_for([areas], available)
