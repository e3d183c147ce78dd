"""The readers of numbers, dates, codes, headers and text files, given what nobody thought of."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsb_lib.domain import contract, cpr
from fsb_lib.domain.contract import Kind
from fsb_lib.registers.files.dialect import SEPARATORS, find_header
from fsb_lib.registers.intake.read_table import ReadTable, read_table
from fsb_lib.registers.rows.codes import UNKNOWN_CODE, code_list
from fsb_lib.registers.rows.dates import NO_DATE, UNREADABLE_DATE, read_date
from fsb_lib.registers.spelling import canonical
from tests.fuzz.mutations import TOKENS
from tests.fuzz.targets import (
    COLUMNS,
    TABLE,
    check_date,
    check_header,
    check_number,
    check_table,
)

DIGITS_AND_NEAR = "0123456789-. '/ABCKabcß\u00a0\u2013\u2212\u00ad\u0663\uff11\u00b2E+,T:"
near_number = st.text(DIGITS_AND_NEAR, max_size=16)
near_date = st.one_of(
    st.text("0123456789-./ T:Z+", max_size=24),
    st.from_regex(r"\d{1,4}[-./]?\d{1,2}[-./]?\d{1,4}([ T]\d\d[:.]\d\d)?", fullmatch=True),
)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ten_places = st.from_regex(r"[0-9]{6}([0-9]{4}|[0-9A-Z]{4})", fullmatch=True).filter(str.isascii)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])
codes = [
    (column, code)
    for table in contract.TABLES
    for column in table.columns
    if column.kind in (Kind.CODE, Kind.MATCH_CODE)
    for code in code_list(column).texts
]


@given(st.one_of(st.text(), near_number))
def test_any_text_is_a_number_or_none(text: str) -> None:
    check_number(text)


@given(st.one_of(st.text(), near_date))
def test_any_text_is_a_date_or_none(text: str) -> None:
    check_date(text)


@given(
    ten_places,
    st.sampled_from(["", "-", " ", "\u00a0", "\u2013", "\u2212", " - ", "\u2009", "\u2011"]),
    st.sampled_from(["", "'", " ", "\u00a0", "\ufeff".strip("\ufeff")]),
    st.sampled_from(["", ".0", " ", "\t"]),
    st.booleans(),
)
def test_number_is_the_same_in_every_spelling(
    places: str, between: str, before: str, behind: str, in_lower_case: bool
) -> None:
    spelled = f"{before}{places[:6]}{between}{places[6:]}{behind}"
    spelled = spelled.lower() if in_lower_case else spelled
    assert cpr.read_text(spelled) == cpr.read_text(places)


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True).filter(str.isascii))
def test_number_without_its_leading_zero_is_the_same(places: str) -> None:
    assert cpr.read_text(places[1:]) == (int(places), cpr.READ, True)


@given(days)
def test_day_is_the_same_in_every_spelling(day: date) -> None:
    dates = [f"{day:{form}}" for form in ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")]
    dates.append(f"{day.day}-{day.month}-{day.year}")
    times = ["", " 00:00", " 23:59:59", "T00:00:00", " 00:00:00.000", " 12.30"]
    found = {read_date(before + time) for before, time in product(dates, times)}
    assert found == {(day - date(1970, 1, 1)) // timedelta(days=1)}


@given(
    st.sampled_from(codes), st.sampled_from([str.upper, str.title, str.swapcase, str]), st.data()
)
def test_code_is_the_same_in_every_spelling(
    coded: tuple[contract.Column, str], case: Callable[[str], str], data: st.DataObject
) -> None:
    column, code = coded
    for plain, letter in (("ae", "\u00e6"), ("oe", "\u00f8"), ("aa", "\u00e5")):
        code = code.replace(plain, data.draw(st.sampled_from([plain, letter])))
    spelled = case(code.replace("_", data.draw(st.sampled_from(["_", " ", "-"]))))
    read = code_list(column).read(f"  {spelled}\t")
    assert code_list(column).texts[read] == coded[1]


@given(st.text())
def test_any_text_is_a_code_of_the_list_or_none(text: str) -> None:
    for table in contract.TABLES:
        for column in table.columns:
            if column.code_list:
                listed = code_list(column)
                place = listed.read(text)
                assert place in (listed.empty, UNKNOWN_CODE) or (
                    canonical(listed.texts[place]) == canonical(text)
                )


@given(st.text(max_size=300))
def test_any_text_has_a_header_or_none(text: str) -> None:
    check_header(text)


@given(
    st.permutations(COLUMNS),
    st.sampled_from(SEPARATORS),
    st.lists(st.text("abc ;,\t\"'1/", max_size=20), max_size=4),
    line_ends,
    st.booleans(),
)
def test_header_is_found_below_any_titles(
    names: list[str], separator: str, titles: list[str], end: str, quoted: bool
) -> None:
    header = separator.join(f'"{name.upper()}"' if quoted else name for name in names)
    found = find_header(end.join([*titles, header, "1;2;3;4"]), COLUMNS)
    assert found is not None
    assert (found.separator, found.line, found.names) == (separator, len(titles) + 1, tuple(names))


pieces = st.one_of(
    st.sampled_from(
        [*TOKENS, b"cpr;maalgruppe;fra;til\n", b"020180-1234;handicappede;01-01-2009;\n"]
    ),
    st.binary(max_size=12),
)


@given(st.lists(pieces, max_size=12).map(b"".join), st.sampled_from([".csv", ".tsv", ".csv.gz"]))
def test_any_bytes_are_a_table_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, ending: str
) -> None:
    check_table(raw, tmp_path_factory.getbasetemp() / f"sof_sager{ending}")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1e"), max_size=8)
rows = st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=8)


@given(rows, st.sampled_from(SEPARATORS), st.sampled_from(["\n", "\r\n"]))
def test_quoted_rows_come_back_with_their_lines(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[tuple[str, ...]],
    separator: str,
    end: str,
) -> None:
    last = ("020180-1234", "handicappede", "01-01-2009", "")
    records = [("cpr", "maalgruppe", "fra", "til"), *table, last]
    text = end.join(
        separator.join('"' + cell.replace('"', '""') + '"' for cell in record) for record in records
    )
    path = tmp_path_factory.getbasetemp() / "sof_sager.txt"
    path.write_bytes(("\ufeff" + text).encode())
    result = read_table(TABLE, path, path.parent)
    if isinstance(result, ReadTable):
        filled = [any(cell.strip() for cell in record) for record in records]
        assert result.table.rows.whole().lines.tolist()[-1] == len(records)
        assert result.table.n_read <= sum(filled) - 1
        assert len(result.table.wrong_lines) == 0
        at = np.flatnonzero(result.table.rows.whole().lines == len(records))[0]
        assert result.table.rows.whole().dates["fra"][at] not in (NO_DATE, UNREADABLE_DATE)
    else:  # a letter that only a wrong encoding leaves
        assert {problem.kind for problem in result.problems} == {"mojibake"}
