"""What all tests share: one twin city, taken in once for the whole run."""

from pathlib import Path

import pytest

from fsb_lib.registers.workspace import ensure_snapshot


@pytest.fixture(scope="session")
def twin_city_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of the standard twin city; parallel workers share it under a lock."""
    shared = tmp_path_factory.getbasetemp().parent / "twin-city-workspace"
    return ensure_snapshot(None, shared)
