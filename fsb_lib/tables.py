"""A protected table as an accessible HTML table, set as `components.table_layout` says.

No figure is computed here: cells are written in their Danish form, and a cell that is not
shown gets its mark, a spoken text and a key below the table.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from fsb_lib.components.fragment import Fragment, element, join, numbered, words
from fsb_lib.components.table_layout import (
    TableColumn,
    TableLayout,
    TableLine,
    cell_text,
    layout,
    when_text,
)
from fsb_lib.components.text_metrics import text_width
from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    ProtectedReport,
    ProtectedTable,
    Status,
    Unit,
)  # fmt: skip
from fsb_lib.domain.danish import enumeration

DENSE_FROM = 6  # columns of figures from which a table is set smaller, to fit the page
# Pixels: content width of the narrowest screen, space between columns, type of a table.
PHONE_WIDTH = 288
CELL_PADDING = 14
# How much wider a text gets that a reader sets with the spacing of WCAG 1.4.12.
TEXT_SPACING = 1.25
TYPE_SIZE = 15


def table(protected: ProtectedTable, *, caption: str | None = None) -> Fragment:
    """The table with number and caption above and key, notes and source below.

    `caption` replaces the table's own title.
    """
    return Fragment(_block(protected, caption or protected.title, ()))


def optional(protected: ProtectedReport, table_id: str) -> Fragment:
    """The table where the report has it, else nothing: a year without target has no verdicts."""
    return join(table(known) for known in protected.tables if known.id == table_id)


def numbers_behind(protected: ProtectedTable, extra_notes: Sequence[str] = ()) -> Fragment:
    """The table folded behind a figure; the notes say what else the figure draws."""
    return Fragment(_block(protected, protected.title, extra_notes))


def place_of(protected: ProtectedTable) -> str:
    """The id that links to the table lead to: `tabel-a3`."""
    return f"{words('table')['number']}-{protected.number}".lower()


def where_stated(released: Sequence[ProtectedTable]) -> Fragment:
    """ "Tallene står i tabel A1 og A10", each a link to where it stands; nothing without tables
    that have a number. On a page without the table the link leads to the annex
    (html/finishing.py)."""
    named = words("table")["named"]
    links = [
        f'<a href="#{place_of(one)}">{escape(named.format(number=one.number))}</a>'
        for one in released
        if one.number
    ]
    told = words("table")["stated"].format(tables=enumeration(links))
    return Fragment(f'<p class="fsb fsb-sub">{told}</p>' if links else "")


def _block(protected: ProtectedTable, title: str, extra_notes: Sequence[str]) -> str:
    set_as = layout(protected)
    html = "\n".join(
        [
            '<table class="fsb-nested">' if len(set_as.stubs) > 1 else "<table>",
            _caption(protected, title, set_as.unit),
            _head(set_as),
            *_bodies(set_as),
            "</table>",
        ]
    )
    if _least_width(set_as) * TEXT_SPACING > PHONE_WIDTH:
        label = escape(words("table")["scroll"].format(caption=title))
        html = f'<section class="fsb-scroll" tabindex="0" aria-label="{label}">\n{html}\n</section>'
    css = "fsb fsb-table fsb-dense" if len(set_as.columns) >= DENSE_FROM else "fsb fsb-table"
    below = _below(protected, extra_notes)
    place = f' id="{place_of(protected)}"' if protected.number else ""
    return f'<div class="{css}"{place} data-table="{protected.id}">\n{html}\n{below}\n</div>'


def _caption(protected: ProtectedTable, title: str, unit: str) -> str:
    population = protected.population
    when = when_text(protected.when)
    if when not in title:
        population = words("table")["population"].format(population=population, when=when)
    sub = f"{unit.capitalize()}. {population}" if unit else population
    number = numbered(words("table")["number"], protected.number)
    return (
        '<caption><span class="fsb-caption">'
        f"{number}{element('span', title, 'fsb-title')} "
        f"{element('span', sub, 'fsb-sub')}</span></caption>"
    )


def _head(set_as: TableLayout) -> str:
    depth = ' rowspan="2"' if set_as.spanner else ""
    stubs = "".join(
        f'<th class="fsb-stub" scope="col"{depth}>{escape(stub)}</th>' for stub in set_as.stubs
    )
    columns = "".join(_column_heading(column) for column in set_as.columns)
    if not set_as.spanner:
        return f"<thead><tr>{stubs}{columns}</tr></thead>"
    span = len(set_as.columns)
    spanner = f'<th scope="colgroup" colspan="{span}">{escape(set_as.spanner)}</th>'
    return f'<thead><tr class="fsb-spanner">{stubs}{spanner}</tr>\n<tr>{columns}</tr></thead>'


def _column_heading(column: TableColumn) -> str:
    unit = " " + element("span", column.unit, "fsb-unit") if column.unit else ""
    css = ' class="fsb-total"' if column.is_total else ""
    return f'<th scope="col"{css}>{escape(column.label)}{unit}</th>'


def _bodies(set_as: TableLayout) -> Iterator[str]:
    """One body; with several row keys one for each value of the first, which is said once."""
    if len(set_as.stubs) == 1:
        yield _body([_line_html(line, line.headings, set_as) for line in set_as.lines])
        return
    for first, group in groupby(set_as.lines, key=lambda line: line.headings[0]):
        lines = list(group)
        spanning = f'<th scope="rowgroup" rowspan="{len(lines)}">{escape(first.label)}</th>'
        before = [spanning, *[""] * (len(lines) - 1)]
        yield _body(
            [
                _line_html(line, line.headings[1:], set_as, start)
                for line, start in zip(lines, before, strict=True)
            ]
        )


def _body(lines: list[str]) -> str:
    return "\n".join(["<tbody>", *lines, "</tbody>"])


def _line_html(
    line: TableLine, headings: Sequence[Category], set_as: TableLayout, before: str = ""
) -> str:
    stubs = "".join(f'<th scope="row">{escape(heading.label)}</th>' for heading in headings)
    cells = "".join(
        _cell_html(cell, unit, column)
        for (cell, unit), column in zip(line.cells, set_as.columns, strict=True)
    )
    css = ' class="fsb-total"' if line.is_total else ""
    return f"<tr{css}>{before}{stubs}{cells}</tr>"


def _cell_html(cell: Cell, unit: Unit, column: TableColumn) -> str:
    css = ' class="fsb-total"' if column.is_total else ""
    if cell.shown:
        return f"<td{css}>{escape(cell_text(cell, unit))}</td>"
    mark = words("marks")[cell.status]
    return (
        f'<td{css}><span class="fsb-mark" aria-hidden="true">{mark["sign"]}</span>'
        f"{element('span', mark['spoken'], 'fsb-spoken')}</td>"
    )


def _below(protected: ProtectedTable, extra_notes: Sequence[str]) -> str:
    notes = [*_key(protected), *protected.notes, *extra_notes]
    if protected.source:
        notes.append(words("table")["source"].format(source=protected.source))
    lines = "".join(element("p", note) for note in notes)
    return f'<div class="fsb-notes">{lines}</div>'


def _key(protected: ProtectedTable) -> Iterator[str]:
    """What the marks mean, when any of them occurs."""
    met = {cell.status for row in protected.rows for cell in row.cells}
    marks = [s for s in (Status.SUPPRESSED, Status.NOT_AVAILABLE) if s in met]
    entries = [words("table")["key_entry"].format(**words("marks")[mark]) for mark in marks]
    if entries:
        yield words("table")["key"].format(entries="; ".join(entries))


def _least_width(set_as: TableLayout) -> float:
    """Pixels that the table needs when every heading is broken at every space."""
    labels = [
        *(
            [line.headings[position].label for line in set_as.lines] + [stub]
            for position, stub in enumerate(set_as.stubs)
        ),
        *(
            [column.label, column.unit, _longest_figure(set_as, position)]
            for position, column in enumerate(set_as.columns)
        ),
    ]
    return sum(max(_longest_word(label) for label in texts) + CELL_PADDING for texts in labels)


def _longest_figure(set_as: TableLayout, position: int) -> str:
    figures = (
        cell_text(*line.cells[position]) for line in set_as.lines if line.cells[position][0].shown
    )
    return max(figures, key=len, default="")


def _longest_word(label: str) -> float:
    return max(text_width(word, TYPE_SIZE, weight="bold") for word in label.split(" "))
