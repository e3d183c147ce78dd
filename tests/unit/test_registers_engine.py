"""The DuckDB of a snapshot keeps to its memory, spills beside its rows, and leaves nothing."""

import os
from pathlib import Path
from typing import Any

import pytest

from fsb_lib.registers.engines import duckdb_engine as engine
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.tiny_delivery import among_good_rows, taken_in


def setting(tables: dict[str, Any], name: str) -> Any:
    connection = tables["bif_ydelser"].get_backend()
    return connection.raw_sql(f"SELECT current_setting('{name}')").fetchone()[0]


def opened(tmp_path: Path) -> dict[str, Any]:
    taken_in(tmp_path, bif_ydelser=among_good_rows("bif_ydelser", "cpr;ydelse;fra;til").encode())
    return open_snapshot(tmp_path / "snapshot").tables()


def test_memory_is_bounded_and_spills_inside_the_snapshot(tmp_path: Path) -> None:
    tables = opened(tmp_path)
    assert setting(tables, "memory_limit") == "2.7 GiB"  # 3 GB
    assert Path(setting(tables, "temp_directory")).parent == tmp_path / "snapshot"


def test_what_was_spilled_is_gone_with_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MEMORY", "60MB")
    tables = opened(tmp_path)
    before = {path.name for path in (tmp_path / "snapshot").iterdir()}
    connection = tables["bif_ydelser"].get_backend()
    connection.raw_sql(
        "CREATE TEMP TABLE large AS SELECT person || i::VARCHAR AS one, i"
        " FROM bif_ydelser, range(3000) AS r(i)"
    )
    during = {path.name for path in (tmp_path / "snapshot").iterdir()} - before
    assert [name for name in during if name.startswith(engine.SPILL)]
    connection.disconnect()
    assert {path.name for path in (tmp_path / "snapshot").iterdir()} == before
    open_snapshot(tmp_path / "snapshot")


def test_two_connections_do_not_share_a_folder(tmp_path: Path) -> None:
    first, second = opened(tmp_path), open_snapshot(tmp_path / "snapshot").tables()
    assert setting(first, "temp_directory") != setting(second, "temp_directory")


def test_a_folder_that_cannot_be_written_to_keeps_all_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_args: False)
    tables = opened(tmp_path)
    assert setting(tables, "temp_directory") == ""
    assert setting(tables, "memory_limit") != "2.7 GiB"
