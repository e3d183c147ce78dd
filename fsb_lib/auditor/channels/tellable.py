"""What a report may tell, to which every channel is held: tables, their words, and numbers.

The shown cells of a report explain numbers: themselves, and what follows from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fsb_lib.auditor.channels import derived
from fsb_lib.auditor.channels.markup import SvgDrawing
from fsb_lib.auditor.channels.numbers import TOKEN, Explained, texts_of, typed_numbers
from fsb_lib.auditor.channels.seen_tables import Labels, labels_of
from fsb_lib.auditor.channels.values import number
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import (
    CellStatus,
    PublishedTable,
    tables,
)


@dataclass(frozen=True)
class Tellable:
    """The published tables by id, their labels, the explained numbers, and where a link to a table
    leads: `#tabel-a3`."""

    tables: Mapping[str, PublishedTable]
    labels: Mapping[str, Labels]
    explained: Explained
    places: Mapping[str, str]

    def table_of(self, drawing: SvgDrawing) -> str:
        """The table whose values a drawing shows; empty where it says none."""
        return self.places.get(drawing.place, "")

    @classmethod
    def of(cls, publication: Publication) -> "Tellable":
        """Errors: UnreadableError."""
        published = tables(publication)
        return cls(
            {table.id: table for table in published},
            labels_of(publication),
            explained_by(publication, published),
            {
                f"#tabel-{one['number']}".lower(): one["id"]
                for one in publication.notebook_values.get("tables", ())
                if one.get("number")
            },
        )


def explained_by(publication: Publication, tables: Sequence[PublishedTable]) -> Explained:
    """What the shown cells of all tables of a report explain."""
    units = _units(publication)
    by_unit: dict[str, set[Decimal]] = {}
    for table in tables:
        for cell in derived.shown_cells(table):
            unit = units.get((cell.place.table, cell.place.measure), "")
            by_unit.setdefault(unit, set()).add(cell.value or Decimal(0))
    shares = {100 * value for value in by_unit.get("rate", ())}
    exact = derived.exact_shares(publication, tables)
    persons = {*by_unit.get("persons", ()), *by_unit.get("rows", ())}
    steps = {abs(100 * value) for value in by_unit.get("points", ())}
    near = derived.from_papers({*shares, *exact.values()})
    return Explained(
        publication.threshold,
        counts=frozenset({*persons, *derived.sums(tables)}),
        percents=frozenset({*derived.percents(exact, shares)}),
        differences=frozenset(derived.between_counts(tables)),
        points=frozenset({*steps, *near, *derived.points(exact, shares)}),
        typed=typed_numbers() | _of_parameters(publication),
        quoted=_memo(publication),
        against_printed=frozenset(derived.against_printed(tables)),
        held=_held(publication, tables),
        days=frozenset(by_unit.get("days", ())),
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


def _units(publication: Publication) -> Mapping[tuple[str, str], str]:
    return {
        (table["id"], measure["name"]): measure["unit"]
        for table in publication.notebook_values.get("tables", ())
        for measure in table["measures"]
    }


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
