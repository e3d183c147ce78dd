"""The texts of a tagged PDF by their marks: which words stand in which cell, paragraph or margin.

/TD <</MCID 12>> BDC  /F1 9 Tf  <0024> Tj  EMC   ->   texts[page, 12] = "A"
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL
)
_LONGEST_RANGE = 1 << 16
_DEEPEST = 8

Mark = tuple[int, int | None]


@dataclass
class Marked:
    """Texts by page and mark, in the order they are drawn; without a mark: a margin or drawing."""

    texts: dict[Mark, list[str]] = field(default_factory=dict)

    def add(self, mark: Mark, text: str) -> None:
        self.texts.setdefault(mark, []).append(text)

    def of(self, mark: Mark) -> str:
        return "".join(self.texts.get(mark, ()))


def marked_texts(pdf: pikepdf.Pdf) -> Marked:
    """All texts of all pages."""
    found = Marked()
    fonts: dict[tuple[int, int], dict[int, str]] = {}
    for number, page in enumerate(pdf.pages):
        _Reader(found, number, fonts).read(page, page.get("/Resources"), 0)
    return found


@dataclass
class _Reader:
    found: Marked
    page: int
    fonts: dict[tuple[int, int], dict[int, str]]
    marks: list[int | None] = field(default_factory=list)
    font: dict[int, str] = field(default_factory=dict)
    width: int = 1

    def read(self, content: Any, resources: Any, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for instruction in pikepdf.parse_content_stream(content):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BDC", "BMC"):
                self.marks.append(_mcid(operands, resources))
            elif operator == "EMC" and self.marks:
                self.marks.pop()
            elif operator == "Do":
                self._go_into(resources, operands[0], depth)
            else:
                self._write(operator, operands, resources)

    def _write(self, operator: str, operands: Any, resources: Any) -> None:
        if operator == "Tf":
            self._choose(resources, operands[0])
        elif operator in ("Tj", "'", '"', "TJ"):
            self._show(operands[-1])
        elif operator in ("T*", "Td", "TD", "Tm"):
            self._add(" ")

    def _choose(self, resources: Any, name: Any) -> None:
        font = resources["/Font"][str(name)]
        self.width = 2 if str(font.get("/Subtype")) == "/Type0" else 1
        table = font.get("/ToUnicode")
        known = None if table is None else self.fonts.get(table.objgen)
        if known is None:
            known = {} if table is None else glyphs(table.read_bytes())
            if table is not None:
                self.fonts[table.objgen] = known
        self.font = known

    def _show(self, operand: Any) -> None:
        strings = operand if isinstance(operand, pikepdf.Array) else [operand]
        for one in strings:
            if isinstance(one, pikepdf.String):
                self._add("".join(self._letters(bytes(one))))

    def _letters(self, packed: bytes) -> Iterator[str]:
        for start in range(0, len(packed), self.width):
            code = int.from_bytes(packed[start : start + self.width], "big")
            yield self.font.get(code, chr(code) if self.width == 1 else "\ufffd")

    def _add(self, text: str) -> None:
        mark = next((one for one in reversed(self.marks) if one is not None), None)
        self.found.add((self.page, mark), text)

    def _go_into(self, resources: Any, name: Any, depth: int) -> None:
        part = resources.get("/XObject", {}).get(str(name))
        if part is not None and str(part.get("/Subtype")) == "/Form":
            self.read(part, part.get("/Resources", resources), depth + 1)


def _mcid(operands: Any, resources: Any) -> int | None:
    if len(operands) < 2:
        return None
    properties = operands[1]
    if isinstance(properties, pikepdf.Name):
        properties = resources.get("/Properties", {}).get(str(properties), {})
    return int(properties["/MCID"]) if "/MCID" in properties else None


def glyphs(table: bytes) -> dict[int, str]:
    """Letters by code, from a ToUnicode table."""
    found: dict[int, str] = {}
    for block in _PAIRS.findall(table):
        codes = _HEX.findall(block)
        found |= {int(a, 16): _text(b) for a, b in zip(codes[::2], codes[1::2], strict=False)}
    for block in _RANGES.findall(table):
        for first, last, start, listed in _RANGE.findall(block):
            n = min(int(last, 16) - int(first, 16) + 1, _LONGEST_RANGE)
            letters = [_text(one) for one in _HEX.findall(listed)] or _counted(_text(start), n)
            found |= {int(first, 16) + step: text for step, text in enumerate(letters[:n])}
    return found


def _counted(start: str, n: int) -> list[str]:
    return [start[:-1] + chr(ord(start[-1]) + step) for step in range(n)]


def _text(code: bytes) -> str:
    return bytes.fromhex(b"".join(code.split()).decode("ascii")).decode("utf-16-be", "replace")
