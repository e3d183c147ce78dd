"""What intake met, as a value that can pass from the linking process to its caller."""

from dataclasses import dataclass

from fsb_lib.registers.faults import FaultCount, TableQuality


@dataclass(frozen=True)
class IntakeSummary:
    """Rows by kind per table, and each row fault with its column and first lines."""

    synthetic: bool
    quality: tuple[TableQuality, ...]
    faults: tuple[FaultCount, ...]
