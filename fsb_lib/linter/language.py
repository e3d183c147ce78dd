"""Rules of the language: Danish that is marked as Danish, and Danish forms of numbers and dates."""

import re
from collections.abc import Iterator
from functools import cache

from fsb_lib.linter.parsed_page import RUNNING, PageText, Spot, TextKind, attribute
from fsb_lib.linter.rules import Subject, rule, setting

EVERY = tuple(TextKind)
# In figures lines do not break, and a spoken text has no lines.
BREAKABLE = (*RUNNING, TextKind.CELL)
_WORD = re.compile(r"[^\W\d_]+")
_QUOTATION = re.compile("»[^«]*«")
_UNIT = r"(?:%|procentpoint\b|kr\.|borgere?\b|personer?\b|dage?\b|måneder\b|år\b)"
_MONTH = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_ENGLISH_NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])"  # 1,234
    r"|(?<![\d.,\u00a0-])\d+\.\d+(?=[ \u00a0]?(?:%|procent))"  # 12.5 %
    r"|(?<![\d.,])\d+\.\d{1,2}(?!\d|\.\d)"  # 0.43
    r"|(?<![\w.,])\d{5,}(?![\w,.])"  # 12345, and no part of a fingerprint
    r"|(?<![\d.,])\d{4}(?=[ \u00a0](?:borgere|personer|procent|%))"  # 3357 borgere
    r"|(?<![\d\w] )(?<!\d)\d{1,3} \d{3}(?= (?:borgere|personer|procent))"  # 1 234 borgere
)
_ASCII_MINUS = re.compile(r"(?:^|(?<=[\s(\u00a0:]))[-–]\d+(?:[.,]\d+)*(?=[\s\u00a0).,;%]|$)")
_BREAKS = re.compile(rf"\d[\d.,]* {_UNIT}|\d[\d.,]*%|(?<!\d)\d{{1,2}}\. (?:{_MONTH})\b")
_SHORT_DATE = re.compile(
    r"(?<![\w-])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?![\w-])|(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])"
)
_ONE_OF_MANY = re.compile(
    r"(?<![\d.,–-])1[ \u00a0](?:borgere|personer|dage|måneder|rækker|grupper|målinger)\b"
)
_PERCENT_MORE = re.compile(
    r"\d[ \u00a0]?%[ \u00a0](?:højere|lavere|mere|mindre|flere|færre|point)\b"
    r"|\d[ \u00a0]procentpoint[ \u00a0](?:flere|færre)\b"  # a share is no number of persons
)
_TWICE = re.compile(r"\b([^\W\d_]{2,}) \1\b", re.IGNORECASE)
_LEFTOVER_SIGNS = re.compile("\ufffd|Ã[\u0080-\u00bf]|\\{\\w+\\}|&(?:amp|lt|gt|nbsp|#\\d+);")


@rule("language")
def language(subject: Subject) -> Iterator[Spot]:
    """`lang` is there, and is the language of the words."""
    html = subject.page.soup.html
    marked = attribute(html, "lang") if html else ""
    words = [word for text in subject.page.texts_of(*BREAKABLE) if text.is_danish
             for word in _WORD.findall(text.words.lower())]  # fmt: skip
    if not marked:
        yield Spot(html, "no lang")
        return
    n_danish, n_english = (
        sum(word in _stop_words(name) for word in words) for name in ("da", "en")
    )
    enough = len(words) >= setting("least_words")
    is_danish = n_danish >= len(words) * setting("least_danish") and n_danish > n_english
    if not marked.lower().startswith("da") or (enough and not is_danish):
        yield Spot(html, f"lang {marked}; {n_danish} Danish and {n_english} English small words")


@cache
def _stop_words(name: str) -> frozenset[str]:
    """The small words of one language that the other does not have."""
    listed: dict[str, str] = setting("stop_words")
    other = "en" if name == "da" else "da"
    return frozenset(listed[name].split()) - frozenset(listed[other].split())


@rule("english-text")
def english_text(subject: Subject) -> Iterator[Spot]:
    for text in subject.page.danish(*EVERY):
        words = _WORD.findall(_QUOTATION.sub("", text.words).lower())
        n_danish, n_english = (sum(w in _stop_words(name) for w in words) for name in ("da", "en"))
        if n_english > max(n_danish, 1):
            yield Spot(text.element, f"reads as English: “{text.words[:50]}”")
        for leftover in sorted(_leftovers(text)):
            yield Spot(text.element, f"“{leftover}”")


def _leftovers(text: PageText) -> set[str]:
    """Words of the program that a template or an empty value left behind."""
    found = {match[0] for match in _LEFTOVER_SIGNS.finditer(text.words)}
    found |= set(re.findall(r"[\w']+", text.words)) & set(setting("leftovers"))
    return found | {phrase for phrase in setting("leftover_phrases") if phrase in text.words}


@rule("number-form")
def number_form(subject: Subject) -> Iterator[Spot]:
    yield from _matches(subject, _ENGLISH_NUMBER, EVERY, "is no Danish number")


@rule("minus-sign")
def minus_sign(subject: Subject) -> Iterator[Spot]:
    yield from _matches(subject, _ASCII_MINUS, EVERY, "has no minus sign")


@rule("no-break-space")
def no_break_space(subject: Subject) -> Iterator[Spot]:
    yield from _matches(subject, _BREAKS, BREAKABLE, "can break over two lines")


@rule("date-form")
def date_form(subject: Subject) -> Iterator[Spot]:
    yield from _matches(subject, _SHORT_DATE, EVERY, "is no date in words")


@rule("singular")
def singular(subject: Subject) -> Iterator[Spot]:
    yield from _matches(subject, _ONE_OF_MANY, EVERY, "is one")


@rule("percentage-points")
def percentage_points(subject: Subject) -> Iterator[Spot]:
    yield from _matches(subject, _PERCENT_MORE, EVERY, "mixes percent and percentage points")


@rule("word-twice")
def word_twice(subject: Subject) -> Iterator[Spot]:
    for text in subject.page.danish(*RUNNING, TextKind.SPOKEN):
        for match in _TWICE.finditer(text.words):
            if match[1].lower() not in setting("may_stand_twice"):
                yield Spot(text.element, f"“{match[0]}”")


def _matches(
    subject: Subject, pattern: re.Pattern[str], kinds: tuple[TextKind, ...], why: str
) -> Iterator[Spot]:
    """Every match outside quotations, which keep the form of their paper."""
    for text in subject.page.danish(*kinds):
        for match in pattern.finditer(_QUOTATION.sub("", text.words)):
            if not _is_given(match[0], text, subject):
                yield Spot(text.element, f"“{match[0].strip()}” {why}")


def _is_given(words: str, text: PageText, subject: Subject) -> bool:
    """Whether a text, or these words of it, stand on the page as they were given."""
    listed = _as_given(subject)
    if text.words in listed or any(words in given for given in listed):
        return True
    return subject.page.is_reviewers_own(text.element)


def _as_given(subject: Subject) -> tuple[str, ...]:
    """What a report quotes as it was given: case numbers, versions, hashes."""
    protected = subject.protected
    if protected is None:
        return ()
    return (
        protected.program_version,
        protected.data_version,
        *(value for _, value in protected.memo),
    )


RULES = (
    language, english_text, number_form, minus_sign, no_break_space, date_form, singular,
    percentage_points, word_twice,
)  # fmt: skip
