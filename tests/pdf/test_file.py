"""The file itself: the same bytes anywhere, its fonts and tables inside, nothing fetched."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pytest

from fsb_lib.pdf import write as pdf
from fsb_lib.pdf.metadata import Attachment
from fsb_lib.pdf.write import pdf_bytes
from fsb_lib.scanner.scan import LOOKS_LIKE_ONE, scan_bytes
from tests.browser import specimen

AGAIN = """
import sys
from datetime import date
from pathlib import Path
from fsb_lib.pdf.write import pdf_bytes
from fsb_lib.pdf.metadata import Attachment
page, made = Path(sys.argv[1]), Path(sys.argv[2])
files = [Attachment(name, name, b"a;b\\r\\n") for name in ("b.csv", "a.csv")]
made.write_bytes(pdf_bytes(page.read_text(encoding="utf-8"), "A", files, date(2010, 11, 15)))
"""


def test_another_process_and_day_give_the_same_bytes(specimen_html: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(specimen_html, encoding="utf-8")
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-c", AGAIN, tmp_path / "page.html", folder / "report.pdf"]
        subprocess.run(command, env=surroundings, check=True, cwd=Path(__file__).parents[2])
    first, second = ((tmp_path / seed / "report.pdf").read_bytes() for seed in ("1", "2"))
    assert first == second


def test_no_date_but_that_of_the_figures_is_in_it(opened: pikepdf.Pdf) -> None:
    assert set(opened.docinfo) == {"/Title", "/Author", "/Producer"}
    dates = {
        str(each.get(name)) for each in files(opened) for name in ("/ModDate", "/CreationDate")
    }
    assert dates == {"D:20101115000000Z"}
    assert not re.search(rb"(Create|Modify|Metadata)Date", opened.Root.Metadata.read_bytes())


def files(opened: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [each.EF.F.Params for each in opened.Root.AF]


def test_another_text_gives_another_identity(specimen_html: str, opened: pikepdf.Pdf) -> None:
    other = pdf_bytes(specimen_html.replace("Bemærk", "Bemark"), "A", [], specimen.DAY)
    with pikepdf.open(io.BytesIO(other)) as changed:
        assert bytes(changed.trailer.ID[0]) != bytes(opened.trailer.ID[0])


def test_every_font_is_embedded_and_the_page_s_own(opened: pikepdf.Pdf) -> None:
    fonts = [
        each
        for each in opened.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]
    assert len(fonts) == 2
    for font in fonts:
        assert "IBM-Plex-Sans" in str(font.FontName)
        assert len(font.FontFile2.read_bytes()) > 1000


def test_tables_travel_in_the_file_as_they_lie_beside_it(
    opened: pikepdf.Pdf, attachments: list[Attachment]
) -> None:
    found = {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}
    assert found == {each.name: each.content for each in attachments}
    assert len(opened.Root.AF) == len(attachments)
    for each in opened.Root.AF:
        assert each.AFRelationship == "/Data"
        assert each.EF.F.Subtype == "/text/csv"
        assert each.Desc


def test_file_declares_what_it_is_and_escapes_its_title(specimen_html: str) -> None:
    title = re.sub("<title>.*?</title>", "<title>A &lt;b&gt; &amp; c</title>", specimen_html)
    with pikepdf.open(io.BytesIO(pdf_bytes(title, "D & E", [], specimen.DAY))) as made:
        assert made.docinfo.Title == "A <b> & c"
        with made.open_metadata() as metadata:
            assert metadata["dc:title"] == "A <b> & c"
            assert metadata["dc:creator"] == ["D & E"]
            assert metadata["pdfuaid:part"] == "1"
            assert metadata.pdfa_status == "3A"


def test_no_stream_ends_with_a_carriage_return(monkeypatch: pytest.MonkeyPatch) -> None:
    """One stream in 256 would; here every one does."""
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Test = made.make_stream(b"abc")
        monkeypatch.setattr(pdf.zlib, "compress", lambda *_: b"packed\r")
        content = pdf._saved(made)
    with pikepdf.open(io.BytesIO(content)) as read:
        assert read.Root.Test.read_raw_bytes() == b"abc"


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def server(asked: list[str]) -> HTTPServer:
    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    listening = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=listening.serve_forever, daemon=True).start()
    yield listening
    listening.shutdown()


def test_nothing_is_fetched(
    specimen_html: str, server: HTTPServer, asked: list[str], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>HEMMELIG</text></svg>')
    away = f"http://127.0.0.1:{server.server_port}/a.css"
    head = f'<link rel="stylesheet" href="{away}"><style>@import "{away}";</style></head>'
    body = f'<main$1><p style="background:url({away})">a</p><img alt="x" src="{secret.as_uri()}">'
    page = specimen_html.replace("</head>", head)
    page = re.sub(r"<main([^>]*)>", body.replace("$1", r"\1"), page)
    made = pdf_bytes(page, "A", [], specimen.DAY)
    assert asked == []
    assert b"HEMMELIG" not in made


def said_in_a_paragraph(page: str) -> tuple[str, list[Attachment]]:
    return page.replace("</main>", "<p>Borgeren 020180-1234 er nævnt.</p></main>"), []


def held_in_a_table(page: str) -> tuple[str, list[Attachment]]:
    return page, [Attachment("a.csv", "a", b"a;020180-1234\r\n")]


@pytest.mark.parametrize("planted", [said_in_a_paragraph, held_in_a_table])
def test_scanner_sees_a_number_in_it(
    planted: Callable[[str], tuple[str, list[Attachment]]], specimen_html: str
) -> None:
    html, carried = planted(specimen_html)
    found = scan_bytes(pdf_bytes(html, "A", carried, specimen.DAY), "report.pdf")
    assert LOOKS_LIKE_ONE in {one.kind for one in found}


def test_scanner_takes_nothing_of_it_for_a_number(specimen_pdf: Path) -> None:
    assert scan_bytes(specimen_pdf.read_bytes(), "report.pdf") == []
