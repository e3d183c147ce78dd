"""What a set of reports publishes, as the facts document of docs/interface.md, section 5.

{"threshold": 5, "zeros_shown": true,
 "cells": {"focus@2009-11-15": 3405, "focus@2009-11-15 - focus@2009-11-15/activated": null, ...},
 "sums": [...], "rates": [...], "unpublished": [...]}

A printed rate says of its two counts what the rules of rounding say, which everybody knows. Half
up: 21 % means 0.205 <= n / d < 0.215. A rate printed as its target has reached it, since one that
has not is printed with more decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fsb_lib.auditor.codes import ALWAYS_LISTED, Definitions, decided, row_kinds
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.naming import (
    Count,
    Derived,
    Meaning,
    Namer,
    OfTable,
    Public,
    Share,
    UnknownCellError,
)
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import CellStatus, PublishedCell, PublishedTable, tables
from fsb_lib.auditor.relations import NOBODY, Relations, relations

Facts = dict[str, Any]
Told = Mapping[str, int]

DEFINITIONS = ("matched_benefits", "target_group_priority")


# No fraction of fewer than millions of persons lies so close below the upper end.
JUST_BELOW = Decimal("1e-8")
PERCENT = 2


@dataclass(frozen=True)
class RoundedRate:
    """low <= numerator / denominator <= high."""

    numerator: str
    denominator: str
    low: Decimal
    high: Decimal

    def as_json(self) -> dict[str, Any]:
        """As docs/interface.md writes it; the numbers have few digits and stay exact."""
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": float((self.low + self.high) / 2),
            "half_step": float((self.high - self.low) / 2),
        }


@dataclass
class Gathered:
    """The counts and rates of a release, as they are gathered report by report."""

    threshold: int
    cells: dict[str, int | None] = field(default_factory=dict)
    rates: list[RoundedRate] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    derived: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def take(self, where: str, name: str, value: int | None) -> None:
        """A count as one cell has it; what any cell shows is known."""
        known = self.cells.setdefault(name, value)
        if value is not None and known is not None and value != known:
            self.findings.append(Finding("two_values", where, name))
        if (value is None) != (known is None):
            self.findings.append(Finding("shown_elsewhere", where, name))
            self.cells[name] = value if known is None else known


def gathered(
    publications: Sequence[Publication], told: Mapping[str, Told] | None = None
) -> Gathered:
    """The counts of all reports; `told` adds counts of a report that another channel shows.

    Errors: UnreadableError.
    """
    found = Gathered(min((one.threshold for one in publications), default=5))
    for one in publications:
        namer = Namer(one)
        for table in tables(one):
            _take_table(found, one, table, namer)
        for name, value in (told or {}).get(one.where, {}).items():
            found.take(f"{one.where}: another channel", name, value)
    found.findings += [
        Finding("derived_shown", where, name)
        for where, names in found.derived
        for name in names
        if found.cells.get(name, 0) is None
    ]
    return found


def facts_of(found: Gathered, definitions: Definitions) -> Facts:
    """The facts document of published reports, with every relation among its counts."""
    cells = dict(found.cells)
    parts = [name for rate in found.rates for name in (rate.numerator, rate.denominator)]
    related = relations(dict.fromkeys([*cells, *parts]), definitions)
    latent = [name for name in (*parts, *related.unpublished) if name not in cells]
    return document(found.threshold, cells, dict.fromkeys(latent), related, found.rates)


def document(
    threshold: int,
    cells: Mapping[str, int | None],
    unpublished: Iterable[str],
    related: Relations,
    rates: Iterable[RoundedRate],
) -> Facts:
    latent = [name for name in unpublished if name != NOBODY]
    nobody = {NOBODY: 0} if any(NOBODY in one.parts for one in related.sums) else {}
    return {
        "threshold": threshold,
        "zeros_shown": True,
        "cells": {**cells, **dict.fromkeys(latent), **nobody},
        "sums": [{"total": one.total, "parts": list(one.parts)} for one in related.sums],
        "rates": [rate.as_json() for rate in dict.fromkeys(rates)],
        "differences": [],
        "unpublished": latent,
    }


def definitions_of(publications: Sequence[Publication]) -> Definitions:
    """What decides how counts lie to each other, when all reports were made with the same."""
    if len({one.snapshot for one in publications}) != 1:
        return None
    by = [{name: _listed(one, name) for name in DEFINITIONS} for one in publications]
    return by[0] if all(one == by[0] for one in by) else None


def _listed(publication: Publication, name: str) -> tuple[str, ...]:
    return tuple(publication.parameters.get(name, ()))


def _take_table(
    found: Gathered, publication: Publication, table: PublishedTable, namer: Namer
) -> None:
    for codes in table.rows:
        for cell in table.row(codes):
            where = f"{publication.where}: {cell.place}"
            try:
                _take_cell(found, where, publication, cell, namer.meaning(table, cell))
            except UnknownCellError:
                if cell.status is CellStatus.SHOWN:
                    found.findings.append(Finding("no_name", where))
    if table.id == "data_quality":
        _take_kinds_not_listed(found, publication, table)
    counts = _counts_in(table, namer)
    found.derived += [
        (f"{publication.where}: {cell.place}", counts)
        for cell in table.cells.values()
        if cell.value is not None and isinstance(_meant(namer, table, cell), OfTable)
    ]


def _take_cell(
    found: Gathered, where: str, publication: Publication, cell: PublishedCell, meaning: Meaning
) -> None:
    if isinstance(meaning, Count) and cell.status is not CellStatus.NOT_AVAILABLE:
        found.take(where, meaning.name, None if cell.value is None else int(cell.value))
    elif isinstance(meaning, Share) and cell.value is not None:
        decimals, target = _decimals(publication, cell), _target(publication, meaning)
        found.rates.append(_rate(meaning, cell.value, decimals, target))
    elif isinstance(meaning, Derived) and cell.value is not None:
        found.derived.append((where, meaning.rests_on))


def _meant(namer: Namer, table: PublishedTable, cell: PublishedCell) -> Meaning:
    try:
        return namer.meaning(table, cell)
    except UnknownCellError:
        return Public()


def _counts_in(table: PublishedTable, namer: Namer) -> tuple[str, ...]:
    meanings = (_meant(namer, table, cell) for cell in table.cells.values())
    return tuple(one.name for one in meanings if isinstance(one, Count))


def _take_kinds_not_listed(
    found: Gathered, publication: Publication, table: PublishedTable
) -> None:
    """A kind that is above 0 would be listed."""
    registers = dict.fromkeys(codes[0] for codes in table.rows)
    for register in registers:
        for kind in sorted(row_kinds() - ALWAYS_LISTED):
            name = f"rows@{publication.snapshot}/{register}/{kind}"
            if (register, kind) not in table.rows:
                found.take(f"{publication.where}: data_quality", name, 0)


def _rate(share: Share, value: Decimal, decimals: int, target: Decimal | None) -> RoundedRate:
    """The rate printed as `value` (0.21) with so many decimals of a percent."""
    half_step = Decimal(5).scaleb(-decimals - PERCENT - 1)
    low = max(Decimal(0), value - half_step)
    high = value + half_step - half_step * JUST_BELOW
    if value == target:
        low = value
    if value == 1:
        high = value
    return RoundedRate(share.numerator, share.denominator, low, high)


def _decimals(publication: Publication, cell: PublishedCell) -> int:
    """The decimals of the percent as printed: as the page says, at least as many as there are."""
    exponent = (cell.value or Decimal(0)).normalize().as_tuple().exponent
    written = max(0, -int(exponent) - PERCENT)
    return max(written, _said(publication, cell))


def _target(publication: Publication, share: Share) -> Decimal | None:
    """The target that a rate is held against, in its year."""
    if publication.report != "activation_measurement":
        return None
    year = int(share.denominator.partition("@")[2][:4])
    percent = decided("activation_rate").get(year)
    return None if percent is None else Decimal(percent) / 100


def _said(publication: Publication, cell: PublishedCell) -> int:
    for table in publication.notebook_values.get("tables", ()):
        if table["id"] == cell.place.table:
            measures = [one["name"] for one in table["measures"]]
            for row in table["rows"]:
                if tuple(map(str, row["keys"])) == cell.place.codes:
                    return int(row["cells"][measures.index(cell.place.measure)]["decimals"])
    return 0
