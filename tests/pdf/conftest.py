"""Reports as PDF: the specimen page, and the reports of 2010 as a run publishes them."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from fsb_lib import tables
from fsb_lib.base.report_files import ANNEX, REPORT
from fsb_lib.disclosure.protected import Category, Key, ProtectedTable
from fsb_lib.html.render import render
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.pdf.metadata import Attachment
from fsb_lib.pdf.write import pdf_bytes
from tests.browser import specimen
from tests.browser.made import made_reports, shared_folder

AUTHOR = "Københavns Kommune"


@pytest.fixture(scope="session", autouse=True)
def pango() -> None:
    """Skip where no PDF can be made; never in CI."""
    if weasyprint_engine.missing():
        reason = f"{weasyprint_engine.missing()}. {weasyprint_engine.REMEDY}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def specimen_html() -> str:
    """The specimen with a table that reaches over two pages, and a short running title."""
    long = tables.table(long_table())
    about = replace(specimen.page_info(), topic="Aktiveringsgraden")
    return render(specimen.notebook([*specimen.fragments(), long]), about)


def long_table() -> ProtectedTable:
    """Fifty rows; some page ends among them."""
    years = tuple(Category(str(year), str(year)) for year in range(1961, 2011))
    return specimen.table(
        "long",
        "En lang tabel",
        (Key("year", "År", years),),
        (specimen.PERSONS,),
        {(year.code,): (specimen.count(int(year.code)),) for year in years},
    )


@pytest.fixture(scope="session")
def attachments() -> list[Attachment]:
    released = specimen.release().tables
    return [Attachment(f"{each.id}.csv", each.title, csv_bytes(each)) for each in released]


@pytest.fixture(scope="session")
def specimen_pdf(
    specimen_html: str, attachments: list[Attachment], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("specimen") / "report.pdf"
    path.write_bytes(pdf_bytes(specimen_html, AUTHOR, attachments, specimen.DAY))
    return path


@pytest.fixture
def opened(specimen_pdf: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(specimen_pdf.read_bytes())) as pdf:
        yield pdf


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, twin_city_snapshot: Path) -> list[Path]:
    """Each note of a committee and the annex of its year, made by the command, as PDF."""
    pages = made_reports(shared_folder(tmp_path_factory), twin_city_snapshot)
    found = [page.with_suffix(".pdf") for page in pages if page.name in (REPORT, ANNEX)]
    return sorted(path for path in found if path.is_file())
