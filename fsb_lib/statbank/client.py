"""One question to the StatBank's API: a JSON body by POST, the bytes of the reply.

Form: https://www.dst.dk/en/Statistik/hjaelp-til-statistikbanken/api. A fault is answered with
JSON that holds `message`, and mostly `errorTypeCode`. A question holds codes of a public table
only.

Nothing is tried twice: an analyst is there to read what is wrong and repeat the command, and a
repeated question would hide a fault of the service or add to its load.
"""

import json
import ssl
import urllib.request as web
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from fsb_lib import __version__
from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.statbank import refusals

CHUNK = 65536
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Service:
    """Where the StatBank answers, how long it may take in all, and how much it may send."""

    address: str
    seconds: float = 60
    most_bytes: int = 4_000_000

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme != "https" and parts.hostname not in THIS_MACHINE:
            raise ValueError("the StatBank is asked over https only")

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc


def statbank() -> Service:
    """The real one."""
    return Service(load("statbank")["address"])


def ask(question: Mapping[str, Any], service: Service) -> bytes:
    """The reply to a question, as it came.

    Errors: InputError that says whether proxy, network, service or question is at fault.
    """
    request = web.Request(  # noqa: S310 (Service takes https only, the opener no files)
        service.address,
        json.dumps(question, ensure_ascii=False).encode("utf-8"),
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"fsb/{__version__}"},
        method="POST",
    )
    deadline = monotonic() + service.seconds
    try:
        with _opener().open(request, timeout=service.seconds) as reply:
            body = _body(reply, service, deadline)
            refusals.refuse_other_kind(reply.headers, body, service.host)
            return body
    except HTTPError as error:
        with error:
            raise InputError(refusals.of_status(error, service.host)) from None
    except URLError as error:
        raise InputError(refusals.of_network(error.reason, service.host)) from None
    except (OSError, HTTPException) as error:
        raise InputError(refusals.of_network(error, service.host)) from None


class _NoRedirect(web.HTTPRedirectHandler):
    """The service has one address; another one is news that an analyst should see."""

    def redirect_request(
        self,
        req: web.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """No request: urllib then raises the redirect as an HTTPError."""


def _opener() -> web.OpenerDirector:
    """Only http(s), by the proxy that the environment names; no files, no other protocols."""
    opener = web.OpenerDirector()
    for handler in (
        web.ProxyHandler(),
        web.HTTPHandler(),
        web.HTTPSHandler(context=ssl.create_default_context()),
        _NoRedirect(),
        web.HTTPDefaultErrorHandler(),
        web.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _body(reply: Any, service: Service, deadline: float) -> bytes:
    """All of the reply, within its time and size; one that breaks off is refused."""
    announced = reply.headers.get("Content-Length", "")
    body = b""
    while chunk := _chunk(reply, service):
        body += chunk
        if len(body) > service.most_bytes:
            raise InputError(_too_large(service))
        if monotonic() > deadline:
            raise TimeoutError
    if announced.isdecimal() and len(body) < int(announced):
        raise InputError(refusals.broken_off(service.host))
    return body


def _chunk(reply: Any, service: Service) -> bytes:
    """The next bytes of a reply that has begun: what ends it now is no lack of a network."""
    try:
        chunk: bytes = reply.read1(CHUNK)
    except (HTTPException, ConnectionError, ssl.SSLError):
        raise InputError(refusals.broken_off(service.host)) from None
    return chunk


def _too_large(service: Service) -> Problem:
    return Problem(
        "the reply is larger than it can be",
        service.host,
        f"at most {service.most_bytes} bytes",
        remedy="The table has changed its form. Report it to the program's developers.",
    )
