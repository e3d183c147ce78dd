"""Ctrl-C, SIGTERM and SIGHUP: one sentence and exit code 130, in every command, at any moment.

while the program is imported       the sentence, and the end
while a command runs                KeyboardInterrupt, so that everything is put in order
a second time                       the sentence, and the end: the next command puts in order
after the last line                 nothing: it is done
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final, NoReturn

INTERRUPTED: Final = 130
SENTENCE: Final = (
    "Interrupted before it was done. Run the same command again: it completes or repeats the work."
)
_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
# What is raised here goes nowhere: the call-back of a lock of an import, the end of an object.
_SWALLOWING: Final = frozenset({"cb", "__del__"})
_SOON_SECONDS: Final = 0.02
_Handler = Callable[[int, FrameType | None], object] | signal.Handlers


def end_when_interrupted() -> None:
    """End at once from now on: there is nothing yet to be put in order."""
    _handle_by(_end)


def ignore_interrupts() -> None:
    """From now on there is nothing left to interrupt."""
    _handle_by(signal.SIG_IGN)


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, an interrupt is a KeyboardInterrupt; what was before comes back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    _handle_by(_raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _handle_by(handler: _Handler) -> None:
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as a program in the background
            signal.signal(number, handler)


def leave_interrupted() -> NoReturn:
    """End with the exit code, when all is in order.

    Python itself would end by SIGINT where the interrupt has met generated code, as of a dataclass.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whoever read it may be gone
            stream.flush()
    os._exit(INTERRUPTED)


def _raise(number: int, frame: FrameType | None) -> None:
    if frame is not None and frame.f_code.co_name in _SWALLOWING:
        threading.Timer(_SOON_SECONDS, os.kill, (os.getpid(), number)).start()
        return
    _handle_by(_end)
    raise KeyboardInterrupt


def _end(*_: object) -> NoReturn:
    os.write(2, f"\n{SENTENCE}\n".encode())
    os._exit(INTERRUPTED)
