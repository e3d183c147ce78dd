"""Every printed count has a name, and one name is one count in all tables."""

import pytest

from fsb_lib.disclosure.count_names import column_names, placeholders
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.table_declarations import TableDeclaration
from fsb_lib.params import ReportParams

TABLES = all_tables()


def letters(report: str, **params: object) -> dict[str, str]:
    return dict(placeholders(report, ReportParams(year=2010, **params), "f" * 64))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_column_that_counts_or_divides_has_a_name(table: TableDeclaration) -> None:
    for named in table.every_template():
        for column, one in table.measures.items():
            if one.is_count and named:
                assert isinstance(named[column], str)
            if one.unit == "rate" and not one.public and named:
                assert isinstance(named[column], tuple)


def test_the_table_of_match_groups_and_the_measurement_print_the_same_count() -> None:
    profile = column_names(
        "match_by_target_group", ("handicappede", "3"), letters("target_group_profile")
    )
    measured = column_names(
        "activation_by_match_class", ("handicappede", "3"), letters("activation_measurement")
    )
    assert profile["persons"] == measured["persons"] == "focus@2010-11-15/handicappede/match:3"


def test_a_group_without_special_needs_is_no_focus_population() -> None:
    names = column_names(
        "match_by_target_group", ("uden_saerlige_behov", "3"), letters("target_group_profile")
    )
    assert names["persons"] == "shared@2010-11-15/uden_saerlige_behov/match:3"


def test_earlier_measurements_are_named_by_their_own_day() -> None:
    names = column_names(
        "activation_trend_by_target_group", ("2009", "i_alt"), letters("activation_measurement")
    )
    assert names["persons"] == "focus@2009-11-15"


def test_a_profile_of_the_year_is_another_population_than_one_of_the_day() -> None:
    during = letters("target_group_profile", profile_basis="during_period")
    assert column_names("profile_sex", ("mand",), during)["persons"] == "focus_during@2010/sex:mand"
