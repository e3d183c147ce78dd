"""The pages of a PDF, rewritten to fit the tag tree.

    outside of the tree     /Span <</MCID 7>> BDC  ->  /Artifact <</Type /Pagination>> BDC
    a space not painted     [<0044>] TJ            ->  [<0044> <0003>] TJ

WeasyPrint paints no space at the end of a line and none that stands alone; without them a tagged
PDF says "var iaktivering".
"""

import re
from collections import defaultdict

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Page,
    Pdf,
    String,
    parse_content_stream,
    unparse_content_stream,
)

from fsb_lib.pdf.tag_tree import is_element, kids

_BEGIN = Operator("BDC")
_SPACE = re.compile(rb"<([0-9a-fA-F]{4})>\s*<0020>")

_Instruction = ContentStreamInstruction | ContentStreamInlineImage
# By page, which element holds each piece of marked content.
_Holders = dict[tuple[int, int], dict[int, Object]]


def fit_pages(pdf: Pdf) -> None:
    """Rewrite the pages of a PDF after its tree, and lead from each page to the tree."""
    holders = _holders(pdf.Root.StructTreeRoot)
    for page in pdf.pages:
        instructions = list(parse_content_stream(page))
        instructions = _with_artifacts(instructions, holders[page.obj.objgen])
        _Spacing(instructions, _spaces(page)).put_back()
        page.Contents = pdf.make_stream(unparse_content_stream(instructions))
    _lead_back(pdf, holders)


def _holders(root: Object) -> _Holders:
    found: _Holders = defaultdict(dict)
    waiting = list(root.K)
    while waiting:
        element = waiting.pop()
        for kid in kids(element):
            if isinstance(kid, int):
                found[element.Pg.objgen][kid] = element
            elif is_element(kid):
                waiting.append(kid)
    return found


def _with_artifacts(
    instructions: list[_Instruction], said: dict[int, Object]
) -> list[_Instruction]:
    return [
        _artifact(each) if _number(each, -1) not in {-1, *said} else each for each in instructions
    ]


def _number(instruction: _Instruction, otherwise: int) -> int:
    """The number of the marked content that begins here."""
    if instruction.operator != _BEGIN:
        return otherwise
    return int(instruction.operands[1].get("/MCID", otherwise))


def _artifact(instruction: _Instruction) -> _Instruction:
    """A shape is part of the layout; text outside of the tree is what every page repeats."""
    kind = Name.Layout if instruction.operands[0] == "/Figure" else Name.Pagination
    return ContentStreamInstruction([Name.Artifact, Dictionary(Type=kind)], _BEGIN)


def _spaces(page: Page) -> dict[str, bytes]:
    """By font of a page, the glyph of a space; a font without one is left out."""
    fonts = page.Resources.get("/Font", Dictionary())
    tables = {name: font.ToUnicode.read_bytes() for name, font in fonts.items()}
    found = {name: _SPACE.search(table) for name, table in tables.items()}
    return {name: bytes.fromhex(glyph[1].decode()) for name, glyph in found.items() if glyph}


class _Spacing:
    """Puts back the spaces that were not painted, page by page in painting order.

    One was at the end of every text that is followed by text at another height, and one is every
    piece of tagged content that shows nothing.
    """

    def __init__(self, instructions: list[_Instruction], spaces: dict[str, bytes]) -> None:
        self._instructions = instructions
        self._spaces = spaces
        self._height, self._font = 0.0, ""
        self._last: tuple[int, float, str] | None = None  # where text was shown, and how
        self._empty = False

    def put_back(self) -> None:
        """Change the instructions in place."""
        for number, each in enumerate(self._instructions):
            operator = str(each.operator)
            if operator == "Tm":
                self._height = float(each.operands[5])
            elif operator == "Tf":
                self._font = str(each.operands[0])
            elif operator == "TJ":
                self._shown(number)
            elif operator == "BDC":
                self._empty = "/MCID" in each.operands[1] and each.operands[0] == "/Span"
            elif operator == "EMC" and self._empty:
                self._add()

    def _shown(self, number: int) -> None:
        if self._last is not None and self._last[1] != self._height:
            self._add()
        self._last, self._empty = (number, self._height, self._font), False

    def _add(self) -> None:
        """Put a space after the text that was shown last, once."""
        if self._last is not None and self._last[2] in self._spaces:
            number, _, font = self._last
            shown = Array([*self._instructions[number].operands[0], String(self._spaces[font])])
            self._instructions[number] = ContentStreamInstruction([shown], Operator("TJ"))
        self._last = None


def _lead_back(pdf: Pdf, holders: _Holders) -> None:
    """From each page's marked content to the element that holds it, and to no other."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for position, page in enumerate(pdf.pages):
        held = holders[page.obj.objgen]
        count = max(held, default=-1) + 1
        numbers[2 * position + 1] = Array([held.get(number) for number in range(count)])
