"""`fsb intake`: what was found in a delivery, as a table for the terminal."""

from rich.console import Console
from rich.table import Table

from fsb_lib.registers.intake_summary import IntakeSummary

_KINDS = {"rows_read": "read", "rows_kept": "kept"}


def print_summary(summary: IntakeSummary, console: Console) -> None:
    """Rows read and kept per table, then each fault, duplicate and note that was met."""
    table = Table("table", "rows", "n", title="Intake", title_justify="left")
    table.columns[2].justify = "right"
    for quality in summary.quality:
        for position, (kind, n_rows) in enumerate(quality.rows.items()):
            name = quality.table if position == 0 else ""
            table.add_row(name, _KINDS.get(kind, kind), str(n_rows))
    console.print(table)
    for fault in summary.faults:
        console.print(str(fault), highlight=False, markup=False)
