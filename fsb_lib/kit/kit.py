"""The agenda kit: one zip with what a secretary puts on an agenda, named by its case number.

    2008-117489-opfoelgning-2009-UDKAST.zip
      2008-117489-orienteringsnotat-2009-UDKAST.docx      to be edited
      bilag-1-aktiveringsgraden-for-faelles-borgere/
        bilag-1-aktiveringsgraden-...-2009-UDKAST.html    .pdf .xlsx
        csv/*.csv
      manifest.json                                       every file's source and hash

Names are ASCII, since agenda systems are old. Same reports, same bytes.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from fsb_lib import __version__
from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.base.fixed_zip import packed
from fsb_lib.html.finishing import slug
from fsb_lib.html.render import page_info
from fsb_lib.kit.cover_text import cover_bytes, memo_value
from fsb_lib.kit.reports import Chosen, chosen_reports
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.cpr_check import refuse_numbers
from fsb_lib.sender.sender import Sender

_DRAFT = "UDKAST"
_NO_CASE_NUMBER = "uden-sagsnr"
_MANIFEST = "manifest.json"
_LONGEST_TOPIC = 48  # letters, so that unpacked paths stay short enough for Windows


@dataclass(frozen=True)
class Kit:
    """A kit before it is written: the name of its zip, and its files by path."""

    name: str
    files: dict[str, bytes]
    draft: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """The kinds of file that a report lacks: its program made none, or was an older one."""
        kinds = Counter(PurePosixPath(name).suffix for name in self.files)
        return tuple(kind for kind in (".pdf", ".xlsx") if kinds[kind] < kinds[".html"])


def make_kit(outputs: Path, year: int, wanted: tuple[str, ...], form: str, sender: Sender) -> Kit:
    """The kit of a year's reports, or of those wanted; `form` is a key of data/cover.yaml.

    Errors: those of `chosen_reports`; ReportError when a file written here would hold what looks
    like a CPR number.
    """
    chosen = chosen_reports(outputs, year, wanted)
    draft = any(page_info(report.protected).draft for report in chosen)
    case = _case(chosen)
    about = _topic(chosen[0]) if wanted and len(chosen) == 1 else "opfoelgning"
    cover = f"{_joined([case, form], year, draft)}.docx"
    told = [(report.protected, report.control_code) for report in chosen]
    sources = {cover: (cover_bytes(told, form, sender), "")}
    for number, report in enumerate(chosen, start=1):
        sources |= _annex(number, report, draft)
    files = {name: content for name, (content, _) in sources.items()}
    files[_MANIFEST] = _manifest(chosen, form, draft, sources)
    for name in (cover, _MANIFEST):  # the rest was looked through when it was published
        refuse_numbers(files[name], name)
    return Kit(f"{_joined([case, about], year, draft)}.zip", files, draft)


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


def _case(chosen: Sequence[Chosen]) -> str:
    """The case number as a part of a file name; several after each other."""
    numbers = dict.fromkeys(memo_value(report.protected, "case_number") for report in chosen)
    named = [re.sub(r"[^A-Za-z0-9-]+", "-", number).strip("-") for number in numbers]
    return "_".join(filter(None, named)) or _NO_CASE_NUMBER


def _topic(report: Chosen) -> str:
    return slug(page_info(report.protected).topic)[:_LONGEST_TOPIC].strip("-")


def _joined(parts: Sequence[str], year: int, draft: bool) -> str:
    return "-".join([*parts, str(year), *([_DRAFT] if draft else [])])


def _annex(number: int, report: Chosen, draft: bool) -> dict[str, tuple[bytes, str]]:
    """The files of one report by their path in the kit, each with the path that it came from."""
    folder = f"bilag-{number}-{_topic(report)}"
    stem = f"{folder}/{_joined([folder], report.protected.year, draft)}"
    annex = {}
    for name, content in report.files.items():
        old = PurePosixPath(name)
        new = f"{folder}/csv/{old.name}" if len(old.parts) > 1 else f"{stem}{old.suffix}"
        annex[new] = (content, f"{report.source}/{name}")
    return annex


def _manifest(
    chosen: Sequence[Chosen], form: str, draft: bool, sources: dict[str, tuple[bytes, str]]
) -> bytes:
    files: dict[str, Any] = {
        name: {"sha256": sha256(content).hexdigest(), **({"source": source} if source else {})}
        for name, (content, source) in sources.items()
    }
    document = {
        "kit": {"form": form, "draft": draft, "program": f"fsb_lib {__version__}"},
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
            return "kit" in json.loads(archive.read(_MANIFEST))
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return False
