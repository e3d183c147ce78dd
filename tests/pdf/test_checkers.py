"""Three independent checkers find nothing in any report, and each finds what is planted.

outloud: PDF/UA-1 and WCAG; pdfua: PDF/UA-1; page: PDF/UA-1 and PDF/A-3a, rule by rule as veraPDF.
"""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

BIN = Path(sys.executable).parent
# Two guesses of outloud that go wrong here. What they are after, test_tags settles exactly.
MISTAKEN = ",".join(
    (
        # That headings are torn apart where they are more than the figures: so they are in a table
        # of one column. test_tags: the headings are those of the page, word for word.
        "TBL-010",
        # That a long running title is prose, when it is not on the first of less than six pages.
        # test_tags: nothing is an artifact but running title, page number and repeated heads.
        "TAG-002",
    )
)


def outloud(path: Path) -> list[str]:
    done = subprocess.run(
        [BIN / "outloud", "--json", "-", "--skip", MISTAKEN, path],
        capture_output=True,
        text=True,
        check=False,
    )
    (report,) = json.loads(done.stdout)["results"]
    assert report["error"] is None
    errors = [one for one in report["findings"] if one["severity"] == "error"]
    return [f"{one['rule']} {one['message']}" for one in errors]


def pdfua(path: Path) -> list[str]:
    done = subprocess.run(
        [BIN / "pdfua", "check", "--format", "json", path],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["summary"]["rules_run"] >= 11
    return [f"{one['rule_id']} {one['message']}" for one in report["findings"]]


def page(path: Path) -> list[str]:
    checker = pytest.importorskip("page", reason="page-validation is for Linux on x86_64 only")
    found = [checker.validate_pdf(path, profile=name) for name in ("ua1", "3a")]
    return [f"{one.rule_id} {one.message}" for report in found for one in report.failures]


CHECKERS = [outloud, pdfua, page]


@pytest.mark.parametrize("checker", CHECKERS)
def test_specimen_is_without_fault(
    checker: Callable[[Path], list[str]], specimen_pdf: Path
) -> None:
    assert checker(specimen_pdf) == []


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_every_report_is_without_fault(
    checker: Callable[[Path], list[str]], printed: list[Path]
) -> None:
    assert {path.name for path in printed} == {"report.pdf", "annex.pdf"}
    assert {path: checker(path) for path in printed} == {path: [] for path in printed}


def without_scope(pdf: pikepdf.Pdf) -> None:
    for element in elements(pdf, "/TH"):
        del element.A.Scope
    for element in elements(pdf, "/TD"):
        del element.A.Headers


def without_alternative(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "/Figure"):
        del figure.Alt


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_relation(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind
    ]


@pytest.mark.parametrize(
    ("fault", "checker"),
    [
        (without_scope, outloud),
        (without_scope, pdfua),
        (without_alternative, outloud),
        (without_alternative, pdfua),
        (without_alternative, page),
        (without_language, outloud),
        (without_language, page),
        (without_relation, page),
    ],
)
def test_checker_finds_what_is_planted(
    fault: Callable[[pikepdf.Pdf], None],
    checker: Callable[[Path], list[str]],
    specimen_pdf: Path,
    tmp_path: Path,
) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(io.BytesIO(specimen_pdf.read_bytes())) as pdf:
        fault(pdf)
        pdf.save(broken)
    assert checker(broken)
