"""Which count stands in a printed cell: its name, the same wherever the count is printed.

table, row                                   column       name
activation_by_target_group, handicappede     persons      focus@2009-11-15/handicappede
activation_change, handicappede              persons_now  focus@2009-11-15/handicappede

The names are those of docs/cells.md; the declaration of a table (data/tables/) says its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fsb_lib.disclosure.sums.relations import same_count
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.domain.periods import (
    cutoff_date,
    default_reference_date,
    previous_measurement,
    same_day_a_year_before,
)
from fsb_lib.domain.table_declarations import TableDeclaration
from fsb_lib.params import ReportParams

FINGERPRINT_SHOWN = 12


@dataclass(frozen=True, order=True)
class Place:
    """Where a cell is printed: table, codes of its row, column."""

    table: str
    codes: tuple[str, ...]
    column: str


@dataclass(frozen=True)
class PrintedCount:
    """A count and a place that prints it."""

    place: Place
    name: str
    value: int


@dataclass(frozen=True)
class PrintedRate:
    """A rate and a place that prints it: `part` of `whole`, both names of counts."""

    place: Place
    part: str
    whole: str
    ratio: Ratio


Printed = PrintedCount | PrintedRate


def placeholders(report: str, params: ReportParams, fingerprint: str) -> Mapping[str, str]:
    """What the letters in names of counts stand for in one report."""
    day, year = params.day.isoformat(), str(params.year)
    previous = previous_measurement(params.year)
    during = params.profile_basis == "during_period"
    of_profile = f"focus_during@{year}" if during else f"focus@{day}"
    reported = f"offers_until@{year}" if report == "plan_coverage" else of_profile
    population, when = reported.split("@")
    return {
        "D": day,
        "C": cutoff_date(params.year).isoformat(),
        "Y": year,
        "P": "" if previous is None else default_reference_date(previous).isoformat(),
        "A": same_day_a_year_before(params.day).isoformat(),
        "S": fingerprint[:FINGERPRINT_SHOWN],
        "basis": of_profile,
        "among": "" if params.population.ages == "all" else f"/ages:{params.population.ages}",
        "reported": reported,
        "reported_and_unlinkable": f"{population}_and_unlinkable@{when}",
    }


def printed_cells(table: MeasuredTable, letters: Mapping[str, str]) -> Iterator[Printed]:
    """Every count and rate of a measured table that its page prints, row by row."""
    columns = declared(table.id).measures
    for row in table.rows:
        for column, names in column_names(table.id, row.keys, letters).items():
            if column in columns:
                yield from _printed(Place(table.id, row.keys, column), names, row)


def block_of(name: str) -> str:
    """The day or period that a printed count is of."""
    return name.partition("/")[0].partition("@")[2]


def stem(name: str) -> str:
    """Population and day of a named count: `focus@2009-11-15`."""
    return name.partition("/")[0]


def column_names(
    table_id: str, codes: tuple[str, ...], letters: Mapping[str, str]
) -> dict[str, str | tuple[str, str]]:
    """The name, or the two names, of each column of one row; also of columns behind it."""
    declaration = declared(table_id)
    by_key = dict(zip(declaration.keys, codes, strict=True))
    words = {**letters, **_key_words(declaration, by_key, letters)}
    return {
        column: _filled(spec, words)
        if isinstance(spec, str)
        else (_filled(spec[0], words), _filled(spec[1], words))
        for column, spec in declaration.templates(by_key).items()
    }


def counts_in(column: str | tuple[str, str]) -> tuple[str, ...]:
    """The counts of one column of `column_names`: itself, or a rate's part and whole."""
    return (column,) if isinstance(column, str) else column


def _printed(place: Place, names: str | tuple[str, str], row: MeasuredRow) -> Iterable[Printed]:
    value = row.values[place.column]
    if isinstance(names, str):
        if isinstance(value, int):
            yield PrintedCount(place, names, value)
    elif isinstance(value, Ratio) and value.value is not None:
        yield PrintedRate(place, *names, value)


def _key_words(
    declaration: TableDeclaration, codes: Mapping[str, str], letters: Mapping[str, str]
) -> Mapping[str, str]:
    """Each key's code by the key's name, and as a part of a name with `_` behind it."""
    parts = {
        f"{key}_": ""
        if _is_total(declaration, key, code)
        else f"/{declaration.keys[key].prefix}{code}"
        for key, code in codes.items()
    }
    return {**codes, **parts, "M": _measured_on(codes.get("measurement"), letters)}


def _is_total(declaration: TableDeclaration, key: str, code: str) -> bool:
    return code == vocabulary.TOTAL or code in declaration.keys[key].totals


def _measured_on(year: str | None, letters: Mapping[str, str]) -> str:
    """The day of a row's measurement: the report's own, or the default day of an earlier year."""
    if year is None or year == letters["Y"]:
        return letters["D"]
    return default_reference_date(int(year)).isoformat()


def _filled(spec: str, words: Mapping[str, str]) -> str:
    return same_count(spec.format_map(words))
