"""A process that ends in the middle: after so many changes of the disk, nothing changes any more.

In this process, so that every moment can be tried in no time. What is patched are the calls by
which this program and the standard library make, move and remove names.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fsb_lib.outputs import atomic_swap

CHANGES = ("rename", "replace", "unlink", "rmdir", "mkdir")


class EndedError(BaseException):
    """As a signal that nobody catches: no `except Exception` may see it."""


class Disk:
    """Counts the changes; from the last one on, each attempt ends the process again."""

    def __init__(self, n_changes: int) -> None:
        self.left = n_changes
        self.n_made = 0

    def counted(self, change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*args: Any, **named: Any) -> Any:
            if self.left <= 0:
                raise EndedError
            self.left -= 1
            self.n_made += 1
            return change(*args, **named)

        return changed


@contextmanager
def ends_after(n_changes: int) -> Iterator[Disk]:
    """The process ends after so many changes, unless it is done before."""
    disk = Disk(n_changes)
    with pytest.MonkeyPatch.context() as patched:
        for name in CHANGES:
            patched.setattr(os, name, disk.counted(getattr(os, name)))
        patched.setattr(atomic_swap, "_exchange", disk.counted(atomic_swap._exchange))
        try:
            yield disk
        except EndedError:
            return
