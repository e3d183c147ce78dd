"""What SQL Server would be asked. No server of it is at hand: these tests read the question."""

import sys

import ibis
import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.domain import contract
from fsb_lib.registers.database import connection as database_connection
from fsb_lib.registers.database.address import GivenDatabase, read_address
from fsb_lib.registers.database.connection import opened
from fsb_lib.registers.database.query import as_asked, unread_columns

YDELSER = contract.table("bif_ydelser")
PLACES = {"cpr": "CPR", "ydelse": "Ydelse", "fra": "Fra", "til": "Til"}


def asked(**types: str) -> str:
    """The question for `bif_ydelser` with columns of these types, on one line."""
    kinds = {"CPR": "string", "Ydelse": "string", "Fra": "date", "Til": "date", **types}
    table = ibis.table({**kinds, "sagsnr": "int64"}, name="Bif_Ydelser", database="sof")
    question = str(ibis.to_sql(as_asked(table, PLACES), dialect="mssql"))
    return " ".join(question.split())


def test_only_the_contracts_columns_are_asked_for_in_its_order() -> None:
    assert asked() == (
        "SELECT [t0].[CPR] AS [cpr], [t0].[Ydelse] AS [ydelse],"
        " NULLIF(CAST([t0].[Fra] AS VARCHAR(max)), 'infinity') AS [fra],"
        " NULLIF(CAST([t0].[Til] AS VARCHAR(max)), 'infinity') AS [til]"
        " FROM [sof].[Bif_Ydelser] AS [t0] ORDER BY"
        " CASE WHEN [t0].[CPR] IS NULL THEN 1 ELSE 0 END, [t0].[CPR] ASC,"
        " CASE WHEN [t0].[Ydelse] IS NULL THEN 1 ELSE 0 END, [t0].[Ydelse] ASC,"
        " CASE WHEN [t0].[Fra] IS NULL THEN 1 ELSE 0 END, [t0].[Fra] ASC,"
        " CASE WHEN [t0].[Til] IS NULL THEN 1 ELSE 0 END, [t0].[Til] ASC"
    )


def test_time_is_dropped_before_it_can_be_worded() -> None:
    """A `datetime` as text would be `Jan  5 2009 12:00AM`; a `date` is 2009-01-05."""
    assert "CAST(CAST([t0].[Fra] AS DATE) AS VARCHAR(max))" in asked(Fra="timestamp")


@pytest.mark.parametrize("kind", ["float64", "decimal(12, 2)"])
def test_fraction_that_is_whole_is_asked_for_as_a_whole_number(kind: str) -> None:
    """A `float` as text would be 2.01801e+008."""
    assert "CAST(CAST([t0].[CPR] AS BIGINT) AS VARCHAR(max))" in asked(CPR=kind)


def test_types_that_hold_no_text_number_or_day_are_named() -> None:
    types = {"CPR": "binary", "Ydelse": "boolean", "Fra": "time", "Til": "date"}
    table = ibis.table(types, name="bif_ydelser")
    assert unread_columns(table, PLACES) == ["cpr", "ydelse", "fra"]


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ("('28000', \"[28000] Login failed for user 'x'. (18456)\")", "refuses the login"),
        ("('42000', '[42000] Cannot open database \"x\" (4060)')", "no such database"),
        ("('HYT00', '[HYT00] Login timeout expired (0)')", "does not answer"),
        ("('08001', '[08001] TCP Provider: Error code 0x2749')", "does not answer"),
        ("('HY000', '[HY000] something else about host x')", "cannot be opened"),
    ],
)
def test_reason_of_a_refusal_is_read_from_the_servers_answer(answer: str, what: str) -> None:
    refused = database_connection._refused(answer)
    assert what in str(refused)
    assert "host x" not in str(refused)


@pytest.mark.parametrize(("scheme", "module"), [("mssql", "pyodbc"), ("postgresql", "psycopg")])
def test_missing_driver_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, scheme: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    url = f"{scheme}://u:hemmelig-7@127.0.0.1:1/x"
    with (
        pytest.raises(InputError, match="is not installed") as caught,
        opened(read_address(GivenDatabase(url), {})),
    ):
        pass
    assert module in str(caught.value)
    assert "make databases" in str(caught.value)
    assert "hemmelig" not in str(caught.value)
