"""The case of a year, which its reports share: Word files, and the zip of what goes on an agenda.

2009/case/<number>-indstilling-2009.docx   held to what the reports may tell    word
          <number>-sag-2009.zip            every member is a file that was audited, or these
          manifest.json                    names and hashes
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

from fsb_lib.auditor.channels import word
from fsb_lib.auditor.channels.packed_file import unpacked
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication, UnreadableError
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import CASE, MANIFEST, METHOD, REPORT
from fsb_lib.pictures.drawn_picture import drawings_in, png

_EXPECTED = load("auditor/channels")["case"]
_NAME = re.compile(r"[A-Za-z0-9_-]+-\d{4}\.(?:docx|zip)")
_PROGRAM = re.compile(r"fsb_lib \d+(?:\.\d+)*")
_CODE = re.compile(r"[A-Z-]{19}")


def findings(publications: Sequence[Publication]) -> Iterator[Finding]:
    """What is wrong with the case of each year.

    Errors: UnreadableError for a report that cannot be read.
    """
    ordered = sorted(publications, key=lambda one: one.year)
    for year, of_year in groupby(ordered, key=lambda one: one.year):
        reports = list(of_year)
        if reports[0].case:
            yield from _judged(reports, reports[0].case, f"{year}/{CASE}")


def _judged(
    reports: Sequence[Publication], files: Mapping[str, bytes], where: str
) -> Iterator[Finding]:
    explained = [Tellable.of(one).explained for one in reports]
    pictures = set(_pictures(reports))
    for name, content in files.items():
        place = f"{where}/{name}"
        if name == MANIFEST:
            yield from _manifest(content, files, place)
        elif not _NAME.fullmatch(name):
            yield Finding("hidden_part", f"{where}: a file of an unknown name")
        elif name.endswith(".docx"):
            yield from word.judged(content, place, explained, pictures)
        else:
            yield from _archive(content, place, reports, files)


def _pictures(reports: Sequence[Publication]) -> Iterator[bytes]:
    for one in reports:
        page = one.files.get(REPORT, b"").decode("utf-8", "replace")
        yield from map(png, drawings_in(page))


def _manifest(content: bytes, files: Mapping[str, bytes], where: str) -> Iterator[Finding]:
    hashes = {name: _hash(one) for name, one in files.items() if name != MANIFEST}
    document = _object(content)
    if set(document) != set(_EXPECTED["manifest"]) or document["outputs"] != hashes:
        yield Finding("hidden_part", f"{where}: another content than names and hashes")


def _archive(
    content: bytes, where: str, reports: Sequence[Publication], files: Mapping[str, bytes]
) -> Iterator[Finding]:
    try:
        members = unpacked(content, where)
    except UnreadableError as why:
        yield Finding("unreadable", str(why))
        return
    published = _published(reports)
    known = {*published.values(), *map(_hash, files.values())}
    for name, one in members.items():
        if name != MANIFEST and _hash(one) not in known:
            yield Finding("hidden_part", f"{where}: {name} is no file that was audited")
    if not _is_list_of(members, published, reports):
        yield Finding("hidden_part", f"{where}: {MANIFEST}")


def _published(reports: Sequence[Publication]) -> dict[str, str]:
    """The hash of every file of a year's reports and annex by its path below the outputs."""
    year, annex = reports[0].year, reports[0].annex
    own = {
        f"{one.where}/{name}": _hash(content)
        for one in reports
        for name, content in one.files.items()
    }
    return own | {f"{year}/{METHOD}/{name}": _hash(content) for name, content in annex.items()}


def _is_list_of(
    members: Mapping[str, bytes], published: Mapping[str, str], reports: Sequence[Publication]
) -> bool:
    """Whether the archive's own list holds its names, hashes and sources, and nothing else."""
    document = _object(members.get(MANIFEST, b""))
    if set(document) != set(_EXPECTED["archive"]):
        return False
    files = {name: _hash(one) for name, one in members.items() if name != MANIFEST}
    told = document["files"]
    are_files = told.keys() == files.keys() and all(
        one.get("sha256") == files[name]
        and published.get(one.get("source", ""), files[name]) == files[name]
        and set(one) <= {"sha256", "source"}
        for name, one in told.items()
    )
    by_name = {one.where: one for one in reports}
    are_reports = all(
        name in by_name and _is_told(by_name[name], one, published)
        for name, one in document["reports"].items()
    )
    return are_files and are_reports and _is_kit(document["kit"])


def _is_told(report: Publication, told: Mapping[str, Any], published: Mapping[str, str]) -> bool:
    expected = {
        "manifest_sha256": published[f"{report.where}/{MANIFEST}"],
        "data_version": report.manifest["snapshot"]["fingerprint"],
        "synthetic": report.results["synthetic"],
    }
    others = {key: value for key, value in told.items() if expected.get(key) != value}
    code = others.pop("control_code", "")
    return not others and (not code or bool(_CODE.fullmatch(str(code))))


def _is_kit(told: Mapping[str, Any]) -> bool:
    return (
        set(told) == {"forms", "draft", "program"}
        and isinstance(told["draft"], bool)
        and all(form in _EXPECTED["forms"] for form in told["forms"])
        and bool(_PROGRAM.fullmatch(str(told["program"])))
    )


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
