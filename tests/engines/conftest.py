"""The snapshot that all engines of this folder hold, and who is in it."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery
from tests.tiny_delivery import KEY


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A twin city with faults of every kind, taken in; every optional table is there."""
    folder = tmp_path_factory.mktemp("engines")
    write_dirty_delivery(twin_city(2000, 11), folder / "delivery", 11)
    take_in(folder / "delivery", folder / "snapshot", KEY)
    return folder / "snapshot"


@pytest.fixture(scope="session")
def pseudonyms(snapshot: Path) -> frozenset[bytes]:
    """Everybody in the snapshot."""
    column = pq.read_table(snapshot / "identities.parquet")["person"]
    return frozenset(one.encode() for one in column.to_pylist())
