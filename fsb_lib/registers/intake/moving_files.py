"""Whether the files of a delivery stay as they are while they are read.

hashes before  ->  read  ->  hashes after      another one: the file is still being written
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fsb_lib.base.errors import Problem
from fsb_lib.domain import contract
from fsb_lib.registers.faults import fatal, place
from fsb_lib.registers.intake.delivery import Delivery, owner_name
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.snapshot_files import file_hash, hash_of_all


def hashes_of(found: Delivery) -> dict[str, str]:
    """The hash of each table's files; empty when one cannot be read, which reading will say."""
    return {name: _hash(paths) for name, paths in found.files.items()}


def still_written(
    found: Delivery, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Problem, ...]:
    """A problem for each file that is another one than it was before."""
    return tuple(
        fatal(
            "still_written",
            place(name, sayable(" + ".join(path.name for path in found.files[name]))),
            owner=owner_name(contract.table(name)),
        )
        for name, digest in after.items()
        if before[name] != digest
    )


def _hash(paths: Sequence[Path]) -> str:
    try:
        return hash_of_all([file_hash(path) for path in paths])
    except OSError:
        return ""
