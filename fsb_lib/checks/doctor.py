"""What this machine has and lacks, each lack with its remedy."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fsb_lib.base.project import Project
from fsb_lib.checks.check_project import environment_problems
from fsb_lib.pdf import weasyprint_engine

_GIGABYTE = 10**9
_SPACE = 2 * _GIGABYTE
_OLDEST_JAVA = 17
_ODBC_DRIVER = "ODBC Driver 18 for SQL Server"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Equipment:
    """One thing looked for. Without `remedy` it is in order; without `use` every run needs it."""

    what: str
    found: str
    remedy: str = ""
    use: str = ""


def equipment(project: Project) -> tuple[Equipment, ...]:
    """Everything looked for, in the order of a run."""
    return (
        Equipment("Python", sys.version.split()[0]),
        _packages(),
        _space(project.root),
        _cores(),
        _pdf(),
        _subsetter(),
        _module("psycopg", "registers or snapshots in PostgreSQL", "Run `make databases`."),
        _sql_server(),
        _module("pyspark", "snapshots that Spark reads", "Run `make spark`."),
        _java(),
        _tool("git", "the commit in manifests", "git"),
        _browser(),
        _tool("pdftoppm", "tests: PDF pages as pictures", "poppler-utils"),
        _tool("soffice", "tests: the case in LibreOffice", "libreoffice-writer-nogui"),
        _html_validator(),
        _key(),
        _key_backup(),
    )


def _packages() -> Equipment:
    problems = list(environment_problems())
    if not problems:
        return Equipment("Packages", "all as required")
    return Equipment("Packages", "; ".join(f"{each.where} {each.found}" for each in problems),
                   problems[0].remedy)  # fmt: skip


def _space(folder: Path) -> Equipment:
    free = shutil.disk_usage(folder).free
    remedy = "" if free >= _SPACE else "Make room: a run needs up to 2 GB."
    return Equipment("Disk", f"{free / _GIGABYTE:.1f} GB free", remedy)


def _cores() -> Equipment:
    return Equipment("Cores", str(os.cpu_count() or 1))


def _pdf() -> Equipment:
    why = weasyprint_engine.missing()
    if why:
        return Equipment("PDF", f"none: {why}", weasyprint_engine.REMEDY, "report.pdf")
    made_by = (
        f"WeasyPrint {weasyprint_engine.weasyprint.__version__}, "
        f"Pango {weasyprint_engine.pango_version()}"
    )
    return Equipment("PDF", made_by, use="report.pdf")


def _subsetter() -> Equipment:
    use = "cutting typefaces down in report.pdf"
    if weasyprint_engine.cuts_typefaces_by_harfbuzz():
        return Equipment("HarfBuzz", "subsetter found", use=use)
    remedy = (
        "fontTools does it instead. Install HarfBuzz 4.1 or later (Debian: libharfbuzz-subset0)."
    )
    return Equipment("HarfBuzz", "no subsetter", remedy, use)


def _module(name: str, use: str, remedy: str) -> Equipment:
    """An optional package. It may be there without the library that it needs."""
    try:
        found = version(name)
    except PackageNotFoundError:
        return Equipment(name, "none", remedy, use)
    if _imported(name) is None:
        return Equipment(name, f"{found}, but a library that it needs is missing", remedy, use)
    return Equipment(name, found, use=use)


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def _sql_server() -> Equipment:
    remedy = f"Run `make databases`, and install Microsoft's {_ODBC_DRIVER}."
    package = _module("pyodbc", "registers in SQL Server", remedy)
    if package.remedy:
        return package
    drivers = _imported("pyodbc").drivers()
    found = f"{package.found}, {', '.join(drivers) or 'no ODBC driver'}"
    return Equipment("pyodbc", found, "" if _ODBC_DRIVER in drivers else remedy, package.use)


def _java() -> Equipment:
    home = os.environ.get("JAVA_HOME")
    command = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    found = _java_version(command) if command else ""
    number = re.match(r"\d+", found)
    enough = number is not None and int(number[0]) >= _OLDEST_JAVA
    remedy = f"Install Java {_OLDEST_JAVA} or later; not needed with a Spark Connect server."
    return Equipment("Java", found or "none", "" if enough else remedy, "Spark on this machine")


def _java_version(command: str) -> str:
    """`17.0.9`; empty when it does not say so (as macOS's stand-in, which only sells Java)."""
    try:
        done = subprocess.run(
            [command, "-version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    told = re.search(r'version "([^"]+)"', done.stderr)
    return told[1] if told else ""


def _browser() -> Equipment:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    remedy = "" if found else "Install Chromium."
    return Equipment("Browser", found or "none", remedy, "tests: the pages in a browser")


def _html_validator() -> Equipment:
    named = os.environ.get("FSB_HTML_VALIDATE", "")
    there = Path(named).is_file()
    remedy = "Install html-validate as .ci/run does, and name it in FSB_HTML_VALIDATE."
    use = "tests: that pages are valid HTML"
    return Equipment("validator", named if there else "none", "" if there else remedy, use)


def _tool(command: str, use: str, package: str) -> Equipment:
    found = shutil.which(command)
    return Equipment(command, found or "none", "" if found else f"Install {package}.", use)


def _key() -> Equipment:
    use = "a real delivery"
    named = os.environ.get("FSB_KEY_FILE")
    if not named:
        return Equipment("Key", "none", "See FSB_KEY_FILE in docs/analytiker.md.", use)
    there = Path(named).is_file()
    return Equipment("Key", "file found" if there else "file missing",
                   "" if there else "Correct FSB_KEY_FILE.", use)  # fmt: skip


def _key_backup() -> Equipment:
    """A lost key cannot be made again: releases of before can then not be corrected alike."""
    named, copy = (os.environ.get(name) for name in ("FSB_KEY_FILE", "FSB_KEY_BACKUP"))
    what, use, remedy = "Key backup", "a lost key", "See FSB_KEY_BACKUP in docs/analytiker.md."
    if not named or not copy:
        return Equipment(what, "none known", remedy, use)
    try:
        same = Path(named).read_bytes() == Path(copy).read_bytes()
    except OSError:
        return Equipment(what, "cannot be read", remedy, use)
    return Equipment(what, "the same key" if same else "another key", "" if same else remedy, use)
