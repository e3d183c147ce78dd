"""The Word forms of a case: how the file looks, as a secretary has set it in Word or LibreOffice.

    orienteringsnotat.docx beside sender.yaml     the city's own
    fsb_lib/templates/forms/<form>.docx           the program's

A form gives styles, lists, page, head and foot. What stands in its body are samples, and is left
out; so is all else that an office program lays into a file: properties, macros, links, thumbnails.
"""

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.sender.beside import bytes_beside

FORMS: Final = tuple(load("cover")["forms"])
TABLE_STYLE, FILL_STYLE, LABEL_STYLE = "Nøgletal", "Udfyldes", "Strong"
PARAGRAPH_STYLES: Final = (
    "Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Bilag",
    "Tabeltitel", "Figur", "Afsender", "Sagsfelter", "Sidekolonne", "Status", "Tabeltekst",
    "Tabeltal", "Kilde", "Begreb", "Underskrift", "Header",
)  # fmt: skip
_MOST_BYTES: Final = 1_000_000
_KEPT: Final = frozenset(
    {"styles", "numbering", "settings", "header", "footer", "theme", "fontTable", "image",
     "footnotes", "endnotes", "officeDocument"}
)  # fmt: skip
# The result of a field; a text with a number in it.
_FIELD: Final = re.compile(
    r'w:fldCharType="separate".*?w:fldCharType="end"|<w:fldSimple.*?</w:fldSimple>', re.DOTALL
)
_DIGIT: Final = re.compile(r"<w:t(?: [^>]*)?>[^<]*\d")
_START_OVER = "Start from the program's own form, fsb_lib/templates/forms, and change its styles."


def read_forms(folder: Path) -> dict[str, bytes]:
    """The forms in force by name; `folder` is where sender.yaml lies.

    Errors: InputError with every fault of the city's own forms.
    """
    forms, problems = {}, list[Problem]()
    for name in FORMS:
        try:
            forms[name] = _form(name, folder)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return forms


def own_forms() -> dict[str, bytes]:
    """The program's forms by name."""
    folder = files("fsb_lib").joinpath("templates", "forms")
    return {name: folder.joinpath(f"{name}.docx").read_bytes() for name in FORMS}


def opened_form(form: bytes) -> Any:
    """The form as an empty python-docx document: its look, and nothing of its body."""
    document = Document(BytesIO(form))
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    for part in (document.part.package, *document.part.package.iter_parts()):
        for key, link in list(part.rels.items()):
            if link.is_external or link.reltype.rpartition("/")[2] not in _KEPT:
                del part.rels[key]
    return document


def style_named(document: Any, name: str) -> Any:
    """A style of a form. LibreOffice writes "Heading 1" where Word writes "heading 1".

    Errors: KeyError for one that is not there.
    """
    return _styles(document)[name.lower()]


def _styles(document: Any) -> dict[str, Any]:
    """The styles by name, each name once: an office program may write a built-in one twice."""
    return {str(style.name).lower(): style for style in reversed(list(document.styles))}


def _form(name: str, folder: Path) -> bytes:
    path = folder / f"{name}.docx"
    if not path.exists():
        return own_forms()[name]
    content = bytes_beside(path, folder, _MOST_BYTES, "the form cannot be read", "a Word file")
    lacking = _lacking(content)
    if lacking:
        raise InputError(
            Problem("the form lacks what a case needs", path.name, "every style of the form",
                    ", ".join(lacking), _START_OVER)
        )  # fmt: skip
    return content


def _lacking(content: bytes) -> list[str]:
    """The styles that are not there, by name; what it is instead of a Word file."""
    if len(content) > _MOST_BYTES:
        return [f"more than {_MOST_BYTES // 1000} kB"]
    try:
        document = Document(BytesIO(content))
        there = _styles(document)
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError) as error:
        return [type(error).__name__]
    wanted = (*PARAGRAPH_STYLES, TABLE_STYLE, FILL_STYLE, LABEL_STYLE)
    lacking = [name for name in wanted if name.lower() not in there]
    return [*lacking, *(["head and foot without numbers"] if _has_numbers(document) else [])]


def _has_numbers(document: Any) -> bool:
    """Whether head or foot tell a number, fields such as the page aside: who audits a case cannot
    know that it is a telephone's."""
    around = (each for one in document.sections for each in (one.header, one.footer))
    return any(_DIGIT.search(_FIELD.sub("", part._element.xml)) for part in around)
