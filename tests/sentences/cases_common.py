"""What every report says, at its boundaries: linkage, converted assessments, warnings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fsb_lib.base import package_data
from fsb_lib.disclosure.protected import Certificate, ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.measured_table import MeasuredTable
from tests.sentences.cases_plans import REPORT, measured
from tests.sentences.making import conversion, linkage, release

DAY = date(2009, 11, 15)


def with_table(
    other: MeasuredTable, parameters: Mapping[str, Any] | None = None
) -> ProtectedReport:
    """A report in which one of the common tables is another."""
    tables = [other if table.id == other.id else table for table in measured()]
    return release(REPORT, 2009, tables, **(parameters or {}))


def warned() -> ProtectedReport:
    """A report with every warning there is."""
    texts = package_data.load("wording/common")["warnings"].values()
    filled = tuple(text.format(cutoff=danish.long_date(date(2009, 12, 31))) for text in texts)
    return release(REPORT, 2009, measured(), warnings=filled)


def certified(n_before: int, *few: MeasuredTable) -> ProtectedReport:
    """A released report after so many entries of the ledger, with these tables in place."""
    found = Certificate(1 + n_before, n_before, "5f0c12ab34cd")
    others = {table.id: table for table in few}
    tables = [others.get(table.id, table) for table in measured()]
    return release(REPORT, 2009, tables, certificate=found)


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    twenty = {"disclosure_threshold": 20}
    return {
        "nobody in both registers": with_table(linkage(DAY, both=0)),
        "nobody in one register only": with_table(linkage(DAY, bif=0, sof=0)),
        "linkage hidden": with_table(linkage(DAY, both=13), twenty),
        "nobody on a replacement number": with_table(linkage(DAY, at_bif=0, at_sof=0)),
        "replacement numbers at BIF only": with_table(linkage(DAY, at_sof=0)),
        "replacement numbers at SOF only": with_table(linkage(DAY, at_bif=0)),
        "replacement numbers hidden": with_table(linkage(DAY, at_bif=13), twenty),
        "nobody converted": with_table(conversion(DAY)),
        "few converted": with_table(conversion(DAY, converted=5)),
        "converted hidden": with_table(conversion(DAY, converted=3)),
        "many converted": with_table(conversion(DAY, converted=1234)),
        "warned": warned(),
        "released first": certified(0),
        "released after one, one hidden": certified(1, conversion(DAY, converted=3)),
        "released with two hidden": certified(1, linkage(DAY, at_bif=3, at_sof=3)),
        "released after many": certified(12),
    }
