"""A Word file read by plain zip and XML: its texts, and whether it is as the standard has it.

The orders of elements are those of ISO/IEC 29500-1, annex A: Word refuses or repairs a file that
has them otherwise, while LibreOffice and python-docx read it all the same.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss"
    " imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs"
    " highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout"
    " specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW"
    " jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
    " tblDescription",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader"
    " tblCellSpacing jc hidden",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr"
    " tblPr trPr tcPr tblStylePr",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection"
    " bidi rtlGutter docGrid printerSettings",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "tbl": "tblPr tblGrid tr",
}


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(raw: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    return ElementTree.fromstring(parts(raw)[name])  # noqa: S314 (our own)


def paragraphs(raw: bytes, style: str = "") -> list[str]:
    """The text of every paragraph, or of those of one style (by its id), with ordinary spaces."""
    found = []
    for paragraph in xml(raw).iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if not style or (named is not None and named.get(f"{W}val") == style):
            text = "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
            found.append(text.replace("\u00a0", " "))
    return found


def faults(raw: bytes) -> list[str]:
    """Everything in which the file is not as the standard has it."""
    return [*_unlinked(raw), *_untyped(raw), *_out_of_order(raw), *_undefined(raw), *_ids(raw)]


def _unlinked(raw: bytes) -> Iterator[str]:
    """Every relation leads to a part of the file, and every part is led to."""
    there, reached = parts(raw), {"[Content_Types].xml"}
    for name in there:
        if name.endswith(".rels"):
            reached.add(name)
            folder = posixpath.dirname(posixpath.dirname(name))
            for link in xml(raw, name).iter(_RELATION):
                target = link.get("Target", "")
                place = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
                reached.add(place)
                if link.get("TargetMode") == "External" or place not in there:
                    yield f"{name}: {target} is no part of the file"
    yield from (f"{name}: nothing leads to it" for name in there.keys() - reached)
    ids = {link.get("Id") for link in xml(raw, "word/_rels/document.xml.rels").iter(_RELATION)}
    for element in xml(raw).iter():
        for key, value in element.attrib.items():
            if key.startswith(_R_ID) and value not in ids:
                yield f"word/document.xml: {value} is no relation"


def _untyped(raw: bytes) -> Iterator[str]:
    types = xml(raw, "[Content_Types].xml")
    named = {one.get("PartName", "").lstrip("/") for one in types.iter(f"{_TYPES}Override")}
    endings = {one.get("Extension") for one in types.iter(f"{_TYPES}Default")}
    for name in parts(raw):
        if name not in named and name.rpartition(".")[2] not in endings:
            yield f"{name}: has no type"
    yield from (f"{name}: has a type and is not there" for name in named - parts(raw).keys())


def _out_of_order(raw: bytes) -> Iterator[str]:
    for name, content in parts(raw).items():
        if name.startswith("word/") and name.endswith(".xml"):
            for element in ElementTree.fromstring(content).iter():  # noqa: S314 (our own)
                order = ORDERS.get(element.tag.removeprefix(W), "").split()
                found = [child.tag.removeprefix(W) for child in element] if order else []
                unknown = set(found) - set(order)
                if unknown or found != sorted(found, key=order.index):
                    yield f"{name}: {element.tag.removeprefix(W)} holds {' '.join(found)}"


def _undefined(raw: bytes) -> Iterator[str]:
    defined = {one.get(f"{W}styleId") for one in xml(raw, "word/styles.xml").iter(f"{W}style")}
    lists = {one.get(f"{W}numId") for one in xml(raw, "word/numbering.xml").iter(f"{W}num")}
    for element in xml(raw).iter():
        kind, value = element.tag.removeprefix(W), element.get(f"{W}val")
        if kind in {"pStyle", "rStyle", "tblStyle"} and value not in defined:
            yield f"{kind} {value} is not defined"
        if kind == "numId" and value not in lists:
            yield f"list {value} is not defined"


def _ids(raw: bytes) -> Iterator[str]:
    ids = [one.get("id") for one in xml(raw).iter() if one.tag.endswith("}docPr")]
    yield from (f"two drawings have the id {one}" for one in set(ids) if ids.count(one) > 1)
