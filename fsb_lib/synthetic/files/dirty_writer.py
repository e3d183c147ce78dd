"""Writes a dirty city as a delivery in many forms, with the answers beside the tables.

by/SYNTETISK
by/svar.json               what was planted, per table and kind, with the first row numbers
by/bif_ydelser.csv.gz      the tables, each in its dress
by/SOF_SAGER.TXT
...
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fsb_lib.domain.contract import TABLES
from fsb_lib.synthetic.dirt import DirtyTable, dirty_city
from fsb_lib.synthetic.files.delivery_writer import marker_text
from fsb_lib.synthetic.files.sheet_writer import Cell, workbook
from fsb_lib.synthetic.files.synthetic_folder import ANSWERS, MARKER, appearing

SHEET: Final = ".xlsx"
PARQUET: Final = ".parquet"
_DIRTY = (
    "Der er plantet fejl, dubletter og stavemåder i tabellerne; ingen rigtig række er taget ud.",
    f"Hvad der er plantet, og hvad indlæsningen skal sige om det, står i {ANSWERS}.",
)
_EXTRA_VALUES = ("", "Jf. aftale; se sagen", 'kaldes "Bo"', "to\nlinjer", "1,5")
# What an encoding cannot write is written with the sign nearest to it.
_PLAIN_SIGNS = str.maketrans({"\u2013": "-"})
_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,14}|0")
_MIDNIGHT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} 00:00:00")
_PACKING = 5


@dataclass(frozen=True)
class Dress:
    """How one table is written. `ending` is the file's, with `.gz` when it is packed.

    `encoding` names bytes without their mark; `has_mark` puts one first. `blank_every` leaves a
    blank line after so many rows (0: none). `extra` names a column that no contract knows.
    """

    ending: str = ".csv"
    separator: str = ";"
    encoding: str = "utf-8"
    has_mark: bool = False
    line_end: str = "\n"
    is_quoted: bool = False
    titles: tuple[str, ...] = ()
    total: str = ""
    blank_every: int = 0
    extra: str = ""
    name_in_capitals: bool = False

    @property
    def is_text(self) -> bool:
        """Whether its rows can have too few or too many fields."""
        return self.ending not in (SHEET, PARQUET)


TITLES: Final = ("Udtr\u00e6k fra fagsystem, alle forl\u00f8b; 2006-2015", "", "Dannet 31-03-2015")
DRESSES: Final = (
    Dress(has_mark=True, line_end="\r\n", titles=TITLES, blank_every=97),
    Dress(".csv", ",", is_quoted=True, total="I alt,{n}", extra="Bem\u00e6rkning"),
    Dress(".tsv", "\t", "cp1252", line_end="\r\n", extra="Sagsbehandler", blank_every=301),
    Dress(".txt", ";", "iso-8859-1", titles=TITLES[:1], total="Antal r\u00e6kker: {n}"),
    Dress(".txt", "\t", "utf-16-le", has_mark=True, line_end="\r\n", name_in_capitals=True),
    Dress(".csv.gz", ";", blank_every=53, total="TOTAL;;{n}"),
    Dress(".txt.gz", ",", "cp1252", line_end="\r\n", titles=TITLES[2:]),
    Dress(".csv", ";", "utf-16-be", has_mark=True, is_quoted=True, titles=TITLES, total="I alt"),
)
SHEET_DRESS: Final = Dress(SHEET, titles=TITLES, total="I alt", blank_every=211)
PARQUET_DRESS: Final = Dress(PARQUET)
# A sheet is made cell by cell, so one of the tables that stay short is delivered as one.
SHORT_TABLES: Final = ("sof_handleplaner", "samarbejde", "cpr_skift")


def write_dirty_delivery(
    city: Mapping[str, pa.Table],
    folder: Path,
    seed: int,
    dresses: Mapping[str, Dress] | None = None,
) -> None:
    """Writes a synthetic city with planted faults; the same arguments give the same bytes.

    `dresses` says how each table is written; without it every form of the contract is worn by
    one of them. Raises UsageError like `write_delivery`.
    """
    worn = dresses or mixed_dresses(seed)
    dirty = dirty_city(city, seed, {name for name, dress in worn.items() if dress.is_text})
    with appearing(folder) as staging:
        answers = {}
        for name, table in dirty.items():
            answers[name] = table.answer(_write(table, staging, worn[name]))
        n_rows = {name: answer["rows_read"] for name, answer in answers.items()}
        marker = marker_text(city, n_rows, _DIRTY)
        (staging / MARKER).write_text(marker, encoding="utf-8")
        text = json.dumps({"seed": seed, "tables": answers}, indent=1, sort_keys=True) + "\n"
        (staging / ANSWERS).write_text(text, encoding="utf-8")


def mixed_dresses(seed: int) -> Mapping[str, Dress]:
    """A dress for every table, every dress worn by one of them, drawn by the seed."""
    rng = np.random.default_rng(seed)
    sheet = str(rng.choice(SHORT_TABLES))
    others = [register.name for register in TABLES if register.name != sheet]
    worn: Sequence[Dress] = (*DRESSES, PARQUET_DRESS)
    order = rng.permutation(len(others))
    return {sheet: SHEET_DRESS} | {
        others[place]: dress for place, dress in zip(order, worn, strict=True)
    }


def _write(table: DirtyTable, folder: Path, dress: Dress) -> Sequence[int]:
    """Writes one table and says the row number of each of its rows."""
    name = f"{table.register.name}{dress.ending}"
    path = folder / (name.upper() if dress.name_in_capitals else name)
    if dress.ending == PARQUET:
        columns = dict(zip(table.header, table.columns, strict=True))
        pq.write_table(pa.table(columns), path, compression="zstd")
        return range(2, len(table.kinds) + 2)
    records = _records(table, dress)
    lines = _row_numbers(len(records), dress)
    if dress.ending == SHEET:
        path.write_bytes(_sheet(table, dress))
        return lines
    text = dress.line_end.join(_laid_out(table, records, dress)) + dress.line_end
    path.write_bytes(_as_bytes(text, dress))
    return lines


def _row_numbers(n_rows: int, dress: Dress) -> list[int]:
    """Rows as Excel numbers them: titles, header and blank lines count."""
    first = len(dress.titles) + 2
    every = dress.blank_every
    return [first + row + (row // every if every else 0) for row in range(n_rows)]


def _with_blanks(rows: Sequence[Any], blank: Any, every: int) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if every and number and number % every == 0:
            yield blank
        yield row


def _laid_out(table: DirtyTable, records: Sequence[str], dress: Dress) -> Iterator[str]:
    """Every line of a text file."""
    header = [*table.header, dress.extra] if dress.extra else list(table.header)
    yield from dress.titles
    yield dress.separator.join(_quoted(pa.array(header), dress).to_pylist())
    blank = dress.separator * (len(header) - 1) if dress.extra else ""
    yield from _with_blanks(records, blank, dress.blank_every)
    if dress.total:
        yield dress.total.format(n=len(records))


def _records(table: DirtyTable, dress: Dress) -> list[str]:
    """One line per row; a row with a field too few or too many has it at its end."""
    columns = list(table.columns)
    if dress.extra:
        places = pa.array([row % len(_EXTRA_VALUES) for row in range(len(table.kinds))])
        columns.append(pa.array(_EXTRA_VALUES).take(places))
    cells = [_quoted(column, dress) for column in columns]
    lines: list[str] = pc.binary_join_element_wise(*cells, dress.separator).to_pylist()
    for row in table.n_fields_off.nonzero()[0].tolist():
        fields = [column[row].as_py() for column in cells]
        fields = fields[:-1] if table.n_fields_off[row] < 0 else [*fields, ""]
        lines[row] = dress.separator.join(fields)
    return lines


def _quoted(texts: pa.StringArray, dress: Dress) -> pa.StringArray:
    """Cells in quotes: all of them, or those that could not be told from others without."""
    doubled = pc.replace_substring(texts, '"', '""')
    quoted = pc.binary_join_element_wise('"', doubled, '"', "")
    if dress.is_quoted:
        return quoted
    needed = pc.match_substring_regex(texts, f'[{dress.separator}"\n\r]')
    return pc.if_else(needed, quoted, texts)


def _as_bytes(text: str, dress: Dress) -> bytes:
    if dress.encoding == "iso-8859-1":
        text = text.translate(_PLAIN_SIGNS)
    raw = (("\ufeff" if dress.has_mark else "") + text).encode(dress.encoding)
    return gzip.compress(raw, _PACKING, mtime=0) if dress.ending.endswith(".gz") else raw


def _sheet(table: DirtyTable, dress: Dress) -> bytes:
    """A workbook whose first sheet holds the table, numbers and dates as a user leaves them."""
    texts = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    rows: list[list[Cell]] = [[title] if title else [] for title in dress.titles]
    rows.append([*table.header])
    rows += ([_cell(text) for text in row] for row in _with_blanks(texts, (), dress.blank_every))
    rows.append([dress.total, len(texts)])
    notes = [["cpr"], ["ikke en del af udtr\u00e6kket"]]
    return workbook([("Udtr\u00e6k", rows), ("Noter", notes)])


def _cell(text: str) -> Cell:
    """Whole numbers and days become cells of their own kind, as in a sheet typed by hand."""
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if _MIDNIGHT.fullmatch(text):
        return date.fromisoformat(text[:10])
    return text or None
