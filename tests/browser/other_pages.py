"""The pages that stand beside reports, made for tests: error pages, fault reports, the portal."""

from pathlib import Path

import pytest

from fsb_lib.base.errors import Problem
from fsb_lib.intake_report.page import FaultReport, of_refusal, of_snapshot, page
from fsb_lib.jobs.outcome import MEASURING, SCANNING, Failure
from fsb_lib.jobs.plan import Job
from fsb_lib.portal.failure_page import ERROR_PAGE, write_failure
from fsb_lib.registers.intake.summary import RefusedDelivery
from fsb_lib.registers.intake.take_in import take_in
from tests import portal
from tests.tiny_delivery import KEY, among_good_rows, write

YEARS = (2009, 2010, 2011)
FAULTY = "cpr;ydelse;fra;til\n020180-1234;ukendt_kode;01-01-2009;\n020180-1234;;i går;\n"
PROBLEMS = (
    Problem(
        where=f"notebooks/{'long_name_' * 12}.ipynb",
        what="the notebook stopped at cell 12",
        remedy="Open the notebook and run it from the top.",
    ),
    Problem(where="params/2010.yaml", what="an unknown key", found="maalgrupper"),
)


def write_portal(root: Path) -> Path:
    """An index of three years, with a failed and a changed report among them."""
    for year in YEARS:
        for made in (portal.activation(year), portal.plans(year), portal.profile(year)):
            portal.write(root, made)
    portal.write_failed(root, portal.ACTIVATION, 2012)
    (root / "2009" / portal.PROFILE / "report.html").write_text("changed", encoding="utf-8")
    portal.write_index(root)
    return root / "index.html"


def write_other_pages(root: Path) -> list[Path]:
    """Every page that is neither a report nor the index of a run where all went well."""
    index = write_portal(root / "portal")
    errors = [
        _error_page(root / step, step, code) for step, code in ((MEASURING, 3), (SCANNING, 1))
    ]
    accounts = {"taken-in": _taken_in(root), "refused": _refused(root)}
    for name, account in accounts.items():
        (root / f"{name}.html").write_bytes(page(account))
    return [index, *errors, *(root / f"{name}.html" for name in accounts)]


def _error_page(folder: Path, step: str, exit_code: int) -> Path:
    folder.mkdir(parents=True)
    job = Job(2010, "activation_measurement", folder / "a.ipynb", {}, {})
    write_failure(job, Failure(step, PROBLEMS, exit_code), folder)
    return folder / ERROR_PAGE


def _taken_in(root: Path) -> FaultReport:
    """Rows were dropped for several reasons."""
    rows = among_good_rows("bif_ydelser", FAULTY).encode()
    take_in(write(root / "delivery", bif_ydelser=rows), root / "snapshot", KEY)
    account = of_snapshot(root / "snapshot")
    assert account is not None
    assert account.n_dropped
    return account


def _refused(root: Path) -> FaultReport:
    """A table is missing, and another lacks a column."""
    faulty = write(root / "refused", personer=None, sof_sager="cpr;fra\n020180-1234;01-01-2009\n")
    with pytest.raises(RefusedDelivery) as raised:
        take_in(faulty, root / "never", KEY)
    account = of_refusal(raised.value)
    assert account is not None
    return account
