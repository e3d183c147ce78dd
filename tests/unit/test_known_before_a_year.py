"""What a year is protected with: rows by the order of releases, drafts by their years."""

from dataclasses import replace
from pathlib import Path

import pytest

from fsb_lib.disclosure.protected import Certificate, Row
from fsb_lib.ledger.already_public import Lying
from fsb_lib.ledger.ledger import Ledger
from fsb_lib.params import ReportParams
from fsb_lib.run.protect_years import known
from tests.small_release import release, shown


def offers(n: int) -> Row:
    return Row(("2009",), (shown(n), shown(1000), shown(0), shown(1)))


AT_FIRST, CORRECTED = offers(1046), offers(1030)


def drafted(year: int, row: Row) -> Lying:
    """A note that prints the offers of 2009."""
    made = release()
    table = replace(made.table("plan_offers"), rows=(row,))
    return replace(made, year=year, tables=(table,)), ReportParams(year=year)


def released(year: int, n_before: int, row: Row) -> Lying:
    """The same, released after so many lines of the ledger."""
    draft, params = drafted(year, row)
    return replace(draft, certificate=Certificate(1, n_before, "")), params


@pytest.mark.parametrize("first", [2008, 2010])
def test_a_correction_stands_whichever_year_is_released_first(first: int, tmp_path: Path) -> None:
    lying = {first: released(first, 0, AT_FIRST), 2009: released(2009, 1, CORRECTED)}
    in_order_of_years = [one for _, one in sorted(lying.items())]
    rows = known(Ledger(), in_order_of_years, tmp_path).released.rows
    assert [*rows.values()] == [CORRECTED]


def test_drafts_of_each_year_are_facts_of_their_own(tmp_path: Path) -> None:
    lying = [drafted(2009, AT_FIRST), drafted(2009, AT_FIRST), drafted(2010, AT_FIRST)]
    assert len(known(Ledger(), lying, tmp_path).facts) == 2
