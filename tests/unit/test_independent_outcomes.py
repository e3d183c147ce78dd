"""The recount of outcomes (D7) and schemes (D8), on persons small enough to be judged by eye."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.independent.cpr_numbers import read_number
from tests.independent.outcomes import state_of
from tests.independent.people import Exit, Person, Spell
from tests.independent.recount import read_people, recount
from tests.independent.settings import Settings, on_day_of
from tests.unit.test_independent_recount import A, B, C, delivery, in_focus, the_row

THEN, NOW = date(2009, 11, 15), date(2010, 11, 15)
BENEFIT = Spell("kontanthjaelp", date(2008, 1, 1), None)
ENDED = Spell("kontanthjaelp", date(2008, 1, 1), date(2010, 11, 14))
CASE = Spell("handicappede", date(2008, 1, 1), None)
LETTERS = "150779AB12"


def person(
    *exits: tuple[str, str],
    benefits: tuple[Spell, ...] = (ENDED,),
    cases: tuple[Spell, ...] = (),
    efforts: tuple[Spell, ...] = (),
) -> Person:
    return Person(
        read_number(A),
        benefits=list(benefits),
        cases=list(cases),
        activations=list(efforts),
        exits=[Exit(outcome, date.fromisoformat(day)) for outcome, day in exits],
    )


@pytest.mark.parametrize(
    ("exits", "expected"),
    [
        # after THEN, to NOW
        ([("ordinaert_arbejde", "2009-11-15")], "ophoert_uden_kendt_aarsag"),
        ([("ordinaert_arbejde", "2009-11-16")], "ordinaert_arbejde"),
        ([("ordinaert_arbejde", "2010-11-15")], "ordinaert_arbejde"),
        ([("ordinaert_arbejde", "2010-11-16")], "ophoert_uden_kendt_aarsag"),
        # the latest one
        ([("stoettet_arbejde", "2010-05-01"), ("uddannelse", "2010-05-02")],
         "uddannelse_eller_revalidering"),
        ([("uddannelse", "2010-05-01"), ("andet", "2010-05-02")], "ophoert_uden_kendt_aarsag"),
        ([("doed", "2010-05-01"), ("stoettet_arbejde", "2010-05-02")], "stoettet_arbejde"),
        # of two on one day the first in the code list
        ([("foertidspension", "2010-05-01"), ("stoettet_arbejde", "2010-05-01")],
         "stoettet_arbejde"),
        ([("andet", "2010-05-01"), ("doed", "2010-05-01")], "doed_eller_fraflyttet"),
        ([("andet", "2010-05-01")], "ophoert_uden_kendt_aarsag"),
        ([("fraflyttet", "2010-05-01")], "doed_eller_fraflyttet"),
        ([("foertidspension", "2010-05-01")], "foertidspension"),
        ([], "ophoert_uden_kendt_aarsag"),
    ],
)  # fmt: skip
def test_the_exit_that_counts(exits: list[tuple[str, str]], expected: str) -> None:
    assert state_of(person(*exits), THEN, NOW) == expected
    assert state_of(person(*exits[::-1]), THEN, NOW) == expected


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("ordinaert_arbejde", "kun_ydelse"),
        ("stoettet_arbejde", "kun_ydelse"),
        ("uddannelse", "kun_ydelse"),
        ("andet", "kun_ydelse"),
        ("foertidspension", "foertidspension"),
        ("doed", "doed_eller_fraflyttet"),
        ("fraflyttet", "doed_eller_fraflyttet"),
    ],
)
def test_beside_a_benefit_only_pension_death_and_moving_count(outcome: str, expected: str) -> None:
    assert state_of(person((outcome, "2010-05-01"), benefits=(BENEFIT,)), THEN, NOW) == expected


def test_a_later_exit_that_does_not_count_still_hides_an_earlier_pension() -> None:
    held = person(("foertidspension", "2010-05-01"), ("andet", "2010-06-01"), benefits=(BENEFIT,))
    assert state_of(held, THEN, NOW) == "kun_ydelse"


def test_contact_on_the_day_says_the_rest() -> None:
    found = {
        (bool(benefits), bool(cases)): state_of(person(benefits=benefits, cases=cases), THEN, NOW)
        for benefits in ((BENEFIT,), ())
        for cases in ((CASE,), ())
    }
    assert found == {
        (True, True): "ydelse_og_sag",
        (True, False): "kun_ydelse",
        (False, True): "kun_sag",
        (False, False): "ophoert_uden_kendt_aarsag",
    }


@pytest.mark.parametrize("code", ["revalidering", "forrevalidering"])
def test_revalidering_on_the_day_is_education_before_pension_and_after_work(code: str) -> None:
    effort = Spell(code, date(2010, 11, 1), NOW)
    education = "uddannelse_eller_revalidering"
    assert state_of(person(efforts=(effort,), cases=(CASE,)), THEN, NOW) == education
    pension = person(("foertidspension", "2010-05-01"), efforts=(effort,))
    assert state_of(pension, THEN, NOW) == education
    work = person(("ordinaert_arbejde", "2010-05-01"), efforts=(effort,))
    assert state_of(work, THEN, NOW) == "ordinaert_arbejde"
    over = person(efforts=(Spell(code, date(2010, 11, 1), date(2010, 11, 14)),))
    assert state_of(over, THEN, NOW) == "ophoert_uden_kendt_aarsag"


def test_revalideringsydelse_on_the_day_is_education() -> None:
    benefit = Spell("revalideringsydelse", date(2010, 1, 1), None)
    held = person(("ordinaert_arbejde", "2010-05-01"), benefits=(benefit,), cases=(CASE,))
    assert state_of(held, THEN, NOW) == "uddannelse_eller_revalidering"


def test_shares_leave_out_the_dead_and_add_up_without_them(tmp_path: Path) -> None:
    rows = in_focus(A, B, C)
    rows["bif_ydelser"][1] = f"{B};kontanthjaelp;01-02-2007;01-06-2010"
    rows["bif_afgange"] = [f"{A};doed;01-05-2010", f"{B};ordinaert_arbejde;01-06-2010"]
    tables = recount(delivery(tmp_path, **rows), "outcome_followup", 2010)
    found = {
        row["state"]: (row["persons"]["value"], row["share"]["value"])
        for row in tables["outcome_states"]
    }
    assert {state: pair for state, pair in found.items() if pair != (0, 0.0)} == {
        "doed_eller_fraflyttet": (1, None),
        "ordinaert_arbejde": (1, 0.5),
        "ydelse_og_sag": (1, 0.5),
    }
    assert len(found) == 9


def test_those_who_cannot_be_followed_bound_the_share_in_work(tmp_path: Path) -> None:
    rows = in_focus(A, B)
    rows["bif_ydelser"][1] = f"{B};kontanthjaelp;01-02-2007;01-06-2010"
    rows["bif_afgange"] = [f"{B};ordinaert_arbejde;01-06-2010"]
    rows["sof_sager"] += [
        f"{LETTERS};handicappede;01-02-2007;",
        "150779CD34;uden_saerlige_behov;01-02-2007;",
        "150779EF56;handicappede;16-11-2009;",  # not yet there a year before
    ]
    tables = recount(delivery(tmp_path, **rows), "outcome_followup", 2010)
    rates = {row["case"]: row["rate"]["value"] for row in tables["outcome_bounds"]}
    assert rates == {
        "reported": 1 / 2,
        "unlinkable_none_in_work": 1 / 3,
        "unlinkable_all_in_work": 2 / 3,
    }
    assert the_row(tables, "outcome_cohort")["persons"] == 2


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        (date(2008, 2, 29), 2007, date(2007, 2, 28)),
        (date(2009, 2, 28), 2008, date(2008, 2, 28)),
        (date(2010, 11, 15), 2009, date(2009, 11, 15)),
    ],
)
def test_a_year_before_is_the_same_day(day: date, year: int, expected: date) -> None:
    assert on_day_of(day, year) == expected


def test_a_person_counts_once_per_scheme_and_is_sofs_when_both_coordinate(tmp_path: Path) -> None:
    folder = delivery(
        tmp_path,
        samarbejde=[
            f"{A};ressourceforloeb;BIF;01-01-2014;15-11-2014",
            f"{A};ressourceforloeb;SOF;15-11-2014;",
            f"{A};ressourceforloeb;SOF;01-11-2014;",
            f"{B};ressourceforloeb;BIF;01-01-2014;",
            f"{B};ressourceforloeb;SOF;16-11-2014;",
            f"{C};kontaktmodel;SOF;01-01-2014;14-11-2014",
            f"{LETTERS};videosamtale;BIF;01-01-2014;",
            f"{LETTERS};videosamtale;SOF;01-01-2014;",
        ],
    )
    tables = recount(folder, "cooperation_status", 2014)
    found = {
        row["scheme"]: tuple(row[name]["value"] for name in ("persons", "coordinated_by_sof"))
        for row in tables["cooperation_status"]
    }
    assert found == {
        "ressourceforloeb": (2, 1),
        "udskrivningskoordinator": (0, 0),
        "helhedsorienteret_mentor": (0, 0),
        "kontaktmodel": (0, 0),
        "videosamtale": (2, 1),  # one local number of each administration: two people
        "kombinationsforloeb": (0, 0),
    }
    assert the_row(tables, "cooperation_status", scheme="kontaktmodel")["rate"] is None


def test_without_the_optional_tables_the_reports_are_not_made(tmp_path: Path) -> None:
    counted = read_people(delivery(tmp_path, **in_focus(A)))
    assert not counted.can_make("outcome_followup")
    assert not counted.can_make("cooperation_status")
    assert counted.can_make("plan_coverage")
    assert counted.tables("plan_coverage", Settings(2009))["plan_offers"]
