"""A server that answers as Danmarks Statistik's StatBank does, and replies in its form.

The figures are made up, and look it: one person of every sex, age and origin, unless a test says
otherwise. They are nobody's population.
"""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product, starmap
from typing import Any, NamedTuple

HEADINGS = "OMRÅDE;KØN;ALDER;HERKOMST;TID;INDHOLD"


class Person(NamedTuple):
    """A kind of person, as the table's codes have it."""

    sex: str
    age: int
    origin: str


SEXES, ORIGINS, OLDEST = ("1", "2"), ("1", "24", "25", "34", "35"), 125
CSV_TYPE = "text/csv; charset=utf-8"
REQUEST_ID = "00000000-0000-4000-8000-000000000000"


def made_up_reply(quarter: str = "2014K4", persons: Callable[[Person], int] = lambda _: 1) -> bytes:
    """A whole reply of FOLK1E for one quarter, with its totals."""
    counts: dict[tuple[str, str, str], int] = {}
    for each in starmap(Person, product(SEXES, range(OLDEST + 1), ORIGINS)):
        n, (sex, years, origin) = persons(each), each
        for cell in product((sex, "TOT"), (str(years), "IALT"), (origin, "TOT")):
            counts[cell] = counts.get(cell, 0) + n
    lines = [f"101;{sex};{age};{origin};{quarter};{n}" for (sex, age, origin), n in counts.items()]
    return "\r\n".join([HEADINGS, *lines, ""]).encode("utf-8-sig")


@dataclass
class Answer:
    """What the server answers every question with: in chunks, without its length, as recorded."""

    body: bytes = b""
    status: int = 200
    content_type: str = CSV_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    # Announces more than it sends, as a connection that breaks off does.
    announced_beyond: int = 0
    seconds_before: float = 0
    seconds_between_bytes: float = 0


def refusal(code: str, message: str, status: int = 400) -> Answer:
    """A fault in the API's own form."""
    body = json.dumps({"errorTypeCode": code, "message": message}, ensure_ascii=False)
    return Answer(body.encode(), status, "application/json; charset=utf-8")


@dataclass
class StandIn:
    """A running server: its address, and the questions it was asked."""

    address: str
    asked: list[dict[str, Any]]


class _Server(ThreadingHTTPServer):
    """Answers questions by `answer`, until `stop` is set; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, answer: Callable[[dict[str, Any]], Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.stop = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question)
        given = self.server.answer(question)
        self.server.stop.wait(given.seconds_before)
        self.send_response(given.status)
        self.send_header("Content-Type", given.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.send_header("StatbankAPI-Request-Id", REQUEST_ID)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(given)

    def _send(self, given: Answer) -> None:
        step = 1 if given.seconds_between_bytes else max(len(given.body), 1)
        for start in range(0, len(given.body), step):
            part = given.body[start : start + step]
            self.wfile.write(f"{len(part) + given.announced_beyond:x}\r\n".encode() + part)
            if given.announced_beyond:  # the connection ends inside the chunk
                return
            self.wfile.write(b"\r\n")
            self.wfile.flush()
            if self.server.stop.wait(given.seconds_between_bytes):
                return
        self.wfile.write(b"0\r\n\r\n")

    def handle(self) -> None:
        with suppress(OSError):  # a caller may hang up
            super().handle()

    def log_message(self, *_: object) -> None:
        """Nothing: a test's terminal is its report."""


@contextmanager
def answering(
    answer: Answer | Callable[[dict[str, Any]], Answer], tls: ssl.SSLContext | None = None
) -> Iterator[StandIn]:
    """The server on a free port of this machine, until the block ends; with `tls` over https."""
    server = _Server((lambda _: answer) if isinstance(answer, Answer) else answer)
    scheme = "https" if tls else "http"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield StandIn(f"{scheme}://127.0.0.1:{server.server_port}/v1/data", server.asked)
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
