"""How a protected table is set, before it is drawn as HTML or as a sheet.

one measure, two keys         every other table
Key A | Key B                 Key A | Measure 1 | Measure 2
      | b1 | b2 | I alt             | antal     | procent
a1    |  7 | .. |    11       a1    |        97 |      ..
"""

from dataclasses import dataclass
from datetime import date

from fsb_lib.components.fragment import words
from fsb_lib.disclosure.protected import Category, Cell, ProtectedTable, Row, Unit
from fsb_lib.domain import danish
from fsb_lib.domain.periods import Period, calendar_year

MOST_COLUMNS_CROSSED = 8
SHARES = (Unit.RATE, Unit.POINTS)  # 0-1, and written in percent


@dataclass(frozen=True)
class TableColumn:
    """One column of values: its heading, unit, and whether it is a total of the others."""

    label: str
    unit: str
    is_total: bool


@dataclass(frozen=True)
class TableLine:
    """One line: a heading for each row key, a cell with its unit for each column."""

    headings: tuple[Category, ...]
    cells: tuple[tuple[Cell, Unit], ...]

    @property
    def is_total(self) -> bool:
        """Whether it sums the lines above it: the last row key tells."""
        return self.headings[-1].is_total


@dataclass(frozen=True)
class TableLayout:
    """How a table is set: headings of the row keys, columns (under a `spanner`), lines.

    `unit` is that of all cells when the columns do not carry their own.
    """

    stubs: tuple[str, ...]
    spanner: str
    unit: str
    columns: tuple[TableColumn, ...]
    lines: tuple[TableLine, ...]


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


def layout(protected: ProtectedTable) -> TableLayout:
    """Two keys and one measure are crossed when complete and narrow enough, others listed."""
    crossable = len(protected.keys) == 2 and len(protected.measures) == 1
    if crossable and _is_complete(protected):
        columns = protected.keys[1].categories
        if len(columns) <= MOST_COLUMNS_CROSSED:
            return _crossed(protected)
    return _listed(protected)


def _is_complete(protected: ProtectedTable) -> bool:
    first, second = protected.keys
    return len(protected.rows) == len(first.categories) * len(second.categories)


def _crossed(protected: ProtectedTable) -> TableLayout:
    rows, columns = protected.keys
    measure = protected.measures[0]
    return TableLayout(
        stubs=(rows.label,),
        spanner=columns.label,
        unit=words("units")[measure.unit],
        columns=tuple(TableColumn(c.label, "", c.is_total) for c in columns.categories),
        lines=tuple(
            TableLine(
                (row,),
                tuple(
                    (protected.cell(measure.name, row.code, column.code), measure.unit)
                    for column in columns.categories
                ),
            )
            for row in rows.categories
        ),
    )


def _listed(protected: ProtectedTable) -> TableLayout:
    return TableLayout(
        stubs=tuple(key.label for key in protected.keys),
        spanner="",
        unit="",
        columns=tuple(
            TableColumn(m.label, words("units")[m.unit], False) for m in protected.measures
        ),
        lines=tuple(_line(protected, row) for row in protected.rows),
    )


def _line(protected: ProtectedTable, row: Row) -> TableLine:
    headings = tuple(key.category(code) for key, code in zip(protected.keys, row.keys, strict=True))
    units = (measure.unit for measure in protected.measures)
    return TableLine(headings, tuple(zip(row.cells, units, strict=True)))
