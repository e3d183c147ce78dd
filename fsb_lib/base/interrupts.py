"""Ctrl-C, SIGTERM and SIGHUP: one sentence and exit code 130, in every command, at any moment.

while the program is imported       the sentence, and the end
while a command runs                KeyboardInterrupt, so that everything is put in order
a second time                       the sentence, and the end: the next command puts in order
after the last line                 nothing: it is done
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

INTERRUPTED: Final = 130
SENTENCE: Final = (
    "Interrupted before it was done. Run the same command again: it completes or repeats the work."
)
_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
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


def _raise(*_: object) -> NoReturn:
    _handle_by(_end)
    raise KeyboardInterrupt


def _end(*_: object) -> NoReturn:
    os.write(2, f"\n{SENTENCE}\n".encode())
    os._exit(INTERRUPTED)
