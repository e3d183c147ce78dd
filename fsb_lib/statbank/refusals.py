"""What can go wrong between here and the StatBank, each as a problem with its remedy."""

import json
import ssl
from email.message import Message
from urllib.error import HTTPError
from urllib.parse import urlsplit

from fsb_lib.base.errors import InputError, Problem

MOST_BYTES = 65536
LONGEST_MESSAGE = 300
PROXY = "Ask for access through the proxy, and name it in the environment as HTTPS_PROXY."
LATER = "Try again later. Reports are made without it: the comparison is left out."

REQUEST_ID = "StatbankAPI-Request-Id"  # what Danmarks Statistik can find a question by
CHANGED = "The table has changed. Report it to the program's developers."
OURS = "The question is not as the service wants it. Report it to the program's developers."

# What the API answers as `errorTypeCode`, and what its message begins with in Danish or English,
# in small letters; the first that fits.
REMEDIES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("EXTRACT-NOTFOUND", ("tabel", "table"), CHANGED),
    ("EXTRACT-NOTFOUND", ("kan ikke finde variabl", "variabl", "can't find variabl"), CHANGED),
    (
        "EXTRACT-NOTFOUND",
        ("",),
        "Choose quarters that the table holds; the newest may not be out yet.",
    ),
    ("EXTRACT-NOTALLOWED", ("",), CHANGED),
    ("REQUEST-LIMIT", ("",), "The table has grown. Report it to the program's developers."),
    ("REQUEST-NOTFOUND", ("",), "See whether the StatBank has moved to another address."),
    ("REQUEST-", ("",), OURS),
    ("EXTRACT-", ("",), OURS),
)


def of_status(error: HTTPError, host: str) -> Problem:
    """A reply with a status that is not 2xx: a redirect, a proxy's, or the API's own fault."""
    if 300 <= error.code < 400:
        elsewhere = urlsplit(error.headers.get("Location", "")).netloc
        return Problem(
            "the service sends its callers to another address",
            host,
            "an answer from the address itself",
            _plain(elsewhere) or f"status {error.code}",
            "See whether the StatBank has moved. Redirects are not followed.",
        )
    said = _said(_start_of(error))
    if error.code == 407 or not said:
        return Problem(
            "the service did not answer as the StatBank does",
            host,
            found=f"status {error.code}",
            remedy=f"{LATER} If a proxy stands between: {PROXY}",
        )
    return _refused(said, host, error.headers)


def of_network(error: object, host: str) -> Problem:
    """No reply at all, or one that broke off."""
    if isinstance(error, TimeoutError):
        return Problem("the service did not answer in time", host, remedy=LATER)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(
            "the service's certificate is not trusted",
            host,
            "a certificate of a known authority",
            _plain(error.verify_message),
            "If a proxy of the house opens TLS, name its certificate in SSL_CERT_FILE.",
        )
    return Problem(
        "the service cannot be reached",
        host,
        "an open way to the internet",
        _plain(str(error)),
        f"Run the command where there is a network. {PROXY}",
    )


def broken_off(host: str) -> Problem:
    """Fewer bytes than the reply announced."""
    return Problem("the reply broke off", host, "all of the reply", remedy=LATER)


def refuse_other_kind(headers: Message, body: bytes, host: str) -> None:
    """A reply with status 200 that is no table: the API's fault as JSON, or somebody's web page.

    Errors: InputError.
    """
    if said := _said(body[:MOST_BYTES]):
        raise InputError(_refused(said, host, headers))
    content_type = headers.get("Content-Type", "")
    if "html" in content_type.lower() or body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise InputError(
            Problem(
                "a web page came instead of the table",
                host,
                "text separated by semicolons",
                _plain(content_type),
                f"Mostly the page of a proxy. {PROXY}",
            )
        )


def _refused(said: dict[str, str], host: str, headers: Message) -> Problem:
    asked = _plain(headers.get(REQUEST_ID, ""))
    return Problem(
        "the StatBank refused the question",
        host,
        found=said["message"] + (f" (request {asked})" if asked else ""),
        remedy=_remedy(said),
    )


def _remedy(said: dict[str, str]) -> str:
    message = said["message"].lower()
    fitting = (
        remedy
        for code, beginnings, remedy in REMEDIES
        if said["code"].startswith(code) and message.startswith(beginnings)
    )
    return next(fitting, LATER)


def _said(body: bytes) -> dict[str, str]:
    """Message and code of the API's JSON; nothing where the body is anything else."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict) or not isinstance(told.get("message"), str):
        return {}
    return {"message": _plain(told["message"]), "code": str(told.get("errorTypeCode", ""))}


def _start_of(error: HTTPError) -> bytes:
    try:
        return error.read(MOST_BYTES)
    except OSError:
        return b""


def _plain(text: str) -> str:
    """Text from outside on one line, short, and without what a terminal would obey."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:LONGEST_MESSAGE]
