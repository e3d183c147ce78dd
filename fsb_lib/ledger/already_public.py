"""What the reports that already lie in the outputs made public, and a run does not make anew."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

import nbformat

from fsb_lib.base.errors import InputError, ReportError
from fsb_lib.base.report_files import NOTEBOOK
from fsb_lib.disclosure.count_names import placeholders
from fsb_lib.disclosure.protected import COMMITTEE, ProtectedReport
from fsb_lib.disclosure.published_facts import PublishedFacts, published_by
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs.folder import CORRECTION
from fsb_lib.outputs.manifest import read_manifest
from fsb_lib.params import ReportParams

# A committee's report, and what it was made with.
Lying = tuple[ProtectedReport, ReportParams]


def lying_in_outputs(root: Path, left_out: Collection[str]) -> tuple[Lying, ...]:
    """The committee reports below an outputs folder, in the order of years: drafts of corrections
    with them.

    `left_out` are folders such as `2009/plan_coverage` that are about to be replaced. Reports
    that failed, or that another version of the program wrote, tell nothing.
    """
    folders = [*root.glob("[0-9]*/*/"), *root.glob(f"{CORRECTION}/[0-9]*/*/")]
    folders.sort(key=lambda folder: folder.parts[-2:])
    kept = (one for one in folders if one.relative_to(root).as_posix() not in left_out)
    return tuple(chain.from_iterable(map(_made, kept)))


def published_by_all(lying: Iterable[Lying]) -> PublishedFacts:
    """Everything that these reports tell."""
    published = PublishedFacts()
    for protected, params in lying:
        letters = placeholders(protected.report, params, protected.data_version)
        published |= published_by(protected, letters)
    return published


def _made(folder: Path) -> Iterator[Lying]:
    try:
        parameters = dict(read_manifest(folder)["parameters"])
        if parameters.pop("audience") == COMMITTEE:
            notebook = nbformat.read(folder / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
            yield protected_report(notebook, NOTEBOOK), ReportParams(**parameters)
    except (InputError, ReportError, OSError, ValueError, KeyError):
        return
