"""results.json and the CSV files hold what is shown, in their fixed forms."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from fsb_lib.disclosure.protected import Category, Key
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.outputs.results_json import as_text, results_document
from tests.small_release import ABSENT, HIDDEN, release, shown


def test_committee_rates_are_as_published() -> None:
    document = results_document(release())
    assert document["tables"][0]["rows"] == [
        {
            "target_group": "handicappede",
            "persons": {"value": 105, "status": "shown"},
            "rate": {"value": 0.257, "status": "shown"},  # 27 / 105 = 25.71... %, one decimal
        },
        {
            "target_group": "misbrugere_i_behandling",
            "persons": {"value": None, "status": "suppressed"},
            "rate": {"value": None, "status": "suppressed"},
        },
        {
            "target_group": "i_alt",
            "persons": {"value": 3418, "status": "shown"},
            "rate": {"value": 0.35, "status": "shown"},  # 1186 / 3418 = 34.69... %
        },
    ]


def test_internal_rates_are_unrounded() -> None:
    document = results_document(release("internal"))
    assert document["tables"][0]["rows"][2]["rate"]["value"] == 1186 / 3418


def test_counts_are_integers_and_rates_decimals_in_the_file() -> None:
    whole = as_text(results_document(release("internal", rate=shown(Fraction(1)))))
    row = json.loads(whole)["tables"][1]["rows"][0]
    assert '"value": 1.0' in whole
    assert [type(row[name]["value"]) for name in ("persons", "rate", "reached")] == [
        int,
        float,
        int,
    ]


def test_value_that_is_not_shown_is_null_even_if_the_cell_holds_one() -> None:
    leaking = replace(HIDDEN, value=3)
    row = results_document(release(rate=leaking))["tables"][1]["rows"][0]
    assert row["rate"] == {"value": None, "status": "suppressed"}


def test_document_begins_with_what_the_report_is() -> None:
    document = results_document(release())
    del document["tables"]
    assert document == {
        "report": "activation_measurement",
        "year": 2009,
        "reference_date": "2009-11-15",
        "audience": "committee",
        "synthetic": True,
    }


def test_csv_is_what_a_danish_spreadsheet_opens() -> None:
    assert csv_bytes(release().tables[0]).decode("utf-8") == (
        "\ufeffMålgruppe;Borgere;Aktiveringsgrad (procent)\r\n"
        "Handicappede;105;25,7\r\n"
        '"\'=Misbrugere; i behandling";..;..\r\n'
        "I alt;3418;35\r\n"
    )


def test_csv_keeps_the_three_states_and_the_verdict_apart() -> None:
    status = release(rate=ABSENT).tables[1]
    assert csv_bytes(status).decode("utf-8").splitlines()[1] == "2009;3418;·;40;nej"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "−"])
def test_csv_text_never_starts_a_formula(start: str) -> None:
    table = release().tables[1]
    key = Key("measurement", "Måling", (Category("2009", f"{start}1+1"),))
    line = csv_bytes(replace(table, keys=(key,))).decode("utf-8").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")
