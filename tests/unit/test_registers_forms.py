"""Sheets and Parquet files: how their cells become the texts that a text file would hold."""

import gzip
from array import array
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.chart import BarChart
from openpyxl.styles import NamedStyle
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from fsb_lib.registers.files.cells import cell_text
from fsb_lib.registers.files.limits import LONGEST_CELL
from fsb_lib.registers.files.parquet_table import ParquetTable
from fsb_lib.registers.files.sheet import SheetTable
from fsb_lib.registers.files.workbook_sheets import sheets
from tests.workbooks import SHEET, exchanged, saved, sheet_xml, workbook

COLUMNS = ("cpr", "ydelse", "fra", "til")
Rows = list[tuple[int, ...] | tuple[Any, ...]]


def texts(source: SheetTable | ParquetTable) -> Rows:
    """(line, cells ...) of each row."""
    return [
        (int(line), *cells)
        for batch in source.batches()
        for line, *cells in zip(batch.lines, *map(pa.Array.to_pylist, batch.columns), strict=True)
    ]


def read_sheet(tmp_path: Path, raw: bytes) -> Rows:
    path = tmp_path / "table.xlsx"
    path.write_bytes(raw)
    return texts(SheetTable(path, COLUMNS))


def read_rows(tmp_path: Path, *rows: Iterable[Any]) -> Rows:
    return read_sheet(tmp_path, workbook([COLUMNS, *rows]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (201801234, "201801234"),
        (201801234.0, "201801234"),
        (4.0, "4"),
        (4.5, "4.5"),
        (-1, "-1"),
        ("4.0", "4.0"),
        (" 020180-1234", " 020180-1234"),
        ("#N/A", "#N/A"),
        (True, "true"),
        (date(2009, 1, 5), "2009-01-05"),
        (datetime(2009, 1, 5, 23, 59), "2009-01-05T23:59:00"),  # noqa: DTZ001
        (datetime(2009, 1, 5), "2009-01-05"),  # noqa: DTZ001
        (date(9999, 12, 31), "9999-12-31"),
        (date(900, 1, 1), "0900-01-01"),
        (time(0, 0), "00:00:00"),
        (Decimal("4.00"), "4"),
        (Decimal("4.10"), "4.10"),
        (float("nan"), ""),
        (float("inf"), "inf"),
    ],
)
def test_value_of_a_cell_as_text(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_rows_carry_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Udtr\u00e6k pr. 1. december"
    sheet.merge_cells("A1:D1")
    for row, values in {4: COLUMNS, 5: "abcd", 8: ("e", None, "g"), 10: ("I alt", 2)}.items():
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column, value)
    assert read_sheet(tmp_path, saved(book)) == [(5, "a", "b", "c", "d"), (8, "e", "", "g", "")]


def test_table_may_begin_anywhere_in_the_sheet(tmp_path: Path) -> None:
    rows = [[], [None, None, *COLUMNS, None, "note"], [None, "x", *"abcd", "y", "z", "beyond"]]
    found = read_sheet(tmp_path, workbook(rows))
    assert found == [(3, "", "x", "a", "b", "c", "d", "y", "z")]


def test_numbers_and_dates_of_a_sheet_are_whole_numbers_and_days(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [201801234, 4.0, date(2009, 1, 5), datetime(2010, 2, 1, 12, 30)])  # noqa: DTZ001
    assert found == [(2, "201801234", "4", "2009-01-05", "2010-02-01T12:30:00")]


@pytest.mark.parametrize("style", ["000000-0000", "0", "@", "#,##0"])
def test_format_of_a_number_does_not_change_it(tmp_path: Path, style: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    book.active.append([201801234])
    book.active["A2"].number_format = style
    assert read_sheet(tmp_path, saved(book)) == [(2, "201801234", "", "", "")]


@pytest.mark.parametrize("style", ["dd-mm-yyyy", "[$-406]d. mmmm yyyy;@", "yyyy/mm/dd hh:mm"])
def test_number_in_the_format_of_a_date_is_a_date(tmp_path: Path, style: str) -> None:
    book = openpyxl.Workbook()
    book.add_named_style(NamedStyle("dato", number_format=style))
    book.active.append(COLUMNS)
    book.active.append(["x", "y", 39818])  # days since 30 December 1899
    book.active["C2"].style = "dato"
    assert read_sheet(tmp_path, saved(book)) == [(2, "x", "y", "2009-01-05", "")]


def test_dates_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append(COLUMNS)
    book.active.append(["x", "y", date(2009, 1, 5)])
    assert read_sheet(tmp_path, saved(book)) == [(2, "x", "y", "2009-01-05", "")]


def test_formula_is_what_was_last_calculated_and_never_empty_without(tmp_path: Path) -> None:
    raw = workbook([COLUMNS, ["x", "=1+1", "=NOW()", "=1/0"]])
    xml = sheet_xml(raw)
    assert read_sheet(tmp_path, raw) == [(2, "x", "=", "=", "=")]
    for never, cached in (
        (b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"),
        (b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"),
        (b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"),
    ):
        xml = xml.replace(never, cached)
    assert read_sheet(tmp_path, exchanged(raw, {SHEET: xml})) == [(2, "x", "2", "=", "=")]
    empty_text = xml.replace(b'r="B2"', b'r="B2" t="str"').replace(b"<v>2</v>", b"<v></v>")
    assert read_sheet(tmp_path, exchanged(raw, {SHEET: empty_text})) == [(2, "x", "", "=", "=")]


def test_error_of_a_formula_is_never_an_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    book.active.append(["x", "#N/A", "#REF!", "#VALUE!"])
    assert {cell.data_type for cell in book.active[2][1:]} == {"e"}
    assert read_sheet(tmp_path, saved(book)) == [(2, "x", "#N/A", "#REF!", "#VALUE!")]


def test_all_visible_sheets_with_the_header_are_one_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Skjult"
    book.active.sheet_state = "veryHidden"
    book.create_chartsheet("Graf").add_chart(BarChart())
    for name in ("Data", "Andre data"):
        sheet = book.create_sheet(name)
        sheet.append(COLUMNS)
        sheet.append([name])
    book.active = 2
    # The second sheet's row 2 is counted on from the first sheet's last.
    assert read_sheet(tmp_path, saved(book)) == [
        (2, "Data", "", "", ""),
        (4, "Andre data", "", "", ""),
    ]


def test_sheet_without_a_header_has_no_names(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(workbook([["a", "b"], [1, 2]]))
    assert SheetTable(path, COLUMNS).names == ()


def test_row_that_names_most_columns_is_the_header(tmp_path: Path) -> None:
    rows = [["Fra", "Afdeling 7"], ["CPR", "Ydelse ", "FRA", "til"], ["a", "b", "c", "d"]]
    assert read_sheet(tmp_path, workbook(rows)) == [(3, "a", "b", "c", "d")]


def test_mojibake_in_a_sheet_is_seen_wherever_it_is(tmp_path: Path) -> None:
    destroyed = "bl\u00e5".encode().decode("cp1252")
    path = tmp_path / "table.xlsx"
    for rows in ([[destroyed], COLUMNS, ["a"]], [COLUMNS, ["a", destroyed]]):
        path.write_bytes(workbook(rows))
        source = SheetTable(path, COLUMNS)
        assert texts(source)
        assert source.is_mojibake
    path.write_bytes(workbook([COLUMNS, ["bl\u00e5"]]))
    source = SheetTable(path, COLUMNS)
    assert texts(source)
    assert not source.is_mojibake


def test_lines_of_a_long_sheet_are_right_across_batches(tmp_path: Path) -> None:
    found = read_rows(tmp_path, *([str(n)] for n in range(2, 20_000)))
    assert [int(text) for _, text, *_ in found] == [line for line, *_ in found]
    assert len(found) == 19_998


# --- Parquet -----------------------------------------------------------------------------------


def read_parquet(tmp_path: Path, table: pa.Table, **options: Any) -> Rows:
    path = tmp_path / "table.parquet"
    pq.write_table(table, path, **options)
    return texts(ParquetTable(path, COLUMNS))


UTC_MIDNIGHT = datetime(2009, 1, 5)  # noqa: DTZ001
LOCAL_MIDNIGHT_IN_UTC = datetime(2009, 1, 4, 23)  # noqa: DTZ001
CASES: dict[str, tuple[pa.Array, list[str]]] = {
    "text": (pa.array(["a", None, " b"]), ["a", "", " b"]),
    "large text": (pa.array(["a", None], pa.large_string()), ["a", ""]),
    "bytes": (pa.array([b"a", "\u00e6".encode()], pa.binary()), ["a", "\u00e6"]),
    "dictionary": (pa.array(["a", "b", None, "a"]).dictionary_encode(), ["a", "b", "", "a"]),
    "whole numbers": (pa.array([201801234, None, 0], pa.int64()), ["201801234", "", "0"]),
    "small numbers": (pa.array([7], pa.uint8()), ["7"]),
    "numbers with decimals": (pa.array([201801234.0, 4.5, None]), ["201801234", "4.5", ""]),
    "not a number": (pa.array([float("nan"), 1.0]), ["", "1"]),
    "decimals": (pa.array([Decimal("4.00"), Decimal("4.25")]), ["4", "4.25"]),
    "days": (pa.array([date(2009, 1, 5), None, date(9999, 12, 31)]), ["2009-01-05", "",
                                                                       "9999-12-31"]),
    "moments without zone": (pa.array([UTC_MIDNIGHT], pa.timestamp("us")),
                             ["2009-01-05 00:00:00.000000"]),
    "midnight here": (pa.array([LOCAL_MIDNIGHT_IN_UTC], pa.timestamp("ms", "UTC")),
                      ["2009-01-05 00:00:00.000"]),
    "midnight in Greenwich": (pa.array([UTC_MIDNIGHT], pa.timestamp("ms", "UTC")),
                              ["2009-01-05 01:00:00.000"]),
    "yes and no": (pa.array([True, False]), ["true", "false"]),
    "nothing": (pa.nulls(1), [""]),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_column_of_each_type_becomes_texts(tmp_path: Path, kind: str) -> None:
    values, expected = CASES[kind]
    table = pa.table({"cpr": ["x"] * len(values), "ydelse": values})
    assert [row[2] for row in read_parquet(tmp_path, table)] == expected


def test_rows_of_parquet_are_numbered_as_if_a_header_stood_above(tmp_path: Path) -> None:
    table = pa.table({"CPR": ["a", None, "b"], "Ydelse": ["x", "", "y"], "other": [1, None, 2]})
    found = read_parquet(tmp_path, table)
    assert found == [(2, "a", "x", "1"), (4, "b", "y", "2")]


def test_rows_of_all_groups_and_batches_are_read(tmp_path: Path) -> None:
    numbers = np.arange(2, 70_002)
    table = pa.table({"cpr": numbers, "til": pa.array(numbers).cast(pa.string())})
    found = read_parquet(tmp_path, table, row_group_size=9_999, compression="zstd")
    assert found == [(n, str(n), str(n)) for n in range(2, 70_002)]


def test_column_there_twice_and_nested_column_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    columns = [pa.array(["a"]), pa.array(["b"]), pa.array([["c"]]), pa.array([["d"]])]
    pq.write_table(pa.table(columns, ["cpr", "cpr", "til", "other"]), path)
    source = ParquetTable(path, COLUMNS)
    assert (source.names, source.nested) == (("cpr", "cpr"), ("til",))
    assert texts(source) == [(2, "a", "b")]


def test_long_value_in_many_rows_takes_no_more_memory_than_one(tmp_path: Path) -> None:
    before = pa.total_allocated_bytes()
    many = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * 1_000_000])
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"cpr": many, "til": ["a"] * 100_000}), path)
    for batch in ParquetTable(path, COLUMNS).batches():
        assert set(batch.columns[0].to_pylist()) == {"?"}
        assert pa.total_allocated_bytes() - before < 100_000_000


def test_longest_value_is_kept_and_one_sign_more_is_no_value(tmp_path: Path) -> None:
    table = pa.table({"cpr": ["x" * LONGEST_CELL, "x" * (LONGEST_CELL + 1)]})
    assert [row[1] for row in read_parquet(tmp_path, table)] == ["x" * LONGEST_CELL, "?"]


@pytest.mark.parametrize("form", [SheetTable, ParquetTable])
def test_packed_form_is_read_like_the_form_itself(
    tmp_path: Path, form: type[SheetTable | ParquetTable]
) -> None:
    path = tmp_path / "table"
    if form is SheetTable:
        path.write_bytes(workbook([COLUMNS, "abcd"]))
    else:
        pq.write_table(pa.table([pa.array([x]) for x in "abcd"], list(COLUMNS)), path)
    packed = tmp_path / "TABLE.GZ"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    source = form(packed, COLUMNS)
    assert texts(source) == [(2, "a", "b", "c", "d")]
    assert (source.wrong_lines, source.findings.fatal) == (array("q"), [])


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_cells_are_read_as_openpyxl_reads_them(tmp_path: Path, epoch: Any) -> None:
    # Another reader of the same XML: every kind of cell, with and without a place of its own.
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    values: list[Any] = [
        *("text", " spaces ", "\u00e6\u00f8\u00e5", "", None, True, False, 0, -7, 4.0, 4.5, 1e21),
        *(date(2009, 1, 5), datetime(2009, 1, 5, 12, 30), time(12, 30), timedelta(days=2)),  # noqa: DTZ001
        *("#N/A", "<b>&amp;</b>", "020180-1234", 201801234, 1e-7, "=1+1"),
    ]
    book.active.append([f"c{n}" for n in range(len(values))])
    for turn in range(len(values)):
        book.active.append([*values[turn:], *values[:turn]])
    raw = saved(book)
    inline = sheet_xml(raw).replace(
        b"</sheetData>",
        b'<row r="99"><c t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r>'
        b'<rPh sb="0" eb="1"><t>x</t></rPh></is></c><c t="str"><v>q</v></c>'
        b'<c t="e"><v>#REF!</v></c>'
        b'<c t="d"><v>2009-01-05T00:00:00</v></c><c r="ZZ99"><v>7</v></c></row></sheetData>',
    )
    for content in (raw, exchanged(raw, {SHEET: inline})):
        path = tmp_path / "table.xlsx"
        path.write_bytes(content)
        opened = sheets(path)
        (sheet,) = next(opened)
        found = dict(sheet.rows)
        wanted = openpyxl.load_workbook(path, data_only=True).active
        for number, texts_of_row in found.items():
            cells = [cell_text(cell.value) for cell in wanted[number]]
            told = [text.replace("=", "") for text in texts_of_row]
            assert told == cells[: len(told)]
            assert not any(cells[len(told) :])
        assert found.keys() >= {1, len(values)}
