"""What a page needs when all its parts are in place: numbers, ids, appendix, checks.

Fragments do not know their place. Here "Figur" becomes "Figur 1.", headings get ids that stay
the same from year to year, and the numbers behind the figures are repeated for the print.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from fsb_lib.danish import NO_BREAK_SPACE
from fsb_lib.errors import Problem, ReportError
from fsb_lib.fragment import element, words

NUMBER = re.compile(r'<span class="fsb-number">([^<]+)</span>|<summary>([^<]+)</summary>')
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
LEVEL = re.compile(r"<h([1-6])[ >]")
NUMBERS = re.compile(r'<details class="fsb-numbers">\s*<summary>.*?</summary>(.*?)</details>', re.S)
TABLE_ID = re.compile(r'data-table="([^"]+)"')
NUMBERED = re.compile(r'<span class="fsb-number">([^<]+)</span>')
TAG = re.compile(r"<[^>]+>")
BREAKING_PERCENT = re.compile(r"(?<=\d) (?=%)")
ID = re.compile(r'\sid="([^"]+)"')
SCROLL = re.compile(r'<div [^>]*class="fsb-scroll"[^>]*>')
# The exporter's HTML parser writes attribute names in lower case; SVG wants its own.
SVG_CASE = {"viewbox=": "viewBox="}
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def finish(html: str) -> str:
    """The exported page, finished and checked."""
    for lower, proper in SVG_CASE.items():
        html = html.replace(lower, proper)
    head, mark, body = html.partition("<body>")
    body = BREAKING_PERCENT.sub(NO_BREAK_SPACE, body)
    body = _with_appendix(_numbered(body))
    body = _with_heading_ids(body)
    problems = [*_heading_problems(body), *_id_problems(body)]
    if problems:
        raise ReportError(problems)
    return f"{head}{mark}{body}"


def _numbered(body: str) -> str:
    """Figures and tables counted in the order of the page; numbers behind a figure take its own."""
    figure, table = words("figure"), words("table")
    counts: Counter[str] = Counter()

    def replacement(match: re.Match[str]) -> str:
        number, summary = match[1], match[2]
        if summary is not None:
            return match[0].replace(summary, _of_figure(figure["open_numbers"], counts))
        if number == figure["numbers"]:
            return match[0].replace(number, f"{_of_figure(number, counts)}.")
        kind = table["number"] if number == table["number"] else figure["number"]
        counts[kind] += 1
        return match[0].replace(number, f"{number}{NO_BREAK_SPACE}{counts[kind]}.")

    return NUMBER.sub(replacement, body)


def _of_figure(text: str, counts: Counter[str]) -> str:
    """`Tal bag figuren` -> `Tal bag figur 1`."""
    figure = words("figure")
    number = f"{figure['number'].lower()}{NO_BREAK_SPACE}{counts[figure['number']]}"
    return str(text.replace(f"{figure['number'].lower()}en", number))


def _with_appendix(body: str) -> str:
    """A section that only the print shows: the numbers behind the figures together.

    Numbers that stand as a table on the page anyway are not printed twice.
    """
    on_page = set(TABLE_ID.findall(NUMBERS.sub("", body)))
    tables = [
        SCROLL.sub("<div>", found)
        for found in NUMBERS.findall(body)
        if not on_page.intersection(TABLE_ID.findall(found))
    ]
    if not tables:
        return body
    heading = element("h2", words("figure")["appendix"])
    section = f'<section class="fsb-appendix">\n{heading}{"".join(tables)}</section>\n'
    start, end, rest = body.rpartition("</main>")
    return f"{start}{section}{end}{rest}"


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
