"""The CPR numbers of a delivery for the release check: kept as keyed hashes, and nothing else."""

import os
from collections.abc import Iterable
from pathlib import Path

from fsb_lib.domain import cpr
from fsb_lib.registers.intake.distinct_numbers import ascending
from fsb_lib.registers.intake.judged_table import JudgedTable
from fsb_lib.scanner.known_numbers import NUMBERS, number_file


def write_numbers(tables: Iterable[JudgedTable], folder: Path, key: bytes) -> None:
    """Writes `numbers.keyed`, readable by its owner only.

    It holds every number that could be read, also of rows that are dropped and of numbers that
    were changed: whatever the delivery says must not come out.
    """
    numbers = ascending([table.rows.numbers for table in tables])
    all_places = map(cpr.number_text, numbers[numbers != cpr.NO_NUMBER].tolist())
    handle = os.open(folder / NUMBERS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(number_file(all_places, key))
