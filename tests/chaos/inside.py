"""Sits in every process of a tried command, as `sitecustomize.py` beside a copy of the program.

    FSB_CHAOS = {"root": what is watched, "role": whose changes count (empty: all),
                 "harm": "count" | "kill" | "full" | "torn" | "small" | "memory",
                 "number": the change that is harmed, or a limit in bytes, "counted": a folder}

A change is counted before it is made, so "killed at change 3" leaves two behind. Files that a
library of C++ writes are not seen here; the moments by the clock are for those.
"""

import errno
import json
import os
import signal
import sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"}
NEEDS_ROOM = {"open", "os.mkdir"}
# Of matplotlib, and of libraries in a report's own folder: nothing that anybody reads.
UNREAD = (f"{os.sep}cache{os.sep}", f"{os.sep}private{os.sep}")


def role() -> str:
    """`command`, or the last part of the module that the process runs."""
    words = sys.orig_argv
    module = words[words.index("-m") + 1] if "-m" in words[:-1] else ""
    if module == "fsb_lib":
        return "command"
    return {"process": "intake", "fork_server": "reports"}.get(
        module.rpartition(".")[2], module.rpartition(".")[2]
    )


def place_of(event: str, arguments: tuple, root: str) -> str:
    """What is about to be changed; nothing when it is no change."""
    if event == "ctypes.dlsym":  # how two names are exchanged
        return root if arguments[1] == "renameat2" else ""
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITING):
        return ""
    if event not in CHANGES and event != "open":
        return ""
    first = arguments[0]
    return os.fsdecode(first) if isinstance(first, str | bytes | os.PathLike) else ""


def watch(order: dict) -> None:
    """Harm this process at the change that is ordered."""
    root, harm, number = order["root"], order["harm"], order["number"]
    n_changes = 0

    def hook(event: str, arguments: tuple) -> None:
        nonlocal n_changes
        place = place_of(event, arguments, root)
        if not place.startswith(root) or any(part in place for part in UNREAD):
            return
        n_changes += 1
        if harm == "count":
            count(order["counted"], n_changes)
        elif n_changes >= number and harm == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif n_changes >= number and harm == "full" and event in NEEDS_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), place)

    sys.addaudithook(hook)


def count(folder: str, n_changes: int) -> None:
    """Leave how many there were, for each process: `reports-4711` holds `12`."""
    name = os.path.join(folder, f"{role()}-{os.getpid()}")  # noqa: PTH118 (no imports here)
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(handle, str(n_changes).encode())
    os.close(handle)


def limit(harm: str, n_bytes: int) -> None:
    """Let the system refuse: files that grow too large, or memory."""
    import resource  # noqa: PLC0415 (not on every system)

    what = resource.RLIMIT_AS if harm == "memory" else resource.RLIMIT_FSIZE
    resource.setrlimit(what, (n_bytes, n_bytes))
    if harm == "torn":  # killed in the middle of a write
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def begin() -> None:
    """Do what the environment orders."""
    given = os.environ.get("FSB_CHAOS")
    if not given:
        return
    order = json.loads(given)
    if order["role"] not in {"", role()}:
        return
    if order["harm"] in {"torn", "small", "memory"}:
        limit(order["harm"], order["number"])
    else:
        watch(order)


begin()
