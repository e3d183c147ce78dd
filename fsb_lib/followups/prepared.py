"""Reports that a run has protected before its notebooks ask for them.

    FSB_PREPARED/2009-plan_coverage.json     protected, or the error that a notebook is to raise

All reports of a year are protected together, so `fsb run` measures them first and notebooks get
theirs from here. A notebook that is run by itself finds nothing and measures by itself. The
files hold protected values only.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError, UsageError
from fsb_lib.disclosure.protected import ProtectedReport, report_from_json, to_json
from fsb_lib.params import USED_BY, ReportParams

FOLDER = "FSB_PREPARED"
_ERRORS: Mapping[str, type[FsbError]] = {
    error.__name__: error for error in (InputError, UsageError, ReportError)
}


def write_protected(
    folder: Path, protected: ProtectedReport, params: ReportParams, proof: str | None = None
) -> None:
    """Keep the report for the notebook that asks with these parameters, and its proof's id."""
    content = {"release": to_json(protected), "proof": proof}
    _write(folder, protected.report, params, protected.audience, content)


def write_error(
    folder: Path, report: str, params: ReportParams, audience: str, error: FsbError
) -> None:
    """Keep the error for the notebook to raise."""
    problems = [asdict(problem) for problem in error.problems]
    kind = next(name for name, known in _ERRORS.items() if isinstance(error, known))
    _write(folder, report, params, audience, {"error": kind, "problems": problems})


def prepared(report: str, params: ReportParams, audience: str) -> ProtectedReport | None:
    """The report that the run has prepared for just this question; None when there is none.

    Errors: the FsbError that was met when it was prepared.
    """
    folder = os.environ.get(FOLDER)
    path = prepared_file(Path(folder), report, params.year) if folder else None
    if path is None or not path.is_file():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    if document["asked"] != _asked(report, params, audience):
        return None
    if "error" in document:
        raise _ERRORS[document["error"]](Problem(**one) for one in document["problems"])
    return report_from_json(document["release"])


def proof_of(protected: ProtectedReport, folder: Path) -> str | None:
    """The id of the proof that a run kept of just this report; None for any other."""
    path = prepared_file(folder, protected.report, protected.year)
    if not path.is_file():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    is_same = document.get("release") == json.loads(json.dumps(to_json(protected)))
    return document["proof"] if is_same else None


def _write(
    folder: Path, report: str, params: ReportParams, audience: str, content: Mapping[str, Any]
) -> None:
    document = {"asked": _asked(report, params, audience), **content}
    path = prepared_file(folder, report, params.year)
    path.write_text(json.dumps(document), encoding="utf-8")


def prepared_file(folder: Path, report: str, year: int) -> Path:
    """Where a protected report is kept, or its error."""
    return folder / f"{year}-{report}.json"


def _asked(report: str, params: ReportParams, audience: str) -> dict[str, Any]:
    """What a report's figures depend on: its notebook knows no other parameters."""
    known = params.model_dump(mode="json")
    return {**{name: known[name] for name in USED_BY[report]}, "audience": audience}
