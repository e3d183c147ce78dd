"""The client against a server that answers as the StatBank does, and what stands between."""

import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.domain.city_population import Quarter
from fsb_lib.statbank.client import Service, ask, statbank
from fsb_lib.statbank.reply import question
from tests.statbank_stand_in import REQUEST_ID, Answer, answering, made_up_reply, refusal

QUARTER = Quarter(2014, 4)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fault(answer: Answer, **limits: float) -> str:
    with answering(answer) as server, pytest.raises(InputError) as raised:
        ask(question(QUARTER), Service(server.address, **limits))
    return str(raised.value)


def test_the_question_is_posted_and_the_reply_comes_back_untouched() -> None:
    with answering(Answer(made_up_reply())) as server:
        assert ask(question(QUARTER), Service(server.address)) == made_up_reply()
    assert server.asked == [
        {
            "table": "FOLK1E",
            "format": "CSV",
            "lang": "da",
            "delimiter": "Semicolon",
            "valuePresentation": "Code",
            "variables": [
                {"code": "OMRÅDE", "values": ["101"]},
                {"code": "KØN", "values": ["*"]},
                {"code": "ALDER", "values": ["*"]},
                {"code": "HERKOMST", "values": ["*"]},
                {"code": "Tid", "values": ["2014K4"]},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("code", "message", "remedy"),
    [
        ("EXTRACT-NOTFOUND", "Værdien blev ikke fundet: 2031K4", "the newest may not be out yet"),
        ("EXTRACT-NOTFOUND", "Variablen blev ikke fundet: HERKOMST", "has changed"),
        # recorded from the service
        ("EXTRACT-NOTFOUND", "Tabel findes ikke: X", "has changed"),
        ("EXTRACT-NOTFOUND", "Kan ikke finde variablen: X", "has changed"),
        ("EXTRACT-NOTFOUND", "Kan ikke finde værdien: 2031K4 (TID)", "may not be out yet"),
        ("EXTRACT-NOTFOUND", "Can't find value: 2031K4 (TID)", "may not be out yet"),
        ("EXTRACT-NOTALLOWED", "Der skal vælges værdier for variabel: X", "has changed"),
        ("REQUEST-MISSING", "Format ikke angivet, eller ikke gyldigt.", "not as the service wants"),
        ("REQUEST-NOTFOUND", "Siden kan ikke findes. / Page not found.", "has moved"),
        ("REQUEST-LIMIT", "Forespørgslen returnerer for mange observationer", "has grown"),
        ("SOMETHING-NEW", "Ukendt fejl", "Try again later"),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_a_refusal_is_told_in_the_statbanks_words(
    code: str, message: str, remedy: str, status: int
) -> None:
    told = fault(refusal(code, message, status))
    assert "the StatBank refused the question" in told
    assert message in told
    assert remedy in told
    assert f"(request {REQUEST_ID})" in told


def test_a_refusal_cannot_command_the_terminal_or_flood_it() -> None:
    told = fault(refusal("X", "\x1b[2J\x07two\r\nlines " + "x" * 5000))
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "two lines" in told
    assert len(told) < 600


def test_a_service_that_does_not_answer_in_time_is_given_up() -> None:
    start = time.monotonic()
    assert "did not answer in time" in fault(Answer(b"x", seconds_before=30), seconds=0.2)
    assert time.monotonic() - start < 5


def test_a_reply_that_drips_is_given_up_as_a_whole() -> None:
    # Each byte comes in time; all of them would take minutes.
    drip = Answer(made_up_reply(), seconds_between_bytes=0.05)
    start = time.monotonic()
    assert "did not answer in time" in fault(drip, seconds=0.3)
    assert time.monotonic() - start < 5


def test_a_reply_that_breaks_off_is_refused() -> None:
    told = fault(Answer(made_up_reply()[:900], announced_beyond=5000))
    assert "the reply broke off" in told
    assert "network" not in told


def test_a_reply_larger_than_it_can_be_is_refused() -> None:
    assert "larger than it can be" in fault(Answer(b"x" * 5000), most_bytes=4000)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<!DOCTYPE html><title>Log on</title>", "text/html"),
        (b"\xef\xbb\xbf\r\n <html>", "text/csv"),
        (b"Log on", "Text/HTML; charset=utf-8"),
    ],
)
def test_a_web_page_is_taken_for_a_proxys(body: bytes, content_type: str) -> None:
    told = fault(Answer(body, content_type=content_type))
    assert "a web page came instead of the table" in told
    assert "HTTPS_PROXY" in told


@pytest.mark.parametrize("status", [403, 407, 500, 503])
def test_a_status_without_the_statbanks_words_is_named(status: int) -> None:
    told = fault(Answer(b"<html>No</html>", status, "text/html"))
    assert f"status {status}" in told
    assert "proxy" in told


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_says_where_it_leads(status: int) -> None:
    with answering(Answer(made_up_reply())) as elsewhere:
        told = fault(Answer(b"", status, headers={"Location": elsewhere.address}))
        assert elsewhere.asked == []
    assert "another address" in told
    assert elsewhere.address.split("/")[2] in told


def test_nobody_there_says_that_a_network_is_needed() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1/data"
        with pytest.raises(InputError, match="cannot be reached") as raised:
            ask(question(QUARTER), Service(address))
    assert "Run the command where there is a network" in str(raised.value)


def test_the_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(Answer(b"No", 407, "text/plain")) as proxy:
        monkeypatch.setenv("https_proxy", proxy.address)
        monkeypatch.setenv("no_proxy", "")
        # A proxy is asked to connect (CONNECT), which the stand-in does not know.
        with pytest.raises(InputError, match="cannot be reached") as raised:
            ask(question(QUARTER), statbank())
    assert "Tunnel connection failed" in str(raised.value)


def test_the_real_service_is_asked_over_https_only() -> None:
    assert statbank().address == "https://api.statbank.dk/v1/data"
    with pytest.raises(ValueError, match="https"):
        Service("http://api.statbank.dk/v1/data")
    with pytest.raises(ValueError, match="https"):
        Service("file:///etc/hostname")


def test_a_server_that_cannot_show_who_it_is_is_told_nothing() -> None:
    with answering(Answer(made_up_reply())) as server:
        address = server.address.replace("http://", "https://")
        with pytest.raises(InputError, match="cannot be reached"):
            ask(question(QUARTER), Service(address, seconds=5))
        assert server.asked == []


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_of_its_own_making_is_not_trusted(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with answering(Answer(made_up_reply()), tls) as server:
        with pytest.raises(InputError, match="certificate is not trusted") as raised:
            ask(question(QUARTER), Service(server.address, seconds=5))
        assert server.asked == []
    assert "SSL_CERT_FILE" in str(raised.value)
