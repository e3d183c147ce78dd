"""What correct Danish form is, as rules on one text; each names what is wrong."""

import re
from collections.abc import Iterator

from fsb_lib.base.package_data import load
from fsb_lib.domain import danish
from tests.sentences.saying import Said

MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
UNITS = "borgere?|personer?|procentpoint|dage?|måneder|år"
NO_BREAK = danish.NO_BREAK_SPACE

WRONG = {
    "a brace was not filled": r"[{}]",
    "two spaces": r"[ \u00a0]{2}",
    "a space at an end": r"^\s|\s$",
    "a space before a stop": r"\s[.,:;!?](?!\.)",
    "no no-break space before %": r"[^\u00a0]%",
    "no no-break space before a unit": rf"\d ({UNITS})\b",
    "no no-break space after the day": rf"\d\. ({MONTHS})\b",
    "no dot in the thousands": r"(?<![\d.,/-])(?!(19|20)\d\d(?!\d))\d{4,}",
    "a decimal point": r"\d\.\d{1,2}(?!\d)",
    "a plural of one": r"(?<![\d.,])1\u00a0(borgere|personer|dage|måneder)\b",
    "a singular of many": r"(?<![\d.,])(?!1\u00a0)[\d.]+\u00a0(borger|person|dag|måned)\b",
    "nobody as 0": r"(?<![\d.,])0\u00a0(borgere?|personer?)\b",
    "an ASCII minus": r"(?<!\S)-\d",
    "a value of the program": r"\b(None|nan|NaN|True|False|Fraction|inf)\b",
    "a change of shares in percent": r"\b(steget|faldet|ændret) med [\d,.]+\u00a0%",
    "a code of the program": r"\b\w+_\w+\b",
    "a straight quotation mark": r'"',
    "two prepositions": r"\b([Aa]ndre|[Bb]orgere) blandt\b|\bi aktivitetsparate\b",
    "a gender of another word": r"\b[Ee]t af (de|strategiens) \w+ (påstande|grupper|planer)\b",
    "somebody of nobody": r"\b[Aa]f (de )?0\b",
    "a sentence that begins small": r"[.!?] [a-zæøå]",
    "a stop too many": r"\.\.(?!\.)|,,|\.,|:\.",
    "an empty bracket": r"\(\s*\)",
}
HIDDEN_SIGN = load("page")["marks"]["suppressed"]["sign"]
# What the papers wrote stands as they wrote it.
QUOTATION = re.compile(r"»[^«]*«")
ABBREVIATIONS = re.compile(r"\b(ca|m\.fl|m\.v|bl\.a|pr|nr)\.", re.IGNORECASE)


def faults(said: Said) -> Iterator[str]:
    """What is wrong with the form of a text."""
    if said.text == HIDDEN_SIGN:
        return
    text = QUOTATION.sub("»Citat.«", danish.unbroken(said.text))  # as the finished page has it
    readable = ABBREVIATIONS.sub(lambda found: found[0].replace(".", ""), text)
    for what, pattern in WRONG.items():
        if re.search(pattern, readable):
            yield what
    if said.is_sentence:
        if not re.match(r"[A-ZÆØÅ0-9»]", text):
            yield "a sentence without a capital"
        if not re.search(r"[.!?]«?$", text):
            yield "a sentence without a stop"
    elif re.search(r"\.$", text) and not ABBREVIATIONS.search(text):
        yield "a label with a stop"
