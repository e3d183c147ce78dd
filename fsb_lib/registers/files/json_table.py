"""The rows of a JSON file as batches of text: a list of objects, alone, in an object, or by line.

    [{"CitizenCpr": "020180-1234", "Case": {"Start": "2014-11-14T23:00:00Z"}}, ...]

    line  citizencpr   case.start
    1     020180-1234  2014-11-14T23:00:00Z

A row's number is its object's place in the list, from 1 (`json_rows`).
"""

import json
from array import array
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from fsb_lib.registers.files.cells import has_mojibake, text_column, without_blank_and_total
from fsb_lib.registers.files.dialect import header_names
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.json_rows import (
    Object,
    ObjectRows,
    asked_lists,
    is_list_of_objects,
    names_in,
)
from fsb_lib.registers.files.limits import (
    MOST_COLUMNS,
    MOST_IN_MEMORY,
    DamagedFileError,
    TooLargeError,
    unpacked,
)
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.files.total_lines import HoldsRow, never
from fsb_lib.registers.spelling import canonical

_ROWS_AT_A_TIME: Final = 16_384


class JsonTable:
    """The rows of a JSON file; a `TableSource`. `columns`: those asked for, in canonical spelling.

    Raises RefusedFileError, OSError and UnicodeError, when it is made.
    """

    def __init__(self, path: Path, columns: Collection[str]) -> None:
        self.wrong_lines = array("q")
        self.findings = Findings()
        self.share = 0.0
        self.is_mojibake = False
        try:
            objects = _objects(_text(path), columns)
            rows_of = ObjectRows(asked_lists(objects, columns))
            self._rows = [
                (number, row)
                for number, one in enumerate(objects, start=1)
                for row in rows_of.of(one)
            ]
            self._names = list(dict.fromkeys(name for one in objects for name in names_in(one)))
        except RecursionError:
            raise DamagedFileError("JSON that is nested too deeply") from None
        self.names = header_names(self._names)
        if not objects:  # no object, so no names: nothing that is asked for is missing
            self.names = tuple(columns)
        if len(self._names) > MOST_COLUMNS:
            raise TooLargeError(f"more than {MOST_COLUMNS} columns")

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


def _objects(text: str, columns: Collection[str]) -> list[Object]:
    """The objects of the list. Raises DamagedFileError for what is no such list."""
    if not text.strip():
        raise DamagedFileError("nothing at all")
    try:
        found = _loaded(text)
    except json.JSONDecodeError as error:
        try:
            # By line break alone: JSON may have other signs that Python takes for one.
            found = [_loaded(line) for line in text.split("\n") if line.strip()]
        except json.JSONDecodeError:
            said = f"no JSON from line {error.lineno} on"
            raise DamagedFileError(said) from None
    if isinstance(found, dict):
        found = _unwrapped(found, columns)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise DamagedFileError("JSON that is no list of objects")
    return found


def _unwrapped(found: Object, columns: Collection[str]) -> list[Object]:
    """The list in an object that has most of the columns asked for, or the object as one."""
    lists = [[found], *_lists_anywhere(found)]
    named = [len(_named(objects) & set(columns)) for objects in lists]
    best = max(range(1, len(lists)), key=named.__getitem__, default=0)
    return lists[best if named[best] >= named[0] else 0]


def _named(objects: Sequence[Object]) -> set[str]:
    return {canonical(name) for one in objects for name in names_in(one)}


def _lists_anywhere(one: Object) -> Iterator[list[Object]]:
    for value in one.values():
        if isinstance(value, dict):
            yield from _lists_anywhere(value)
        elif is_list_of_objects(value):
            yield [each for each in value if each is not None]


def _loaded(text: str) -> Any:
    """Numbers as they are written: a CPR number is no number."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
