"""Days in ways of writing that nothing in a value tells, to yyyy-mm-dd.

date9       15NOV2014        SAS; Danish months, too (MAJ, OKT); with a time or not
sas_days    20042            days since 1960-01-01
excel_days  41958            days since 1899-12-30
ddmmyyyy    15112014         also with its leading zero lost
"""

import re
from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from fsb_lib.registers.rows.dates import NO_DATE, read_date
from fsb_lib.registers.sources.source_rows import distinct

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DANISH: Final = {"maj": "may", "okt": "oct"}
_DATE9: Final = re.compile(
    r"([0-9]{1,2})([A-Za-z]{3})([0-9]{4})(?:[: ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
# Seven digits: 31 December 9999, an open end, is 2958465 for Excel, and 2936547 for SAS, which
# has no 29 February in the years 4000 and 8000.
_SAS_END: Final = "2936547"
_NUMBER: Final = re.compile(r"(-?[0-9]{1,7})(?:\.0+)?")
_SINCE: Final = {"sas_days": date(1960, 1, 1), "excel_days": date(1899, 12, 30)}


def as_iso_days(column: pa.StringArray, written: str) -> pa.StringArray:
    """The column with what is so written as yyyy-mm-dd; everything else as it stands."""
    found = distinct(column)
    return found.replaced([_iso(text, written) for text in found.texts])


def needs_no_form(column: pa.StringArray) -> bool:
    """Nothing but yyyy-mm-dd, as a database writes its days, and open ends."""
    texts = distinct(column).texts
    return all(_ISO.match(text.strip()) or read_date(text) == NO_DATE for text in texts)


def _iso(text: str, written: str) -> str:
    try:
        return _day(text.strip(), written).isoformat()
    except (ValueError, OverflowError):
        return "" if text.strip() == "." else text  # a full stop is SAS's missing value


def _day(text: str, written: str) -> date:
    """Raises ValueError for what is not so written."""
    if written == "ddmmyyyy":
        match = re.fullmatch(r"([0-9]{1,2})([0-9]{2})([0-9]{4})", text)
        if match is None:
            raise ValueError("no day")
        return date(int(match[3]), int(match[2]), int(match[1]))
    if written == "date9":
        match = _DATE9.fullmatch(text)
        month = match[2].lower() if match else ""
        if match is None:
            raise ValueError("no day")
        return date(int(match[3]), _MONTHS.index(_DANISH.get(month, month)) + 1, int(match[1]))
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError("no number of days")
    if written == "sas_days" and match[1] == _SAS_END:
        return date.max
    return _SINCE[written] + timedelta(days=int(match[1]))
