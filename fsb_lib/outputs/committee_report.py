"""A committee's report as it lies in the outputs: made, untouched, with its released values."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.base.report_files import NOTEBOOK, lying_in
from fsb_lib.disclosure.protected import COMMITTEE, ProtectedReport
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs import manifest
from fsb_lib.outputs.folder import FAILED


def refuse_failed(outputs: Path, folders: Sequence[Path]) -> None:
    """Errors: ReportError for a report that could not be made anew: it may be out of date."""
    names = [folder.relative_to(outputs).as_posix() for folder in folders]
    failed = [name for name in names if (outputs / FAILED / name).is_dir()]
    if failed:
        raise ReportError(
            Problem("could not be made anew, so what lies there may be out of date", name,
                    remedy=f"Mend what {FAILED}/{name}/error.html says and run it again.")
            for name in failed
        )  # fmt: skip


def committee_report(
    folder: Path, failed: str, remedy: str
) -> tuple[Mapping[str, Any], ProtectedReport]:
    """The manifest and the released values; `failed` and `remedy` tell of a report that failed.

    Errors: InputError when its files are not those that were made; ReportError when it failed or
    is internal.
    """
    document = manifest.read_manifest(folder)
    where = f"{folder.parent.name}/{folder.name}"
    if document.get("status") == manifest.FAILED:
        raise ReportError(Problem(failed, where, remedy=remedy))
    different = manifest.differences(folder, document)
    if different:
        raise InputError(different)
    protected = protected_report(_notebook(lying_in(folder, NOTEBOOK)), f"{where}/{NOTEBOOK}")
    if protected.audience != COMMITTEE:
        raise ReportError(
            Problem("the report is internal: small counts are not hidden in it", where,
                    "a report for the committee", "INTERN – må ikke offentliggøres",
                    f"Run `fsb run --year {protected.year}` without --audience internal.")
        )  # fmt: skip
    return document, protected


def _notebook(path: Path) -> nbformat.NotebookNode:
    """Errors: InputError for a file that is no notebook, though its manifest lists it."""
    try:
        notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            Problem("is no notebook", path.name, "the executed notebook of a report",
                    type(error).__name__, "Make the report again: `fsb run` with its year.")
        ) from None  # fmt: skip
    return notebook
