"""Where a snapshot in an engine may lie, and what of it may be told."""

from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.database.address import DatabaseAddress, Dialect, GivenDatabase
from fsb_lib.registers.engines import faults as engine_faults
from fsb_lib.registers.engines.address import SparkAddress, is_engine, read_engine_address
from fsb_lib.registers.snapshot.in_an_engine import place_for

SECRET = "hemmelig-7"  # noqa: S105


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "snapshot+postgresql://me@h:5432/db?schema=sof_2010&sslmode=require",
            DatabaseAddress(
                Dialect.POSTGRESQL, "sof_2010", "postgresql://me@h:5432/db?sslmode=require"
            ),
        ),
        ("SNAPSHOT+Spark:///lake/sof%202010", SparkAddress("/lake/sof 2010")),
        ("snapshot+spark:///?folder=s3a://lake/2010", SparkAddress("s3a://lake/2010")),
        (
            "snapshot+spark:///lake/2010?remote=sc://host:15002/;use_ssl=true",
            SparkAddress("/lake/2010", "sc://host:15002/;use_ssl=true"),
        ),
    ],
)
def test_address_is_read(text: str, address: DatabaseAddress | SparkAddress) -> None:
    assert is_engine(text)
    assert read_engine_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "snapshot+mssql://h/db",
        "snapshot+duckdb:///f",
        "snapshot+spark://h:7077/lake",
        "snapshot+spark:///",
        "snapshot+spark:///lake?master=local",
        "snapshot+spark:///lake#x",
        "snapshot+spark://[::1/lake",
        "snapshot+",
        "snapshot+postgresql://h/db#x",
    ],
)
def test_other_addresses_are_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_engine_address(text)
    for part in ("7077", "lake", "h/db"):
        assert part not in caught.value.problems[0].where + caught.value.problems[0].found


def test_address_is_not_shown_when_printed() -> None:
    one = read_engine_address(f"snapshot+spark:///lake?remote=sc://h/;token={SECRET}")
    other = read_engine_address(f"snapshot+postgresql://me:{SECRET}@h/db")
    assert SECRET not in f"{one!r} {other!r} {other}"


@pytest.mark.parametrize(
    "text",
    [
        f"snapshot+postgresql://me:{SECRET}@h/db",
        f"snapshot+postgresql://h/db?password={SECRET}",
        f"snapshot+spark:///lake?remote=sc%3A//h/%3Btoken%3D{SECRET}",
    ],
)
@pytest.mark.parametrize("form", ["itself", "variable"])
def test_secret_outside_a_private_file_is_refused(tmp_path: Path, text: str, form: str) -> None:
    given = GivenDatabase(text if form == "itself" else "env:LAKE")
    with pytest.raises(InputError, match="holds a password or token") as caught:
        place_for(given, {"LAKE": text}, tmp_path)
    assert SECRET not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_secret_in_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "address"
    file.write_text(f"snapshot+spark:///lake?remote=sc://h/;token={SECRET}")
    file.chmod(0o644)
    with pytest.raises(InputError, match="others may read"):
        ensure_snapshot(GivenDatabase(f"@{file}"), tmp_path / "work")


@pytest.mark.parametrize("kind", engine_faults._FAULTS)
def test_every_fault_says_what_to_do(kind: str) -> None:
    (problem,) = engine_faults.engine_fault(kind).problems
    assert problem.what
    assert problem.expected
    assert problem.remedy
