"""Writes a synthetic city as a delivery: the folder of text files that the contract describes."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

import fsb_lib
from fsb_lib.domain.contract import Kind, RegisterTable, table
from fsb_lib.synthetic.files.synthetic_folder import FIRST_LINE, MARKER, appearing

OPTIONS = csv.WriteOptions(delimiter=";", quoting_style="none", quoting_header="none")
CENTURY_FIRST, CENTURY_LAST = date(1900, 1, 1), date(2100, 12, 31)


def write_delivery(city: Mapping[str, pa.Table], folder: Path) -> None:
    """Write every table of a synthetic city, and the file that says what the folder is.

    Text in UTF-8, semicolons, dates dd-mm-yyyy, CPR numbers DDMMYY-XXXX. What the
    city was made from (`n_recipients`, `seed`) comes with its tables' metadata and is told in
    the marker file. The folder appears complete or not at all; an earlier synthetic delivery is
    replaced, anything else raises UsageError and stays untouched.
    """
    with appearing(folder) as staging:
        for name, rows in city.items():
            csv.write_csv(as_text(table(name), rows), staging / f"{name}.csv", OPTIONS)
        n_rows = {name: rows.num_rows for name, rows in city.items()}
        (staging / MARKER).write_text(marker_text(city, n_rows), encoding="utf-8")


def as_text(register: RegisterTable, rows: pa.Table) -> pa.Table:
    """The table as a register system would print it: every column text, empty for null."""
    columns = {}
    for column in register.columns:
        if column.name not in rows.schema.names:
            continue
        values = rows.column(column.name)
        if column.kind is Kind.CPR:
            values = _with_dash(values)
        elif column.kind in (Kind.KEY_DATE, Kind.PLAIN_DATE):
            values = _danish_dates(values)
        columns[column.name] = values
    return pa.table(columns)


def _with_dash(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    birth = pc.utf8_slice_codeunits(numbers, 0, 6)
    return pc.binary_join_element_wise(birth, pc.utf8_slice_codeunits(numbers, 6), "-")


def _danish_dates(dates: pa.ChunkedArray) -> pa.ChunkedArray:
    """dd-mm-yyyy, looked up in a calendar: formatting each row is many times slower."""
    first = np.datetime64(CENTURY_FIRST, "D")
    days = np.arange(first, np.datetime64(CENTURY_LAST, "D") + 1)
    iso = np.datetime_as_string(days)
    calendar = pa.array([f"{text[8:]}-{text[5:7]}-{text[:4]}" for text in iso.tolist()])
    offsets = pc.subtract(dates.cast(pa.int32()), int(first.astype(np.int64)))
    return calendar.take(offsets.combine_chunks())


def marker_text(
    city: Mapping[str, pa.Table], n_rows: Mapping[str, int], more: Sequence[str] = ()
) -> str:
    """What the folder is, in Danish, with what it was made from and how many rows it holds."""
    metadata = next(iter(city.values())).schema.metadata or {}
    origin = {key.decode(): value.decode() for key, value in metadata.items()}
    names = {"n_recipients": "Ydelsesmodtagere 15-11-2007", "seed": "Startværdi (seed)"}
    lines = [
        FIRST_LINE,
        "",
        "Denne mappe er en syntetisk tvillingeby. Ingen person i den findes.",
        "CPR-numrene er opdigtede: de opfylder ikke modulus 11, og ingen er dateret 1. januar,",
        "så de kan ikke tilhøre nogen.",
        "Byen er lavet, så de offentliggjorte tal genfindes, når den måles. Alt andet i den er",
        "opfundet og siger intet om København.",
        *more,
        "",
        f"Program: fsb {fsb_lib.__version__}",
        *(f"{label}: {origin[name]}" for name, label in names.items() if name in origin),
        "",
        "Rækker:",
        *(f"  {name}: {n}" for name, n in n_rows.items()),
        "",
    ]
    return "\n".join(lines)
