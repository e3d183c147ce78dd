"""A Word file of a case: every text that it holds, its pictures, and every part that nobody sees.

    word/document.xml     paragraphs, names and alternatives of tables and pictures
    word/header1.xml ...  the same; pictures there are the sender's own
    word/media/*.png      each must be a drawing of a page, byte for byte

A text may be about one report of the year, so one that explains its numbers is enough. The file is
read as it is packed, so that nothing can hide from a library.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.etree import ElementTree as Xml

from fsb_lib.auditor.channels.numbers import Explained
from fsb_lib.auditor.channels.packed_file import documents_of, unpacked
from fsb_lib.auditor.findings import OTHER_PICTURE, Finding, beginning
from fsb_lib.auditor.publication import UnreadableError
from fsb_lib.base.package_data import load

_EXPECTED = load("auditor/channels")["word"]
_MEMBERS = re.compile("|".join(_EXPECTED["members"]))
_HIDING = frozenset(_EXPECTED["hiding"])
_FIELDS = frozenset(_EXPECTED["fields"])
# Elements and their attributes that are read aloud: ("docPr", "descr").
_TOLD = frozenset(tuple(one.split()) for one in _EXPECTED["told"])
_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURES = "word/media/"


def judged(
    content: bytes, where: str, explained: Sequence[Explained], pictures: Collection[bytes]
) -> Iterator[Finding]:
    """What is wrong with the file; `pictures` are the drawings of the year's pages."""
    try:
        parts = unpacked(content, where)
        documents = documents_of(parts, where)
    except UnreadableError as why:
        yield Finding("unreadable", str(why))
        return
    yield from _hidden(documents, parts, where)
    yield from _other_pictures(documents, parts, where, pictures)
    for text in _texts(documents):
        yield from _objections(text, where, explained)


def _hidden(
    documents: Mapping[str, Xml.Element], parts: Mapping[str, bytes], where: str
) -> Iterator[Finding]:
    """Parts, elements and fields that a cover does not have: what they hold is not followed."""
    for name, content in parts.items():
        if not _MEMBERS.fullmatch(name):
            yield Finding("hidden_part", f"{where}: {name}")
        if name in documents and b"<!--" in content:
            yield Finding("hidden_part", f"{where}: a comment in {name}")
    for name, root in documents.items():
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            is_field = tag in {"instrText", "fldSimple"}
            told = element.get(f"{_W}instr") or element.text or ""
            if tag in _HIDING or (is_field and told.strip() not in _FIELDS):
                yield Finding("hidden_part", f"{where}: {name}: {tag}")
            if element.get("TargetMode") == "External":
                yield Finding("hidden_part", f"{where}: {name}: a link outward")


def _other_pictures(
    documents: Mapping[str, Xml.Element],
    parts: Mapping[str, bytes],
    where: str,
    pictures: Collection[bytes],
) -> Iterator[Finding]:
    """Pictures of the text that are no drawing of a page. Those of head and foot are the form's."""
    links = documents.get("word/_rels/document.xml.rels")
    for link in [] if links is None else links:
        place = posixpath.normpath(posixpath.join("word", link.get("Target", "")))
        if place.startswith(_PICTURES) and parts.get(place) not in pictures:
            yield Finding(OTHER_PICTURE, f"{where}: {place}")


def _texts(documents: Mapping[str, Xml.Element]) -> Iterator[str]:
    for name, root in documents.items():
        if _TEXTS.fullmatch(name):
            for paragraph in root.iter(f"{_W}p"):
                yield "".join(_shown(paragraph))
            for element in root.iter():
                yield from (
                    value
                    for key, value in element.attrib.items()
                    if (element.tag.rpartition("}")[2], key.rpartition("}")[2]) in _TOLD
                )
        elif name.startswith("docProps/"):
            yield from (element.text or "" for element in root.iter())


def _shown(paragraph: Xml.Element) -> Iterator[str]:
    """The texts of a paragraph. What a field shows is worked out where the file is opened."""
    in_field = False
    for element in paragraph.iter():
        if element.tag == f"{_W}fldChar":
            in_field = element.get(f"{_W}fldCharType") != "end"
        elif element.tag in (f"{_W}br", f"{_W}tab"):
            yield " "
        elif element.tag == f"{_W}t" and not in_field:
            yield element.text or ""


def _objections(text: str, where: str, explained: Sequence[Explained]) -> Iterator[Finding]:
    found = [list(one.objections(text)) for one in explained]
    if found and all(found):
        yield Finding(found[0][0], f"{where}: {beginning(text)}")
