"""The agenda kit: one zip with what a secretary puts on an agenda, named by its case number.

    2008-117489-sag-2009-UDKAST.zip
      2008-117489-orienteringsnotat-2009-UDKAST.docx      both forms, to be edited; send one
      2008-117489-indstilling-2009-UDKAST.docx
      bilag-1-aktiveringsgraden-...-2009-UDKAST.pdf       the annexes of the case
      bilag-5-metode-2009-UDKAST.pdf
      html/bilag-1-....html  method/annex.html            the same as web pages, as they link
      data/bilag-1-....xlsx  data/bilag-1/*.csv           on request, with data/filer.csv as key
      manifest.json                                       every file's source and hash

Names are ASCII, since agenda systems are old. Same reports, same bytes.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from fsb_lib import __version__
from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.base.fixed_zip import packed
from fsb_lib.base.report_files import MANIFEST, METHOD, WORKBOOK
from fsb_lib.html.finishing import slug
from fsb_lib.html.render import page_info
from fsb_lib.kit.cover import cover_bytes
from fsb_lib.kit.data_key import key_to_files
from fsb_lib.kit.reports import TABLES, Chosen, chosen_reports, method_files
from fsb_lib.kit.stationery import Stationery
from fsb_lib.kit.word_form import FORMS
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.cpr_check import refuse_numbers
from fsb_lib.wording.memo import memo_value

_DRAFT: Final = "UDKAST"
_NO_CASE_NUMBER: Final = "uden-sagsnr"
_METHOD_ANNEX: Final = "metode"
_BOTH_FORMS: Final = "sag"
_LONGEST_TOPIC: Final = 48  # letters, so that unpacked paths stay short enough for Windows


@dataclass(frozen=True)
class KitOrder:
    """What is asked for: the reports of a year, all without any named; the forms of the cover; and
    whether the figures as workbooks and CSV come with it."""

    year: int
    reports: tuple[str, ...] = ()
    forms: tuple[str, ...] = FORMS
    with_data: bool = False


@dataclass(frozen=True)
class Kit:
    """A kit before it is written: the name of its zip, and its files by path."""

    name: str
    files: dict[str, bytes]
    draft: bool

    @property
    def covers(self) -> dict[str, bytes]:
        """The Word files."""
        return {name: content for name, content in self.files.items() if name.endswith(".docx")}

    @property
    def remarks(self) -> Iterator[str]:
        """What the terminal says of it. A PDF may be lacking: the report's program made none."""
        kinds = Counter(PurePosixPath(name).suffix for name in self.files)
        if kinds[".pdf"] < kinds[".html"]:
            yield "not every report has its .pdf; see `fsb doctor`"
        if self.draft:
            yield "the reports are drafts and may not be sent on"


class _Packed(NamedTuple):
    """A file of a kit, and the path below the outputs that it came from; empty where it was made
    for the kit."""

    content: bytes
    source: str = ""


def make_kit(outputs: Path, order: KitOrder, stationery: Stationery) -> Kit:
    """The kit of reports as they lie in the outputs.

    Errors: those of `chosen_reports`; ReportError when a file written here would hold what looks
    like a CPR number.
    """
    chosen = chosen_reports(outputs, order.year, order.reports)
    return kit_of(chosen, method_files(outputs / str(order.year) / METHOD), order, stationery)


def kit_of(
    chosen: Sequence[Chosen], method: Mapping[str, bytes], order: KitOrder, stationery: Stationery
) -> Kit:
    """The kit of these reports and of the year's annex, which is empty where there is none."""
    draft = any(page_info(report.protected).draft for report in chosen)
    case = _case(chosen)
    covers = {
        f"{_joined([case, form], order.year, draft)}.docx": _Packed(
            cover_bytes(chosen, form, stationery, has_method=bool(method))
        )
        for form in order.forms
    }
    packed_files = {**covers, **_annexes(chosen, method, order.year, draft)}
    if order.with_data:
        packed_files |= _data(chosen, order.year, draft)
    files = {name: one.content for name, one in packed_files.items()}
    files[MANIFEST] = _manifest(chosen, order, draft, packed_files)
    for name in (*covers, MANIFEST):  # the rest was looked through when it was published
        refuse_numbers(files[name], name)
    return Kit(f"{_joined([case, *_about(chosen, order)], order.year, draft)}.zip", files, draft)


def write_kit(kit: Kit, place: Path) -> Path:
    """Write the zip to a file, or under its own name into a folder; where it is.

    Errors: UsageError when that would replace something that is no kit, or there is no folder.
    """
    path = place / kit.name if place.is_dir() else place
    if not path.parent.is_dir():
        raise UsageError(
            Problem("the folder does not exist", str(path.parent),
                    remedy="Name a file in an existing folder with --to.")
        )  # fmt: skip
    if path.exists() and not _is_kit(path):
        raise UsageError(
            Problem("is there and is no kit of this program", str(path),
                    remedy="Name another file with --to.")
        )  # fmt: skip
    atomic_swap.write_file(path, packed(kit.files))
    return path


def _about(chosen: Sequence[Chosen], order: KitOrder) -> tuple[str, ...]:
    """What the name of the zip tells apart: one report among several, one form of both."""
    form = order.forms[0] if len(order.forms) == 1 else _BOTH_FORMS
    return (_topic(chosen[0]), form) if order.reports and len(chosen) == 1 else (form,)


def _case(chosen: Sequence[Chosen]) -> str:
    """The case number as a part of a file name; several after each other."""
    numbers = dict.fromkeys(memo_value(report.protected, "case_number") for report in chosen)
    named = [re.sub(r"[^A-Za-z0-9-]+", "-", number).strip("-") for number in numbers]
    return "_".join(filter(None, named)) or _NO_CASE_NUMBER


def _topic(report: Chosen) -> str:
    return slug(page_info(report.protected).topic)[:_LONGEST_TOPIC].strip("-")


def _joined(parts: Sequence[str], year: int, draft: bool) -> str:
    return "-".join([*parts, str(year), *([_DRAFT] if draft else [])])


def _annexes(
    chosen: Sequence[Chosen], method: Mapping[str, bytes], year: int, draft: bool
) -> dict[str, _Packed]:
    """Notes and annex as PDF, which a committee is sent, and as pages in folders of their own."""
    numbered = [
        (_topic(report), report.source, report.files) for report in chosen
    ] + [(_METHOD_ANNEX, f"{year}/{METHOD}", method)]  # fmt: skip
    found = {}
    for number, (topic, source, files) in enumerate(numbered, start=1):
        stem = _joined([f"bilag-{number}", topic], year, draft)
        for name, content in files.items():
            place = {
                ".pdf": f"{stem}.pdf",
                # A note links to the annex by its own name, and its bytes are released as they are.
                ".html": f"{METHOD}/{name}" if files is method else f"html/{stem}.html",
            }.get(PurePosixPath(name).suffix)
            if place is not None:
                found[place] = _Packed(content, f"{source}/{name}")
    return found


def _data(chosen: Sequence[Chosen], year: int, draft: bool) -> dict[str, _Packed]:
    """The figures as workbooks and CSV, and the key that says what is in which."""
    data: dict[str, _Packed] = {}
    told: dict[str, tuple[Chosen, str]] = {}
    for number, report in enumerate(chosen, start=1):
        stem = _joined([f"bilag-{number}", _topic(report)], year, draft)
        for name, place in _places(report.files, number, stem):
            data[f"data/{place}"] = _Packed(report.files[name], f"{report.source}/{name}")
            told[place] = (report, name)
    return {"data/filer.csv": _Packed(key_to_files(told)), **data}


def _places(names: Mapping[str, bytes], number: int, stem: str) -> Iterator[tuple[str, str]]:
    for name in names:
        if name == WORKBOOK:
            yield name, f"{stem}.xlsx"
        elif name.startswith(TABLES):
            yield name, f"bilag-{number}/{PurePosixPath(name).name}"


def _manifest(
    chosen: Sequence[Chosen], order: KitOrder, draft: bool, packed_files: Mapping[str, _Packed]
) -> bytes:
    files: dict[str, Any] = {
        name: {
            "sha256": sha256(one.content).hexdigest(),
            **({"source": one.source} if one.source else {}),
        }
        for name, one in packed_files.items()
    }
    document = {
        "kit": {"forms": list(order.forms), "draft": draft, "program": f"fsb_lib {__version__}"},
        "reports": {
            report.source: {
                "manifest_sha256": report.manifest_hash,
                "data_version": report.protected.data_version,
                "synthetic": report.protected.synthetic,
                **({"control_code": code} if (code := report.control_code) else {}),
            }
            for report in chosen
        },
        "files": files,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8")


def _is_kit(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "kit" in json.loads(archive.read(MANIFEST))
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return False
