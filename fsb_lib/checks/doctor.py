"""What this machine has and lacks, each lack with its remedy."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.project import Project
from fsb_lib.checks.check_project import environment_problems
from fsb_lib.pdf import weasyprint_engine

_GIGABYTE = 10**9
_SPACE = 2 * _GIGABYTE
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Finding:
    """One thing looked for. `remedy` is empty when it is in order."""

    what: str
    found: str
    remedy: str = ""


def findings(project: Project) -> tuple[Finding, ...]:
    """Everything looked for, in the order of a run."""
    return (
        Finding("Python", sys.version.split()[0]),
        _packages(),
        _space(project.root),
        _cores(),
        _pdf(),
        _browser(),
        _tool("pdftoppm", "PDF pages as pictures (only for tests)", "poppler-utils"),
        _tool("git", "the commit in manifests", "git"),
        _key(),
    )


def _packages() -> Finding:
    problems = list(environment_problems())
    if not problems:
        return Finding("Packages", "all as required")
    return Finding("Packages", "; ".join(f"{each.where} {each.found}" for each in problems),
                   problems[0].remedy)  # fmt: skip


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    remedy = "" if free >= _SPACE else "Make room: a run needs up to 2 GB."
    return Finding("Disk", f"{free / _GIGABYTE:.1f} GB free", remedy)


def _cores() -> Finding:
    return Finding("Cores", str(os.cpu_count() or 1))


def _pdf() -> Finding:
    why = weasyprint_engine.missing()
    if why:
        return Finding("PDF", f"none: {why}", weasyprint_engine.REMEDY)
    made_by = (
        f"WeasyPrint {weasyprint_engine.weasyprint.__version__}, "
        f"Pango {weasyprint_engine.pango_version()}"
    )
    return Finding("PDF", made_by)


def _browser() -> Finding:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Finding("Browser", found)
    return Finding("Browser", "none", "Only tests need one: install Chromium.")


def _tool(command: str, use: str, package: str) -> Finding:
    found = shutil.which(command)
    return Finding(command, found or "none", "" if found else f"For {use}: install {package}.")


def _key() -> Finding:
    named = os.environ.get("FSB_KEY_FILE")
    if not named:
        return Finding("Key", "none", "Only a real delivery needs one: see docs, FSB_KEY_FILE.")
    there = Path(named).is_file()
    return Finding("Key", "file found" if there else "file missing",
                   "" if there else "Correct FSB_KEY_FILE.")  # fmt: skip
