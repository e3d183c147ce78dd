"""Standard output and error of a notebook, caught as a kernel catches them.

    print, sys.stderr.write          -> the stream's buffer
    os.system, a library written in C -> a file in place of descriptors 1 and 2 -> the same buffer

What is buffered is sent at a flush: before every display, and at the end of a cell.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Send = Callable[[str, str], None]
_DESCRIPTORS = {"stdout": 1, "stderr": 2}


class CellStream(io.TextIOBase):
    """One of the two streams; `send(name, text)` is called with what was written."""

    encoding = "UTF-8"

    def __init__(self, name: str, send: Send) -> None:
        self.name = name
        self._send = send
        self._written: list[str] = []
        self._below: int | None = None
        self._n_read = 0

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        """Where a process started by the notebook should write."""
        if self._below is None:
            raise io.UnsupportedOperation("fileno")
        return self._below

    def write(self, text: str) -> int:
        """Errors: TypeError for anything but text, as a kernel's stream."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._read_below()
        self._written.append(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written since the last flush, if anything was."""
        self._read_below()
        text, self._written = "".join(self._written), []
        if text:
            self._send(self.name, text)

    @contextmanager
    def over_its_descriptor(self) -> Iterator[None]:
        """Catch what is written to the descriptor itself; the stream is flushed at the end."""
        descriptor = _DESCRIPTORS[self.name]
        saved = os.dup(descriptor)
        with tempfile.TemporaryFile() as caught:
            os.dup2(caught.fileno(), descriptor)
            self._below, self._n_read = caught.fileno(), 0
            try:
                yield
            finally:
                self.flush()
                self._below = None
                os.dup2(saved, descriptor)
                os.close(saved)

    def _read_below(self) -> None:
        if self._below is None:
            return
        n_there = os.fstat(self._below).st_size
        if n_there > self._n_read:
            found = os.pread(self._below, n_there - self._n_read, self._n_read)
            self._n_read = n_there
            self._written.append(found.decode("utf-8", "replace"))


@contextmanager
def as_standard_streams(out: CellStream, error: CellStream) -> Iterator[None]:
    """Let `print` and warnings of this process go to the two streams."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, error
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
