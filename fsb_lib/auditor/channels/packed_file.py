"""A zip, a workbook or a document as it is packed, so that nothing can hide from a library."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree as Xml

from fsb_lib.auditor.publication import UnreadableError

_LARGEST = 50_000_000


def unpacked(content: bytes, where: str) -> dict[str, bytes]:
    """Every member by its name.

    Errors: UnreadableError for what is no zip, for a larger one than can be read, and for a comment
    in it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _LARGEST:
                raise UnreadableError(f"{where}: unpacks to more than can be read")
            if packed.comment or any(member.comment for member in packed.infolist()):
                raise UnreadableError(f"{where}: a comment in the archive")
            return {name: packed.read(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, RuntimeError) as why:
        raise UnreadableError(where) from why  # RuntimeError: locked, or packed in another way


def documents_of(members: Mapping[str, bytes], where: str) -> dict[str, Xml.Element]:
    """The root of each member that is XML, by its name.

    Errors: UnreadableError.
    """
    xml = {name: text for name, text in members.items() if name.endswith((".xml", ".rels"))}
    try:
        return {name: Xml.fromstring(text) for name, text in xml.items()}  # noqa: S314
    except (Xml.ParseError, ValueError) as why:
        raise UnreadableError(where) from why
