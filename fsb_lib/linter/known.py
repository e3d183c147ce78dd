"""Every number that a report may say: released, derived from released cells, printed or typed.

released    cells of the release, in the form they are shown in
derived     differences of two shares of one column; sums and distances named in data/lint.yaml
printed     the figures of the five papers (data/published.yaml)
typed       "under 30 år", "28 dage": numbers of the reviewed wording, beside the same word
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations
from math import lcm
from typing import Any

from fsb_lib import danish
from fsb_lib.disclosure.released import Cell, Release, ReleasedTable, Row, Unit
from fsb_lib.linter.rules import setting
from fsb_lib.linter.tokens import Token, date_key, dates_in, tokens, without_quotations
from fsb_lib.package_data import load, names_in

SHARES = (Unit.RATE, Unit.POINTS)
_WRITTEN = ("page", "pages", "published", "vocabulary", "breaks", "population")
_FOLDERS = ("wording", "tables", "measures")
# The cells of the papers' own table are smaller, and are released when they are measured.
SMALLEST_PRINTED = 1000
PERCENT, POINTS = "%", "procentpoint"


@dataclass(frozen=True)
class Known:
    """The numbers of one release by their unit, and numbers that are typed beside a word."""

    counts: frozenset[str]
    percents: frozenset[str]
    points: frozenset[str]
    typed: frozenset[tuple[str, ...]]
    dates: frozenset[tuple[int, int, int]]
    years: frozenset[str]

    def knows(self, token: Token) -> bool:
        if token.number in self.years or _beside(token) & self.typed:
            return True
        if token.unit == PERCENT:
            return token.number in self.percents
        if token.unit == POINTS:
            return token.number in self.points
        fractional = self.percents | self.points if "," in token.number else frozenset()
        return token.number in self.counts | fractional

    def knows_date(self, found: tuple[int, int, int]) -> bool:
        if found[2]:
            return found in self.dates
        return found[:2] in {known[:2] for known in self.dates}


@lru_cache(maxsize=1)  # both pages of a report are judged by it
def known_numbers(release: Release) -> Known:
    """What the pages of a release may say."""
    texts = tuple(_texts_of(release))
    typed = _typed() | {pair for text in texts for token in tokens(text) for pair in _beside(token)}
    counts, percents = _printed()
    return Known(
        counts=frozenset(_counts(release)) | counts,
        percents=frozenset(_percents(release)) | percents,
        points=frozenset(_points(release)),
        typed=frozenset(typed),
        dates=frozenset(_dates(release, texts)),
        years=frozenset(_years(release)),
    )


def released_text(cell: Cell, unit: Unit) -> str:
    """A shown cell in the form in which tables show it; a share in hundredths."""
    value = Fraction(cell.value or 0)
    if unit is Unit.VERDICT:
        return str(load("page")["verdicts"][int(value)])
    return danish_number(value * 100 if unit in SHARES else value, cell.decimals)


def danish_number(value: Fraction, decimals: int = 0) -> str:
    """`Fraction(-7003, 2)` with one decimal -> U+2212 and "3.501,5". Written here a second time,
    so that the linter does not repeat a fault of the form it judges."""
    rounded = danish.round_half_up(value, decimals)
    return f"{rounded:,}".translate(str.maketrans(",.-", ".,\u2212"))


def _plain(value: Fraction, decimals: int = 0) -> str:
    """The digits of a number as tokens have them."""
    return danish_number(abs(value), decimals).replace(".", "")


def _cells(release: Release, *units: Unit) -> Iterator[Cell]:
    for table in release.tables:
        for row in table.rows:
            for cell, measure in zip(row.cells, table.measures, strict=True):
                if cell.shown and measure.unit in units:
                    yield cell


def _counts(release: Release) -> Iterator[str]:
    for cell in _cells(release, Unit.PERSONS, Unit.ROWS):
        yield _plain(Fraction(cell.value or 0))
    if release.certificate:
        numbers = vars(release.certificate).values()
        yield from (str(number) for number in numbers if isinstance(number, int))
    for entry in setting("sums"):
        if entry["report"] in (release.report, "every"):
            yield from _sum(release, entry["of"])
    for entry in setting("distances"):
        if entry["report"] == release.report:
            yield from _distances(release.table(entry["table"]), *entry["between"])


def _distances(table: ReleasedTable, one: str, other: str) -> Iterator[str]:
    """How far two counts of a line lie from each other, where both are shown."""
    for row in table.rows:
        first, second = table.cell(one, *row.keys), table.cell(other, *row.keys)
        if first.shown and second.shown:
            yield _plain(Fraction(first.value or 0) - Fraction(second.value or 0))


def _sum(release: Release, parts: list[list[str]]) -> Iterator[str]:
    """The sum of some cells, when all of them are released and shown."""
    tables = {table.id: table for table in release.tables}
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


def _percents(release: Release) -> Iterator[str]:
    """Released rates, and as comparisons with the papers show them: with one decimal."""
    for table in release.tables:
        for row in table.rows:
            for position, measure in enumerate(table.measures):
                if measure.unit is Unit.RATE:
                    for share in _readings(row, table, position):
                        yield _plain(share * 100, row.cells[position].decimals)
                        yield _plain(share * 100)
                        yield _plain(share * 100, 1)


def _points(release: Release) -> Iterator[str]:
    for cell in _cells(release, Unit.POINTS):
        yield _plain(Fraction(cell.value or 0) * 100, cell.decimals)
    for table in release.tables:
        for differences in _columns(table):
            for difference in differences:
                for decimals in (0, 1):
                    yield _plain(difference * 100, decimals)
    for name in setting("spreads"):
        yield from _spread(release, name)


def _spread(release: Release, table_id: str) -> Iterator[str]:
    """How far the changes under several definitions lie from each other, to a tenth."""
    for table in release.tables:
        if table.id == table_id:
            changes = set().union(*_columns(table))
            whole = lcm(*(change.denominator for change in changes))
            parts = [int(change * whole) for change in changes]
            # In whole tenths of a point: the pairs are many thousands, their tenths are few.
            tenths = {
                (2000 * abs(one - other) + whole) // (2 * whole)
                for one, other in combinations(parts, 2)
            }
            yield from (_plain(Fraction(tenth, 10), 1) for tenth in tenths)


def _columns(table: ReleasedTable) -> Iterator[set[Fraction]]:
    """The differences between shares of one column, and between shares of one line."""
    positions = [i for i, measure in enumerate(table.measures) if measure.unit in SHARES]
    lines = [[_readings(row, table, i) for i in positions] for row in table.rows]
    columns = zip(*lines, strict=True) if lines else ()
    for values in (*lines, *columns):
        shown = set().union(*values)
        yield {abs(one - other) for one, other in combinations(shown, 2)}


def _readings(row: Row, table: ReleasedTable, position: int) -> set[Fraction]:
    """A shown share, and the exact one when two shown counts of its line give it."""
    cell = row.cells[position]
    if not cell.shown or cell.value is None:
        return set()
    counts = {
        int(other.value or 0)
        for other, measure in zip(row.cells, table.measures, strict=True)
        if other.shown and measure.unit is Unit.PERSONS
    }
    shown = released_text(cell, table.measures[position].unit)
    exact = {Fraction(part, whole) for part in counts for whole in counts if 0 < whole >= part}
    fitting = {share for share in exact if danish_number(share * 100, cell.decimals) == shown}
    return {Fraction(cell.value), *fitting}


def _texts_of(release: Release) -> Iterator[str]:
    """Everything in a release that is words: labels, notes, settings."""
    for name, value in (*release.settings, *release.memo):
        yield without_quotations(f"{name}: {value}")
    yield from release.warnings
    for table in release.tables:
        yield from (table.title, table.population, table.source, *table.notes)
        yield from (measure.label for measure in table.measures)
        for key in table.keys:
            yield key.label
            yield from (category.label for category in key.categories)


def _dates(release: Release, texts: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    day = release.reference_date
    first = min((day.year, *setting("measurement_years")))
    for year in range(first - 1, day.year + 2):
        yield from ((1, 1, year), (31, 12, year), (day.day, day.month, year), (15, 11, year))
    yield from (found for text in texts for found in dates_in(text))
    yield from _typed_dates()


def _years(release: Release) -> Iterator[str]:
    first = min((release.year, *setting("measurement_years")))
    last = max((release.year, *setting("measurement_years")))
    yield from (str(year) for year in range(first - 1, last + 2))


# --- what is written in the program's data -------------------------------------------------------


def read_wording() -> None:
    """Read what is written once, before the first page is judged."""
    _typed(), _typed_dates(), _printed()


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    else:
        yield value


@cache
def _written() -> tuple[Any, ...]:
    """Every value of the data files whose words may come on a page."""
    names = (*_WRITTEN, *(name for folder in _FOLDERS for name in names_in(folder)))
    return tuple(value for name in names for value in _values(load(name)))


@cache
def _typed() -> frozenset[tuple[str, ...]]:
    texts = (value for value in _written() if isinstance(value, str))
    return frozenset(pair for text in texts for token in tokens(text) for pair in _beside(token))


@cache
def _typed_dates() -> frozenset[tuple[int, int, int]]:
    days = {date_key(value) for value in _written() if isinstance(value, date)}
    return frozenset(
        days.union(*(dates_in(value) for value in _written() if isinstance(value, str)))
    )


@cache
def _printed() -> tuple[frozenset[str], frozenset[str]]:
    """Counts and percents of the papers, as numbers and in their own words."""
    counts: set[str] = set()
    percents: set[str] = set()
    for value in _values(load("published")):
        if isinstance(value, str):
            percents |= {token.number for token in tokens(value) if token.unit == PERCENT}
            counts |= {token.number for token in tokens(value) if token.unit != PERCENT}
        elif isinstance(value, float) and 0 < value < 1:
            percents.add(_plain(Fraction(str(value)) * 100))
        elif isinstance(value, int) and value >= SMALLEST_PRINTED:
            counts.add(str(value))
    percents |= {
        str(target) for target in load("published")["activation_targets"]["percent"].values()
    }
    return frozenset(counts), frozenset(percents)


def _beside(token: Token) -> set[tuple[str, ...]]:
    """A number with a telling word before or after it, or with both whatever they are."""
    common = setting("common_words").split()
    found: set[tuple[str, ...]] = set()
    if token.before and token.before not in common:
        found.add((token.before, token.number, ""))
    if token.after and token.after not in common:
        found.add(("", token.number, token.after))
    if token.before and token.after:
        found.add((token.before, token.number, token.after))
    return found
