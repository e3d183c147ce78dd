"""What a published report tells, read from its released tables: for the releases after it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from fsb_lib.disclosure.cells import column_names
from fsb_lib.disclosure.joint import RateFact, Told
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status

PAPERS = "match_by_target_group"


def told_by(protected: ProtectedReport, letters: Mapping[str, str]) -> Told:
    """Counts shown and hidden by name, and every shown rate of counts that are not all shown.

    `letters` are `cells.placeholders` of the report.
    """
    counts = {name: cell for name, cell in _cells(protected, letters) if isinstance(name, str)}
    shown = {name: int(cell.value or 0) for name, cell in counts.items() if cell.shown}
    hidden = {name for name, cell in counts.items() if cell.status is Status.SUPPRESSED}
    rates = (
        _fact(names, cell)
        for names, cell in _cells(protected, letters)
        if not isinstance(names, str) and cell.shown and not shown.keys() >= set(names)
    )
    return Told(shown, frozenset(hidden - shown.keys()), tuple(dict.fromkeys(rates)))


def _cells(
    protected: ProtectedReport, letters: Mapping[str, str]
) -> Iterator[tuple[str | tuple[str, str], Cell]]:
    for table in protected.tables:
        columns = [measure.name for measure in table.measures]
        for row in table.rows:
            names = column_names(table.id, row.keys, letters)
            for column, cell in zip(columns, row.cells, strict=True):
                if column in names:
                    yield names[column], cell


def _fact(names: tuple[str, str], cell: Cell) -> RateFact:
    half_step = Fraction(1, 2 * 10 ** (cell.decimals + 2))
    value = Fraction(cell.value or 0)
    return RateFact(*names, value - half_step, value + half_step)


def printed_in_papers(entry: Mapping[str, Any]) -> dict[str, int]:
    """The counts of the papers' table of November 2007 by name: public before any protection.

    `entry` is `match_by_target_group_2007` of data/published.yaml.
    """
    letters = {"D": "2007-11-15", "Y": "2007"}
    return {
        str(column_names(PAPERS, (group, column), letters)["persons"]): count
        for group, counts in entry["rows"].items()
        for column, count in zip(entry["columns"], counts, strict=True)
    }


def to_document(told: Told) -> dict[str, Any]:
    """As plain JSON types, in a fixed order."""
    return {
        "shown": dict(sorted(told.shown.items())),
        "hidden": sorted(told.hidden),
        "rates": [[*rate.key, str(rate.low), str(rate.high)] for rate in told.rates],
    }


def from_document(document: Mapping[str, Any]) -> Told:
    """Errors: KeyError, TypeError or ValueError for a document of another form."""
    rates = (RateFact(part, whole, Fraction(low), Fraction(high))
             for part, whole, low, high in document["rates"])  # fmt: skip
    return Told(dict(document["shown"]), frozenset(document["hidden"]), tuple(rates))
