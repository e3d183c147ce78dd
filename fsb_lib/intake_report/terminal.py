"""`fsb intake` in the terminal: what the fault report says, in English and in 80 columns."""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from fsb_lib.base.package_data import load
from fsb_lib.domain import contract
from fsb_lib.intake_report.page import FaultReport, TableAccount, notes_by_kind, told_in_words

WIDTH = 80


def print_report(report: FaultReport, console: Console) -> None:
    """Fatal faults are told by the error itself; here stand the rows of every table read."""
    width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    for part in _parts(report, rich_lines=console.is_terminal):
        console.print(part, width=width, soft_wrap=False, highlight=False)


def _parts(report: FaultReport, *, rich_lines: bool) -> Iterator[RenderableType]:
    faulty = [one for one in report.tables if one.dropped]
    if report.tables:
        yield _overview(report, rich_lines=rich_lines)
    if faulty:
        yield Text()
        yield _faults(faulty, "rows with faults" if report.fatal else "rows dropped")
        yield Text("\nwhat that is, and what to ask the source for")
        yield _columns(_meanings(faulty))
    if report.remarks:
        yield Text("\nto look at")
        yield _columns((f"- {told_in_words(remark, 'en')}",) for remark in report.remarks)
    if any(one.notes for one in report.tables):
        yield Text("\nnoted, and kept")
        yield _columns(_notes(report))


def _overview(report: FaultReport, *, rich_lines: bool) -> Table:
    """Rows read, kept and dropped by table, and what its file was like."""
    table = Table(box=box.SIMPLE_HEAD if rich_lines else None, pad_edge=False)
    table.add_column("table", no_wrap=True)
    for name in ("read", "kept", "faulty" if report.fatal else "dropped"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("what was met", overflow="fold")
    for one in report.tables:
        kept = "-" if one.n_kept is None else f"{one.n_kept:,}"
        met = Text(", ".join(one.met_as_read))
        table.add_row(one.table, f"{one.n_read:,}", kept, f"{one.n_dropped:,}", met)
    return table


def _columns(rows: Iterable[tuple[str, ...]]) -> Table:
    """Lines without heads or frames; what is long wraps within its column."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _faults(faulty: Sequence[TableAccount], title: str) -> Table:
    """A line per fault below the name of its table: rows, share, kind, first row numbers."""
    table = Table(box=None, pad_edge=False)
    for name in ("rows", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(title, no_wrap=True)
    table.add_column("first row numbers")
    for one in faulty:
        table.add_row("", "", Text(one.table, "bold"))
        for fault in one.dropped:
            column = f" ({fault.column})" if fault.column else ""
            table.add_row(
                f"{fault.n_rows:,}",
                f"{fault.n_rows / one.n_read:.2%}" if one.n_read else "",
                Text(f" {fault.kind}{column}"),
                ", ".join(map(str, fault.first_rows)) + (" …" if fault.has_more else ""),
            )
    return table


def _meanings(faulty: Sequence[TableAccount]) -> Iterator[tuple[str, ...]]:
    words = load("faults")["rows"]
    met = {fault.kind for one in faulty for fault in one.dropped}
    for kind in contract.DROPPED:
        if kind in met:
            ask = words[kind]["ask_en"].format(owner="the source")
            yield kind, f"{words[kind]['en']}: {ask}"


def _notes(report: FaultReport) -> Iterator[tuple[str, ...]]:
    """Each note with its rows in all tables: the page says in which."""
    for kind, by_table in notes_by_kind(report).items():
        yield f"{sum(by_table.values()):>9,}", load("faults")["notes"][kind]["en"]
