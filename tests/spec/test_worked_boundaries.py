"""D16 to D19 at their boundaries: the figures of a hand calculation, asked of both hands.

The cases are data of tests/independent. A case that fails names the persons who, each drawn alone,
are the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from fsb_lib.domain.measured_table import MeasuredValue, RankStatistic, Ratio
from fsb_lib.followups.answers import answers
from fsb_lib.params import read
from tests.drawn import registers
from tests.independent.people import is_shared
from tests.independent.recount import REPORTS
from tests.independent.strategy import shared_in_month
from tests.independent.worked import Expected, Rows, Worked, city, lines_of, people_of, placed
from tests.independent.worked_contact import CONTACT, LENGTHS
from tests.independent.worked_focus_areas import FOCUS_AREAS
from tests.independent.worked_lasting import LASTING_AND_QUICK
from tests.independent.worked_leap_days import LEAP_DAYS_AND_TIES
from tests.independent.worked_month import SHARED_IN_MONTH, SharedInMonth
from tests.independent.worked_plan_course import PLAN_COURSE

CASES = (*CONTACT, *PLAN_COURSE, *FOCUS_AREAS, *LASTING_AND_QUICK, *LEAP_DAYS_AND_TIES)
TOLERANCE = 1e-12
Value = int | float | Fraction | None
# Keys -> measure -> value; the first measure is how many persons the row is about.
FoundRows = Mapping[tuple[str, ...], Mapping[str, Value]]
Found = Mapping[str, FoundRows]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_recount_gives_what_is_worked_out_by_hand(case: Worked) -> None:
    assert differences(case, recounted) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_program_gives_what_is_worked_out_by_hand(case: Worked) -> None:
    assert differences(case, measured) == []


@pytest.mark.parametrize("case", SHARED_IN_MONTH)
def test_who_is_shared_in_the_month(case: SharedInMonth) -> None:
    people = people_of(case.drawn)
    shared = [p for p in people if is_shared(p, case.day)]
    assert {p.number.text for p in shared} == set(case.on_the_day.split())
    in_month = [p for p in people if shared_in_month([p], case.day)]
    assert {p.number.text for p in in_month} == set(case.in_month.split())
    assert shared_in_month(people, case.day) == len(in_month)
    params = read(year=case.day.year, reference_date=case.day.isoformat(), reports=[])
    tables = {one.id: one for one in answers("strategy_status", registers(**case.drawn), params)}
    (month,) = (row for row in tables["shared_in_month"].rows if row.keys == ("in_month",))
    assert month.values["persons"] == len(in_month)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whoever_is_named_is_drawn(case: Worked) -> None:
    values = [value for *_, value in cells(case) if isinstance(value, str)]
    assert {name for value in values for name in value.split()} <= everybody(case)


def test_a_wrong_figure_is_told_with_who_makes_it() -> None:
    rows = placed({"ubrudt": "stop_of_28 stop_of_29", "et_ophoer": ""}, "i_alt")
    two = "".join(f"\n{line}" for line in LENGTHS["bif_ydelser"].splitlines()[1:6])
    case = Worked(
        "wrong", "contact_followup", 2010, city(bif_ydelser=two), {"contact_course": rows}
    )
    assert differences(case, recounted) == [
        "contact_course ('i_alt', 'ubrudt') persons: 1, by hand stop_of_28 stop_of_29",
        "contact_course ('i_alt', 'et_ophoer') persons: 1, by hand ",
        "stop_of_29 alone: contact_course ('i_alt', 'ubrudt') persons 0",
        "stop_of_29 alone: contact_course ('i_alt', 'et_ophoer') persons 1",
    ]


def test_a_row_that_nobody_expects_is_told() -> None:
    case = next(case for case in CONTACT if "contact_before" in case.expected)
    (told,) = more({("ubrudt",): {}}, {("ubrudt",): {"persons": 3}, ("et_ophoer",): {"persons": 1}})
    assert "by hand nobody" in told
    unmade = replace(case, expected={"contact_course": {}})
    assert "nothing to make it of" in next(wrong_cells(unmade, recounted(case)))


def recounted(case: Worked) -> Found:
    people = people_of(case.drawn)
    return {
        name: {
            tuple(code for code in row.values() if isinstance(code, str)): {
                measure: cell["value"] for measure, cell in row.items() if isinstance(cell, dict)
            }
            for row in rows
        }
        for name, rows in REPORTS[case.report](people, case.asked).items()
    }


def measured(case: Worked) -> Found:
    params = read(year=case.year, **case.settings)
    return {
        table.id: {
            row.keys: {measure: plain(value) for measure, value in row.values.items()}
            for row in table.rows
        }
        for table in answers(case.report, registers(**case.drawn), params)
    }


def plain(value: MeasuredValue) -> Value:
    return value.value if isinstance(value, Ratio | RankStatistic) else value


def differences(case: Worked, count: Callable[[Worked], Found]) -> list[str]:
    """In words, every cell that is not as expected, then each person who stands elsewhere."""
    wrong = list(wrong_cells(case, count(case)))
    return [*wrong, *misplaced(case, count)] if wrong else []


def wrong_cells(case: Worked, found: Found) -> Iterator[str]:
    for table, expected in case.expected.items():
        rows = found.get(table, {})
        if expected:
            yield from (
                f"{table} {one}" for one in (*wrong_rows(expected, rows), *more(expected, rows))
            )
        elif rows:
            yield f"{table}: made, by hand there is nothing to make it of"


def wrong_rows(expected: Rows, found: FoundRows) -> Iterator[str]:
    for keys, values in expected.items():
        held: Any = found.get(keys, {})
        for measure, value in values.items():
            if measure not in held or not same(held[measure], number(value)):
                yield f"{keys} {measure}: {held.get(measure, 'no such cell')}, by hand {value}"


def more(expected: Rows, found: FoundRows) -> Iterator[str]:
    """Rows beside the expected ones that hold anybody."""
    beside = {keys[:-1] for keys in expected}
    for keys, held in found.items():
        if keys not in expected and keys[:-1] in beside and next(iter(held.values())):
            yield f"{keys}: {held}, by hand nobody"


def number(expected: Expected) -> Value:
    return len(expected.split()) if isinstance(expected, str) else expected


def same(found: Value, expected: Value) -> bool:
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= TOLERANCE


def misplaced(case: Worked, count: Callable[[Worked], Found]) -> Iterator[str]:
    """Each person drawn alone: is he in the cells that name him, and in no other that names?"""
    for name in sorted(everybody(case)):
        found = count(replace(case, drawn=alone(case, name)))
        for table, keys, measure, value in cells(case):
            held = found.get(table, {}).get(keys, {}).get(measure)
            if isinstance(value, str) and held != (name in value.split()):
                yield f"{name} alone: {table} {keys} {measure} {held}"


def cells(case: Worked) -> Iterator[tuple[str, tuple[str, ...], str, Expected]]:
    for table, rows in case.expected.items():
        for keys, values in rows.items():
            yield from ((table, keys, measure, value) for measure, value in values.items())


def everybody(case: Worked) -> set[str]:
    return {line["person"] for text in case.drawn.values() for line in lines_of(text)}


def alone(case: Worked, person: str) -> dict[str, str]:
    """The same tables with the lines of one person."""
    return {table: only(person, text.strip().splitlines()) for table, text in case.drawn.items()}


def only(person: str, lines: list[str]) -> str:
    return "\n".join(line for line in lines if line.split("|")[0].strip() in ("person", person))
