"""Every number that a report may say: protected, derived from protected cells, printed or typed.

protected   cells of the report, in the form they are shown in
derived     differences of two shares of one column; sums and distances named in data/lint.yaml
printed     the figures of the five papers (data/published.yaml)
typed       "under 30 år", "28 dage": numbers of the reviewed wording, beside the same word
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import lcm

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Row, Status, Unit
from fsb_lib.linter.rules import setting
from fsb_lib.linter.tokens import Token, dates_in, tokens, without_quotations
from fsb_lib.linter.written_numbers import (
    PERCENT,
    POINTS,
    beside,
    danish_number,
    plain_number,
    printed,
    typed,
    typed_dates,
)

SHARES = (Unit.RATE, Unit.POINTS)
# How long before its own year a report may begin to follow persons.
YEARS_FOLLOWED = 2


@dataclass(frozen=True)
class AllowedNumbers:
    """The numbers of one report by their unit, and numbers that are typed beside a word."""

    counts: frozenset[str]
    percents: frozenset[str]
    points: frozenset[str]
    typed: frozenset[tuple[str, ...]]
    dates: frozenset[tuple[int, int, int]]
    years: frozenset[str]
    days: frozenset[str] = frozenset()

    def holds(self, token: Token) -> bool:
        if token.number in self.years or beside(token) & self.typed:
            return True
        if token.after in ("dag", "dage") and token.number in self.days:
            return True
        if token.unit == PERCENT:
            return token.number in self.percents
        if token.unit == POINTS:
            return token.number in self.points
        fractional = self.percents | self.points if "," in token.number else frozenset()
        return token.number in self.counts | fractional

    def holds_date(self, found: tuple[int, int, int]) -> bool:
        if found[2]:
            return found in self.dates
        return found[:2] in {each[:2] for each in self.dates}


@lru_cache(maxsize=1)  # both pages of a report are judged by it
def allowed_numbers(protected: ProtectedReport) -> AllowedNumbers:
    """What the pages of a report may say."""
    texts = tuple(_texts_of(protected))
    own = {pair for text in texts for token in tokens(text) for pair in beside(token)}
    counts, percents = printed()
    return AllowedNumbers(
        counts=frozenset(_counts(protected)) | counts,
        percents=frozenset(_percents(protected)) | percents,
        points=frozenset(_points(protected)),
        typed=typed() | own | {_guaranteed(protected)},
        dates=frozenset(_dates(protected, texts)),
        years=frozenset(_years(protected)),
        days=frozenset(plain_number(Fraction(c.value or 0)) for c in _cells(protected, Unit.DAYS)),
    )


def _guaranteed(protected: ProtectedReport) -> tuple[str, ...]:
    """The threshold in the guarantee: "er under 10. Det efterregnes …"."""
    return ("under", str(protected.smallest_shown), "det")


def shown_text(cell: Cell, unit: Unit) -> str:
    """A shown cell in the form in which tables show it; a share in hundredths."""
    value = Fraction(cell.value or 0)
    if unit is Unit.VERDICT:
        return str(load("page")["verdicts"][int(value)])
    return danish_number(value * 100 if unit in SHARES else value, cell.decimals)


def _cells(protected: ProtectedReport, *units: Unit) -> Iterator[Cell]:
    for table in protected.tables:
        for row in table.rows:
            for cell, measure in zip(row.cells, table.measures, strict=True):
                if cell.shown and measure.unit in units:
                    yield cell


def _counts(protected: ProtectedReport) -> Iterator[str]:
    for cell in _cells(protected, Unit.PERSONS, Unit.ROWS):
        yield plain_number(Fraction(cell.value or 0))
    numbers = vars(protected.certificate).values() if protected.certificate else ()
    yield from (str(number) for number in numbers if isinstance(number, int))
    n_hidden = protected.n_cells(Status.SUPPRESSED)
    yield from (str(n_hidden), str(n_hidden + protected.n_cells(Status.SHOWN)))
    for entry in setting("sums"):
        if entry["report"] in (protected.report, "every"):
            yield from _sum(protected, entry["of"])
    for entry in setting("distances"):
        if entry["report"] == protected.report:
            yield from _distances(protected.table(entry["table"]), *entry["between"])


def _distances(table: ProtectedTable, one: str, other: str) -> Iterator[str]:
    """How far two counts of a line lie from each other, where both are shown."""
    for row in table.rows:
        first, second = table.cell(one, *row.keys), table.cell(other, *row.keys)
        if first.shown and second.shown:
            yield plain_number(Fraction(first.value or 0) - Fraction(second.value or 0))


def _sum(protected: ProtectedReport, parts: list[list[str]]) -> Iterator[str]:
    """The sum of some cells, when all of them are there and shown."""
    tables = {table.id: table for table in protected.tables}
    total = 0
    for table_id, measure, *codes in parts:
        table = tables.get(table_id)
        if table is None or tuple(codes) not in {row.keys for row in table.rows}:
            return
        cell = table.cell(measure, *codes)
        if not cell.shown or cell.value is None:
            return
        total += int(cell.value)
    yield str(total)


def _percents(protected: ProtectedReport) -> Iterator[str]:
    """Released rates, and as comparisons with the papers show them: with one decimal."""
    for table in protected.tables:
        for row in table.rows:
            for position, measure in enumerate(table.measures):
                if measure.unit is Unit.RATE:
                    for share in _readings(row, table, position):
                        yield plain_number(share * 100, row.cells[position].decimals)
                        yield plain_number(share * 100)
                        yield plain_number(share * 100, 1)


def _points(protected: ProtectedReport) -> Iterator[str]:
    for cell in _cells(protected, Unit.POINTS):
        yield plain_number(Fraction(cell.value or 0) * 100, cell.decimals)
    columns = (column for table in protected.tables for column in _columns(table))
    for difference in set[Fraction]().union(*columns):
        for decimals in (0, 1, 2):
            yield plain_number(difference * 100, decimals)
    for name in setting("spreads"):
        yield from _spread(protected, name)


def _spread(protected: ProtectedReport, table_id: str) -> Iterator[str]:
    """How far the changes under several definitions lie from each other, to a tenth."""
    for table in protected.tables:
        if table.id == table_id:
            changes = set().union(*_columns(table))
            whole = lcm(*(change.denominator for change in changes))
            parts = [int(change * whole) for change in changes]
            # In whole tenths of a point: the pairs are many thousands, their tenths are few.
            tenths = {
                (2000 * abs(one - other) + whole) // (2 * whole)
                for one, other in combinations(parts, 2)
            }
            yield from (plain_number(Fraction(tenth, 10), 1) for tenth in tenths)


def _columns(table: ProtectedTable) -> Iterator[set[Fraction]]:
    """The differences between shares of one column, and between shares of one line."""
    positions = [i for i, measure in enumerate(table.measures) if measure.unit in SHARES]
    lines = [[_readings(row, table, i) for i in positions] for row in table.rows]
    columns = zip(*lines, strict=True) if lines else ()
    for values in (*lines, *columns):
        shown = set().union(*values)
        unchanged = {Fraction(0)} if sum(map(len, values)) > len(shown) else set()
        yield unchanged | {abs(one - other) for one, other in combinations(shown, 2)}


def _readings(row: Row, table: ProtectedTable, position: int) -> set[Fraction]:
    """A shown share, and the exact one when two shown counts of its line give it."""
    cell = row.cells[position]
    if not cell.shown or cell.value is None:
        return set()
    counts = {
        int(other.value or 0)
        for other, measure in zip(row.cells, table.measures, strict=True)
        if other.shown and measure.unit is Unit.PERSONS
    }
    shown = shown_text(cell, table.measures[position].unit)
    exact = {Fraction(part, whole) for part in counts for whole in counts if 0 < whole >= part}
    fitting = {share for share in exact if danish_number(share * 100, cell.decimals) == shown}
    return {Fraction(cell.value), *fitting}


def _texts_of(protected: ProtectedReport) -> Iterator[str]:
    """Everything in a report that is words: labels, notes, settings."""
    for name, value in (*protected.settings, *protected.memo):
        yield without_quotations(f"{name}: {value}")
    yield from protected.warnings
    for table in protected.tables:
        yield from (table.title, table.population, table.source, *table.notes)
        yield from (measure.label for measure in table.measures)
        for key in table.keys:
            yield key.label
            yield from (category.label for category in key.categories)


def _dates(protected: ProtectedReport, texts: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    day = protected.reference_date
    first = min((day.year, *setting("measurement_years")))
    for year in range(first - YEARS_FOLLOWED, day.year + 2):
        yield from ((1, 1, year), (31, 12, year), (day.day, day.month, year), (15, 11, year))
    yield from (found for text in texts for found in dates_in(text))
    yield from typed_dates()


def _years(protected: ProtectedReport) -> Iterator[str]:
    first = min((protected.year, *setting("measurement_years")))
    last = max((protected.year, *setting("measurement_years")))
    yield from (str(year) for year in range(first - YEARS_FOLLOWED, last + 2))
