"""`manifest.json`: what went into a report and what came out, with hashes. No clock, no path.

The manifest is written last: a folder without a valid one is not a report.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any, Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.file_forms import refuse_newer
from fsb_lib.base.project import read_text
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.registers.snapshot_files import file_hash

_REMEDY = "Name a folder such as outputs/2009/plan_coverage, or make the report again."
MADE = "made"
FAILED = "failed"
_COMPILED = "__pycache__"
# The packages that a figure or its form depends on.
PACKAGES = (
    "Babel", "duckdb", "ibis-framework", "ipykernel", "matplotlib", "nbclient", "nbconvert",
    "numpy", "openpyxl", "pandas", "papermill", "pikepdf", "pyarrow", "pydantic", "PyYAML",
    "weasyprint",
)  # fmt: skip


def hashes(folder: Path, leave_out: Iterable[str] = (MANIFEST,)) -> dict[str, str]:
    """SHA-256 of every file below a folder by its path in it, with `/`, sorted; what Python
    compiles beside its sources is no file of anybody."""
    left_out = set(leave_out)
    paths = (path for path in folder.rglob("*") if _COMPILED not in path.parts)
    files = sorted(path for path in paths if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {name: file_hash(path) for name, path in named if name not in left_out}


def folder_hash(folder: Path) -> str:
    """One SHA-256 over all files of a folder and their names."""
    lines = "".join(f"{name} {digest}\n" for name, digest in hashes(folder, ()).items())
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def software() -> dict[str, Any]:
    """The versions that may matter to a figure."""
    return {"python": python_version(), "packages": {name: _version(name) for name in PACKAGES}}


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def write_manifest(folder: Path, document: Mapping[str, Any]) -> None:
    """Write the manifest of a finished folder, keys sorted."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_bytes(text.encode("utf-8"))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a report's folder.

    Errors: InputError when there is none, it is not readable, or a value in it is of another form;
    NewerFormError.
    """
    try:
        text = read_text(folder / MANIFEST, _REMEDY)
        document = json.loads(text)
    except InputError:
        found = "no file that can be read"
    except (ValueError, RecursionError) as error:
        found = type(error).__name__
    else:
        refuse_newer(document, "manifest", f"{folder.parent.name}/{folder.name}/{MANIFEST}")
        found = ", ".join(_of_another_form(document))
        if not found:
            return dict(document)
    raise InputError(
        Problem("holds no readable manifest.json", str(folder), "the folder of one report", found,
                _REMEDY)
    )  # fmt: skip


def _of_another_form(document: Any) -> Iterator[str]:
    """What is not as `write_manifest` writes it, by its name."""
    if not isinstance(document, dict):
        yield "JSON of another form"
        return
    for name, is_right in _FORMS.items():
        if name in document and not is_right(document[name]):
            yield f"`{name}` of another form"
    yield from (f"no `{name}`" for name in _NEEDED if name not in document)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_group(value: Any) -> bool:
    return isinstance(value, dict)


def _is_group_or_nothing(value: Any) -> bool:
    return value is None or isinstance(value, dict)


_NEEDED: Final = ("report", "year", "status", "outputs")
_FORMS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "report": _is_text,
    "year": _is_number,
    "status": _is_text,
    "outputs": _are_texts,
    "proof": lambda value: value is None or _is_text(value),
    "release": _is_group_or_nothing,
    "parameters": _is_group,
    "snapshot": _is_group,
    "program": _is_group,
    "software": _is_group,
    "inputs": _is_group,
    "step": _is_text,
    "exit_code": _is_number,
    "remarks": lambda value: isinstance(value, list) and all(map(_is_text, value)),
}


def differences(folder: Path, manifest: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every way in which the files of a folder are not those that its manifest lists."""
    listed, present = dict(manifest["outputs"]), hashes(folder)
    where = f"{folder.parent.name}/{folder.name}"
    problems = [
        Problem("the file is missing", f"{where}/{name}") for name in listed.keys() - present
    ]
    problems += [
        Problem("the file is not in the manifest", f"{where}/{name}")
        for name in present.keys() - listed
    ]
    problems += [
        Problem("the file is not the one that was made", f"{where}/{name}",
                f"sha256 {str(listed[name])[:12]}", f"sha256 {present[name][:12]}",
                "Make the report again; do not edit what the program wrote.")
        for name in listed.keys() & present
        if listed[name] != present[name]
    ]  # fmt: skip
    return tuple(sorted(problems, key=lambda problem: problem.where))
