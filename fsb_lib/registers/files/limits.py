"""How far a delivered file may go: how it may be packed, and what an archive may hold.

A register's extract shrinks to a tenth when it is packed. What grows several hundred-fold, or
holds thousands of members, was made to fill a machine, and is refused before it does.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast
from xml.parsers import expat

BLOCK: Final = 1 << 20
MOST_GROWTH: Final = 200
GROWTH_COUNTS_FROM: Final = 1 << 26
MOST_IN_MEMORY: Final = 1 << 30  # bytes of a packed file that cannot be read as a stream
MOST_UNPACKED: Final = 1 << 31  # bytes of a workbook's members together
MOST_MEMBERS: Final = 1_000
MOST_ROWS: Final = 100_000_000
MOST_COLUMNS: Final = 4_000  # DREAM has one for each week since 1991, month and year
LONGEST_CELL: Final = 4_096  # no number, date or code is a tenth of it

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of older and of locked workbooks
_ENCRYPTED = 1
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BOOK = "xl/workbook.xml"
_STRICT = b"purl.oclc.org/ooxml"


class RefusedFileError(Exception):
    """A file that is not read to its end; the message says what was found, never a value."""

    kind = "damaged"


class CutOffArchiveError(RefusedFileError):
    """An archive, or a file that is one inside, that does not unpack to its end."""

    kind = "cut_off"


class TooLargeError(RefusedFileError):
    """A file that grows beyond what a register can be."""

    kind = "too_large"


class WrongFormError(RefusedFileError):
    """A file that is not what its name says."""

    kind = "wrong_form"


class TwoListsError(RefusedFileError):
    """Objects with several lists of which columns are asked for: no row has both."""

    kind = "two_lists"


class DamagedFileError(RefusedFileError):
    """A file of the right form that cannot be read in it."""


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """The file as a stream, unpacked when its name ends in .gz."""
    if path.suffix.lower() != ".gz":
        with path.open("rb") as file:
            yield file
        return
    try:
        with gzip.open(path, "rb") as packed:
            yield cast(IO[bytes], _Limited(packed, path.stat().st_size))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise CutOffArchiveError("an archive that does not unpack") from error


@contextmanager
def seekable(path: Path) -> Iterator[IO[bytes]]:
    """The same, to be read at any place. What is packed is held in memory, never on a disk."""
    with unpacked(path) as file:
        if not isinstance(file, _Limited):
            yield file
            return
        whole = io.BytesIO()
        while block := file.read(BLOCK):
            if whole.tell() + len(block) > MOST_IN_MEMORY:
                found = f"more than {MOST_IN_MEMORY >> 20} MB inside .gz: deliver it unpacked"
                raise TooLargeError(found)
            whole.write(block)
    whole.seek(0)
    yield whole


class _Limited:
    """A packed file that stops unpacking when it grows beyond reason."""

    def __init__(self, packed: gzip.GzipFile, n_packed: int) -> None:
        self._packed = packed
        self._left = most_unpacked(n_packed)

    def read(self, size: int) -> bytes:
        block = self._packed.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise TooLargeError(_GROWS)
        return block


_GROWS = f"a file that grows more than {MOST_GROWTH}-fold when it is unpacked"


def most_unpacked(n_packed: int) -> int:
    """The bytes that so many packed ones may become."""
    return max(n_packed * MOST_GROWTH, GROWTH_COUNTS_FROM)


def check_workbook(file: IO[bytes]) -> None:
    """Unpacks each member of a workbook once and keeps none, before anything interprets them.

    Raises a RefusedFileError. Afterwards the archive is known to be whole and within the limits,
    and no XML in it declares an entity or anything outside itself.
    """
    start = file.read(len(_COMPOUND))
    if start == _COMPOUND:
        is_locked = _LOCKED in file.read(MOST_IN_MEMORY)
        raise WrongFormError(
            "a workbook locked by a password: save it without one"
            if is_locked
            else "an older workbook (.xls): save it as .xlsx"
        )
    if not start.startswith(b"PK"):
        raise WrongFormError("a file that is no workbook")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_directory(members)
            for member in members:
                _check_member(archive, member)
            _refuse_strict(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError) as error:
        raise CutOffArchiveError("an archive that does not unpack") from error
    except (NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        raise WrongFormError("an archive packed as no workbook is") from error
    file.seek(0)


def _refuse_strict(archive: zipfile.ZipFile) -> None:
    """The library reads no workbook in the strict form, whose names are others."""
    if _BOOK in archive.namelist() and _STRICT in archive.read(_BOOK):
        raise WrongFormError("a Strict Open XML workbook: save it as Excel Workbook (.xlsx)")


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    """What the directory of an archive says of itself; unpacking keeps to the sizes in it."""
    if len(members) > MOST_MEMBERS:
        raise TooLargeError(f"an archive of more than {MOST_MEMBERS} files")
    n_unpacked = sum(member.file_size for member in members)
    if n_unpacked > MOST_UNPACKED:
        raise TooLargeError(f"more than {MOST_UNPACKED >> 20} MB when it is unpacked")
    if n_unpacked > most_unpacked(sum(member.compress_size for member in members)):
        raise TooLargeError(_GROWS)
    if len({member.filename for member in members}) < len(members):
        raise WrongFormError("an archive that holds two files of one name")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise WrongFormError("a workbook locked by a password")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    parser = _parser_without_entities() if is_xml else None
    with archive.open(member) as content:
        try:
            while block := content.read(BLOCK):
                if parser:
                    parser.Parse(block)
            if parser:
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise DamagedFileError("a workbook whose XML is not well-formed") from error


def _parser_without_entities() -> expat.XMLParserType:
    """Reads XML for its form alone, and stops at a document type, where entities are declared."""
    parser = expat.ParserCreate()

    def refuse(*_declared: Any) -> None:
        raise WrongFormError("a workbook whose XML declares a document type")

    parser.StartDoctypeDeclHandler = refuse
    return parser
