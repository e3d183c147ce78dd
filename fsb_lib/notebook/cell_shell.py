"""Runs cells in this process and answers as a kernel would: the shell is that of the kernel.

    source --IPython--> values, displays, errors --> messages, through JSON as over a socket

A process runs one notebook: IPython's shell is one per process, and what a notebook changes in
imported modules must not reach the next.
"""

import builtins
import getpass
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from IPython.core.shellapp import InteractiveShellApp
from jupyter_client.session import Session
from traitlets.config import Config

from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.notebook.cell_streams import CellStream, as_standard_streams

Message = dict[str, Any]
# A cell that swallows the first interrupt is interrupted again.
_AGAIN_SECONDS = 5.0
_LANGUAGE = {
    "name": "python",
    "version": sys.version.split(maxsplit=1)[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


@dataclass(frozen=True)
class Ran:
    """What became of one cell; `error` is empty or has ename, evalue and traceback."""

    messages: tuple[Message, ...]
    error: dict[str, Any]
    took_too_long: bool


class _Recorder(Session):
    """Keeps the messages that a kernel's session would send."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Message] = []

    def send(  # type: ignore[override]
        self, _: Any, kind: Any, content: Any = None, parent: Any = None, **_more: Any
    ) -> Any:
        """Keep a message; its content comes out as JSON would bring it over."""
        message = kind if isinstance(kind, dict) else self.msg(kind, content, parent)
        self.kept.append({**message, "content": self.unpack(self.pack(message["content"]))})
        return message

    def taken(self) -> tuple[Message, ...]:
        kept, self.kept = self.kept, []
        return tuple(kept)


class CellShell:
    """The shell of one notebook."""

    def __init__(self, shell: Any, session: _Recorder, streams: Iterable[CellStream]) -> None:
        self._shell = shell
        self._session = session
        self._streams = streams

    @property
    def language(self) -> dict[str, Any]:
        """What a kernel says of its language."""
        return dict(_LANGUAGE)

    @property
    def has_exited(self) -> bool:
        """Whether a cell called `exit()`, at which a kernel ends."""
        return bool(self._shell.exit_now)

    def run(self, source: str, limit_seconds: int | None) -> Ran:
        """Run one cell. The limit is kept where the system has an alarm clock for processes."""
        alarm = _Alarm(limit_seconds)
        self._session.send(None, "status", {"execution_state": "busy"})
        number = self._shell.execution_count
        self._session.send(None, "execute_input", {"code": source, "execution_count": number})
        error: dict[str, Any] = {}
        with ExitStack() as around:
            for stream in self._streams:
                around.enter_context(stream.over_its_descriptor())
            try:
                with alarm.set():
                    error = self._error(self._shell.run_cell(source, store_history=True))
            except KeyboardInterrupt:
                if not alarm.rang:
                    raise
            for stream in self._streams:
                stream.flush()
        self._session.send(None, "status", {"execution_state": "idle"})
        return Ran(self._session.taken(), error, alarm.rang)

    def _error(self, result: Any) -> dict[str, Any]:
        """As a kernel's reply tells of an error."""
        error = result.error_before_exec or result.error_in_exec
        if result.success and not self._shell._last_traceback_during_displayhook:
            return {}
        return {
            "ename": type(error).__name__,
            "evalue": str(error),
            "traceback": self._shell._last_traceback or [],
        }


class _Alarm:
    """Interrupts the cell at its limit."""

    def __init__(self, seconds: int | None) -> None:
        self._seconds = seconds
        self.rang = False

    @contextmanager
    def set(self) -> Iterator[None]:
        on_main = threading.current_thread() is threading.main_thread()
        if not self._seconds or not hasattr(signal, "setitimer") or not on_main:
            yield
            return
        before = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, self._seconds, _AGAIN_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _ring(self, *_: object) -> NoReturn:
        self.rang = True
        raise KeyboardInterrupt


@contextmanager
def cell_shell() -> Iterator[CellShell]:
    """The one shell of this process, without the user's profile, startup files and history.

    Errors: UsageError when this process has a shell already.
    """
    if InteractiveShell.initialized():
        raise UsageError(
            Problem("this process has run a notebook already", "engine fsb",
                    "one process for each notebook", remedy="Start another process for it.")
        )  # fmt: skip
    session = _Recorder()

    def send(name: str, text: str) -> None:
        session.send(None, "stream", {"name": name, "text": text})

    streams = CellStream("stdout", send), CellStream("stderr", send)
    with ExitStack() as around:
        folder = around.enter_context(tempfile.TemporaryDirectory(prefix="fsb-shell-"))
        around.enter_context(_as_in_a_kernel())
        around.enter_context(as_standard_streams(*streams))
        yield CellShell(_new_shell(folder, session), session, streams)


def _new_shell(folder: str, session: Session) -> Any:
    shell: Any = ZMQInteractiveShell.instance(
        profile_dir=ProfileDir.create_profile_dir(folder),  # type: ignore[no-untyped-call]
        ipython_dir=folder,
        config=Config({"HistoryManager": {"hist_file": ":memory:"}}),
        compiler_class=XCachingCompiler,
        kernel=SimpleNamespace(eventloop=None),
    )
    shell.enable_gui = _no_windows
    for speaker in (shell.displayhook, shell.display_pub):
        speaker.session = session
    return shell


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """What a kernel sets around its shell: no input, the inline figures, `import` from here."""
    before = builtins.input, getpass.getpass, list(sys.path)
    builtins.input = _no_input("raw_input")
    getpass.getpass = _no_input("getpass")
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    InteractiveShellApp().init_path()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        builtins.input, getpass.getpass, sys.path[:] = before


def _no_windows(_: Any = None) -> None:
    """`%matplotlib inline` asks for none; nobody would see one."""


def _no_input(name: str) -> Any:
    def refuse(*_: object, **_more: object) -> NoReturn:
        raise StdinNotImplementedError(
            f"{name} was called, but this frontend does not support input requests."
        )

    return refuse
