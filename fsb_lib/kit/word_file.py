"""Blocks and a form become a Word file: same blocks, same bytes.

python-docx writes what it knows. By hand are the frame of the column at the side, the text
alternatives, and what keeps a table on one page: its library has no words for these.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu

from fsb_lib.base.fixed_zip import members, packed
from fsb_lib.domain import danish
from fsb_lib.kit.blocks import Block, FigureBlock, TableBlock, TextBlock
from fsb_lib.kit.word_form import (
    FILL_STYLE,
    LABEL_STYLE,
    TABLE_STYLE,
    opened_form,
    style_named,
)

# What only a person can write: "[udfyldes]", "[udfyldes: hvornår]".
_TO_FILL: Final = re.compile(r"(\[udfyldes[^\]]*\])")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML cannot hold
_SHARES: Final = (40, 15, 45)  # of the width of a table, in percent
# The column at the side, in twentieths of a point on an A4 page: beside the wide right margin.
_FRAME: Final = {
    "w": "2500", "hSpace": "200", "wrap": "around", "vAnchor": "page", "hAnchor": "page",
    "x": "8900", "y": "1985",
}  # fmt: skip
_AFTER_FRAME: Final = (
    "w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs",
    "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr",
)  # fmt: skip


@dataclass(frozen=True)
class WordProperties:
    """What the file says of itself; it has no dates, since nobody has written it yet."""

    title: str
    kind: str
    author: str
    head: str


def word_bytes(blocks: Iterable[Block], form: bytes, about: WordProperties) -> bytes:
    """The .docx file."""
    document = opened_form(form)
    _head(document, about.head)
    for block in blocks:
        _WRITERS[type(block)](document, block)
    _describe(document, about)
    file = BytesIO()
    document.save(file)
    return packed(dict(sorted(members(file.getvalue()).items(), key=_content_types_first)))


def _content_types_first(member: tuple[str, bytes]) -> tuple[bool, str]:
    return member[0] != "[Content_Types].xml", member[0]


def _describe(document: Any, about: WordProperties) -> None:
    """Title, kind, author and language; python-docx's own dates and names are taken out."""
    properties = document.core_properties
    properties.title, properties.subject = _clean(about.title), about.kind
    properties.author, properties.language = _clean(about.author), "da-DK"
    element = properties._element
    kept = {"title", "subject", "creator", "language"}
    for child in list(element):
        if child.tag.rpartition("}")[2] not in kept:
            element.remove(child)


def _head(document: Any, text: str) -> None:
    """The first line of the form's head tells the kind of paper and what it may be used for."""
    paragraph = document.sections[0].header.paragraphs[0]
    _say(document, paragraph, text)


# --- text ----------------------------------------------------------------------------------------


def _write_text(document: Any, block: TextBlock) -> None:
    paragraph = document.add_paragraph(style=style_named(document, block.style))
    if block.label:
        label = paragraph.add_run(_clean(block.label))
        label.style = style_named(document, LABEL_STYLE)
        if block.above:
            paragraph.add_run().add_break()
        else:
            paragraph.add_run(" ")
    _say(document, paragraph, block.text)
    if block.with_next:
        paragraph.paragraph_format.keep_with_next = True
    if block.at_side:
        frame = OxmlElement("w:framePr")
        for name, value in _FRAME.items():
            frame.set(qn(f"w:{name}"), value)
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(frame, *_AFTER_FRAME)


def _say(document: Any, paragraph: Any, text: str) -> None:
    """The text, with what is to be filled in on yellow: in Word and LibreOffice, and on paper."""
    for piece in filter(None, _TO_FILL.split(_clean(text))):
        run = paragraph.add_run(piece)
        if _TO_FILL.fullmatch(piece):
            run.style = style_named(document, FILL_STYLE)
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _clean(text: str) -> str:
    return _CONTROL.sub("", danish.unbroken(text))


# --- figures and tables --------------------------------------------------------------------------


def _write_figure(document: Any, block: FigureBlock) -> None:
    drawing = block.figure.drawing
    heading, style = style_named(document, "Tabeltitel"), style_named(document, "Figur")
    _say(document, document.add_paragraph(style=heading), block.figure.heading)
    paragraph = document.add_paragraph(style=style)
    beyond = style.paragraph_format.right_indent or 0  # into the margin
    width = Emu(_width(document) - beyond)
    picture = paragraph.add_run().add_picture(BytesIO(block.figure.picture), width=width)
    properties = picture._inline.docPr
    properties.set("descr", _clean(drawing.alternative))
    properties.set("name", _clean(block.figure.heading.partition(".")[0]))


def _width(document: Any) -> Emu:
    """Of the text on a page."""
    section = document.sections[0]
    return Emu(section.page_width - section.left_margin - section.right_margin)


def _write_table(document: Any, block: TableBlock) -> None:
    heading = document.add_paragraph(style=style_named(document, "Tabeltitel"))
    _say(document, heading, block.caption)
    look = style_named(document, TABLE_STYLE)
    table = document.add_table(rows=0, cols=len(block.columns), style=look)
    table.autofit = False
    _name_table(table, block)
    rows = [tuple((name,) for name in block.columns), *block.rows]
    for number, row in enumerate(rows):
        _write_row(document, table, row, is_last=number == len(rows) - 1)
    _repeat_first(table.rows[0])
    widths = [Emu(_width(document) * share // 100) for share in _SHARES]
    for column, width in zip(table.columns, widths, strict=True):
        for cell in (column, *column.cells):
            cell.width = width


def _write_row(document: Any, table: Any, row: Iterable[tuple[str, ...]], *, is_last: bool) -> None:
    """One row, whose lines stay together and, but for the last, with the row that follows."""
    made = table.add_row()
    properties = made._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    for number, (cell, lines) in enumerate(zip(made.cells, row, strict=True)):
        for place, line in enumerate(lines):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            look = "Tabeltal" if number == 1 else "Tabeltekst"
            paragraph.style = style_named(document, look)
            paragraph.paragraph_format.keep_with_next = None if is_last else True
            _say(document, paragraph, line)


def _repeat_first(row: Any) -> None:
    """Also a reader who cannot see the table is told which row heads it."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _name_table(table: Any, block: TableBlock) -> None:
    properties = table._tbl.tblPr
    for name, text in (("w:tblCaption", block.caption), ("w:tblDescription", block.description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), _clean(text))
        properties.append(element)


_WRITERS: Final[dict[type, Any]] = {
    TextBlock: _write_text,
    FigureBlock: _write_figure,
    TableBlock: _write_table,
}
