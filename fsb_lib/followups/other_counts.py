"""Measured tables with other counts in them: what would be if, never what is.

answer, {"focus@2009-11-15/age:18-24": 7}  ->  the same tables where that count stands, with 7,
                                               and every rate of it
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fsb_lib.disclosure.count_names import (
    PrintedCount,
    column_names,
)
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.followups.protect_year import Answer

Counts = Mapping[str, int]


def counts_of(answers: Iterable[Answer]) -> dict[str, int]:
    """Every printed count by its name."""
    return {
        cell.name: cell.value
        for answer in answers
        for cell in answer.printed
        if isinstance(cell, PrintedCount)
    }


def with_counts(answer: Answer, counts: Counts) -> Answer:
    """The answer with these counts; those that are not named stay."""
    letters = answer.letters
    return replace(answer, tables=tuple(_table(one, letters, counts) for one in answer.tables))


def _table(table: MeasuredTable, letters: Mapping[str, str], counts: Counts) -> MeasuredTable:
    return replace(table, rows=tuple(_row(table.id, row, letters, counts) for row in table.rows))


def _row(
    table_id: str, row: MeasuredRow, letters: Mapping[str, str], counts: Counts
) -> MeasuredRow:
    values = dict(row.values)
    for column, names in column_names(table_id, row.keys, letters).items():
        value = values.get(column)
        if isinstance(names, str) and isinstance(value, int):
            values[column] = counts.get(names, value)
        elif isinstance(value, Ratio) and not isinstance(names, str):
            part, whole = names
            values[column] = replace(
                value,
                numerator=counts.get(part, value.numerator),
                denominator=counts.get(whole, value.denominator),
            )
    return MeasuredRow(row.keys, values)
