"""What a notebook that is opened by hand may show a committee: the report that a run has made.

    outputs/2010/activation_measurement   same snapshot, same parameters, same program   -> shown
                                          else refused, with the run that makes it

A released report is shown whatever program wrote it: it is the one pattern of its year.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.outputs.committee_report import committee_report
from fsb_lib.outputs.folder import CORRECTION
from fsb_lib.outputs.program_version import program_files
from fsb_lib.params import USED_BY, ReportParams
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash
from fsb_lib.wording.params_in_danish import memo_fields

# The memo's fields are taken as they are given, and which reports a year has as they were made.
_OF_THE_RUN = ("memo", "reports")


def report_of_run(
    report: str, params: ReportParams, outputs: Path, snapshot: Callable[[], Path]
) -> ProtectedReport:
    """The protected report that lies in the outputs, with the memo's fields as they are given.

    `snapshot` finds the folder of the snapshot, and is asked only when a report lies there.

    Errors: InputError when none was made of just this snapshot and these parameters by this
    program; those of `committee_report`.
    """
    own = f"{params.year}/{report}"
    correction = outputs / CORRECTION / own
    if correction.is_dir():  # the newer one, where it is what is asked for
        with suppress(InputError, ReportError):
            return _as_asked(correction, report, params, snapshot)
    return _as_asked(outputs / own, report, params, snapshot)


def _as_asked(
    folder: Path, report: str, params: ReportParams, snapshot: Callable[[], Path]
) -> ProtectedReport:
    """Errors: as `report_of_run`."""
    if not folder.is_dir():
        raise InputError(_refused(folder, params, "the report", "none"))
    made, protected = committee_report(folder, "the report failed", _remedy(params))
    others = [
        _refused(folder, params, expected, found)
        for expected, found in _others(made, report, params, snapshot)
    ]
    if others:
        raise InputError(others)
    return replace(protected, memo=memo_fields(params, report))


def _others(
    made: Mapping[str, Any], report: str, params: ReportParams, snapshot: Callable[[], Path]
) -> Iterator[tuple[str, str]]:
    """What the report there was made of that is not what is asked for now: expected, found."""
    given = {name: made["parameters"].get(name) for name in ReportParams.model_fields}
    before, now = (_in_force(one) for one in (ReportParams(**given), params))
    for name in USED_BY[report]:
        if name not in _OF_THE_RUN and before[name] != now[name]:
            yield f"the parameter {name} that the notebook has", "another one"
    if made["snapshot"]["fingerprint"] != file_hash(snapshot() / DESCRIPTION):
        yield "the snapshot that the notebook has", "another one"
    if made.get("release") is None and made["program"]["files"] != program_files():
        yield "this program and its data", "a draft of another version"


def _refused(folder: Path, params: ReportParams, expected: str, found: str) -> Problem:
    return Problem(
        "a notebook opened by hand shows a committee only what a run has protected",
        "/".join(folder.parts[-3:]),
        expected,
        found,
        _remedy(params),
    )


def _remedy(params: ReportParams) -> str:
    return (
        f"Run `fsb run --year {params.year}` (a released year: --correction) with the same "
        'registers and parameters, then open it again; or set audience = "internal" to try '
        "something out."
    )


def _in_force(params: ReportParams) -> dict[str, Any]:
    return {**params.model_dump(mode="json"), "reference_date": params.day.isoformat()}
