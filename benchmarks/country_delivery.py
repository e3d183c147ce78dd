"""A synthetic delivery of a whole country: the twin city, as large as asked, with every payment.

The twin city says in one row what a payment system says in many, and only samples the talks a
job centre holds. Here a benefit spell is cut at every turn of a half-year (touching spells are
normal, and mean the same days), and everybody on benefit is called in again and again:

    twin city      A  kontanthjaelp  10-02-2009  20-07-2009
    country        A  kontanthjaelp  10-02-2009  30-06-2009
                   A  kontanthjaelp  01-07-2009  20-07-2009
                   A  samtale        ...         every 26 weeks of a spell

One row in a thousand is there twice, and one talk in five hundred has a code that nobody
announced. The numbers are the twin city's: they fail modulus 11 and are not dated 1 January.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from fsb_lib.domain.contract import table
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import OPTIONS, as_text, marker_text
from fsb_lib.synthetic.files.synthetic_folder import MARKER, appearing

RECIPIENTS_PER_PERSON: Final = 0.2201  # of everybody in the twin city, on its baseline day
DAYS_BETWEEN_TALKS: Final = 26 * 7
ROWS_AT_A_TIME: Final = 1_000_000
SEED: Final = 2007
_EXTRACT = date(2015, 3, 31).toordinal() - date(1970, 1, 1).toordinal()
_HALVES = (
    np.arange("1950-01", "2031-01", 6, dtype="M8[M]").astype("M8[D]").astype(np.int64)
)  # the first day of each

Ints = NDArray[np.int64]


def write_country(folder: Path, n_persons: int, seed: int = SEED) -> dict[str, int]:
    """Writes the delivery as CSV into a new folder; its rows by table."""
    city = country(n_persons, seed)
    n_rows = {name: rows.num_rows for name, rows in city.items()}
    with appearing(folder) as staging:
        for name in list(n_rows):
            write_table(staging / f"{name}.csv", name, city[name])
        text = marker_text(city, n_rows, ["Ydelser er delt i halvår, og samtaler er lagt til."])
        (staging / MARKER).write_text(text, encoding="utf-8")
    return n_rows


def country(n_persons: int, seed: int = SEED) -> dict[str, pa.Table]:
    """The tables of the contract; the same arguments give the same rows."""
    city = twin_city(max(round(n_persons * RECIPIENTS_PER_PERSON), 200), seed)
    spells = city["bif_ydelser"]
    city["bif_ydelser"] = repeated(by_half_year(spells))
    city["bif_indsatser"] = repeated(pa.concat_tables([city["bif_indsatser"], talks(spells)]))
    return city


def by_half_year(spells: pa.Table) -> pa.Table:
    """Each spell as one row per half-year that it touches; the last keeps its end."""
    first, last, is_open = _days(spells)
    start = np.searchsorted(_HALVES, first, side="right") - 1
    pieces = np.searchsorted(_HALVES, last, side="right") - start
    of, nth = _numbered(pieces)
    half = start[of] + nth
    is_last = nth == pieces[of] - 1
    ends = np.where(is_last, last[of], _HALVES[half + 1] - 1)
    return _spells(spells, of, np.maximum(first[of], _HALVES[half]), ends, is_last & is_open[of])


def talks(spells: pa.Table) -> pa.Table:
    """A talk of one day after every so many days of a spell; few have an unknown code."""
    first, last, _ = _days(spells)
    of, nth = _numbered((last - first) // DAYS_BETWEEN_TALKS)
    held = first[of] + (nth + 1) * DAYS_BETWEEN_TALKS
    rows = _spells(spells, of, held, held, np.zeros(len(of), np.bool_))
    kinds = pa.array(["samtale", "trylleri"]).take(pa.array((np.arange(len(of)) % 500 == 250) * 1))
    return rows.set_column(1, "indsats", kinds)


def repeated(rows: pa.Table) -> pa.Table:
    """The rows with every thousandth of them once more, at the end."""
    again = pa.array(np.arange(999, rows.num_rows, 1000))
    return pa.concat_tables([rows, rows.take(again)])


def _days(spells: pa.Table) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """First and last day of each spell, and whether it is open; then it ends with the extract."""
    first = _numbers(spells["fra"])
    is_open = np.asarray(spells["til"].is_null())
    last = np.where(is_open, _EXTRACT, _numbers(spells["til"].fill_null(date(1970, 1, 1))))
    return first, np.maximum(last, first), is_open


def _numbers(days: Any) -> Ints:
    return np.asarray(days.cast(pa.int32())).astype(np.int64)


def _numbered(counts: Ints) -> tuple[Ints, Ints]:
    """[2, 0, 3] -> [0, 0, 2, 2, 2] and [0, 1, 0, 1, 2]."""
    counts = np.maximum(counts, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return of, np.arange(len(of)) - starts[of]


def _spells(
    spells: pa.Table, of: Ints, first: Ints, last: Ints, is_open: NDArray[np.bool_]
) -> pa.Table:
    """Rows like the spells at these places, with other days."""
    rows = spells.take(pa.array(of))
    fra = pa.array(first.astype(np.int32), pa.int32()).cast(pa.date32())
    til = pa.array(last.astype(np.int32), pa.int32(), mask=is_open).cast(pa.date32())
    return rows.set_column(2, "fra", fra).set_column(3, "til", til)


def write_table(path: Path, name: str, rows: pa.Table) -> None:
    """One table as CSV, a million rows at a time."""
    with path.open("wb") as file:
        header: pa.Table
        for place, part in enumerate(_parts(rows)):
            header = as_text(table(name), part)
            csv.write_csv(header, file, _options(is_first=place == 0))


def _parts(rows: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, max(rows.num_rows, 1), ROWS_AT_A_TIME):
        yield rows.slice(start, ROWS_AT_A_TIME)


def _options(*, is_first: bool) -> csv.WriteOptions:
    return csv.WriteOptions(
        delimiter=OPTIONS.delimiter,
        quoting_style="none",
        quoting_header="none",
        include_header=is_first,
    )
