"""The recount itself, on cases small enough to be worked out by hand beside the figures."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from tests.independent.cells import Row, Tables
from tests.independent.city_numbers import NumberMaker
from tests.independent.cpr_numbers import Number, completed_years, fails_modulus_11, read_number
from tests.independent.delivery import UNREADABLE, read_date, read_delivery
from tests.independent.gathering import gather_people
from tests.independent.identity import settle_people
from tests.independent.people import (
    Assessment,
    Person,
    Spell,
    first_focus_day,
    is_focus,
    last_focus_day,
    match_on,
)
from tests.independent.profile import run_start
from tests.independent.random_city import HEADERS, OPTIONAL, write_city
from tests.independent.recount import recount
from tests.independent.settings import Settings, november_15

_MAKER = NumberMaker(Random(0))
A, B, C = (_MAKER.born_on(date(1979, 11, 15)) for _ in range(3))


def delivery(folder: Path, **lines_by_table: list[str]) -> Path:
    """A folder with every required table; those not named have a header only."""
    folder.mkdir(exist_ok=True)
    for name, header in HEADERS.items():
        if name in lines_by_table or name not in OPTIONAL:
            lines = [";".join(header), *lines_by_table.get(name, [])]
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def in_focus(*numbers: str, group: str = "handicappede") -> dict[str, list[str]]:
    """Everyone in the focus population from 2007 on, in match group 4."""
    return {
        "bif_ydelser": [f"{n};kontanthjaelp;01-02-2007;" for n in numbers],
        "bif_matchvurderinger": [f"{n};match5;4;01-02-2007" for n in numbers],
        "sof_sager": [f"{n};{group};01-02-2007;" for n in numbers],
    }


def the_row(tables: Tables, table: str, **keys: str) -> Row:
    """The one row with these keys, its cells as values; `not_available` becomes None."""
    found = [r for r in tables[table] if all(r[key] == value for key, value in keys.items())]
    assert len(found) == 1, (table, keys, found)
    return {k: v["value"] for k, v in found[0].items() if isinstance(v, dict)}


def n_focus(folder: Path, year: int, **settings: object) -> int:
    tables = recount(folder, "target_group_profile", year, **settings)
    n = the_row(tables, "focus_population", basis="on_reference_date")["persons"]
    assert isinstance(n, int)
    return n


def quality(folder: Path) -> dict[tuple[str, str], int]:
    tables = recount(folder, "target_group_profile", 2009)
    return {(r["table"], r["kind"]): r["rows"]["value"] for r in tables["data_quality"]}


# --- who is in the population on the day --------------------------------------------------


@pytest.mark.parametrize(
    ("fra", "til", "expected"),
    [
        ("15-11-2009", "", 1),
        ("16-11-2009", "", 0),
        ("01-01-2009", "15-11-2009", 1),
        ("01-01-2009", "14-11-2009", 0),
        ("2009-11-15", "2009-11-15", 1),
        ("01-01-2009", "31-12-9999", 1),
    ],
)
@pytest.mark.parametrize(
    ("table", "code"), [("bif_ydelser", "kontanthjaelp"), ("sof_sager", "handicappede")]
)
def test_a_spell_covers_both_its_ends(
    tmp_path: Path, table: str, code: str, fra: str, til: str, expected: int
) -> None:
    rows = in_focus(A) | {table: [f"{A};{code};{fra};{til}"]}
    assert n_focus(delivery(tmp_path, **rows), 2009) == expected


def test_person_in_two_groups_is_counted_once_in_the_first_of_the_priority(tmp_path: Path) -> None:
    rows = in_focus(A)
    rows["sof_sager"].append(f"{A};misbrugere_i_behandling;01-01-2009;")
    rows["sof_sager"].append(f"{A};handicappede;01-01-2009;")
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "activation_measurement", 2009)
    by_group = {
        r["target_group"]: r["persons"]["value"] for r in tables["activation_by_target_group"]
    }
    assert by_group == {
        "misbrugere_i_behandling": 1,
        "handicappede": 0,
        "psykisk_syge_og_oevrigt_udsatte": 0,
        "i_alt": 1,
    }
    profile = recount(folder, "target_group_profile", 2009)
    assert the_row(profile, "several_target_groups")["persons"] == 1


def test_a_group_without_special_needs_that_comes_first_leaves_the_focus_population(
    tmp_path: Path,
) -> None:
    rows = in_focus(A)
    rows["sof_sager"].append(f"{A};uden_saerlige_behov;01-01-2009;")
    folder = delivery(tmp_path, **rows)
    turned = ("uden_saerlige_behov", "handicappede")
    assert n_focus(folder, 2009) == 1
    assert n_focus(folder, 2009, target_group_priority=turned) == 0


def test_without_a_matched_benefit_a_person_stands_in_ikke_matchet(tmp_path: Path) -> None:
    rows = in_focus(A) | {"bif_ydelser": [f"{A};sygedagpenge;01-01-2009;"]}
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "target_group_profile", 2009)
    line = {"table": "match_by_target_group", "target_group": "bif_i_alt"}
    assert the_row(tables, **line, match_group="ikke_matchet")["persons"] == 1
    assert the_row(tables, **line, match_group="4")["persons"] == 0
    assert the_row(tables, **line, match_group="i_alt")["persons"] == 1
    assert n_focus(folder, 2009) == 0
    assert n_focus(folder, 2009, matched_benefits=("sygedagpenge",)) == 1


# --- the assessment that holds ------------------------------------------------------------

M5, M3, VI = "match5", "match3", "visitation"
JOB, ACTIVITY = "jobparat", "aktivitetsparat"
OPEN_EDU, EDUCATION = "aabenlyst_uddannelsesparat", "uddannelsesparat"


@pytest.mark.parametrize(
    ("assessed", "on", "expected"),
    [
        # the next assessment ends the one before, an empty one too
        ([(M5, "4", "2007-01-02"), (M5, "1", "2009-11-15")], "2009-11-15", "1"),
        ([(M5, "4", "2007-01-02"), (M5, "1", "2009-11-16")], "2009-11-15", "4"),
        ([(M5, "4", "2007-01-02"), (M5, "", "2009-11-15")], "2009-11-15", None),
        ([(M5, "4", "2009-11-16")], "2009-11-15", None),
        # of several on one day
        ([(M5, "4", "2007-01-02"), (M5, "", "2007-01-02")], "2009-11-15", "4"),
        ([(M5, "4", "2007-01-02"), (M5, "2", "2007-01-02")], "2009-11-15", "4"),
        ([(M5, "5", "2007-01-02"), (M5, "4", "2007-01-02")], "2009-11-15", "5"),
        ([(M3, "3", "2013-11-01"), (VI, JOB, "2013-11-01")], "2014-11-15", ACTIVITY),
        ([(M3, "1", "2014-11-01"), (VI, EDUCATION, "2014-11-01")], "2014-11-15", EDUCATION),
        ([(VI, EDUCATION, "2014-01-02"), (VI, OPEN_EDU, "2014-01-02")], "2014-11-15", EDUCATION),
        ([(VI, JOB, "2014-01-02"), (VI, ACTIVITY, "2014-01-02")], "2014-11-15", ACTIVITY),
        ([(M3, "1", "2013-11-01"), (VI, "", "2013-11-01")], "2014-11-15", JOB),
        # an assessment in the old system after the new one began still holds
        ([(VI, ACTIVITY, "2014-01-02"), (M3, "1", "2014-05-05")], "2014-11-15", JOB),
        # the crosswalk
        ([(M5, "3", "2009-05-05")], "2010-04-25", "3"),
        ([(M5, "3", "2009-05-05")], "2010-04-26", "1"),
        ([(M5, "4", "2009-05-05")], "2010-11-15", "2"),
        ([(M5, "5", "2009-05-05")], "2013-12-31", "3"),
        ([(M5, "5", "2009-05-05")], "2014-01-01", ACTIVITY),
        ([(M5, "2", "2009-05-05")], "2014-11-15", JOB),
        ([(M3, "2", "2011-05-05")], "2014-11-15", ACTIVITY),
        ([(VI, ACTIVITY, "2013-10-01")], "2013-11-15", "2"),
        ([(VI, EDUCATION, "2013-10-01")], "2013-11-15", "1"),
    ],
)  # fmt: skip
def test_the_code_that_holds_on_a_day(
    assessed: list[tuple[str, str, str]], on: str, expected: str | None
) -> None:
    held = [Assessment(system, code, date.fromisoformat(day)) for system, code, day in assessed]
    for order in (held, held[::-1]):
        match = match_on(Person(read_number(A), assessments=order), date.fromisoformat(on))
        assert (match.code if match else None) == expected


def test_of_two_systems_on_one_day_the_newest_holds_so_nothing_is_converted() -> None:
    day = date(2014, 5, 5)
    held = [Assessment(M3, "1", day), Assessment(VI, JOB, day)]
    for order in (held, held[::-1]):
        match = match_on(Person(read_number(A), assessments=order), date(2014, 11, 15))
        assert match is not None
        assert not match.converted
        assert match.one_of_several


def test_conversions_and_several_on_one_day_are_counted_as_persons_in_focus(
    tmp_path: Path,
) -> None:
    rows = in_focus(A, B)
    rows["bif_matchvurderinger"].append(f"{A};match5;1;01-02-2007")  # beside the 4 of that day
    rows["bif_matchvurderinger"].append(f"{B};match3;3;01-06-2010")
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", 2010)
    assert the_row(tables, "match_conversion", kind="converted")["persons"] == 1
    assert the_row(tables, "match_conversion", kind="two_on_one_day")["persons"] == 1
    by_class = {
        (r["target_group"], r["match_group"]): r["persons"]["value"]
        for r in tables["activation_by_match_class"]
    }
    assert len(by_class) == 4 * 3
    assert [by_class["handicappede", code] for code in ("2", "3", "i_alt")] == [1, 1, 2]


# --- activation ---------------------------------------------------------------------------


def test_activation_rate_and_its_sensitivities(tmp_path: Path) -> None:
    # A: two overlapping spells; B: only a mentor, activated to the day before; C: another benefit
    unlinkable = "750779-0AB1"
    rows = in_focus(A, B, C)
    rows["bif_ydelser"][2] = f"{C};sygedagpenge;01-01-2009;"
    rows["sof_sager"].append(f"{unlinkable};handicappede;01-01-2009;")
    rows["bif_indsatser"] = [
        f"{A};loentilskud;01-11-2009;15-11-2009",
        f"{A};forrevalidering;15-11-2009;",
        f"{B};mentor;01-01-2009;",
        f"{B};virksomhedspraktik;01-10-2009;01-11-2009",
        f"{C};revalidering;15-11-2009;15-11-2009",
    ]
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", 2009)
    expected = {
        "reference_date": (2, 1),
        "any_day_in_month": (2, 2),
        "all_benefits": (3, 2),
        "without_retraining": (2, 1),
        "mentor_counted": (2, 2),
        "unlinkable_none_activated": (3, 1),
        "unlinkable_all_activated": (3, 2),
    }
    assert [r["definition"] for r in tables["activation_sensitivity"]] == list(expected)
    for definition, (persons, activated) in expected.items():
        row = the_row(tables, "activation_sensitivity", definition=definition)
        assert (row["persons"], row["activated"]) == (persons, activated), definition
        assert row["rate"] == float(Fraction(activated, persons))


@pytest.mark.parametrize(
    ("fra", "til", "activated"),
    [
        ("01-10-2009", "31-10-2009", 0),
        ("01-10-2009", "01-11-2009", 1),
        ("30-11-2009", "", 1),
        ("01-12-2009", "", 0),
    ],
)
def test_the_month_of_the_reference_date_has_both_its_ends(
    tmp_path: Path, fra: str, til: str, activated: int
) -> None:
    rows = in_focus(A) | {"bif_indsatser": [f"{A};loentilskud;{fra};{til}"]}
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", 2009)
    row = the_row(tables, "activation_sensitivity", definition="any_day_in_month")
    assert row["activated"] == activated


@pytest.mark.parametrize(
    ("year", "n_persons", "n_activated", "missing", "reached"),
    [
        (2009, 5, 2, 0, 1),  # exactly 40 %
        (2009, 5, 1, 1, 0),
        (2009, 6, 2, 1, 0),  # 40 % of 6 is 2.4: three persons
        (2009, 0, 0, 0, None),
        (2010, 3, 1, 1, 0),
        (2011, 5, 3, 0, 1),  # exactly 60 %
        (2012, 5, 3, None, None),
    ],
)
def test_missing_persons_are_whole_persons(
    tmp_path: Path,
    year: int,
    n_persons: int,
    n_activated: int,
    missing: int | None,
    reached: int | None,
) -> None:
    numbers = [_MAKER.person() for _ in range(n_persons)]
    rows = in_focus(*numbers)
    rows["bif_indsatser"] = [f"{n};nytteindsats;01-01-2009;" for n in numbers[:n_activated]]
    folder = delivery(tmp_path, **rows)
    row = the_row(recount(folder, "activation_measurement", year), "target_status")
    assert (row["missing_persons"], row["reached"]) == (missing, reached)
    assert row["rate"] == (n_activated / n_persons if n_persons else None)


def test_trend_has_both_sources_for_every_measurement_year(tmp_path: Path) -> None:
    rows = in_focus(A)
    rows["bif_indsatser"] = [f"{A};loentilskud;15-11-2009;15-11-2010"]
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "activation_measurement", 2010, reference_date=date(2010, 11, 16))
    held = {(r["measurement"], r["source"]): r["rate"]["value"] for r in tables["activation_trend"]}
    assert held == {
        ("2007", "published"): 0.19,
        ("2007", "measured"): 0.0,
        ("2009", "published"): None,
        ("2009", "measured"): 1.0,
        ("2010", "published"): None,
        ("2010", "measured"): 0.0,  # the day after the spell ended
    }


# --- plans --------------------------------------------------------------------------------


def _plan_row(number: str, tilbudt: str, svar: str = "", made: str = "", own: str = "") -> str:
    return f"{number};{tilbudt};{svar};{made};{own};"


def test_an_offer_counts_in_the_year_and_group_of_the_first_one_made_in_focus(
    tmp_path: Path,
) -> None:
    rows = in_focus(A, B)
    # A is in focus from 2010 only, and in another group than later
    rows["sof_sager"][0] = f"{A};misbrugere_i_behandling;01-01-2010;30-06-2010"
    rows["sof_sager"].append(f"{A};handicappede;01-07-2010;")
    rows["sof_handleplaner"] = [
        _plan_row(A, "31-12-2009"),
        _plan_row(A, "01-03-2010"),
        _plan_row(A, "01-08-2010"),
        _plan_row(B, "31-12-2008"),  # the day before the strategy began
        _plan_row(B, "01-01-2011"),
    ]
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "plan_coverage", 2010)
    assert [r["year"] for r in tables["plan_offers"]] == ["2009", "2010"]
    row = the_row(tables, "plan_offers", year="2010")
    assert (row["offered_in_year"], row["offered_cumulative"]) == (1, 1)
    assert (row["target_in_year"], row["target_cumulative"]) == (1000, 2000)
    assert (row["missing_persons"], row["reached"]) == (1999, 0)
    groups = {
        r["target_group"]: r["offered_cumulative"]["value"]
        for r in tables["plan_offers_by_target_group"]
    }
    assert groups["misbrugere_i_behandling"] == groups["i_alt"] == 1
    late = recount(folder, "plan_coverage", 2012)
    assert [r["offered_cumulative"]["value"] for r in late["plan_offers"]] == [0, 1, 2, 2]
    assert the_row(late, "plan_offers", year="2012")["target_cumulative"] is None


@pytest.mark.parametrize(
    ("tilbudt", "n_offered"),
    [("31-12-2008", 0), ("01-01-2009", 1), ("31-12-2009", 1), ("01-01-2010", 0)],
)
def test_offers_count_from_the_strategys_start_to_the_cutoff(
    tmp_path: Path, tilbudt: str, n_offered: int
) -> None:
    rows = in_focus(A) | {"sof_handleplaner": [_plan_row(A, tilbudt)]}
    tables = recount(delivery(tmp_path, **rows), "plan_coverage", 2009)
    for definition in ("focus_at_offer", "focus_at_cutoff"):
        row = the_row(tables, "plan_offers_sensitivity", definition=definition)
        assert row["offered_cumulative"] == n_offered
    registered = the_row(tables, "registration_coverage")
    assert registered == {
        "persons": 1,
        "with_plan_record": int(tilbudt != "01-01-2010"),
        "rate": float(tilbudt != "01-01-2010"),
    }


@pytest.mark.parametrize(
    ("plans", "state"),
    [
        ([("01-03-2009", "afvist", "01-04-2009", "N")], "udarbejdet"),
        ([("01-03-2009", "afvist", "01-04-2009", "J")], "udarbejdet_af_egen_drift"),
        ([("01-03-2009", "", "", ""), ("", "", "01-01-2009", "J")], "udarbejdet_af_egen_drift"),
        ([("01-03-2009", "", "", ""), ("", "", "31-12-2008", "N")], "intet_svar"),
        ([("01-03-2009", "accepteret", "01-01-2010", "N")], "accepteret_under_udarbejdelse"),
        ([("01-03-2009", "afvist", "", "")], "afvist_uden_plan"),
        (
            [("01-03-2009", "accepteret", "", ""), ("02-03-2009", "afvist", "", "")],
            "afvist_uden_plan",
        ),
        (
            [("02-03-2009", "afvist", "", ""), ("02-03-2009", "accepteret", "", "")],
            "accepteret_under_udarbejdelse",
        ),
        ([("02-03-2009", "afvist", "", ""), ("02-03-2009", "", "", "")], "afvist_uden_plan"),
        (
            [("02-03-2009", "afvist", "", ""), ("01-01-2010", "accepteret", "", "")],
            "afvist_uden_plan",
        ),
    ],
)
def test_state_of_an_offered_person_at_the_cutoff(
    tmp_path: Path, plans: list[tuple[str, str, str, str]], state: str
) -> None:
    rows = in_focus(A) | {"sof_handleplaner": [_plan_row(A, *plan) for plan in plans]}
    tables = recount(delivery(tmp_path, **rows), "plan_coverage", 2009)
    held = {r["state"]: r["persons"]["value"] for r in tables["plan_states"]}
    assert len(held) == 5
    assert held.pop(state) == 1
    assert not any(held.values())


def test_both_plans_are_those_in_force_at_the_cutoff(tmp_path: Path) -> None:
    # A: both; B: the job plan ended the day before; C: the social plan is of the day after
    rows = in_focus(A, B, C)
    rows["bif_jobplaner"] = [f"{A};31-12-2009;", f"{B};01-01-2009;30-12-2009", f"{C};01-01-2009;"]
    rows["sof_handleplaner"] = [
        f"{A};;;01-01-2008;J;31-12-2009",
        f"{B};;;31-12-2009;;",
        f"{C};01-12-2009;;01-01-2010;;",
    ]
    tables = recount(delivery(tmp_path, **rows), "plan_coverage", 2009)
    held = {(r["jobplan"], r["social_plan"]): r["persons"]["value"] for r in tables["both_plans"]}
    assert held == {
        ("ja", "ja"): 1, ("ja", "nej"): 1, ("ja", "i_alt"): 2,
        ("nej", "ja"): 1, ("nej", "nej"): 0, ("nej", "i_alt"): 1,
        ("i_alt", "ja"): 2, ("i_alt", "nej"): 1, ("i_alt", "i_alt"): 3,
    }  # fmt: skip
    assert the_row(tables, "plan_coverage_by_target_group", target_group="i_alt") == {
        "persons": 3,
        "offered": 1,
        "rate": 1 / 3,
    }
    assert the_row(tables, "registration_coverage")["with_plan_record"] == 3


# --- profile ------------------------------------------------------------------------------


@pytest.mark.parametrize(("n_days_without", "expected"), [(27, 2007), (28, 2007), (29, 2009)])
def test_28_days_without_benefit_do_not_break_the_run_and_29_do(
    n_days_without: int, expected: int
) -> None:
    ended = date(2009, 1, 31)
    resumed = ended + timedelta(days=n_days_without + 1)
    benefits = [Spell("sygedagpenge", date(2007, 5, 5), ended), Spell("", resumed, None)]
    assert run_start(Person(read_number(A), benefits), date(2009, 11, 15), 28).year == expected


def test_a_long_spell_bridges_a_gap_between_shorter_ones() -> None:
    benefits = [
        Spell("", date(2006, 2, 2), date(2009, 6, 30)),
        Spell("", date(2009, 1, 1), date(2009, 1, 5)),
        Spell("", date(2009, 7, 1), None),
    ]
    assert run_start(Person(read_number(A), benefits), date(2009, 11, 15), 28) == benefits[0].start


@pytest.mark.parametrize(
    ("begun", "category"),
    [
        ("16-11-2008", "under_1"),
        ("15-11-2008", "1-2"),
        ("16-11-2007", "1-2"),
        ("15-11-2007", "2-3"),
        ("15-11-2006", "3-5"),
        ("16-11-2004", "3-5"),
        ("15-11-2004", "5+"),
    ],
)
def test_duration_in_completed_years(tmp_path: Path, begun: str, category: str) -> None:
    rows = in_focus(A) | {"bif_ydelser": [f"{A};kontanthjaelp;{begun};"]}
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "target_group_profile", 2009)
    held = {r["category"]: r["persons"]["value"] for r in tables["profile_duration"]}
    under_3 = held.pop("under_3")
    assert [name for name, n in held.items() if n] == [category]
    assert under_3 == (category in ("under_1", "1-2", "2-3"))
    start = date.fromisoformat("-".join(reversed(begun.split("-"))))
    known = recount(folder, "target_group_profile", 2009, register_start=start)
    assert the_row(known, "profile_duration", category="ukendt")["persons"] == 1
    assert the_row(known, "profile_duration", category="5+")["share"] is None


def test_age_is_of_the_reference_date_or_of_the_last_day_of_the_period(tmp_path: Path) -> None:
    day_too_young = _MAKER.born_on(date(1979, 11, 16))
    folder = delivery(tmp_path, **in_focus(A, day_too_young))
    on_day = recount(folder, "target_group_profile", 2009)
    assert the_row(on_day, "profile_age", category="30-39")["persons"] == 1
    assert the_row(on_day, "profile_age", category="under_30") == {"persons": 1, "share": 0.5}
    during = recount(folder, "target_group_profile", 2009, profile_basis="during_period")
    assert the_row(during, "profile_age", category="30-39")["persons"] == 2


def test_duration_during_the_period_is_of_the_last_focus_day(tmp_path: Path) -> None:
    # in focus from 1 January to 30 June 2009; the run began 1 July 2008: under one year then
    rows = in_focus(A) | {
        "bif_ydelser": [f"{A};kontanthjaelp;01-07-2008;"],
        "sof_sager": [f"{A};handicappede;01-01-2009;30-06-2009"],
    }
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "target_group_profile", 2009, profile_basis="during_period")
    assert the_row(tables, "profile_duration", category="under_1")["persons"] == 1
    assert the_row(tables, "focus_population", basis="during_period")["persons"] == 1
    assert the_row(tables, "focus_population", basis="on_reference_date")["persons"] == 0


def test_two_origins_are_an_unknown_one_outside_the_base_of_shares(tmp_path: Path) -> None:
    rows = in_focus(A, B, C)
    rows["personer"] = [f"{A};dansk", f"{A};dansk", f"{A};efterkommer_vestlig", f"{B};dansk"]
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "target_group_profile", 2009)
    assert the_row(tables, "profile_origin", category="dansk")["share"] == 1.0
    unknown = the_row(tables, "profile_origin", category="ukendt")
    assert (unknown["persons"], unknown["share"], unknown["population_share"]) == (2, None, None)
    assert quality(folder)["personer", "conflicting_origin"] == 3
    assert quality(folder)["personer", "rows_kept"] == 1


def test_shares_of_the_three_populations(tmp_path: Path) -> None:
    # A and B in focus; C job-ready in SOF; D match 5 in BIF only; E with sickness benefit
    d, e = _MAKER.person(), _MAKER.person()
    rows = in_focus(A, B, C)
    rows["bif_matchvurderinger"][2] = f"{C};match5;1;01-02-2007"
    rows["bif_ydelser"] += [f"{d};starthjaelp;01-01-2009;", f"{e};sygedagpenge;01-01-2009;"]
    rows["bif_matchvurderinger"] += [f"{d};match5;5;01-01-2009", f"{e};match5;5;01-01-2009"]
    tables = recount(delivery(tmp_path, **rows), "target_group_profile", 2009)
    held = {
        r["share"]: (r["numerator"]["value"], r["denominator"]["value"])
        for r in tables["population_shares"]
    }
    assert held == {
        "sof_of_recipients": (3, 5),
        "sof_of_not_job_ready": (2, 3),
        "focus_of_not_job_ready": (2, 3),
    }


# --- numbers, changes and faults ----------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kind", "birth"),
    [
        ("150785-1234", "real", date(1985, 7, 15)),
        ("'150785\u00a0\u20131234", "real", date(1985, 7, 15)),
        ("1507854234.0", "real", date(1985, 7, 15)),
        ("1507364234", "real", date(2036, 7, 15)),
        ("1507374234", "real", date(1937, 7, 15)),
        ("1507575234", "real", date(2057, 7, 15)),
        ("1507585234", "real", date(1858, 7, 15)),
        ("507851234", "padded", date(1985, 7, 5)),
        ("990785123", "invalid_date", None),
        ("7507851234", "replacement", date(1985, 7, 15)),
        ("9107851234", "replacement", date(1985, 7, 31)),
        ("9207851234", "invalid_date", None),
        ("150785ab1c", "replacement_letters", None),
        ("7507851ab2", "replacement_letters", date(1985, 7, 15)),
        ("320785AB12", "invalid", None),
        ("151385AB12", "invalid", None),
        ("29028310AB", "replacement_letters", None),  # 1983 had no such day
        ("2902831234", "invalid_date", None),
        ("2902841234", "real", date(1984, 2, 29)),
        ("15078512345", "invalid", None),
        ("12345678", "unreadable", None),
        ("1,50785E+09", "unreadable", None),
        ("", "unreadable", None),
        ("null", "unreadable", None),
        ("ukendt", "invalid", None),
    ],
)
def test_reading_a_number(raw: str, kind: str, birth: date | None) -> None:
    number = read_number(raw)
    assert (number.kind, number.birth) == (kind, birth)


def test_modulus_11_is_not_asked_of_replacement_numbers() -> None:
    # no such dates: 10 zeros give the sum 0, a last 1 the sum 1
    assert not fails_modulus_11(Number("0000000000", "real"))
    assert fails_modulus_11(Number("0000000001", "real"))
    assert not fails_modulus_11(Number("0000000001", "replacement"))


@pytest.mark.parametrize(
    ("born", "fra", "kind"),
    [
        (date(2007, 7, 15), "14-07-2007", "cpr_implausible"),
        (date(2007, 7, 15), "15-07-2007", None),
        (date(1885, 7, 15), "14-07-1996", None),  # 110 completed years
        (date(1885, 7, 15), "15-07-1996", "cpr_implausible"),  # 111
        (date(1885, 7, 15), "", "cpr_implausible"),  # no key date: the delivery's latest, 2009
        (date(1979, 7, 15), "", "missing_date"),
    ],
)
def test_a_number_is_judged_by_the_rows_own_key_date(
    tmp_path: Path, born: date, fra: str, kind: str | None
) -> None:
    folder = delivery(
        tmp_path,
        bif_ydelser=[f"{_MAKER.born_on(born)};kontanthjaelp;{fra};"],
        bif_jobplaner=[f"{A};05-05-2009;"],
    )
    held = {k: n for (t, k), n in quality(folder).items() if t == "bif_ydelser"}
    expected = {"rows_read": 1, "rows_kept": int(kind is None)} | ({kind: 1} if kind else {})
    assert {k: n for k, n in held.items() if k != "cpr_mod11_failed"} == expected


def test_completed_years_by_anniversary() -> None:
    assert completed_years(date(1980, 11, 15), date(2010, 11, 15)) == 30
    assert completed_years(date(1980, 11, 16), date(2010, 11, 15)) == 29
    assert completed_years(date(1984, 2, 29), date(2014, 3, 1)) == 30


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("15-11-2009", date(2009, 11, 15)),
        ("5-1-2009", date(2009, 1, 5)),
        ("2009-11-15", date(2009, 11, 15)),
        ("20091115", date(2009, 11, 15)),
        ("15.11.2009 00:00:00", date(2009, 11, 15)),
        ("2009-11-15T12:00", date(2009, 11, 15)),
        ("31-12-9999", None),
        ("9999-12-31 00:00", None),
        ("NULL", None),
        ("31-02-2009", UNREADABLE),
        ("15-11-1899", UNREADABLE),
        ("15-11-2101", UNREADABLE),
        ("snart", UNREADABLE),
    ],
)
def test_reading_a_date(raw: str, expected: date | str | None) -> None:
    assert read_date(raw) == expected


@pytest.mark.parametrize(
    ("table", "line", "kind"),
    [
        ("bif_ydelser", "{};kontanthjaelp;01-01-2009;;", "wrong_field_count"),
        ("bif_ydelser", "{};kontanthjaelp;31-12-9999;snart", "missing_date"),
        ("bif_ydelser", "{};boligstoette;01-01-2009;snart", "unreadable_date"),
        ("bif_ydelser", "{};boligstoette;02-01-2009;01-01-2009", "til_before_fra"),
        ("bif_ydelser", "{};;01-01-2009;", "unknown_code"),
        ("bif_matchvurderinger", "{};match5;6;26-04-2010", "unknown_code"),
        ("bif_matchvurderinger", "{};match3;4;25-04-2010", "code_not_in_system"),
        ("bif_matchvurderinger", "{};match5;;26-04-2010", "outside_system_validity"),
        ("bif_matchvurderinger", "{};match3;1;25-04-2010", "outside_system_validity"),
        ("bif_matchvurderinger", "{};visitation;;30-09-2013", "outside_system_validity"),
        ("bif_matchvurderinger", "{};match3;1;05-05-2014", None),
        ("bif_jobplaner", "{};01-01-2009;31-12-2008", None),
        ("sof_handleplaner", "{};;afvist;;;", "missing_date"),
        ("sof_handleplaner", "{};;;01-01-2009;q;", "unknown_code"),
        ("sof_handleplaner", "{};01-01-2009;;;;31-12-2008", None),
        ("bif_indsatser", "{};Virksomhedspraktik ;01-01-2009;", None),
    ],
)
def test_a_row_counts_under_its_first_fault(
    tmp_path: Path, table: str, line: str, kind: str | None
) -> None:
    held = quality(delivery(tmp_path, **{table: [line.format(A)]}))
    expected = {"rows_read": 1, "rows_kept": int(kind is None)} | ({kind: 1} if kind else {})
    expected |= {"cpr_mod11_failed": 1} if kind is None else {}
    assert {k: n for (t, k), n in held.items() if t == table} == expected


def test_a_duplicate_is_equal_after_typing_and_change_of_number(tmp_path: Path) -> None:
    folder = delivery(
        tmp_path,
        sof_handleplaner=[
            f"{A};01-02-2009;afvist;;;",
            f"{B[:6]}-{B[6:]};2009-02-01;Afvist;NULL;N;31-12-9999",
        ],
        cpr_skift=[f"{B};{A};01-01-2008;", f"{B};{A};01-01-2008;", f"{B};{A};02-01-2008;"],
    )
    held = quality(folder)
    assert held["sof_handleplaner", "duplicate"] == 1
    assert held["sof_handleplaner", "rows_kept"] == 1
    assert (held["cpr_skift", "duplicate"], held["cpr_skift", "rows_kept"]) == (1, 2)


def test_a_chain_of_changes_makes_one_person_with_the_last_numbers_sex(tmp_path: Path) -> None:
    rows = in_focus(A)
    last = next(n for n in (_MAKER.sibling(A) for _ in range(50)) if int(n[9]) % 2 != int(A[9]) % 2)
    rows["sof_sager"] = [f"{B};handicappede;01-02-2007;"]
    # the later link of the chain has the earlier date
    rows["cpr_skift"] = [f"{B};{A};01-01-2012;", f"{A};{last};01-01-2006;", f"{C};{C};01-01-2006;"]
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "target_group_profile", 2009)
    assert the_row(tables, "linkage", side="both")["persons"] == 1
    sex = "mand" if int(last[9]) % 2 else "kvinde"
    assert the_row(tables, "profile_sex", category=sex)["persons"] == 1
    assert quality(folder)["cpr_skift", "rows_kept"] == 3


def test_two_new_numbers_for_one_old_drop_both_changes_and_a_cycle_is_fatal(
    tmp_path: Path,
) -> None:
    rows = in_focus(A) | {"sof_sager": [f"{B};handicappede;01-02-2007;"]}
    rows["cpr_skift"] = [f"{B};{A};01-01-2008;"] * 2 + [f"{B};{C};01-01-2008;"]
    folder = delivery(tmp_path, **rows)
    assert quality(folder)["cpr_skift", "conflicting_change"] == 3
    assert n_focus(folder, 2009) == 0
    rows["cpr_skift"] = [f"{B};{A};01-01-2008;", f"{B};{B};01-01-2008;"]  # the same is no change
    assert n_focus(delivery(tmp_path, **rows), 2009) == 1
    rows["cpr_skift"] = [f"{B};{A};01-01-2008;", f"{A};{B};01-01-2008;"]
    with pytest.raises(ValueError, match="cycle"):
        recount(delivery(tmp_path, **rows), "plan_coverage", 2009)


@pytest.mark.parametrize(
    ("changes", "sides", "fault"),
    [
        # both, bif_only, sof_only, unlinkable_bif, unlinkable_sof
        ([], (0, 0, 0, 1, 1), None),
        ([("A", "")], (0, 0, 0, 1, 1), "ambiguous_replacement"),
        ([("A", "BIF")], (0, 1, 0, 0, 1), None),
        ([("A", "SOF")], (0, 0, 1, 1, 0), None),
        ([("A", "BIF"), ("A", "SOF")], (1, 0, 0, 0, 0), None),
        ([("A", "BIF"), ("B", "SOF")], (0, 1, 1, 0, 0), None),
    ],
)
def test_a_replacement_number_links_inside_its_own_register_only(
    tmp_path: Path,
    changes: list[tuple[str, str]],
    sides: tuple[int, ...],
    fault: str | None,
) -> None:
    rows = in_focus("7507851234")
    real = {"A": A, "B": B}
    if changes:
        rows["cpr_skift"] = [f"7507851234;{real[n]};01-01-2008;{o}" for n, o in changes]
    folder = delivery(tmp_path, **rows)
    tables = recount(folder, "plan_coverage", 2009)
    assert tuple(r["persons"]["value"] for r in tables["linkage"]) == sides
    held = quality(folder)
    assert held["bif_ydelser", "cpr_replacement"] == 1
    faults = {k for t, k in held if t == "cpr_skift"} & {"ambiguous_replacement"}
    assert faults == ({fault} if fault else set())


def test_a_person_moved_to_a_replacement_number_is_no_longer_linked(tmp_path: Path) -> None:
    rows = in_focus(A) | {"cpr_skift": [f"{A};7507851234;01-01-2008;BIF"]}
    tables = recount(delivery(tmp_path, **rows), "plan_coverage", 2009)
    assert [r["persons"]["value"] for r in tables["linkage"]] == [0, 0, 0, 1, 1]
    assert the_row(tables, "plan_coverage_by_target_group", target_group="i_alt")["persons"] == 0


def test_a_change_without_owner_belongs_to_the_one_administration_that_holds_the_number(
    tmp_path: Path,
) -> None:
    rows = in_focus(A) | {"sof_sager": ["750785AB12;handicappede;01-02-2007;"]}
    rows["cpr_skift"] = [f"750785ab12;{A};01-01-2008;"]
    assert n_focus(delivery(tmp_path, **rows), 2009) == 1


# --- the random city ----------------------------------------------------------------------


def test_the_stretches_of_a_period_agree_with_a_walk_day_by_day(tmp_path: Path) -> None:
    write_city(tmp_path, seed=11, n_persons=25)
    people = gather_people(settle_people(read_delivery(tmp_path)))
    found = set()
    for year in (2010, 2013):
        settings = Settings(year)
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
        for person in people:
            walked = [day for day in days if is_focus(person, day, settings)]
            expected = walked[-1] if walked else None
            assert last_focus_day(person, days[0], days[-1], settings) == expected
            expected_first = walked[0] if walked else None
            assert first_focus_day(person, days[0], days[-1], settings) == expected_first
            found.add(expected)
    assert len(found) > 4  # nobody, the year's last day, and days in between


@pytest.mark.parametrize("seed", range(6))
def test_a_random_city_is_well_formed_fresh_and_holds_no_real_number(
    tmp_path: Path, seed: int
) -> None:
    write_city(tmp_path, seed)
    rows_by_table = read_delivery(tmp_path)
    settle_people(rows_by_table)
    for name, rows in rows_by_table.items():
        n_faulty = sum(row.fault not in (None, "duplicate") for row in rows)
        assert n_faulty <= 0.03 * len(rows), name
        for number in (number for row in rows for number in row.numbers if number.text):
            assert number.is_replacement or fails_modulus_11(number)
            assert number.text[:4] != "0101"
    starts = {"bif_ydelser": "fra", "sof_sager": "fra", "bif_matchvurderinger": "vurderet"}
    for name, column in starts.items():
        kept = {row.dates[column] for row in rows_by_table[name] if row.fault is None}
        for year in range(2007, 2015):
            fresh = {november_15(year) - timedelta(days=n) for n in range(62)}
            assert kept & fresh, (name, year)
    assert n_focus(tmp_path, 2009) >= 10
    assert (tmp_path / "SYNTETISK").exists()


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    write_city(tmp_path / "one", seed=5, n_persons=20)
    write_city(tmp_path / "two", seed=5, n_persons=20)
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {path.name for path in (tmp_path / "two").iterdir()}
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
