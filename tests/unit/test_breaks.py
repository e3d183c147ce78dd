"""A dated break is one value: the mark, the footnote and the sentence come from it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup

from fsb_lib import charts
from fsb_lib.base.package_data import load
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable
from fsb_lib.domain.breaks import Break, breaks_between, known_breaks
from fsb_lib.domain.definitions import measure_ids
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date, measurement_years
from fsb_lib.domain.vocabulary import TOTAL, match_systems, special_needs_codes
from fsb_lib.measures.activation import trend_by_target_group
from fsb_lib.params import ReportParams
from fsb_lib.wording.activation.paragraphs import comparability
from fsb_lib.wording.params_in_danish import placeholders
from fsb_lib.wording.plans import offers
from fsb_lib.wording.profile import snapshot_and_flow
from tests.sentences import cases_profile

APRIL_2010 = date(2010, 4, 26)
WORDS = placeholders(ReportParams(year=2010))
# Worked out from D2 and S3: what lies between November 2007 and the day.
EXPECTED = {
    date(2007, 11, 15): [],
    date(2009, 11, 15): [],
    date(2010, 4, 25): [],
    date(2010, 4, 26): [APRIL_2010],
    date(2011, 11, 15): [APRIL_2010],
    date(2012, 12, 31): [APRIL_2010],
    date(2013, 1, 1): [APRIL_2010, date(2013, 1, 1)],
    date(2014, 11, 15): [APRIL_2010, date(2013, 1, 1), date(2014, 1, 1)],
}


def measured(day: date) -> MeasuredTable:
    """The trend up to a day: 100 persons and 40 activated in every group and year."""
    groups = (*special_needs_codes(), TOTAL)
    values = {"persons": 100, "activated": 40, "rate": Ratio(40, 100)}
    rows = tuple(MeasuredRow((group,), values) for group in groups)
    by_year = {
        year: MeasuredTable("activation_by_target_group", rows, day)
        for year in measurement_years(day.year)
    }
    return trend_by_target_group(by_year, day)


def protected(table: MeasuredTable) -> ProtectedTable:
    (released,) = protect([table], policy_for("committee", 5), WORDS)
    return released


def release(day: date) -> ProtectedReport:
    printed = (MeasuredRow(("2007", "published"), {"rate": Fraction(19, 100)}),)
    tables = (
        protected(measured(day)),
        protected(MeasuredTable("activation_trend", printed, day)),
    )
    return ProtectedReport(
        "activation_measurement", day.year, day, "committee", 5, True, "f", "0", (), (), (), tables
    )


def filled(text: str) -> str:
    """A text of a break as a note with the usual benefits has it."""
    words = load("wording/common")["resource_courses"]
    return text.replace("{resource_courses}", words["not_among"])


def drawn(day: date) -> list[str]:
    """All texts of both drawings of the trend, each drawing's lines joined."""
    html = charts.trend(release(day), headline="x").html
    drawings = BeautifulSoup(html, "html.parser").select("svg[role=img]")
    return [" ".join(text.get_text() for text in one.find_all("text")) for one in drawings]


@pytest.mark.parametrize(("day", "days"), EXPECTED.items())
def test_breaks_lie_after_the_first_day_and_up_to_the_last(day: date, days: list[date]) -> None:
    found = breaks_between("activation_rate", date(2007, 11, 15), day)
    assert [known.day for known in found] == days


def test_a_break_on_the_first_day_itself_has_nothing_before_it() -> None:
    assert breaks_between("activation_rate", APRIL_2010, date(2011, 11, 15)) == ()


def test_a_measure_that_no_break_concerns_has_none() -> None:
    assert breaks_between("rows", date(2000, 1, 1), date(2020, 1, 1)) == ()


@pytest.mark.parametrize("day", EXPECTED)
def test_every_break_of_a_period_is_mark_footnote_and_sentence_and_no_other_is(day: date) -> None:
    met = breaks_between("activation_rate", date(2007, 11, 15), day)
    notes = protected(measured(day)).notes
    told = comparability(release(day))
    for known in known_breaks():
        expected = known in met
        assert [known.mark in text for text in drawn(day)] == [expected] * 2, known.id
        assert (filled(known.footnote) in notes) is expected, known.id
        assert (filled(known.sentence) in told) is expected, known.id


@pytest.mark.parametrize("day", EXPECTED)
def test_the_text_alternative_names_every_break_once(day: date) -> None:
    html = charts.trend(release(day), headline="x").html
    drawing = BeautifulSoup(html, "html.parser").select_one("svg[role=img]")
    assert drawing is not None
    counts = {known.day: str(drawing["aria-label"]).count(known.mark) for known in known_breaks()}
    assert counts == {known.day: int(known.day in EXPECTED[day]) for known in known_breaks()}


def test_a_table_of_one_day_has_no_break_in_it() -> None:
    row = MeasuredRow(("2014", "measured"), {"rate": Ratio(500, 1000)})
    one_day = MeasuredTable("activation_trend", (row,), date(2014, 11, 15))
    several = MeasuredTable("activation_trend", (row,), date(2014, 11, 15), date(2007, 11, 15))
    assert protected(one_day).notes == ()
    assert len(protected(several).notes) == 3


def test_every_change_of_match_system_is_a_break() -> None:
    begins = {system.in_force[0] for system in match_systems()} - {None}
    assert begins <= {known.day for known in known_breaks()}


@pytest.mark.parametrize("known", known_breaks(), ids=lambda known: known.id)
def test_a_break_is_filled_in_dated_and_borne_out(known: Break) -> None:
    said = tuple(map(filled, (known.mark, known.footnote, known.sentence)))
    assert not [text for text in said if "{" in text or not text]
    assert all(f"\u00a0{_month(known.day)} {known.day.year}" in text for text in said)
    assert known.source in load("published")["documents"] or known.source.startswith("D")
    assert known.source_wording
    assert set(known.measures) <= set(measure_ids())


@pytest.mark.parametrize(
    ("year", "during", "beside_2007", "in_the_year"),
    [
        (2007, False, [], []),
        (2009, False, [], []),
        (2010, False, [2010], [2010]),
        (2010, True, [2010], [2010]),  # the year's persons were judged by both systems
        (2011, False, [2010], []),
        (2011, True, [], []),  # one year, and nothing of another beside it
        (2014, False, [2010, 2013, 2014], []),
        (2014, True, [], []),
    ],
)
def test_the_size_of_the_group_has_the_breaks_since_what_it_stands_beside(
    year: int, during: bool, beside_2007: list[int], in_the_year: list[int]
) -> None:
    """The key figure stands beside November 2007; the table counts a day and the whole year."""
    made = cases_profile.at(year, during=during)
    told = snapshot_and_flow(made)[1:]
    assert told == [filled(k.sentence) for k in known_breaks() if k.day.year in beside_2007]
    footnotes = made.table("focus_population").notes[1:]
    assert [*footnotes] == [filled(k.footnote) for k in known_breaks() if k.day.year in in_the_year]


@pytest.mark.parametrize(("year", "n_breaks"), [(2009, 0), (2010, 1), (2011, 1), (2014, 3)])
def test_offers_since_2009_have_their_breaks_as_footnotes_and_sentences(
    year: int, n_breaks: int
) -> None:
    """Who was in the target group on the day of an offer was judged by other rules before."""
    row = MeasuredRow((TOTAL,), {"offered_cumulative": 100})
    table = MeasuredTable(
        "plan_offers_by_target_group", (row,), cutoff_date(year), since=STRATEGY_START
    )
    line = MeasuredRow(("focus_at_cutoff",), {"offered_cumulative": 100})
    other = MeasuredTable("plan_offers_sensitivity", (line,), cutoff_date(year))
    made = replace(
        release(date(year, 11, 15)),
        report="plan_coverage",
        tables=(protected(table), protected(other)),
    )
    met = known_breaks()[:n_breaks]
    assert made.tables[0].notes == tuple(filled(known.footnote) for known in met)
    assert offers(made)[2:] == [filled(known.sentence) for known in met]


def _month(day: date) -> str:
    return {1: "januar", 4: "april"}[day.month]
