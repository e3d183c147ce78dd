"""Whether a report lies there as it would be made now: by content, never by time.

    manifest.json                       what a run would use now
    program.files  inputs.notebook      the library with data and templates, the notebook
    parameters     snapshot             of the year file, of the registers
    inputs.sender  software  pdf        the sender, the packages, Pango
    notebook.ipynb proof                what the protection of its year lets it show

The last line is known only after measuring: `shows_the_same`. What runs left for the next one:

    work/runs/<outputs>.json   {"pages": hash, "protected_after": {"2009": ledger head, ...}}

`pages` is one hash over index and fault report and all that they were made of. It is private, since
whoever had it could try row counts until they fit. A year's reports were protected after
everything that was released when the ledger had that head.

Imports little, since a run with nothing to do ends after it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError
from fsb_lib.base.project import Project
from fsb_lib.base.report_files import MANIFEST, NOTEBOOK, lying_in
from fsb_lib.disclosure.protected import REPORT_MIME
from fsb_lib.followups.prepared import prepared_file
from fsb_lib.jobs.plan import Job, Plan
from fsb_lib.outputs.annexes import annexes_to_make
from fsb_lib.outputs.folder import CORRECTION, FAILED, INDEX
from fsb_lib.outputs.manifest import MADE, differences, read_manifest, software
from fsb_lib.outputs.private_files import read_private, write_private
from fsb_lib.outputs.proof_files import read_proof_file
from fsb_lib.pdf.pango import pango_version
from fsb_lib.registers.snapshot_files import file_hash

# By the folder of a job: why it is made; nothing when it is kept.
Reasons = Mapping[str, tuple[str, ...]]
_BESIDE = ("", f"{CORRECTION}/", f"{FAILED}/", f"{FAILED}/{CORRECTION}/")


@dataclass(frozen=True)
class Wanted:
    """What all reports of a run are made of now. Without a `snapshot` it is not compared;
    `again` is a reason of its own."""

    audience: str
    program: str
    sender: str
    snapshot: str | None = None
    again: bool = False


@dataclass(frozen=True)
class Todo:
    """The reports of a run and why each is made; nothing for one that may be kept.

    `is_protected`: each year as one, and nothing was published since. `is_annexed`: the annex of
    each year is that of its reports. `is_listed`: index and fault report are those of the last run.
    """

    plan: Plan
    why: Reasons
    is_protected: bool
    is_annexed: bool
    is_listed: bool

    @property
    def keeps_reports(self) -> bool:
        """Whether every report stays as it is."""
        return self.is_protected and not any(self.why.values())

    @property
    def is_listing_only(self) -> bool:
        """Whether only index and fault report are made."""
        return self.keeps_reports and self.is_annexed

    @property
    def is_nothing(self) -> bool:
        return self.is_listing_only and self.is_listed

    @property
    def lines(self) -> tuple[str, ...]:
        """`2009 plan_coverage: made, since the notebook changed` for each report."""
        return tuple(_line(job, ", ".join(self.why[job.folder])) for job in self.plan.jobs)


def look_up(plan: Plan, project: Project, wanted: Wanted, head: str) -> Todo:
    """What lies in the outputs as it would be made now. `head` is the ledger's last hash."""
    record = _read_record(project.run_record)
    why = reasons(plan.jobs, project.outputs, wanted)
    is_after_all = all(record.protected_after.get(str(year)) == head for year in plan.years)
    is_protected = is_after_all and _protected_together(plan.jobs, project)
    is_annexed = not annexes_to_make(project.outputs, plan.jobs)
    is_listed = record.pages == _pages_hash(project, wanted)
    return Todo(plan, why, is_protected, is_annexed, is_listed)


def still_to_make(todo: Todo, root: Path, prepared: Path) -> tuple[tuple[Job, ...], list[str]]:
    """The jobs with a reason, and those that may show something else by now; a line for these."""
    changed = [
        job
        for job in todo.plan.jobs
        if not todo.why[job.folder]
        and not shows_the_same(root / job.folder, prepared_file(prepared, job.report, job.year))
    ]
    because = "what it may show changed with other reports or releases"
    jobs = tuple(job for job in todo.plan.jobs if todo.why[job.folder] or job in changed)
    return jobs, [_line(job, because) for job in changed]


def _line(job: Job, because: str) -> str:
    return f"{job.label}: {f'made, since {because}' if because else 'unchanged'}"


def reasons(jobs: tuple[Job, ...], outputs: Path, wanted: Wanted) -> Reasons:
    """Why each job is to be made, by its folder; empty for one that lies there unchanged."""
    return {job.folder: tuple(_reasons(job, outputs, wanted)) for job in jobs}


def _reasons(job: Job, outputs: Path, wanted: Wanted) -> Iterator[str]:
    folder = outputs / job.folder
    try:
        made = read_manifest(folder)
    except InputError:
        made = {}
    if not made:
        yield "it is not there"
    elif made.get("status") != MADE or (outputs / FAILED / job.folder).is_dir():
        yield "it failed the last time"
    elif made.get("release") is not None:
        yield "a draft is asked for, and it is a released report"
    elif differences(folder, made):
        yield "its files are not those that were made"
    else:
        yield from _changed(made, job, wanted)
    if wanted.again:
        yield "it is asked for again"


def _changed(made: Mapping[str, Any], job: Job, wanted: Wanted) -> Iterator[str]:
    """Each thing that it was made of and that is another now."""
    if _in(made, "program", "files") != wanted.program:
        yield "the program changed"
    if _in(made, "inputs", "notebook") != file_hash(job.notebook):
        yield "the notebook changed"
    if _in(made, "inputs", "sender") != wanted.sender:
        yield "the sender changed"
    if wanted.snapshot and _in(made, "snapshot", "fingerprint") != wanted.snapshot:
        yield "the snapshot changed"
    given = {**job.in_force, "audience": wanted.audience}
    yield from _named("parameter", made.get("parameters", {}), given)
    versions = software()
    if _in(made, "software", "python") != versions["python"]:
        yield "Python changed"
    yield from _named("package", _in(made, "software", "packages") or {}, versions["packages"])
    if not _same_pdf(made.get("pdf", {})):
        yield "what makes the PDF changed"


def _in(made: Mapping[str, Any], section: str, name: str) -> Any:
    return dict(made.get(section) or {}).get(name)


def _named(what: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    missing = object()
    for name in dict.fromkeys([*before, *now]):
        if before.get(name, missing) != now.get(name, missing):
            yield f"{what} {name} changed"


def _same_pdf(told: Mapping[str, Any]) -> bool:
    """Another Pango may break lines elsewhere. The engine itself is asked only in doubt."""
    if told.get("pango", "") == pango_version():
        return True
    from fsb_lib.pdf.weasyprint_engine import state  # noqa: PLC0415 (half a second)

    return dict(told) == state()


def _protected_together(jobs: tuple[Job, ...], project: Project) -> bool:
    """Whether the reports of each year that are there rest on one proof, and it is at hand."""
    of_years: dict[int, set[str | None]] = {}
    for job in jobs:
        with suppress(InputError):
            proof = read_manifest(project.outputs / job.folder).get("proof")
            of_years.setdefault(job.year, set()).add(proof)
    kept = {None, *(path.stem for path in project.proofs.glob("*.json") if _is_whole(path))}
    return all(len(found) == 1 and found <= kept for found in of_years.values())


def _is_whole(proof: Path) -> bool:
    """A damaged proof is none: `fsb release` sends here for another."""
    try:
        return bool(read_proof_file(proof))
    except (OSError, ValueError):
        return False


def shows_the_same(folder: Path, prepared: Path) -> bool:
    """Whether a report shows just what a run has prepared for it, under the same proof."""
    wanted = json.loads(prepared.read_text(encoding="utf-8"))
    if "release" not in wanted or read_manifest(folder).get("proof") != wanted["proof"]:
        return False
    notebook = json.loads(lying_in(folder, NOTEBOOK).read_text(encoding="utf-8"))
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", ()))
    shown = [output.get("data", {}).get(REPORT_MIME) for output in outputs]
    return wanted["release"] in shown


@dataclass(frozen=True)
class _RunRecord:
    """The content of the file; empty when there is none, or none that can be read."""

    pages: str = ""
    protected_after: Mapping[str, str] = field(default_factory=dict)


def record_run(plan: Plan, project: Project, wanted: Wanted, head: str) -> None:
    """Keep what a run of this plan has done, the same bytes for the same."""
    before = _read_record(project.run_record).protected_after
    after = {**before, **{str(year): head for year in plan.years}}
    document = {"pages": _pages_hash(project, wanted), "protected_after": after}
    write_private(project.run_record, json.dumps(document, sort_keys=True))


def _read_record(path: Path) -> _RunRecord:
    try:
        document = read_private(path, "run record")
        return _RunRecord(str(document["pages"]), dict(document["protected_after"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _RunRecord()


def _pages_hash(project: Project, wanted: Wanted) -> str:
    """One hash over index and fault report, every manifest, and what else they tell of."""
    places = (f"{beside}[0-9]*/*/{MANIFEST}" for beside in _BESIDE)
    reports = sorted(chain.from_iterable(map(project.outputs.glob, places)))
    published = [project.outputs / INDEX, *reports]
    files = {
        path.relative_to(folder).as_posix(): file_hash(path)
        for folder, paths in ((project.outputs, published), (project.work, [project.fault_report]))
        for path in paths
        if path.is_file()
    }
    parts = [wanted.program, wanted.sender, wanted.snapshot, files]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()
