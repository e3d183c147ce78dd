"""What intake met, as values that can pass from the linking process to its caller."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.faults import FaultCount, TableQuality
from fsb_lib.registers.remarks import IntakeRemark


@dataclass(frozen=True)
class IntakeSummary:
    """Rows by kind per table, and each row fault with its column and first lines."""

    synthetic: bool
    quality: tuple[TableQuality, ...]
    faults: tuple[FaultCount, ...]


class RefusedDelivery(InputError):  # noqa: N818 (what it is, not what it is like)
    """A delivery with fatal faults, and what was met in the tables that could be read.

    `tables` says of each what `snapshot.json` would (file, rows read, dropped, faults), without
    the rows kept: they were not decided on. `remarks`: what is told beside the faults.
    """

    def __init__(
        self,
        problems: Iterable[Problem],
        tables: Mapping[str, dict[str, Any]],
        remarks: tuple[IntakeRemark, ...] = (),
    ) -> None:
        super().__init__(problems)
        self.tables = tables
        self.remarks = remarks


def fault_entries(counts: Iterable[FaultCount]) -> list[dict[str, Any]]:
    """Faults of one table as `snapshot.json` holds them."""
    return [
        {
            "kind": count.fault.kind,
            "column": count.fault.column,
            "rows": count.n_rows,
            "first_rows": list(count.first_lines),
            "shapes": list(count.shapes),
        }
        for count in counts
    ]
