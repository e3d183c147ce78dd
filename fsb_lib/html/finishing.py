"""What a page needs when all its parts are in place: numbers, ids, appendix, checks.

Fragments do not know their place. Here "Figur" becomes "Figur 1.", headings get ids that stay
the same from year to year, and the numbers behind the figures are repeated for the print.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.components.fragment import words
from fsb_lib.domain.danish import NO_BREAK_SPACE, unbroken
from fsb_lib.html.appendix import with_appendix
from fsb_lib.html.drawings import short_drawings
from fsb_lib.html.stylesheet import used_rules

NUMBER = re.compile(
    r'<span class="fsb-number">([^<]+)</span>'
    r'|<details class="fsb-numbers">\s*<summary>([^<]+)</summary>'
)
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
LEVEL = re.compile(r"<h([1-6])[ >]")
NUMBERED = re.compile(r'<span class="fsb-number">([^<]+)</span>')
TAG = re.compile(r"<[^>]+>")
ID = re.compile(r'\sid="([^"]+)"')
DESCRIBED_TWICE = re.compile(
    r'(?P<before><div class="fsb-wide"><svg role="img")'
    r'(?P<wide> (?P<said>aria-label="[^"]*").*?<div class="fsb-narrow"[^>]*><svg role="img" )'
    r"(?P=said)",
    re.DOTALL,
)
NAMED_LIKE_HEADING = re.compile(
    r'(?P<before><div class="fsb-figure" role="group") aria-label="[^"]*"'
    r'(?P<between>>\s*<h3 id="(?P<id>[^"]+)">)'
)
BLANK_LINES = re.compile(r">\n+(?=\n<)")
BETWEEN_ROWS = re.compile(r">\n<(?=(?:tr[ >]|tbody>|/tbody>|/table>|thead>|caption>))")
BETWEEN_BLOCKS = re.compile(
    r"(</(?:p|div|h[1-6]|section|ul|ol|li|details|header|main|footer)>)\n+(?=<)"
)
SCROLL = re.compile(
    r'<section class="fsb-scroll"[^>]* aria-label="([^"]*)">\s*<table[^>]*>\s*<caption>'
    r'<span class="fsb-caption"><span class="fsb-number">([^<]+)\.</span>'
)
# As escaped for attributes in single quotes, of which a page has none.
APOSTROPHE = "&#x27;"
# Every fragment has this class for the notebook's own styles.
NOTEBOOK_CLASS = re.compile(r'class="fsb ')
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def finish(html: str, csv: Mapping[str, bytes]) -> str:
    """The exported page, finished and checked. `csv` holds tables/<id>.csv for each table."""
    head, mark, body = html.replace(APOSTROPHE, "'").partition("<body>")
    body = with_appendix(_numbered(unbroken(body)), csv)
    body = _with_heading_ids(NOTEBOOK_CLASS.sub('class="', body))
    body = short_drawings(_said_once(_named_by_heading(_named_by_number(body))))
    problems = [*_heading_problems(body), *_id_problems(body)]
    if problems:
        raise ReportError(problems)
    short = BETWEEN_BLOCKS.sub(r"\1", BETWEEN_ROWS.sub("><", BLANK_LINES.sub(">", body)))
    return used_rules(f"{head}{mark}{short}")


def _named_by_heading(body: str) -> str:
    """A figure is named by its heading, which by now has an id."""
    return NAMED_LIKE_HEADING.sub(r'\g<before> aria-labelledby="\g<id>"\g<between>', body)


def _named_by_number(body: str) -> str:
    """A table that scrolls is named by its number, which no other has; its title follows."""
    label = words("table")["scroll_numbered"]
    return SCROLL.sub(lambda found: found[0].replace(found[1], label.format(number=found[2])), body)


def _said_once(body: str) -> str:
    """A figure's description at its wide drawing; the narrow one, which is shown instead of it
    on a phone, says that it is described by the same."""
    numbers = itertools.count(1)

    def replacement(match: re.Match[str]) -> str:
        name = f"beskrivelse-{next(numbers)}"
        return f'{match["before"]} id="{name}"{match["wide"]}aria-labelledby="{name}"'

    return DESCRIBED_TWICE.sub(replacement, body)


def _numbered(body: str) -> str:
    """Figures and tables counted in the order of the page; numbers behind a figure take its own."""
    figure = words("figure")
    counts: Counter[str] = Counter()

    def replacement(match: re.Match[str]) -> str:
        number, summary = match[1], match[2]
        if summary is not None:
            return match[0].replace(summary, _of_figure(figure["open_numbers"], counts))
        if number == figure["numbers"]:
            return match[0].replace(number, f"{_of_figure(number, counts)}.")
        counts[number] += 1
        return match[0].replace(number, f"{number}{NO_BREAK_SPACE}{counts[number]}.")

    return NUMBER.sub(replacement, body)


def _of_figure(text: str, counts: Counter[str]) -> str:
    """`Tal bag figuren` -> `Tal bag figur 1`."""
    figure = words("figure")
    number = f"{figure['number'].lower()}{NO_BREAK_SPACE}{counts[figure['number']]}"
    return str(text.replace(f"{figure['number'].lower()}en", number))


def _with_heading_ids(body: str) -> str:
    """Ids from the headings' words; a figure's is its number, as its finding changes by year."""
    taken: Counter[str] = Counter()

    def replacement(match: re.Match[str]) -> str:
        numbered = NUMBERED.match(match[2])
        name = slug(unescape(numbered[1] if numbered else TAG.sub("", match[2])))
        taken[name] += 1
        if taken[name] > 1:
            name = f"{name}-{taken[name]}"
        return f'<h{match[1]} id="{name}">{match[2]}</h{match[1]}>'

    return HEADING.sub(replacement, body)


def slug(text: str) -> str:
    """`Status på målet` -> `status-paa-maalet`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    plain = plain.encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "afsnit"


def _heading_problems(body: str) -> Iterator[Problem]:
    levels = [int(level) for level in LEVEL.findall(body)]
    if levels.count(1) != 1:
        yield Problem(
            what="a page has exactly one heading of level 1",
            where="headings",
            found=f"{levels.count(1)} headings of level 1",
            remedy="Keep one `# ` heading in the notebook, or none to use the topic.",
        )
    for before, level in pairwise(levels):
        if level > before + 1:
            yield Problem(
                what="a heading skips a level",
                where="headings",
                found=f"level {level} after level {before}",
                remedy="Put a `## ` heading above the figure or box.",
            )


def _id_problems(body: str) -> Iterator[Problem]:
    for name, count in Counter(ID.findall(body)).items():
        if count > 1:
            yield Problem(what="an id occurs twice", where=f"#{name}", found=f"{count} elements")
