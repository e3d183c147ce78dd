"""A folder that stands for a snapshot in an engine, so that it is named like any other.

    work/engines/<what it is>/  snapshot.json    as in the engine
                                engine.address   where that is; for its owner's eyes only

No password is kept: an address with one has to come from a file, whose name is kept instead.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fsb_lib.registers.database.address import GivenDatabase, has_password, read_address_text
from fsb_lib.registers.engines.address import EngineAddress, is_engine, read_engine_address
from fsb_lib.registers.engines.faults import engine_fault
from fsb_lib.registers.snapshot.description import Description, read_description
from fsb_lib.registers.snapshot_files import DESCRIPTION

if TYPE_CHECKING:
    import ibis

ADDRESS: Final = "engine.address"
ENGINES: Final = "engines"
_WHERE: Final = "the snapshot in the engine"


def is_place(folder: Path) -> bool:
    """Whether a snapshot folder only says where the tables lie."""
    return (folder / ADDRESS).is_file()


def place_for(given: GivenDatabase, environment: Mapping[str, str], work: Path) -> Path:
    """The folder for an address; it is written, and the engine's tables are checked.

    Raises InputError when there is no whole snapshot at the address.
    """
    from fsb_lib.registers.snapshot.engine_tables import checked_description  # noqa: PLC0415 (Ibis)

    kept = _to_keep(given, environment)
    text = checked_description(_address(kept))
    told = read_description(text, _WHERE)
    named = hashlib.sha256(kept.encode()).hexdigest()[:16]
    folder = work / ENGINES / f"{told.fingerprint[:16]}-{named}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / ADDRESS, kept.encode())
    _write(folder / DESCRIPTION, text)
    return folder


def tables_at_place(folder: Path, told: Description) -> dict[str, "ibis.Table"]:
    """The engine's tables. Raises InputError when it holds another snapshot by now."""
    from fsb_lib.registers.snapshot.engine_tables import engine_tables  # noqa: PLC0415 (Ibis)

    return engine_tables(_address((folder / ADDRESS).read_text(encoding="utf-8")), told)


def address_given(given: GivenDatabase, environment: Mapping[str, str]) -> EngineAddress:
    """The address behind what was given. Raises InputError, which does not repeat it."""
    text = read_address_text(given, environment)
    if not is_engine(text):
        raise engine_fault("address")
    return read_engine_address(text)


def _to_keep(given: GivenDatabase, environment: Mapping[str, str]) -> str:
    """What leads to the address later, from any folder and without the environment."""
    if given.text.startswith("@"):
        return f"@{Path(given.text[1:]).absolute()}"
    text = read_address_text(given, environment)
    if has_password(text):
        raise engine_fault("password")
    return text


def _address(kept: str) -> EngineAddress:
    return address_given(GivenDatabase(kept), {})


def _write(path: Path, content: bytes) -> None:
    """At once and for the owner only: other runs may be reading."""
    handle, private = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(private).replace(path)
