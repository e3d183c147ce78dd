"""Focus areas are protected by what they have to do with other tables (D18).

women of an origin, all women       who has no known origin
area, everybody                     who is outside it, activated or not
area a year before, area followed   who died or moved
"""

from collections.abc import Iterator, Mapping

import pytest

from fsb_lib.disclosure.count_names import Place, PrintedCount, column_names, placeholders
from fsb_lib.disclosure.pattern import pattern
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.params import ReportParams
from tests.disclosure.enumerating import rule

D, A = "2011-11-15", "2010-11-15"
NOTHING, RULE = PublishedFacts(), rule(5)
WOMEN = {"kvinder_dansk": 60, "kvinder_vestlig": 20, "kvinder_ikke_vestlig": 17}


def printed(
    table: str, rows: Mapping[str, int], column: str = "persons", year: int = 2011
) -> Iterator[PrintedCount]:
    letters = placeholders("focus_areas", ReportParams(year=year), "f" * 64)
    for code, n in rows.items():
        name = column_names(table, (code,), letters)[column]
        assert isinstance(name, str)
        yield PrintedCount(Place(table, (code,), column), name, n)


def hidden(*cells: Iterator[PrintedCount]) -> frozenset[str]:
    counts = [cell for one in cells for cell in one]
    return frozenset(pattern(counts, NOTHING, {}, RULE).hidden)


def areas(rows: Mapping[str, int], column: str = "persons") -> Iterator[PrintedCount]:
    return printed("focus_areas", rows, column)


def test_a_total_of_another_code_has_no_part_in_its_name() -> None:
    (count,) = areas({"fokusgruppen": 100})
    assert count.name == f"focus@{D}"
    (left,) = printed("lasting_outcomes", {"afgange": 60})
    assert left.name == f"lasting@{D}"


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    assert not hidden(areas({**WOMEN, "fokusgruppen": 250}))


def test_three_women_of_unknown_origin_are_not_told() -> None:
    everybody = printed("profile_sex", {"kvinde": 100, "mand": 150, "ukendt": 0})
    assert hidden(areas(WOMEN), everybody)


def test_no_woman_of_unknown_origin_needs_nothing() -> None:
    everybody = printed("profile_sex", {"kvinde": 97, "mand": 150, "ukendt": 0})
    assert not hidden(areas(WOMEN), everybody)


def test_two_outside_an_area_are_not_told() -> None:
    assert hidden(areas({"unge_psykisk_syge": 98, "fokusgruppen": 100}))


def test_two_outside_an_area_who_are_not_activated_are_not_told() -> None:
    persons = areas({"unge_psykisk_syge": 80, "fokusgruppen": 100})
    activated = areas({"unge_psykisk_syge": 40, "fokusgruppen": 58}, "activated")
    assert hidden(persons, activated)


def test_the_lowest_match_group_is_hidden_in_both_tables() -> None:
    letters = placeholders("activation_measurement", ReportParams(year=2011), "f" * 64)
    classes = [
        PrintedCount(
            Place("activation_by_match_class", ("i_alt", code), "persons"),
            str(column_names("activation_by_match_class", ("i_alt", code), letters)["persons"]),
            n,
        )
        for code, n in {"2": 40, "3": 4, "i_alt": 44}.items()
    ]
    found = hidden(areas({"laveste_matchgruppe": 4}), iter(classes))
    assert {f"focus@{D}/area:laveste_matchgruppe", f"focus@{D}/match:3"} <= found


@pytest.mark.parametrize(("followed", "is_told"), [(27, False), (20, True), (30, True)])
def test_three_of_an_area_who_died_or_moved_are_not_told(followed: int, is_told: bool) -> None:
    before = printed("focus_areas", {"laengerevarende": 30}, year=2010)
    later = printed("focus_area_outcomes", {"laengerevarende": followed})
    assert (not hidden(before, later)) is is_told


def test_three_who_came_back_in_the_second_half_year_are_not_told() -> None:
    rows = {"afgange": 60, "seks_maaneder": 50, "tolv_maaneder": 47}
    assert hidden(printed("lasting_outcomes", rows))


def test_three_in_a_band_are_not_told_by_those_within_a_year() -> None:
    bands = {"0_30": 9, "31_91": 3, "92_182": 8, "183_365": 7, "ikke_inden_et_aar": 30}
    within = printed("days_to_activation_median", {"inden_et_aar": 27}, "activated")
    found = hidden(printed("days_to_activation", bands), within)
    assert len(found) > 1
