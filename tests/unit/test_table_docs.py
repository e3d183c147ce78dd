"""docs/tables.md and docs/cells.md: made of the declarations, and true of the files."""

from datetime import date
from pathlib import Path

import pytest

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.gate import filled_phrases, protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.table_declarations import TableDeclaration
from fsb_lib.measure_docs.cells_md import cells_text
from fsb_lib.measure_docs.tables_md import csv_header, tables_text
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.params import REPORT_IDS, ReportParams
from fsb_lib.wording.params_in_danish import placeholders

DOCS = Path(__file__).resolve().parents[2] / "docs"
TABLES = all_tables()


@pytest.mark.parametrize(("page", "text"), [("tables.md", tables_text), ("cells.md", cells_text)])
def test_the_committed_page_is_the_one_that_the_declarations_give(page: str, text) -> None:
    found = (DOCS / page).read_text(encoding="utf-8")
    assert found == text(), f"run `make fix` and commit docs/{page}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_the_first_line_of_a_file_is_the_one_that_the_page_tells(table: TableDeclaration) -> None:
    words = placeholders(ReportParams(year=2010))
    (made,) = protect([MeasuredTable(table.id, (), date(2010, 11, 15))],
                      policy_for("committee", 5), words)  # fmt: skip
    line = csv_bytes(made).decode("utf-8-sig").splitlines()[0]
    assert line == csv_header(table).format_map(filled_phrases(words))


def section(table: TableDeclaration) -> str:
    return tables_text().split(f"### {table.id}\n")[1].split("\n###")[0].split("\n## ")[0]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_the_page_names_every_key_code_and_column(table: TableDeclaration) -> None:
    told = section(table)
    codes = {c for key in table.keys.values() for c in (*key.categories, *key.sums, *key.outside)}
    assert [
        name for name in (*table.keys, *table.measures, *codes) if f"`{name}`" not in told
    ] == []
    assert f"| sheet | {table.sheet} |" in told
    assert ("Not sensitive." in told) is not table.sensitive


def test_match_groups_are_told_by_the_system_in_force() -> None:
    (table,) = (one for one in TABLES if one.id == "activation_by_match_class")
    assert "`4`, `5` (match5); `2`, `3` (match3); `aktivitetsparat` (visitation)" in section(table)


def test_every_count_that_a_table_prints_has_its_name_on_the_page() -> None:
    page, group = cells_text(), "focus@{D}[/{target_group}][/match:{match_group}]"
    for line in (
        f"| `activation_by_match_class` |  | persons `{group}`, activated `{group}/activated` |",
        "| `activation_trend` | `measured` | rate `focus@{M}/activated` of `focus@{M}` |",
        "| `linkage` | other rows | persons `linkage@{D}/{side}` |",
    ):
        assert line in page.splitlines()
    assert "published" not in page.split("| table |")[1]  # no count of persons
    assert "_verdicts" not in page  # they print none


def test_what_is_told_of_a_report_is_told_of_one_that_exists() -> None:
    assert load("table_docs")["tables"]["reports"].keys() <= {*REPORT_IDS}
