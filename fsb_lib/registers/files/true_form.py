"""What a file is by its first bytes, whatever its name says.

<!DOCTYPE html> ...   a web page          PK\\x03\\x04 ... xl/   a workbook
c\\0p\\0r\\0;\\0       UTF-16 without its mark
"""

import re
from pathlib import Path
from typing import Final

from fsb_lib.registers.files.limits import WrongFormError, unpacked

_START: Final = 4_096
_SIGNS: Final = (
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a packed file (gzip) whose name does not end in .gz"),
    (b"Rar!", "a packed file (rar)"),
    (b"7z\xbc\xaf", "a packed file (7z)"),
    (b"SQLite format", "a database file"),
    (b"\xd0\xcf\x11\xe0", "an older workbook (.xls), or one locked by a password"),
)
_WEB = re.compile(rb"\s*<(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_OTHER = ((re.compile(rb"\s*<\?xml"), "an XML file"), (re.compile(rb"\s*[\[{]\s*[\"{]"), "JSON"))
UTF_16: Final = "two or four bytes a sign: UTF-16 without its mark, or UTF-32"


def other_form(start: bytes) -> str:
    """What the file is, or nothing for what may be a text."""
    start = start.removeprefix(b"\xef\xbb\xbf")
    for sign, name in _SIGNS:
        if start.startswith(sign):
            return name
    if start.startswith(b"PK\x03\x04"):
        is_workbook = b"xl/" in start or b"[Content_Types].xml" in start
        return "a workbook (.xlsx)" if is_workbook else "a zip archive: unpack it"
    if _WEB.match(start):
        return "a web page (HTML), such as a login page"
    return next((name for pattern, name in _OTHER if pattern.match(start)), "")


def refuse_other_form(path: Path) -> None:
    """Raises WrongFormError for a file that is named as a text and is something else."""
    with unpacked(path) as file:
        start = file.read(_START)
    if name := other_form(start):
        raise WrongFormError(name)


def is_utf_16(start: bytes) -> bool:
    """Whether every other byte is nothing, as in plain text of two bytes a sign."""
    half = len(start) // 2
    nothing = max(start[0::2].count(0), start[1::2].count(0))
    return half > 1 and nothing > 0.8 * half
