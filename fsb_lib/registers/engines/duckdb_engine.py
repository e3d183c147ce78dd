"""The DuckDB that measures a snapshot: how much memory it may take, and where it goes beyond.

What does not fit in memory is written to a hidden folder inside the snapshot's own, pseudonyms as
in the snapshot itself, and is gone when the connection closes.
"""

import os
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

MEMORY: Final = "3GB"  # two reports at a time stay below 8 GB, Python and all
SPILL: Final = ".spill-"
# Rows of a table that others are compared with one by one: the days of a run. From six on DuckDB
# sorts both sides, millions of spells among them, which took four times as long.
FEW_DAYS: Final = 64


def connected(folder: Path) -> "Backend":
    """A new in-memory DuckDB for the snapshot in `folder`.

    A folder that cannot be written to gives a DuckDB that keeps all in memory, however much.
    """
    # Half a second, which a check of the files alone need not pay.
    import ibis  # noqa: PLC0415

    connection = ibis.duckdb.connect()
    for name, value in _settings(connection, folder).items():
        connection.raw_sql(f"SET {name} = {value}")
    return connection


def _settings(connection: "Backend", folder: Path) -> dict[str, str]:
    # Only counts leave, and they have no order.
    settings = {"preserve_insertion_order": "false", "temp_directory": "''"}
    settings["nested_loop_join_threshold"] = str(FEW_DAYS)
    # A slow query would draw a bar into the notebook, whose outputs are judged. Where DuckDB
    # cannot draw one (a kernel without ipywidgets) it is off, and refuses to be told so.
    drawn = connection.raw_sql("SELECT current_setting('enable_progress_bar')").fetchone()
    if drawn != (False,):
        settings["enable_progress_bar"] = "false"
    if os.access(folder, os.W_OK):
        place = str(folder / f"{SPILL}{token_hex(8)}").replace("'", "''")
        settings |= {"temp_directory": f"'{place}'", "memory_limit": f"'{MEMORY}'"}
    return settings
