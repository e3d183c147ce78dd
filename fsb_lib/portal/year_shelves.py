"""What belongs to a year as a whole: its case, its annex, and what became of its notes before.

outputs/<year>/case      both forms and the kit, of a released year
               method    the annex
ledger                   earlier versions, and what was withdrawn: told here, since it is not there
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.errors import InputError
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import CASE, METHOD
from fsb_lib.domain import danish
from fsb_lib.outputs import manifest
from fsb_lib.params import REPORT_IDS
from fsb_lib.portal.entries import IndexEntry, Links, files_told, topic_of
from fsb_lib.portal.past_events import PastEvent


@dataclass(frozen=True)
class YearShelf:
    """What the portal offers of a year beside its notes, each as (label, place); what happened to
    earlier versions, in sentences; and the topics of notes that were not made."""

    year: int
    case: Links
    annex: Links
    history: tuple[str, ...]
    not_made: tuple[str, ...]
    is_draft: bool


def shelves(
    root: Path, entries: Sequence[IndexEntry], events: Iterable[PastEvent]
) -> tuple[YearShelf, ...]:
    """A shelf for each year that has notes or had some, the newest first."""
    known = list(events)
    years = {entry.year for entry in entries} | {event.year for event in known}
    return tuple(
        _shelf(
            root / str(year),
            [entry for entry in entries if entry.year == year],
            [event for event in known if event.year == year],
        )
        for year in sorted(years, reverse=True)
    )


def _shelf(folder: Path, entries: Sequence[IndexEntry], events: Sequence[PastEvent]) -> YearShelf:
    there = {entry.report for entry in entries}
    missing = (report for report in REPORT_IDS if report not in there)
    return YearShelf(
        year=int(folder.name),
        case=tuple(_case(folder / CASE)),
        annex=_annex(folder / METHOD),
        history=tuple(_history(events)),
        not_made=tuple(map(topic_of, missing)) if entries else (),
        is_draft=any(entry.status == "committee" for entry in entries),
    )


def _case(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a case by what they are; nothing where they are not those that were made."""
    for word, label in load("pages")["index"]["case"]["files"].items():
        for name in sorted(_listed(folder)):
            if word in name:
                yield label, f"{folder.parent.name}/{folder.name}/{name}"


def _annex(folder: Path) -> Links:
    return files_told(folder, _listed(folder), load("pages")["index"]["annex"]["files"])


def _listed(folder: Path) -> dict[str, str]:
    """What lies there untouched; nothing where there is no such folder."""
    try:
        document = manifest.read_manifest(folder)
    except InputError:
        return {}
    return {} if manifest.differences(folder, document) else dict(document["outputs"])


def _history(events: Sequence[PastEvent]) -> Iterator[str]:
    """`Udgave 1 blev frigivet den 15. marts 2010.`, oldest first; nothing where the version in
    force is the only one there ever was."""
    words = load("pages")["index"]["history"]
    if len(events) == 1 and events[0].version:
        return
    follows_release = [False, *(event.version > 0 for event in events)]
    for replaces, event in zip(follows_release, events, strict=False):
        kind = "withdrawn" if not event.version else "corrected" if replaces else "released"
        told = words[kind].format(version=event.version, day=danish.long_date(event.day))
        yield f"{told} {words['reason'].format(reason=event.reason)}" if event.reason else told
