"""Words that a person writes and everybody may read: they may hold dates, and no number of people.

What is written by hand is held to no released figure, so a number in it could be a hidden one.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_DATE = re.compile(
    r"\b(?:\d{1,2}\.\s?(?:\w{3,}|\d{1,2}\.?)\s?)?(?:19|20)\d\d\b|\b\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d\d\b"
)
_NUMBER = re.compile(r"\d|\b(?:én|to|tre|fire|fem|seks|syv|otte|ni|ti)\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+45[ \u00a0]?)?(?:\d{2}[ \u00a0]?){3}\d{2}(?!\d)")


def holds_a_number(text: str) -> bool:
    """Whether a text says a number, in digits or as a word up to ten; dates are none."""
    return _NUMBER.search(_DATE.sub(" ", text)) is not None


def _without_telephones(text: str) -> str:
    return _TELEPHONE.sub(" ", text)


def _without_numbers(text: str) -> str:
    if holds_a_number(text):
        raise ValueError("words and dates: a number in it would be checked by nobody")
    return text


def _name_and_telephone(text: str) -> str:
    if holds_a_number(_without_telephones(text)):
        raise ValueError("a name, an e-mail and telephones of eight digits, and no other number")
    return text


_Line = StringConstraints(min_length=3, max_length=600, strip_whitespace=True, pattern=r"^[^\n]*$")
# Who can be asked: name, telephone, e-mail.
Contact = Annotated[str, _Line, AfterValidator(_name_and_telephone)]
# Why a target was missed, in the words of the administrations.
Reason = Annotated[str, _Line, AfterValidator(_without_numbers)]
