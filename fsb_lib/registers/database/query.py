"""The question that a database is asked for one table: the contract's columns, as text, in order.

    SELECT CAST(cpr AS TEXT), ydelse, CAST(fra AS TEXT), CAST(til AS TEXT)
    FROM bif_sof.bif_ydelser ORDER BY cpr, ydelse, fra, til

Everything comes as text, so that the rules for files judge databases too, and two databases
that hold the same come out the same. Other columns of the table never leave the database.

A row's number is its place, from 1, when the table is sorted by the contract's columns in the
contract's order, missing values last: the order that anybody can ask the database for again.
A declared source is sorted by the columns that it names, in the table's own order.
"""

from collections.abc import Collection, Mapping

import ibis
import ibis.expr.types as ir

_WHOLE_BELOW = 1e15  # what a floating number holds exactly, and no CPR number exceeds
_ENDLESS = "infinity"  # PostgreSQL's and DuckDB's open end


def unread_columns(table: ir.Table, places: Mapping[str, str]) -> list[str]:
    """The contract's columns that are of a type that is not read."""
    schema = table.schema()
    return [name for name, column in places.items() if not is_read(schema[column])]


def rounded_columns(table: ir.Table, places: Mapping[str, str]) -> list[str]:
    """The contract's columns of floats of 2 or 4 bytes, which do not hold ten digits."""
    schema = table.schema()
    kinds = {name: schema[column] for name, column in places.items()}
    return [name for name, kind in kinds.items() if kind.is_float16() or kind.is_float32()]


def as_asked(table: ir.Table, places: Mapping[str, str], moments: Collection[str] = ()) -> ir.Table:
    """The table as text, sorted by the columns asked for in their order.

    `places`: the table's own name of each of them. `moments`: those that keep their time.
    """
    ordered = table.order_by([table[own] for own in places.values()])
    return ordered.select(
        **{
            name: (_moment_text if name in moments else as_text)(ordered[own])
            for name, own in places.items()
        }
    )


def is_read(kind: ibis.DataType) -> bool:
    """Text, numbers and days; `unknown` is what Ibis calls PostgreSQL's domains and enums."""
    asked = (
        kind.is_string,
        kind.is_integer,
        kind.is_floating,
        kind.is_decimal,
        kind.is_date,
        kind.is_timestamp,
        kind.is_unknown,
    )
    return any(is_kind() for is_kind in asked)


def as_text(column: ir.Column) -> ir.Value:
    """A column as the text that a file of it would hold."""
    kind = column.type()
    if kind.is_string():
        return column
    if kind.is_timestamp():
        day = _day_text(column.cast("date"))
        return day if kind.timezone else _with_shifted_hour(day, column)
    if kind.is_date() or kind.is_unknown():
        return _day_text(column)
    if kind.is_integer():
        return column.cast("string")
    return _number_text(column)


def _moment_text(column: ir.Column) -> ir.Value:
    """A moment with its time in Copenhagen, so that two of one day can be put in order; anything
    else as it always is.
    """
    if not column.type().is_timestamp():
        return as_text(column)
    # One number for the time: SQL Server doubles what is written at every text joined to another.
    time = column.hour().cast("int64") * 10_000 + column.minute() * 100 + column.second()
    clock, fraction = _padded(time, 6), _padded(column.microsecond(), 6)
    return _day_text(column.cast("date")) + " " + clock + "." + fraction


def _padded(number: ir.Value, places: int) -> ir.Value:
    """A number with zeros in front."""
    return (number.cast("int64") + 10**places).cast("string").substr(1, places)


def _day_text(column: ir.Column) -> ir.Value:
    """A day as yyyy-mm-dd, and an endless one as none."""
    return column.cast("string").nullif(_ENDLESS)


def _with_shifted_hour(day: ir.Value, moment: ir.Column) -> ir.Value:
    """The day, with the time where that is what a midnight in UTC would be."""
    hour = moment.hour()
    whole = (moment.minute() == 0) & (moment.second() == 0)
    timed = day + " " + hour.cast("string") + ":00"
    return ibis.ifelse(whole & ((hour == 22) | (hour == 23)), timed, day)


def _number_text(column: ir.Column) -> ir.Value:
    """A whole number without decimals: a CPR number in a column of fractions is one."""
    text = column.cast("string").nullif("NaN").nullif("nan")  # how some write a missing number
    # In two steps: a number too large for an integer must not be made one even to be compared.
    whole = ibis.ifelse(column == column.floor(), column.cast("int64").cast("string"), text)
    return ibis.ifelse(column.abs() < _WHOLE_BELOW, whole, text)
