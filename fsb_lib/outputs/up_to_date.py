"""Whether a report lies there as it would be made now: by content, never by time.

    manifest.json                       what a run would use now
    program.files  inputs.notebook      the library with data and templates, the notebook
    parameters     snapshot             of the year file, of the registers
    inputs.sender  software  pdf        the sender, the packages, Pango
    notebook.ipynb proof                what the protection of its year lets it show

The last line is known only after measuring: `shows_the_same`. Imports little, since a run with
nothing to do ends after it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError
from fsb_lib.disclosure.protected import REPORT_MIME
from fsb_lib.jobs.plan import Job
from fsb_lib.outputs.manifest import MADE, NOTEBOOK, differences, read_manifest, software
from fsb_lib.pdf.pango import pango_version
from fsb_lib.registers.snapshot_files import file_hash

# By the folder of a job: why it is made; nothing when it is kept.
Reasons = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wanted:
    """What all reports of a run are made of now. Without a `snapshot` it is not compared."""

    audience: str
    program: str
    sender: str
    snapshot: str | None = None


def reasons(jobs: tuple[Job, ...], outputs: Path, wanted: Wanted) -> Reasons:
    """Why each job is to be made, by its folder; empty for one that lies there unchanged."""
    return {job.folder: tuple(_reasons(job, outputs / job.folder, wanted)) for job in jobs}


def _reasons(job: Job, folder: Path, wanted: Wanted) -> Iterator[str]:
    try:
        made = read_manifest(folder)
    except InputError:
        yield "it is not there"
        return
    if made.get("status") != MADE:
        yield "it failed the last time"
    elif made.get("release") is not None:
        yield "a draft is asked for, and it is a released report"
    elif differences(folder, made):
        yield "its files are not those that were made"
    else:
        yield from _changed(made, job, wanted)


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
    yield from _named("parameter", made["parameters"], given)
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


def protected_together(jobs: tuple[Job, ...], outputs: Path, proofs: Path) -> bool:
    """Whether the reports of each year that are there rest on one proof, and it is at hand."""
    of_years: dict[int, set[str | None]] = {}
    for job in jobs:
        with suppress(InputError):
            proof = read_manifest(outputs / job.folder).get("proof")
            of_years.setdefault(job.year, set()).add(proof)
    return all(
        len(found) == 1 and all(one is None or (proofs / f"{one}.json").is_file() for one in found)
        for found in of_years.values()
    )


def shows_the_same(folder: Path, prepared: Path) -> bool:
    """Whether a report shows just what a run has prepared for it, under the same proof."""
    wanted = json.loads(prepared.read_text(encoding="utf-8"))
    if "release" not in wanted or read_manifest(folder)["proof"] != wanted["proof"]:
        return False
    notebook = json.loads((folder / NOTEBOOK).read_text(encoding="utf-8"))
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", ()))
    shown = [output.get("data", {}).get(REPORT_MIME) for output in outputs]
    return wanted["release"] in shown
