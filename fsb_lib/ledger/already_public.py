"""What the reports that already lie in the outputs made public, and a run does not make anew."""

from collections.abc import Collection, Iterator
from pathlib import Path

import nbformat

from fsb_lib.base.errors import InputError, ReportError
from fsb_lib.base.report_files import NOTEBOOK
from fsb_lib.disclosure.count_names import placeholders
from fsb_lib.disclosure.protected import COMMITTEE, ProtectedReport
from fsb_lib.disclosure.published_facts import PublishedFacts, published_by
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs.manifest import read_manifest
from fsb_lib.params import ReportParams


def published_in_outputs(root: Path, left_out: Collection[str]) -> PublishedFacts:
    """Everything that the committee reports below an outputs folder tell.

    `left_out` are folders such as `2009/plan_coverage` that are about to be replaced. Reports
    that failed, or that another version of the program wrote, tell nothing.
    """
    published = PublishedFacts()
    for folder in sorted(root.glob("[0-9]*/*/")):
        if folder.relative_to(root).as_posix() not in left_out:
            for protected, params in _released(folder):
                published |= published_by(
                    protected, placeholders(protected.report, params, protected.data_version)
                )
    return published


def _released(folder: Path) -> Iterator[tuple[ProtectedReport, ReportParams]]:
    try:
        parameters = dict(read_manifest(folder)["parameters"])
        if parameters.pop("audience") == COMMITTEE:
            notebook = nbformat.read(folder / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
            yield protected_report(notebook, NOTEBOOK), ReportParams(**parameters)
    except (InputError, ReportError, OSError, ValueError, KeyError):
        return
