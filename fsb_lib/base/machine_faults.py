"""What the machine refuses, by its name: disk, rights, names, memory; and how a process ended.

    OSError(ENOSPC, "report.html")  ->  report.html: the disk is full / to do: Make room there ...
    MemoryError                     ->  this machine: memory ran out / to do: ...
    exit code -9                    ->  was killed by signal 9 (SIGKILL)

It is the input that is at fault then, exit code 1: nobody need look for a fault of the program.
"""

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePath
from types import TracebackType
from typing import Final

from fsb_lib.base.errors import InputError, Problem

_AGAIN: Final = "and run the command again."
_ROOM: Final = f"Make room there, or name a folder on another disk, {_AGAIN}"
_RIGHTS: Final = f"Give yourself the right to it, or name another place, {_AGAIN}"
_MEMORY: Final = f"Close other programs, or make fewer reports at a time (--jobs 1), {_AGAIN}"
_SHARE: Final = f"See whether the disk or the share is there, {_AGAIN}"
_LOOK: Final = f"See what lies there, move it or name another place, {_AGAIN}"
_THIS_MACHINE: Final = "this machine"

# By the system's name for it: what is wrong, what to do.
_WORDS: Final = {
    "ENOSPC": ("the disk is full", _ROOM),
    "EDQUOT": ("the quota of this disk is used up", _ROOM),
    "EFBIG": (
        "a file may not grow as large as this",
        f"Raise the limit (`ulimit -f unlimited`), or use a disk that takes large files, {_AGAIN}",
    ),
    "EACCES": ("may not be read or written with your rights", _RIGHTS),
    "EPERM": ("may not be read or written with your rights", _RIGHTS),
    "EROFS": ("lies on a disk that can only be read", f"Name another place, {_AGAIN}"),
    "ENAMETOOLONG": (
        "the name is longer than this disk takes",
        f"Choose a shorter name, or a folder nearer to the top, {_AGAIN}",
    ),
    "ENOMEM": ("memory ran out", _MEMORY),
    "EAGAIN": (
        "no more processes may be started",
        f"Raise the limit (`ulimit -u`), or make fewer reports at a time (--jobs 1), {_AGAIN}",
    ),
    "EMFILE": ("too many files are open", f"Raise the limit (`ulimit -n 4096`), {_AGAIN}"),
    "ENFILE": ("too many files are open on this machine", f"Close other programs, {_AGAIN}"),
    "EIO": ("the disk does not answer as it should", _SHARE),
    "ENXIO": ("the disk does not answer as it should", _SHARE),
    "ENODEV": ("the disk is gone", _SHARE),
    "ESTALE": ("the share was taken away and came back", _SHARE),
    "ETIMEDOUT": ("the share does not answer", _SHARE),
    "EHOSTDOWN": ("the share does not answer", _SHARE),
    "ENOENT": ("is not there", _LOOK),
    "ENOTDIR": ("a file stands where a folder has to be", _LOOK),
    "EISDIR": ("a folder stands where a file has to be", _LOOK),
    "EEXIST": ("is there already", _LOOK),
    "ENOTEMPTY": ("is not empty", _LOOK),
    "ELOOP": ("is a link that leads in a circle", _LOOK),
    "EXDEV": ("lies on another disk than what belongs to it", _LOOK),
    "EBUSY": ("is in use", f"Close what uses it, {_AGAIN}"),
    "ETXTBSY": ("is in use", f"Close what uses it, {_AGAIN}"),
    "ENOLCK": ("cannot be locked", f"Use a disk of this machine, {_AGAIN}"),
    "EOPNOTSUPP": ("this disk cannot do what is asked", f"Use a disk of this machine, {_AGAIN}"),
    "ENOTSUP": ("this disk cannot do what is asked", f"Use a disk of this machine, {_AGAIN}"),
    "EPIPE": ("whoever read what was written is gone", "Run the command again."),
}
_BY_NUMBER: Final = {
    number: words for name, words in _WORDS.items() if (number := getattr(errno, name, None))
}
_OUT_OF_MEMORY: Final = frozenset({"OutOfMemoryException", "ArrowMemoryError"})  # DuckDB, Arrow
_BY_SIGNAL: Final = {
    "SIGKILL": "The system ends a process so when memory runs out. Close other programs, or make "
    "fewer reports at a time (--jobs 1).",
    "SIGXFSZ": "A file may not grow as large as this: raise the limit (`ulimit -f unlimited`).",
    "SIGXCPU": "The time of a process is limited here: raise the limit (`ulimit -t unlimited`).",
    "SIGBUS": "A disk was full or went away while a file on it was used: see to it.",
}
_BROKEN: Final = frozenset({"SIGSEGV", "SIGABRT", "SIGILL", "SIGFPE"})


def machine_fault(error: BaseException, where: str = "") -> InputError | None:
    """The error as what the machine refused; None when it is about something else.

    `where` is told when neither the error nor the functions it came through name a path.
    """
    for one in _causes(error):
        if (words := _words(one)) is not None:
            place = _path_of(one) or _path_in(one.__traceback__) or where or _THIS_MACHINE
            return InputError(Problem(words[0], place, remedy=words[1]))
    return None


def machine_fault_of(error: BaseException, where: str) -> InputError | None:
    """The same under a name of ours: on a page that is published no path of the machine stands."""
    found = next((words for one in _causes(error) if (words := _words(one)) is not None), None)
    return None if found is None else InputError(Problem(found[0], where, remedy=found[1]))


def end_of_process(code: int | None) -> tuple[str, str]:
    """How a process ended, from its exit code (None: nobody knows), and what to do."""
    if code is None:
        return "ended without a word", "Run the command again; report it when it happens again."
    if code >= 0:
        return (
            f"ended by itself, with code {code}",
            "Run it again alone; report it when it happens again.",
        )
    name = _name(-code)
    told = f"was killed by signal {-code}" + (f" ({name})" if name else "")
    if name in _BROKEN:
        return told, "A library of the program broke: run it again alone, then report it."
    return told, _BY_SIGNAL.get(name, "Somebody, or the system, ended it: run the command again.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those that it came from, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _words(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, MemoryError) or type(error).__name__ in _OUT_OF_MEMORY:
        return _WORDS["ENOMEM"]
    if isinstance(error, OSError) and error.errno:
        said = os.strerror(error.errno).lower()
        return _BY_NUMBER.get(error.errno, (f"the system refuses it: {said}", _LOOK))
    if type(error).__name__ == "IOException":  # DuckDB's: the system's words are in the message
        text = str(error)
        return next(
            (words for number, words in _BY_NUMBER.items() if os.strerror(number) in text), None
        )
    return None


def _path_of(error: BaseException) -> str:
    """The path that the error names."""
    named = getattr(error, "filename", None)
    return os.fsdecode(named) if isinstance(named, str | bytes | PurePath) else ""


def _path_in(traceback: TracebackType | None) -> str:
    """The path that the innermost function which has one was at work on."""
    found = ""
    while traceback is not None:
        paths = [
            value for value in traceback.tb_frame.f_locals.values() if isinstance(value, PurePath)
        ]
        found = str(paths[-1]) if paths else found
        traceback = traceback.tb_next
    return found


def _name(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return ""
