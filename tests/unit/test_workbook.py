"""tables.xlsx, read back with openpyxl: the same figures as results.json, and nothing else."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from fsb_lib.base.errors import InputError
from fsb_lib.base.package_data import load, names_in
from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    Key,
    Measure,
    ProtectedReport,
    ProtectedTable,
    Row,
    Status,
    Unit,
)
from fsb_lib.domain.declared_tables import declared
from fsb_lib.html.render import page_info
from fsb_lib.outputs.results_json import results_document
from fsb_lib.wording.values import sentences
from fsb_lib.workbook.workbook import sheet_name, workbook_bytes
from tests.small_release import ABSENT, DAY, HIDDEN, release, shown

HEAD = 4
COMMON = load("tables/common")["tables"]
REPORTS = [name for name in names_in("tables") if name != "tables/common"]


def crossed() -> ProtectedTable:
    """Two keys and one measure: on page and sheet the second key is the columns.

              4    5    I alt
    gruppe   12   ..     ..
    I alt    30    0     30
    """
    cells = {
        ("gruppe", "4"): shown(12), ("gruppe", "5"): HIDDEN, ("gruppe", "i_alt"): HIDDEN,
        ("i_alt", "4"): shown(30), ("i_alt", "5"): shown(0), ("i_alt", "i_alt"): shown(30),
    }  # fmt: skip
    total = Category("i_alt", "I alt", is_total=True)
    return ProtectedTable(
        "match_by_target_group", "Krydset", "Borgere", DAY,
        (Key("target_group", "Målgruppe", (Category("gruppe", "Gruppe"), total)),
         Key("match_group", "Matchgruppe", (Category("4", "4"), Category("5", "5"), total))),
        (Measure("persons", "Borgere", Unit.PERSONS),),
        tuple(Row(codes, (cell,)) for codes, cell in cells.items()), ("En note.",), "Registre",
    )  # fmt: skip


def effects(value: Fraction, decimals: int) -> ProtectedTable:
    return ProtectedTable(
        "activation_change", "Ændring", "Borgere", DAY,
        (Key("target_group", "Målgruppe", (Category("i_alt", "I alt", is_total=True),)),),
        (Measure("contribution", "Bidrag", Unit.POINTS),),
        (Row(("i_alt",), (Cell(value, Status.SHOWN, decimals),)),), (), "",
    )  # fmt: skip


def made(given: ProtectedReport) -> bytes:
    return workbook_bytes(given, page_info(given))


def book(given: ProtectedReport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(given)))


def sheet(given: ProtectedReport, table_id: str) -> Worksheet:
    mark = "INTERN " if given.audience == "internal" else ""
    return book(given)[f"{mark}{declared(table_id).sheet}"[:31]]


def figures(found: Worksheet) -> list[list[object]]:
    """The lines under the header row, up to the empty one."""
    rows = [[cell.value for cell in row] for row in found.iter_rows(min_row=HEAD + 1)]
    end = next((n for n, row in enumerate(rows) if row[0] is None), len(rows))
    return rows[:end]


def said(entry: dict[str, object]) -> object:
    """What a sheet must say of an entry of results.json."""
    marks = {"suppressed": "..", "not_available": "·"}
    return entry["value"] if entry["status"] == "shown" else marks[str(entry["status"])]


@pytest.mark.parametrize("audience", ["committee", "internal"])
def test_every_listed_table_holds_the_figures_of_results_json(audience: str) -> None:
    given = release(audience, rate=ABSENT if audience == "committee" else None)
    for table in results_document(given)["tables"]:
        expected = [[said(row[name]) for name in table["measures"]] for row in table["rows"]]
        if table["measures"][-1] == "reached":
            expected = [[*row[:-1], {0: "nej", 1: "ja"}[row[-1]]] for row in expected]
        found = figures(sheet(given, table["id"]))
        assert [row[1:] for row in found] == expected


def test_a_crossed_table_is_set_as_on_the_page() -> None:
    given = replace(release(), tables=(crossed(),))
    found = sheet(given, "match_by_target_group")
    assert [cell.value for cell in found[HEAD]] == [
        "Målgruppe", "4 (antal)", "5 (antal)", "I alt (antal)",
    ]  # fmt: skip
    assert figures(found) == [["Gruppe", 12, "..", ".."], ["I alt", 30, 0, 30]]
    assert "Kolonnerne viser: Matchgruppe." in found["A2"].value


def test_counts_are_whole_numbers_and_rates_fractions_with_danish_formats() -> None:
    row = sheet(release(), "activation_by_target_group")[HEAD + 1]
    assert [type(cell.value) for cell in row[1:]] == [int, float]
    assert row[2].value == 0.257  # 27 / 105, rounded as the committee sees it
    assert [cell.number_format for cell in row[1:]] == ["#,##0", '0.0"\u00a0"%']


def test_points_are_hundredths_with_the_danish_minus() -> None:
    given = replace(release(), tables=(effects(Fraction(-29, 1000), 1),))
    cell = sheet(given, "activation_change").cell(HEAD + 1, 2)
    assert (cell.value, cell.number_format) == (-2.9, '0.0;"−"0.0;0.0')
    heading = sheet(given, "activation_change").cell(HEAD, 2).value
    assert heading == "Bidrag (procentpoint)"


def test_a_value_behind_a_hidden_cell_is_nowhere_in_the_file() -> None:
    leaking = replace(HIDDEN, value=Fraction(4711, 10000))
    with zipfile.ZipFile(io.BytesIO(made(release(rate=leaking)))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"4711" not in everything


def test_a_label_that_looks_like_a_formula_stays_a_text() -> None:
    raw = made(release())
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert not [content for content in sheets if re.search(rb"<f[ >]", content)]
    cell = sheet(release(), "activation_by_target_group").cell(HEAD + 2, 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (
        "=Misbrugere; i behandling",
        "s",
        True,
    )


def test_headings_are_frozen_and_named_for_a_screen_reader() -> None:
    for found in book(release()).worksheets:
        (table,) = found.tables.values()
        first = found[table.ref][0]
        assert [column.name for column in table.tableColumns] == [cell.value for cell in first]
        assert table.headerRowCount == 1
        assert table.autoFilter is None  # no line can be filtered away
        assert found["A1"].value
    tables = book(release()).worksheets[1:]
    assert {found.freeze_panes for found in tables} == {f"A{HEAD + 1}"}


def test_two_columns_of_one_name_get_different_headings() -> None:
    table = release().tables[1]
    twice = replace(table, measures=tuple(replace(m, label="Tal") for m in table.measures))
    given = replace(release(), tables=(twice,))
    headings = [cell.value for cell in sheet(given, "target_status")[HEAD]]
    assert len(set(headings)) == len(headings)


def test_nothing_is_hidden_in_the_workbook() -> None:
    found = book(release())
    assert {each.sheet_state for each in found.worksheets} == {"visible"}
    for each in found.worksheets:
        dimensions = [*each.row_dimensions.values(), *each.column_dimensions.values()]
        assert not [dimension for dimension in dimensions if dimension.hidden]
        assert not [cell for row in each.iter_rows() for cell in row if cell.comment]
        assert not each.merged_cells.ranges


def test_the_front_says_what_the_tables_may_be_used_for() -> None:
    found = book(release())
    front = found.worksheets[0]
    text = "\n".join(str(cell.value) for row in front.iter_rows() for cell in row if cell.value)
    assert front.title == "Forside"
    for wanted in ("UDKAST – ikke frigivet", "Syntetiske data", "Københavns Kommune", "Kilde"):
        assert wanted in text
    for wanted in (".. vises ikke af hensyn til diskretion", "· ikke opgjort", "november 2009"):
        assert wanted in text
    assert found.properties.language == "da-DK"
    assert (
        found.properties.title == "Aktiveringsgraden for fælles borgere – november 2009. Tabeller"
    )


def test_an_internal_workbook_says_so_on_every_sheet() -> None:
    for found in book(release("internal")).worksheets:
        words = [str(cell.value) for row in found.iter_rows() for cell in row if cell.value]
        assert [text for text in words if "INTERN – må ikke offentliggøres" in text], found.title


def test_links_of_the_front_go_to_every_sheet() -> None:
    found = book(release())
    links = [cell.hyperlink for row in found.worksheets[0].iter_rows() for cell in row]
    places = [link.location for link in links if link]
    assert places == [f"'{each.title}'!A1" for each in found.worksheets[1:]]


def test_sheets_follow_the_numbers_of_their_tables() -> None:
    numbers = {"target_status": "A2", "plan_offers": "A10", "profile_sex": "A1"}
    tables = [replace(table, number=numbers.get(table.id, "")) for table in release().tables]
    found = book(replace(release(), tables=tuple(tables))).worksheets[1:]
    assert [each["A1"].value for each in found] == [
        "Tabel\u00a0A1. Titel", "Tabel\u00a0A2. Titel", "Tabel\u00a0A10. Titel", "Titel", "Titel",
    ]  # fmt: skip


def test_the_same_release_gives_the_same_bytes_without_a_clock() -> None:
    raw = made(release())
    assert raw == made(release())
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert str(date.today().year).encode() not in archive.read("docProps/core.xml")  # noqa: DTZ011


@pytest.mark.parametrize("name", REPORTS)
def test_every_table_of_a_report_has_a_sheet_name_of_its_own(name: str) -> None:
    names = [declared(table_id).sheet for table_id in [*load(name), *COMMON]]
    assert len({each.lower() for each in [*names, "Forside"]}) == len(names) + 1
    assert len({f"INTERN {each}"[:31].lower() for each in names}) == len(names)
    for each in names:
        assert len(each) <= 31
        assert not re.search(r"[\[\]:*?/\\]", each)
        assert each.strip("'") == each


def test_a_table_that_is_not_declared_is_refused() -> None:
    unnamed = replace(release().tables[0], id="a_table_that_nobody_has_declared")
    with pytest.raises(InputError, match="not declared"):
        sheet_name(unnamed, "committee")


def test_topic_and_period_are_those_of_the_page() -> None:
    assert (
        book(release())
        .worksheets[0]["A1"]
        .value.startswith(sentences("activation_measurement")["page"]["topic"])
    )
