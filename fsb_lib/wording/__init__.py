"""Danish sentences computed from a release: the words of a notebook's page.

Every function takes a `Release` and says only what its released cells hold; a hidden figure
chooses another sentence. The templates are in data/wording.yaml.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fsb_lib import page
from fsb_lib.disclosure.released import Release
from fsb_lib.fragment import Fragment
from fsb_lib.package_data import load
from fsb_lib.wording import activation, common, plans, profile
from fsb_lib.wording.values import fill, settings_of

_REPORTS = {
    activation.REPORT: activation,
    plans.REPORT: plans,
    profile.REPORT: profile,
}

_TEXTS: dict[str, Callable[[Release], list[str]]] = {
    "size": activation.size,
    "sensitivity": activation.sensitivity,
    "comparability": activation.comparability,
    "offers": plans.offers,
    "registration": plans.registration,
    "dates": plans.about_dates,
    "several": profile.several,
    "flow": lambda _: profile.snapshot_and_flow(),
    "bases": lambda _: profile.bases(),
    "linkage": common.linkage,
    "bounds": common.bounds,
    "conversion": common.conversion,
}

_HEADLINES: dict[str, Callable[[Release], str]] = {
    "status": activation.status_headline,
    "trend": activation.trend_headline,
    "offers": plans.offers_headline,
    "match": profile.match_headline,
    "sex": lambda release: profile.fact_headline(release, "men"),
    "age": lambda release: profile.fact_headline(release, "young"),
    "duration": lambda release: profile.fact_headline(release, "short"),
    "origin": lambda release: profile.fact_headline(release, "origin"),
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
    verdict: page.Verdict | None


def answer(release: Release) -> Fragment:
    """The answer, the memo fields, and what a reader must know first."""
    parts = page.lead(*_REPORTS[release.report].answer(release)) + page.memo(release.memo)
    return parts + page.warning(*release.warnings) if release.warnings else parts


def key_figures(release: Release) -> Fragment:
    """At most four key figures with target, baseline and verdict."""
    return page.tiles(_REPORTS[release.report].tiles(release))


def findings(release: Release) -> Fragment:
    """The main findings, one sentence each."""
    return page.findings(_REPORTS[release.report].findings(release))


def headline(release: Release, name: str) -> str:
    """The finding that stands over a figure."""
    return _HEADLINES[name](release)


def text(release: Release, *names: str) -> Fragment:
    """Computed paragraphs by name, one paragraph for each name that has something to say."""
    told = (" ".join(_TEXTS[name](release)) for name in names)
    return page.paragraphs(*(paragraph for paragraph in told if paragraph))


def method(release: Release) -> Fragment:
    """The method box: how the figures are made."""
    words = load("wording")["common"]
    report = _REPORTS[release.report]
    own = {**settings_of(release), **report.method_words(release)}
    return page.method(words["method_heading"], *common.method(release, own))


def choices(release: Release) -> Fragment:
    """The choices open to the client, each with the value in force."""
    words = load("wording")["common"]
    return page.choices(words["choices"], release.settings)


def about(release: Release) -> Fragment:
    """ "Om dette notat": what the report rests on."""
    return page.about(common.about(release))


def heading(release: Release) -> Heading:
    """Topic, period and kind of note, for the page's title and running lines."""
    words = load("wording")["reports"][release.report]
    period = fill(words["period"], settings_of(release))
    return Heading(words["topic"], period, words["note_type"])


def summary(release: Release) -> Summary:
    """The report in one line, for the index of reports."""
    words = load("wording")["reports"][release.report]
    report = _REPORTS[release.report]
    return Summary(report.figure(release), words["figure_is"], report.verdict(release))
