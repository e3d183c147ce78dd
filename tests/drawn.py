"""Registers drawn as text: what a test counts is what its reader sees.

person | ydelse        | fra        | til
anna   | kontanthjaelp | 2007-01-01 |
"""

from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fsb_lib.domain import contract
from fsb_lib.domain.contract import Kind
from fsb_lib.domain.vocabulary import codes
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.measurements import Measurements
from fsb_lib.measures.populations import Rules

RULES = Rules(codes("maalgruppe"), ("kontanthjaelp", "starthjaelp", "revalideringsydelse"))


def registers(**drawn: str) -> dict[str, ir.Table]:
    """The snapshot's tables; a table that is not drawn is empty.

    Everybody drawn anywhere is a woman born on 2 February 1970 on an ordinary number, unless
    `identities` says otherwise.
    """
    rows = {name: _rows(text) for name, text in drawn.items()}
    everybody = sorted({row["person"] for table in rows.values() for row in table})
    known = {row["person"]: row for row in rows.pop("identities", [])}
    ordinary = {"born": "1970-02-02", "sex": "kvinde", "replacement": "nej"}
    rows["identities"] = [{"person": p, **ordinary, **known.get(p, {})} for p in everybody]
    tables = {name: _table(schema, rows.get(name, [])) for name, schema in _schemas().items()}
    connection = ibis.duckdb.connect()
    return {name: connection.create_table(name, table) for name, table in tables.items()}


def everybody(drawn: dict[str, ir.Table], day: date) -> Measurement:
    """Who is there on a day, with all that is counted of them."""
    return Measurements(drawn, RULES).everybody.on(day)


def _rows(text: str) -> list[dict[str, str | None]]:
    header, *lines = [line for line in text.splitlines() if line.strip()]
    names = [name.strip() for name in header.split("|")]
    return [
        dict(zip(names, [cell.strip() or None for cell in line.split("|")], strict=True))
        for line in lines
    ]


def _schemas() -> dict[str, pa.Schema]:
    schemas = {}
    for table in contract.TABLES:
        fields = [("person", pa.string())]
        for column in table.columns:
            if column.kind is not Kind.CPR:
                fields.append(
                    (column.name, pa.date32() if column.name in table.dates else pa.string())
                )
        schemas[table.name] = pa.schema(fields)
    person = [("person", pa.string()), ("born", pa.date32()), ("sex", pa.string())]
    return schemas | {"identities": pa.schema([*person, ("replacement", pa.bool_())])}


def _table(schema: pa.Schema, rows: list[dict[str, str | None]]) -> pa.Table:
    columns = {
        field.name: pa.array([_value(field, row.get(field.name)) for row in rows], field.type)
        for field in schema
    }
    return pa.table(columns, schema=schema)


def _value(field: pa.Field, text: str | None) -> object:
    if text is None:
        return None
    if pa.types.is_boolean(field.type):
        return text == "ja"
    return date.fromisoformat(text) if pa.types.is_date(field.type) else text
