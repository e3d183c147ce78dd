"""The gate: primary suppression, three states kept apart, derived values hidden with theirs."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import params
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import (
    Cell,
    ProtectedReport,
    Status,
    report_from_json,
    to_json,
)
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.measures.activation import SENSITIVITIES
from fsb_lib.wording.params_in_danish import placeholders

DAY = date(2009, 11, 15)
WORDS = placeholders(params.read(year=2009))


def groups(
    activated: int, persons: int, audience: str = "committee", target: Fraction | None = None
):
    ratio = Ratio(activated, persons, target)
    row = MeasuredRow(
        ("handicappede",), {"persons": persons, "activated": activated, "rate": ratio}
    )
    measured = MeasuredTable("activation_by_target_group", (row,), DAY)
    (released,) = protect([measured], policy_for(audience, 5), WORDS)
    return released


def shown(value: int | Fraction, decimals: int = 0) -> Cell:
    return Cell(value, Status.SHOWN, decimals)


HIDDEN = Cell(None, Status.SUPPRESSED)
MISSING = Cell(None, Status.NOT_AVAILABLE)


@pytest.mark.parametrize(
    ("activated", "persons", "cells"),
    [
        (20, 97, (shown(97), shown(20), shown(Fraction(21, 100)))),
        (4, 97, (shown(97), HIDDEN, HIDDEN)),
        (5, 97, (shown(97), shown(5), shown(Fraction(5, 100)))),
        (0, 97, (shown(97), shown(0), shown(Fraction(0)))),  # zero is shown
        (93, 97, (shown(97), shown(93), HIDDEN)),  # the complement is 4
        (97, 97, (shown(97), shown(97), shown(Fraction(1)))),
        (3, 3, (HIDDEN, HIDDEN, HIDDEN)),
        (0, 4, (HIDDEN, shown(0), HIDDEN)),
        (0, 0, (shown(0), shown(0), MISSING)),  # no base: not available, not hidden
    ],
)
def test_committee_hides_one_to_four_and_rates_that_rest_on_them(
    activated: int, persons: int, cells: tuple[Cell, ...]
) -> None:
    assert groups(activated, persons).rows[0].cells == cells


def test_internal_shows_everything_unrounded() -> None:
    assert groups(4, 97, "internal").rows[0].cells == (
        shown(97), shown(4), shown(Fraction(4, 97), 1),
    )  # fmt: skip


def test_a_rate_keeps_the_decimals_that_show_the_target_was_missed() -> None:
    rate = groups(396, 1000, target=Fraction(2, 5)).rows[0].cells[2]
    assert rate == shown(Fraction(396, 1000), 1)


@pytest.mark.parametrize(("activated", "persons"), [(4, 97), (95, 97)])
def test_verdict_and_missing_persons_are_hidden_with_what_they_give_away(
    activated: int, persons: int
) -> None:
    values = {
        "persons": persons, "activated": activated, "rate": Ratio(activated, persons),
        "target": Fraction(2, 5), "missing_persons": 35, "reached": 0,
    }  # fmt: skip
    measured = MeasuredTable("target_status", (MeasuredRow(("2009",), values),), DAY)
    (table,) = protect([measured], policy_for("committee", 5), WORDS)
    assert table.cell("target", "2009") == shown(Fraction(2, 5))
    assert table.cell("missing_persons", "2009") == HIDDEN
    assert table.cell("reached", "2009") == HIDDEN


def test_a_verdict_of_one_is_no_count_of_one_person() -> None:
    values = {
        "persons": 100, "activated": 40, "rate": Ratio(40, 100),
        "target": Fraction(2, 5), "missing_persons": 0, "reached": 1,
    }  # fmt: skip
    measured = MeasuredTable("target_status", (MeasuredRow(("2009",), values),), DAY)
    (table,) = protect([measured], policy_for("committee", 5), WORDS)
    assert table.cell("reached", "2009") == shown(1)


def test_the_hidden_note_stands_only_where_something_is_hidden() -> None:
    assert not any("vises ikke" in note for note in groups(20, 97).notes)
    assert any("1–4 personer" in note for note in groups(4, 97).notes)


def test_a_threshold_of_three_shows_three() -> None:
    row = MeasuredRow(("both",), {"persons": 3})
    measured = MeasuredTable("linkage", (row,), DAY)
    (table,) = protect([measured], policy_for("committee", 3), WORDS)
    assert table.cell("persons", "both") == shown(3)


def test_a_release_survives_the_way_through_an_executed_notebook() -> None:
    rows = tuple(
        MeasuredRow((name,), {"persons": 97, "activated": 4, "rate": Ratio(4, 97)})
        for name in SENSITIVITIES
    )
    tables = protect(
        [MeasuredTable("activation_sensitivity", rows, DAY)], policy_for("internal", 5), WORDS
    )
    release = ProtectedReport(
        "activation_measurement", 2009, DAY, "internal", 5, True, "f" * 64, "0.1.0",
        (("Opgørelsesdag", "15. november 2009"),), (("Dato", "15. december 2009"),), (), tables,
    )  # fmt: skip
    assert report_from_json(to_json(release)) == release
