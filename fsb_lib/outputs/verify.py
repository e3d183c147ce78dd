"""Whether the files of published reports are still those that were made."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.report_files import page_in
from fsb_lib.html.control_code import code_in, is_genuine
from fsb_lib.outputs.compare import reports_below
from fsb_lib.outputs.links import refuse_links
from fsb_lib.outputs.manifest import differences, read_manifest


class Verified(NamedTuple):
    """A report that is as it was made; a draft has no control code."""

    name: str
    n_files: int
    control_code: str


def refuse_changed(output: Path) -> tuple[Verified, ...]:
    """Every report of an output with its number of files and its control code.

    Errors: InputError naming every file that is missing, added or changed, and every released page
    that is not the one its code was made of.
    """
    refuse_links(output)
    problems: list[Problem] = []
    found: list[Verified] = []
    for name, folder in reports_below(output).items():
        manifest = read_manifest(folder)
        changed = differences(folder, manifest)
        file = page_in(folder)
        is_page = not changed and file in manifest["outputs"]
        page = (folder / file).read_text(encoding="utf-8") if is_page else ""
        problems += changed or _foreign_code(f"{name}/{file}", page, manifest)
        found.append(Verified(name, len(manifest["outputs"]), code_in(page)))
    if problems:
        raise InputError(problems)
    return tuple(found)


def _foreign_code(where: str, page: str, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    released = manifest.get("release")
    if released is not None and not is_genuine(page, released["ledger"]):
        yield Problem(
            "the control code is not that of this page and this ledger",
            where,
            "the code that interface.md, section 6, makes of them",
            code_in(page) or "no code",
            "Page and manifest were both written anew. Take the report from who released it.",
        )
