"""The figures of the papers beside a measurement: found again, differing, hidden, beyond reach.

Measured figures are those of S2's table of November 2007 unless a test says otherwise; the
sentences are worked out by hand.
"""

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from fsb_lib import wording
from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import Ratio
from fsb_lib.wording import values
from fsb_lib.wording.printed_figures import PrintedOutcome, figures_of, reading
from tests.sentences import cases_activation, cases_printed, cases_profile
from tests.sentences.cases_printed import printed_table, profile
from tests.small_release import HIDDEN, shown

AS_PRINTED = profile(printed_table())


def lines(release: ProtectedReport) -> dict[str, str]:
    """The rows of the section by their printed figure, in plain text."""
    soup = BeautifulSoup(wording.printed(release).html, "html.parser")
    rows = {}
    for row in soup.select("tbody tr"):
        figure = row.select_one("th strong")
        cell = row.select_one("td")
        assert figure is not None
        assert cell is not None
        rows[plain(figure.get_text())] = plain(cell.get_text())
    return rows


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").strip()


def outcomes(release: ProtectedReport) -> dict[str, PrintedOutcome]:
    return {figure.id: reading(release, figure).outcome for figure in figures_of(release)}


def test_every_figure_of_the_annex_is_told() -> None:
    assert list(lines(AS_PRINTED)) == [
        "Tabellen over målgrupper og matchgrupper", "3357", "ca. 3400", "ca. 3500", "36 %",
        "over halvdelen", "ca. 1/3", "16.089", "ca. 9.000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("Tabellen over målgrupper og matchgrupper", "40 af 40 tal Fundet igen"),  # 3 and 3 hidden
        ("3357", "883, 238 og 3.442 ydelsesmodtagere, i alt 4.563. Af dem er 3.357"),
        ("3357", "de øvrige 1.206"),
        ("ca. 3400", "Dem er der 5.735 af, men 2.378 af dem har ikke særlige behov."),
        ("ca. 3500", "3.357 Afviger Forskellen er 143 borgere."),
        ("ca. 3500", "strategiens mål for tilbud om handleplaner, 3.500."),
        ("36 %", "35,5 % (8.884 af 25.015) Fundet igen"),
        ("over halvdelen", "52,0 % (5.735 af 11.019) Fundet igen Andelen er over halvdelen."),
        ("ca. 1/3", "30,5 % (3.357 af 11.019) Afviger"),
        ("ca. 1/3", "En tredjedel ville være 3.673 borgere."),
        ("16.089", "Kan ikke måles"),
        ("ca. 9.000", "modtog 8.884 SOF-borgere en BIF-ydelse"),
    ],
)
def test_each_figure_is_found_or_explained(figure: str, said: str) -> None:
    assert said in lines(AS_PRINTED)[figure]


@pytest.mark.parametrize(
    ("size", "outcome"),
    [
        (3349, PrintedOutcome.DIFFERS),
        (3350, PrintedOutcome.FOUND),
        (3449, PrintedOutcome.FOUND),
        (3450, PrintedOutcome.DIFFERS),
    ],
)
def test_about_3400_is_what_rounds_to_that_hundred(size: int, outcome: PrintedOutcome) -> None:
    release = profile(printed_table(), size, focus=(size, 11019))
    assert outcomes(release)["about_3400"] is outcome


@pytest.mark.parametrize(
    ("sof", "outcome"),
    [
        (3549, PrintedOutcome.DIFFERS),  # 35.49 %
        (3550, PrintedOutcome.FOUND),
        (3649, PrintedOutcome.FOUND),
        (3650, PrintedOutcome.DIFFERS),
    ],
)
def test_36_percent_is_what_rounds_to_it(sof: int, outcome: PrintedOutcome) -> None:
    release = profile(printed_table(), recipients=(sof, 10000))
    assert outcomes(release)["sof_of_recipients"] is outcome


@pytest.mark.parametrize(
    ("sof", "outcome"),
    [(5000, PrintedOutcome.DIFFERS), (5001, PrintedOutcome.FOUND), (4999, PrintedOutcome.DIFFERS)],
)
def test_over_half_is_judged_unrounded(sof: int, outcome: PrintedOutcome) -> None:
    release = profile(printed_table(), of_class=(sof, 10000))
    assert outcomes(release)["sof_of_class"] is outcome


def test_one_changed_count_of_the_table_is_seen() -> None:
    said = lines(profile(printed_table(handicappede=239)))
    assert said["Tabellen over målgrupper og matchgrupper"].startswith("39 af 40 tal Afviger")


def test_hidden_cells_are_compared_with_nothing() -> None:
    said = lines(profile(printed_table(), 3, (3, 25015), (3, 11019), (3, 11019)))
    for figure in ("3357", "ca. 3400", "ca. 3500", "36 %", "over halvdelen", "ca. 1/3"):
        assert said[figure].startswith("Kan ikke sammenlignes")
        assert "vises ikke af hensyn til diskretion" in said[figure]


def test_a_reckoned_count_that_a_table_would_hide_is_not_said() -> None:
    """4563 - 4560 and 4563 - 4560 leave three citizens."""
    few = profile(printed_table(), 4560, of_class=(4563, 11019), focus=(4560, 11019))
    said = lines(few)
    assert "de øvrige" not in said["3357"]
    assert "har ikke særlige behov" not in said["ca. 3400"]
    internal = replace(few, audience="internal")
    assert "de øvrige 3 i" in lines(internal)["3357"]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("21 %", "20,6 % (20 af 97) Fundet igen"),
        ("18 %", "18,1 % (128 af 709) Fundet igen"),
        ("19, %", "19,0 % (485 af 2.551) Fundet igen"),
        ("19 %", "18,9 % (633 af 3.357) Fundet igen"),
        ("35 %", "Kan ikke måles"),
    ],
)
def test_the_rates_of_2007_are_found_again(figure: str, said: str) -> None:
    released = cases_printed.activation((128, 709), (20, 97), (485, 2551))
    assert lines(released)[figure].startswith(said)


@pytest.mark.parametrize(
    ("year", "during", "figures"),
    [
        (2014, True, ["4260", "63 %", "25 %", "60 %", "omtrent samme andel"]),
        (2014, False, ["4260"]),  # the facts of the note are of the whole year
        (2010, False, []),
    ],
)
def test_only_figures_of_the_report_s_own_time_are_told(
    year: int, during: bool, figures: list[str]
) -> None:
    assert list(lines(cases_profile.at(year, during=during))) == figures


def test_a_day_of_another_month_has_no_printed_figures() -> None:
    assert wording.printed(replace(AS_PRINTED, reference_date=date(2007, 6, 15))).html == ""
    assert wording.printed(cases_activation.at(year=2010)).html == ""


def test_the_table_is_accessible() -> None:
    soup = BeautifulSoup(wording.printed(AS_PRINTED).html, "html.parser")
    assert soup.caption is not None
    assert {cell["scope"] for cell in soup.select("thead th")} == {"col"}
    assert all(row.select_one("th[scope=row]") for row in soup.select("tbody tr"))


def test_every_printed_figure_has_its_words_and_its_place() -> None:
    published, texts = load("published"), load("wording/printed")
    for name, entry in published["printed"].items():
        assert set(entry["documents"]) <= set(published["documents"]), name
        assert ("found" in entry) == ("said" in entry), name
        assert name in texts["texts"], name


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (shown(8884), shown(25015), "knap 36 %"),
        (HIDDEN, shown(25015), "36 %"),
        (shown(8884), HIDDEN, "36 %"),
    ],
)
def test_a_rounded_rate_alone_is_never_refined(part: object, whole: object, said: str) -> None:
    rate = shown(Ratio(36, 100).value or 0)
    assert plain(values.refined(rate, part, whole)) == said  # type: ignore[arg-type]
