"""What a PDF says, read back by another way than it was written: glyphs, tags, tree."""

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Object

PAIR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
SHOWS = {"Tj", "TJ", "'", '"'}

# The text of each piece of marked content by (page, number).
Texts = dict[tuple[tuple[int, int], int], str]


def texts(pdf: pikepdf.Pdf) -> Texts:
    """Every piece of tagged content with its text."""
    return {place: text for place, text in pieces(pdf) if place is not None}


def pieces(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[tuple[int, int], int] | None, str]]:
    """Every text of every page in painting order, with its number; None for an artifact.

    Errors: AssertionError for a text that is neither tagged nor an artifact.
    """
    for page in pdf.pages:
        fonts = {str(name): letters(font) for name, font in page.Resources.Font.items()}
        open_marks: list[int | None] = []
        font: dict[str, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    open_marks.append(
                        operands[1].get("/MCID") if operands[0] != "/Artifact" else None
                    )
                case "BMC":
                    assert operands[0] == "/Artifact"
                    open_marks.append(None)
                case "EMC":
                    open_marks.pop()
                case "Tf":
                    font = fonts[str(operands[0])]
                case "TJ":
                    assert open_marks, "a text outside of every mark"
                    text = "".join(
                        font[bytes(part)[at : at + 2].hex()]
                        for part in operands[0]
                        if isinstance(part, pikepdf.String)
                        for at in range(0, len(bytes(part)), 2)
                    )
                    number = open_marks[-1]
                    yield (None if number is None else (page.obj.objgen, int(number))), text
                case shown:
                    assert shown not in SHOWS
        assert not open_marks


def letters(font: Object) -> dict[str, str]:
    """Letters by glyph, from the font's own table."""
    table = font.ToUnicode.read_bytes()
    return {
        glyph.decode().lower(): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for glyph, letter in PAIR.findall(table)
    }


def walk(element: Object) -> Iterator[Object]:
    """Every element of a tree below this one, in reading order."""
    for kid in element.get("/K", Array()):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from walk(kid)


def of_kind(pdf: pikepdf.Pdf, *kinds: str) -> list[Object]:
    return [each for each in walk(pdf.Root.StructTreeRoot) if each.S in kinds]


def said(element: Object, known: Texts) -> str:
    """What a reader hears of an element, spaces as one."""
    if "/ActualText" in element:
        return str(element.ActualText)
    parts = []
    for kid in element.get("/K", Array()):
        if isinstance(kid, int):
            parts.append(known.get((element.Pg.objgen, kid), ""))
        elif isinstance(kid, Dictionary) and "/S" in kid:
            parts.append(said(kid, known))
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    """Every run of spaces as one, no-break spaces too."""
    return re.sub(r"\s+", " ", text).strip()
