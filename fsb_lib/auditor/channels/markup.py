"""A page read as its bytes have it: tables, texts, drawings, addresses, and what nobody sees."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "img", "meta", "link", "hr", "input", "wbr", "col", "base"})
_INLINE = frozenset(
    {"span", "a", "strong", "em", "b", "i", "code", "abbr", "sup", "sub", "small", "br", "wbr"}
)
_CELLS = ("td", "th")
Attributes = Mapping[str, str]


@dataclass
class TableCell:
    """One cell of a drawn table. `spoken` texts repeat a mark in words."""

    is_head: bool
    rowspan: int
    colspan: int
    text: str = ""


@dataclass
class DrawnTable:
    """A table with the id that its frame carries; its caption is free text."""

    id: str
    rows: list[list[TableCell]] = field(default_factory=list)
    n_head_rows: int = 0


@dataclass
class SvgDrawing:
    """An SVG picture: every shape and text in it, and what is said of it; `place` is the link below
    it to the table that it draws."""

    attributes: Attributes
    place: str = ""
    shapes: list[tuple[str, Attributes]] = field(default_factory=list)
    texts: list[tuple[Attributes, str]] = field(default_factory=list)


@dataclass
class ReadPage:
    """All that a page holds."""

    tables: list[DrawnTable] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    drawings: list[SvgDrawing] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def read(markup: str) -> ReadPage:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = ReadPage()
        self._open: list[tuple[str, Attributes]] = []
        self._cell: TableCell | None = None
        self._drawing: SvgDrawing | None = None
        self._text: list[str] = []
        self._table_id = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._note(tag, attributes)
        if tag == "svg":
            self._drawing = SvgDrawing(attributes)
            self.page.drawings.append(self._drawing)
        elif self._drawing is not None:
            self._drawing.shapes.append((tag, self._inherited(attributes)))
        self._start_table(tag, attributes)
        if tag not in _INLINE:
            self._flush()
        if tag not in _VOID:
            self._open.append((tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self._flush()
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in _CELLS:
            self._cell = None
        elif tag == "svg":
            self._drawing = None

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self._open}
        if inside & {"style", "script"}:
            if "script" in inside:
                self.page.comments.append(data)
            return
        if self._drawing is not None:
            attributes = self._inherited(self._open[-1][1])
            if data.strip():
                self._drawing.texts.append((attributes, data))
        elif "pre" in inside:
            self.page.codes.append(data)
        elif self._cell is not None:
            if not self._is_spoken():
                self._cell.text += data
        else:
            self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.page.comments.append(data)

    def _flush(self) -> None:
        text = "".join(self._text).strip()
        if text:
            self.page.texts.append(text)
        self._text = []

    def close(self) -> None:
        super().close()
        self._flush()

    def _note(self, tag: str, attributes: Attributes) -> None:
        if "data-table" in attributes:
            self._table_id = attributes["data-table"]
        for name, value in attributes.items():
            if name in ("href", "src"):
                self._note_address(attributes.get("download", ""), value)
            else:
                self.page.attributes.append((tag, name, value))

    def _note_address(self, download: str, address: str) -> None:
        """The table behind a figure is linked below its drawings."""
        self.page.addresses.append((download, address))
        for drawing in self.page.drawings:
            if address.startswith("#tabel-") and not drawing.place:
                drawing.place = address

    def _start_table(self, tag: str, attributes: Attributes) -> None:
        if tag == "table":
            self.page.tables.append(DrawnTable(self._table_id))
            self._table_id = ""
        elif tag == "tr" and self.page.tables:
            table = self.page.tables[-1]
            table.rows.append([])
            table.n_head_rows += any(name == "thead" for name, _ in self._open)
        elif tag in _CELLS and self.page.tables and self.page.tables[-1].rows:
            down, across = _span(attributes, "rowspan"), _span(attributes, "colspan")
            self._cell = TableCell(tag == "th", down, across)
            self.page.tables[-1].rows[-1].append(self._cell)

    def _is_spoken(self) -> bool:
        """Words for a mark, or the unit under a column's name."""
        classes = (attributes.get("class", "") for _, attributes in self._open[-2:])
        return any(re.search(r"fsb-(spoken|unit)\b", one) for one in classes)

    def _inherited(self, attributes: Attributes) -> Attributes:
        found: dict[str, str] = {}
        for tag, outer in self._open:
            if tag in ("g", "text", "tspan"):
                found |= outer
        return {**found, **attributes}


def _span(attributes: Attributes, name: str) -> int:
    value = attributes.get(name, "1")
    return min(int(value), 1000) if value.isdigit() and int(value) else 1
