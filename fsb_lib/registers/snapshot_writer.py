"""Writing a snapshot: one Parquet file per table, the persons, and `snapshot.json`.

The same kept rows give the same bytes: no clock, no path, fixed order and fixed settings.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from fsb_lib import cpr
from fsb_lib.contract import CONTRACT_VERSION, RegisterTable
from fsb_lib.registers.codes import NO_CODE, code_list
from fsb_lib.registers.dates import NO_DATE
from fsb_lib.registers.kept_rows import PERSON, KeptDelivery, KeptTable, Persons
from fsb_lib.registers.snapshot_files import CHANGES, DESCRIPTION, IDENTITIES, file_hash

SEXES: Final = ("kvinde", "mand")
_ROWS_AT_A_TIME = 122_880  # what DuckDB reads at a time

IDENTITY_SCHEMA: Final = pa.schema(
    {PERSON: pa.string(), "born": pa.date32(), "sex": pa.string(), "replacement": pa.bool_()}
)


def schema(register: RegisterTable) -> pa.Schema:
    """The columns of a table in a snapshot: `person`, then the contract's without `cpr`."""
    types = {
        column.name: pa.date32() if column.name in register.dates else pa.string()
        for column in register.columns
        if column.name not in register.cpr_columns
    }
    return pa.schema([(PERSON, pa.string()), *types.items()])


def write_snapshot(
    kept: KeptDelivery, folder: Path, *, synthetic: bool, sources: Mapping[str, dict[str, Any]]
) -> None:
    """Fills an empty folder. `sources`: what `snapshot.json` says of each delivered table."""
    files = {}
    for table in kept.tables:
        if table.register.name != CHANGES:
            path = folder / f"{table.register.name}.parquet"
            _write(path, schema(table.register), _table_batches(table, kept.persons))
            files[path.name] = file_hash(path)
    path = folder / f"{IDENTITIES}.parquet"
    _write(path, IDENTITY_SCHEMA, _identity_batches(kept.persons))
    files[path.name] = file_hash(path)
    description = {
        "contract_version": CONTRACT_VERSION,
        "synthetic": synthetic,
        "files": files,
        "tables": sources,
    }
    text = json.dumps(description, sort_keys=True, indent=1) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def _write(path: Path, columns: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(path, columns, compression="zstd", store_schema=False) as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=_ROWS_AT_A_TIME)


def _slices(n_rows: int) -> Iterator[slice]:
    for start in range(0, n_rows, _ROWS_AT_A_TIME):
        yield slice(start, start + _ROWS_AT_A_TIME)


def _table_batches(table: KeptTable, persons: Persons) -> Iterator[pa.RecordBatch]:
    columns = {column.name: column for column in table.register.columns}
    for rows in _slices(table.n_rows):
        arrays = [_hex(persons.pseudonyms[table.columns[PERSON][rows]])]
        for field in list(schema(table.register))[1:]:
            values = table.columns[field.name][rows]
            if pa.types.is_date32(field.type):
                arrays.append(_dates(values))
            else:
                texts = pa.array(code_list(columns[field.name]).texts)
                places = pa.array(values.astype(np.int32), mask=values == NO_CODE)
                arrays.append(texts.take(places))
        yield pa.record_batch(arrays, schema=schema(table.register))


def _identity_batches(persons: Persons) -> Iterator[pa.RecordBatch]:
    """One row per person, as the last of the person's numbers tells."""
    for rows in _slices(len(persons.identities)):
        facts = cpr.number_facts(persons.identities[rows] // 4)
        sexes = pa.array(facts.sex.astype(np.int32), mask=facts.sex == cpr.UNKNOWN_SEX)
        yield pa.record_batch(
            [
                _hex(persons.pseudonyms[rows]),
                _dates(facts.born),
                pa.array(SEXES).take(sexes),
                pa.array(facts.kind != cpr.REAL),
            ],
            schema=IDENTITY_SCHEMA,
        )


def _dates(days: NDArray[np.int32]) -> pa.Array:
    return pa.array(days, pa.int32(), mask=days == NO_DATE).cast(pa.date32())


def _hex(pseudonyms: NDArray[Any]) -> pa.Array:
    text = pseudonyms.tobytes().hex().encode()
    starts = np.arange(len(pseudonyms) + 1, dtype=np.int32) * 64
    return pa.StringArray.from_buffers(len(pseudonyms), pa.py_buffer(starts), pa.py_buffer(text))
