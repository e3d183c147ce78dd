"""Every measure's worked example: six drawn persons, the rows worked out by hand, the program's."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from fsb_lib.domain.declared_tables import all_tables, declared
from fsb_lib.domain.definitions import (
    NOT_AVAILABLE,
    PERSONS_OF_AN_EXAMPLE,
    WorkedExample,
    all_measures,
    drawn_rows,
    measure,
    measure_ids,
)
from fsb_lib.domain.measured_table import MeasuredTable, MeasuredValue, Ratio
from fsb_lib.followups.answers import answers
from fsb_lib.params import read
from tests.drawn import registers

# What a reader takes for a result; rows of a delivery and verdicts are neither.
EXPLAINED_UNITS = {"persons", "rate", "points"}


def table_of(example: WorkedExample) -> MeasuredTable:
    params = read(year=example.year, **example.parameters)
    tables = answers(example.report, registers(**example.registers), params)
    return next(table for table in tables if table.id == example.table)


def differences(example: WorkedExample, table: MeasuredTable) -> list[str]:
    """Every expected cell that the table does not hold, in words."""
    found = {row.keys: row.values for row in table.rows}
    keys = list(declared(example.table).keys)
    wrong = []
    for row in example.rows:
        codes = tuple(row[key] or "" for key in keys)
        if codes not in found:
            wrong.append(f"{codes}: no such row")
            continue
        for name in row.keys() - set(keys):
            if plain(found[codes][name]) != drawn(row[name]):
                wrong.append(f"{codes} {name}: {plain(found[codes][name])}, by hand {row[name]}")
    return wrong


def plain(value: MeasuredValue) -> Fraction | int | None:
    return value.value if isinstance(value, Ratio) else value


def drawn(text: str | None) -> Fraction | None:
    assert text is not None, "an expected cell is never empty"
    return None if text == NOT_AVAILABLE else Fraction(text)


@pytest.mark.parametrize("measure_id", measure_ids())
def test_the_program_gives_what_the_example_works_out_by_hand(measure_id: str) -> None:
    example = measure(measure_id).example
    assert example.rows
    assert differences(example, table_of(example)) == []


@pytest.mark.parametrize("measure_id", measure_ids())
def test_the_example_is_about_a_column_of_its_measure(measure_id: str) -> None:
    definition = measure(measure_id)
    columns = set(definition.columns[definition.example.table])
    assert columns & definition.example.rows[0].keys()


@pytest.mark.parametrize("measure_id", measure_ids())
def test_the_example_has_six_persons_and_each_stands_in_a_register(measure_id: str) -> None:
    example = measure(measure_id).example
    drawn_persons = {
        row["person"] for text in example.registers.values() for row in drawn_rows(text)
    }
    assert len(example.persons) == PERSONS_OF_AN_EXAMPLE
    assert drawn_persons == example.persons.keys()


def shown_columns() -> Iterator[tuple[str, str]]:
    """(table, column) of every count of persons, rate or difference of rates in any report."""
    for table in all_tables():
        for column, spec in table.measures.items():
            if spec.unit in EXPLAINED_UNITS:
                yield table.id, column


def explained_by_their_measure() -> Iterator[tuple[str, str]]:
    """Columns that name their measure in the declaration, and the counts that such a rate is of."""
    for table in all_tables():
        for column, spec in table.measures.items():
            if spec.measure:
                yield table.id, column
                yield from ((table.id, other) for other in spec.of)


def test_every_column_that_shows_a_result_has_a_definition_and_no_other_is_named() -> None:
    named = {
        (table, column)
        for definition in all_measures().values()
        for table, columns in definition.columns.items()
        for column in columns
    }
    shown = set(shown_columns()) - set(explained_by_their_measure())
    there = set(shown_columns())
    assert {"without a definition": shown - named, "named but not there": named - there} == {
        "without a definition": set(),
        "named but not there": set(),
    }


def test_the_unit_of_the_first_column_is_the_unit_of_the_measure() -> None:
    wrong = [
        (measure_id, table)
        for measure_id, definition in all_measures().items()
        for table, columns in definition.columns.items()
        if declared(table).measures[columns[0]].unit != definition.unit
    ]
    assert wrong == []


class TestAPlantedFaultIsCaught:
    """The comparison itself, given a program or an example that is wrong."""

    def of_rate(self, **changed: Any) -> list[str]:
        example = measure("activation_rate").example
        told = example.model_copy(update=changed)
        return differences(told, table_of(told))

    def test_none_without_a_fault(self) -> None:
        assert self.of_rate() == []

    def test_a_count_that_is_one_off(self) -> None:
        expected = measure("activation_rate").example.expected.replace("| 5 ", "| 6 ")
        assert self.of_rate(expected=expected) == ["('i_alt',) persons: 5, by hand 6"]

    def test_a_rate_over_another_base(self) -> None:
        expected = measure("activation_rate").example.expected.replace("2/5", "2/6")
        assert self.of_rate(expected=expected) == ["('i_alt',) rate: 2/5, by hand 2/6"]

    def test_a_row_that_the_table_does_not_have(self) -> None:
        expected = measure("activation_rate").example.expected.replace("i_alt", "alle ")
        assert self.of_rate(expected=expected) == ["('alle',): no such row"]

    def test_an_effort_that_ends_a_day_earlier(self) -> None:
        drawn_tables = dict(measure("activation_rate").example.registers)
        drawn_tables["bif_indsatser"] = drawn_tables["bif_indsatser"].replace(
            "2009-11-15", "2009-11-14"
        )
        assert "('i_alt',) activated: 1, by hand 2" in self.of_rate(registers=drawn_tables)
