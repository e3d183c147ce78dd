"""What was wrong with a delivery, as values: fatal faults, row faults and counts per table.

A value from a row never enters here: a fault is a kind, a table, a column and row numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fsb_lib.base.errors import Problem
from fsb_lib.domain import contract
from fsb_lib.registers.fault_words import WHOLENESS
from fsb_lib.registers.safe_names import sayable
from fsb_lib.scanner.spellings import without_numbers

FIRST_LINES = 5  # row numbers that a fault message names

# kind: what is wrong; what was expected; what to do.
_FATAL: Mapping[str, tuple[str, str, str]] = {
    **WHOLENESS,
    "delivery_missing": (
        "there is no delivery",
        "a folder that holds the register extracts",
        "give the folder that holds the files of the delivery, or leave it out to use the "
        "synthetic city",
    ),
    "table_missing": (
        "a required table is missing",
        "one file `{table}.csv` (also .txt, .tsv, .xlsx, .parquet, each also .gz)",
        "ask {owner} for the extract and put it in the folder",
    ),
    "two_files": (
        "two files for one table",
        "one file per table",
        "if they are parts of one table, list all of them in registers.yaml, tables: {{{lines}}}; "
        "if one is outdated, move it out of the folder",
    ),
    "not_a_file": (
        "this is no file of its own",
        "a file, not a link, a folder or a device",
        "put the file itself in the folder",
    ),
    "wrong_form": (
        "the file is not what its name says",
        "the form that the ending names: .xlsx a workbook, .parquet a Parquet file",
        "save it again in that form, or ask {owner} for CSV with semicolons",
    ),
    "damaged": (
        "the file cannot be read to its end",
        "a whole and well-formed file of its form",
        "open it in the program that made it and save it again, or ask {owner} for it again",
    ),
    "two_lists": (
        "columns of two lists in one object are asked for, and no row has both",
        "columns of one list, and of what is around it",
        "declare a source of its own for each list in registers.yaml",
    ),
    "too_large": (
        "the file is larger than a register can be",
        "an extract of one table",
        "do not open it; ask {owner} what was sent",
    ),
    "column_type": (
        "the column {column} holds more than one value per row",
        "a column of texts, numbers or dates",
        "ask {owner} for the column with one value per row",
    ),
    "file_not_opened": (
        "the file cannot be opened",
        "a file that you may read",
        "check that it is there and that you have the right to read it",
    ),
    "still_written": (
        "the file changed while it was read",
        "a file that is there whole, and stays as it is",
        "wait until {owner}'s extract is there whole, and take it in again",
    ),
    "header_missing": (
        "no header line",
        "a line with the columns {columns}",
        "say in registers.yaml which column is which, {naming}; if there are no names, ask "
        "{owner} for them",
    ),
    "column_missing": (
        "required column missing: {column}",
        "the columns {columns}",
        "say in registers.yaml which one it is, {naming}; if it is not there, ask {owner} for it",
    ),
    "column_twice": (
        "the column {column} is there more than once",
        "each column once",
        "delete the wrong one; the program does not choose between them",
    ),
    "no_rows": (
        "a required table without rows",
        "at least one row below the header",
        "ask {owner} for the extract again",
    ),
    "text_unreadable": (
        "the text is in no encoding that is accepted",
        "UTF-8, cp1252, ISO-8859-1, or UTF-16 with a byte order mark",
        "ask {owner} to export the file again as UTF-8",
    ),
    "mojibake": (
        "Danish letters are destroyed: the file was read in a wrong encoding and saved again",
        "a file saved once, in the encoding it was read in",
        "ask {owner} for the original file; do not open and save it in between",
    ),
    "cut_off": (
        "the file is cut off",
        "a whole file, to its last line",
        "fetch the file again from {owner} and compare the sizes",
    ),
    "fault_share": (
        "too many faulty rows",
        "at most {most} of the rows faulty",
        "send the row numbers to {owner} and ask for a corrected extract",
    ),
    "mapping_unreadable": (
        "the mapping file cannot be read",
        "YAML of the parts tables, columns, codes and sources, without anchors and tags",
        "correct the line; what else is said may follow from the mapping not being read",
    ),
    "mapping_form": (
        "a line of the mapping file is not of its form",
        "{wanted}",
        "correct the line",
    ),
    "mapping_twice": (
        "one name is there twice in the mapping file",
        "each name once in its place; case, spaces and hyphens do not tell names apart",
        "keep the right line; the program does not choose between them",
    ),
    "mapping_path": (
        "the mapping file names a place outside the delivery",
        "the name of a file in the folder, without a path",
        "put the file in the folder of the delivery and name it alone",
    ),
    "mapping_name": (
        "the mapping file uses a name that the contract does not have",
        "a name of the contract",
        "correct the name. {known}",
    ),
    "mapping_unmatched": (
        "the mapping file names something that is not in the delivery: {name}",
        "a name that the source uses",
        "{known}correct the line, or delete it",
    ),
    "id_of_several": (
        "one id, or one pair, is of persons with different numbers",
        "an id that is nobody else's",
        "add the column with the CPR number to `id` or `by`",
    ),
    "week_column": (
        "a column is named after a week that is not there",
        "ISO weeks: 52 or 53 in a year, as the columns of `weeks` are declared",
        "correct `weeks: {{columns: ...}}`, or ask the source what the column is",
    ),
    "number_cycle": (
        "changes of number that end where they began",
        "each old number to lead to a last one",
        "ask the register for the right order of the changes in these rows",
    ),
}


def place(table: str, file: str = "") -> str:
    """How messages name a table: with its file when there is one."""
    return f"{table} ({sayable(file)})" if file else table


def fatal(kind: str, where: str, *, found: str = "", **words: str) -> Problem:
    """A fault that stops the delivery, in words."""
    texts = (text.format(**words) for text in _FATAL[kind])
    what, expected, remedy = map(without_numbers, texts)
    return Problem(what, where, expected, without_numbers(found), remedy, kind)


@dataclass(frozen=True)
class FaultKind:
    """One way in which a row of a table can be faulty: the contract's kind, and the column."""

    kind: str
    column: str = ""


@dataclass(frozen=True)
class FaultCount:
    """Rows of one table removed by one fault in one column, and where the first of them are."""

    table: str
    fault: FaultKind
    n_rows: int
    n_rows_read: int
    first_lines: tuple[int, ...]
    shapes: tuple[str, ...] = ()

    def __str__(self) -> str:
        column = f".{self.fault.column}" if self.fault.column else ""
        lines = ", ".join(map(str, self.first_lines))
        more = " ..." if self.n_rows > len(self.first_lines) else ""
        share = f"{self.n_rows / self.n_rows_read:.2%}"
        shapes = f", looks like {' or '.join(self.shapes)}" if self.shapes else ""
        return (
            f"{self.table}{column}: {self.fault.kind}, {self.n_rows} rows ({share}), "
            f"row {lines}{more}{shapes}"
        )


@dataclass(frozen=True)
class TableQuality:
    """Rows of one delivered table by kind, in the order of the `data_quality` table.

    `rows` begins with `rows_read` and `rows_kept`; then every fault, `duplicate` and note of the
    contract that is above 0.
    """

    table: str
    rows: Mapping[str, int]


def table_quality(
    table: str, n_read: int, n_kept: int, dropped: Mapping[str, int], notes: Mapping[str, int]
) -> TableQuality:
    """The counts of one table in the contract's order, without those that are 0."""
    ordered = {kind: dropped.get(kind, 0) for kind in contract.DROPPED}
    ordered |= {kind: notes.get(kind, 0) for kind in contract.NOTES}
    counted = {kind: count for kind, count in ordered.items() if count}
    return TableQuality(table, {"rows_read": n_read, "rows_kept": n_kept, **counted})


def by_kind(counts: Iterable[FaultCount]) -> dict[str, int]:
    """Rows by kind of fault, columns taken together."""
    rows: dict[str, int] = {}
    for count in counts:
        rows[count.fault.kind] = rows.get(count.fault.kind, 0) + count.n_rows
    return rows


def fault_kinds(register: contract.RegisterTable) -> tuple[FaultKind, ...]:
    """Every fault that a row of the table can have, first the one that counts first."""
    names = {column.name for column in register.columns}
    codes = [column.name for column in register.columns if column.code_list]
    match = [column.name for column in register.columns if column.kind is contract.Kind.MATCH_CODE]
    columns: dict[str, list[str]] = {
        "missing_date": [", ".join(register.key_dates)] if register.key_dates else [],
        "unreadable_date": list(register.dates),
        "til_before_fra": ["til"] if {"fra", "til"} <= names else [],
        "unknown_code": [c.name for c in register.columns if c.name in {*codes, *match}],
        "code_not_in_system": match,
        "outside_system_validity": list(register.key_dates) if match else [],
        "conflicting_origin": ["herkomst"] if "herkomst" in names else [],
    }
    if register.name == "cpr_skift":
        columns["conflicting_change"] = columns["ambiguous_replacement"] = ["gammelt_cpr"]
    by_number = [
        FaultKind(kind, column)
        for column in register.cpr_columns
        for kind in contract.ROW_FAULTS
        if kind.startswith("cpr_")
    ]
    others = [
        FaultKind(kind, column) for kind in contract.ROW_FAULTS for column in columns.get(kind, ())
    ]
    far = [FaultKind("far_date", column) for column in register.key_dates]
    return (FaultKind("wrong_field_count"), *far, *by_number, *others)
