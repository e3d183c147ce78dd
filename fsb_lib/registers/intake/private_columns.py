"""Columns that hold more of a person than was asked for: told by their headers, never read.

cpr;CitizenFullName;Adresse;Tlf. nr.;ydelse;fra;til      CitizenFullName, Adresse, Tlf. nr.
"""

import re
from collections.abc import Collection

from fsb_lib.base.package_data import load
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical


def private_columns(header: Collection[str], read: Collection[str]) -> list[str]:
    """The unread columns that are named as names, addresses and telephones, as far as they can be
    said.
    """
    return [sayable(name) for name in header if name not in read and _is_private(name)]


def _is_private(name: str) -> bool:
    words = load("faults")["private_columns"]
    letters = re.sub(r"[^a-z]", "", canonical(name).rpartition(".")[2] or canonical(name))
    return letters in words["whole"] or any(part in letters for part in words["parts"])
