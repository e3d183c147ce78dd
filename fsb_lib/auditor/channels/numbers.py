"""Every number in a text, and whether the shown values of the report explain it.

    "Der mangler 181 borgere"      a count of persons: a cell must show 181
    "steg med 15,8 procentpoint"   a difference of two shown rates
    "tabel 3", "15. november 2009", "§ 12"   no figures at all

A number of persons below the threshold is never explained by a difference: a cell must show it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import chain, combinations
from typing import Any

from fsb_lib.auditor.channels.values import number, plain
from fsb_lib.auditor.naming import Count, Namer, Share, UnknownCellError
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published import Cell, Place, Table
from fsb_lib.package_data import load, names_in

_EXPECTED = load("auditor/channels")["numbers"]
_PERSONS = f"(?:{_EXPECTED['persons']})"
_WORDS = tuple(_EXPECTED["words"])
_DIGITS = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_UNITS = r"(?:\s*(%|procentpoint|procent))?"
_TOKEN = re.compile(rf"(?<![\w,.\-])[-\u2212]?({_DIGITS})(?![\w]|[.,]\d){_UNITS}")
_COUNT_AFTER = re.compile(rf"\s*(?:[a-zæøå]+\s+){{0,2}}?{_PERSONS}\b", re.IGNORECASE)
# "en borger" is any citizen; "kun én borger" is a count.
_COUNTED = f"{'|'.join(_WORDS[2:])}|(?<=kun )én"
_IN_WORDS = re.compile(rf"\b({_COUNTED})\s+(?:{_PERSONS})\b", re.IGNORECASE)
_DATES = re.compile(
    rf"\d{{1,2}}\.\s*(?:{_EXPECTED['months']})(?:\s*\d{{4}})?"
    r"|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d\d(?:-\d\d)?|\b\d{4}K\d\b|\d\. kvartal"
)
_NAMED = re.compile(
    rf"\b(?:{_EXPECTED['named']})\s*\d+(?:\s*(?:,|og|eller|-|–)\s*\d+)*|\b[SDLC]\d+\b",
    re.IGNORECASE,
)
_YEARS = frozenset(map(Decimal, range(1900, 2101)))
_COMPARED = re.compile(rf"\b({_EXPECTED['compared']})\b")


@dataclass(frozen=True)
class Explained:
    """The numbers that a report may tell, by what they are numbers of."""

    threshold: int
    counts: frozenset[Decimal]
    percents: frozenset[Decimal]
    differences: frozenset[Decimal]
    points: frozenset[Decimal]
    typed: frozenset[Decimal]
    quoted: tuple[str, ...] = ()

    def objections(self, text: str) -> Iterator[str]:
        """The kind of finding for each number of a text that nothing explains."""
        for quoted in self.quoted:
            text = text.replace(quoted, " ")
        bare = self._without_rules(_NAMED.sub(" ", _DATES.sub(" ", plain(text))))
        for found in _IN_WORDS.finditer(bare):
            value = Decimal(_WORDS.index(found[1].lower()))
            if value < self.threshold and value not in self.counts:
                yield "small_count_told"
        for found in _TOKEN.finditer(bare):
            after = _COUNT_AFTER.match(bare, found.end())
            kind = self._objection(number(found[1]), found[2], bool(after), bare)
            if kind:
                yield kind

    def _without_rules(self, text: str) -> str:
        """Without the rule of hiding itself: 1-4 persons, 5 persons."""
        most = self.threshold - 1
        return re.sub(rf"\b1[–-]{most}\b|\b{self.threshold} borgere\b", " ", text)

    def _objection(self, value: Decimal, unit: str | None, counts: bool, text: str) -> str:
        if unit == "procentpoint":
            return "" if value in self.points or value in self.typed else "unexplained_number"
        if unit:
            return "" if value in self.percents or value in self.typed else "unexplained_number"
        if counts and 0 < value < self.threshold:
            is_difference = value in self.differences and _COMPARED.search(text)
            return "" if value in self.counts or is_difference else "small_count_told"
        sets = [self.counts, self.differences, self.typed]
        if not counts:
            sets += [self.percents, self.points, _YEARS]
        return "" if any(value in one for one in sets) else "unexplained_number"


def explained_by(publication: Publication, tables: Sequence[Table]) -> Explained:
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
        frozenset({abs(100 * v) for v in by_unit.get("points", ())} | {*_points(exact, shares)}),
        _typed() | _of_parameters(publication),
        _memo(publication),
    )


def exact_shares(publication: Publication, tables: Sequence[Table]) -> Mapping[Place, Decimal]:
    """Every shown rate whose two counts are shown in the report, in percent and unrounded."""
    namer = Namer(publication)
    counts: dict[str, Decimal] = {}
    shares: dict[Place, Share] = {}
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
        for table in publication.released.get("tables", ())
        for measure in table["measures"]
    }


def _shown(table: Table) -> Iterator[Cell]:
    return (cell for cell in table.cells.values() if cell.value is not None)


def _columns(tables: Iterable[Table]) -> Iterator[list[Decimal]]:
    for table in tables:
        for measure in table.measures:
            yield [
                cell.value
                for cell in _shown(table)
                if cell.place.measure == measure and cell.value is not None
            ]


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _differences(tables: Iterable[Table]) -> Iterator[Decimal]:
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
# What papers printed is public, and how far a shown count lies from it tells nothing of others.
_IN_PAPERS = 50


def _large(tables: Sequence[Table]) -> Iterator[Decimal]:
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
    measured = {value for column in columns for value in column}
    yield from (abs(p - v) for p in _printed() for v in measured if p >= _IN_PAPERS)


_MOST_COUNTS = 400


@cache
def _printed() -> frozenset[Decimal]:
    """The numbers of persons in the papers."""
    texts = _texts(load("published"))
    return frozenset(number(each[1]) for text in texts for each in _TOKEN.finditer(plain(text)))


def _sums(tables: Iterable[Table]) -> Iterator[Decimal]:
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


def _points(exact: Mapping[Place, Decimal], shares: Collection[Decimal]) -> Iterator[Decimal]:
    """Differences of two rates, and how much such a difference depends on the other key."""
    yield from (abs(a - b) for a, b in combinations({*shares, *_targets()}, 2))
    near = {value.quantize(Decimal("0.000001")) for value in exact.values()}
    yield from _rounded((abs(a - b) for a, b in combinations({*near, *_targets()}, 2)), (0, 1))
    yield from _rounded(_between_lines(exact), (0, 1))


def _between_lines(exact: Mapping[Place, Decimal]) -> Iterator[Decimal]:
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


@cache
def _typed() -> frozenset[Decimal]:
    """Numbers in reviewed wording and in the papers that it quotes."""
    folders = (names_in(folder) for folder in _EXPECTED["typed_folders"])
    names = [*chain.from_iterable(folders), *_EXPECTED["typed"]]
    found: set[Decimal] = set()
    for name in names:
        for text in _texts(load(name)):
            found |= {number(each[1]) for each in _TOKEN.finditer(plain(text))}
    return frozenset(found)


def _of_parameters(publication: Publication) -> frozenset[Decimal]:
    texts = _texts([publication.parameters, publication.manifest.get("software", {})])
    return frozenset(number(each[1]) for text in texts for each in _TOKEN.finditer(text))


def _memo(publication: Publication) -> tuple[str, ...]:
    """Case and document numbers, which stand on the page as they were typed."""
    return tuple(sorted(set(_texts(publication.parameters.get("memo", {}))), key=len, reverse=True))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(key)
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif not isinstance(value, bool) and value is not None:
        yield str(value)
