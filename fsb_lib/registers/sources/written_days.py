"""Days in ways of writing that nothing in a value tells, to yyyy-mm-dd.

date9       15NOV2014        SAS; Danish months, too (MAJ, OKT)
sas_days    20042            days since 1960-01-01
excel_days  41958            days since 1899-12-30
ddmmyyyy    15112014
"""

import re
from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from fsb_lib.registers.sources.source_rows import distinct

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DANISH: Final = {"maj": "may", "okt": "oct"}
_SINCE: Final = {"sas_days": date(1960, 1, 1), "excel_days": date(1899, 12, 30)}


def as_iso_days(column: pa.StringArray, written: str) -> pa.StringArray:
    """The column with what is so written as yyyy-mm-dd; everything else as it stands."""
    found = distinct(column)
    return found.replaced([_iso(text, written) for text in found.texts])


def _iso(text: str, written: str) -> str:
    try:
        return _day(text.strip(), written).isoformat()
    except (ValueError, OverflowError):
        return "" if text.strip() == "." else text  # a full stop is SAS's missing value


def _day(text: str, written: str) -> date:
    """Raises ValueError for what is not so written."""
    if written == "ddmmyyyy":
        match = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", text)
        if match is None:
            raise ValueError("no day")
        return date(int(match[3]), int(match[2]), int(match[1]))
    if written == "date9":
        match = re.fullmatch(r"([0-9]{1,2})([A-Za-z]{3})([0-9]{4})", text)
        month = match[2].lower() if match else ""
        if match is None:
            raise ValueError("no day")
        return date(int(match[3]), _MONTHS.index(_DANISH.get(month, month)) + 1, int(match[1]))
    if not re.fullmatch(r"-?[0-9]{1,6}", text):
        raise ValueError("no number of days")
    return _SINCE[written] + timedelta(days=int(text))
