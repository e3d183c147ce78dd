"""Differences of shares, and verdicts that rest on counts of another table: from gate to file."""

from datetime import date
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup

from fsb_lib import params
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import InternalPolicy, policy_for
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Status
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.outputs.results_json import results_document
from fsb_lib.tables import optional, table
from fsb_lib.wording.params_in_danish import placeholders

DAY = date(2010, 11, 15)
WORDS = placeholders(params.read(year=2010))
EFFECTS = ("mix_effect", "rate_effect", "contribution")
HIDDEN, MISSING = Cell(None, Status.SUPPRESSED), Cell(None, Status.NOT_AVAILABLE)


def released(measured: MeasuredTable, audience: str = "committee") -> ProtectedTable:
    return protect([measured], policy_for(audience, 5), WORDS)[0]


def release(*tables: ProtectedTable, audience: str = "committee") -> ProtectedReport:
    return ProtectedReport(
        "activation_measurement", 2010, DAY, audience, 5, True, "f" * 64, "0", (), (), (), tables
    )


def change(audience: str = "committee", activated_now: int = 20) -> ProtectedTable:
    """Two groups; the mix effect of the first is -3/1000 exactly."""
    effects = (Fraction(-3, 1000), Fraction(1649, 10000), Fraction(1619, 10000))
    groups = {"misbrugere_i_behandling": activated_now, "i_alt": 60}
    rows = tuple(
        MeasuredRow(
            (code,),
            {
                "persons_before": 90,
                "activated_before": 30,
                "persons_now": 95,
                "activated_now": activated,
                **dict(zip(EFFECTS, effects, strict=True)),
            },
        )
        for code, activated in groups.items()
    )
    return released(MeasuredTable("activation_change", rows, DAY, date(2009, 11, 15)), audience)


def effects_of(made: ProtectedTable, code: str) -> list[Cell]:
    return [made.cell(name, code) for name in EFFECTS]


def test_the_committee_sees_effects_in_tenths_of_a_percentage_point() -> None:
    mix, rate, _ = effects_of(change(), "i_alt")
    assert mix == Cell(Fraction(-3, 1000), Status.SHOWN, 1)
    assert rate == Cell(Fraction(165, 1000), Status.SHOWN, 1)  # 16.49


def test_internal_effects_are_unrounded_with_one_decimal_shown() -> None:
    _, rate, _ = effects_of(change("internal"), "i_alt")
    assert rate == Cell(Fraction(1649, 10000), Status.SHOWN, 1)


@pytest.mark.parametrize("code", ["misbrugere_i_behandling", "i_alt"])
def test_one_hidden_count_hides_every_effect_of_the_table(code: str) -> None:
    made = change(activated_now=4)
    assert effects_of(made, code) == [HIDDEN] * 3
    assert made.cell("activated_now", "i_alt").value == 60  # counts stand for themselves
    assert effects_of(change("internal", activated_now=4), code) != [HIDDEN] * 3


def test_effects_that_do_not_exist_are_not_called_hidden() -> None:
    values = dict.fromkeys(EFFECTS) | {
        "persons_before": 0, "activated_before": 0, "persons_now": 3, "activated_now": 0,
    }  # fmt: skip
    measured = MeasuredTable("activation_change", (MeasuredRow(("i_alt",), values),), DAY)
    assert effects_of(released(measured), "i_alt") == [MISSING] * 3


def test_a_column_can_name_the_year_it_speaks_of() -> None:
    assert change().measure("persons_before").label == "Borgere 2009"


def verdicts(persons: int, activated: int) -> ProtectedTable:
    """The verdict on 50 % of a line whose counts stand in another table."""
    values = {
        "persons": persons, "activated": activated, "rate": Ratio(activated, persons),
        "target": Fraction(1, 2), "missing_persons": 12, "reached": 0,
    }  # fmt: skip
    rows = (MeasuredRow(("all_benefits",), values),)
    return released(MeasuredTable("activation_verdicts", rows, DAY))


@pytest.mark.parametrize(
    ("persons", "activated", "shown"),
    [
        (100, 40, True),
        (100, 4, False),
        (100, 97, False),
        (4, 0, False),
        (100, 0, True),
        (0, 0, True),  # nobody has no rate, and nobody is missing
    ],
)
def test_a_verdict_is_hidden_with_the_counts_it_rests_on(
    persons: int, activated: int, shown: bool
) -> None:
    made = verdicts(persons, activated)
    assert [measure.name for measure in made.measures] == ["target", "missing_persons", "reached"]
    assert made.cell("target", "all_benefits").value == Fraction(1, 2)
    for name in ("missing_persons", "reached"):
        assert made.cell(name, "all_benefits").shown is shown


def test_points_are_danish_in_the_table_and_in_the_file() -> None:
    made = change()
    cells = BeautifulSoup(table(made).html, "html.parser").select("tbody tr:last-child td")
    assert [cell.get_text() for cell in cells][-3:] == ["\u22120,3", "16,5", "16,2"]
    head, *_, last = csv_bytes(made).decode("utf-8-sig").splitlines()
    assert head.endswith("(procentpoint)")
    assert last == "I alt;90;30;95;60;-0,3;16,5;16,2"  # a number: no sign before its minus


@pytest.mark.parametrize(("audience", "value"), [("committee", 0.165), ("internal", 0.1649)])
def test_points_in_results_are_differences_of_shares(audience: str, value: float) -> None:
    document = results_document(release(change(audience), audience=audience))
    row = document["tables"][0]["rows"][-1]
    assert row["rate_effect"] == {"value": value, "status": "shown"}
    assert row["persons_now"] == {"value": 95, "status": "shown"}


def test_a_table_that_a_year_does_not_have_is_nothing_on_the_page() -> None:
    made = change()
    assert optional(release(made), "activation_change") == table(made)
    assert optional(release(made), "activation_movements").html == ""


def test_an_internal_difference_is_as_exact_as_a_float_and_never_ten_digits_long() -> None:
    exact = Fraction(3_405 * 1_181 + 7, 3_405 * 3_558 * 1_820)  # a denominator of eleven digits
    shown = InternalPolicy().points(exact).value
    assert isinstance(shown, Fraction)
    assert abs(shown - exact) < Fraction(1, 10**15)
    assert max(shown.numerator, shown.denominator) < 10**8
