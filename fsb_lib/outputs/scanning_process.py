"""The process that holds the key while reports are checked: no notebook shares it.

One JSON object per line, in and out. First what the numbers of the delivery are known by, then
one file after the other:

    {"snapshot": folder or null, "work": ..., "key_file": ... or null}
        -> {"remark": why the delivery's own numbers cannot be looked up, or empty}
        or {"problems": [...]}, and the process ends
    {"path": ..., "name": what it is told under}
        -> {"findings": [{"file": ..., "place": ..., "kind": ...}, ...]}
"""

import json
import os
import sys
from collections.abc import Container, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import FsbError, InputError, Problem
from fsb_lib.registers.intake.pseudonyms import KEY_VARIABLE, SYNTHETIC_KEY_NAME, read_key
from fsb_lib.registers.snapshot.in_an_engine import is_place
from fsb_lib.registers.snapshot_files import DESCRIPTION
from fsb_lib.scanner.known_numbers import NUMBERS, KnownNumbers, WrongKeyError
from fsb_lib.scanner.scan import NO_NUMBERS, scan_file

NO_LIST = "the snapshot has no list of its numbers: take the delivery in again"
ELSEWHERE = "the list of its numbers stays with the snapshot's folder, and this one is in an engine"
NO_KEY = f"there is no key: name its file in {KEY_VARIABLE}"
ANOTHER_KEY = "the snapshot was made with another key"


def main() -> int:
    """Answers line by line until the input ends."""
    try:
        known, remark = _known(json.loads(sys.stdin.readline()))
    except FsbError as error:
        _say({"problems": [asdict(problem) for problem in error.problems]})
        return error.exit_code
    _say({"remark": remark})
    for line in sys.stdin:
        asked = json.loads(line)
        found = scan_file(Path(asked["path"]), asked["name"], known)
        _say({"findings": [asdict(finding) for finding in found]})
    return 0


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _known(order: Mapping[str, str | None]) -> tuple[Container[str], str]:
    """The delivery's numbers, or none and the reason."""
    snapshot = Path(order["snapshot"]) if order["snapshot"] else None
    if snapshot is None or not (snapshot / NUMBERS).is_file():
        return NO_NUMBERS, ELSEWHERE if snapshot and is_place(snapshot) else NO_LIST
    key_file = Path(order["key_file"]) if order["key_file"] else None
    work = Path(order["work"] or ".")
    synthetic = _is_synthetic(snapshot)
    is_named = key_file is not None or bool(os.environ.get(KEY_VARIABLE))
    if not is_named and not (synthetic and (work / SYNTHETIC_KEY_NAME).is_file()):
        return NO_NUMBERS, NO_KEY
    key = read_key(key_file, synthetic=synthetic, workspace=work)
    try:
        return KnownNumbers.read(snapshot / NUMBERS, key), ""
    except WrongKeyError as error:
        if synthetic:
            return NO_NUMBERS, ANOTHER_KEY
        problem = Problem(
            ANOTHER_KEY, "key file", "the key that intake used", remedy="name that key's file"
        )
        raise InputError(problem) from error


def _is_synthetic(snapshot: Path) -> bool:
    try:
        return bool(json.loads((snapshot / DESCRIPTION).read_bytes())["synthetic"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


if __name__ == "__main__":
    sys.exit(main())
