"""A delivery proves that it is whole (register contract, section 10): nothing is lost unsaid."""

import random
import unicodedata
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.domain.contract import table as register_of
from fsb_lib.registers.intake.delivery import look_at
from fsb_lib.registers.intake.read_table import ReadTable, read_table
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import FAULTLESS, KEY, OPTIONAL, among_good_rows, text, write
from tests.workbooks import saved

SPELLS = among_good_rows("bif_ydelser", "cpr;ydelse;fra;til\n", 60)
BENEFITS = register_of("bif_ydelser")
ALL = {**FAULTLESS, **OPTIONAL}


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        take_in(folder, folder.parent / "snapshot", KEY)
    assert not (folder.parent / "snapshot").exists()
    return caught.value.problems


def kinds(folder: Path) -> list[tuple[str, str]]:
    return [(problem.kind, problem.where.partition(" ")[0]) for problem in problems(folder)]


def rows(snapshot: Path) -> dict[str, list[str]]:
    return {
        path.name: sorted(map(str, pq.read_table(path).to_pylist()))
        for path in snapshot.glob("*.parquet")
    }


# --- files -------------------------------------------------------------------------------------

NEAR = [
    *("{}.xls", "{}.zip", "{}.csv.txt.bak", "{} (1).csv", "{}(2).csv", "Kopi af {}.csv"),
    *("{}_2009.csv", "udtraek/{}.csv", "a/b/{}.xlsx", "{}.sas7bdat", "{}.csv.zip", "NY-{}.parquet"),
]


@pytest.mark.parametrize("register", TABLES, ids=lambda register: register.name)
def test_a_near_name_of_any_table_is_fatal_and_named(
    tmp_path: Path, register: RegisterTable
) -> None:
    for place, form in enumerate(NEAR):
        folder = write(tmp_path / f"delivery{place}", **{register.name: None})
        path = folder / form.format(register.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(ALL[register.name]), encoding="utf-8")
        (problem,) = problems(folder)
        assert (problem.kind, problem.where) == ("file_near", register.name), form
        assert problem.found == path.relative_to(folder).as_posix()
        assert f'"{path.name}": {register.name}' in problem.remedy


@pytest.mark.parametrize("beside", [True, False])
def test_a_near_name_is_fatal_also_beside_the_table(tmp_path: Path, beside: bool) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=FAULTLESS["bif_ydelser"] if beside else None)
    (folder / "bif_ydelse.csv").write_text(text(FAULTLESS["bif_ydelser"]))
    assert kinds(folder) == [("file_near", "bif_ydelser")]


@pytest.mark.parametrize(
    "name", ["sof-sager.csv", "SOF SAGER.CSV", "Sof_Sager.txt", "sof_sager.csv"]
)
def test_a_table_name_in_another_spelling_is_the_table(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "delivery", sof_sager=None)
    (folder / name).write_text(text(FAULTLESS["sof_sager"]))
    assert "sof_sager" in look_at(folder).files


def test_a_mapped_name_is_found_however_its_letters_are_composed(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=None)
    composed = "ydelsesforl\u00f8b\u00e5r"
    (folder / f"{unicodedata.normalize('NFD', composed)}.csv").write_text(text(ALL["bif_ydelser"]))
    (folder / "registers.yaml").write_text(f"tables: {{{composed}: bif_ydelser}}\n", "utf-8")
    assert len(take_in(folder, tmp_path / "snapshot", KEY).quality) == 7


def test_other_files_are_named_and_documents_are_never_near(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery")
    for name in ("readme.txt", "vejledning til personer.pdf", "kvittering.csv"):
        (folder / name).write_text("x")
    (folder / ".DS_Store").write_text("x")
    take_in(folder, tmp_path / "snapshot", KEY)
    assert look_at(folder).unread == ("kvittering.csv", "readme.txt", "vejledning til personer.pdf")


def test_files_that_the_mapping_lists_are_one_table(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=SPELLS.encode())
    take_in(folder, tmp_path / "whole", KEY)
    header, *lines = SPELLS.splitlines(keepends=True)
    (folder / "bif_ydelser.csv").unlink()
    (folder / "b 2008.csv").write_text(header + "".join(lines[:20]))
    (folder / "a 2009.csv").write_text(header + "".join(lines[20:59]) + "x;" + lines[59])
    listed = "tables: {b 2008: bif_ydelser, a 2009.csv: bif_ydelser}\n"
    (folder / "registers.yaml").write_text(listed)
    (fault,) = take_in(folder, tmp_path / "parts", KEY).faults
    # 21 lines in the first file; the wrong one is line 41 of the second.
    assert fault.first_lines == (62,)
    (folder / "a 2009.csv").write_text(header + "".join(lines[20:]))
    take_in(folder, tmp_path / "mended", KEY)
    assert rows(tmp_path / "mended") == rows(tmp_path / "whole")
    (folder / "registers.yaml").write_text("tables: {b 2008: bif_ydelser}\n")
    (folder / "bif_ydelser.csv").write_text(header)
    (two,) = problems(folder)
    assert two.kind == "two_files"
    assert '"b 2008.csv": bif_ydelser, "bif_ydelser.csv": bif_ydelser' in two.remedy


# --- lines and quotes --------------------------------------------------------------------------


def read(tmp_path: Path, content: str) -> ReadTable | list[str]:
    """A table, or the kinds of what is fatally wrong with it."""
    path = tmp_path / "bif_ydelser.csv"
    path.write_text(content, encoding="utf-8", newline="")
    result = read_table(BENEFITS, path, tmp_path)
    return result if isinstance(result, ReadTable) else [one.kind for one in result.problems]


def contents(result: ReadTable) -> Counter[tuple[int, ...]]:
    """Rows by what they hold, faulty ones left out."""
    whole = result.table.rows.whole()
    columns = [whole.numbers["cpr"], *whole.dates.values(), *whole.codes.values()]
    clean = whole.fault == 2**15 - 1
    return Counter(zip(*(column[clean].tolist() for column in columns), strict=True))


def with_notes(notes: list[str]) -> list[str]:
    lines = [f"{name};{note}" for name, note in zip(SPELLS.splitlines()[1:], notes, strict=True)]
    return ["cpr;ydelse;fra;til;note", *lines]


@pytest.mark.parametrize("column", range(5))
def test_no_lone_quote_loses_a_row_unseen(tmp_path: Path, column: int) -> None:
    # A property: one to three lone quotes anywhere, and either all is there or it is refused.
    rng = random.Random(column)
    plain = with_notes(["ok"] * 60)
    faultless = read(tmp_path, "\n".join(plain) + "\n")
    assert isinstance(faultless, ReadTable)
    refused = 0
    for _ in range(60):
        lines = [line.split(";") for line in plain]
        for place in rng.sample(range(1, 61), rng.randint(1, 3)):
            cell = lines[place][column]
            lines[place][column] = rng.choice([f'"{cell}', f'{cell}"', f'"{cell}"x', f'a"{cell}'])
        result = read(tmp_path, "\n".join(map(";".join, lines)) + "\n")
        if isinstance(result, ReadTable):
            assert result.table.n_read == 60
            assert not contents(result) - contents(faultless)
        else:
            refused += 1
    assert refused


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_proper_comments_of_several_lines_are_fine(tmp_path: Path, end: str) -> None:
    notes = ["ok"] * 57 + [
        f'"linje 1{end}linje ""2"""',
        f'"a; b{end}{end}; c"',
        f'"020180-1234{end}31-12-2009"',
    ]
    result = read(tmp_path, end.join(with_notes(notes)) + end)
    assert isinstance(result, ReadTable)
    assert result.table.n_read == 60


def test_a_swallowed_record_is_named_with_its_line(tmp_path: Path) -> None:
    lines = with_notes(['"Haandv. aftalt' if n == 9 else '"obs' if n == 19 else "ok"
                        for n in range(60)])  # fmt: skip
    path = tmp_path / "bif_ydelser.csv"
    path.write_text("\n".join(lines) + "\n")
    result = read_table(BENEFITS, path, tmp_path)
    (problem,) = result.problems
    assert (problem.kind, problem.found) == (
        "swallowed",
        "a quote that opens in line 11 (11 lines)",
    )


@pytest.mark.parametrize(
    ("end", "kinds"),
    [
        ("", []),
        ("\x1a", []),
        ("\n\x1a\x1a", []),
        ("Antal r\u00e6kker: 60\n", []),
        ("Antal r\u00e6kker: 61\n", ["own_count"]),
        ("Antal r\u00e6kker;2.060\n", ["own_count"]),
        ("\n(61 rows affected)\n", ["own_count"]),
        ("(60 rows affected)\n", []),
        ("Total;;\n", []),
        ("Afsluttet af JOB17\n", ["end_line"]),
        ("020180-1234;kontanthj", ["cut_off"]),
        ("\0" * 512, ["end_line"]),
    ],
)
def test_what_stands_after_the_rows(tmp_path: Path, end: str, kinds: list[str]) -> None:
    result = read(tmp_path, SPELLS + end)
    assert (result if isinstance(result, list) else []) == kinds


def test_a_row_that_begins_as_a_total_line_is_a_row(tmp_path: Path) -> None:
    lines = [f"Total R\u00e5dgivning;{line}" for line in SPELLS.splitlines()[1:]]
    result = read(tmp_path, "\n".join(["enhed;cpr;ydelse;fra;til", *lines]) + "\n")
    assert isinstance(result, ReadTable)
    assert result.table.n_read == 60


@pytest.mark.parametrize("n_signs", range(1, 40))
def test_a_file_cut_anywhere_is_refused_or_told(tmp_path: Path, n_signs: int) -> None:
    result = read(tmp_path, SPELLS[:-n_signs])
    if isinstance(result, ReadTable) and not SPELLS[:-n_signs].endswith("\n"):
        assert "no_line_end" in [one.kind for one in result.remarks]


@pytest.mark.parametrize("n_rows", [65_534, 65_535, 65_536])
def test_a_number_of_lines_at_which_programs_stop_is_told(tmp_path: Path, n_rows: int) -> None:
    result = read(
        tmp_path, "cpr;ydelse;fra;til\n" + "020180-1234;kontanthjaelp;01-01-2009;\n" * n_rows
    )
    assert isinstance(result, ReadTable)
    told = [one.kind for one in result.remarks if one.kind == "program_limit"]
    assert told == (["program_limit"] if n_rows < 65_536 else [])


# --- what a file really is ---------------------------------------------------------------------

_Q = SPELLS.encode()
_TOP = "cpr;ydelse;fra;til;n\n"
FORMS: dict[str, tuple[bytes, str, str]] = {
    "web page": (b"\n<!DOCTYPE html><html><form>cpr</form></html>", "wrong_form", "web page"),
    "zip": (b"PK\x03\x04" + bytes(99), "wrong_form", "zip"),
    "old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "wrong_form", ".xls"),
    "UTF-16 without its mark": (SPELLS.encode("utf-16-be"), "text_unreadable", "UTF-16"),
    "pipes": (_Q.replace(b";", b"|"), "other_separator", "`|`"),
    "a field more in the header": (_Q.replace(b"til\n", b"til;\n"), "fields_differ", "5 fields"),
    "code page 850": ((_TOP + "1;kontanthj\u00e6lp;01-01-2009;;x\n").encode("cp850"),
                      "code_page", ""),
    "two encodings": ((_TOP + "1;k\u00e6;;;\n").encode() + "2;\u00e5\u00f8;;;\n".encode("cp1252"),
                      "two_encodings", "line 2"),
    "second header": (_Q + b"cpr;ydelse;til;fra\n" + b"020180-1234;kontanthjaelp;;01-01-2009\n",
                      "header_again", "line 62"),
    "foreign names": (_Q.replace(b"cpr;ydelse;fra;til", b"PERSONNR;KODE;START;SLUT"),
                      "header_missing", "personnr, kode, start, slut"),
    "one foreign name": (_Q.replace(b"til\n", b"slutdato\n"), "column_missing", "slutdato"),
}  # fmt: skip


@pytest.mark.parametrize("why", FORMS)
def test_a_file_is_called_what_it_is(tmp_path: Path, why: str) -> None:
    content, kind, found = FORMS[why]
    path = tmp_path / "bif_ydelser.csv"
    path.write_bytes(content)
    result = read_table(BENEFITS, path, tmp_path)
    assert result.problems[0].kind == kind
    assert found in result.problems[0].found
    assert "1234" not in str(result.problems[0])


def test_signs_that_cannot_be_seen_are_no_part_of_a_name(tmp_path: Path) -> None:
    result = read(
        tmp_path, SPELLS.replace("cpr;", "\u200bcpr\u00ad;").replace(";fra", ";\ufefffra")
    )
    assert isinstance(result, ReadTable)


# --- sheets ------------------------------------------------------------------------------------

HEADER = ["cpr", "ydelse", "fra", "til"]
SHEET_ROWS = [line.split(";") for line in SPELLS.splitlines()[1:]]


def book(*sheets: list[list[str]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for place, content in enumerate(sheets):
        sheet = made.create_sheet(f"Ark{place}")
        for row in content:
            sheet.append(row)
    return made


def read_book(tmp_path: Path, made: openpyxl.Workbook) -> ReadTable | list[str]:
    path = tmp_path / "bif_ydelser.xlsx"
    path.write_bytes(saved(made))
    result = read_table(BENEFITS, path, tmp_path)
    return result if isinstance(result, ReadTable) else [one.kind for one in result.problems]


REST = SHEET_ROWS[20:]
SECOND: dict[str, tuple[list[list[str]], list[str]]] = {
    "same header": ([HEADER, *REST], []),
    "same header below a title": ([["Side 2"], HEADER, *REST], []),
    "no header": (REST, ["sheet_left_out"]),
    "another order": ([["ydelse", "cpr", "fra", "til"], *([b, a, c, d] for a, b, c, d in REST)],
                      ["sheet_left_out"]),
    "a column more": ([[*HEADER, "note"], *REST], ["sheet_left_out"]),
    "a description": ([["Variabel", "Tekst"], *([name, "se vejledning"] for name in HEADER)], []),
    "empty": ([], []),
}  # fmt: skip


@pytest.mark.parametrize("why", SECOND)
@pytest.mark.parametrize("is_first", [False, True])
def test_no_sheet_is_left_out_unsaid(tmp_path: Path, why: str, is_first: bool) -> None:
    second, refused = SECOND[why]
    first = [HEADER, *SHEET_ROWS[:20]]
    result = read_book(tmp_path, book(*((second, first) if is_first else (first, second))))
    if refused:
        assert result == refused
        return
    assert isinstance(result, ReadTable)
    assert result.table.n_read == (60 if "same" in why else 20)
    told = [one.kind for one in result.remarks if one.kind.startswith(("sheet", "counted"))]
    assert told == {"s": ["counted_on"], "a": ["sheet_not_read"], "e": []}[why[0]]


def test_a_hidden_sheet_with_rows_is_fatal_and_hidden_rows_are_told(tmp_path: Path) -> None:
    made = book([HEADER, *SHEET_ROWS[:20]], [HEADER, *REST])
    made["Ark0"].row_dimensions[7].hidden = made["Ark0"].row_dimensions[8].hidden = True
    result = read_book(tmp_path, made)
    assert isinstance(result, ReadTable)
    assert [one.n_rows for one in result.remarks if one.kind == "hidden_rows"] == [2]
    made["Ark1"].sheet_state = "hidden"
    assert read_book(tmp_path, made) == ["sheet_left_out"]
