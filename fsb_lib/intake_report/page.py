"""What a delivery was like, from intake's own account: for the page, the terminal, the index.

    snapshot.json (taken in)  or  RefusedDelivery (stopped)  ->  FaultReport  ->  fault-report.html

It holds tables, columns, kinds and row numbers; intake let no value from a row come so far.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import FsbError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.domain import contract, danish
from fsb_lib.html.small_pages import filled
from fsb_lib.intake_report.changes import changes
from fsb_lib.outputs.folder import GENERATOR
from fsb_lib.registers.intake.summary import RefusedDelivery
from fsb_lib.registers.likely_cause import likely_cause
from fsb_lib.registers.remarks import IntakeRemark, read_entries
from fsb_lib.registers.safe_names import NOT_SHOWN, sayable
from fsb_lib.registers.snapshot_files import DESCRIPTION
from fsb_lib.scanner.spellings import without_numbers
from fsb_lib.sender.sender import Sender, default_sender


@dataclass(frozen=True)
class DroppedRows:
    """Rows of one table that are dropped for one reason, with the first row numbers."""

    kind: str
    column: str
    n_rows: int
    first_rows: tuple[int, ...]
    shapes: tuple[str, ...] = ()

    @property
    def has_more(self) -> bool:
        return self.n_rows > len(self.first_rows)


@dataclass(frozen=True)
class TableAccount:
    """One delivered table. `n_kept` is None when the delivery was stopped before it was known.

    `met_as_read`: source, form, encoding and separator in the words of `snapshot.json`.
    """

    table: str
    file: str
    met_as_read: tuple[str, ...]
    n_read: int
    n_kept: int | None
    dropped: tuple[DroppedRows, ...]
    notes: Mapping[str, int]

    @property
    def n_dropped(self) -> int:
        return sum(one.n_rows for one in self.dropped)


@dataclass(frozen=True)
class FaultReport:
    """The whole account, in the contract's order of tables. `fatal` stopped the delivery."""

    fatal: tuple[Problem, ...]
    tables: tuple[TableAccount, ...]
    synthetic: bool
    remarks: tuple[IntakeRemark, ...] = ()

    @property
    def n_dropped(self) -> int:
        return sum(one.n_dropped for one in self.tables)


def of_snapshot(snapshot: Path) -> FaultReport | None:
    """The account of a delivery that was taken in; None when the snapshot does not hold it."""
    try:
        description = json.loads((snapshot / DESCRIPTION).read_bytes())
        tables = _accounts(description["tables"])
        remarks = (*read_entries(description["remarks"]), *changes(snapshot, description))
        return FaultReport((), tables, bool(description["synthetic"]), remarks)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def of_refusal(error: FsbError) -> FaultReport | None:
    """The account of a delivery with fatal faults; None when the error is about something else."""
    if not any(problem.kind in load("faults")["fatal"] for problem in error.problems):
        return None
    if not isinstance(error, RefusedDelivery):
        return FaultReport(error.problems, (), synthetic=False)
    tables = _accounts(error.tables)
    return FaultReport(error.problems, tables, synthetic=False, remarks=error.remarks)


def _accounts(tables: Mapping[str, Mapping[str, Any]]) -> tuple[TableAccount, ...]:
    return tuple(
        _account(register.name, tables[register.name])
        for register in contract.TABLES
        if register.name in tables
    )


def _account(table: str, told: Mapping[str, Any]) -> TableAccount:
    met = tuple(str(told[key]) for key in load("faults")["met"]["order"] if told.get(key))
    dropped = tuple(
        DroppedRows(
            one["kind"], one["column"], one["rows"], tuple(one["first_rows"]), tuple(one["shapes"])
        )
        for one in told["faults"]
    )
    file = sayable(told["file"]) if told.get("file") else ""
    notes = told.get("notes", {})
    file = load("faults")["page"]["not_shown"] if file == NOT_SHOWN else file
    return TableAccount(table, file, met, told["rows_read"], told.get("rows_kept"), dropped, notes)


def notes_by_kind(report: FaultReport) -> dict[str, dict[str, int]]:
    """Kept rows with a note: by kind, and in it by table."""
    found = {
        kind: {one.table: one.notes[kind] for one in report.tables if one.notes.get(kind)}
        for kind in contract.NOTES
    }
    return {kind: by_table for kind, by_table in found.items() if by_table}


def owner(table: str, language: str = "") -> str:
    """Whom to ask about a table, in Danish, or with `_en` in English."""
    found = {register.name: register.owner for register in contract.TABLES}.get(table, "either")
    words: Mapping[str, str] = load("faults")["owners"]
    return words[f"either{language}"] if found == "either" else found


def page(report: FaultReport, sender: Sender | None = None) -> bytes:
    """The account as a Danish page from that sender (None: the neutral one).

    The same account gives the same bytes.
    """
    words = load("faults")
    content = filled(
        "fault_report.html.j2",
        sender or default_sender(),
        generator=GENERATOR,
        report=report,
        lead=_lead(report),
        fatal=[_fatal_words(problem) for problem in report.fatal],
        labels=table_labels(),
        faults=words,
        owner=owner,
        number=danish.number,
        share=_share,
        met=_met,
        notes=_notes(report),
        shapes=_shapes,
        told=[told_in_words(remark) for remark in report.remarks],
        banner=load("page")["banners"]["synthetic"] if report.synthetic else None,
    )
    return content.encode("utf-8")


def told_in_words(remark: IntakeRemark, language: str = "text") -> str:
    """A remark as one line: in Danish, or with `en` in English."""
    words = load("faults")["told"][remark.kind]
    column = f".{remark.column}" if remark.column else ""
    where = f"{remark.table}{column}: " if remark.table else ""
    number = f"{remark.n_rows:,}" if language == "en" else danish.number(remark.n_rows)
    rows = {"en": "rows"}.get(language, "rækker")
    n_rows = f" ({number} {rows})" if remark.n_rows else ""
    found = f": {remark.found}" if remark.found else ""
    return without_numbers(f"{where}{words[language]}{n_rows}{found}")


def table_labels() -> Mapping[str, str]:
    """Danish names of the register tables."""
    labels: Mapping[str, str] = load("tables/common")["keys"]["register"]["categories"]
    return labels


def _lead(report: FaultReport) -> str:
    words = load("faults")["page"]
    if len(report.fatal) == 1:
        return str(words["lead_fatal_one"])
    if report.fatal:
        return str(words["lead_fatal"].format(n=len(report.fatal)))
    n_read = sum(one.n_read for one in report.tables)
    counts = {
        "read": danish.counted(n_read, "række", "rækker"),
        "kept": danish.number(n_read - report.n_dropped),
        "dropped": danish.number(report.n_dropped),
    }
    key = "lead_kept" if report.n_dropped else "lead_clean"
    return str(words[key].format(**counts))


def _fatal_words(problem: Problem) -> dict[str, str]:
    """A fatal fault in Danish where its kind has words, with the program's message below."""
    table = problem.where.partition(" ")[0]
    words = load("faults")["fatal"].get(problem.kind, {"text": "", "ask": ""})
    return {
        "where": without_numbers(problem.where),
        "label": table_labels().get(table, ""),
        "text": words["text"],
        "ask": words["ask"].format(owner=owner(table)),
        "what": without_numbers(problem.what),
        "found": without_numbers(problem.found),
        "remedy": without_numbers(problem.remedy),
    }


def _shapes(fault: DroppedRows) -> str:
    """What stood there, and the sentence for the source when its likely cause is known."""
    if not fault.shapes:
        return ""
    drawn = load("faults")["page"]["shapes"].format(shapes=", ".join(fault.shapes))
    cause = likely_cause(fault.kind, fault.shapes)
    return without_numbers(f"{drawn} {cause['text']}" if cause else drawn)


def _met(one: TableAccount) -> str:
    """What was met, in Danish where there is a word for it."""
    words: Mapping[str, str] = load("faults")["met"]["words"]
    return ", ".join(words.get(each, each) for each in one.met_as_read)


def _notes(report: FaultReport) -> list[tuple[str, str, str]]:
    """Text, rows, and in which tables, of each note."""
    words, labels = load("faults")["notes"], table_labels()
    return [
        (
            words[kind]["text"],
            danish.number(sum(by_table.values())),
            "; ".join(f"{labels[table]}: {danish.number(n)}" for table, n in by_table.items()),
        )
        for kind, by_table in notes_by_kind(report).items()
    ]


def _share(n_rows: int, n_read: int) -> str:
    return danish.percent(n_rows / n_read if n_read else 0, 2)
