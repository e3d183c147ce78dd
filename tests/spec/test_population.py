"""D14: the focus population beside the city's, worked out by hand on made-up cities."""

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import ibis
import pytest

from fsb_lib import params
from fsb_lib.domain.city_population import (
    AGE_BANDS,
    ORIGINS,
    SEXES,
    CityPopulation,
    PublishedShare,
    Quarter,
)
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.followups import answers as questions
from fsb_lib.followups.answers import answers
from fsb_lib.measures import profile
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.population import origin_in_city, population_comparison, with_ages
from tests.drawn import registers

DAY = date(2010, 5, 14)
TWO_POINTS = Fraction(2, 100)


def city(counts: dict[tuple[str, str, str], int]) -> CityPopulation:
    """A made-up city: the kinds that are named, nobody else."""
    everybody = product(SEXES, ORIGINS, AGE_BANDS)
    return CityPopulation(Quarter(2010, 2), {kind: counts.get(kind, 0) for kind in everybody})


def facts(*drawn: str) -> ibis.Table:
    """`kvinde 34 dansk` for each person; a dash is unknown."""
    rows = [dict(zip(("sex", "age", "origin"), one.split(), strict=True)) for one in drawn]
    known = [
        {name: "ukendt" if text == "-" else text for name, text in row.items()} for row in rows
    ]
    schema = {"person": "string", "sex": "string", "age": "int64", "origin": "string"}
    persons = [
        {**row, "person": f"p{place}", "age": None if row["age"] == "ukendt" else int(row["age"])}
        for place, row in enumerate(known)
    ]
    return ibis.memtable(persons, schema=schema).mutate(day=ibis.literal(DAY))


def compared(
    focus: ibis.Table,
    beside: CityPopulation | None,
    ages: str = "all",
    tolerance: Fraction = TWO_POINTS,
) -> dict[tuple[str, ...], Any]:
    facts = Measurement(DAY, with_ages(focus))
    table = population_comparison(facts, DAY, beside, ages, tolerance)
    return {row.keys: row.values for row in table.rows}


def counted(ratio: Ratio) -> tuple[int, int]:
    return ratio.numerator, ratio.denominator


def test_shares_of_both_by_sex_age_and_origin() -> None:
    focus = facts("mand 22 dansk", "mand 34 dansk", "kvinde 28 indvandrer_vestlig", "mand 61 dansk")
    beside = city(
        {
            ("kvinde", "dansk", "18-24"): 200,
            ("kvinde", "efterkommer_vestlig", "60-64"): 100,
            ("mand", "dansk", "65+"): 300,
            ("mand", "indvandrer_vestlig", "25-29"): 400,
        }
    )
    found = compared(focus, beside)
    shares = {key: counted(row["share"]) for key, row in found.items() if row["share"].numerator}
    in_city = {
        key: counted(row["population_share"])
        for key, row in found.items()
        if row["population_share"].numerator
    }
    assert shares == {
        ("sex", "kvinde"): (1, 4),
        ("sex", "mand"): (3, 4),
        ("age", "18-24"): (1, 4),
        ("age", "25-29"): (1, 4),
        ("age", "30-39"): (1, 4),
        ("age", "60+"): (1, 4),
        ("age", "18-29"): (2, 4),
        ("origin", "dansk"): (3, 4),
        ("origin", "indvandrer_vestlig"): (1, 4),
        ("origin", "indvandrere_og_efterkommere"): (1, 4),
    }
    assert in_city == {
        ("sex", "kvinde"): (300, 1000),
        ("sex", "mand"): (700, 1000),
        ("age", "18-24"): (200, 1000),
        ("age", "25-29"): (400, 1000),
        ("age", "60+"): (400, 1000),
        ("age", "18-29"): (600, 1000),
        ("origin", "dansk"): (500, 1000),
        ("origin", "indvandrer_vestlig"): (400, 1000),
        ("origin", "efterkommer_vestlig"): (100, 1000),
        ("origin", "indvandrere_og_efterkommere"): (500, 1000),
    }


def test_children_are_in_sex_and_origin_of_all_ages_and_never_in_age() -> None:
    focus = facts("mand 17 dansk", "kvinde 18 dansk")
    beside = city({("mand", "dansk", "0-17"): 30, ("kvinde", "dansk", "18-24"): 70})
    found = compared(focus, beside)
    assert counted(found["sex", "mand"]["share"]) == (1, 2)
    assert counted(found["sex", "mand"]["population_share"]) == (30, 100)
    assert counted(found["age", "18-24"]["share"]) == (1, 1)
    assert counted(found["age", "18-24"]["population_share"]) == (70, 70)


def test_ages_18_to_64_hold_for_both_and_for_sex_and_origin_only() -> None:
    focus = facts("mand 17 dansk", "mand 18 dansk", "kvinde 64 dansk", "kvinde 65 dansk")
    beside = city({("mand", "dansk", band): 10 for band in AGE_BANDS})
    found = compared(focus, beside, "18-64")
    assert counted(found["sex", "mand"]["share"]) == (1, 2)
    assert counted(found["sex", "mand"]["population_share"]) == (60, 60)
    assert counted(found["origin", "dansk"]["share"]) == (2, 2)
    assert counted(found["age", "60+"]["share"]) == (2, 3)
    assert counted(found["age", "60+"]["population_share"]) == (20, 70)


@pytest.mark.parametrize(
    ("age", "category"),
    [(24, "18-24"), (25, "25-29"), (29, "25-29"), (30, "30-39"), (59, "50-59"), (60, "60+")],
)
def test_age_bands_end_where_the_profiles_do(age: int, category: str) -> None:
    found = compared(facts(f"mand {age} dansk"), None)
    in_bands = {code for (fact, code), row in found.items() if fact == "age"
                and row["share"].numerator and code != "18-29"}  # fmt: skip
    assert in_bands == {category}
    assert bool(found["age", "18-29"]["share"].numerator) == (age < 30)


def test_what_is_unknown_is_out_of_its_own_base_alone() -> None:
    focus = facts("- 40 dansk", "mand - dansk", "mand 40 -")
    found = compared(focus, None)
    assert counted(found["sex", "mand"]["share"]) == (2, 2)
    assert counted(found["age", "40-49"]["share"]) == (2, 2)
    assert counted(found["origin", "dansk"]["share"]) == (2, 2)
    # Among 18-64 nobody stands whose age is unknown.
    assert counted(compared(focus, None, "18-64")["sex", "mand"]["share"]) == (1, 1)


@pytest.mark.parametrize(
    ("men_in_city", "about_same"),
    [
        (5200, 1),  # 50 % beside exactly 52 %
        (5201, 0),
        (4800, 1),
        (4799, 0),
        (5000, 1),
    ],
)
def test_about_the_same_is_within_the_tolerance_and_at_its_border(
    men_in_city: int, about_same: int
) -> None:
    beside = city({("mand", "dansk", "30-39"): men_in_city,
                   ("kvinde", "dansk", "30-39"): 10_000 - men_in_city})  # fmt: skip
    found = compared(facts("mand 30 dansk", "kvinde 30 dansk"), beside)
    assert found["sex", "mand"]["about_same"] == about_same


def test_the_border_is_exact_where_no_decimal_is() -> None:
    # A third beside a third and two points: 100/300 and 106/300.
    focus = facts("mand 30 dansk", "kvinde 30 dansk", "kvinde 30 dansk")
    men, women = ("mand", "dansk", "30-39"), ("kvinde", "dansk", "30-39")
    assert compared(focus, city({men: 106, women: 194}))["sex", "mand"]["about_same"] == 1
    just_over = city({men: 106_001, women: 193_999})
    assert compared(focus, just_over)["sex", "mand"]["about_same"] == 0


@pytest.mark.parametrize(("points", "about_same"), [(0, 0), (2, 0), (2.5, 1), (20, 1)])
def test_the_tolerance_is_a_parameter(points: float, about_same: int) -> None:
    given = params.read(year=2010, population={"tolerance_points": points}).population
    beside = city({("mand", "dansk", "30-39"): 525, ("kvinde", "dansk", "30-39"): 475})
    focus = facts("mand 30 dansk", "kvinde 30 dansk")
    found = compared(focus, beside, given.ages, given.tolerance)
    assert found["sex", "mand"]["about_same"] == about_same


def test_without_the_citys_figures_its_shares_are_not_available() -> None:
    found = compared(facts("mand 30 dansk"), None)
    assert counted(found["sex", "mand"]["share"]) == (1, 1)
    assert {row["population_share"] for row in found.values()} == {None}
    assert {row["about_same"] for row in found.values()} == {None}


def test_nobody_is_not_about_the_same_as_anybody() -> None:
    found = compared(facts(), city({("mand", "dansk", "30-39"): 100}))
    assert found["sex", "mand"]["share"].value is None
    assert {row["about_same"] for row in found.values()} == {None}


def test_the_profile_of_origin_shows_the_citys_shares() -> None:
    beside = city(
        {("mand", "dansk", "30-39"): 60, ("mand", "efterkommer_vestlig", "40-49"): 20,
         ("mand", "indvandrer_vestlig", "65+"): 20}
    )  # fmt: skip
    focus = facts("mand 30 dansk", "mand 30 -")

    def shares(ages: str) -> dict[str, tuple[int, int] | None]:
        counted_facts = Measurement(DAY, focus)
        table = profile.by_origin(counted_facts, DAY, origin_in_city(beside, ages))
        found = ((row.keys[0], row.values["population_share"]) for row in table.rows)
        return {code: counted(share) if share else None for code, share in found}

    assert shares("all") == {
        "dansk": (60, 100), "indvandrer_vestlig": (20, 100), "indvandrer_ikke_vestlig": (0, 100),
        "efterkommer_vestlig": (20, 100), "efterkommer_ikke_vestlig": (0, 100), "ukendt": None,
        "indvandrere_og_efterkommere": (40, 100),
    }  # fmt: skip
    assert shares("18-64")["indvandrere_og_efterkommere"] == (20, 80)
    assert origin_in_city(None, "all") == {}


def made_up_snapshot(*codes: str) -> dict[str, Any]:
    """One person of every kind in each of these quarters."""
    counts = {sex: {origin: [1] * len(AGE_BANDS) for origin in ORIGINS} for sex in SEXES}
    total = len(SEXES) * len(ORIGINS) * len(AGE_BANDS)
    entry = {"total": total, "cells": counts}
    return {"ages": list(AGE_BANDS), "quarters": dict.fromkeys(codes, entry)}


@pytest.mark.parametrize(
    ("held", "given", "at_hand"),
    [
        ("2010K2", {"reference_date": DAY}, True),
        ("2010K4", {"reference_date": DAY}, False),
        ("2010K4", {}, True),  # 15 November
        ("2010K2", {"reference_date": DAY, "profile_basis": "during_period"}, False),
        ("2010K4", {"reference_date": DAY, "profile_basis": "during_period"}, True),
    ],
)
def test_the_quarter_is_the_days_and_of_a_whole_year_the_fourth(
    held: str, given: dict[str, Any], at_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "load", lambda _: made_up_snapshot(held))
    nobody = registers(bif_ydelser="person | ydelse | fra | til")
    made = answers("target_group_profile", nobody, params.read(year=2010, **given))
    tables: dict[str, MeasuredTable] = {table.id: table for table in made}
    for table_id in ("population_comparison", "profile_origin"):
        shares = [row.values["population_share"] for row in tables[table_id].rows]
        assert any(share is not None for share in shares) == at_hand


# --- figures that were published elsewhere -----------------------------------------------------


def published(least: str, greatest: str, *margins: dict[tuple[str, str], int]) -> CityPopulation:
    """A city of which only margins and the share of immigrants and descendants are at hand."""
    everybody = [
        {(sex, band): counts.get((sex, band), 0) for sex in SEXES for band in AGE_BANDS}
        for counts in margins
    ]
    share = PublishedShare(Fraction(least), Fraction(greatest))
    return CityPopulation(Quarter(2014, 4), {}, tuple(everybody), share)


BEFORE = {("kvinde", "18-24"): 50, ("mand", "18-24"): 50, ("mand", "30-39"): 100}
AFTER = {("kvinde", "18-24"): 60, ("mand", "18-24"): 40, ("mand", "30-39"): 100}


def test_a_share_lies_between_those_of_the_days_around_the_quarter() -> None:
    found = compared(facts("mand 22 dansk"), published("22.7", "23.2", BEFORE, AFTER))
    row = found["sex", "mand"]
    assert counted(row["population_share"]) == (140, 200)
    assert counted(row["population_share_high"]) == (150, 200)
    row = found["origin", "indvandrere_og_efterkommere"]
    assert counted(row["population_share"]) == (2270, 10_000)
    assert counted(row["population_share_high"]) == (2320, 10_000)
    assert counted(found["origin", "dansk"]["population_share"]) == (7680, 10_000)
    assert found["origin", "indvandrer_vestlig"]["population_share"] is None


@pytest.mark.parametrize(
    ("n_immigrants", "verdict"),
    [(212, 1), (227, 1), (247, 1), (248, None), (252, None), (253, 0), (211, None), (206, 0)],
)
def test_a_verdict_is_given_where_the_whole_range_gives_it(
    n_immigrants: int, verdict: int | None
) -> None:
    """From 22.7 to 23.2 %, with two points to either side: the same from 21.2 to 24.7 %, another
    above 25.2 and below 20.7 %.
    """
    others = ["mand 22 dansk"] * (1000 - n_immigrants)
    people = ["mand 22 indvandrer_vestlig"] * n_immigrants + others
    found = compared(facts(*people), published("22.7", "23.2", BEFORE))
    assert found["origin", "indvandrere_og_efterkommere"]["about_same"] == verdict


def test_a_published_share_is_of_all_ages_and_compared_with_no_others() -> None:
    found = compared(facts("mand 22 dansk"), published("22.7", "23.2", BEFORE), "18-64")
    assert found["origin", "dansk"]["population_share"] is None
    assert found["sex", "mand"]["population_share"] is not None
