"""The numbers behind the figures: each table once on the page, and as a file beside its figure.

A fragment carries its numbers folded, since it must also stand alone in a notebook. On the page

    Figur A1 … <details>tabel A1</details>       Figur A1 …                      (no second copy)
    Figur A2 … <details>tabel A2</details>  ->   Figur A2 … <details>tabel A2</details>
    Tabel A1 …                                   Tabel A1 …, with what only the figure says of it
"""

import base64
from collections.abc import Iterator, Mapping
from html import escape

from lxml import etree

from fsb_lib.components.fragment import words
from fsb_lib.domain.danish import NO_BREAK_SPACE
from fsb_lib.html.body import classed, inside, markup, read, text_of

NUMBERS = "fsb-numbers"
TABLE = "fsb-table"
NOTES = "fsb-notes"
NUMBER = "fsb-number"


def place_numbers_once(body: etree._Element, csv: Mapping[str, bytes]) -> None:
    """Each table of numbers in one place.

    `csv` is the content of tables/<id>.csv for each table; a figure whose table is in it offers
    the file, which then lies in the page and is there wherever the page goes.
    """
    on_page = {_id(table): table for table in _shown(body)}
    for folded in list(_folded(body)):
        table = _table_in(folded)
        if table is None:
            continue
        if _id(table) in csv:
            folded.addnext(_file(_id(table), folded.getparent(), csv[_id(table)]))
        if _id(table) in on_page:
            _tell_further(on_page[_id(table)], table)
            folded.getparent().remove(folded)
        else:
            on_page[_id(table)] = table  # two figures may draw one table


def folded_tables(html: str) -> dict[str, str]:
    """The tables behind the figures of fragments by id, each as it stands folded there."""
    tables = [_table_in(folded) for folded in _folded(inside(html))]
    return {_id(table): markup(table) for table in reversed(tables) if table is not None}


def tables_shown(html: str) -> set[str]:
    """The tables that stand in fragments and are not folded behind a figure."""
    return {_id(table) for table in _shown(inside(html))}


def _folded(tree: etree._Element) -> Iterator[etree._Element]:
    return (one for one in classed(tree, NUMBERS) if one.tag == "details")


def _shown(tree: etree._Element) -> Iterator[etree._Element]:
    behind = {table for folded in _folded(tree) for table in _tables(folded)}
    return (table for table in _tables(tree) if table not in behind)


def _tables(tree: etree._Element) -> Iterator[etree._Element]:
    return (one for one in classed(tree, TABLE) if "data-table" in one.attrib)


def _table_in(folded: etree._Element) -> etree._Element | None:
    return next(_tables(folded), None)


def _id(table: etree._Element) -> str:
    return str(table.attrib["data-table"])


def _tell_further(table: etree._Element, behind: etree._Element) -> None:
    """What only the numbers behind the figure say: they draw more than the table holds."""
    below, told = (next(classed(one, NOTES), None) for one in (table, behind))
    if below is None or told is None:
        return
    known = {markup(note) for note in below}
    new = [note for note in told if markup(note) not in known]
    for place, note in enumerate(new):
        below.insert(place, note)


def _file(table: str, figure: etree._Element, csv: bytes) -> etree._Element:
    """The link to the file, named by the figure's number."""
    number = [text_of(one).removesuffix(".") for one in classed(figure, NUMBER)][:1]
    numbered = [
        words("figure")["number"].lower(),
        *(one.split(NO_BREAK_SPACE)[-1] for one in number),
    ]
    text = escape(words("figure")["file"].format(figure=" ".join(numbered)))
    content = base64.b64encode(csv).decode("ascii")
    return read(
        f'<p class="{NUMBERS}"><a download="{table}.csv" '
        f'href="data:text/csv;base64,{content}">{text}</a></p>'
    )
