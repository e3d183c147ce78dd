"""A project whose outputs are written by hand in no time: a year released, a year of drafts.

Figures and files are made up; manifests, ledger, kept bytes and index are the program's own.
"""

from pathlib import Path
from typing import Any

from fsb_lib.base.project import Project, find_project
from fsb_lib.disclosure.protected import Certificate, ProtectedReport
from fsb_lib.ledger.ledger import Entry
from fsb_lib.ledger.opened import opened
from fsb_lib.ledger.own_index import renew_index
from fsb_lib.ledger.recovery import bring_into_force
from fsb_lib.ledger.released_files import keep, store_of
from fsb_lib.outputs.folder import Outputs
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.sender.sender import read_sender
from tests import portal
from tests.copied_project import copied_project

RELEASED, DRAFTED = 2009, 2010


def standing(root: Path) -> Project:
    """2009 released with two reports, 2010 drafted with two."""
    project = copied_project(root, RELEASED, DRAFTED)
    Outputs(project.outputs).root.mkdir()
    write_drafts(project, RELEASED)
    write_drafts(project, DRAFTED)
    renew(project)
    release(project, RELEASED)
    return find_project(root)


def reports(year: int, **about: Any) -> tuple[ProtectedReport, ...]:
    return portal.activation(year, **about), portal.plans(year, **about)


def write_drafts(project: Project, year: int) -> None:
    for one in reports(year):
        portal.write(project.outputs, one)


def renew(project: Project) -> None:
    """Write the index, as a run does."""
    renew_index(Outputs(project.outputs), project.work, read_sender(project))


def release(project: Project, year: int, version: int = 1) -> None:
    """As `fsb release` does it once the pages are made and audited."""
    with opened(project) as at:
        at.refuse()
        entry = prepared_release(at, project, year, version)
        bring_into_force(at.ledger, entry, at.outputs, project)


def prepared_release(at: Any, project: Project, year: int, version: int) -> Entry:
    """The line of a release whose bytes are kept, not yet in force."""
    certificate = Certificate(version, len(at.ledger.entries), at.ledger.head[:12])
    made = at.outputs.private / f"made-{version}"
    folders = [portal.write(made, one) for one in reports(year, certificate=certificate)]
    listed = {folder.name: file_hash(folder / "manifest.json") for folder in folders}
    recorded = at.ledger.added(content("release", year, version=version, reports=listed))
    for folder in folders:
        keep(folder, store_of(recorded, project.work))
    return recorded.entries[-1]


def withdrawal(at: Any, year: int) -> Entry:
    return at.ledger.added(content("withdrawal", year)).entries[-1]


def content(action: str, year: int, **more: Any) -> dict[str, Any]:
    told = {"shown": {}, "hidden": [], "rates": []}
    return {"action": action, "year": year, "date": "2026-11-26", "by": "En kontrollant",
            "reason": "", "project": "0123456789abcdef", "told": told,
            "facts": {"cells": {}, "threshold": 5}, **more}  # fmt: skip
