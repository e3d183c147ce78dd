"""What is much different from the snapshot before: the latest that lies beside the new one.

    work/snapshots/   2009-udtraek/  bif_ydelser: 171,719 rows, 25,015 persons, 14 % open
                      2010-udtraek/  bif_ydelser:  92,310 rows ...                     -> changed

Not in `snapshot.json`: it must say the same wherever the same delivery is taken in.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.snapshot_files import DESCRIPTION

_MOST: Final = 0.10


def changes(snapshot: Path, told: Mapping[str, Any]) -> tuple[IntakeRemark, ...]:
    """Compares a snapshot, as its description tells, with the one before it."""
    before = _before(snapshot, synthetic=bool(told["synthetic"]))
    if before is None:
        return ()
    return tuple(
        IntakeRemark("changed", name, found=found)
        for name, one in told["tables"].items()
        if name in before["tables"]
        for found in _differences(before["tables"][name], one)
    )


def _before(snapshot: Path, *, synthetic: bool) -> Mapping[str, Any] | None:
    """The description of the latest other snapshot in the same folder, older than this one."""
    own = (snapshot / DESCRIPTION).stat().st_mtime_ns
    others = [path for path in snapshot.parent.glob(f"*/{DESCRIPTION}") if path.parent != snapshot]
    aged = sorted((path.stat().st_mtime_ns, path) for path in others)
    for age, path in reversed(aged):
        try:
            told: Mapping[str, Any] = json.loads(path.read_bytes())
            if age < own and bool(told["synthetic"]) == synthetic:
                return told
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    return None


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key, what in (("rows_read", "rows"), ("persons", "persons")):
        old, new = before.get(key), now.get(key)
        if old is not None and new is not None and abs(new - old) > _MOST * old:
            yield f"{new:,} {what}, {old:,} before"
    if "open_ends" in before and "open_ends" in now:
        old, new = _share_open(before), _share_open(now)
        if abs(new - old) > _MOST:
            yield f"{new:.0%} of the rows without an end, {old:.0%} before"


def _share_open(table: Mapping[str, Any]) -> float:
    return float(table["open_ends"] / table["rows_kept"]) if table["rows_kept"] else 0.0
