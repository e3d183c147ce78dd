"""`outputs/index.html`: every question with its years, every year with its case.

notes on disk -> entries -> questions: a row a year     the newest first
                         -> shelves: a year's case, annex, earlier versions
                         -> trends: the figures of the targets
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fsb_lib import __version__
from fsb_lib.base.package_data import load
from fsb_lib.components.banners import banners_of
from fsb_lib.components.page_parts import SHAPES
from fsb_lib.domain import danish
from fsb_lib.html.finishing import finish, slug
from fsb_lib.html.page_style import report_style
from fsb_lib.html.small_pages import filled
from fsb_lib.outputs.cpr_check import refuse_numbers
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.outputs.folder import GENERATOR, INDEX, Outputs
from fsb_lib.outputs.links import refuse_links
from fsb_lib.params import REPORT_IDS
from fsb_lib.portal.entries import IndexEntry, entries_in, topic_of
from fsb_lib.portal.index_trends import trends
from fsb_lib.portal.past_events import PastEvent
from fsb_lib.portal.year_shelves import YearShelf, shelves
from fsb_lib.sender.sender import Sender
from fsb_lib.wording.memo import next_measurement


@dataclass(frozen=True)
class AskedQuestion:
    """A follow-up with its notes, the newest first."""

    report: str
    entries: tuple[IndexEntry, ...]

    @property
    def topic(self) -> str:
        return topic_of(self.report)

    @property
    def asked(self) -> str:
        return str(load("pages")["questions"][self.report])

    @property
    def anchor(self) -> str:
        return slug(self.topic)


def index_bytes(outputs: Outputs, sender: Sender, events: Iterable[PastEvent] = ()) -> bytes:
    """The index as it would be written; `events` are what the ledger tells of the years.

    Errors: ReportError when the page would hold what looks like a CPR number; InputError
    for a link.
    """
    refuse_links(outputs.root)
    entries = tuple(entries_in(outputs.root))
    content = index_page(entries, shelves(outputs.root, entries, events), sender).encode("utf-8")
    refuse_numbers(content, INDEX)
    return content


def index_page(entries: Sequence[IndexEntry], years: Sequence[YearShelf], sender: Sender) -> str:
    """The page as HTML."""
    reports = [entry.protected for entry in entries if entry.protected]
    drawn = trends(reports)
    page = filled(
        "index.html.j2",
        sender,
        generator=GENERATOR,
        style=report_style(),
        questions=_questions(entries),
        years=years,
        lead=_lead(entries),
        next_measurement=_next(entries),
        span=danish.year_span(entries[-1].year, entries[0].year) if entries else "",
        banners=banners_of(reports),
        mixed=len({protected.synthetic for protected in reports}) > 1,
        trends=drawn,
        signs=_signs(entries),
        version=__version__,
        contact=load("wording/common")["about"]["contact_value"],
    )
    return finish(page, {trend.table.id: csv_bytes(trend.table) for trend in drawn})


def _questions(entries: Sequence[IndexEntry]) -> tuple[AskedQuestion, ...]:
    """Those that have a note, in the order of the follow-ups."""
    by_report = {
        report: tuple(entry for entry in entries if entry.report == report) for report in REPORT_IDS
    }
    return tuple(AskedQuestion(report, found) for report, found in by_report.items() if found)


def _next(entries: Sequence[IndexEntry]) -> str:
    """When is measured again, by the newest notes; empty without a note that can be read."""
    read = [entry.protected for entry in entries if entry.protected]
    if not read:
        return ""
    words = load("pages")["index"]["next_measurement"]
    day = next_measurement([one for one in read if one.year == read[0].year])
    return str(words["known"].format(day=day) if day else words["unknown"])


def _lead(entries: Sequence[IndexEntry]) -> str:
    """`Der er 3 notater om 2009 og 2010: 2 udkast og 1 fejlet.`"""
    words = load("pages")["index"]
    if not entries:
        return str(words["empty"])
    counts = Counter(entry.status for entry in entries)
    told: Mapping[str, Any] = load("pages")["statuses"]
    alike = len(counts) == 1 and len(entries) > 1
    states = [danish.counted(counts[name], *told[name]["counted"]) for name in told if counts[name]]
    return str(
        words["lead_alike" if alike else "lead"].format(
            notes=danish.counted(len(entries), *words["notes"]),
            years=danish.enumeration(sorted({str(entry.year) for entry in entries})),
            states=danish.enumeration(states),
            state=told[entries[0].status]["counted"][1],
        )
    )


def _signs(entries: Sequence[IndexEntry]) -> dict[str, str]:
    """What is drawn beside the words of the verdicts and statuses that the page shows."""
    judged = [entry.summary.verdict for entry in entries if entry.summary]
    verdicts = {verdict.kind for verdict in judged if verdict}
    statuses = {entry.status for entry in entries}
    known: Mapping[str, Any] = load("pages")["statuses"]
    return {
        **{kind.value: shape for kind, shape in SHAPES.items() if kind in verdicts},
        **{name: told["shape"] for name, told in known.items() if name in statuses},
    }
