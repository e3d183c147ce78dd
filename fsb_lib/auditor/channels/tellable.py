"""What a report may tell, to which every channel is held: tables, their words, and numbers.

The shown cells of a report explain numbers: themselves, and what follows from them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import combinations

from fsb_lib.auditor.channels.numbers import TOKEN, Explained, texts_of, typed_numbers
from fsb_lib.auditor.channels.seen_tables import Labels, labels_of
from fsb_lib.auditor.channels.values import number, plain
from fsb_lib.auditor.naming import Count, Namer, Share, UnknownCellError
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import (
    CellPlace,
    CellStatus,
    PublishedCell,
    PublishedTable,
    tables,
)
from fsb_lib.base.package_data import load


@dataclass(frozen=True)
class Tellable:
    """The published tables by id, their labels, and the explained numbers."""

    tables: Mapping[str, PublishedTable]
    labels: Mapping[str, Labels]
    explained: Explained

    @classmethod
    def of(cls, publication: Publication) -> "Tellable":
        """Errors: UnreadableError."""
        published = tables(publication)
        return cls(
            {table.id: table for table in published},
            labels_of(publication),
            explained_by(publication, published),
        )


def explained_by(publication: Publication, tables: Sequence[PublishedTable]) -> Explained:
    """What the shown cells of all tables of a report explain."""
    units = _units(publication)
    by_unit: dict[str, set[Decimal]] = {}
    for table in tables:
        for cell in _shown(table):
            unit = units.get((cell.place.table, cell.place.measure), "")
            by_unit.setdefault(unit, set()).add(cell.value or Decimal(0))
    shares = {100 * value for value in by_unit.get("rate", ())}
    exact = exact_shares(publication, tables)
    return Explained(
        publication.threshold,
        frozenset({*by_unit.get("persons", ()), *by_unit.get("rows", ()), *_sums(tables)}),
        frozenset(
            {*shares, *_rounded(exact.values(), (0, 1, 2)), *_targets(), *(100 - s for s in shares)}
        ),
        frozenset({*_differences(tables), *_large(tables)}),
        frozenset(
            {abs(100 * v) for v in by_unit.get("points", ())}
            | {*_points(exact, shares), *_from_papers({*shares, *exact.values()})}
        ),
        typed_numbers() | _of_parameters(publication),
        _memo(publication),
        frozenset(_against_printed(tables)),
        _held(publication, tables),
    )


def _held(
    publication: Publication, tables: Sequence[PublishedTable]
) -> Mapping[str, frozenset[Decimal]]:
    """What a released report says of its own cells and of the ledger, never of persons."""
    cells = [cell.status for table in tables for cell in table.cells.values()]
    n_hidden = cells.count(CellStatus.HIDDEN)
    n_cells = n_hidden + cells.count(CellStatus.SHOWN)
    release = publication.manifest.get("release") or {}
    told = {"version": release.get("version"), "entries": release.get("n_before")}
    return {
        "cells": frozenset({Decimal(n_hidden), Decimal(n_cells)}),
        **{name: frozenset({Decimal(n)}) for name, n in told.items() if isinstance(n, int)},
    }


def exact_shares(
    publication: Publication, tables: Sequence[PublishedTable]
) -> Mapping[CellPlace, Decimal]:
    """Every shown rate whose two counts are shown in the report, in percent and unrounded."""
    namer = Namer(publication)
    counts: dict[str, Decimal] = {}
    shares: dict[CellPlace, Share] = {}
    for table in tables:
        for cell in _shown(table):
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


def _units(publication: Publication) -> Mapping[tuple[str, str], str]:
    return {
        (table["id"], measure["name"]): measure["unit"]
        for table in publication.notebook_values.get("tables", ())
        for measure in table["measures"]
    }


def _shown(table: PublishedTable) -> Iterator[PublishedCell]:
    return (cell for cell in table.cells.values() if cell.value is not None)


def _columns(tables: Iterable[PublishedTable]) -> Iterator[list[Decimal]]:
    for table in tables:
        for measure in table.measures:
            yield [
                cell.value
                for cell in _shown(table)
                if cell.place.measure == measure and cell.value is not None
            ]


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _differences(tables: Iterable[PublishedTable]) -> Iterator[Decimal]:
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


def _large(tables: Sequence[PublishedTable]) -> Iterator[Decimal]:
    """What a text may compute from any counts: differences, three groups together, a third."""
    columns = [column for column in _columns(tables) if all(map(_is_whole, column))]
    counts = {value for column in columns for value in column if value >= 100}
    together = {sum(column[:3], Decimal(0)) for column in columns}
    known = sorted(counts | together)
    if len(known) <= _MOST_COUNTS:
        yield from (b - a for a, b in combinations(known, 2) if b - a >= _LARGE)
    yield from (v for v in together if v >= _LARGE)
    yield from _rounded(
        (v / part for v in counts for part in (2, 3, 4) if v / part >= _LARGE), (0,)
    )


_MOST_COUNTS = 400


def _against_printed(tables: Sequence[PublishedTable]) -> Iterator[Decimal]:
    """How far a count is from a printed figure; what a half, a third, a quarter would be."""
    whole = [column for column in _columns(tables) if all(map(_is_whole, column))]
    counts = {value for column in whole for value in column}
    yield from _rounded((value / part for value in counts for part in (2, 3, 4)), (0,))
    yield from (abs(printed - value) for printed in _printed() for value in counts)


def _from_papers(shares: Collection[Decimal]) -> Iterator[Decimal]:
    """How far a share is from a printed one, as whole points or tenths."""
    yield from _rounded((abs(p - share) for p in _printed_shares() for share in shares), (0, 1))


@cache
def _printed_shares() -> frozenset[Decimal]:
    """The percentages in the papers."""
    texts = (plain(text) for text in texts_of(load("published")))
    found = (each for text in texts for each in TOKEN.finditer(text))
    return frozenset(number(each[1]) for each in found if each[2])


@cache
def _printed() -> frozenset[Decimal]:
    """The numbers of persons in the papers."""
    texts = texts_of(load("published"))
    return frozenset(number(each[1]) for text in texts for each in TOKEN.finditer(plain(text)))


def _sums(tables: Iterable[PublishedTable]) -> Iterator[Decimal]:
    """Sums of a whole column, and of two of its cells."""
    for column in _columns(tables):
        if 1 < len(column) <= _LONGEST_COLUMN and all(map(_is_whole, column)):
            yield sum(column, Decimal(0))
            yield from (a + b for a, b in combinations(column, 2) if a + b)


def _rounded(values: Iterable[Decimal], places: Iterable[int]) -> Iterator[Decimal]:
    distinct = set(values)
    for place in places:
        step = Decimal(1).scaleb(-place)
        yield from (value.quantize(step, ROUND_HALF_UP) for value in distinct)


def _points(exact: Mapping[CellPlace, Decimal], shares: Collection[Decimal]) -> Iterator[Decimal]:
    """Differences of two rates, and how much such a difference depends on the other key."""
    yield from (abs(a - b) for a, b in combinations({*shares, *_targets()}, 2))
    near = {value.quantize(Decimal("0.000001")) for value in exact.values()}
    yield from _rounded((abs(a - b) for a, b in combinations({*near, *_targets()}, 2)), (0, 1))
    yield from _rounded(_between_lines(exact), (0, 1))


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
def _targets() -> frozenset[Decimal]:
    published = load("published")
    return frozenset(map(Decimal, published["activation_targets"]["percent"].values()))


def _of_parameters(publication: Publication) -> frozenset[Decimal]:
    texts = texts_of([publication.parameters, publication.manifest.get("software", {})])
    return frozenset(number(each[1]) for text in texts for each in TOKEN.finditer(text))


def _memo(publication: Publication) -> tuple[str, ...]:
    """What stands on the page as it is: case and document numbers, and fingerprints of data and
    ledger, which may have digits alone."""
    release = publication.manifest.get("release") or {}
    fingerprints = {publication.snapshot, str(release.get("ledger") or publication.snapshot)}
    memo = set(texts_of(publication.parameters.get("memo", {})))
    return tuple(sorted(memo | fingerprints, key=len, reverse=True))
