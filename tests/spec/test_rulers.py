"""D11: one measurement under four definitions, worked out by hand."""

from datetime import date

from fsb_lib.domain import vocabulary
from fsb_lib.measures import rulers
from fsb_lib.measures.days import Registers
from tests.drawn import everybody, registers

BEFORE, AFTER, LATEST = date(2009, 11, 15), date(2010, 11, 15), date(2014, 11, 15)
DEFINITIONS = ("this_report", "match5", "match3", "as_printed")


def city() -> Registers:
    """Everybody has special needs from 2008 on; benefit and assessments differ.

    anna and bent are activated, by an effort that began in 2008.
    """
    return registers(
        bif_ydelser="""
        person | ydelse              | fra        | til
        anna   | kontanthjaelp       | 2008-01-01 |
        bent   | revalideringsydelse | 2008-01-01 |
        carl   | sygedagpenge        | 2008-01-01 |
        dina   | a_dagpenge          | 2008-01-01 |
        erik   | kontanthjaelp       | 2008-01-01 |
        fie    | starthjaelp         | 2008-01-01 | 2009-11-14
        """,
        sof_sager="person | maalgruppe | fra | til\n"
        + "\n".join(
            f"{person} | handicappede | 2008-01-01 |"
            for person in ("anna", "bent", "carl", "dina", "erik", "fie")
        ),
        bif_matchvurderinger="""
        person | system     | kode            | vurderet
        anna   | match5     | 4               | 2008-01-01
        bent   | match5     | 5               | 2008-01-01
        carl   | match5     | 4               | 2008-01-01
        carl   | match3     | 2               | 2010-05-01
        dina   | match5     | 5               | 2008-01-01
        dina   | match3     | 3               | 2010-05-01
        erik   | match5     | 3               | 2008-01-01
        erik   | match3     | 2               | 2010-05-01
        erik   | visitation | aktivitetsparat | 2014-02-01
        fie    | match5     | 5               | 2008-01-01
        """,
        bif_indsatser="""
        person | indsats      | fra        | til
        anna   | loentilskud  | 2008-01-01 |
        bent   | revalidering | 2008-01-01 |
        """,
    )


def counted(day: date) -> dict[str, set[str]]:
    """Who counts by each definition."""
    drawn = city()
    rows = everybody(drawn, day).persons.to_pyarrow().to_pylist()
    return {name: {row["person"] for row in rows if row[name]} for name in DEFINITIONS}


def test_the_five_group_model_placed_cash_benefits_and_unemployment_benefit() -> None:
    found = counted(BEFORE)
    assert found["this_report"] == {"anna", "bent"}
    assert found["match5"] == {"anna", "dina"}  # not bent's revalidering, not carl's sygedagpenge
    assert found["match3"] == {"anna", "bent", "carl", "dina"}  # any benefit; fie has none
    assert found["as_printed"] == {"anna", "dina"}  # match5 in force, nobody assessed otherwise


def test_the_definitions_convert_but_the_registers_as_printed_do_not() -> None:
    found = counted(AFTER)
    assert found["this_report"] == {"anna", "bent", "erik"}  # erik is 2 of three now
    assert found["match5"] == {"anna", "dina", "erik"}
    assert found["match3"] == {"anna", "bent", "carl", "dina", "erik"}
    # anna and bent hold an assessment of the former system; any benefit counts
    assert found["as_printed"] == {"carl", "dina", "erik"}


def test_the_visitation_placed_kontanthjaelp_and_uddannelseshjaelp_only() -> None:
    found = counted(LATEST)
    assert found["as_printed"] == {"erik"}
    assert found["match3"] == {"anna", "bent", "carl", "dina", "erik"}


def test_the_table_has_a_line_for_every_measurement_and_definition() -> None:
    drawn = city()
    table = rulers.by_definition([everybody(drawn, day) for day in (AFTER, BEFORE)])
    found = {row.keys: (row.values["activated"], row.values["persons"]) for row in table.rows}
    assert found == {
        ("2009", "this_report"): (2, 2),
        ("2009", "match5"): (1, 2),
        ("2009", "match3"): (2, 4),
        ("2009", "as_printed"): (1, 2),
        ("2010", "this_report"): (2, 3),
        ("2010", "match5"): (1, 3),
        ("2010", "match3"): (2, 5),
        ("2010", "as_printed"): (0, 3),
    }
    assert list(found) == sorted(found, key=lambda keys: (keys[0], DEFINITIONS.index(keys[1])))
    assert (table.since, table.when) == (BEFORE, AFTER)


def test_a_measurement_without_anybody_has_no_rate() -> None:
    drawn = city()
    table = rulers.by_definition([everybody(drawn, date(2007, 11, 15))])
    assert {row.values["persons"] for row in table.rows} == {0}
    assert {row.values["rate"].value for row in table.rows} == {None}


def test_each_system_says_which_benefits_it_covers() -> None:
    covers = {system.name: system.covers for system in vocabulary.match_systems()}
    assert covers["match5"] == ("kontanthjaelp", "starthjaelp", "a_dagpenge", "uddannelseshjaelp")
    assert covers["match3"] == vocabulary.placeable_benefits()
    assert "anden_ydelse" not in covers["match3"]
    assert covers["visitation"] == ("kontanthjaelp", "uddannelseshjaelp")
    assert all(set(benefits) <= set(vocabulary.codes("ydelse")) for benefits in covers.values())
