"""report.pdf from report.html: PDF/UA-1 and PDF/A-3a, the same bytes each time.

report.html -> print_page -> WeasyPrint -> mend_tags -> describe, attach -> report.pdf
"""

import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import cast

import pikepdf

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.pdf.mend_tags import mend_tags
from fsb_lib.pdf.metadata import Attachment, attach, describe
from fsb_lib.pdf.print_html import print_page

_VARIANT = "pdf/a-3a"
_CLOCK = "SOURCE_DATE_EPOCH"
_DEFLATED = pikepdf.Name.FlateDecode


def pdf_bytes(html: str, author: str, attachments: Sequence[Attachment], day: date) -> bytes:
    """The PDF of a report's page, with the files that it carries, dated by `day`.

    Errors: ReportError when WeasyPrint is missing (ask `weasyprint_engine.missing` first), or
    when the tags of the PDF are not those of the page.
    """
    if weasyprint_engine.missing():
        raise ReportError(
            Problem("no PDF can be made", "report.pdf", found=weasyprint_engine.missing(),
                    remedy=weasyprint_engine.REMEDY)
        )  # fmt: skip
    page = print_page(html)
    with pikepdf.open(io.BytesIO(_drawn(page.html))) as pdf:
        mend_tags(pdf, page)
        describe(pdf, author)
        if attachments:
            attach(pdf, attachments, day)
        return _saved(pdf)


def _drawn(html: str) -> bytes:
    """The pages as WeasyPrint draws and tags them; it may fetch what the page itself holds."""
    fetcher = weasyprint_engine.weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    document = weasyprint_engine.weasyprint.HTML(string=html, url_fetcher=fetcher)
    with _fonts_undated():
        return cast(bytes, document.write_pdf(pdf_variant=_VARIANT))


@contextmanager
def _fonts_undated() -> Iterator[None]:
    """Where HarfBuzz cannot cut typefaces down, fontTools does, and writes the time into them
    unless this variable names another."""
    before = os.environ.get(_CLOCK)
    os.environ[_CLOCK] = "0"
    try:
        yield
    finally:
        os.environ.pop(_CLOCK)
        if before is not None:
            os.environ[_CLOCK] = before


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The file. No object streams: their index can look like a CPR number to the scanner."""
    _pack(pdf)
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return target.getvalue()


def _pack(pdf: pikepdf.Pdf) -> None:
    """Pack every stream but the metadata, which other programs read as it stands.

    What ends with a carriage return, packed, stays unpacked: before the line break that follows
    a stream, validators of PDF/A take it for a part of that.
    """
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") in (None, _DEFLATED):
            content = stream.read_bytes()
            packed = zlib.compress(content, 9)
            if stream.get("/Type") == "/Metadata" or packed.endswith(b"\r"):
                stream.write(content)
            else:
                stream.write(packed, filter=_DEFLATED)
