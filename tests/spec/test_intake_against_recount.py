"""Intake against the independent recount, on random deliveries full of edge cases."""

from pathlib import Path

import pandas as pd
import pytest

from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import Snapshot, open_snapshot
from tests.independent.random_city import write_city
from tests.independent.recount import recount
from tests.tiny_delivery import KEY

SEEDS = range(7000, 7006)
YEAR = 2010


def persons_on(spells: pd.DataFrame, day: pd.Timestamp) -> set[str]:
    begun = pd.to_datetime(spells["fra"]) <= day
    ended = pd.to_datetime(spells["til"]) < day
    return set(spells.loc[begun & ~ended, "person"])


def linkage(snapshot: Snapshot, day: pd.Timestamp) -> dict[str, int]:
    tables = {name: table.execute() for name, table in snapshot.tables().items()}
    people = tables["identities"]
    local = set(people.loc[people["replacement"], "person"])
    bif = persons_on(tables["bif_ydelser"], day)
    sof = persons_on(tables["sof_sager"], day)
    return {
        "both": len(bif & sof - local),
        "bif_only": len(bif - sof - local),
        "sof_only": len(sof - bif - local),
        "unlinkable_bif": len(bif & local),
        "unlinkable_sof": len(sof & local),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_and_persons_are_those_of_the_recount(tmp_path: Path, seed: int) -> None:
    write_city(tmp_path / "delivery", seed)
    take_in(tmp_path / "delivery", tmp_path / "snapshot", KEY)
    snapshot = open_snapshot(tmp_path / "snapshot")
    expected = recount(tmp_path / "delivery", "target_group_profile", YEAR)
    counted = [
        {"table": one.table, "kind": kind, "rows": {"value": n_rows, "status": "shown"}}
        for one in snapshot.quality
        for kind, n_rows in one.rows.items()
    ]
    assert sorted(counted, key=str) == sorted(expected["data_quality"], key=str)
    assert linkage(snapshot, pd.Timestamp(YEAR, 11, 15)) == {
        row["side"]: row["persons"]["value"] for row in expected["linkage"]
    }
