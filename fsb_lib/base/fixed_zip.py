"""Zip files whose bytes follow from their content alone: no clock, no rights of this machine."""

import io
import zipfile
from collections.abc import Mapping

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can hold
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def packed(members: Mapping[str, bytes]) -> bytes:
    """The members as a zip file, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return file.getvalue()


def members(raw: bytes) -> dict[str, bytes]:
    """What a zip file holds, in its order."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
