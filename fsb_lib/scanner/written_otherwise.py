r"""Texts that are written in other signs: addresses, scripts, stylesheets, mails, base64.

    %30%36   {\rtf1 \'30   \u0030\x36   \30 36   =30=36   =\n   MDYwMjc0LTM0MTc=   303630323734

Each reading of a text is one more text: which of them a reader's program will take, nobody
knows.
"""

import base64
import binascii
import re
import urllib.parse
from collections.abc import Iterator
from typing import Final

from fsb_lib.scanner.decoded import text_of
from fsb_lib.scanner.kinds import begins_like_a_file

_ADDRESS = re.compile(r"%[0-9A-Fa-f]{2}")
_SCRIPT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|u\{0{0,8}([0-9A-Fa-f]{1,6})\})")
_STYLE = re.compile(r"\\([0-9A-Fa-f]{1,6})(?:\r\n|[ \t\r\n\f])?")
_OCTAL = re.compile(r"\\([0-3]?[0-7]{2})")
_MAIL = re.compile(r"=(?:[ \t]{0,8}\r?\n|([0-9A-Fa-f]{2}))")
_RICH_TEXT: Final = "{\\rtf"
_RTF_SIGN = re.compile(
    r"\\(?:'([0-9A-Fa-f]{2})|u(-?[0-9]{1,6}) ?\??|([-_~])|(par|line|cell|row|tab)\b ?"
    r"|[a-z]{1,32}(?:-?[0-9]{1,10})? ?)|[{}\r\n]"
)
# Ten digits as the hexadecimal of their signs, a dash or space between.
_HEX = re.compile(r"(?:3[0-9]){6}(?:2[0dDeEfF]){0,3}(?:3[0-9]){4}")
_LINE = r"[A-Za-z0-9+/_\-]"
_BASE64 = re.compile(rf"{_LINE}{{14,}}+(?:\r?\n{_LINE}{{1,}}+)*+")
# What such readings are made for: an escaped digit, or an escape beside one.
_ESCAPED_DIGIT = re.compile(
    r"\\(?:u00|x|u\{0{0,8}|0{0,4})3[0-9]|\\0?[67][0-7]|[0-9]\\[uxU0-9A-Fa-f]"
)
_MAILED_DIGIT = re.compile(r"=3[0-9]|=2[0dD]|[0-9]=[ \t]{0,8}\r?\n")
_FEWEST_DIGITS: Final = 5  # of a text that words decode to by chance in another code page
_LAST_SIGN: Final = 0x10FFFF


def readings(text: str) -> Iterator[tuple[str, str]]:
    """Part and text, for each way of writing that the text has a sign of."""
    if _ADDRESS.search(text):
        decoded = urllib.parse.unquote(text, errors="replace")
        yield "addresses decoded", decoded
        yield "addresses decoded twice", urllib.parse.unquote(decoded, errors="replace")
    if text.startswith(_RICH_TEXT):
        yield "rich text", _RTF_SIGN.sub(_rtf, text)
    if _ESCAPED_DIGIT.search(text):
        yield "script decoded", _SCRIPT.sub(_sign, text)
        yield "stylesheet decoded", _STYLE.sub(_sign, text)
        yield "octal signs decoded", _OCTAL.sub(_octal, text)
    if _MAILED_DIGIT.search(text):
        yield "mail decoded", _MAIL.sub(_sign, text)
    for match in _HEX.finditer(text):
        yield "hexadecimal decoded", bytes.fromhex(match[0]).decode("latin-1")


def base64_blocks(text: str) -> Iterator[bytes]:
    """What is written in base64 and is a text, or a file of a known form.

    Long words and hashes are base64, too: what they decode to is neither.
    """
    for match in _BASE64.finditer(text):
        whole, *lines = _decoded("".join(match[0].split())), *map(_decoded, match[0].split())
        is_file = begins_like_a_file(whole)  # then its lines are pieces of it
        if is_file or _is_text(whole):
            yield whole
        for line in {*lines} - {whole}:
            if _is_text(line) or (begins_like_a_file(line) and not is_file):
                yield line


def _is_text(decoded: bytes) -> bool:
    """Whether it is a text, and none by chance: a long word is base64, too."""
    text = text_of(decoded) or ""
    return bool(text) and (text.isascii() or sum(map(str.isdigit, text)) >= _FEWEST_DIGITS)


def _decoded(written: str) -> bytes:
    plain = written.replace("-", "+").replace("_", "/")
    whole = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(whole + "=" * (-len(whole) % 4))
    except (binascii.Error, ValueError):
        return b""


def _sign(match: re.Match[str]) -> str:
    code = int(next((group for group in match.groups() if group), "0"), 16)
    return chr(code) if 0 < code <= _LAST_SIGN else ""


def _octal(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))


def _rtf(match: re.Match[str]) -> str:
    byte, sign, dash, parting = match.groups()
    if byte or sign:
        return chr(int(byte, 16) if byte else int(sign) % 65536)
    return "-" if dash else "\n" if parting else ""
