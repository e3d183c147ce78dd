"""The batch spread by Dask, by the very scripts of docs/engines.md."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fsb_lib import releases
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs.results_json import as_text, results_document
from fsb_lib.params import ReportParams

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif("FSB_FUZZ" not in os.environ, reason="takes minutes: make engines"),
]
ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/engines.md").read_text(encoding="utf-8")
BATCH, BY_PAPERMILL = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
YEARS = (2010, 2014)
REPORT = "cooperation_status"


def wanted(year: int, snapshot: Path) -> Any:
    return releases.cooperation_status(ReportParams(year=year), str(snapshot), "internal")


def test_each_task_makes_a_whole_report(snapshot: Path, tmp_path: Path) -> None:
    script = re.sub(r"YEARS = .*", f"YEARS = {YEARS}", BATCH)
    script = re.sub(r"REPORTS = .*", f"REPORTS = ({REPORT!r},)", script)
    (tmp_path / "batch.py").write_text(script, encoding="utf-8")
    command = [sys.executable, tmp_path / "batch.py", snapshot, tmp_path / "spread"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for year in YEARS:
        made = tmp_path / f"spread/{year}-{REPORT}/{year}/{REPORT}"
        assert (made / "INTERN-report.html").is_file()
        expected = as_text(results_document(wanted(year, snapshot)))
        assert (made / "results.json").read_text(encoding="utf-8") == expected


def test_failed_task_is_told(tmp_path: Path) -> None:
    script = re.sub(r"REPORTS = .*", f"REPORTS = ({REPORT!r},)", BATCH)
    (tmp_path / "batch.py").write_text(script.replace("(2009, 2010, 2011)", "(2010,)"))
    command = [sys.executable, tmp_path / "batch.py", tmp_path / "nothing", tmp_path / "spread"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 1


def test_task_may_be_papermills(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dask.distributed import Client, LocalCluster  # noqa: PLC0415 (make engines brings it)

    monkeypatch.chdir(ROOT)
    script: dict[str, Any] = {}
    exec(BY_PAPERMILL, script)  # noqa: S102 (our own guide)
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        task = client.submit(script["execute"], 2014, REPORT, str(snapshot), str(tmp_path))
        notebook = nbformat.read(task.result(), as_version=4)
    assert protected_report(notebook, "made.ipynb") == wanted(2014, snapshot)
