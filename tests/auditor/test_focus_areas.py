"""What ties focus areas to other tables gives a hidden count away (D18). Worked out by hand."""

from decimal import Decimal

import pytest

from fsb_lib.auditor.channels.numbers import Explained
from tests.auditor.attacked import intervals, small_differences
from tests.auditor.publishing import HIDDEN, report, table

D = "2011-11-15"
WOMEN = {"kvinder_dansk": 60, "kvinder_vestlig": 20, "kvinder_ikke_vestlig": 17}


def areas(**counts: object):
    return report({"focus_areas": table(counts, "persons")}, "focus_areas", 2011)


def profile(name: str, **counts: object):
    return report({name: table(counts, "persons")}, "target_group_profile", 2011)


def test_women_of_all_origins_tell_those_of_none() -> None:
    """100 women, of whom 60, 20 and 17 have an origin."""
    told = small_differences([areas(**WOMEN), profile("profile_sex", kvinde=100, mand=150)])
    assert told == {f"focus@{D}/sex:kvinde/origin:ukendt": (3, 3)}


def test_women_of_an_origin_are_a_part_of_it() -> None:
    """Of 12 + 11 of western origin 20 are women."""
    origins = {"indvandrer_vestlig": 12, "efterkommer_vestlig": 11}
    told = small_differences([areas(**WOMEN), profile("profile_origin", **origins)])
    assert told == {f"focus@{D}/origin:vestlig - focus@{D}/area:kvinder_vestlig": (3, 3)}


def test_an_area_and_those_outside_it() -> None:
    """Of 100 two are outside the area, one of them activated."""
    rows = {"unge_psykisk_syge": (98, 40), "fokusgruppen": (100, 41)}
    one = report({"focus_areas": table(rows, "persons", "activated")}, "focus_areas", 2011)
    outside = f"focus@{D} - focus@{D}/area:unge_psykisk_syge"
    assert small_differences([one]) == {
        outside: (2, 2),
        f"focus@{D}/activated - focus@{D}/area:unge_psykisk_syge/activated": (1, 1),
        f"{outside} without activated": (1, 1),
    }


def test_the_lowest_match_group_stands_in_two_tables() -> None:
    classes = {("i_alt", "2"): 40, ("i_alt", "3"): 4, ("i_alt", "i_alt"): 44}
    one = report({"activation_by_match_class": table(classes, "persons")}, year=2011)
    found = intervals([one, areas(laveste_matchgruppe=HIDDEN)])
    assert found == {f"focus@{D}/area:laveste_matchgruppe": (4, 4)}


def test_who_died_or_moved_of_an_area() -> None:
    """30 of the area a year before, 27 of them followed."""
    before = report({"focus_areas": table({"laengerevarende": 30}, "persons")}, "focus_areas", 2010)
    followed = {"laengerevarende": 27}
    one = report({"focus_area_outcomes": table(followed, "persons")}, "focus_areas", 2011)
    assert small_differences([before, one]) == {f"cohort@{D}/gone/area:laengerevarende": (3, 3)}


def test_who_stayed_away_for_half_a_year_only() -> None:
    rows = {"afgange": 60, "seks_maaneder": 50, "tolv_maaneder": 47}
    one = report({"lasting_outcomes": table(rows, "persons")}, "focus_areas", 2011)
    half, year = (f"lasting@{D}/lasting:{code}" for code in ("seks_maaneder", "tolv_maaneder"))
    assert small_differences([one]) == {f"{half} - {year}": (3, 3)}


def test_newcomers_within_a_year_are_four_bands() -> None:
    bands = table({"0_30": 9, "31_91": HIDDEN, "92_182": 8, "183_365": 7}, "persons")
    within = table({"inden_et_aar": 27}, "activated")
    tables = {"days_to_activation": bands, "days_to_activation_median": within}
    found = intervals([report(tables, "focus_areas", 2011)])
    assert found == {f"newcomers@{D}/days:31_91": (3, 3)}


def explained(*days: int) -> Explained:
    nothing: frozenset[Decimal] = frozenset()
    counted = frozenset(map(Decimal, days))
    return Explained(5, nothing, nothing, nothing, nothing, nothing, days=counted)


@pytest.mark.parametrize(
    ("text", "objections"),
    [
        ("halvdelen efter højst 68 dage", []),
        ("halvdelen efter højst 3 dage", []),
        ("halvdelen efter højst 69 dage", ["unexplained_number"]),
        ("68 borgere", ["unexplained_number"]),
        ("3 borgere efter 68 dage", ["small_count_told"]),
    ],
)
def test_a_median_explains_days_and_nothing_else(text: str, objections: list[str]) -> None:
    assert list(explained(68, 3).objections(text)) == objections
