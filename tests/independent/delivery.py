"""Reading a well-formed delivery folder row by row, and finding what is wrong with one row.

What needs more than one row (changes of number, conflicts, duplicates) is in `identity.py`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .codes import FIRST_DAY, LAST_DAY, MATCH_CODES, TABLES, Table
from .cpr_numbers import FAULTY_KINDS, Number, is_implausible, read_number

OPEN_ENDS = ("", "null", "31-12-9999", "9999-12-31", "00-00-0000", "infinity")
UNREADABLE = "unreadable"  # what stands in a row for a date that cannot be read
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([-./])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(-?)(?P<month>\d{2})\2(?P<day>\d{2})", re.ASCII)
DateOrFault = date | str | None


@dataclass
class Row:
    """One line: its numbers, dates (None = open or empty) and codes ("" = empty)."""

    numbers: list[Number] = field(default_factory=list)
    dates: dict[str, DateOrFault] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    fault: str | None = None

    def day(self, column: str) -> date | None:
        """A date of a row without faults."""
        value = self.dates.get(column)
        assert not isinstance(value, str)
        return value


def read_delivery(folder: Path) -> dict[str, list[Row]]:
    """Every table that is there, each row marked with its first fault of its own."""
    rows_by_table = {
        name: _read_table(folder / f"{name}.csv", name, table)
        for name, table in TABLES.items()
        if (folder / f"{name}.csv").exists()
    }
    robust = {name: _robust_day(_key_dates(rows, name)) for name, rows in rows_by_table.items()}
    of_delivery = _robust_day_of_delivery(rows_by_table)
    undated = of_delivery or _latest_key_date(rows_by_table)
    for name, rows in rows_by_table.items():
        own = of_delivery if len(_key_dates(rows, name)) < 200 else robust[name]
        last = own + timedelta(days=366) if own else date.max
        for row in rows:
            if row.fault is None and _is_far(row, TABLES[name], last):
                row.fault = "far_date"
            if row.fault is None:
                row.fault = _first_fault(row, name, TABLES[name], undated)
    return rows_by_table


def _key_dates(rows: list[Row], name: str) -> list[date]:
    found = [_key_date(row, TABLES[name]) for row in rows]
    return [day for day in found if day is not None]


def _robust_day(days: list[date]) -> date | None:
    """The latest day on or after which at least 5 of the days, and one in a thousand, lie."""
    n_later, counts = 0, Counter(days)
    for day in sorted(counts, reverse=True):
        n_later += counts[day]
        if n_later >= 5 and n_later * 1000 >= len(days):
            return day
    return None


def _robust_day_of_delivery(rows_by_table: dict[str, list[Row]]) -> date | None:
    """Thin tables say it together, where all are thin and they have 200 key dates."""
    found = [_key_dates(rows, name) for name, rows in rows_by_table.items()]
    many = [day for days in found if len(days) >= 200 and (day := _robust_day(days))]
    together = [day for days in found for day in days]
    return max(many) if many else _robust_day(together) if len(together) >= 200 else None


def _is_far(row: Row, table: Table, last: date) -> bool:
    values = [row.dates.get(column) for column in table.key_dates]
    return any(isinstance(value, date) and value > last for value in values)


def _read_table(path: Path, name: str, table: Table) -> list[Row]:
    lines = list(csv.reader(_decode(path).splitlines(), delimiter=";"))
    lines = [line for line in lines if any(value.strip() for value in line)]
    header = [read_code(column) for column in lines[0]]
    return [_read_row(line, header, name, table) for line in lines[1:]]


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _read_row(line: list[str], header: list[str], name: str, table: Table) -> Row:
    if len(line) != len(header):
        return Row(fault="wrong_field_count")
    values = dict(zip(header, line, strict=True))
    code_columns = [*table.codes, *(["kode"] if name == "bif_matchvurderinger" else [])]
    return Row(
        numbers=[read_number(values[column]) for column in table.numbers],
        dates={column: read_date(values[column]) for column in table.dates},
        codes={column: read_code(values.get(column, "")) for column in code_columns},
    )


def read_date(raw: str) -> DateOrFault:
    text = raw.strip()
    if text.lower() in OPEN_ENDS:
        return None
    text, _, clock = text.replace("T", " ").partition(" ")
    if text in OPEN_ENDS:
        return None
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if found is None or not 1900 <= int(found["year"]) <= 2100:
        return UNREADABLE
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return UNREADABLE
    return _as_in_copenhagen(day, clock.strip())


def _as_in_copenhagen(day: date, clock: str) -> date:
    """The day of a moment that says its zone, by Denmark's clock; else the day as written."""
    moment = f"{day.isoformat()}T{clock.replace('Z', '+00:00')}"
    if not re.search(r"[+-]\d\d(:?\d\d)?$", clock.replace("Z", "+00:00")):
        return day
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Copenhagen")).date()


def read_code(raw: str) -> str:
    text = raw.strip().lower()
    for danish, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), (" ", "_"), ("-", "_")):
        text = text.replace(danish, plain)
    return "" if text == "null" else text


def _latest_key_date(rows_by_table: dict[str, list[Row]]) -> date | None:
    key_dates = [
        key_date
        for name, rows in rows_by_table.items()
        for row in rows
        if (key_date := _key_date(row, TABLES[name])) is not None
    ]
    return max(key_dates, default=None)


def _key_date(row: Row, table: Table) -> date | None:
    """The first readable key date: `tilbudt`, else `udarbejdet`, in a social plan."""
    for column in table.key_dates:
        value = row.dates.get(column)
        if isinstance(value, date):
            return value
    return None


def _first_fault(row: Row, name: str, table: Table, latest: date | None) -> str | None:
    return (
        _number_fault(row, _key_date(row, table) or latest)
        or _date_fault(row, table)
        or _code_fault(row, table)
        or (_match_fault(row) if name == "bif_matchvurderinger" else None)
    )


def _number_fault(row: Row, key_date: date | None) -> str | None:
    for number in row.numbers:
        if number.kind in FAULTY_KINDS:
            return f"cpr_{number.kind}"
        if is_implausible(number, key_date):
            return "cpr_implausible"
    return None


def _date_fault(row: Row, table: Table) -> str | None:
    if table.key_dates and all(row.dates[column] is None for column in table.key_dates):
        return "missing_date"
    if UNREADABLE in row.dates.values():
        return "unreadable_date"
    start, end = row.dates.get("fra"), row.dates.get("til")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        return "til_before_fra"
    return None


def _code_fault(row: Row, table: Table) -> str | None:
    for column, allowed in table.codes.items():
        value = row.codes[column]
        if value == "" and column in table.may_be_empty:
            continue
        if value not in allowed:
            return "unknown_code"
    return None


def _match_fault(row: Row) -> str | None:
    system, code, day = row.codes["system"], row.codes["kode"], row.day("vurderet")
    assert day is not None
    if code != "" and code not in MATCH_CODES[system]:
        in_another = any(code in codes for codes in MATCH_CODES.values())
        return "code_not_in_system" if in_another else "unknown_code"
    if not FIRST_DAY[system] <= day <= LAST_DAY[system]:
        return "outside_system_validity"
    return None
