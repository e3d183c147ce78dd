"""The numbers behind the figures: once on the page, at its end, and a link under each figure.

A fragment carries its numbers folded, since it must also stand alone in a notebook. On the page

    Figur 1 … <details>table</details>       Figur 1 …  Tal bag figur 1 -----+
    Figur 2 … <details>table</details>  ->   Figur 2 …  Tallene står i tabel 3  (no second copy)
    Tabel 3 …                                Tabel 3 …                       |
                                             Tal bag figurerne: table <------+
"""

import base64
import re
from collections.abc import Mapping
from html import escape

from fsb_lib.components.fragment import element, words

FIGURE = re.compile(
    r'<div class="fsb-notes">(?P<notes>(?:<p>[^<]*</p>)*)</div>\s*'
    r'<details class="fsb-numbers">\s*<summary>[^<]*?(?P<name>\w+\W\d+)</summary>'
    r"(?P<numbers>.*?)</details>",
    re.DOTALL,
)
FOLDED = re.compile(r'<details class="fsb-numbers">.*?</details>', re.DOTALL)
TABLE = re.compile(
    r'<div class="fsb fsb-table[^"]*" data-table="(?P<id>[^"]+)"(?P<rest>>.*?'
    r'<span class="fsb-number">(?P<number>[^<]+)\.</span>)',
    re.DOTALL,
)
NOTES = re.compile(r'<div class="fsb-notes">(.*?)</div>', re.DOTALL)
NOTE = re.compile(r"<p>[^<]*</p>")


def with_appendix(body: str, csv: Mapping[str, bytes]) -> str:
    """The body with each table of numbers in one place.

    `csv` is the content of tables/<id>.csv for each table; a figure whose table is in it offers
    the file, which then lies in the page and is there wherever the page goes.
    """
    page = FOLDED.sub("", body)
    on_page = {found["id"]: found for found in TABLE.finditer(page)}
    moved: list[str] = []
    further: dict[str, str] = {}

    def link(figure: re.Match[str]) -> str:
        table = TABLE.search(figure["numbers"])
        if table is None:
            return figure[0]
        same = on_page.get(table["id"])
        if same is None:
            moved.append(_named(figure["numbers"].strip()))
        else:
            further[same["number"]] = _further_notes(figure["numbers"], page, same)
        links = _link("to_numbers", table) if same is None else _link("to_table", same)
        below = f"{links}{_file(table['id'], figure['name'], csv)}"
        return f'<div class="fsb-notes">{figure["notes"]}</div>\n<p class="fsb-numbers">{below}</p>'

    linked = FIGURE.sub(link, body)
    named = TABLE.sub(lambda found: _named(found[0]), linked)
    for number, notes in further.items():
        named = _with_notes(named, number, notes)
    return _with_section(named, moved)


def _link(text: str, table: re.Match[str]) -> str:
    number = table["number"]
    written = words("figure")[text].format(place=number[0].lower() + number[1:])
    return f'<a href="#{_name(number)}">{escape(written)}</a>'


def _with_notes(body: str, number: str, notes: str) -> str:
    """The notes before those of the table with that number."""
    start = body.index(f' id="{_name(number)}"')
    place = body.index('<div class="fsb-notes">', start) + len('<div class="fsb-notes">')
    return f"{body[:place]}{notes}{body[place:]}"


def _named(table: str) -> str:
    """A table with its number as the id that links lead to."""
    found = TABLE.search(table)
    number = _name(found["number"]) if found else ""
    return table.replace(' data-table="', f' id="{number}" data-table="', 1)


def _name(number: str) -> str:
    """`Tal bag figur 1` -> `tal-bag-figur-1`."""
    return re.sub(r"\W+", "-", number.lower())


def _further_notes(numbers: str, page: str, same: re.Match[str]) -> str:
    """What only the numbers behind the figure say: they draw more than the table holds."""
    found, below = NOTES.search(numbers), NOTES.search(page, same.end())
    known = NOTE.findall(below[1]) if below else []
    return "".join(note for note in NOTE.findall(found[1] if found else "") if note not in known)


def _file(table: str, figure: str, csv: Mapping[str, bytes]) -> str:
    if table not in csv:
        return ""
    content = base64.b64encode(csv[table]).decode("ascii")
    text = escape(words("figure")["file"].format(figure=figure))
    return f' <a download="{table}.csv" href="data:text/csv;base64,{content}">{text}</a>'


def _with_section(body: str, tables: list[str]) -> str:
    if not tables:
        return body
    heading = element("h2", words("figure")["appendix"])
    section = f'<section class="fsb-appendix">\n{heading}\n{"".join(tables)}</section>\n'
    start, end, rest = body.rpartition("</main>")
    return f"{start}{section}{end}{rest}"
