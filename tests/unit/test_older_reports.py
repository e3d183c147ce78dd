"""A report of another program, whose tables, columns, rows or codes are others.

Portal and case are written from reports that lie there: what one has not is told as such
(`NotInReportError`, a LookupError), by whatever sentence comes upon it first.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fsb_lib import wording
from fsb_lib.base.errors import ReportError
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable
from tests.sentences.cases import releases


def one_of_each() -> dict[str, ProtectedReport]:
    """The case of each report that has most tables."""
    found: dict[str, ProtectedReport] = {}
    for release in releases().values():
        best = found.get(release.report)
        if best is None or len(release.tables) > len(best.tables):
            found[release.report] = release
    return found


def without_something(protected: ProtectedReport) -> Iterator[tuple[str, ProtectedReport]]:
    for n, table in enumerate(protected.tables):
        before, after = protected.tables[:n], protected.tables[n + 1 :]
        yield table.id, replace(protected, tables=before + after)
        for what, less in less_of(table):
            yield f"{table.id} {what}", replace(protected, tables=(*before, less, *after))


def less_of(table: ProtectedTable) -> Iterator[tuple[str, ProtectedTable]]:
    yield "without rows", replace(table, rows=())
    for n, row in enumerate(table.rows):
        yield f"without row {row.keys}", replace(table, rows=table.rows[:n] + table.rows[n + 1 :])
    for n, measure in enumerate(table.measures):
        rows = tuple(replace(row, cells=row.cells[:n] + row.cells[n + 1 :]) for row in table.rows)
        measures = table.measures[:n] + table.measures[n + 1 :]
        yield f"without {measure.name}", replace(table, rows=rows, measures=measures)
    for n, key in enumerate(table.keys):
        for category in key.categories:
            rest = tuple(one for one in key.categories if one != category)
            keys = (*table.keys[:n], replace(key, categories=rest), *table.keys[n + 1 :])
            yield f"without {key.name} {category.code}", replace(table, keys=keys)


@pytest.mark.parametrize("report", one_of_each())
def test_what_a_report_has_not_is_told_as_that(report: str) -> None:
    protected = one_of_each()[report]
    faults = []
    for what, other in without_something(protected):
        for write in (wording.summary, wording.account, wording.heading):
            try:
                write(other)
            except (LookupError, ReportError):
                continue
            except Exception as error:
                faults.append(f"{what}: {write.__name__}: {type(error).__name__}: {error}")
    assert faults == []
