"""A number is found in whatever it is wrapped; the finding says where, and never the number."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsb_lib.scanner import budget, scan
from fsb_lib.scanner.scan import LOOKS_LIKE_ONE, NOT_SEEN, OF_THE_DELIVERY, scan_bytes, scan_paths

NUMBER = "020180-1234"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><text x="3">{NUMBER}</text></svg>'


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__", "/") + ".xml", text)
    return made.getvalue()


def notebook(html: str) -> bytes:
    output = nbformat.v4.new_output("display_data", {"text/html": html.splitlines(keepends=True)})
    cell = nbformat.v4.new_code_cell("release", outputs=[output])
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()


def pdf(*streams: bytes) -> bytes:
    packed = (
        b"1 0 obj <</Filter/FlateDecode>>\nstream\n" + zlib.compress(one) + b"\nendstream\nendobj\n"
        for one in streams
    )
    return b"%PDF-1.7\n" + b"".join(packed)


TO_UNICODE = b"""1 beginbfrange <0003> <0004> <0030> endbfrange
2 beginbfchar <0010> <0031> <0011> <0032> endbfchar
2 beginbfrange <0020> <0022> [<0033> <0034> <0038>] <0030> <0030> <002D> endbfrange"""
# 0 2 0 1 8 0 - 1 2 3 4 in the glyphs of the table above
GLYPHS = b"<00030011000300100022> -20 <0003003000100011> 3 <00200021>"

HIDDEN = {
    "entities": ("a.html", b"<p>&#48;20180&#x2d;1234</p>"),
    "no-break space": ("a.html", b"<p>020180&nbsp;1234</p>"),
    "tags within": ("a.html", b"<p>020180<wbr>-<b>12</b><span class='x'>34</span></p>"),
    "comment within": ("a.html", b"<p>0201<!-- -->80-1234</p>"),
    "attribute": ("a.html", b'<img alt="020180&#45;1234">'),
    "comment": ("a.html", b"<!-- 020180-1234 -->"),
    "data address": (
        "a.html",
        b'<img src="data:image/svg+xml;base64,' + base64.b64encode(SVG.encode()) + b'">',
    ),
    "percent data": ("a.html", b'<img src="data:image/svg+xml,%3Ctext%3E0201801234%3C/text%3E">'),
    "address": ("a.html", b'<a href="x?c=020180%2D1234">'),
    "drawing": ("a.svg", SVG.encode()),
    "JSON escapes": ("results.json", rb'{"a": "\u0030\u00320180\u002d1234"}'),
    "JSON number": ("results.json", b'{"a": 201801234}'),
    "JSON name": ("results.json", rb'{"\u003020180-1234": 1}'),
    "notebook output": ("notebook.ipynb", notebook("<p>020180<b>-1234</b>\n</p>")),
    "notebook lines": ("notebook.ipynb", notebook("<p>020180&#45;\n1234</p>")),
    "UTF-16": ("a.csv", NUMBER.encode("utf-16")),
    "cp1252": ("a.csv", "æøå;020180\u20131234".encode("cp1252", "replace")),
    "packed": ("a.csv.gz", gzip.compress(NUMBER.encode())),
    "workbook": ("tables.xlsx", zipped(xl__worksheets__sheet1="<c><v>201801234</v></c>")),
    "rich text": (
        "tables.xlsx",
        zipped(xl__sharedStrings="<r><t>020180</t></r><r><rPr><b/></rPr><t>-1234</t></r>"),
    ),
    "PDF letters": ("report.pdf", pdf(b"BT [(0201) -20 (80\\055) 3 (1234)] TJ ET")),
    "PDF text by text": ("report.pdf", pdf(b"BT (020180-) Tj (1234) Tj ET")),
    "PDF glyphs": ("report.pdf", pdf(TO_UNICODE, b"BT [" + GLYPHS + b"] TJ ET")),
    "binary": ("a.bin", bytes(range(256)) + b"0201801234" + bytes(9)),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_number_is_found_however_it_is_wrapped(how: str) -> None:
    name, content = HIDDEN[how]
    found = scan_bytes(content, name)
    assert [one.kind for one in found][:1] == [LOOKS_LIKE_ONE]
    assert found[0].file == name
    told = repr(found) + repr(scan.problems(found))
    assert not [part for part in ("020180", "1234", "201801") if part in told]


def test_zip_within_a_zip_is_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("inner.xlsx", zipped(sheet=NUMBER))
    (found,) = scan_bytes(made.getvalue(), "outer.zip")
    assert found.place.startswith("member inner.xlsx, member sheet.xml: line 1")


def test_place_is_line_and_character() -> None:
    (found,) = scan_bytes("æ\r\nab\nx;020180-1234".encode(), "a.csv")
    assert found.place == "line 3, character 3"


def test_numbers_of_neighbouring_cells_are_not_read_as_one() -> None:
    page = b"<table><tr><td>020180</td><td>1234</td></tr></table><li>020180</li><li>1234</li>"
    assert scan_bytes(page, "a.html") == []


def test_typeface_is_told_by_its_first_bytes_and_never_by_its_address() -> None:
    face = b"@font-face{src:url(data:font/woff2;base64,%s)}"
    font = base64.b64encode(b"wOF2" + bytes(range(256)))
    assert scan_bytes(face % font, "a.html") == []
    (found,) = scan_bytes(face % base64.b64encode(b"0201801234 " * 3), "a.html")
    assert found.kind == LOOKS_LIKE_ONE
    (found,) = scan_bytes(face % base64.b64encode(bytes(range(256))), "a.html")
    assert found.kind == NOT_SEEN


def test_file_name_is_looked_at_and_not_told(tmp_path: Path) -> None:
    (tmp_path / "borger 020180-1234").mkdir()
    (tmp_path / "borger 020180-1234" / "a.txt").write_text("x")
    found = scan_paths([tmp_path])
    assert [one.place for one in found] == ["its name", "its name"]
    assert "1234" not in repr(found)


def test_number_known_by_its_hash_alone_is_found_and_its_name_not_told() -> None:
    known = {"9931801234"}
    (found,) = scan_bytes(b"x 993180-1234", "a.csv", known)
    assert found.kind == scan.OF_THE_DELIVERY
    assert [one.file for one in scan_bytes(b"", "993180-1234.csv", known)] == ["a file"]
    assert scan_bytes(b"x 993180-1235", "a.csv", known) == []


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(bytes(5000)),
        zipped(a="0" * 5000),
        zipped(a="x")[:60],
        gzip.compress(b"x" * 50)[:20],
    ],
    ids=["gzip bomb", "zip bomb", "cut zip", "cut gzip"],
)
def test_what_cannot_be_looked_through_is_a_finding(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "LARGEST", 4000)
    assert [one.kind for one in scan_bytes(content, "a.bin")] == [NOT_SEEN]


def test_few_places_of_a_file_are_told() -> None:
    rows = "\n".join(f"0201{year}-1234" for year in range(60, 99))
    assert len(scan_bytes(rows.encode(), "a.csv")) == scan.MOST_PLACES


def test_json_that_is_none_is_looked_at_as_it_stands() -> None:
    assert len(scan_bytes(b'{"a": 020180-1234', "results.json")) == 1
    assert scan_bytes(json.dumps({"a": [1, "b"]}).encode(), "results.json") == []


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([content for _, content in HIDDEN.values()]), st.data())
def test_damaged_file_never_stops_the_scanner(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    broken = content[:start] + data.draw(st.binary(max_size=8)) + content[start + 1 :]
    for name in ("a.html", "a.json", "a.xlsx", "a.pdf", "a.gz"):
        assert "020180" not in repr(scan_bytes(broken, name))


def pdf_with_entry(entry: bytes, n_bytes: int) -> bytes:
    """A PDF of so many bytes whose table of places has that entry."""
    table = b"xref\n0 2\n0000000000 65535 f \n" + entry + b"trailer\n"
    return b"%PDF-1.7\n" + b"\n" * (n_bytes - len(table) - 9) + table


@pytest.mark.parametrize(
    ("entry", "n_bytes", "is_seen"),
    [
        (b"0000089041 00000 n \n", 90_000, False),  # 140980-0000 in reverse: where an object is
        (b"0000089041 00000 n\r\n", 90_000, False),
        (b"0000089041 00000 n \n", 80_000, True),  # behind the end of the file nothing is
        (b"0000089041 kr.  \n", 90_000, True),  # no entry
        (b"0201801234 00000 n \n", 90_000, True),
    ],
)
def test_where_an_object_of_a_pdf_lies_is_no_number(
    entry: bytes, n_bytes: int, is_seen: bool
) -> None:
    found = scan_bytes(pdf_with_entry(entry, n_bytes), "a.pdf", {"1409800000", "0201801234"})
    assert (OF_THE_DELIVERY in {one.kind for one in found}) is is_seen
