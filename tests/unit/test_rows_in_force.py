"""A row that stands is the one of the last release, whatever year that was of."""

from dataclasses import replace
from pathlib import Path

import pytest

from fsb_lib.disclosure.protected import Certificate, Row
from fsb_lib.ledger.already_public import Lying
from fsb_lib.ledger.ledger import Ledger
from fsb_lib.params import ReportParams
from fsb_lib.run.protect_years import known
from tests.small_release import release, shown

AT_FIRST, CORRECTED = Row(("2009",), (shown(1046),)), Row(("2009",), (shown(1030),))


def of_year(year: int, n_before: int, offers: Row) -> Lying:
    """A note that prints the offers of 2009, released after so many lines of the ledger."""
    made, certificate = release(), Certificate(1, n_before, "")
    table = replace(made.table("plan_offers"), rows=(offers,))
    return replace(made, tables=(table,), certificate=certificate), ReportParams(year=year)


@pytest.mark.parametrize("first", [2008, 2010])
def test_a_correction_stands_whichever_year_is_released_first(first: int, tmp_path: Path) -> None:
    lying = {first: of_year(first, 0, AT_FIRST), 2009: of_year(2009, 1, CORRECTED)}
    in_order_of_years = [one for _, one in sorted(lying.items())]
    rows = known(Ledger(), in_order_of_years, tmp_path).released.rows
    assert [*rows.values()] == [CORRECTED]
