"""`fsb protection` of a released year says what its correction would do, and publishes nothing."""

import json
import stat
from pathlib import Path

import pytest

from fsb_lib.base.project import Project
from fsb_lib.outputs.manifest import hashes
from fsb_lib.run.previewed_year import previewed_lines
from tests.release.conftest import run
from tests.release.test_release import release

pytestmark = pytest.mark.slow
LOCK = (".fsb.lock",)
DAY = "2007-11-15"


def lines(project: Project, year: int) -> list[str]:
    return list(previewed_lines(year, project.root / "delivery", project))


def without_rows(project: Project, name: str, every: int) -> None:
    """Take every n-th row out of a table of the delivery."""
    path = project.root / "delivery" / name
    head, *rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([head, *(row for n, row in enumerate(rows) if n % every)]))


def focus_as_released(project: Project) -> int:
    path = project.outputs / "2007" / "activation_measurement" / "results.json"
    (table,) = (
        one
        for one in json.loads(path.read_text(encoding="utf-8"))["tables"]
        if one["id"] == "activation_by_target_group"
    )
    (total,) = (row for row in table["rows"] if row["target_group"] == "i_alt")
    return int(total["persons"]["value"])


def differences_in(project: Project) -> Path:
    return project.work / "protection" / "2007-preview.txt"


def test_a_year_that_was_never_released_is_told_of_merges(project: Project) -> None:
    said = lines(project, 2007)
    assert said[0].startswith("2007: ")
    assert "printed counts are hidden" in said[0]
    assert not differences_in(project).exists()


def test_what_is_measured_as_it_was_released_would_change_nothing(project: Project) -> None:
    release(project, 2007)
    said = lines(project, 2007)
    assert said[:2] == [
        "2007 was released as version 1. A correction of these registers:",
        "  no count differs from what was released, so nothing would be another",
    ]
    assert not any(" with " in line for line in said)  # categories that were released stand


def test_a_correction_is_told_by_block_and_its_sizes_in_private(project: Project) -> None:
    """Every day is told, as the run of the correction tells it; which counts differ, and by how
    much, is in a file of its owner alone."""
    release(project, 2007)
    released = focus_as_released(project)
    without_rows(project, "bif_ydelser.csv", 9)
    before = hashes(project.outputs, LOCK)
    said = lines(project, 2007)
    assert hashes(project.outputs, LOCK) == before
    (of_day,) = (line for line in said if line.startswith(f"  {DAY}: "))
    assert "counts differ" in of_day
    assert not any("focus@" in line or str(released) in line for line in said)
    path = differences_in(project)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = path.read_text(encoding="utf-8")
    assert f"focus@{DAY}: released {released}, measured " in kept
    n_differ = int(of_day.rpartition("; ")[2].split()[0])
    assert sum(f"@{DAY}" in line for line in kept.splitlines()) == n_differ
    assert run(project, 2007, correction=True).exit_code == 0
    told = project.work / "protection" / "2007-released.txt"
    if told.exists():  # the run says the same of each block that stands
        for line in told.read_text(encoding="utf-8").splitlines():
            block, _, becomes = line.partition(": ")
            if "released " not in becomes or "measured" not in becomes:
                assert any(one.startswith(f"  {block}: {becomes};") for one in said)
