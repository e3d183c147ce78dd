"""Dates, spellings, headers and records: how a text file is read before any rule judges it."""

import codecs
import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsb_lib.registers.files.dialect import find_header
from fsb_lib.registers.files.limits import CutOffArchiveError, TooLargeError
from fsb_lib.registers.files.source_file import decoded, inspect
from fsb_lib.registers.files.text_table import TextTable
from fsb_lib.registers.rows.dates import NO_DATE, UNREADABLE_DATE, read_date
from fsb_lib.registers.spelling import canonical, is_empty

COLUMNS = ("cpr", "ydelse", "fra", "til")
HEADER = "cpr;ydelse;fra;til\n"


@pytest.mark.parametrize(
    "spelling",
    [
        "05-01-2009",
        "5-1-2009",
        "05.01.2009",
        "05/01/2009",
        "2009-01-05",
        "20090105",
        " 05-01-2009 ",
        "05-01-2009 00:00",
        "05-01-2009 23:59:59",
        "05.01.2009 13.45",
        "2009-01-05T00:00:00.000",
        "2009-01-05 00:00:00+01:00",
        "20090105 000000",
    ],
)
def test_every_spelling_of_a_date_is_the_same_day(spelling: str) -> None:
    assert date.fromordinal(read_date(spelling) + date(1970, 1, 1).toordinal()) == date(2009, 1, 5)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "NULL", "null", "31-12-9999", "9999-12-31", "00-00-0000", "31-12-9999 00:00:00"],
)
def test_open_end_in_every_spelling_is_no_date(text: str) -> None:
    assert read_date(text) == NO_DATE


@pytest.mark.parametrize(
    "text",
    [
        "31-02-2009",
        "29-02-2009",
        "13-13-2009",
        "05-01-1899",
        "05-01-2101",
        "30-12-9999",
        "05-01-09",
        "05-01/2009",
        "5. januar 2009",
        "NA",
        "-",
        "2009",
        "39818",
        "05-01-2009 noon",
        "\u0665-01-2009",
    ],
)
def test_what_is_no_date_of_the_contract_is_unreadable(text: str) -> None:
    assert read_date(text) == UNREADABLE_DATE


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_each_day_from_1900_to_2100_is_read_back(day: date) -> None:
    assert read_date(f"{day:%d-%m-%Y}") == day.toordinal() - date(1970, 1, 1).toordinal()


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        (" M\u00c5LGRUPPE ", "maalgruppe"),
        ("ma\u030algruppe", "maalgruppe"),  # a, then a ring above
        ("Af egen-drift", "af_egen_drift"),
        ("KONTANTHJ\u00c6LP", "kontanthjaelp"),
        ("psykisk syge og \u00f8vrigt udsatte", "psykisk_syge_og_oevrigt_udsatte"),
    ],
)
def test_accepted_spellings_of_names_and_codes(spelling: str, name: str) -> None:
    assert canonical(spelling) == name


def test_null_is_empty_and_other_words_are_values() -> None:
    assert all(map(is_empty, ["", " ", "NULL", " null "]))
    assert not any(map(is_empty, ["nan", "NA", "None", "-", "0"]))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_header_is_found_below_titles_under_its_separator(separator: str) -> None:
    header = separator.join(["CPR", '"Ydelse"', "fra", "til", "sagsnr"])
    found = find_header(f"Udtr\u00e6k, pr. 1; maj\r\n\r\n{header}\r\n", COLUMNS)
    assert found
    assert (found.separator, found.line) == (separator, 3)
    assert found.names == ("cpr", "ydelse", "fra", "til", "sagsnr")


def test_text_without_any_column_name_has_no_header() -> None:
    assert find_header("a;b;c\n1;2;3\n", COLUMNS) is None


def read(tmp_path: Path, content: str | bytes) -> tuple[list[tuple[int, str]], list[int], bool]:
    """(line, first cell) of each row; lines with a wrong number of fields; whether refused."""
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = inspect(path)
    header = find_header("".join(decoded(path, source.encoding)), COLUMNS)
    assert header
    table = TextTable(source, header)
    rows = [
        (int(line), batch.columns[0][place].as_py())
        for batch in table.batches()
        for place, line in enumerate(batch.lines)
    ]
    return rows, list(table.wrong_lines), bool(table.findings.fatal)


def test_rows_carry_the_lines_of_the_file(tmp_path: Path) -> None:
    content = (
        "Udtraek\n"  # 1
        "\n"  # 2
        + HEADER  # 3
        + "a;b;c;d\n"  # 4
        + "\n"  # 5
        + ";;;\n"  # 6: separators only are a blank line
        + "b;x;y\n"  # 7: a field too few
        + "c;x;y;z;\n"  # 8: an empty extra field counts
        + " ; ;;;;\n"  # 9
        + 'd;"x\ny";c;d\n'  # 10: one record, as Excel counts
        + "e;b;c;d"  # 11
    )
    assert read(tmp_path, content) == ([(4, "a"), (10, "d"), (11, "e")], [7, 8], False)


@pytest.mark.parametrize(
    "total",
    ["I alt;2;;", "I alt: 2", "TOTAL", ";I alt;;2", "Antal r\u00e6kker: 2\n\n", "Total;;\nI alt;2"],
)
def test_total_lines_at_the_end_are_no_rows(tmp_path: Path, total: str) -> None:
    content = HEADER + "a;b;c;d\nb;b;c;d\n" + total
    assert read(tmp_path, content) == ([(2, "a"), (3, "b")], [], False)


def test_total_line_in_the_middle_is_a_row_like_another(tmp_path: Path) -> None:
    content = HEADER + "a;b;c;d\nI alt;b;c;d\nI alt;1\nb;b;c;d\n"
    assert read(tmp_path, content) == ([(2, "a"), (3, "I alt"), (5, "b")], [4], False)


@pytest.mark.parametrize(
    "end", ["b;b;c", "b;b;c\nI alt;1", 'b;b;c;"d', 'b;b;c;"d\ne;f;g;h\n', 'b;"b;c;d\ne;f;g;h\n']
)
def test_file_that_does_not_end_with_a_row_is_refused(tmp_path: Path, end: str) -> None:
    assert read(tmp_path, HEADER + "a;b;c;d\n" + end)[2]


def test_file_with_a_last_record_too_long_is_not_cut_off(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + "a;b;c;d\nb;b;c;d;e") == ([(2, "a")], [3], False)


def test_quote_open_over_more_than_a_block_is_cut_off(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + 'a;b;c;"d\n' + "e;f;g;h\n" * 700_000)[2]


def test_quote_inside_a_field_is_a_sign_like_another(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + 'a"b;b;c;d\n') == ([(2, 'a"b')], [], False)


def test_lines_are_right_across_blocks(tmp_path: Path) -> None:
    filler = "x" * 90
    lines = [f"{n};{filler};;" if n % 1000 else f"{n};short" for n in range(3, 120_000)]
    rows, wrong, _ = read(tmp_path, "title\n" + HEADER + "\n".join(lines) + "\n;;;\n1;2;3;4")
    assert all(int(cell) == line for line, cell in rows[:-1])
    assert rows[-1] == (120_001, "1")
    assert wrong == list(range(1000, 120_000, 1000))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("bl\u00e5b\u00e6r".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "bl\u00e5b\u00e6r".encode(), "utf-8-sig"),
        ("bl\u00e5b\u00e6r".encode("cp1252"), "cp1252"),
        ("bl\u00e5b\u00e6r".encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + "bl\u00e5b\u00e6r".encode("utf-16-be"), "utf-16"),
        (b"\x81 is in no Danish text", ""),
        (codecs.BOM_UTF8 + b"bl\xe5", ""),
        (codecs.BOM_UTF16_LE + b"a\x00b", ""),
    ],
)
def test_encoding_is_known_by_mark_or_by_trying(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert inspect(path).encoding == encoding


@pytest.mark.parametrize(
    ("content", "is_mojibake"),
    [
        ("kontanthj\u00e6lp".encode().decode("cp1252").encode(), True),
        ("m\u00e5lgruppe".encode().decode("latin-1").encode("utf-8"), True),
        ("KONTANTHJ\u00c6LP".encode().decode("cp1252").encode("cp1252"), False),  # plain UTF-8
        ("\u00c6BLE".encode().decode("cp1252").encode(), True),  # second sign from 0x80-0x9f
        ("m\ufffdlgruppe".encode(), True),
        ("Jo\u00e3o, S\u00c3O".encode(), False),  # a real name
    ],
)
def test_letters_read_in_a_wrong_encoding_are_seen(
    tmp_path: Path, content: bytes, is_mojibake: bool
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert inspect(path).is_mojibake == is_mojibake


def test_mojibake_across_two_blocks_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"x" * ((1 << 20) - 2) + "\u00c3\u00a6".encode())
    assert inspect(path).is_mojibake


def test_packed_file_is_read_and_one_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress("bl\u00e5b\u00e6r".encode()))
    assert inspect(path).encoding == "utf-8"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CutOffArchiveError):
        inspect(path)
    path.write_bytes(gzip.compress(bytes(200_000_000), compresslevel=9))
    with pytest.raises(TooLargeError):
        inspect(path)
