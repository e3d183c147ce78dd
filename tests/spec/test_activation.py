"""D4: the activation rate, its targets and its sensitivities, worked out by hand."""

from datetime import date

import pytest

from fsb_lib.domain.measured_table import Ratio
from fsb_lib.measures import activation, linkage
from tests.drawn import everybody, registers

DAY = date(2009, 11, 15)


def persons(efforts: str, **more: str):
    drawn = registers(
        bif_ydelser="""
        person | ydelse        | fra        | til
        anna   | kontanthjaelp | 2008-01-01 |
        bent   | kontanthjaelp | 2008-01-01 |
        carl   | sygedagpenge  | 2008-01-01 |
        """,
        sof_sager="""
        person  | maalgruppe              | fra        | til
        anna    | handicappede            | 2008-01-01 |
        bent    | misbrugere_i_behandling | 2008-01-01 |
        carl    | handicappede            | 2008-01-01 |
        unknown | handicappede            | 2008-01-01 |
        """,
        bif_matchvurderinger="""
        person | system | kode | vurderet
        anna   | match5 | 4    | 2008-01-01
        bent   | match5 | 5    | 2008-01-01
        carl   | match5 | 5    | 2008-01-01
        """,
        identities="person | replacement\nunknown | ja",
        bif_indsatser=efforts,
        **more,
    )
    return everybody(drawn, DAY)


def rate(efforts: str) -> Ratio:
    return activation.overall_rate(persons(efforts))


def test_overlapping_efforts_count_once() -> None:
    found = rate("""
    person | indsats            | fra        | til
    anna   | virksomhedspraktik | 2009-01-01 |
    anna   | revalidering       | 2009-01-01 | 2009-11-15
    """)
    assert (found.numerator, found.denominator) == (1, 2)


@pytest.mark.parametrize(
    ("code", "counts"),
    [("forrevalidering", 1), ("nytteindsats", 1), ("mentor", 0), ("samtale", 0)],
)
def test_mentor_and_conversations_are_not_activation(code: str, counts: int) -> None:
    drawn = f"person | indsats | fra | til\nanna | {code} | 2009-01-01 |"
    assert rate(drawn).numerator == counts


def test_each_sensitivity_changes_one_assumption() -> None:
    rates = activation.rates_by_assumption(
        persons("""
        person | indsats      | fra        | til
        anna   | revalidering | 2009-11-01 | 2009-11-14
        bent   | mentor       | 2009-01-01 |
        carl   | loentilskud  | 2009-01-01 |
        """)
    )
    table = activation.sensitivity(rates, DAY)
    found = {row.keys[0]: (row.values["activated"], row.values["persons"]) for row in table.rows}
    assert found == {
        "reference_date": (0, 2),
        "any_day_in_month": (1, 2),  # anna, until the day before
        "all_benefits": (1, 3),  # carl joins by his code
        "without_retraining": (0, 2),
        "mentor_counted": (1, 2),  # bent
        "unlinkable_none_activated": (0, 3),
        "unlinkable_all_activated": (1, 3),
    }


def test_without_retraining_is_a_part_of_the_focus_population() -> None:
    drawn = registers(
        bif_ydelser="""
        person | ydelse              | fra        | til
        anna   | revalideringsydelse | 2008-01-01 |
        bent   | revalideringsydelse | 2008-01-01 |
        bent   | starthjaelp         | 2008-01-01 |
        carl   | anden_ydelse        | 2008-01-01 |
        """,
        sof_sager="""
        person | maalgruppe   | fra        | til
        anna   | handicappede | 2008-01-01 |
        bent   | handicappede | 2008-01-01 |
        carl   | handicappede | 2008-01-01 |
        """,
        bif_matchvurderinger="""
        person | system | kode | vurderet
        anna   | match5 | 4    | 2008-01-01
        bent   | match5 | 5    | 2008-01-01
        carl   | match5 | 5    | 2008-01-01
        """,
        bif_indsatser="""
        person | indsats      | fra        | til
        anna   | revalidering | 2008-01-01 |
        """,
    )
    rates = activation.rates_by_assumption(everybody(drawn, DAY))
    found = {name: (rate.numerator, rate.denominator) for name, rate in rates.items()}
    assert found["reference_date"] == (1, 2)
    assert found["without_retraining"] == (0, 1)
    assert found["all_benefits"] == (1, 2)  # carl's benefit never placed anybody


def test_the_target_is_held_against_every_assumption() -> None:
    rates = dict.fromkeys(activation.SENSITIVITIES, Ratio(1, 2)) | {
        "all_benefits": Ratio(1, 3),  # 40 % of 3 is 1.2: two are needed, one is missing
        "unlinkable_all_activated": Ratio(0, 0),
    }
    (table,) = activation.verdicts(rates, DAY)
    found = {
        row.keys[0]: (row.values["missing_persons"], row.values["reached"]) for row in table.rows
    }
    assert found == dict.fromkeys(activation.SENSITIVITIES, (0, 1)) | {
        "all_benefits": (1, 0),
        "unlinkable_all_activated": (0, None),  # nobody: cannot be judged
    }


def test_there_are_no_verdicts_in_a_year_without_a_target() -> None:
    rates = dict.fromkeys(activation.SENSITIVITIES, Ratio(1, 2))
    assert activation.verdicts(rates, date(2007, 11, 15)) == []


def test_unlinkable_persons_bound_a_count() -> None:
    table = linkage.unlinkable_bounds(persons("person | indsats | fra | til"), 2)
    found = {row.keys[0]: row.values["persons"] for row in table.rows}
    assert found == {"reported": 2, "all_unlinkable": 3}  # the person on a replacement number


def test_match_groups_are_those_of_the_system_in_force() -> None:
    table = activation.by_match_class(persons("person | indsats | fra | til"))
    found = {row.keys: row.values["persons"] for row in table.rows}
    assert found["handicappede", "4"] == found["misbrugere_i_behandling", "5"] == 1
    assert found["i_alt", "i_alt"] == 2
    assert len(found) == 4 * 3
