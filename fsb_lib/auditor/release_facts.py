"""What a set of reports publishes, as the facts document of docs/interface.md, section 5.

{"threshold": 5, "zeros_shown": true,
 "cells": {"focus@2009-11-15": 3405, "focus@2009-11-15 - focus@2009-11-15/activated": null, ...},
 "sums": [...], "rates": [...], "unpublished": [...]}
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fsb_lib.auditor.codes import ALWAYS_LISTED, row_kinds
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
from fsb_lib.auditor.published import Cell, Status, Table, tables
from fsb_lib.auditor.rates import Rate, decimals_of, rate_of, target_of
from fsb_lib.auditor.relations import NOBODY, Relations, relations

Facts = dict[str, Any]
Told = Mapping[str, int]


@dataclass
class Released:
    """The counts and rates of a release, as they are gathered report by report."""

    threshold: int
    cells: dict[str, int | None] = field(default_factory=dict)
    rates: list[Rate] = field(default_factory=list)
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


def released(
    publications: Sequence[Publication], told: Mapping[str, Told] | None = None
) -> Released:
    """The counts of all reports; `told` adds counts of a report that another channel shows.

    Errors: UnreadableError.
    """
    found = Released(min((one.threshold for one in publications), default=5))
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


def facts_of(found: Released, matched: tuple[str, ...] | None) -> Facts:
    """The facts document of a release, with every relation among its counts."""
    cells = dict(found.cells)
    parts = [name for rate in found.rates for name in (rate.numerator, rate.denominator)]
    related = relations(dict.fromkeys([*cells, *parts]), matched)
    latent = [name for name in (*parts, *related.unpublished) if name not in cells]
    return document(found.threshold, cells, dict.fromkeys(latent), related, found.rates)


def document(
    threshold: int,
    cells: Mapping[str, int | None],
    unpublished: Iterable[str],
    related: Relations,
    rates: Iterable[Rate],
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


def matched_benefits(publications: Sequence[Publication]) -> tuple[str, ...] | None:
    """The benefits of D2, when all reports were made with the same."""
    found = {tuple(one.parameters.get("matched_benefits", ())) for one in publications}
    only = found.pop() if len(found) == 1 else ()
    return only or None


def _take_table(found: Released, publication: Publication, table: Table, namer: Namer) -> None:
    for codes in table.rows:
        for cell in table.row(codes):
            where = f"{publication.where}: {cell.place}"
            try:
                _take_cell(found, where, publication, cell, namer.meaning(table, cell))
            except UnknownCellError:
                if cell.status is Status.SHOWN:
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
    found: Released, where: str, publication: Publication, cell: Cell, meaning: Meaning
) -> None:
    if isinstance(meaning, Count) and cell.status is not Status.NOT_AVAILABLE:
        found.take(where, meaning.name, None if cell.value is None else int(cell.value))
    elif isinstance(meaning, Share) and cell.value is not None:
        decimals, target = decimals_of(publication, cell), target_of(publication, meaning)
        found.rates.append(rate_of(meaning, cell.value, decimals, target))
    elif isinstance(meaning, Derived) and cell.value is not None:
        found.derived.append((where, meaning.rests_on))


def _meant(namer: Namer, table: Table, cell: Cell) -> Meaning:
    try:
        return namer.meaning(table, cell)
    except UnknownCellError:
        return Public()


def _counts_in(table: Table, namer: Namer) -> tuple[str, ...]:
    meanings = (_meant(namer, table, cell) for cell in table.cells.values())
    return tuple(one.name for one in meanings if isinstance(one, Count))


def _take_kinds_not_listed(found: Released, publication: Publication, table: Table) -> None:
    """A kind that is above 0 would be listed."""
    registers = dict.fromkeys(codes[0] for codes in table.rows)
    for register in registers:
        for kind in sorted(row_kinds() - ALWAYS_LISTED):
            name = f"rows@{publication.snapshot}/{register}/{kind}"
            if (register, kind) not in table.rows:
                found.take(f"{publication.where}: data_quality", name, 0)
