"""The files that `sender.yaml` names: plain files in its own folder, read within a bound."""

import stat
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem


def bytes_beside(path: Path, folder: Path, most_bytes: int, what: str, expected: str) -> bytes:
    """The content of a file beside `sender.yaml`: at most one byte more than is allowed.

    Errors: InputError when it is not there, lies elsewhere, or is no plain file (a device never
    ends).
    """
    try:
        place = path.resolve(strict=True)
        if not place.is_relative_to(folder.resolve()):
            raise _refused(path, what, expected, "a file elsewhere")
        if not stat.S_ISREG(place.stat().st_mode):
            raise _refused(path, what, expected, "no plain file")
        with place.open("rb") as file:
            return file.read(most_bytes + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise _refused(path, what, expected, type(error).__name__) from None


def _refused(path: Path, what: str, expected: str, found: str) -> InputError:
    remedy = "Put the file in the folder of sender.yaml, and correct its name there."
    return InputError(Problem(what, path.name, expected, found, remedy))
