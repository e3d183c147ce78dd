"""Makes the annex of a year in a process of its own, from the executed notebooks of its reports.

2009/plan_coverage/notebook.ipynb ---+
2009/activation_.../notebook.ipynb --+--> method/annex.html --> annex.pdf --> manifest.json, last
"""

from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat

from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import ANNEX, ANNEX_PDF, NOTEBOOK, lying_in, named
from fsb_lib.checks.lint_pages import refuse_faulty_annex
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport
from fsb_lib.html.annex import AnnexPart, annex_page
from fsb_lib.html.render import PageInfo, page_info
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.outcome import FILES, LINTING, PAGE
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs import manifest
from fsb_lib.outputs.annexes import hashes_of
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.pdf.write import pdf_bytes
from fsb_lib.processes.environment import enter_private_surrounding
from fsb_lib.run.make_one_report import TEMPLATE, make_and_tell
from fsb_lib.wording import heading

Reports = dict[str, tuple[nbformat.NotebookNode, ProtectedReport]]


def make_annex(
    job: AnnexJob, settings: SharedSettings, staging: Path, messages: Connection
) -> None:
    """Make one annex in this process, telling every step and the end."""
    make_and_tell(make, job, settings, staging, messages)


def make(
    job: AnnexJob, settings: SharedSettings, staging: Path, step: Callable[[str], None]
) -> None:
    """Make the annex in `staging/report`, the manifest last.

    Errors: any FsbError; then the folder is incomplete and must not be published.
    """
    private, made = staging / "private", staging / "report"
    made.mkdir()
    private.mkdir()
    enter_private_surrounding(private, settings.matplotlib_cache, settings.prepared)
    step(PAGE)
    reports = {name: _read(folder) for name, folder in job.folders.items()}
    about = _page_info(job, reports, settings)
    page = annex_page(_parts(reports), about)
    step(FILES)
    internal = settings.audience == INTERNAL
    (made / named(ANNEX, internal=internal)).write_bytes(page.encode("utf-8"))
    if not weasyprint_engine.missing():
        day = max(protected.reference_date for _, protected in reports.values())
        pdf = pdf_bytes(page, settings.sender.name, (), day)
        (made / named(ANNEX_PDF, internal=internal)).write_bytes(pdf)
    step(LINTING)
    found = refuse_faulty_annex(made, job.folders)
    remarks = [f"{one.file}: {one.rule}: {one.place}" for one in found]
    document = _manifest(job, reports, settings, made)
    manifest.write_manifest(made, {**document, "remarks": remarks})


def _read(folder: Path) -> tuple[nbformat.NotebookNode, ProtectedReport]:
    notebook = nbformat.read(lying_in(folder, NOTEBOOK), as_version=4)  # type: ignore[no-untyped-call]
    return notebook, protected_report(notebook, f"{folder.name}/{NOTEBOOK}")


def _parts(reports: Reports) -> list[AnnexPart]:
    return [
        AnnexPart(name, heading(protected).topic, notebook)
        for name, (notebook, protected) in reports.items()
    ]


def _page_info(job: AnnexJob, reports: Reports, settings: SharedSettings) -> PageInfo:
    """What the annex says around its parts: banners and release are those of its reports."""
    _, first = next(iter(reports.values()))
    words, about = load("annex"), page_info(first, settings.sender)
    return PageInfo(
        topic=job.topic,
        period=str(job.year),
        sender=about.sender,
        audience=about.audience,
        synthetic=any(protected.synthetic for _, protected in reports.values()),
        draft=any(protected.is_draft for _, protected in reports.values()),
        note_type=words["note_type"],
        released_after=about.released_after,
    )


def _manifest(
    job: AnnexJob, reports: Reports, settings: SharedSettings, made: Path
) -> dict[str, Any]:
    _, first = next(iter(reports.values()))
    return {
        "status": manifest.MADE,
        "release": None if first.certificate is None else asdict(first.certificate),
        "report": job.report,
        "year": job.year,
        "parameters": {"audience": settings.audience},
        "snapshot": {"fingerprint": first.data_version, "synthetic": first.synthetic},
        "program": settings.program,
        "software": manifest.software(),
        "pdf": weasyprint_engine.state(),
        "inputs": {
            "reports": hashes_of(job),
            "sender": settings.sender.fingerprint,
            "template": manifest.folder_hash(TEMPLATE),
        },
        "outputs": manifest.hashes(made),
    }
