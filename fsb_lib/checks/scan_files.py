"""`fsb scan`: looks through files that somebody is about to send."""

from collections.abc import Sequence
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.outputs.cpr_check import cpr_check


def refuse_hits(
    paths: Sequence[Path], snapshot: Path | None, work: Path, key_file: Path | None
) -> tuple[int, str]:
    """How many files were looked through, and why the delivery's numbers were not, if so.

    Without a snapshot numbers are found by their look alone, and that is no remark.
    Errors: InputError for a path that is not there; ReportError with every finding.
    """
    gone = [path for path in paths if not path.exists()]
    if gone:
        remedy = "Name files or folders that are there."
        raise InputError([Problem("does not exist", str(path), remedy=remedy) for path in gone])
    with cpr_check(snapshot, work, key_file) as check:
        problems = [problem for path in paths for problem in check.problems(path)]
        remark = check.remark if snapshot else ""
    if problems:
        raise ReportError(problems)
    return sum(_n_files(path) for path in paths), remark


def _n_files(path: Path) -> int:
    return sum(one.is_file() for one in path.rglob("*")) if path.is_dir() else 1
