"""The release ledger: what was ever released, withdrawn or known before, one line each.

    outputs/ledger.jsonl       {"number": 3, "action": "release", "year": 2009, "version": 1, ...
                                "previous": hash of line 2, "hash": hash of this line}
    work/ledger/<id>.jsonl     the same, kept apart (ledger_files.py)

Lines are only ever added, and each holds the hash of the one before. The first names the project,
so that the copy is found wherever both are moved to. A release is protected and audited against
all of it, so a ledger that is not whole stops every release.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.file_forms import NEWEST, refuse_newer
from fsb_lib.disclosure.published_facts import PublishedFacts, from_document
from fsb_lib.jobs.plan import Job, Plan
from fsb_lib.outputs.folder import CORRECTION

LEDGER = "ledger.jsonl"
FORM = NEWEST["ledger"]
RELEASE, WITHDRAWAL = "release", "withdrawal"
ID_LENGTH = 16
_ID = re.compile(r"[0-9a-f]{16}")
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

    @property
    def reports(self) -> dict[str, str]:
        """The reports of a release and what lies beside them, by folder: the hash of the manifest
        of each."""
        year, reports = self.content["year"], self.content["reports"]
        return {f"{year}/{report}": str(digest) for report, digest in reports.items()}

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
    def project(self) -> str:
        """What the first line names; of one that was written before lines did, its hash."""
        if not self.entries:
            return ""
        first = self.entries[0]
        named = str(first.content.get("project"))
        return named if _ID.fullmatch(named) else first.hash[:ID_LENGTH]

    @property
    def last_day(self) -> str:
        """The latest date of any line."""
        return max((str(entry.content["date"]) for entry in self.entries), default="")

    @property
    def releases(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_release)

    @property
    def all_in_force(self) -> tuple[Entry, ...]:
        """The releases that are not withdrawn, in the order of years."""
        years = sorted({entry.content["year"] for entry in self.entries})
        return tuple(entry for year in years if (entry := self.in_force(year)) is not None)

    @property
    def published(self) -> PublishedFacts:
        """What stands of everything released; a withdrawal makes nothing unknown."""
        published = PublishedFacts()
        for entry in self.releases:
            published = published.followed_by(entry.published)
        return published

    def facts(self) -> tuple[Mapping[str, Any], ...]:
        """What the auditor read of every release, oldest first."""
        return tuple(entry.content["facts"] for entry in self.releases)

    @property
    def turned(self) -> frozenset[str]:
        """The days whose verdict a correction turned, as somebody confirmed."""
        return frozenset(day for one in self.releases for day in one.content.get("turned", ()))

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

    def with_line(self, entry: Entry) -> "Ledger | None":
        """With an entry that was written down before; None where it does not follow."""
        if entry in self.entries:
            return self
        follows = (entry.number, entry.previous) == (len(self.entries) + 1, self.head)
        return Ledger((*self.entries, entry)) if follows else None

    def text(self) -> str:
        return "".join(f"{entry.line}\n" for entry in self.entries)


def with_project(content: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The content of a first line with the project's name, which follows from what else it says
    and from the place of the outputs: the same release of the same project is named the same."""
    named = hashlib.sha256(f"{place} {_line(content)}".encode()).hexdigest()
    return {**content, "project": named[:ID_LENGTH]}


def parsed(text: str, where: str) -> Ledger:
    """The ledger of a file's text.

    Errors: InputError naming the first line that is not the one that was written; NewerFormError.
    """
    entries: list[Entry] = []
    previous = _FIRST
    for number, line in enumerate(text.splitlines(), start=1):
        entry = entry_of(line)
        if entry is None or entry.line != line or (entry.number, entry.previous) != (
            number, previous,
        ):  # fmt: skip
            raise InputError(damaged(where, f"line {number} is not the line that was written"))
        refuse_newer(entry.content, "ledger", f"{where}, line {number}")
        entries.append(entry)
        previous = entry.hash
    return Ledger(tuple(entries))


def listing(ledger: Ledger) -> Iterator[str]:
    """A line for each entry: `3  2026-11-26  release 2009, version 1  5f0c...`."""
    latest = ""
    for entry in ledger.entries:
        said = entry.content
        version = f", version {said['version']}" if entry.is_release else ""
        reason = f"  ({said['reason']})" if said.get("reason") else ""
        head = f"{entry.number:>3}  {said['date']}  {said['action']} {said['year']}{version}"
        yield f"{head}  {entry.hash[:12]}{reason}"
        if said["date"] < latest:
            yield f"     note: dated before an earlier line ({latest}): a clock was wrong"
        latest = max(latest, said["date"])
    yield f"{len(ledger.entries)} entries, every one as it was written."


def without_released(plan: Plan, ledger: Ledger) -> Plan:
    """The plan without the reports of released years; its notes name them.

    A released year is one whole: a report that it has not is a draft of its correction.
    """
    in_force = {year: ledger.in_force(year) for year in plan.years}
    released = {year: entry.content for year, entry in in_force.items() if entry is not None}
    notes = (_kept(job, released[job.year]) for job in plan.jobs if job.year in released)
    jobs = tuple(job for job in plan.jobs if job.year not in released)
    return Plan(jobs, (*plan.notes, *notes))


def as_correction(plan: Plan, ledger: Ledger) -> Plan:
    """The plan with drafts of released years beside the version in force."""
    jobs = (
        replace(job, below=CORRECTION) if ledger.in_force(job.year) is not None else job
        for job in plan.jobs
    )
    return replace(plan, jobs=tuple(jobs))


def _kept(job: Job, released: Mapping[str, Any]) -> str:
    version = released["version"]
    if job.report in released["reports"]:
        return f"{job.label} kept: released as version {version} (--correction makes a draft)"
    without = f"{job.year} is released as version {version} without it"
    return f"{job.label} left out: {without} (--correction makes a draft)"


def entry_of(line: str) -> Entry | None:
    """The entry that a line holds, whatever chain it belongs to; None for any other text."""
    try:
        document = dict(json.loads(line))
        if document.pop("hash") and {"action", "year"} <= document.keys():
            return Entry(document.pop("number"), document.pop("previous"), document)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return None


def _line(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def damaged(where: str, found: str) -> Problem:
    """What is said of a ledger that is not as it was written."""
    return Problem(
        "the ledger of releases is damaged, so nothing can be released",
        where,
        "every line as it was written, each with the hash of the one before",
        found,
        f"{_RESTORE}; or put back the file of the last backup. Do not delete it: what was "
        "published stays known.",
    )
