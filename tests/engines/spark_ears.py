"""Hears all that Spark on this machine says to Python, which is by sockets, and what is asked.

Every socket that pyspark and py4j read from is read as a file; `readinto` is where its bytes
come in.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.engines.crossing import Crossed, Result


@contextmanager
def overhearing(crossed: Crossed) -> Iterator[None]:
    """Keeps what comes in from Spark on this machine, and its results, while the block runs."""
    read = socket.SocketIO.readinto

    def heard(self: socket.SocketIO, buffer: Any) -> int | None:
        n_bytes = read(self, buffer)
        crossed.received += bytes(memoryview(buffer)[: n_bytes or 0])
        return n_bytes

    with pytest.MonkeyPatch.context() as patch, answers_kept(crossed):
        patch.setattr(socket.SocketIO, "readinto", heard)
        yield


@contextmanager
def answers_kept(crossed: Crossed) -> Iterator[None]:
    """Keeps the form of every result that Ibis is given."""
    from ibis.backends.pyspark import Backend  # noqa: PLC0415 (where pyspark is)

    execute = Backend.execute

    def answered(self: Backend, expression: Any, /, **options: Any) -> Any:
        frame = execute(self, expression.as_table(), **options)
        crossed.results.append(Result(tuple(frame.columns), len(frame)))
        return expression.__pandas_result__(frame)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Backend, "execute", answered)
        yield
