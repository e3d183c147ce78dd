"""The release ledger: what was ever released, withdrawn or known before, one line each.

    outputs/ledger.jsonl       {"number": 3, "action": "release", "year": 2009, "version": 1, ...
                                "previous": hash of line 2, "hash": hash of this line}
    work/ledger/<id>.jsonl     the same, kept apart

Lines are only ever added, and each holds the hash of the one before. A release is protected and
audited against all of it, so a ledger that is not whole stops every release.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.disclosure.published_facts import PublishedFacts, from_document
from fsb_lib.jobs.plan import Plan
from fsb_lib.outputs import atomic_swap
from fsb_lib.registers.snapshot_files import file_hash

LEDGER = "ledger.jsonl"
FORM = 2
RELEASE, WITHDRAWAL = "release", "withdrawal"
_FIRST = "0" * 64
_RESTORE = "Restore it from the copy: fsb ledger --restore"


@dataclass(frozen=True)
class Entry:
    """One line: its place in the chain and what it records."""

    number: int
    previous: str
    content: Mapping[str, Any]

    @property
    def hash(self) -> str:
        return hashlib.sha256(_line(self._document()).encode("utf-8")).hexdigest()

    @property
    def line(self) -> str:
        return _line({**self._document(), "hash": self.hash})

    @property
    def is_release(self) -> bool:
        return bool(self.content["action"] == RELEASE)

    @property
    def published(self) -> PublishedFacts:
        return from_document(self.content["told"])

    def _document(self) -> dict[str, Any]:
        return {"number": self.number, "previous": self.previous, **self.content}


@dataclass(frozen=True)
class Ledger:
    """All entries, oldest first."""

    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self.entries[-1].hash if self.entries else _FIRST

    @property
    def releases(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_release)

    @property
    def published(self) -> PublishedFacts:
        """Everything that was ever released; a withdrawal makes nothing unknown."""
        published = PublishedFacts()
        for entry in self.releases:
            published |= entry.published
        return published

    def facts(self) -> tuple[Mapping[str, Any], ...]:
        """What the auditor read of every release, oldest first."""
        return tuple(entry.content["facts"] for entry in self.releases)

    def of_year(self, year: int) -> tuple[Entry, ...]:
        """The entries about one year, oldest first."""
        return tuple(entry for entry in self.entries if entry.content["year"] == year)

    def version(self, year: int) -> int:
        """How many times a year was released."""
        return sum(entry.is_release for entry in self.of_year(year))

    def in_force(self, year: int) -> Entry | None:
        """The release of a year that is not withdrawn."""
        entries = self.of_year(year)
        return entries[-1] if entries and entries[-1].is_release else None

    def added(self, content: Mapping[str, Any]) -> "Ledger":
        """With one more entry."""
        entry = Entry(len(self.entries) + 1, self.head, {"form": FORM, **content})
        return Ledger((*self.entries, entry))

    def text(self) -> str:
        return "".join(f"{entry.line}\n" for entry in self.entries)


def parsed(text: str, where: str) -> Ledger:
    """The ledger of a file's text.

    Errors: InputError naming the first line that is not the one that was written.
    """
    entries: list[Entry] = []
    previous = _FIRST
    for number, line in enumerate(text.splitlines(), start=1):
        entry = _entry(line)
        if entry is None or entry.line != line or (entry.number, entry.previous) != (
            number, previous,
        ):  # fmt: skip
            raise InputError(_damaged(where, f"line {number} is not the line that was written"))
        entries.append(entry)
        previous = entry.hash
    return Ledger(tuple(entries))


def read_ledger(outputs: Path, work: Path) -> Ledger:
    """The ledger of an outputs folder, held against its copy.

    Errors: InputError when it is damaged, shortened or gone; the message says how to recover.
    """
    place, copy = outputs / LEDGER, _copy(outputs, work)
    ledger = parsed(_text(place), str(place))
    kept = parsed(_text(copy), str(copy))
    if ledger.entries[: len(kept.entries)] != kept.entries:
        state = "is missing" if not place.is_file() else "lacks entries that its copy has"
        raise InputError(_damaged(str(place), state))
    return ledger


def restore_ledger(outputs: Path, work: Path) -> Ledger:
    """Write the copy over a damaged ledger, unless the ledger itself is whole.

    Errors: InputError when the copy is damaged, too, or there is none.
    """
    try:
        return read_ledger(outputs, work)
    except InputError:
        copy = _copy(outputs, work)
        kept = parsed(_text(copy), str(copy))
        if not kept.entries:
            raise
        outputs.mkdir(parents=True, exist_ok=True)
        atomic_swap.write_file(outputs / LEDGER, kept.text().encode("utf-8"))
        return kept


def write_ledger(ledger: Ledger, outputs: Path, work: Path) -> None:
    """Write the ledger and then its copy; a copy that is behind is brought up to date later."""
    content = ledger.text().encode("utf-8")
    atomic_swap.write_file(outputs / LEDGER, content)
    copy = _copy(outputs, work)
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic_swap.write_file(copy, content)


def listing(ledger: Ledger) -> Iterator[str]:
    """A line for each entry: `3  2026-11-26  release 2009, version 1  5f0c...`."""
    for entry in ledger.entries:
        said = entry.content
        version = f", version {said['version']}" if entry.is_release else ""
        reason = f"  ({said['reason']})" if said.get("reason") else ""
        head = f"{entry.number:>3}  {said['date']}  {said['action']} {said['year']}{version}"
        yield f"{head}  {entry.hash[:12]}{reason}"
    yield f"{len(ledger.entries)} entries, every one as it was written."


def without_released(plan: Plan, ledger: Ledger, outputs: Path) -> Plan:
    """The plan without reports that are released and in place; its notes name them."""
    kept = {
        job.folder: entry.content["version"]
        for job in plan.jobs
        if (entry := ledger.in_force(job.year)) is not None
        and entry.content["reports"].get(job.report) == _manifest_hash(outputs / job.folder)
    }
    notes = (
        f"{job.label} kept: released as version {kept[job.folder]} (--correction makes a draft)"
        for job in plan.jobs
        if job.folder in kept
    )
    jobs = tuple(job for job in plan.jobs if job.folder not in kept)
    return Plan(jobs, (*plan.notes, *notes))


def _manifest_hash(folder: Path) -> str:
    path = folder / MANIFEST
    return file_hash(path) if path.is_file() else ""


def _copy(outputs: Path, work: Path) -> Path:
    name = hashlib.sha256(str(outputs.resolve()).encode("utf-8")).hexdigest()[:16]
    return private_copies(work) / f"{name}.jsonl"


def private_copies(work: Path) -> Path:
    """Where copies of ledgers are kept apart from them."""
    return work / "ledger"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(_damaged(str(path), type(error).__name__)) from None


def _entry(line: str) -> Entry | None:
    try:
        document = dict(json.loads(line))
        if document.pop("hash") and {"action", "year"} <= document.keys():
            return Entry(document.pop("number"), document.pop("previous"), document)
    except (ValueError, TypeError, KeyError):
        return None
    return None


def _line(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def _damaged(where: str, found: str) -> Problem:
    return Problem(
        "the ledger of releases is damaged, so nothing can be released",
        where,
        "every line as it was written, each with the hash of the one before",
        found,
        f"{_RESTORE}; or put back the file of the last backup. Do not delete it: what was "
        "published stays known.",
    )
