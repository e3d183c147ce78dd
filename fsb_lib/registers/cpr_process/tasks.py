"""What the process that holds CPR numbers can be asked for; each task answers with plain values.

The names of a task's arguments are those of the request. What only one task needs, and takes half
a second to import, is imported in it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError
from fsb_lib.registers.cpr_process.workspace_snapshots import (
    snapshot_of_database,
    snapshot_of_folder,
)
from fsb_lib.registers.database.address import (
    DatabaseAddress,
    GivenDatabase,
    parsed,
    read_address_text,
)
from fsb_lib.registers.engines.address import is_engine
from fsb_lib.registers.engines.faults import engine_fault
from fsb_lib.registers.intake.delivery import look_at
from fsb_lib.registers.intake.pseudonyms import read_key
from fsb_lib.registers.private_place import private_place
from fsb_lib.registers.read_so_far import Tell
from fsb_lib.registers.snapshot.in_an_engine import address_given, place_for

Answer = dict[str, Any]


def ensure(*, registers: Path | None, work: Path, key_file: Path | None, tell: Tell) -> Answer:
    """The snapshot of a delivery folder, or of the twin city, made unless it is there."""
    if registers is None:
        return {"snapshot": str(snapshot_of_folder(None, work, key_file, tell))}
    with _drafted(registers, work):
        return {"snapshot": str(snapshot_of_folder(registers, work, key_file, tell))}


def ensure_database(
    *, database: GivenDatabase, work: Path, key_file: Path | None, tell: Tell
) -> Answer:
    """The same of a database. A snapshot in an engine stays there; a folder stands for it."""
    if _is_engine(database):
        return {"snapshot": str(place_for(database, os.environ, work))}
    address = _address(database)
    with _with_views(address, work):
        return {"snapshot": str(snapshot_of_database(address, work, key_file, tell))}


def take_in(
    *, delivery: Path, snapshot: Path, work: Path, key_file: Path | None, tell: Tell
) -> Answer:
    """Writes the snapshot of a delivery folder where the user wants it; what was met."""
    from fsb_lib.registers.intake import take_in as intake  # noqa: PLC0415 (needed once)

    with _drafted(delivery, work):
        found = look_at(delivery)
        key = read_key(key_file, synthetic=found.synthetic, workspace=work)
        with private_place(work) as place:
            return asdict(intake.take_in(delivery, snapshot, key, place, tell))


def take_in_database(
    *, database: GivenDatabase, snapshot: Path, work: Path, key_file: Path | None, tell: Tell
) -> Answer:
    """The same of a database."""
    from fsb_lib.registers.database import delivery  # noqa: PLC0415 (Ibis: 0.5 s)

    if _is_engine(database):
        raise engine_fault("a_snapshot", "intake")
    address = _address(database)
    with _with_views(address, work), private_place(work) as place:
        summary, _ = delivery.take_in_database(address, snapshot, key_file, work, place, tell)
    return asdict(summary)


def order_key(*, work: Path, key_file: Path | None) -> Answer:
    """The key of the secret orders in which counts are hidden; the pseudonyms' key stays here."""
    from fsb_lib.disclosure import keyed_order  # noqa: PLC0415 (needed once)

    key = read_key(key_file, synthetic=False, workspace=work)
    return {"key": keyed_order.order_key(key).secret.hex()}


def load(*, snapshot: Path, database: GivenDatabase) -> Answer:
    """Puts a snapshot folder into PostgreSQL; how many rows were written."""
    from fsb_lib.registers.snapshot.load_into_postgresql import load_snapshot  # noqa: PLC0415 (Ibis)

    return {"rows": load_snapshot(snapshot, address_given(database, os.environ))}


def _drafted(folder: Path, work: Path) -> AbstractContextManager[None]:
    """Has a refusal that a mapping would mend point to a draft of one."""

    def pointing(error: InputError) -> InputError:
        from fsb_lib.registers.mapping_draft.refusal import (  # noqa: PLC0415 (when refused)
            pointing_to_a_draft,
        )

        return pointing_to_a_draft(error, folder, work)

    return _refused_as(pointing)


def _with_views(address: DatabaseAddress, work: Path) -> AbstractContextManager[None]:
    """The same of a schema, and a draft of views."""

    def pointing(error: InputError) -> InputError:
        from fsb_lib.registers.mapping_draft.refusal import (  # noqa: PLC0415 (when refused)
            pointing_to_views,
        )

        return pointing_to_views(error, address, work)

    return _refused_as(pointing)


@contextmanager
def _refused_as(pointing: Callable[[InputError], InputError]) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        if (said := pointing(error)) is error:
            raise
        raise said from error


def _is_engine(database: GivenDatabase) -> bool:
    return is_engine(read_address_text(database, os.environ))


def _address(database: GivenDatabase) -> DatabaseAddress:
    return parsed(read_address_text(database, os.environ))
