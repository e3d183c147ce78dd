"""The tables of a schema under foreign names, looked at where they lie.

A part of each table's rows tells what its columns hold; the values of those that hold few are
counted by the database, over all rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np

from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.database.answered_rows import as_texts, batches
from fsb_lib.registers.database.connection import Backend, opened
from fsb_lib.registers.database.delivery import table_names
from fsb_lib.registers.database.query import as_text, is_read
from fsb_lib.registers.database.table import is_database_error
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.mapping_draft.look import (
    MOST_TEXTS,
    ColumnLook,
    ForeignValue,
    SourceLook,
    few_values,
    looked_at,
)

_LOOKED_AT: Final = 20_000  # rows


def look_at_schema(address: DatabaseAddress) -> list[SourceLook]:
    """Every table and view of the schema. Errors: as of connecting, and the database's own."""
    with opened(address) as backend:
        names = table_names(backend, address)
        return [_look_at_table(backend, address, name) for name in names]


def _look_at_table(backend: Backend, address: DatabaseAddress, name: str) -> SourceLook:
    try:
        table = backend.table(name, database=address.schema)
        columns = [one for one in table.columns if is_read(table.schema()[one])]
        if not columns:
            return SourceLook(name, why_not="no column of texts, numbers or dates")
        asked = table.limit(_LOOKED_AT).select(
            **{str(place): as_text(table[one]) for place, one in enumerate(columns)}
        )
        look = looked_at(name, columns, _texts(backend, address, asked))
        counted = [_counted(backend, address, table, one) for one in look.columns]
    except Exception as error:
        if not is_database_error(error):
            raise
        return SourceLook(name, why_not="a table that may not be read")
    return replace(look, columns=tuple(counted))


def _texts(backend: Backend, address: DatabaseAddress, asked: ir.Table) -> Iterator[TextBatch]:
    for batch in batches(backend, address.dialect, asked):
        lines = np.arange(len(batch), dtype=np.int64)
        yield TextBatch(lines, tuple(map(as_texts, batch.columns)))


def _counted(
    backend: Backend, address: DatabaseAddress, table: ir.Table, look: ColumnLook
) -> ColumnLook:
    """The column with the rows of each of its values, if those are few."""
    if look.values is None:
        return look
    texts = table.select(value=as_text(table[look.name])).group_by("value")
    asked = texts.agg(n_rows=ibis._.count()).limit(MOST_TEXTS + 1)
    rows = {
        (text or "").strip(): n_rows
        for batch in batches(backend, address.dialect, asked)
        for text, n_rows in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    }
    values: dict[str, ForeignValue] | None = few_values(rows) if len(rows) <= MOST_TEXTS else None
    return replace(look, values=values)
