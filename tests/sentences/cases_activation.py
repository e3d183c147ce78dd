"""The activation measurement at its boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.domain.periods import measurement_years, previous_measurement
from tests.sentences.making import GROUPS, conversion, linkage, rated, release, table

REPORT = "activation_measurement"
TARGETS = {2009: Fraction(2, 5), 2010: Fraction(1, 2), 2011: Fraction(3, 5)}
DEFINITIONS = (
    "reference_date",
    "any_day_in_month",
    "all_benefits",
    "without_retraining",
    "mentor_counted",
    "unlinkable_none_activated",
    "unlinkable_all_activated",
)
BY_DEFINITION = ("this_report", "match5", "match3", "as_printed")
Pair = tuple[int, int]  # activated of persons
FIFTHS: tuple[Pair, Pair, Pair] = ((200, 500), (40, 100), (800, 2000))  # exactly 40 % in each


def judged(activated: int, persons: int, target: Fraction | None) -> Mapping[str, Any]:
    """Target, missing persons and verdict, in whole numbers."""
    if target is None:
        return {"target": None, "missing_persons": None, "reached": None}
    needed = -(-target.numerator * persons // target.denominator)
    reached = int(activated >= needed) if persons else None
    return {"target": target, "missing_persons": max(0, needed - activated), "reached": reached}


@dataclass(frozen=True)
class Since:
    """The explained change: effects in all on the rate, and who stayed, entered and left
    (persons, activated before, activated now)."""

    mix: Fraction | None = Fraction(0)
    rate: Fraction | None = Fraction(0)
    stayed: tuple[int, int, int] = (2000, 400, 800)
    entered: tuple[int, int] = (600, 240)
    left: tuple[int, int] = (1357, 233)
    before: Pair = (633, 3357)

    def tables(self, pairs: Mapping[str, Pair], year: int, day: date) -> list[MeasuredTable]:
        """`activation_change`, with all of the effects in one group, and `activation_movements`."""
        first = date(previous_measurement(year) or year, 11, 15)
        rows = {}
        for group, (activated, persons) in pairs.items():
            carries = self.mix is not None and group in {GROUPS[0], "i_alt"}
            nothing = None if self.mix is None else Fraction(0)
            mix, rate = (self.mix, self.rate) if carries else (nothing, nothing)
            rows[group] = {
                "persons_before": self.before[1],
                "activated_before": self.before[0],
                "persons_now": persons,
                "activated_now": activated,
                "mix_effect": mix,
                "rate_effect": rate,
                "contribution": None if mix is None or rate is None else mix + rate,
            }
        moved = {
            "stayed": self.stayed,
            "entered": (self.entered[0], None, self.entered[1]),
            "left": (*self.left, None),
        }
        names = ("persons", "activated_before", "activated_now")
        movements = {name: dict(zip(names, counts, strict=True)) for name, counts in moved.items()}
        return [
            table("activation_change", day, rows, since=first),
            table("activation_movements", day, movements, since=first),
        ]


def verdicts(lines: Mapping[str, Pair], target: Fraction | None, day: date) -> list[MeasuredTable]:
    """The target judged under every assumption; no table in a year without one."""
    if target is None:
        return []
    rows = {name: {**rated(*p, target), **judged(*p, target)} for name, p in lines.items()}
    return [table("activation_verdicts", day, rows)]


def compared(focus: Pair, others: tuple[int, int, int]) -> Mapping[str, Mapping[str, Any]]:
    """The focus population beside those without a case."""
    return {
        "focus": {**rated(*focus), "unlinkable": 0},
        "others": {**rated(*others[:2]), "unlinkable": others[2]},
    }


def by_definition(
    given: Mapping[tuple[str, str], Pair], total: Pair, year: int, day: date
) -> MeasuredTable:
    """Every definition in every year: 633 of 3357 before, the report's own now, but for `given`."""
    years = measurement_years(year)[:-1]
    rows = {(str(known), name): (633, 3357) for known in years for name in BY_DEFINITION}
    rows |= {(str(year), name): total for name in BY_DEFINITION}
    rows |= given
    first = date(min([*years, year]), 11, 15)
    filled = {key: rated(*pair) for key, pair in rows.items()}
    return table("activation_by_definition", day, filled, since=first)


def by_year(
    pairs: Mapping[str, Pair], year: int, day: date, earlier: Mapping[int, Pair]
) -> MeasuredTable:
    """Each group's rate at every measurement: always as now, and in all as `earlier` says."""
    rows = {}
    for known in measurement_years(year):
        total = pairs["i_alt"] if known == year else earlier.get(known, (637, 3357))
        now = {**pairs, "i_alt": total}
        rows |= {(str(known), group): rated(*pair) for group, pair in now.items()}
    return table("activation_trend_by_target_group", day, rows, since=date(2007, 11, 15))


def measured(
    groups: tuple[Pair, Pair, Pair] = FIFTHS,
    year: int = 2009,
    *,
    day: date | None = None,
    sensitivity: Mapping[str, Pair] | None = None,
    earlier: Mapping[int, Pair] | None = None,
    definitions: Mapping[tuple[str, str], Pair] | None = None,
    since: Since | None = None,
    targets: Mapping[int, Fraction] = TARGETS,
    others: tuple[int, int, int] = (2198, 5284, 31),
) -> list[MeasuredTable]:
    """All tables of the report, from what each group has: activated of persons.

    `definitions` and `since` are what differs from every definition alike, nothing moved.
    `others` are activated, persons and unlinkable of those without a case.
    """
    day = day or date(year, 11, 15)
    target = targets.get(year)
    total = (sum(n for n, _ in groups), sum(of for _, of in groups))
    pairs = {**dict(zip(GROUPS, groups, strict=True)), "i_alt": total}
    lines = {**dict.fromkeys(DEFINITIONS, total), **(sensitivity or {})}
    trend: dict[tuple[str, str], Any] = {("2007", "published"): Fraction(19, 100)}
    trend[str(year), "measured"] = Ratio(*total)
    return [
        table("activation_by_target_group", day, {g: rated(*p, target) for g, p in pairs.items()}),
        table(
            "target_status", day, {str(year): {**rated(*total, target), **judged(*total, target)}}
        ),
        table("activation_sensitivity", day, {d: rated(*p, target) for d, p in lines.items()}),
        table("activation_trend", day, trend, measure="rate"),
        table("activation_comparison", day, compared(total, others)),
        *verdicts(lines, target, day),
        by_definition(definitions or {}, total, year, day),
        by_year(pairs, year, day, earlier or {}),
        *((since or Since()).tables(pairs, year, day) if year > 2007 else ()),
        linkage(day),
        conversion(day),
    ]


def at(
    *groups: Pair, year: int = 2009, parameters: Mapping[str, Any] | None = None, **changed: Any
) -> ProtectedReport:
    """The release of a year in which the groups have these, all else as ever."""
    tables = measured(groups or FIFTHS, year, **changed)  # type: ignore[arg-type]
    return release(REPORT, year, tables, **(parameters or {}))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    return {**_targets(), **_hidden(), **_years(), **_sensitivities(), **_compared()}


def _targets() -> dict[str, ProtectedReport]:
    return {
        "exactly the target in every group": at(*FIFTHS),
        "one citizen short of the target": at((200, 500), (40, 100), (799, 2000)),
        "two citizens short of the target": at((199, 500), (40, 100), (799, 2000)),
        "just above the target": at((201, 500), (40, 100), (800, 2000)),
        "well above the target": at((300, 500), (60, 100), (1200, 2000)),
        "one group above, two below": at((300, 500), (20, 100), (600, 2000)),
        "no group at the target": at((100, 500), (20, 100), (600, 2000)),
        "nobody activated": at((0, 500), (0, 100), (0, 2000)),
        "everybody activated": at((500, 500), (100, 100), (2000, 2000)),
    }


def _hidden() -> dict[str, ProtectedReport]:
    twenty = {"disclosure_threshold": 20}
    return {
        "one activated": at((1, 500), (0, 100), (0, 2000)),
        "one group just below the threshold": at((4, 500), (30, 100), (900, 2000)),
        "one group at the threshold": at((5, 500), (30, 100), (900, 2000)),
        "two groups hidden": at((13, 500), (16, 100), (900, 2000), parameters=twenty),
        "one group hidden, the others alike": at(
            (13, 500), (40, 100), (800, 2000), parameters=twenty
        ),
        "all groups hidden": at((13, 500), (17, 100), (11, 2000), parameters=twenty),
        "everything hidden": at((4, 13), (3, 17), (2, 15), parameters={"disclosure_threshold": 20}),
        "fewer there than are shown": at((1, 1), (0, 1), (0, 1)),
        "total hidden, groups shown": at((0, 500), (0, 100), (4, 2000)),
        "one group empty, the others unlike": at((200, 500), (0, 0), (900, 2000)),
        "one group empty": at((200, 500), (0, 0), (800, 2000)),
        "nobody there": at((0, 0), (0, 0), (0, 0)),
        "nobody there, after the targets": at((0, 0), (0, 0), (0, 0), year=2014),
        "groups of one size": at((200, 500), (150, 500), (100, 500)),
        "two groups share the most": at((200, 500), (100, 300), (150, 500)),
        "two groups share the fewest, and the rate": at((60, 300), (60, 300), (150, 500)),
        "two groups empty": at((200, 500), (0, 0), (0, 0)),
        "size of one group hidden": at((200, 500), (0, 3), (800, 2000)),
    }


def _years() -> dict[str, ProtectedReport]:
    tables = measured()
    fewer = (300, 1500)
    return {
        "the baseline year": at((90, 500), (20, 100), (380, 2000), year=2007),
        "the baseline year, groups alike": at((100, 500), (20, 100), (400, 2000), year=2007),
        "the baseline year, hidden": at((2, 500), (1, 100), (1, 2000), year=2007),
        "a year without target": at((150, 500), (30, 100), (580, 2000), year=2014),
        "a year without target, hidden": at((2, 500), (1, 100), (0, 2000), year=2014),
        "after the first break": at((200, 500), (55, 100), (1100, 2000), year=2011),
        "before the first break of the year": at(
            *FIFTHS, year=2010, day=date(2010, 4, 25), parameters={"reference_date": "2010-04-25"}
        ),
        "on the first break": at(
            *FIFTHS, year=2010, day=date(2010, 4, 26), parameters={"reference_date": "2010-04-26"}
        ),
        "fewer than in 2007": at((100, 1000), (10, 100), fewer, year=2012),
        "as in 2007": at((100, 500), (20, 100), (400, 2000), earlier={2007: (100, 500)}),
        "one point more than in 2007": at(
            (105, 500), (21, 100), (420, 2000), earlier={2007: (100, 500)}
        ),
        "nobody there in 2007": at(earlier={2007: (0, 0)}),
        "2007 hidden": at(earlier={2007: (3, 3357)}),
        "more than the year before": at(year=2010, earlier={2009: (600, 2600)}),
        "fewer than the year before": at(year=2012, earlier={2011: (1300, 2600)}),
        "as the year before": at(year=2012, earlier={2011: (1041, 2600)}),
        "nobody there any more": at(
            (0, 0), (0, 0), (0, 0), year=2012, earlier={2011: (1300, 2600)}
        ),
        "nobody there, nor the year before": at(
            (0, 0),
            (0, 0),
            (0, 0),
            year=2012,
            earlier={2011: (0, 0)},
            since=Since(None, None, (0, 0, 0), (0, 0), (0, 0), (0, 0)),
        ),
        "nobody there the year before": at(year=2012, earlier={2011: (0, 0)}),
        "the year before hidden": at(year=2012, earlier={2011: (3, 2600)}),
        "no decision for the year": at(year=2010, targets={}),
        "ressourceforløb among those who count": at(
            year=2013, parameters={"matched_benefits": ["kontanthjaelp", "ressourceforloebsydelse"]}
        ),
        "before the baseline": at(year=2006),
        "internal": release(REPORT, 2009, tables, audience="internal", synthetic=False),
        "with a memo": release(
            REPORT,
            2009,
            tables,
            memo={
                "date": "2010-02-15",
                "case_number": "2008-117489",
                "document_numbers": {REPORT: "2010-1"},
                "contact": "Anne Andersen, telefon 33 66 33 66",
                "reasons": {REPORT: "Tilbuddene blev først oprettet i efteråret 2009."},
                "next_measurement": "2010-11-15",
            },
        ),
    }


def _sensitivities() -> dict[str, ProtectedReport]:
    below = ((100, 500), (30, 100), (600, 2000))
    return {
        "every assumption below the target": at(*below),
        "one assumption above the target": at(*below, sensitivity={"mentor_counted": (1100, 2600)}),
        "two assumptions above the target": at(
            *below,
            sensitivity={"mentor_counted": (1100, 2600), "any_day_in_month": (1200, 2600)},
        ),
        "without retraining below the target": at(sensitivity={"without_retraining": (1000, 2600)}),
        "one assumption below the target": at(sensitivity={"all_benefits": (1200, 3600)}),
        "replacement numbers decide": at(
            *below, sensitivity={"unlinkable_all_activated": (1100, 2700)}
        ),
        "below the target, one assumption hidden": at(
            *below, sensitivity={"all_benefits": (4, 3600)}
        ),
        "one assumption hidden": at(sensitivity={"all_benefits": (4, 3600)}),
        "one assumption without anybody": at(sensitivity={"all_benefits": (0, 0)}),
        "below the target, one assumption without anybody": at(
            *below, sensitivity={"all_benefits": (0, 0)}
        ),
        "without target, one assumption hidden": at(
            year=2014, sensitivity={"all_benefits": (4, 3600)}
        ),
        "without target, one assumption without anybody": at(
            year=2014, sensitivity={"all_benefits": (0, 0)}
        ),
        "replacement numbers matter": at(
            sensitivity={
                "unlinkable_none_activated": (1040, 2700),
                "unlinkable_all_activated": (1140, 2700),
            }
        ),
    }


def _compared() -> dict[str, ProtectedReport]:
    return {
        "others less often": at(others=(1000, 5000, 1)),
        "others as often": at(others=(2000, 5000, 0)),
        "others hidden": at(others=(3, 5000, 3)),
        "others hidden as the group is": at((2, 500), (1, 100), (0, 2000), others=(3, 5000, 3)),
        "others of the visitation hidden": at(year=2015, others=(3, 5000, 3)),
        "no others of the visitation": at(year=2015, others=(0, 0, 0)),
        "no others": at(others=(0, 0, 0)),
        "all others on replacement numbers": at(others=(9, 12, 12)),
    }
