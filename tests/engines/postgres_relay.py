"""Stands between a client and PostgreSQL, and keeps all that the server says.

The server's messages are a letter, a length and a body: T names a result's columns, D is a row.
"""

import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from tests.engines.crossing import Crossed, Result

PORT = "5432"
Heard = Callable[[bytes], None]


class Listener:
    """Reads one connection's messages as they come in pieces."""

    def __init__(self, crossed: Crossed) -> None:
        self._crossed, self._rest = crossed, b""
        self._columns: tuple[str, ...] = ()
        self._n_rows = 0

    def heard(self, piece: bytes) -> None:
        self._crossed.received += piece
        self._rest += piece
        while len(self._rest) >= 5:
            end = 1 + struct.unpack_from("!i", self._rest, 1)[0]
            if len(self._rest) < end:
                return
            self._message(self._rest[:1], self._rest[5:end])
            self._rest = self._rest[end:]

    def _message(self, kind: bytes, body: bytes) -> None:
        if kind == b"T":
            self._columns, self._n_rows = columns(body), 0
        elif kind == b"D":
            self._n_rows += 1
        elif kind in b"CsI" and self._columns:  # complete, or a portion of it
            self._crossed.results.append(Result(self._columns, self._n_rows))
            self._n_rows = 0


def columns(body: bytes) -> tuple[str, ...]:
    """The names in a description of rows: each ends with 0, and 18 bytes of other things follow."""
    names, place = [], 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        end = body.index(b"\0", place)
        names.append(body[place:end].decode())
        place = end + 1 + 18
    return tuple(names)


@contextmanager
def relay(server_url: str, crossed: Crossed) -> Iterator[str]:
    """A folder whose socket leads to the server; for the host of a client's address."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fsb-relay-")))
        listening = stack.enter_context(socket.socket(socket.AF_UNIX))
        listening.bind(str(folder / f".s.PGSQL.{PORT}"))
        listening.listen()
        start_relay(listening, lambda: _connected(server_url), lambda: Listener(crossed).heard)
        yield str(folder)


def start_relay(
    listening: socket.socket, connect: Callable[[], socket.socket], ear: Callable[[], Heard]
) -> None:
    """Passes connections on until the socket is closed; a new ear for each one's server."""
    serving = threading.Thread(target=_serve, args=(listening, connect, ear), daemon=True)
    serving.start()


def _serve(
    listening: socket.socket, connect: Callable[[], socket.socket], ear: Callable[[], Heard]
) -> None:
    while True:
        try:
            client, _ = listening.accept()
        except OSError:  # the block has ended
            return
        server = connect()
        for source, sink, heard in ((client, server, _nothing), (server, client, ear())):
            threading.Thread(target=_pass_on, args=(source, sink, heard), daemon=True).start()


def _nothing(_: bytes) -> None:
    """What the client says is not kept."""


def _connected(server_url: str) -> socket.socket:
    told = conninfo_to_dict(server_url)
    host, port = str(told.get("host", "")), str(told.get("port", PORT))
    if host.startswith("/"):
        made = socket.socket(socket.AF_UNIX)
        made.connect(f"{host}/.s.PGSQL.{port}")
        return made
    return socket.create_connection((host, int(port)))


def _pass_on(source: socket.socket, sink: socket.socket, heard: Heard) -> None:
    with source, sink:
        try:
            while piece := source.recv(1 << 16):
                heard(piece)
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return
