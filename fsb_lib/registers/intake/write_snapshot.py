"""Writing a snapshot: one Parquet file per table, the persons, `snapshot.json` and
`numbers.keyed`, the delivery's CPR numbers as keyed hashes for the check before release.

The same kept rows give the same bytes: no clock, no path, fixed order and fixed settings.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.domain.contract import CONTRACT_VERSION, RegisterTable
from fsb_lib.registers.intake.judged_table import JudgedTable
from fsb_lib.registers.intake.kept_rows import PERSON, KeptDelivery
from fsb_lib.registers.intake.linking import LinkedPersons
from fsb_lib.registers.remarks import IntakeRemark, as_entries
from fsb_lib.registers.rows.codes import NO_CODE, code_list
from fsb_lib.registers.rows.column_file import Columns, joined
from fsb_lib.registers.rows.dates import NO_DATE
from fsb_lib.registers.rows.row_store import ascending
from fsb_lib.registers.snapshot_files import CHANGES, DESCRIPTION, IDENTITIES, file_hash
from fsb_lib.scanner.known_numbers import NUMBERS, number_file

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


def write_tables(kept: KeptDelivery, folder: Path) -> dict[str, str]:
    """Writes the tables and the persons into an empty folder; the hash of each file by name.

    Afterwards every table of `kept` has been read to its end.
    """
    files = {}
    for table in kept.tables:
        if table.register.name == CHANGES:
            for _ in table.pieces():  # counted, not written
                pass
            continue
        path = folder / f"{table.register.name}.parquet"
        batches = _table_batches(table.register, table.pieces(), kept.persons)
        _write(path, schema(table.register), batches)
        files[path.name] = file_hash(path)
    path = folder / f"{IDENTITIES}.parquet"
    _write(path, IDENTITY_SCHEMA, _identity_batches(kept.persons))
    return {**files, path.name: file_hash(path)}


def write_description(
    folder: Path,
    files: Mapping[str, str],
    *,
    synthetic: bool,
    sources: Mapping[str, dict[str, Any]],
    remarks: Iterable[IntakeRemark],
) -> None:
    """Writes `snapshot.json`. `sources`: what it says of each delivered table."""
    description = {
        "contract_version": CONTRACT_VERSION,
        "synthetic": synthetic,
        "files": files,
        "tables": sources,
        "remarks": as_entries(remarks),
    }
    text = json.dumps(description, sort_keys=True, indent=1) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def write_numbers(tables: Iterable[JudgedTable], folder: Path, key: bytes) -> None:
    """Writes `numbers.keyed`, readable by its owner only.

    It holds every number that could be read, also of rows that are dropped and of numbers that
    were changed: whatever the delivery says must not come out.
    """
    numbers = ascending([table.rows.numbers for table in tables])
    all_places = map(cpr.number_text, numbers[numbers != cpr.NO_NUMBER].tolist())
    handle = os.open(folder / NUMBERS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(number_file(all_places, key))


def _write(path: Path, columns: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(path, columns, compression="zstd", store_schema=False) as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=_ROWS_AT_A_TIME)


def _slices(n_rows: int) -> Iterator[slice]:
    for start in range(0, n_rows, _ROWS_AT_A_TIME):
        yield slice(start, start + _ROWS_AT_A_TIME)


def _table_batches(
    register: RegisterTable, pieces: Iterator[Columns], persons: LinkedPersons
) -> Iterator[pa.RecordBatch]:
    columns = {column.name: column for column in register.columns}
    for rows in _full(pieces):
        arrays = [_hex(persons.pseudonyms[rows[PERSON]])]
        for field in list(schema(register))[1:]:
            values = rows[field.name]
            if pa.types.is_date32(field.type):
                arrays.append(_dates(values))
            else:
                texts = pa.array(code_list(columns[field.name]).texts)
                places = pa.array(values.astype(np.int32), mask=values == NO_CODE)
                arrays.append(texts.take(places))
        yield pa.record_batch(arrays, schema=schema(register))


def _full(pieces: Iterator[Columns]) -> Iterator[Columns]:
    """The same rows in pieces of one size, however they come; the last may be shorter."""
    held: list[Columns] = []
    n_held = 0
    for piece in pieces:
        held.append(piece)
        n_held += len(piece[PERSON])
        if n_held >= _ROWS_AT_A_TIME:
            rows = joined(held)
            n_full = n_held - n_held % _ROWS_AT_A_TIME
            for some in _slices(n_full):
                yield {name: values[some] for name, values in rows.items()}
            held = [{name: values[n_full:] for name, values in rows.items()}]
            n_held -= n_full
    if n_held:
        yield joined(held)


def _identity_batches(persons: LinkedPersons) -> Iterator[pa.RecordBatch]:
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
