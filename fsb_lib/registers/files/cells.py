"""Values of sheets and Parquet columns as the text that a text file would hold.

201801234 (a number)     -> 201801234        4.5 -> 4.5       4.0 (a text) -> 4.0
2009-01-05 12:30 (date)  -> 2009-01-05T12:30:00   True -> true     nothing -> (empty)
2009-01-05 00:00 (date)  -> 2009-01-05
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.limits import LONGEST_CELL
from fsb_lib.registers.files.source_file import is_destroyed
from fsb_lib.registers.files.text_table import TextBatch, blank_rows
from fsb_lib.registers.files.total_lines import HoldsRow, is_total, never, note_own_count

_TOO_LONG = "?"  # neither empty nor a number, date or code
_TAIL = 8  # total lines that may stand at the end, one below the other


class TableSource(Protocol):
    """The rows of one delivered file, whatever its form; read `batches` once, to the end.

    `names` are the header's names in canonical spelling. What the other attributes say is known
    when the batches have been read; `share` is how far that has come. `wrong_lines` stay empty
    but for text files.
    """

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def wrong_lines(self) -> Any: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def is_mojibake(self) -> bool: ...
    @property
    def share(self) -> float: ...
    def batches(self, holds_row: HoldsRow = never) -> Iterator[TextBatch]: ...


def cell_text(value: Any) -> str:
    """One value as text; a whole number is written without decimals."""
    if value is None:
        return ""
    if isinstance(value, date):
        is_day = not isinstance(value, datetime) or value.time() == time()
        return (value.date() if isinstance(value, datetime) and is_day else value).isoformat()
    if isinstance(value, float | Decimal):
        return _number_text(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number_text(value: float | Decimal) -> str:
    if value != value:  # noqa: PLR0124  # not a number: how some programs write a missing one
        return ""
    try:
        whole = int(value)
    except (OverflowError, ValueError):  # infinite
        return str(value)
    return str(whole) if whole == value else str(value)


def text_column(texts: list[str]) -> pa.StringArray:
    """Texts as a column. Raises UnicodeError for what no text can be."""
    return shortened(pa.array(texts, pa.string()))


def shortened(texts: pa.StringArray) -> pa.StringArray:
    """Texts longer than any value could be are replaced by one that is no value either."""
    too_long = pc.greater(pc.binary_length(texts), LONGEST_CELL)
    if not pc.any(too_long).as_py():
        return texts
    return pc.if_else(too_long, _TOO_LONG, texts)


def has_mojibake(texts: pa.StringArray) -> bool:
    """Whether any of the texts was destroyed by a wrong encoding."""
    suspect = pc.match_substring_regex(texts, "[\u00c3\ufffd]")
    if not pc.any(suspect).as_py():
        return False
    return any(is_destroyed(text) for text in pc.unique(texts.filter(suspect)).to_pylist())


def without_blank_and_total(
    batches: Iterator[TextBatch], findings: Findings, holds_row: HoldsRow
) -> Iterator[TextBatch]:
    """The rows that hold something, without the total lines at the end."""
    held: TextBatch | None = None
    for batch in batches:
        rows = batch.where(~blank_rows(batch.columns))
        joined = held.before(rows) if held else rows
        if len(joined) > _TAIL:
            yield joined.part(slice(None, -_TAIL))
        held = joined.part(slice(-_TAIL, None))
    while held and is_total(last := [column[-1].as_py() for column in held.columns], holds_row):
        note_own_count(last, findings)
        held = held.part(slice(None, -1))
    if held:
        yield held
