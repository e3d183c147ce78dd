"""Whose a number is (register contract, section 4, 8).

An *identity* is a number with its owner, as one integer: `4 * number code + owner`. A real number
has no owner; a replacement number belongs to the administration that issued it, so BIF's and
SOF's local numbers never meet.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.rows.typed_rows import TypedRows

REAL, BIF, SOF, UNRESOLVED = 0, 1, 2, 3
OWNERS: Final = {"BIF": BIF, "SOF": SOF}  # in the order of the code list `koordinator`
Identities = NDArray[np.int64]
Places: TypeAlias = slice | NDArray[np.intp]


def identity(numbers: Identities, owners: NDArray[np.int64] | int) -> Identities:
    """Numbers with their owners; the owner of a real number is left out."""
    return numbers * 4 + np.where(cpr.is_replacement(numbers), owners, REAL)


def row_owners(register: RegisterTable, rows: TypedRows) -> NDArray[np.int64]:
    """The administration behind each row: the table's, or the row's own coordinator."""
    if register.owner in OWNERS:
        return np.full(len(rows), OWNERS[register.owner], np.int64)
    said = rows.codes["koordinator"].astype(np.int64)
    return np.where(said < 0, UNRESOLVED, said + BIF)


def by_owner(register: RegisterTable, rows: TypedRows) -> Iterator[tuple[int, Places]]:
    """Each administration that has rows here, with the places of its rows."""
    if register.owner in OWNERS:
        yield OWNERS[register.owner], slice(None)
        return
    owners = row_owners(register, rows)
    for owner in (BIF, SOF, UNRESOLVED):
        theirs = np.flatnonzero(owners == owner)
        if len(theirs):
            yield owner, theirs
