"""Which figures and inputs differ between two outputs, from their results and manifests."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.file_forms import refuse_newer
from fsb_lib.base.project import read_text
from fsb_lib.base.report_files import MANIFEST, RESULTS
from fsb_lib.outputs.manifest import read_manifest
from fsb_lib.params import REPORT_IDS

Document = Mapping[str, Any]
_AGAIN = "Make the report again: `fsb run` with its year."
_INPUTS = ("parameters", "snapshot", "program", "software", "inputs")


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: a cell of a table, or an input of the report.

    where: "2009/plan_coverage plan_states[udarbejdet].persons" | before: "12" | after: ".."
    """

    where: str
    before: str
    after: str


def reports_below(folder: Path) -> dict[str, Path]:
    """Every report's folder in an output: the folder itself, of a year, or of all years.

    Named by year and report id, as the folders are: what a manifest says of itself is no name. A
    folder of a report without a manifest is one, too. Errors: InputError when there is none.
    """
    if (folder / MANIFEST).is_file():
        return {_name(folder): folder}
    below = [*sorted(folder.glob("*/")), *sorted(folder.glob("[0-9]*/*/"))]
    found = [path for path in below if path.name in REPORT_IDS or (path / MANIFEST).is_file()]
    if not found:
        raise InputError(
            Problem("holds no report", str(folder), "an outputs folder, or one report of it",
                    remedy="Name a folder that `fsb run` has written.")
        )  # fmt: skip
    return {_name(path): path for path in found}


def _name(folder: Path) -> str:
    folder = folder.absolute()
    if folder.parent.name.isdecimal():
        return f"{folder.parent.name}/{folder.name}"
    manifest = read_manifest(folder)  # a report by itself, wherever it was copied to
    return f"{manifest.get('year')}/{manifest['report']}"


def compare(one: Path, other: Path) -> tuple[Difference, ...]:
    """All differences between two outputs, inputs first, then figures."""
    left, right = reports_below(one), reports_below(other)
    if (one / MANIFEST).is_file() and (other / MANIFEST).is_file():
        left, right = _by_report(left), _by_report(right)
    differences: list[Difference] = []
    for name in sorted(left.keys() | right.keys()):
        if name not in left or name not in right:
            there = {True: "there", False: "missing"}
            differences.append(Difference(name, there[name in left], there[name in right]))
        else:
            differences += _between(name, left[name], right[name])
    return tuple(differences)


def _by_report(found: Mapping[str, Path]) -> dict[str, Path]:
    """One report's folder by its id alone: the same follow-up of two years is compared."""
    return {name.partition("/")[2]: folder for name, folder in found.items()}


def _between(name: str, one: Path, other: Path) -> Iterator[Difference]:
    before, after = read_manifest(one), read_manifest(other)
    yield from _differing(name, {"status": before["status"]}, {"status": after["status"]})
    yield from _differing(name, _inputs(before), _inputs(after))
    yield from _differing(name, _figures(one), _figures(other))


def _differing(name: str, one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Difference]:
    for key in dict.fromkeys([*one, *other]):
        before, after = one.get(key, "missing"), other.get(key, "missing")
        if before != after:
            yield Difference(f"{name} {key}", before, after)


def _inputs(manifest: Document) -> dict[str, str]:
    return {
        f"{section}.{path}": text
        for section in _INPUTS
        for path, text in _leaves(manifest.get(section, {}), "")
    }


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def _figures(folder: Path) -> dict[str, str]:
    """Errors: InputError when results.json is not as the program wrote it; NewerFormError."""
    path = folder / RESULTS
    if not path.is_file():
        return {}
    try:
        document = json.loads(read_text(path, _AGAIN))
        refuse_newer(document, "results", str(path))
        return dict(_cells(document["tables"]))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise InputError(
            Problem("is not as the program writes it", str(path), "the figures of a report",
                    type(error).__name__, _AGAIN)
        ) from None  # fmt: skip


def _cells(tables: Any) -> Iterator[tuple[str, str]]:
    for table in tables:
        for row in table["rows"]:
            keys = ", ".join(row[key] for key in table["keys"])
            for measure in table["measures"]:
                yield f"{table['id']}[{keys}].{measure}", _cell(row[measure])


def _cell(cell: Document) -> str:
    return str(cell["value"]) if cell["status"] == "shown" else str(cell["status"])
