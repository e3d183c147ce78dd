"""What lies in the outputs, held against the ledger: nothing there is believed for itself.

released   what only `fsb ledger --restore` puts right: every command stops
remade     drafts and the index: `fsb run` says so and makes them anew, what reads them stops

outputs/2009/plan_coverage   the folder's name is the manifest's; in force: the recorded bytes
outputs/2010/...             a draft carries no certificate
outputs/<anything else>      is not the program's
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.report_files import COMPANIONS, MANIFEST, page_in
from fsb_lib.disclosure.protected import COMMITTEE, INTERNAL
from fsb_lib.html.control_code import code_in
from fsb_lib.ledger.ledger import LEDGER, Ledger
from fsb_lib.ledger.own_index import is_own_index
from fsb_lib.outputs import atomic_swap, manifest
from fsb_lib.outputs.folder import CORRECTION, FAILED, INDEX, LOCK, RETIRED
from fsb_lib.outputs.links import STAGING
from fsb_lib.outputs.manifest import read_manifest
from fsb_lib.params import REPORT_IDS
from fsb_lib.registers.snapshot_files import file_hash

RESTORE = "Put back what was released: fsb ledger --restore (it keeps what it takes away)"
_REMAKE = "Make the report again: fsb run --year YEAR; do not edit what the program wrote."
_INDEX = "Write it anew: fsb run, or fsb ledger --restore"
# README.md: what the repository itself lays there.
_OWN = {"README.md", INDEX, LEDGER, LOCK, STAGING, RETIRED, CORRECTION, FAILED}


# What file managers and version control leave beside files.
_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore"}


@dataclass(frozen=True)
class Discrepancy:
    """`place` is the report's folder, or the file, below the outputs."""

    place: str
    problem: Problem


@dataclass(frozen=True)
class Differences:
    """Every way in which the outputs are not what the ledger and the manifests say."""

    released: tuple[Discrepancy, ...]
    remade: tuple[Discrepancy, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(one.problem for one in (*self.released, *self.remade))


def differences(outputs: Path, ledger: Ledger, work: Path) -> Differences:
    """Compare all of an outputs folder with its ledger; `work` remembers its index."""
    recorded = recorded_reports(ledger)
    lying = {path.relative_to(outputs).as_posix(): path for path in _reports(outputs)}
    released = [*_foreign(outputs), *_not_as_released(outputs, recorded)]
    remade = list(_another_index(outputs, work))
    for name, folder in lying.items():
        released += _another_name(name, folder)
        released += _another_audience(name, folder, lying.values())
        if name not in recorded:
            released += _beside_released(name, folder, recorded)
            remade += _not_as_made(name, folder)
    return Differences(tuple(released), tuple(remade))


def recorded_reports(ledger: Ledger) -> dict[str, str]:
    """The reports that are in force, by their folder: the hash of the manifest of each."""
    return {
        folder: digest for entry in ledger.all_in_force for folder, digest in entry.reports.items()
    }


def _foreign(outputs: Path) -> Iterator[Discrepancy]:
    """What no command of this program writes there: it may shadow a report."""
    below = [year for years in _where_years_lie(outputs) for year in _entries(years)]
    strangers = [
        *(path for path in below if not _belongs(path, outputs)),
        *(
            path
            for year in filter(_is_year, below)
            for path in _entries(year)
            if not _is_report(path)
        ),
    ]
    for path in strangers:
        name = path.relative_to(outputs).as_posix()
        told = "reports by year, index and ledger alone"
        yield _of(name, "is not of this program", told, remedy=f"Move it away. {RESTORE}")


def _belongs(path: Path, outputs: Path) -> bool:
    if _is_year(path) or path == outputs / FAILED / CORRECTION:
        return True
    return path.parent == outputs and (path.name in _OWN or atomic_swap.is_half_written(path))


def _not_as_released(outputs: Path, recorded: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Every released report is there, whole, with the hash that the ledger records."""
    for name, digest in recorded.items():
        folder = outputs / name
        found = file_hash(folder / MANIFEST) if (folder / MANIFEST).is_file() else ""
        if found != digest:
            told = f"sha256 {found[:12]}" if found else "no manifest.json"
            expected = f"a manifest with sha256 {digest[:12]}"
            yield _of(name, "is not what was released", expected, told)
        else:
            for one in manifest.differences(folder, read_manifest(folder)):
                yield Discrepancy(name, replace(one, remedy=RESTORE))


def _beside_released(name: str, folder: Path, recorded: Mapping[str, str]) -> Iterator[Discrepancy]:
    """No report says that it is released unless the ledger does, and none lies beside those."""
    if (_document(folder) or {}).get("release") is not None or _has_code(folder):
        what = "carries a certificate of release that the ledger does not know"
        yield _of(name, what, "a release that is in force")
    elif name.partition("/")[0] in {other.partition("/")[0] for other in recorded}:
        what = "lies beside the released reports of its year"
        yield _of(name, what, "what was released together, and nothing else")


def _another_name(name: str, folder: Path) -> Iterator[Discrepancy]:
    """The folder says which report it is: another one is found under a wrong name."""
    told, own = _document(folder), "/".join(folder.parts[-2:])
    if told is not None and (said := f"{told.get('year')}/{told['report']}") != own:
        yield _of(name, "holds another report than its folder says", own, said)


def _another_audience(name: str, folder: Path, lying: Iterable[Path]) -> Iterator[Discrepancy]:
    """No internal report, which hides nothing, lies among those for a committee."""
    if _audience(folder) == INTERNAL and COMMITTEE in map(_audience, lying):
        yield _of(name, "is internal: small counts are not hidden in it", "reports for a committee")


def _audience(folder: Path) -> str | None:
    given = (_document(folder) or {}).get("parameters")
    return given.get("audience") if isinstance(given, dict) else None


def _not_as_made(name: str, folder: Path) -> Iterator[Discrepancy]:
    document = _document(folder)
    if document is None:
        yield _of(name, "holds no readable manifest.json", "one report", remedy=_REMAKE)
    else:
        for one in manifest.differences(folder, document):
            yield Discrepancy(name, replace(one, remedy=_REMAKE))


def _another_index(outputs: Path, work: Path) -> Iterator[Discrepancy]:
    if next(_reports(outputs), None) is not None and not (outputs / INDEX).is_file():
        yield _of(INDEX, "is missing", remedy=_INDEX)
    elif not is_own_index(outputs, work):
        yield _of(INDEX, "is not the one that was written", remedy=_INDEX)


def _reports(outputs: Path) -> Iterator[Path]:
    """Every report's folder, of any year and beside the years."""
    for years in _where_years_lie(outputs):
        for year in filter(_is_year, _entries(years)):
            yield from filter(_is_report, _entries(year))


def _where_years_lie(outputs: Path) -> tuple[Path, ...]:
    return (outputs, outputs / CORRECTION, outputs / FAILED, outputs / FAILED / CORRECTION)


def _document(folder: Path) -> dict[str, Any] | None:
    try:
        return read_manifest(folder)
    except InputError:
        return None


def _has_code(folder: Path) -> bool:
    """Whether its page carries the control code of a released one."""
    try:
        return bool(code_in((folder / page_in(folder)).read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return False


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name not in _OF_THE_SYSTEM)


def _is_year(path: Path) -> bool:
    return path.is_dir() and path.name.isdecimal() and len(path.name) == 4


def _is_report(path: Path) -> bool:
    return path.is_dir() and path.name in (*REPORT_IDS, *COMPANIONS)


def _of(
    place: str, what: str, expected: str = "", found: str = "", remedy: str = RESTORE
) -> Discrepancy:
    return Discrepancy(place, Problem(what, place, expected, found, remedy))
