"""Whether two revisions publish the same: everything made by both, compared byte for byte.

    python benchmarks/same_reports.py BEFORE                  against the work tree as it is
    python benchmarks/same_reports.py BEFORE AFTER            two revisions
    python benchmarks/same_reports.py BEFORE --quick          two years, drafts and kits only
    python benchmarks/same_reports.py BEFORE --folder DIR     keeps what BEFORE made for next time

Each revision becomes a project of its own in a temporary folder, both at the same path one after
the other, so that no path differs. What follows from the code and not from what it does is given
to both (pinned_project.py). Then both make all that there is (everything_made.py), and files and
terminal output are compared. Exit code 1: something differs, and a line says what for each file.
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.differing_files import Compared, compared
from benchmarks.everything_made import Order, make_everything, years_of
from benchmarks.pinned_project import commit_of, imports_of, laid_out, pin

# Two years that have every follow-up between them.
QUICK_YEARS = (2009, 2014)


def made(revision: str | None, project: Path, kept: Path, order: Order) -> Path:
    """Everything that a revision makes, in `kept`; it is made in `project` and moved there."""
    for folder in (project, kept):
        shutil.rmtree(folder, ignore_errors=True)
    start = monotonic()
    laid_out(revision, project)
    pin(project)
    make_everything(project, order)
    project.rename(kept)
    _say(f"{revision or 'the work tree'}: made in {monotonic() - start:.0f} s")
    return kept


def both_made(before: str, after: str | None, folder: Path, order: Order) -> Compared:
    """Make both in a folder, the first unless it lies there, and compare them.

    Errors: SystemExit when a command fails, or when a date was passed: releases are dated.
    """
    day, project, first = _today(), folder / "project", folder / "before"
    if not first.is_dir():
        made(before, project, first, order)
    second = made(after, project, folder / "after", order)
    if _today() != day:
        raise SystemExit("midnight (UTC) passed, and releases bear their date: run it again")
    return compared(first, second)


def told(found: Compared, changed_imports: Sequence[str]) -> str:
    """A line for each difference, and the counts."""
    lines = [f"equal but for import lines: {name}" for name in changed_imports]
    lines += found.lines
    lines.append(
        f"{found.n_files} files compared: {len(found.lines)} differ; "
        f"{len(changed_imports)} notebooks import from elsewhere"
    )
    return "\n".join(lines)


def _notebooks_with_other_imports(before: Path, after: Path) -> list[str]:
    one, other = imports_of(before), imports_of(after)
    return sorted(name for name in one.keys() & other.keys() if one[name] != other[name])


def _name(before: str, order: Order) -> str:
    """Another for all that what BEFORE makes depends on: also the day and these scripts."""
    scripts = (path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    parts = [repr(order).encode(), *scripts]
    return f"{commit_of(before)[:12]}-{_today()}-{hashlib.sha256(b''.join(parts)).hexdigest()[:8]}"


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Compares and tells; 1 when anything differs."""
    parser = argparse.ArgumentParser(description="Do two revisions publish the same?")
    parser.add_argument("before", help="a revision")
    parser.add_argument("after", nargs="?", help="another one; the work tree without it")
    parser.add_argument("--years", type=int, nargs="+", help="these years only")
    parser.add_argument("--quick", action="store_true", help="drafts and kits of two years")
    parser.add_argument("--folder", type=Path, help="where to work, kept for the next time")
    asked = parser.parse_args(arguments)
    years = tuple(asked.years or (QUICK_YEARS if asked.quick else years_of(asked.before)))
    start = monotonic()
    with tempfile.TemporaryDirectory(prefix="fsb-same-") as temporary:
        order = Order(years, drafts_only=asked.quick)
        name = _name(asked.before, order)
        folder = (asked.folder or Path(temporary)).absolute() / name
        found = both_made(asked.before, asked.after, folder, order)
        changed_imports = _notebooks_with_other_imports(folder / "before", folder / "after")
    _say(told(found, changed_imports))
    _say(f"{monotonic() - start:.0f} s in all")
    return 1 if found.lines else 0


if __name__ == "__main__":
    sys.exit(main())
