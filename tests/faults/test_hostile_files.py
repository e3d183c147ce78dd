"""Files made to do harm: each ends in a clear message, nothing is written, and nothing hangs."""

import gzip
import io
import os
import resource
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.cpr_process.ensure_snapshot import take_in_apart
from fsb_lib.registers.files import limits
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import FAULTLESS, KEY, text, write
from tests.workbooks import SHEET, drawn_rows, exchanged, sheet_xml, workbook

TABLE = "sof_sager"
ROWS = drawn_rows(text(FAULTLESS[TABLE]))
GOOD_SHEET = workbook(ROWS)
LINKED = "this is no file of its own"
TOO_LARGE = "the file is larger than a register can be"
NOT_ITS_FORM = "the file is not what its name says"
DAMAGED = "the file cannot be read to its end"
CUT_OFF = "the file is cut off"


def good_parquet() -> bytes:
    columns = [pa.array([value]) for value in ROWS[1]]
    file = io.BytesIO()
    pq.write_table(pa.table(columns, ROWS[0]), file)
    return file.getvalue()


GOOD_PARQUET = good_parquet()


def refused(folder: Path) -> list[Problem]:
    """The fatal faults of a delivery; nothing is left beside it."""
    before = sorted(path.name for path in folder.parent.iterdir())
    with pytest.raises(InputError) as caught:
        take_in(folder, folder.parent / "snapshot", KEY)
    assert sorted(path.name for path in folder.parent.iterdir()) == before
    return list(caught.value.problems)


def delivered(tmp_path: Path, name: str, content: bytes) -> Path:
    """The faultless delivery with the table `sof_sager` in another file."""
    folder = write(tmp_path / "delivery", sof_sager=None)
    (folder / name).write_bytes(content)
    return folder


def told(tmp_path: Path, name: str, content: bytes) -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in refused(delivered(tmp_path, name, content))]


# --- what is no file ---------------------------------------------------------------------------


def link_to_file(path: Path) -> None:
    (path.parent.parent / "elsewhere.csv").write_text(text(FAULTLESS[TABLE]))
    path.symlink_to(path.parent.parent / "elsewhere.csv")


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (link_to_file, "a link to somewhere else"),
        (lambda path: path.symlink_to("/dev/zero"), "a link to somewhere else"),
        (lambda path: path.symlink_to("nowhere"), "a link to somewhere else"),
        (lambda path: path.symlink_to(path), "a link to somewhere else"),
        (lambda path: path.mkdir(), "a folder"),
        (os.mkfifo, "a device or a pipe"),
    ],
    ids=["file", "device", "nothing", "itself", "folder", "pipe"],
)
@pytest.mark.parametrize("name", ["sof_sager.csv", "SOF_SAGER.XLSX", "sof_sager.parquet.gz"])
def test_table_that_is_no_file_is_refused_unread(
    tmp_path: Path, make: Callable[[Path], None], found: str, name: str
) -> None:
    folder = write(tmp_path / "delivery", sof_sager=None)
    make(folder / name)
    (problem,) = refused(folder)
    assert (problem.where, problem.what, problem.found) == (f"{TABLE} ({name})", LINKED, found)


@pytest.mark.parametrize("name", ["registers.yaml", "SYNTETISK"])
def test_link_in_the_place_of_mapping_or_mark_is_refused(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "delivery")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to("/etc/passwd")
    (problem,) = refused(folder)
    assert (problem.where, problem.what) == (name, LINKED)


def test_other_links_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery")
    (folder / "readme.txt").symlink_to("/dev/zero")
    (folder / "old").symlink_to(folder)
    assert len(take_in(folder, tmp_path / "snapshot", KEY).quality) == 7


def test_file_that_fails_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "delivery")
    real_open = Path.open

    def failing(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "sof_sager.csv":
            raise PermissionError
        return real_open(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", failing)
    (problem,) = refused(folder)
    assert problem.what == "the file cannot be opened"


# --- bombs -------------------------------------------------------------------------------------


def zeros(n_megabytes: int) -> bytes:
    return gzip.compress(bytes(n_megabytes << 20), compresslevel=9)


@pytest.mark.parametrize("ending", ["csv.gz", "xlsx.gz", "parquet.gz"])
def test_archive_that_grows_without_end_is_stopped(tmp_path: Path, ending: str) -> None:
    content = zeros(300)
    assert told(tmp_path, f"{TABLE}.{ending}", content) == [(f"{TABLE} ({TABLE}.{ending})",
                                                             TOO_LARGE)]  # fmt: skip


def test_workbook_that_grows_without_end_is_stopped(tmp_path: Path) -> None:
    bomb = exchanged(GOOD_SHEET, {"xl/media/image1.png": bytes(300 << 20)})
    assert len(bomb) < 1 << 20
    assert [what for _, what in told(tmp_path, "sof_sager.xlsx", bomb)] == [TOO_LARGE]


def test_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    bomb = bytearray(exchanged(GOOD_SHEET, {SHEET: bytes(300 << 20)}))
    entry = bomb.rindex(SHEET.encode()) - 46  # the member in the directory at the end
    while not bomb.startswith(b"PK\x01\x02", entry):
        entry = bomb.rindex(SHEET.encode(), 0, entry) - 46
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 100)
    (found,) = told(tmp_path, "sof_sager.xlsx", bytes(bomb))
    assert found[1] in {CUT_OFF, DAMAGED}


def test_workbook_of_thousands_of_files_is_refused(tmp_path: Path) -> None:
    many = exchanged(GOOD_SHEET, {f"xl/media/{n}.png": b"" for n in range(limits.MOST_MEMBERS)})
    assert [what for _, what in told(tmp_path, "sof_sager.xlsx", many)] == [TOO_LARGE]


def test_workbook_with_two_members_of_one_name_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO(GOOD_SHEET)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert [what for _, what in told(tmp_path, "sof_sager.xlsx", file.getvalue())] == [NOT_ITS_FORM]


def test_packed_form_too_large_for_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_IN_MEMORY", 100)
    content = gzip.compress(GOOD_SHEET)
    assert [what for _, what in told(tmp_path, "sof_sager.xlsx.gz", content)] == [TOO_LARGE]


def test_parquet_of_more_rows_than_a_register_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    some = pa.table({"cpr": pa.nulls(30_000_000, pa.string())})
    with pq.ParquetWriter(file, some.schema) as writer:
        for _ in range(4):
            writer.write_table(some)
    assert len(file.getvalue()) < 1 << 20
    assert [what for _, what in told(tmp_path, "sof_sager.parquet", file.getvalue())] == [TOO_LARGE]


# --- workbooks ---------------------------------------------------------------------------------


def with_sheet(old: bytes, new: bytes) -> bytes:
    xml = sheet_xml(GOOD_SHEET)
    assert old in xml
    return exchanged(GOOD_SHEET, {SHEET: xml.replace(old, new)})


def with_doctype(declared: str) -> bytes:
    start = f"<!DOCTYPE worksheet [{declared}]>".encode()
    xml = sheet_xml(GOOD_SHEET).replace(b"handicappede", b"&a;")
    return exchanged(GOOD_SHEET, {SHEET: start + xml})


LAUGHS = '<!ENTITY z "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in zip("zbcdefgh", "bcdefgha",
                                                                       strict=True)
)  # fmt: skip
UTF_16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>'
WORKBOOKS: dict[str, tuple[bytes, str]] = {
    "entity": (with_doctype('<!ENTITY a "handicappede">'), NOT_ITS_FORM),
    "entity of a file": (with_doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'), NOT_ITS_FORM),
    "entity of the net": (with_doctype('<!ENTITY a SYSTEM "http://127.0.0.1:1/a">'), NOT_ITS_FORM),
    "entities of entities": (with_doctype(LAUGHS), NOT_ITS_FORM),
    "entity in another encoding": (exchanged(GOOD_SHEET, {SHEET: UTF_16.encode("utf-16")}),
                                   NOT_ITS_FORM),
    "entity beside the sheet": (exchanged(GOOD_SHEET, {"xl/x.xml": UTF_16.encode("utf-16")}),
                                NOT_ITS_FORM),
    "row far down": (with_sheet(b'<row r="2"', b'<row r="99999999999"'), DAMAGED),
    "row number that is none": (with_sheet(b'<row r="2"', b'<row r="x"'), DAMAGED),
    "row 0": (with_sheet(b'<row r="1"', b'<row r="0"'), DAMAGED),
    "rows in disorder": (with_sheet(b'<row r="2"', b'<row r="1"'), DAMAGED),
    "columns in disorder": (with_sheet(b'r="B2"', b'r="A2"'), DAMAGED),
    "column that is none": (with_sheet(b'r="B2"', b'r="ZZZZZZZ2"'), DAMAGED),
    "number that is none": (with_sheet(b'<c r="D2"', b'<c r="D2"><v>1e</v></c><c r="E2"'),
                            DAMAGED),
    "number of too many digits": (with_sheet(b'<c r="D2"', b'<c r="D2"><v>' + b"9" * 9_999
                                             + b'</v></c><c r="E2"'), DAMAGED),
    "text that is not there": (with_sheet(b'<c r="D2"', b'<c r="D2" t="s"><v>7</v></c><c r="E2"'),
                               DAMAGED),
    "XML cut off": (with_sheet(b"</sheetData>", b""), DAMAGED),
    "no sheet": (exchanged(GOOD_SHEET, {"xl/workbook.xml": b"<workbook/>"}), DAMAGED),
    "no types": (exchanged(GOOD_SHEET, {"[Content_Types].xml": b"<Types/>"}), DAMAGED),
    "archive cut off": (GOOD_SHEET[:-100], CUT_OFF),
    "archive's first bytes": (b"PK\x03\x04", CUT_OFF),
    "older workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), NOT_ITS_FORM),
    "page": (b"<html><script>alert(1)</script></html>", NOT_ITS_FORM),
    "text": (text(FAULTLESS[TABLE]).encode(), NOT_ITS_FORM),
    "nothing": (b"", NOT_ITS_FORM),
}  # fmt: skip


@pytest.mark.parametrize("why", WORKBOOKS)
def test_workbook_made_to_do_harm_is_refused(tmp_path: Path, why: str) -> None:
    content, what = WORKBOOKS[why]
    found = told(tmp_path, "sof_sager.xlsx", content)
    assert found == [("sof_sager (sof_sager.xlsx)", what)]


def test_cell_far_to_the_right_and_width_that_is_claimed_cost_nothing(tmp_path: Path) -> None:
    claimed = sheet_xml(GOOD_SHEET).replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    raw = exchanged(GOOD_SHEET, {SHEET: claimed.replace(b"</sheetData>", far)})
    folder = delivered(tmp_path, "sof_sager.xlsx", raw)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert take_in(folder, tmp_path / "snapshot", KEY).quality[4].rows["rows_kept"] == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 100_000  # in KB


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD_SHEET))
    book.active["C2"] = "='[1]Ark1'!A1"
    book.active["B2"].hyperlink = "file:///etc/passwd"
    file = io.BytesIO()
    book.save(file)
    (problem,) = refused(delivered(tmp_path, "sof_sager.xlsx", file.getvalue()))
    assert problem.what == "the column fra holds formulas that were never calculated"


def test_formula_as_text_is_a_code_that_is_not_known(tmp_path: Path) -> None:
    rows = [ROWS[0], ["020180-1234", "=cmd|'/c calc'!A0", "01-01-2009", None]]
    (problem,) = refused(delivered(tmp_path, "sof_sager.xlsx", workbook(rows)))
    assert "unknown_code, 1 rows" in problem.found
    assert "calc" not in str(problem)


# --- Parquet -----------------------------------------------------------------------------------

NOT_PARQUET: dict[str, tuple[bytes, str]] = {
    "text": (text(FAULTLESS[TABLE]).encode(), NOT_ITS_FORM),
    "nothing": (b"", NOT_ITS_FORM),
    "first bytes": (b"PAR1", CUT_OFF),
    "both ends": (b"PAR1PAR1PAR1", DAMAGED),
    "cut off": (GOOD_PARQUET[:-1], CUT_OFF),
    "middle missing": (GOOD_PARQUET[:40] + GOOD_PARQUET[60:], DAMAGED),
    "end that points outside": (GOOD_PARQUET[:-8] + b"\xff\xff\xff\x7fPAR1", DAMAGED),
}


@pytest.mark.parametrize("why", NOT_PARQUET)
def test_parquet_that_is_none_is_refused(tmp_path: Path, why: str) -> None:
    content, what = NOT_PARQUET[why]
    assert told(tmp_path, "sof_sager.parquet", content) == [(f"{TABLE} ({TABLE}.parquet)", what)]


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    columns = [pa.array([value.encode() + b"\xe6"], pa.binary()) for value in ROWS[1]]
    file = io.BytesIO()
    pq.write_table(pa.table(columns, ROWS[0]), file)
    assert told(tmp_path, "sof_sager.parquet", file.getvalue()) == [
        ("sof_sager (sof_sager.parquet)", "the text is in no encoding that is accepted")
    ]


def test_column_of_lists_is_told_once(tmp_path: Path) -> None:
    columns = [pa.array([[value]]) if value == "handicappede" else pa.array([value])
               for value in ROWS[1]]  # fmt: skip
    file = io.BytesIO()
    pq.write_table(pa.table(columns, ROWS[0]), file)
    assert told(tmp_path, "sof_sager.parquet", file.getvalue()) == [
        ("sof_sager (sof_sager.parquet)", "the column maalgruppe holds more than one value per row")
    ]


# --- texts -------------------------------------------------------------------------------------

FIELD = "x" * 3_000_000


@pytest.mark.parametrize(
    "value",
    [FIELD, f'"{FIELD}"', "\x00", "a\x00b\x1b[31m\x07", "\x1c", "\x85", "<script>alert(1)</script>",
     "../../etc/passwd", "=1+1"],
    ids=["long", "long and quoted", "NUL", "escapes", "separator", "next line", "script", "path",
         "formula"],
)  # fmt: skip
def test_hostile_field_is_a_faulty_row_and_never_printed(tmp_path: Path, value: str) -> None:
    content = f"cpr;maalgruppe;fra;til\n020180-1234;{value};01-01-2009;\n"
    (problem,) = refused(delivered(tmp_path, "sof_sager.csv", content.encode()))
    assert problem.what == "too many faulty rows"
    assert "unknown_code, 1 rows" in problem.found
    assert value not in str(problem)


def test_line_without_end_is_a_quote_left_open(tmp_path: Path) -> None:
    content = b"cpr;maalgruppe;fra;til\n020180-1234;" + b"x" * 10_000_000
    assert told(tmp_path, "sof_sager.csv", content) == [
        ("sof_sager (sof_sager.csv)", "a quote is opened and never closed")
    ]


@pytest.mark.parametrize("content", [b"\x00" * 1000, b"\x00\xff\xfe", b"\x1f\x8b", os.urandom(999)])
def test_bytes_that_are_no_table_are_refused(tmp_path: Path, content: bytes) -> None:
    for ending in ("csv", "csv.gz", "xlsx", "xlsx.gz", "parquet", "parquet.gz"):
        (tmp_path / ending).mkdir()
        assert len(told(tmp_path / ending, f"sof_sager.{ending}", content)) == 1


# --- anything ----------------------------------------------------------------------------------

FORMS = {"xlsx": GOOD_SHEET, "parquet": GOOD_PARQUET, "csv.gz": gzip.compress(b"cpr;fra\n1;2\n")}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(form=st.sampled_from(sorted(FORMS)), data=st.data())
def test_damaged_archive_ends_in_a_snapshot_or_a_message(
    tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject
) -> None:
    content = bytearray(FORMS[form])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    folder = tmp_path_factory.mktemp("mutated")
    delivery = delivered(folder, f"sof_sager.{form}", bytes(content))
    try:
        take_in(delivery, folder / "snapshot", KEY)
    except InputError:
        assert [path.name for path in folder.iterdir()] == ["delivery"]
    else:
        assert (folder / "snapshot" / "snapshot.json").is_file()


def test_intake_apart_tells_of_hostile_files_like_intake_itself(tmp_path: Path) -> None:
    folder = delivered(tmp_path, "sof_sager.xlsx", WORKBOOKS["entity of a file"][0])
    (folder / "personer.csv").unlink()
    (folder / "personer.parquet").mkdir()
    with pytest.raises(InputError) as caught:
        take_in_apart(folder, tmp_path / "snapshot", tmp_path / "work")
    assert [problem.what for problem in caught.value.problems] == [LINKED, NOT_ITS_FORM]


def test_library_for_sheets_is_loaded_only_for_sheets() -> None:
    code = "import sys, fsb_lib.registers.intake.take_in; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
