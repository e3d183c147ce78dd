"""The twin city's joint schemes of 2014 are those that the note of 2015 (S3) prints.

Expected figures are typed from the note: "Ultimo 2014 var der 494 borgere i aktive
ressourceforløb", "Mellem 1/3 og 1/4 [...] har en koordinerende sagsbehandler i SOF", "Primo januar
2015 havde 94 [...] udskrivningskoordinator", "ca. 70 borgere", "12 borgere".
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fsb_lib import params, releases
from fsb_lib.disclosure.protected import ProtectedTable
from fsb_lib.followups.question import rules_of
from fsb_lib.measures import cooperation
from fsb_lib.measures.measurements import Measurements
from fsb_lib.registers.snapshot.open import open_snapshot


@pytest.fixture(scope="module")
def status(twin_city_snapshot: Path) -> ProtectedTable:
    release = releases.cooperation_status(
        params.read(year=2014), str(twin_city_snapshot), "internal"
    )
    return release.table("cooperation_status")


@pytest.mark.parametrize(
    ("scheme", "printed"),
    [("ressourceforloeb", 494), ("udskrivningskoordinator", 94), ("videosamtale", 12)],
)
def test_counts_that_the_note_prints(status: ProtectedTable, scheme: str, printed: int) -> None:
    assert status.cell("persons", scheme).value == printed


def test_about_70_are_in_the_contact_model(status: ProtectedTable) -> None:
    assert 65 <= int(status.cell("persons", "kontaktmodel").value or 0) < 75


def test_between_a_quarter_and_a_third_of_ressourceforloeb_are_coordinated_by_sof(
    status: ProtectedTable,
) -> None:
    share = status.cell("rate", "ressourceforloeb").value
    assert share is not None
    assert Fraction(1, 4) < share < Fraction(1, 3)


@pytest.mark.parametrize(
    ("day", "scheme", "printed"),
    [
        (date(2014, 12, 31), "ressourceforloeb", 494),
        (date(2015, 1, 2), "udskrivningskoordinator", 94),
    ],
)
def test_the_days_that_the_note_itself_names_give_its_figures(
    twin_city_snapshot: Path, day: date, scheme: str, printed: int
) -> None:
    registers = open_snapshot(twin_city_snapshot).tables()
    table = cooperation.status(
        Measurements(registers, rules_of(params.read(year=2014))).members.on(day)
    )
    persons = {row.keys[0]: row.values["persons"] for row in table.rows}
    assert persons[scheme] == printed


YEARS = [2014, *(pytest.param(year, marks=pytest.mark.slow) for year in (2009, 2010, 2011))]


@pytest.mark.parametrize("year", YEARS)
def test_outcomes_add_up_to_the_cohort_and_none_is_empty(
    twin_city_snapshot: Path, year: int
) -> None:
    """A choice of the twin city, not a published fact: every state of D7 has citizens."""
    release = releases.outcome_followup(params.read(year=year), str(twin_city_snapshot), "internal")
    states = release.table("outcome_states")
    persons = [int(states.cell("persons", row.keys[0]).value or 0) for row in states.rows]
    cohort = release.table("outcome_cohort").cell("persons", "focus_population").value
    assert sum(persons) == cohort
    assert min(persons) >= 5
    assert release.warnings == ()
