"""What all tests share: one twin city, taken in once for the whole run, and a database."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fsb_lib.notebook import faults
from fsb_lib.processes import process_source
from fsb_lib.processes.process_source import WarmProcesses
from fsb_lib.registers.cpr_process import ensure_snapshot as apart
from tests.database.postgres_server import NoServerError, server
from tests.warm_processes import SUBPROCESS, Shared


def pytest_collection_finish() -> None:
    """What is imported is no garbage: to search it again and again took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_unconfigure() -> None:
    """Libraries look for what they have left when the program ends."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def twin_city_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of the standard twin city; parallel workers share it under a lock."""
    shared = tmp_path_factory.getbasetemp().parent / "twin-city-workspace"
    return apart.ensure_snapshot(None, shared)


@pytest.fixture(scope="session", autouse=True)
def _warm_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Runs within this process share them; see tests/warm_processes.py."""
    shared = Shared(tmp_path_factory.getbasetemp() / "matplotlib")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(process_source, "WarmProcesses", shared.lent)
        yield
    shared.end()


@pytest.fixture(scope="module")
def processes_of_its_own(_warm_processes: None) -> Iterator[None]:
    """Each run of this module starts and ends its own, as the command does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(process_source, "WarmProcesses", WarmProcesses)
        yield


@pytest.fixture(scope="module")
def warm_intake() -> Iterator[None]:
    """Deliveries are taken in by forks of a process that has imported intake."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(apart, "subprocess", SUBPROCESS)
        yield


@pytest.fixture(scope="module")
def any_notebook() -> Iterator[None]:
    """Runs of this module take notebooks that are refused; see tests/any_notebook.py."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(faults, "cell_problems", lambda _: ())
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real server's address. Without one, tests are skipped here and fail in CI."""
    started = server()
    try:
        url = started.__enter__()
    except NoServerError as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    yield url
    started.__exit__(None, None, None)
