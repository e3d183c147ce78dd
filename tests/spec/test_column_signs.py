"""What whole columns show (register contract, section 11), in every form that they come in."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.domain.contract import table as register_of
from fsb_lib.registers.intake.read_table import ReadTable, read_table
from fsb_lib.registers.likely_cause import likely_cause
from fsb_lib.registers.rows.column_signs import shape
from fsb_lib.registers.rows.dates import read_date
from tests.independent.delivery import read_date as read_by_another_hand
from tests.tiny_delivery import among_good_rows, taken_in
from tests.workbooks import saved

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NEW_YORK = ZoneInfo("America/New_York")
# Every day of a leap year once and some twice, summer time and winter time.
DAYS = [date(2008, 1, 1) + timedelta(days=n) for n in range(366)]
NUMBER = "020180-1234"
# What stands in the columns that are no dates.
CELLS = {
    "cpr": NUMBER, "gammelt_cpr": NUMBER, "nyt_cpr": NUMBER, "ydelse": "kontanthjaelp",
    "system": "match5", "kode": "4", "indsats": "mentor", "maalgruppe": "handicappede", "svar": "",
    "af_egen_drift": "N", "udfald": "andet", "ordning": "kontaktmodel", "koordinator": "SOF",
    "ejer": "BIF",
}  # fmt: skip
DATED = [(table, column) for table in TABLES for column in table.dates]
Values = list[Any]


def columns(table: RegisterTable, column: str, values: Values) -> dict[str, Values]:
    """A table whose other dates are plain, early and written as text."""
    plain = {name: ["31-12-2007" if name in table.key_dates else ""] * 366 for name in table.dates}
    others = {one.name: [CELLS.get(one.name, "")] * 366 for one in table.columns}
    return {**others, **plain, column: values}


def as_text(path: Path, held: dict[str, Values]) -> Path:
    lines = [";".join(map(str, row)) for row in zip(*held.values(), strict=True)]
    path = path.with_suffix(".csv")
    path.write_text("\n".join([";".join(held), *lines]) + "\n")
    return path


def as_sheet(path: Path, held: dict[str, Values]) -> Path:
    book = openpyxl.Workbook()
    for row in [list(held), *zip(*held.values(), strict=True)]:
        book.active.append(row)
    path = path.with_suffix(".xlsx")
    path.write_bytes(saved(book))
    return path


def as_parquet(path: Path, held: dict[str, Values], **options: Any) -> Path:
    path = path.with_suffix(".parquet")
    pq.write_table(pa.table({name: pa.array(values) for name, values in held.items()}), path,
                   **options)  # fmt: skip
    return path


def as_int96(path: Path, held: dict[str, Values]) -> Path:
    return as_parquet(path, held, use_deprecated_int96_timestamps=True)


def read(table: RegisterTable, path: Path) -> ReadTable | list[str]:
    result = read_table(table, path, path.parent)
    return result if isinstance(result, ReadTable) else [one.kind for one in result.problems]


def days_read(result: ReadTable | list[str], column: str) -> list[date]:
    assert isinstance(result, ReadTable), result
    read_days = result.table.rows.whole().dates[column].tolist()
    return [date(1970, 1, 1) + timedelta(days=day) for day in read_days]


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN).astimezone(UTC)


# How one day comes: as the moment of its midnight, with its zone and without.
ZONED: dict[str, tuple[Callable[..., Path], Callable[[date], Any]]] = {
    "Z": (as_text, lambda day: f"{midnight(day):%Y-%m-%dT%H:%M:%SZ}"),
    "milliseconds": (as_text, lambda day: f"{midnight(day):%Y-%m-%dT%H:%M:%S.000Z}"),
    "PostgreSQL": (as_text, lambda day: f"{midnight(day):%Y-%m-%d %H:%M:%S+00}"),
    "Danish offset": (as_text, lambda day: midnight(day).astimezone(COPENHAGEN).isoformat()),
    "New York": (as_text, lambda day: midnight(day).astimezone(NEW_YORK).isoformat()),
    "text in a sheet": (as_sheet, lambda day: f"{midnight(day):%Y-%m-%dT%H:%M:%SZ}"),
    "Parquet with a zone": (as_parquet, midnight),
    "text in Parquet": (as_parquet, lambda day: f"{midnight(day):%Y-%m-%dT%H:%M:%SZ}"),
    "INT96": (as_int96, lambda day: midnight(day).replace(tzinfo=None)),
}  # fmt: skip
NAIVE: dict[str, tuple[Callable[..., Path], Callable[[date], Any]]] = {
    "text": (as_text, lambda day: f"{midnight(day):%d-%m-%Y %H:%M}"),
    "sheet": (as_sheet, lambda day: midnight(day).replace(tzinfo=None)),
    "Parquet": (as_parquet, lambda day: midnight(day).replace(tzinfo=None)),
}


@pytest.mark.parametrize("form", ZONED)
def test_a_moment_with_a_zone_is_the_day_in_copenhagen(tmp_path: Path, form: str) -> None:
    write, moment = ZONED[form]
    table = register_of("bif_ydelser")
    path = write(tmp_path / table.name, columns(table, "fra", list(map(moment, DAYS))))
    assert days_read(read(table, path), "fra") == DAYS


@pytest.mark.parametrize("form", NAIVE)
@pytest.mark.parametrize(("table", "column"), DATED, ids=lambda one: getattr(one, "name", one))
def test_midnights_in_utc_without_a_zone_are_refused(
    tmp_path: Path, table: RegisterTable, column: str, form: str
) -> None:
    write, moment = NAIVE[form]
    path = write(tmp_path / table.name, columns(table, column, list(map(moment, DAYS))))
    assert read(table, path) == ["shifted"]


def test_times_of_the_day_are_no_shifted_midnights(tmp_path: Path) -> None:
    table = register_of("bif_ydelser")
    times = [f"{day:%Y-%m-%d} {8 + n % 16:02d}:00" for n, day in enumerate(DAYS)]
    path = as_text(tmp_path / table.name, columns(table, "fra", times))
    assert days_read(read(table, path), "fra") == DAYS


@pytest.mark.parametrize("text", ["9999-12-31T23:00:00Z", "9999-12-30T23:00:00Z", "infinity"])
def test_an_open_end_stays_one_as_a_moment(text: str) -> None:
    assert read_date(text) == read_date("")


@pytest.mark.parametrize(
    "text",
    ["2008-12-31T23:00:00Z", "2008-12-31 23:00:00+00", "2009-01-01T00:00:00+01:00", "infinity",
     "2009-06-30T22:00:00Z", "2009-06-30T21:59:59Z", "31-12-2008 23:00", "2009-01-01T00:30:00+0200",
     "9999-12-31T23:00:00", "01-01-2009 12:00:00"],
)  # fmt: skip
def test_another_hand_reads_the_same_day(text: str) -> None:
    day = read_by_another_hand(text)
    wanted = (day - date(1970, 1, 1)).days if isinstance(day, date) else day
    found = read_date(text)
    assert {read_date(""): None, read_date("x"): "unreadable"}.get(found, found) == wanted


# --- half converted ----------------------------------------------------------------------------


def half_converted(days: list[date]) -> Iterator[Any]:
    """What an American Excel makes of dd/mm/yyyy: swapped date cells, and texts."""
    for day in days:
        yield date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"


@pytest.mark.parametrize(("table", "column"), DATED, ids=lambda one: getattr(one, "name", one))
def test_half_converted_dates_are_refused(
    tmp_path: Path, table: RegisterTable, column: str
) -> None:
    held = columns(table, column, list(half_converted(DAYS)))
    assert read(table, as_sheet(tmp_path / table.name, held)) == ["half_converted"]


def test_dates_and_texts_in_one_column_may_be_what_they_say(tmp_path: Path) -> None:
    table = register_of("bif_ydelser")
    mixed = [day if n % 2 else f"{day:%d/%m/%Y}" for n, day in enumerate(DAYS)]
    path = as_sheet(tmp_path / table.name, columns(table, "fra", mixed))
    assert days_read(read(table, path), "fra") == DAYS


# --- what is told ------------------------------------------------------------------------------


def told(table: str, held: dict[str, Values], tmp_path: Path) -> dict[str, int]:
    result = read(register_of(table), as_text(tmp_path / table, held))
    assert isinstance(result, ReadTable), result
    return {f"{one.kind} {one.column}": one.n_rows for one in result.remarks}


def test_days_up_to_12_and_no_end_are_told(tmp_path: Path) -> None:
    table = register_of("bif_ydelser")
    swapped = [date(day.year, day.day, day.month) if day.day <= 12 else None for day in DAYS]
    low = [f"{day:%d-%m-%Y}" if day else "01-01-2008" for day in swapped]
    held = columns(table, "fra", low)
    assert told("bif_ydelser", held, tmp_path) == {"days_up_to_12 fra": 366, "no_end til": 366}
    held["til"] = [*[""] * 365, "31-12-2009"]
    assert told("bif_ydelser", held, tmp_path) == {"days_up_to_12 fra": 366}
    held["fra"] = [*low[1:], "13-01-2008"]
    assert told("bif_ydelser", held, tmp_path) == {}


@pytest.mark.parametrize(("n_rows", "is_told"), [(20, True), (19, False)])
def test_one_number_on_many_rows_is_told(tmp_path: Path, n_rows: int, is_told: bool) -> None:
    drawn = "cpr;godkendt;slut\n" + "".join(f"{NUMBER};01-01-2009;{n + 1:02d}-02-2009\n"
                                            for n in range(n_rows))  # fmt: skip
    taken_in(tmp_path, bif_jobplaner=among_good_rows("bif_jobplaner", drawn).encode())
    said = (tmp_path / "snapshot" / "snapshot.json").read_text()
    assert ('"one_number"' in said) == is_told
    assert "1234" not in said


@pytest.mark.parametrize("kind", [pa.float32(), pa.float16()])
def test_numbers_that_a_float_has_rounded_are_refused(tmp_path: Path, kind: pa.DataType) -> None:
    table = register_of("personer")
    rounded = pa.array([101801234.0, 201801234.0]).cast(kind, safe=False)
    path = tmp_path / "personer.parquet"
    pq.write_table(pa.table({"cpr": rounded, "herkomst": ["dansk", "dansk"]}), path)
    assert read(table, path) == ["number_rounded"]


# --- shapes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "drawn", "cause"),
    [
        ("05JAN2009", "99aaa9999", "SAS"),
        ("39814", "99999", "day numbers"),
        ("1,01E+09", "9,99E+99", "eaten"),
        ("05-JAN-09", "99-aaa-99", "Oracle"),
        ("05-01-09", "99-99-99", "two digits"),
        ("1/5/2009", "9/9/9999", "American"),
        ("05012009", "99999999", "ddmmyyyy"),
        ("2009U46", "9999a99", "weeks"),
        (".", ".", "full stop"),
        ("'05-01-2009'", "'99-99-9999'", "quotes"),
        ("020180-1234 og en lang tekst om en person", "CPR aa aa aa", None),
        ("\u0662\u0660\t\x00", "99\t?", None),
    ],
)
def test_a_shape_says_how_a_value_is_written_and_not_what(
    text: str, drawn: str, cause: str | None
) -> None:
    assert shape(text).replace("?", "?") == drawn.replace("\t", "?")
    found = likely_cause("unreadable_date", [shape(text)])
    assert (cause or "") in (found["en"] if found else "")
    assert bool(found) == bool(cause)
