"""Danish sentences computed from protected tables: the words of a notebook's page.

    protected cells -> figures in Danish -> sentences of a report -> fragments, or plain text
                       values               a module each,
                                            common, verdicts, printed_section

Every function takes a `ProtectedReport` and says only what its cells hold; a hidden figure
chooses another sentence. The templates are in data/wording/.

In: a protected report. Out: fragments, and `Account`, `Summary`, `Heading` for the pages around
it. Imported by notebooks and by what stands around reports; `params_in_danish` by who protects
them. Door: the functions below.
"""

from dataclasses import dataclass

from fsb_lib import tables
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import ANNEX, METHOD, named
from fsb_lib.components import page_parts
from fsb_lib.components.banners import banners_of, boxes
from fsb_lib.components.fragment import Fragment, join
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport
from fsb_lib.wording import (
    activation,
    areas,
    common,
    contact,
    cooperation,
    outcomes,
    plans,
    printed_section,
    profile,
    strategy,
)
from fsb_lib.wording.values import Headlines, Texts, fill, sentences, settings_of

MOST_FINDINGS = 3

_MODULES = (activation, plans, profile, outcomes, contact, cooperation, areas, strategy)
_REPORTS = {report.REPORT: report for report in _MODULES}
_HEADLINES: dict[str, Headlines] = {report.REPORT: report.HEADLINES for report in _MODULES}
_TEXTS: dict[str, Texts] = {report.REPORT: report.TEXTS for report in _MODULES}


@dataclass(frozen=True)
class Heading:
    """What stands around a page: its topic, its period, what kind of note it is."""

    topic: str
    period: str
    note_type: str


@dataclass(frozen=True)
class Summary:
    """A report in one line for the index: the headline figure, what it is, the verdict, and how it
    has changed since the measurement before, in sentences; none where there is none."""

    figure: str
    figure_is: str
    verdict: page_parts.ShownVerdict | None
    change: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """What a report says first, without a page around it: for the cover text of an agenda."""

    answer: tuple[str, ...]
    tiles: tuple[page_parts.Tile, ...]
    findings: tuple[str, ...]


def account(protected: ProtectedReport) -> Account:
    """Answer, key figures and findings as plain text."""
    report = _REPORTS[protected.report]
    return Account(
        tuple(report.answer(protected)),
        tuple(report.tiles(protected)),
        tuple(report.findings(protected)[:MOST_FINDINGS]),
    )


def status(protected: ProtectedReport) -> Fragment:
    """What the notebook's figures may be used for: internal, draft, synthetic."""
    return boxes(banners_of([protected]))


def answer(protected: ProtectedReport) -> Fragment:
    """The answer, the memo fields, and what a reader must know first."""
    lead = page_parts.lead(*_REPORTS[protected.report].answer(protected))
    parts = lead + page_parts.memo(common.panel(protected))
    return parts + page_parts.warning(*protected.warnings) if protected.warnings else parts


def key_figures(protected: ProtectedReport) -> Fragment:
    """At most four key figures with target, baseline and verdict."""
    return page_parts.tiles(_REPORTS[protected.report].tiles(protected))


def findings(protected: ProtectedReport) -> Fragment:
    """The main findings, one sentence each, and why a target was missed where it is said; further
    ones are the text `further`."""
    found = _REPORTS[protected.report].findings(protected)[:MOST_FINDINGS]
    told = [page_parts.findings(found), _where_stated(protected, "findings")]
    return join([*told, *map(page_parts.paragraphs, common.reason(protected))])


def headline(protected: ProtectedReport, name: str) -> str:
    """The finding that stands over a figure."""
    return _HEADLINES[protected.report][name](protected)


def text(protected: ProtectedReport, *names: str) -> Fragment:
    """Computed paragraphs by name, one paragraph for each name that has something to say."""
    known = {**common.TEXTS, **_TEXTS[protected.report], "further": _further}
    told = {name: " ".join(known[name](protected)) for name in names}
    return join(
        part
        for name, paragraph in told.items()
        if paragraph
        for part in (page_parts.paragraphs(paragraph), _where_stated(protected, name))
        if part.html
    )


def _where_stated(protected: ProtectedReport, name: str) -> Fragment:
    """The tables that a text's figures rest on (data/rests_on.yaml)."""
    known = {table.id: table for table in protected.tables}
    named = load("rests_on").get(protected.report, {}).get(name, ())
    return tables.where_stated([known[table] for table in named if table in known])


def section(protected: ProtectedReport, name: str, *names: str) -> Fragment:
    """A heading of level 3 with computed paragraphs below it; empty where they say nothing."""
    told = text(protected, *names)
    heading: str = sentences(protected.report)["sections"][name]
    return page_parts.heading(heading) + told if told.html else told


def printed(protected: ProtectedReport) -> Fragment:
    """The figures that the papers printed of this measurement; empty where there are none."""
    return printed_section.section(protected)


def papers_promises(protected: ProtectedReport) -> Fragment:
    """What became of the promises that registers tell of; empty in other reports."""
    return strategy.promises(protected) if protected.report == strategy.REPORT else Fragment("")


def papers_other_promises(protected: ProtectedReport) -> Fragment:
    """The promises that no register of these tells of; empty in other reports."""
    is_theirs = protected.report == strategy.REPORT
    return strategy.other_promises(protected) if is_theirs else Fragment("")


def papers_claims(protected: ProtectedReport) -> Fragment:
    """Whether the claims of the papers hold; empty in other reports than the strategy's."""
    return strategy.claims(protected) if protected.report == strategy.REPORT else Fragment("")


def _further(protected: ProtectedReport) -> list[str]:
    """The findings that the first screen has no room for."""
    found: list[str] = _REPORTS[protected.report].findings(protected)
    return found[MOST_FINDINGS:]


def method(protected: ProtectedReport) -> Fragment:
    """The method box: how the figures are made."""
    words = sentences("common")
    report = _REPORTS[protected.report]
    own = {**settings_of(protected), **report.method_words(protected)}
    return page_parts.method(words["method_heading"], *common.method(protected, own))


def choices(protected: ProtectedReport) -> Fragment:
    """The choices open to the client, each with the value in force."""
    words = sentences("common")
    return page_parts.choices(words["choices"], protected.settings)


def reservations(protected: ProtectedReport) -> Fragment:
    """What a reader of the figures must know, and where the annex of the year lies."""
    text = sentences("common")
    file = named(ANNEX, internal=protected.audience == INTERNAL)
    annex = f"../{METHOD}/{file}#{protected.report}"
    told = common.reservations(protected)
    return page_parts.reservations(told, text["annex"], (text["annex_link"], annex))


def about(protected: ProtectedReport) -> Fragment:
    """ "Om dette notat": its data, its day, whom to ask."""
    return page_parts.about(common.about(protected))


def evidence(protected: ProtectedReport) -> Fragment:
    """What the report rests on, for who checks it."""
    return page_parts.facts(common.evidence(protected))


def heading(protected: ProtectedReport) -> Heading:
    """Topic, period and kind of note, for the page's title and running lines."""
    words = sentences(protected.report)["page"]
    period = fill(words["period"], settings_of(protected))
    return Heading(words["topic"], period, words["note_type"])


def _change(protected: ProtectedReport) -> tuple[str, ...]:
    """How the headline has changed; nothing in a report of a program that did not tell it."""
    try:
        return tuple(_REPORTS[protected.report].since_last(protected))
    except LookupError:  # a table that it had not
        return ()


def summary(protected: ProtectedReport) -> Summary:
    """The report in one line, for the index of reports."""
    figure_is: str = sentences(protected.report)["page"]["figure_is"]
    report = _REPORTS[protected.report]
    figure, signs = report.figure(protected), page_parts.marks()
    if figure in signs:
        figure_is = f"{figure_is} ({signs[figure]})"
    return Summary(figure, figure_is, report.verdict(protected), _change(protected))
