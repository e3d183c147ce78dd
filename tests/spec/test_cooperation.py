"""D8: persons in each joint scheme on a day, worked out by hand."""

from datetime import date

import pytest

from fsb_lib.domain.measured_table import MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.vocabulary import codes
from fsb_lib.followups.answers import answers
from fsb_lib.measures import cooperation
from fsb_lib.measures.measurements import Measurements
from fsb_lib.params import read
from tests.drawn import RULES, registers

DAY = date(2014, 11, 15)
SPELLS = """
person | ordning                 | koordinator | fra        | til
anna   | ressourceforloeb        | BIF         | 2014-01-01 |
anna   | ressourceforloeb        | SOF         | 2014-06-01 |
anna   | kontaktmodel            | SOF         | 2014-01-01 |
bent   | ressourceforloeb        | BIF         | 2014-01-01 | 2014-11-15
bent   | ressourceforloeb        | SOF         | 2014-01-01 | 2014-11-14
carl   | ressourceforloeb        | SOF         | 2014-11-16 |
dina   | ressourceforloeb        | BIF         | 2014-11-15 |
dina   | ressourceforloeb        | BIF         | 2014-03-01 | 2015-03-01
erik   | udskrivningskoordinator | SOF         | 2014-01-01 | 2014-11-14
"""


def by_scheme(table: MeasuredTable) -> dict[str, dict[str, MeasuredValue]]:
    return {row.keys[0]: dict(row.values) for row in table.rows}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, MeasuredValue]]:
    members = Measurements(registers(samarbejde=SPELLS), RULES).members.on(DAY)
    return by_scheme(cooperation.status(members))


def test_a_person_counts_once_in_a_scheme_on_the_day(
    found: dict[str, dict[str, MeasuredValue]],
) -> None:
    # anna, bent (last day) and dina (first day, two spells); carl begins the day after.
    assert found["ressourceforloeb"]["persons"] == 3


def test_a_person_in_two_schemes_counts_in_both(
    found: dict[str, dict[str, MeasuredValue]],
) -> None:
    assert found["kontaktmodel"] == {
        "persons": 1, "coordinated_by_sof": 1, "rate": Ratio(1, 1),
    }  # fmt: skip


def test_with_both_coordinators_sof_coordinates_and_only_while_its_spell_covers_the_day(
    found: dict[str, dict[str, MeasuredValue]],
) -> None:
    # anna has both; SOF's spell for bent ended the day before.
    assert found["ressourceforloeb"]["coordinated_by_sof"] == 1
    assert found["ressourceforloeb"]["rate"] == Ratio(1, 3)


def test_every_scheme_is_a_line_and_an_empty_one_has_no_rate(
    found: dict[str, dict[str, MeasuredValue]],
) -> None:
    assert tuple(found) == codes("ordning")
    assert found["udskrivningskoordinator"] == {
        "persons": 0, "coordinated_by_sof": 0, "rate": Ratio(0, 0),
    }  # fmt: skip


def test_the_report_has_the_tables_of_every_report_and_no_bounds() -> None:
    made = answers("cooperation_status", registers(samarbejde=SPELLS), read(year=2014))
    assert [table.id for table in made] == ["cooperation_status", "match_conversion", "linkage"]


def test_schemes_reach_beyond_the_strategy_s_target_group() -> None:
    """Nobody drawn here has a benefit or a case: the scheme alone decides."""
    made = answers("cooperation_status", registers(samarbejde=SPELLS), read(year=2014))
    assert by_scheme(made[0])["ressourceforloeb"]["persons"] == 3
