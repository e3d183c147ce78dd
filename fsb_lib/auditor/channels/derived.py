"""Numbers that anybody can work out from the shown cells of a report, as its texts do: sums,
differences, shares, and how far they are from the figures in the papers.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import combinations

from fsb_lib.auditor.channels.numbers import TOKEN, texts_of
from fsb_lib.auditor.channels.values import number, plain
from fsb_lib.auditor.codes import decided, special_needs
from fsb_lib.auditor.naming import Count, Namer, Share, UnknownCellError
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import CellPlace, PublishedCell, PublishedTable
from fsb_lib.base.package_data import load


def exact_shares(
    publication: Publication, tables: Sequence[PublishedTable]
) -> Mapping[CellPlace, Decimal]:
    """Every shown rate whose two counts are shown in the report, in percent and unrounded."""
    namer = Namer(publication)
    counts: dict[str, Decimal] = {}
    shares: dict[CellPlace, Share] = {}
    for table in tables:
        for cell in shown_cells(table):
            try:
                meaning = namer.meaning(table, cell)
            except UnknownCellError:
                continue
            if isinstance(meaning, Count):
                counts[meaning.name] = cell.value or Decimal(0)
            elif isinstance(meaning, Share):
                shares[cell.place] = meaning
    return {
        place: 100 * counts[share.numerator] / counts[share.denominator]
        for place, share in shares.items()
        if share.numerator in counts and counts.get(share.denominator)
    }


def shown_cells(table: PublishedTable) -> Iterator[PublishedCell]:
    return (cell for cell in table.cells.values() if cell.value is not None)


def _columns(tables: Iterable[PublishedTable]) -> Iterator[list[Decimal]]:
    for table in tables:
        for measure in table.measures:
            yield [
                cell.value
                for cell in shown_cells(table)
                if cell.place.measure == measure and cell.value is not None
            ]


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def percents(exact: Mapping[CellPlace, Decimal], shares: Collection[Decimal]) -> Iterator[Decimal]:
    """Shown rates, as exactly as their counts give them; the targets; what a rate leaves."""
    yield from (*shares, *targets(), *(100 - share for share in shares))
    yield from rounded(exact.values(), (0, 1, 2))


def between_counts(tables: Sequence[PublishedTable]) -> Iterator[Decimal]:
    """What two counts of a table leave of each other, and what may be reckoned from several."""
    yield from (*differences(tables), *large(tables), *groups_together(tables))


def differences(tables: Iterable[PublishedTable]) -> Iterator[Decimal]:
    for column in _columns(tables):
        if len(column) <= _LONGEST_COLUMN:
            yield from (abs(a - b) for a, b in combinations(column, 2) if _is_whole(a - b))
    for table in tables:
        for codes in table.rows:
            row = [cell.value for cell in table.row(codes) if cell.value is not None]
            yield from (abs(a - b) for a, b in combinations(filter(_is_whole, row), 2))


_LONGEST_COLUMN = 30


# Larger numbers of a text may come from any two counts of the report: no small count is among them.
_LARGE = 1000


def large(tables: Sequence[PublishedTable]) -> Iterator[Decimal]:
    """What a text may compute from any counts: differences, three groups together, a third."""
    columns = [column for column in _columns(tables) if all(map(_is_whole, column))]
    counts = {value for column in columns for value in column if value >= 100}
    together = {sum(column[:3], Decimal(0)) for column in columns}
    known = sorted(counts | together)
    if len(known) <= _MOST_COUNTS:
        yield from (b - a for a, b in combinations(known, 2) if b - a >= _LARGE)
    yield from (v for v in together if v >= _LARGE)
    yield from rounded((v / part for v in counts for part in (2, 3, 4) if v / part >= _LARGE), (0,))


_MOST_COUNTS = 400


def groups_together(tables: Sequence[PublishedTable]) -> Iterator[Decimal]:
    """The target groups of special needs together in a column, and what the other shown counts
    of persons leave of them."""
    for table in tables:
        shown = {cell.place.codes: cell.value for cell in shown_cells(table)}
        if table.keys[:1] != ("target_group",) or len(table.measures) != 1:
            continue
        for column in {codes[1:] for codes in shown}:
            groups = [shown.get((group, *column)) for group in special_needs()]
            if None not in groups:
                together = sum(filter(None, groups), Decimal(0))
                yield together
                yield from (abs(together - value) for value in _sizes(tables))


def _sizes(tables: Iterable[PublishedTable]) -> Iterator[Decimal]:
    """The shown sizes of the focus population."""
    sizes = (table for table in tables if table.id == "focus_population")
    return (cell.value or Decimal(0) for table in sizes for cell in shown_cells(table))


def against_printed(tables: Sequence[PublishedTable]) -> Iterator[Decimal]:
    """How far a count is from a printed figure; what a half, a third, a quarter would be."""
    whole = [column for column in _columns(tables) if all(map(_is_whole, column))]
    counts = {value for column in whole for value in column}
    yield from rounded((value / part for value in counts for part in (2, 3, 4)), (0,))
    yield from (abs(printed - value) for printed in _printed() for value in counts)


def from_papers(shares: Collection[Decimal]) -> Iterator[Decimal]:
    """How far a share is from a printed one, as whole points or tenths."""
    yield from rounded((abs(p - share) for p in _printed_shares() for share in shares), (0, 1))


def _papers() -> Iterator[str]:
    """What papers print, and what was decided."""
    yield from texts_of([load("published"), load("decisions")])


@cache
def _printed_shares() -> frozenset[Decimal]:
    """The shares in the papers, in percent: "36 %", and 1/3 where a paper says a third."""
    texts = [plain(text) for text in _papers()]
    found = (each for text in texts for each in TOKEN.finditer(text))
    parts = (text.partition("/") for text in texts if _FRACTION.fullmatch(text))
    return frozenset(
        {number(each[1]) for each in found if each[2]}
        | {100 * Decimal(part) / Decimal(whole) for part, _, whole in parts}
    )


_FRACTION = re.compile(r"[1-9]/[1-9]")


@cache
def _printed() -> frozenset[Decimal]:
    """The numbers of persons in the papers."""
    return frozenset(number(each[1]) for text in _papers() for each in TOKEN.finditer(plain(text)))


def sums(tables: Iterable[PublishedTable]) -> Iterator[Decimal]:
    """Sums of a whole column, and of two of its cells; a column of 0 and 1 holds verdicts, which
    count nobody: three of them would explain a 3."""
    for column in _columns(tables):
        counts = all(map(_is_whole, column)) and any(value > 1 for value in column)
        if 1 < len(column) <= _LONGEST_COLUMN and counts:
            yield sum(column, Decimal(0))
            yield from (a + b for a, b in combinations(column, 2) if a + b)


def rounded(values: Iterable[Decimal], places: Iterable[int]) -> Iterator[Decimal]:
    distinct = set(values)
    for place in places:
        step = Decimal(1).scaleb(-place)
        yield from (value.quantize(step, ROUND_HALF_UP) for value in distinct)


def points(exact: Mapping[CellPlace, Decimal], shares: Collection[Decimal]) -> Iterator[Decimal]:
    """Differences of two rates, and how much such a difference depends on the other key."""
    yield from (abs(a - b) for a, b in combinations({*shares, *targets()}, 2))
    near = {value.quantize(Decimal("0.000001")) for value in exact.values()}
    yield from rounded((abs(a - b) for a, b in combinations({*near, *targets()}, 2)), (0, 1))
    yield from rounded(_between_lines(exact), (0, 1))


def _between_lines(exact: Mapping[CellPlace, Decimal]) -> Iterator[Decimal]:
    """|change by one definition - change by another|, of rates by measurement and definition."""
    changes: dict[tuple[str, str, str], list[Decimal]] = {}
    for (one, a), (other, b) in combinations(exact.items(), 2):
        is_pair = one.table == other.table and len(one.codes) == 2 == len(other.codes)
        if is_pair and one.codes[1] == other.codes[1]:
            changes.setdefault((one.table, one.codes[0], other.codes[0]), []).append(b - a)
    for each in changes.values():
        yield from (abs(a - b) for a, b in combinations(each, 2))
        shown = [value.quantize(Decimal("0.1"), ROUND_HALF_UP) for value in each]
        yield from (abs(a - b) for a, b in combinations(shown, 2))


@cache
def targets() -> frozenset[Decimal]:
    """The shares in activation that were ever decided, in percent."""
    return frozenset(map(Decimal, decided("activation_rate").values()))
