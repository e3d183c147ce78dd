"""Digits, dashes and spaces of every script in their plain form, so that one pattern sees all."""

import unicodedata
from functools import cache

_INVISIBLE = "\u115f\u1160\u2800\u3164\uffa0"
_OTHER_DASHES = "\u2212\u2043\u02d7\u00b7\u2027\u2024\u30fb"


def folded(text: str) -> str:
    """The text with every kind of digit, dash and space in its plain form.

    What has no width (soft hyphens, joiners, byte order and combining marks) is left out. Lines
    stay.
    """
    if text.isascii():
        return text
    for sign in set(text):
        plain = _plain(sign)
        if plain != sign:
            text = text.replace(sign, plain)
    return text


@cache
def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me"} or sign in _INVISIBLE:
        return ""
    if kind == "Pd" or sign in _OTHER_DASHES:
        return "-"
    if kind == "Zs":
        return " "
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    wide = unicodedata.normalize("NFKC", sign) if kind in {"Lu", "Ll", "Po", "Sm"} else sign
    return wide if len(wide) == 1 and wide.isascii() else sign


def raised_digits(plain: str) -> dict[int, str]:
    """The plain digit of every raised, lowered or circled one in the text."""
    digits = {sign: unicodedata.digit(sign, None) for sign in set(plain) if not sign.isdecimal()}
    return {ord(sign): str(digit) for sign, digit in digits.items() if digit is not None}
