"""The rows of a JSON file as batches of text: a list of objects, alone, in an object, or by line.

    [{"CitizenCpr": "020180-1234", "Case": {"Start": "2014-11-14T23:00:00Z"}}, ...]

    line  citizencpr   case.start
    1     020180-1234  2014-11-14T23:00:00Z

A row's number is its object's place in the list, from 1. Objects in objects are columns with a
full stop between the names. One list of objects in a row (a person's cases) makes a row of each.
"""

import json
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from fsb_lib.registers.files.cells import has_mojibake, text_column, without_blank_and_total
from fsb_lib.registers.files.dialect import header_names
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.limits import (
    MOST_COLUMNS,
    MOST_IN_MEMORY,
    DamagedFileError,
    TooLargeError,
    unpacked,
)
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.files.total_lines import HoldsRow, never

_ROWS_AT_A_TIME: Final = 16_384
Object = Mapping[str, Any]


class JsonTable:
    """The rows of a JSON file; a `TableSource`.

    Raises RefusedFileError, OSError and UnicodeError, when it is made.
    """

    def __init__(self, path: Path) -> None:
        self.wrong_lines = array("q")
        self.findings = Findings()
        self.share = 0.0
        self.is_mojibake = False
        self._rows = [
            (number, row)
            for number, one in enumerate(_objects(_text(path)), start=1)
            for row in _rows_of(one)
        ]
        self._names = list(dict.fromkeys(name for _, row in self._rows for name in row))
        if len(self._names) > MOST_COLUMNS:
            raise TooLargeError(f"more than {MOST_COLUMNS} columns")
        self.names = header_names(self._names)

    def batches(self, holds_row: HoldsRow = never) -> Iterator[TextBatch]:
        """Batches of rows, a text per name."""
        return without_blank_and_total(self._batches(), self.findings, holds_row)

    def _batches(self) -> Iterator[TextBatch]:
        for start in range(0, len(self._rows), _ROWS_AT_A_TIME):
            some = self._rows[start : start + _ROWS_AT_A_TIME]
            columns = tuple(
                text_column([row.get(name, "") for _, row in some]) for name in self._names
            )
            self.is_mojibake = self.is_mojibake or any(map(has_mojibake, columns))
            self.share = (start + len(some)) / len(self._rows)
            yield TextBatch(np.array([number for number, _ in some], np.int64), columns)


def _text(path: Path) -> str:
    with unpacked(path) as file:
        content = file.read(MOST_IN_MEMORY + 1)
    if len(content) > MOST_IN_MEMORY:
        raise TooLargeError("more than a gigabyte of JSON")
    return content.decode(json.detect_encoding(content))


def _objects(text: str) -> list[Object]:
    """The objects of the list. Raises DamagedFileError for what is no such list."""
    try:
        found = _loaded(text)
    except json.JSONDecodeError as error:
        try:
            found = [_loaded(line) for line in text.splitlines() if line.strip()]
        except (json.JSONDecodeError, RecursionError):
            said = f"no JSON from line {error.lineno} on"
            raise DamagedFileError(said) from None
    except RecursionError:
        raise DamagedFileError("JSON that is nested too deeply") from None
    if isinstance(found, dict):
        lists = [one for one in found.values() if _is_list_of_objects(one)]
        found = lists[0] if len(lists) == 1 else [found]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise DamagedFileError("JSON that is no list of objects")
    return found


def _loaded(text: str) -> Any:
    """Numbers as they are written: a CPR number is no number."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _rows_of(one: Object) -> Iterator[dict[str, str]]:
    """The row of an object, or those of its one list of objects."""
    plain, lists = dict[str, str](), dict[str, list[Object]]()
    _flatten(one, "", plain, lists)
    if len(lists) != 1:
        yield plain
        return
    ((name, inner),) = lists.items()
    for each in inner:
        own = dict[str, str]()
        _flatten(each, f"{name}.", own, {})
        yield {**plain, **own}


def _flatten(
    one: Object, prefix: str, plain: dict[str, str], lists: dict[str, list[Object]]
) -> None:
    for name, value in one.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}{name}.", plain, lists)
        elif _is_list_of_objects(value):
            lists[f"{prefix}{name}"] = value
        else:
            plain[f"{prefix}{name}"] = _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(_cell, value)) if isinstance(value, list) else str(value)
