"""A released table as an accessible HTML table.

No figure is computed here: cells are written in their Danish form, and a cell that is not
shown gets its mark, a spoken text and a key below the table.

    one measure, two keys         every other table
    Tabel 1. Title                Tabel 2. Title
    Key A | Key B                 Key A | Measure 1 | Measure 2
          | b1 | b2 | I alt             | antal     | procent
    a1    |  7 | .. |    11       a1    |        97 |      ..
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby

from fsb_lib.components.fragment import Fragment, element, join, words
from fsb_lib.components.text_metrics import text_width
from fsb_lib.disclosure.released import Category, Cell, Release, ReleasedTable, Row, Status, Unit
from fsb_lib.domain import danish
from fsb_lib.domain.periods import Period, calendar_year

MOST_COLUMNS_CROSSED = 8
SHARES = (Unit.RATE, Unit.POINTS)  # 0-1, and written in percent
DENSE_FROM = 6  # columns of figures from which a table is set smaller, to fit the page
# Pixels: content width of the narrowest screen, space between columns, type of a table.
PHONE_WIDTH = 288
CELL_PADDING = 14
# How much wider a text gets that a reader sets with the spacing of WCAG 1.4.12.
TEXT_SPACING = 1.25
TYPE_SIZE = 15


@dataclass(frozen=True)
class Column:
    """One column of values: its heading, unit, and whether it is a total of the others."""

    label: str
    unit: str
    is_total: bool


@dataclass(frozen=True)
class Line:
    """One line: a heading for each row key, a cell with its unit for each column."""

    headings: tuple[Category, ...]
    cells: tuple[tuple[Cell, Unit], ...]

    @property
    def is_total(self) -> bool:
        """Whether it sums the lines above it: the last row key tells."""
        return self.headings[-1].is_total


@dataclass(frozen=True)
class Layout:
    """How a table is set: headings of the row keys, columns (under a `spanner`), lines.

    `unit` is that of all cells when the columns do not carry their own.
    """

    stubs: tuple[str, ...]
    spanner: str
    unit: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def table(released: ReleasedTable, *, caption: str | None = None) -> Fragment:
    """The table with caption above and key, notes and source below.

    `caption` replaces the table's own title. "Tabel" becomes "Tabel 1." when rendered.
    """
    return Fragment(_block(released, caption or released.title, words("table")["number"], ()))


def optional(release: Release, table_id: str) -> Fragment:
    """The table where the release has it, else nothing: a year without target has no verdicts."""
    return join(table(known) for known in release.tables if known.id == table_id)


def numbers_behind(released: ReleasedTable, extra_notes: Sequence[str] = ()) -> Fragment:
    """The table folded behind a figure; the notes say what else the figure draws."""
    number = words("figure")["numbers"]
    return Fragment(_block(released, released.title, number, extra_notes))


def when_text(when: date | Period | None) -> str:
    """A date, a calendar year or a period in Danish; nothing for a table without a date."""
    if when is None:
        return ""
    if isinstance(when, date):
        return danish.long_date(when)
    if when == calendar_year(when.first.year):
        return str(when.first.year)
    return f"{danish.long_date(when.first)} – {danish.long_date(when.last)}"


def cell_text(cell: Cell, unit: Unit) -> str:
    """A shown cell as it stands in a column whose heading carries the unit."""
    if cell.value is None:
        raise ValueError("a cell without a value has a mark, not a text")
    if unit is Unit.VERDICT:
        return str(words("verdicts")[int(cell.value)])
    return danish.number(cell.value * 100 if unit in SHARES else cell.value, cell.decimals)


def layout(released: ReleasedTable) -> Layout:
    """Two keys and one measure are crossed when complete and narrow enough, others listed."""
    crossable = len(released.keys) == 2 and len(released.measures) == 1
    if crossable and _is_complete(released):
        columns = released.keys[1].categories
        if len(columns) <= MOST_COLUMNS_CROSSED:
            return _crossed(released)
    return _listed(released)


def _is_complete(released: ReleasedTable) -> bool:
    first, second = released.keys
    return len(released.rows) == len(first.categories) * len(second.categories)


def _crossed(released: ReleasedTable) -> Layout:
    rows, columns = released.keys
    measure = released.measures[0]
    return Layout(
        stubs=(rows.label,),
        spanner=columns.label,
        unit=words("units")[measure.unit],
        columns=tuple(Column(c.label, "", c.is_total) for c in columns.categories),
        lines=tuple(
            Line(
                (row,),
                tuple(
                    (released.cell(measure.name, row.code, column.code), measure.unit)
                    for column in columns.categories
                ),
            )
            for row in rows.categories
        ),
    )


def _listed(released: ReleasedTable) -> Layout:
    return Layout(
        stubs=tuple(key.label for key in released.keys),
        spanner="",
        unit="",
        columns=tuple(Column(m.label, words("units")[m.unit], False) for m in released.measures),
        lines=tuple(_line(released, row) for row in released.rows),
    )


def _line(released: ReleasedTable, row: Row) -> Line:
    headings = tuple(key.category(code) for key, code in zip(released.keys, row.keys, strict=True))
    units = (measure.unit for measure in released.measures)
    return Line(headings, tuple(zip(row.cells, units, strict=True)))


def _block(released: ReleasedTable, title: str, number: str, extra_notes: Sequence[str]) -> str:
    set_as = layout(released)
    html = "\n".join(
        [
            '<table class="fsb-nested">' if len(set_as.stubs) > 1 else "<table>",
            _caption(released, title, number, set_as.unit),
            _head(set_as),
            *_bodies(set_as),
            "</table>",
        ]
    )
    if _least_width(set_as) * TEXT_SPACING > PHONE_WIDTH:
        label = escape(words("table")["scroll"].format(caption=title))
        html = f'<section class="fsb-scroll" tabindex="0" aria-label="{label}">\n{html}\n</section>'
    css = "fsb fsb-table fsb-dense" if len(set_as.columns) >= DENSE_FROM else "fsb fsb-table"
    below = _below(released, extra_notes)
    return f'<div class="{css}" data-table="{released.id}">\n{html}\n{below}\n</div>'


def _caption(released: ReleasedTable, title: str, number: str, unit: str) -> str:
    population = released.population
    when = when_text(released.when)
    if when not in title:
        population = words("table")["population"].format(population=population, when=when)
    sub = f"{unit.capitalize()}. {population}" if unit else population
    return (
        '<caption><span class="fsb-caption">'
        f"{element('span', number, 'fsb-number')} {element('span', title, 'fsb-title')} "
        f"{element('span', sub, 'fsb-sub')}</span></caption>"
    )


def _head(set_as: Layout) -> str:
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


def _column_heading(column: Column) -> str:
    unit = " " + element("span", column.unit, "fsb-unit") if column.unit else ""
    css = ' class="fsb-total"' if column.is_total else ""
    return f'<th scope="col"{css}>{escape(column.label)}{unit}</th>'


def _bodies(set_as: Layout) -> Iterator[str]:
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


def _line_html(line: Line, headings: Sequence[Category], set_as: Layout, before: str = "") -> str:
    stubs = "".join(f'<th scope="row">{escape(heading.label)}</th>' for heading in headings)
    cells = "".join(
        _cell_html(cell, unit, column)
        for (cell, unit), column in zip(line.cells, set_as.columns, strict=True)
    )
    css = ' class="fsb-total"' if line.is_total else ""
    return f"<tr{css}>{before}{stubs}{cells}</tr>"


def _cell_html(cell: Cell, unit: Unit, column: Column) -> str:
    css = ' class="fsb-total"' if column.is_total else ""
    if cell.shown:
        return f"<td{css}>{escape(cell_text(cell, unit))}</td>"
    mark = words("marks")[cell.status]
    return (
        f'<td{css}><span class="fsb-mark" aria-hidden="true">{mark["sign"]}</span>'
        f"{element('span', mark['spoken'], 'fsb-spoken')}</td>"
    )


def _below(released: ReleasedTable, extra_notes: Sequence[str]) -> str:
    notes = [*_key(released), *released.notes, *extra_notes]
    if released.source:
        notes.append(words("table")["source"].format(source=released.source))
    lines = "".join(element("p", note) for note in notes)
    return f'<div class="fsb-notes">{lines}</div>'


def _key(released: ReleasedTable) -> Iterator[str]:
    """What the marks mean, when any of them occurs."""
    met = {cell.status for row in released.rows for cell in row.cells}
    marks = [s for s in (Status.SUPPRESSED, Status.NOT_AVAILABLE) if s in met]
    entries = [words("table")["key_entry"].format(**words("marks")[mark]) for mark in marks]
    if entries:
        yield words("table")["key"].format(entries="; ".join(entries))


def _least_width(set_as: Layout) -> float:
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


def _longest_figure(set_as: Layout, position: int) -> str:
    figures = (
        cell_text(*line.cells[position]) for line in set_as.lines if line.cells[position][0].shown
    )
    return max(figures, key=len, default="")


def _longest_word(label: str) -> float:
    return max(text_width(word, TYPE_SIZE, weight="bold") for word in label.split(" "))
