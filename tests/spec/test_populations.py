"""D1-D3: who is counted on a day, worked out by hand."""

from datetime import date

import pytest

from fsb_lib.domain import vocabulary
from fsb_lib.measures.days import table_of
from fsb_lib.measures.populations import Rules, focus_during, persons_on, with_held
from tests.drawn import RULES, registers

BENEFITS = """
person | ydelse        | fra        | til
anna   | kontanthjaelp | 2005-01-01 |
"""
CASES = """
person | maalgruppe    | fra        | til
anna   | handicappede  | 2005-01-01 |
"""


def on(day: str, rules: Rules = RULES, **drawn: str) -> dict[str, dict]:
    days = table_of([date.fromisoformat(day)])
    rows = persons_on(with_held(registers(**drawn)), days, rules).to_pyarrow().to_pylist()
    return {row["person"]: row for row in rows}


def anna(day: str, assessments: str, **drawn: str) -> dict:
    tables = {"bif_ydelser": BENEFITS, "sof_sager": CASES, **drawn}
    return on(day, bif_matchvurderinger=assessments, **tables)["anna"]


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2007-11-14", False), ("2007-11-15", True), ("2007-11-20", True), ("2007-11-21", False)],
)
def test_a_spell_covers_both_its_ends(day: str, covered: bool) -> None:
    benefits = """
    person | ydelse        | fra        | til
    anna   | kontanthjaelp | 2007-11-15 | 2007-11-20
    """
    people = on(day, bif_ydelser=benefits)
    assert (people.get("anna", {"recipient": False})["recipient"]) is covered


def test_person_in_two_target_groups_stands_in_the_first_by_priority() -> None:
    cases = """
    person | maalgruppe              | fra        | til
    anna   | uden_saerlige_behov     | 2005-01-01 |
    anna   | handicappede            | 2005-01-01 |
    anna   | handicappede            | 2006-01-01 |
    """
    row = on("2007-11-15", sof_sager=cases)["anna"]
    assert (row["target_group"], row["n_target_groups"]) == ("handicappede", 2)
    reverse = Rules(tuple(reversed(RULES.target_group_priority)), RULES.matched_benefits)
    assert on("2007-11-15", reverse, sof_sager=cases)["anna"]["target_group"] == (
        "uden_saerlige_behov"
    )


@pytest.mark.parametrize("benefit", vocabulary.placeable_benefits())
def test_any_benefit_may_be_the_only_one_that_is_matched(benefit: str) -> None:
    assessed = """
    person | system | kode | vurderet
    anna   | match5 | 4    | 2007-01-01
    """
    benefits = f"""
    person | ydelse    | fra        | til
    anna   | {benefit} | 2007-01-01 |
    """
    row = on(
        "2007-11-15",
        Rules(RULES.target_group_priority, (benefit,)),
        bif_ydelser=benefits,
        sof_sager=CASES,
        bif_matchvurderinger=assessed,
    )["anna"]
    by_another = benefit != "revalideringsydelse"
    assert (row["focus"], row["focus_otherwise"]) == (True, by_another)


def test_focus_needs_case_of_special_needs_code_and_matched_benefit_together() -> None:
    people = on(
        "2007-11-15",
        bif_ydelser="""
        person  | ydelse        | fra        | til
        in      | kontanthjaelp | 2007-01-01 |
        sick    | sygedagpenge  | 2007-01-01 |
        ready   | kontanthjaelp | 2007-01-01 |
        nocase  | kontanthjaelp | 2007-01-01 |
        simple  | kontanthjaelp | 2007-01-01 |
        uncoded | kontanthjaelp | 2007-01-01 |
        """,
        sof_sager="""
        person  | maalgruppe          | fra        | til
        in      | handicappede        | 2007-01-01 |
        sick    | handicappede        | 2007-01-01 |
        ready   | handicappede        | 2007-01-01 |
        simple  | uden_saerlige_behov | 2007-01-01 |
        uncoded | handicappede        | 2007-01-01 |
        """,
        bif_matchvurderinger="""
        person  | system | kode | vurderet
        in      | match5 | 4    | 2007-02-01
        sick    | match5 | 5    | 2007-02-01
        ready   | match5 | 3    | 2007-02-01
        nocase  | match5 | 4    | 2007-02-01
        simple  | match5 | 4    | 2007-02-01
        """,
    )
    assert [name for name, row in people.items() if row["focus"]] == ["in"]
    assert {name: row["match_group"] for name, row in people.items()} == {
        "in": "4", "ready": "3", "nocase": "4", "simple": "4",
        "sick": "ikke_matchet", "uncoded": "ikke_matchet",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "system", "code", "expected"),
    [
        # measured under match3: five groups carried over
        ("2010-11-15", "match5", "1", "1"),
        ("2010-11-15", "match5", "3", "1"),
        ("2010-11-15", "match5", "4", "2"),
        ("2010-11-15", "match5", "5", "3"),
        # measured under visitation: chained from five groups, or from three
        ("2014-11-15", "match5", "3", "jobparat"),
        ("2014-11-15", "match5", "5", "aktivitetsparat"),
        ("2014-11-15", "match3", "1", "jobparat"),
        ("2014-11-15", "match3", "3", "aktivitetsparat"),
        # a visitation before the system is in force is carried back
        ("2013-11-15", "visitation", "aktivitetsparat", "2"),
        ("2013-11-15", "visitation", "uddannelsesparat", "1"),
    ],
)
def test_assessment_of_another_system_is_converted(
    day: str, system: str, code: str, expected: str
) -> None:
    dated = {"match5": "2009-05-01", "match3": "2010-05-01", "visitation": "2013-10-15"}[system]
    drawn = f"person | system | kode | vurderet\nanna | {system} | {code} | {dated}"
    row = anna(day, drawn)
    assert (row["match_group"], row["converted"]) == (expected, True)


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (("match5", "4"), ("match5", ""), "4"),  # a code before an empty one
        (("match5", "3"), ("match5", "4"), "4"),  # not_job_ready before job_ready
        (("match5", "4"), ("match5", "5"), "5"),  # the later of one code list
        (("match3", "2"), ("visitation", "aktivitetsparat"), "aktivitetsparat"),  # newest system
        (("visitation", "jobparat"), ("visitation", "uddannelsesparat"), "uddannelsesparat"),
        (("match3", "2"), ("visitation", "jobparat"), "2"),  # class counts before system
    ],
)
def test_of_several_assessments_on_one_day_one_holds(
    first: tuple[str, str], second: tuple[str, str], holds: str
) -> None:
    day = "2013-10-15" if "visitation" in (*first, *second) else "2007-10-15"
    lines = [f"anna | {system} | {code} | {day}" for system, code in (first, second)]
    row = anna("2014-11-15", "\n".join(["person | system | kode | vurderet", *lines]))
    assert (row["kode"], row["n_on_day"]) == (holds, 2)


def test_an_empty_code_ends_the_former_assessment() -> None:
    drawn = """
    person | system | kode | vurderet
    anna   | match5 | 4    | 2007-01-01
    anna   | match5 |      | 2007-06-01
    """
    assert anna("2007-05-31", drawn)["focus"] is True
    assert anna("2007-06-01", drawn)["focus"] is False
    assert anna("2007-06-01", drawn)["match_group"] == "ikke_matchet"


def last_days_of_focus(year: int, **drawn: str) -> dict[str, date]:
    days = focus_during(with_held(registers(**drawn)), [year], RULES)
    return {row["person"]: row["last_day"] for row in days.to_pyarrow().to_pylist()}


def test_focus_during_a_year_needs_all_conditions_on_the_same_day() -> None:
    found = last_days_of_focus(
        2007,
        bif_ydelser="""
        person | ydelse        | fra        | til
        meets  | kontanthjaelp | 2007-03-01 | 2007-03-31
        misses | kontanthjaelp | 2007-03-01 | 2007-03-31
        late   | kontanthjaelp | 2006-01-01 |
        """,
        sof_sager="""
        person | maalgruppe   | fra        | til
        meets  | handicappede | 2007-03-31 | 2007-05-01
        misses | handicappede | 2007-04-01 | 2007-05-01
        late   | handicappede | 2006-01-01 |
        """,
        bif_matchvurderinger="""
        person | system | kode | vurderet
        meets  | match5 | 4    | 2006-01-01
        misses | match5 | 4    | 2006-01-01
        late   | match5 | 4    | 2007-12-31
        """,
    )
    assert found == {"meets": date(2007, 3, 31), "late": date(2007, 12, 31)}


def test_the_last_focus_day_is_the_day_before_the_first_condition_ends() -> None:
    found = last_days_of_focus(
        2007,
        bif_ydelser=BENEFITS,
        sof_sager="""
        person | maalgruppe    | fra        | til
        anna   | handicappede  | 2005-01-01 | 2007-09-30
        """,
        bif_matchvurderinger="""
        person | system | kode | vurderet
        anna   | match5 | 4    | 2006-01-01
        anna   | match5 | 1    | 2007-07-01
        """,
    )
    assert found == {"anna": date(2007, 6, 30)}
