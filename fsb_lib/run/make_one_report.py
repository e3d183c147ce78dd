"""Makes one report in a process of its own, wholly inside its staging folder.

notebook --papermill--> executed --released_values--> release
                           |                             |
               report.html, review.html        results.json, tables/*.csv, tables.xlsx
                           |                             |
                           +--> report.pdf <-------------+
                           +--------- manifest.json, last ---------+
"""

import traceback
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from nbformat import NotebookNode

from fsb_lib.base.errors import FsbError, Problem, ReportError
from fsb_lib.base.machine_faults import machine_fault_of
from fsb_lib.base.project import PACKAGE
from fsb_lib.base.report_files import NOTEBOOK, PDF, REPORT, RESULTS, REVIEW, WORKBOOK, named
from fsb_lib.checks.lint_pages import refuse_faulty_pages
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport
from fsb_lib.followups.prepared import proof_of
from fsb_lib.html.render import PageInfo, page_info, render
from fsb_lib.html.review import Evidence, review_page
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.outcome import (
    FILES,
    INPUT,
    LINTING,
    MEASURING,
    PAGE,
    Failure,
    end_message,
    step_message,
)
from fsb_lib.jobs.plan import Job
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.notebook.executed import protected_report, publishable
from fsb_lib.notebook.execution import execute
from fsb_lib.notebook.source import read_source
from fsb_lib.outputs import manifest
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.outputs.results_json import as_text, results_document
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.pdf.metadata import Attachment
from fsb_lib.pdf.write import pdf_bytes
from fsb_lib.processes.environment import enter_private_surrounding
from fsb_lib.processes.fork_server import speak_into
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.workbook.workbook import workbook_bytes

AnyJob = TypeVar("AnyJob", Job, AnnexJob)
LOG = "log.txt"
TEMPLATE = PACKAGE / "templates" / "report"


# Makes a job in a staging folder, telling the steps.
Make = Callable[[AnyJob, SharedSettings, Path, Callable[[str], None]], None]


def make_report(job: Job, settings: SharedSettings, staging: Path, messages: Connection) -> None:
    """Make one report in this process, telling every step and the end."""
    make_and_tell(make, job, settings, staging, messages)


def make_and_tell(
    make: Make[AnyJob],
    job: AnyJob,
    settings: SharedSettings,
    staging: Path,
    messages: Connection,
) -> None:
    """Make something in this process, telling every step and the end."""
    speak_into(staging / LOG)

    def tell(step: str) -> None:
        messages.send_bytes(step_message(step))

    messages.send_bytes(end_message(make_or_explain(make, job, settings, staging, tell)))


def make_or_explain(
    make: Make[AnyJob],
    job: AnyJob,
    settings: SharedSettings,
    staging: Path,
    tell: Callable[[str], None],
) -> Failure | None:
    """Make it in `staging/report`; None when it is complete there."""
    reached = [INPUT]

    def step(name: str) -> None:
        reached.append(name)
        tell(name)

    try:
        make(job, settings, staging, step)
    except FsbError as error:
        return Failure(reached[-1], error.problems, error.exit_code, traceback.format_exc())
    except Exception as error:  # the border of the process: whatever it was, no report
        if (fault := machine_fault_of(error, job.label)) is not None:
            return Failure(reached[-1], fault.problems, fault.exit_code, traceback.format_exc())
        what = f"the program failed: {type(error).__name__}"
        problem = Problem(what, job.label, remedy="Repeat the command with --debug.")
        return Failure(reached[-1], (problem,), ReportError.exit_code, traceback.format_exc())
    return None


def make(job: Job, settings: SharedSettings, staging: Path, step: Callable[[str], None]) -> None:
    """Make the report in `staging/report`, the manifest last.

    Errors: any FsbError; then the folder is incomplete and must not be published.
    """
    private, made = staging / "private", staging / "report"
    (made / "tables").mkdir(parents=True)
    private.mkdir()
    enter_private_surrounding(private, settings.matplotlib_cache, settings.prepared)
    step(MEASURING)
    notebook = _measured(job, settings, private)
    protected = protected_report(notebook, job.notebook.name)
    _refuse_another(protected, job, settings)
    step(PAGE)
    about = page_info(protected, settings.sender)
    page = render(notebook, about, {table.id: csv_bytes(table) for table in protected.tables})
    step(FILES)
    names = {str(settings.snapshot): f"snapshot-{protected.data_version[:12]}"}
    internal = settings.audience == INTERNAL

    def write(name: str, content: bytes) -> None:
        (made / named(name, internal=internal)).write_bytes(content)

    write(REPORT, page.encode("utf-8"))
    review = review_page(notebook, about, protected, _evidence(job, settings, protected))
    write(REVIEW, review.encode("utf-8"))
    write(NOTEBOOK, publishable(notebook, names, settings.private))
    _write_figures(made, protected)
    write(WORKBOOK, workbook_bytes(protected, about))
    if not weasyprint_engine.missing():  # the manifest says when this machine can make none
        write(PDF, _pdf(page, about, protected))
    step(LINTING)
    remarks = [f"{one.file}: {one.rule}: {one.place}" for one in refuse_faulty_pages(made)]
    manifest.write_manifest(made, {**_manifest(job, settings, protected, made), "remarks": remarks})


def _measured(job: Job, settings: SharedSettings, private: Path) -> NotebookNode:
    source = read_source(job.notebook)
    given = {
        **job.parameters,
        "audience": settings.audience,
        "snapshot": str(settings.snapshot),
    }
    declared = {name: given[name] for name in source.parameters if name in given}
    empty = private / "empty"
    empty.mkdir()
    return execute(source.path, private / "executed.ipynb", declared, empty, settings.limit_seconds)


def _refuse_another(protected: ProtectedReport, job: Job, settings: SharedSettings) -> None:
    wanted = (job.report, job.year, settings.audience)
    found = (protected.report, protected.year, protected.audience)
    if found != wanted:
        raise ReportError(
            Problem("the notebook released another report than it was run for",
                    job.notebook.name, " ".join(map(str, wanted)), " ".join(map(str, found)),
                    "Let the notebook release what its parameters say.")
        )  # fmt: skip


def _write_figures(made: Path, protected: ProtectedReport) -> None:
    (made / RESULTS).write_bytes(as_text(results_document(protected)).encode("utf-8"))
    for table in protected.tables:
        (made / "tables" / f"{table.id}.csv").write_bytes(csv_bytes(table))


def _pdf(page: str, about: PageInfo, protected: ProtectedReport) -> bytes:
    figures = [
        Attachment(f"{table.id}.csv", table.title, csv_bytes(table)) for table in protected.tables
    ]
    return pdf_bytes(page, about.sender.name, figures, protected.reference_date)


def _evidence(job: Job, settings: SharedSettings, protected: ProtectedReport) -> Evidence:
    """What the page for reviewers says of its making; the same stands in the manifest."""
    software = manifest.software()
    commit = settings.program["git_commit"] or ""
    packages = (f"{name} {version}" for name, version in software["packages"].items())
    inputs = {
        "snapshot": protected.data_version,
        **_inputs(job, settings),
        "program": f"{settings.program['version']} {commit}".strip(),
        "python": software["python"],
        "packages": ", ".join(packages),
    }
    return Evidence({**job.in_force, "audience": settings.audience}, inputs)


def _inputs(job: Job, settings: SharedSettings) -> dict[str, str]:
    return {
        "notebook": file_hash(job.notebook),
        "sender": settings.sender.fingerprint,
        "template": manifest.folder_hash(TEMPLATE),
    }


def _manifest(
    job: Job, settings: SharedSettings, protected: ProtectedReport, made: Path
) -> dict[str, Any]:
    return {
        "status": manifest.MADE,
        "proof": proof_of(protected, settings.prepared),
        "release": None if protected.certificate is None else asdict(protected.certificate),
        "report": job.report,
        "year": job.year,
        "parameters": {**job.in_force, "audience": settings.audience},
        "snapshot": {"fingerprint": protected.data_version, "synthetic": protected.synthetic},
        "program": settings.program,
        "software": manifest.software(),
        "pdf": weasyprint_engine.state(),
        "inputs": _inputs(job, settings),
        "outputs": manifest.hashes(made),
    }
