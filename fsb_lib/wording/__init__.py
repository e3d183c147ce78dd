"""Danish sentences computed from a release: the words of a notebook's page.

Every function takes a `Release` and says only what its released cells hold; a hidden figure
chooses another sentence. The templates are in data/wording/.
"""

from dataclasses import dataclass

from fsb_lib.components import page_parts
from fsb_lib.components.fragment import Fragment
from fsb_lib.disclosure.released import Release
from fsb_lib.domain.definitions import measure
from fsb_lib.wording import (
    activation,
    activation_texts,
    common,
    cooperation,
    outcomes,
    plans,
    profile,
)
from fsb_lib.wording.printed import section as printed_section
from fsb_lib.wording.values import Headlines, Texts, fill, sentences, settings_of

MOST_FINDINGS = 3

_REPORTS = {report.REPORT: report for report in (activation, plans, profile, outcomes, cooperation)}

_HEADLINES: dict[str, Headlines] = {
    activation.REPORT: activation_texts.HEADLINES,
    plans.REPORT: plans.HEADLINES,
    profile.REPORT: profile.HEADLINES,
    outcomes.REPORT: outcomes.HEADLINES,
    cooperation.REPORT: cooperation.HEADLINES,
}

_TEXTS: dict[str, Texts] = {
    activation.REPORT: activation_texts.TEXTS,
    plans.REPORT: plans.TEXTS,
    profile.REPORT: profile.TEXTS,
    outcomes.REPORT: outcomes.TEXTS,
    cooperation.REPORT: cooperation.TEXTS,
}


@dataclass(frozen=True)
class Heading:
    """What stands around a page: its topic, its period, what kind of note it is."""

    topic: str
    period: str
    note_type: str


@dataclass(frozen=True)
class Summary:
    """A report in one line for the index: the headline figure, what it is, the verdict."""

    figure: str
    figure_is: str
    verdict: page_parts.Verdict | None


@dataclass(frozen=True)
class Account:
    """What a report says first, without a page around it: for the cover text of an agenda."""

    answer: tuple[str, ...]
    tiles: tuple[page_parts.Tile, ...]
    findings: tuple[str, ...]


def account(release: Release) -> Account:
    """Answer, key figures and findings as plain text."""
    report = _REPORTS[release.report]
    return Account(
        tuple(report.answer(release)),
        tuple(report.tiles(release)),
        tuple(report.findings(release)[:MOST_FINDINGS]),
    )


def answer(release: Release) -> Fragment:
    """The answer, the memo fields, and what a reader must know first."""
    parts = page_parts.lead(*_REPORTS[release.report].answer(release)) + page_parts.memo(
        release.memo
    )
    return parts + page_parts.warning(*release.warnings) if release.warnings else parts


def key_figures(release: Release) -> Fragment:
    """At most four key figures with target, baseline and verdict."""
    return page_parts.tiles(_REPORTS[release.report].tiles(release))


def findings(release: Release) -> Fragment:
    """The main findings, one sentence each; those after them are the text `further`."""
    return page_parts.findings(_REPORTS[release.report].findings(release)[:MOST_FINDINGS])


def definition(measure_id: str) -> Fragment:
    """What a figure is, in the words of the registry of measures."""
    return page_parts.paragraphs(measure(measure_id).definition)


def headline(release: Release, name: str) -> str:
    """The finding that stands over a figure."""
    return _HEADLINES[release.report][name](release)


def text(release: Release, *names: str) -> Fragment:
    """Computed paragraphs by name, one paragraph for each name that has something to say."""
    known = {**common.TEXTS, **_TEXTS[release.report], "further": _further}
    told = (" ".join(known[name](release)) for name in names)
    return page_parts.paragraphs(*(paragraph for paragraph in told if paragraph))


def printed(release: Release) -> Fragment:
    """The figures that the papers printed of this measurement; empty where there are none."""
    return printed_section(release)


def _further(release: Release) -> list[str]:
    """The findings that the first screen has no room for."""
    found: list[str] = _REPORTS[release.report].findings(release)
    return found[MOST_FINDINGS:]


def method(release: Release) -> Fragment:
    """The method box: how the figures are made."""
    words = sentences("common")
    report = _REPORTS[release.report]
    own = {**settings_of(release), **report.method_words(release)}
    return page_parts.method(words["method_heading"], *common.method(release, own))


def choices(release: Release) -> Fragment:
    """The choices open to the client, each with the value in force."""
    words = sentences("common")
    return page_parts.choices(words["choices"], release.settings)


def about(release: Release) -> Fragment:
    """ "Om dette notat": what the report rests on."""
    return page_parts.about(common.about(release))


def heading(release: Release) -> Heading:
    """Topic, period and kind of note, for the page's title and running lines."""
    words = sentences(release.report)["page"]
    period = fill(words["period"], settings_of(release))
    return Heading(words["topic"], period, words["note_type"])


def summary(release: Release) -> Summary:
    """The report in one line, for the index of reports."""
    words = sentences(release.report)["page"]
    report = _REPORTS[release.report]
    return Summary(report.figure(release), words["figure_is"], report.verdict(release))
