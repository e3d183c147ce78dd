"""The twin city, measured by the program, gives back every figure the seeds print.

Expected figures are typed here from the source documents (S2's table of November 2007, S0's
table 2, S3's facts of 2014), not read from the program's own data files.
"""

from fractions import Fraction
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from fsb_lib import params, releases, wording
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredValue
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.registers.snapshot.open import open_snapshot

COLUMNS = ("1", "2", "3", "4", "5", "ikke_matchet", "i_alt")
NOVEMBER_2007 = {
    "misbrugere_i_behandling": (7, 11, 43, 510, 199, 113, 883),
    "handicappede": (0, 3, 3, 65, 32, 135, 238),
    "psykisk_syge_og_oevrigt_udsatte": (52, 128, 272, 1841, 710, 439, 3442),
    "uden_saerlige_behov": (195, 474, 616, 1849, 529, 658, 4321),
    "sof_i_alt": (254, 616, 934, 4265, 1470, 1345, 8884),
    "bif_i_alt": (1555, 2733, 2393, 8400, 2619, 7315, 25015),
}


def percent(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))


@pytest.fixture(scope="module")
def profile_2007(twin_city_snapshot: Path) -> ProtectedReport:
    return releases.target_group_profile(
        params.read(year=2007), str(twin_city_snapshot), "internal"
    )


@pytest.fixture(scope="module")
def activation_2007(twin_city_snapshot: Path) -> ProtectedReport:
    return releases.activation_measurement(
        params.read(year=2007), str(twin_city_snapshot), "internal"
    )


@pytest.mark.parametrize("group", NOVEMBER_2007)
def test_every_figure_of_the_november_2007_table(profile_2007: ProtectedReport, group: str) -> None:
    table = profile_2007.table("match_by_target_group")
    found = tuple(table.cell("persons", group, column).value for column in COLUMNS)
    assert found == NOVEMBER_2007[group]


def test_focus_population_is_3357(profile_2007: ProtectedReport) -> None:
    assert profile_2007.table("focus_population").cell("persons", "on_reference_date").value == 3357


def test_shares_that_the_oplaeg_prints_in_words(profile_2007: ProtectedReport) -> None:
    shares = profile_2007.table("population_shares")
    assert percent(shares.cell("rate", "sof_of_recipients").value) == 36
    assert shares.cell("rate", "sof_of_not_job_ready").value > Fraction(1, 2)  # "over halvdelen"
    # "ca. 1/3" is 30.5 %: the program prints the share, never the words
    assert shares.cell("rate", "focus_of_not_job_ready").value == Fraction(3357, 11019)


@pytest.mark.parametrize(
    ("group", "activated", "persons", "published"),
    [
        ("handicappede", 20, 97, 21),
        ("misbrugere_i_behandling", 128, 709, 18),
        ("psykisk_syge_og_oevrigt_udsatte", 485, 2551, 19),
        ("i_alt", 633, 3357, 19),
    ],
)
def test_activation_rates_of_2007(
    activation_2007: ProtectedReport, group: str, activated: int, persons: int, published: int
) -> None:
    table = activation_2007.table("activation_by_target_group")
    assert table.cell("activated", group).value == activated
    assert table.cell("persons", group).value == persons
    assert percent(table.cell("rate", group).value) == published


def test_unique_persons_and_facts_of_2014(twin_city_snapshot: Path) -> None:
    settings = params.read(year=2014, profile_basis="during_period")
    release = releases.target_group_profile(settings, str(twin_city_snapshot), "internal")
    assert release.table("focus_population").cell("persons", "during_period").value == 4260
    assert percent(release.table("profile_sex").cell("share", "mand").value) == 63
    assert percent(release.table("profile_age").cell("share", "under_30").value) == 25
    assert percent(release.table("profile_duration").cell("share", "under_3").value) == 60


def test_the_course_shows_targets_both_reached_and_missed(twin_city_snapshot: Path) -> None:
    measuring = Measuring(open_snapshot(twin_city_snapshot))

    def reached(report: str, year: int, table_id: str) -> set[MeasuredValue]:
        tables = measuring.answer(report, params.read(year=year)).tables
        (table,) = (table for table in tables if table.id == table_id)
        return {row.values["reached"] for row in table.rows}

    activated = [
        reached("activation_measurement", year, "target_status") for year in (2009, 2010, 2011)
    ]
    assert set.union(*activated) == {0, 1}
    assert reached("plan_coverage", 2011, "plan_offers") == {0, 1}


def found_again(release: ProtectedReport) -> dict[str, str]:
    """What the page says became of each printed figure, by the figure as it is printed."""
    rows = BeautifulSoup(wording.printed(release).html, "html.parser").select("tbody tr")
    return {
        row.select("th strong")[0].get_text().replace("\u00a0", " "): row.select(".fsb-outcome")[
            0
        ].get_text()
        for row in rows
    }


def test_the_profile_of_2007_tells_of_every_figure_of_the_annex(
    profile_2007: ProtectedReport,
) -> None:
    assert found_again(profile_2007) == {
        "Tabellen over målgrupper og matchgrupper": "Fundet igen",
        "3357": "Fundet igen",
        "ca. 3400": "Fundet igen",
        "ca. 3500": "Afviger",  # the sum of the targets for plans
        "36 %": "Fundet igen",
        "over halvdelen": "Fundet igen",
        "ca. 1/3": "Afviger",  # 30.5 %
        "16.089": "Kan ikke måles",
        "ca. 9.000": "Kan ikke måles",
    }


def test_the_activation_of_2007_tells_of_every_rate_in_print(
    activation_2007: ProtectedReport,
) -> None:
    assert found_again(activation_2007) == {
        "21 %": "Fundet igen",
        "18 %": "Fundet igen",
        "19, %": "Fundet igen",
        "19 %": "Fundet igen",
        "35 %": "Kan ikke måles",  # a mean of 19 months over another group
    }


def test_the_profile_of_2014_tells_of_every_fact_in_print(twin_city_snapshot: Path) -> None:
    settings = params.read(year=2014, profile_basis="during_period")
    release = releases.target_group_profile(settings, str(twin_city_snapshot), "internal")
    printed = ("4260", "63 %", "25 %", "60 %", "omtrent samme andel")
    assert found_again(release) == dict.fromkeys(printed, "Fundet igen")
