"""The cells of a sheet as texts, straight from its XML: a quarter of the time of openpyxl's parser.

    <row r="4"><c r="A4" t="s"><v>7</v></c><c r="C4" s="2"><v>39818</v></c></row>
    -> 4, [(1, shared text 7), (3, "2009-01-05")]          style 2 is a date

Values are openpyxl's in every case; a cell is read once per distinct number and style.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final
from xml.parsers import expat

from fsb_lib.registers.files.cells import cell_text

UNCALCULATED: Final = "="
_BLOCK: Final = 1 << 16
_MOST_REMEMBERED: Final = 100_000
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE, _FORMULA = (_MAIN + name for name in ("row", "c", "v", "f"))
_TEXT, _PHONETIC = _MAIN + "t", _MAIN + "rPh"

Cells = tuple[int, list[tuple[int, str]]]


@dataclass(frozen=True)
class SheetMeaning:
    """What numbers in a sheet stand for: places of texts, and days where the style is a date."""

    shared: Sequence[str]
    dates: frozenset[int]
    durations: frozenset[int]
    epoch: Any
    _known: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def text(self, kind: str, value: str, style: int) -> str:
        """A cell that holds a value, as text. Raises what openpyxl raises for what is none."""
        if kind == "s":
            return cell_text(self.shared[int(value)])
        if kind in ("str", "e", "inlineStr"):
            return value
        found = self._known.get((kind, value, style))
        if found is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[kind, value, style] = cell_text(self._value(kind, value, style))
        return found

    def _value(self, kind: str, value: str, style: int) -> Any:
        from openpyxl.utils.datetime import (  # type: ignore[import-untyped] # noqa: PLC0415
            from_excel,
            from_ISO8601,
        )

        if kind == "b":
            return bool(int(value))
        if kind == "d":
            return from_ISO8601(value)
        if kind != "n":
            return value
        number = float(value) if set(value) & set(".eE") else int(value)
        if style not in self.dates:
            return number
        try:
            return from_excel(number, self.epoch, timedelta=style in self.durations)
        except (OverflowError, ValueError):
            return "#VALUE!"


class SheetXml:
    """Reads one sheet's XML to its end; what else was met is known then.

    `uncalculated`: columns of formulas without a value, from 0, one entry a cell.
    """

    def __init__(self, source: IO[bytes], meaning: SheetMeaning) -> None:
        self._source, self._meaning = source, meaning
        self.n_hidden = 0
        self.uncalculated: list[int] = []
        self._rows: list[Cells] = []
        self._cells: list[tuple[int, str]] = []
        self._number = self._column = 0
        self._is_hidden = self._in_phonetic = False
        self._kind, self._style = "n", 0
        self._texts: list[str] | None = None
        self._value: str | None = None
        self._has_formula = False
        self._columns: dict[str, int] = {}

    def rows(self) -> Iterator[Cells]:
        """Each row with its number and its cells: column, from 1, and text."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        while block := self._source.read(_BLOCK):
            parser.Parse(block)
            yield from self._taken()
        parser.Parse(b"", True)
        yield from self._taken()

    def _taken(self) -> list[Cells]:
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._begin_cell(attributes)
        elif name == _VALUE or (name == _TEXT and not self._in_phonetic):
            self._texts = []
        elif name == _FORMULA:
            self._has_formula = True
        elif name == _ROW:
            given = attributes.get("r")
            self._number = int(float(given)) if given else self._number + 1
            self._is_hidden = attributes.get("hidden") in ("1", "true")
            self._cells, self._column = [], 0
        elif name == _PHONETIC:
            self._in_phonetic = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._value, self._has_formula = None, False
        if place := attributes.get("r"):
            letters = place.rstrip("0123456789")
            self._column = self._columns.get(letters) or self._column_of(letters)
        else:
            self._column += 1

    def _column_of(self, letters: str) -> int:
        from openpyxl.utils import (  # type: ignore[import-untyped] # noqa: PLC0415
            column_index_from_string,
        )

        column: int = column_index_from_string(letters.replace("$", ""))
        self._columns[letters] = column
        return column

    def _characters(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        if name in {_VALUE, _TEXT}:
            if self._texts is not None and (name == _TEXT) == (self._kind == "inlineStr"):
                self._value = (self._value or "") + "".join(self._texts)
            self._texts = None
        elif name == _CELL:
            self._end_cell()
        elif name == _ROW:
            self.n_hidden += bool(self._is_hidden and self._cells)
            self._rows.append((self._number, self._cells))
        elif name == _PHONETIC:
            self._in_phonetic = False

    def _end_cell(self) -> None:
        text = self._meaning.text(self._kind, self._value, self._style) if self._value else ""
        # An empty text that was calculated says so: `t="str"` and a value of no letters.
        is_empty_text = self._kind == "str" and self._value is not None
        if self._has_formula and not self._value and not is_empty_text:
            text = UNCALCULATED
            self.uncalculated.append(self._column - 1)
        self._cells.append((self._column, text))
