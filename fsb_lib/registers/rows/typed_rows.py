"""Typed rows of one table: compact columns of some 25 bytes a row.

line  fault     notes  cpr         fra    til      ydelse
2     NO_FAULT  0      101801234   14562  NO_DATE  3
3     12        8      ...                                 12: place in `fault_kinds(register)`
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.rows.column_file import Columns

NO_FAULT: Final = np.int16(2**15 - 1)
# One bit of `notes` per note of the contract, in its order.
PADDED, REPLACEMENT, REPLACEMENT_LETTERS, MOD11_FAILED = 1, 2, 4, 8


@dataclass(frozen=True)
class TypedRows:
    """One entry per row with the right number of fields.

    `numbers` are number codes by CPR column, once stored their places in the table's list of them
    (`row_store`); `dates` are days since 1970-01-01, `codes` places in the column's code list.
    What a faulty row holds beyond its fault means nothing.
    """

    lines: NDArray[np.int64]
    fault: NDArray[np.int16]
    notes: NDArray[np.int8]
    numbers: Columns
    dates: Columns
    codes: Columns

    def __len__(self) -> int:
        return len(self.lines)

    def at(self, rows: NDArray[Any]) -> "TypedRows":
        """The rows of a mask or of places."""
        picked: dict[str, Any] = {}
        for column in fields(self):
            value = getattr(self, column.name)
            picked[column.name] = (
                {name: values[rows] for name, values in value.items()}
                if isinstance(value, dict)
                else value[rows]
            )
        return TypedRows(**picked)


def concatenated(parts: Sequence[TypedRows]) -> TypedRows:
    """Batches of one table as one; there is at least one."""

    def joined(name: str) -> Any:
        values = [getattr(part, name) for part in parts]
        if not isinstance(values[0], dict):
            return np.concatenate(values)
        return {key: np.concatenate([value[key] for value in values]) for key in values[0]}

    return TypedRows(**{column.name: joined(column.name) for column in fields(TypedRows)})
