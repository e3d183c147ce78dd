"""Workbooks for tests: ordinary ones, and ones whose parts are exchanged for something else."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: Iterable[Iterable[Any]]) -> bytes:
    """A workbook of one sheet with these rows, from the first cell on."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def drawn_rows(text: str) -> list[list[str]]:
    """The rows of a text with semicolons."""
    return [line.split(";") for line in text.splitlines()]


def sheet_xml(raw: bytes) -> bytes:
    """The XML of the first sheet."""
    return zipfile.ZipFile(io.BytesIO(raw)).read(SHEET)


def exchanged(raw: bytes, members: Mapping[str, bytes]) -> bytes:
    """The workbook with these members in place, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in dict.fromkeys([*old.namelist(), *members]):
            new.writestr(name, members[name] if name in members else old.read(name))
    return file.getvalue()
