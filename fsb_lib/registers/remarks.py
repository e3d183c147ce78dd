"""What intake tells of a delivery that it takes in: kept in `snapshot.json`, worded elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class IntakeRemark:
    """One thing told. `n_rows` is 0 where no rows are meant; `found` holds no value of a row."""

    kind: str
    table: str = ""
    column: str = ""
    n_rows: int = 0
    found: str = ""


def as_entries(remarks: Iterable[IntakeRemark]) -> list[dict[str, Any]]:
    """As `snapshot.json` holds them."""
    return [asdict(remark) for remark in remarks]


def read_entries(entries: Iterable[Mapping[str, Any]]) -> tuple[IntakeRemark, ...]:
    """The same way back. Raises TypeError for what is no remark."""
    return tuple(IntakeRemark(**entry) for entry in entries)
