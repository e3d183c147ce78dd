"""Nothing leaves unseen: every file is looked through for CPR numbers before it is published.

Files are looked through in a process of its own (scanning_process), which alone reads the key;
this side hands it one file at a time and gets findings. A process that dies or takes too long
over a file is started again and asked once more; then the file is one that nobody has seen.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.outputs.asked_process import AskedProcess
from fsb_lib.scanner.scan import NOT_SEEN, Hit, found_at, not_seen, problems, scan_bytes

_PROCESS: Final = "fsb_lib.outputs.scanning_process"
LIMIT_SECONDS = 60.0  # for a small file, and for the process to get ready
BYTES_A_SECOND = 200_000  # more than this is given to a large one
MOST_DEATHS = 6  # in one run; after that nothing is asked any more
_STOPPED: Final = "the search stopped, twice"
_TOO_LONG: Final = "the search took too long"


@dataclass(frozen=True)
class LookedThrough:
    """What was found in a file or folder."""

    hits: tuple[Hit, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What forbids to publish it."""
        return problems(self.hits)

    @property
    def quotes_a_number(self) -> bool:
        """Whether a number, or what looks like one, was seen: a search that stopped saw none."""
        return any(hit.kind != NOT_SEEN for hit in self.hits)


class CprCheck:
    """The check of one run. It gets ready while the caller does other work."""

    def __init__(self, order: Mapping[str, str | None]) -> None:
        self._order = order
        self._n_deaths = 0
        self._process = self._started()

    @cached_property
    def remark(self) -> str:
        """Why the delivery's numbers are not looked up, if so.

        Errors: InputError when the key is no good or, of a real delivery, another than intake's.
        """
        answer = self._process.heard(LIMIT_SECONDS)
        if answer is None:
            self._restart()
            answer = self._process.heard(LIMIT_SECONDS)
        return _remark(answer)

    def looked_through(self, path: Path) -> LookedThrough:
        """What is in a file, or in a folder with all that it holds.

        Errors: those of `remark`.
        """
        _ = self.remark  # what was said first is answered first
        return LookedThrough(tuple(hit for one in found_at(path) for hit in self._hits(*one)))

    def problems(self, path: Path) -> tuple[Problem, ...]:
        """What forbids to publish a file or a folder. Errors: those of `remark`."""
        return self.looked_through(path).problems

    def _hits(self, path: Path, name: str) -> Iterator[Hit]:
        seconds = LIMIT_SECONDS + _size(path) / BYTES_A_SECOND
        question = {"path": str(path), "name": name}
        for _ in range(2):
            if self._n_deaths >= MOST_DEATHS:
                break
            answer = self._process.asked(question, seconds)
            if answer is not None:
                yield from (Hit(**hit) for hit in answer["findings"])
                return
            is_late = self._process.is_late
            self._restart()
            if is_late:
                yield not_seen(name, _TOO_LONG)
                return
        yield not_seen(name, _STOPPED)

    def _restart(self) -> None:
        """A new process in the place of one that is dead or takes too long."""
        self._n_deaths += 1
        self.end()
        self._process = self._started()
        if "remark" in self.__dict__:
            self._process.heard(LIMIT_SECONDS)  # the same remark

    def _started(self) -> AskedProcess:
        process = AskedProcess(_PROCESS)
        process.say(self._order)
        return process

    def end(self) -> None:
        self._process.end()


def _remark(answer: Mapping[str, Any] | None) -> str:
    if answer and "problems" in answer:
        raise InputError([Problem(**problem) for problem in answer["problems"]])
    return str(answer["remark"]) if answer else ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def cpr_check(
    snapshot: Path | None, work: Path, key_file: Path | None = None
) -> Iterator[CprCheck]:
    """The check against a snapshot's numbers, or by look alone."""
    paths = {"snapshot": snapshot, "work": work, "key_file": key_file}
    check = CprCheck({name: str(path) if path else None for name, path in paths.items()})
    try:
        yield check
    finally:
        check.end()


def refuse_numbers(content: bytes, name: str) -> None:
    """Look through one page of the program's own before it is written.

    Errors: ReportError when it holds what looks like a CPR number.
    """
    found = scan_bytes(content, name)
    if found:
        raise ReportError(problems(found))
