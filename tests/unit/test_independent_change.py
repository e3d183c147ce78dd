"""The recount of D11 to D13 and of both plans ever made, worked out by hand beside the figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.independent.change import Effects, Size, effects_by_group
from tests.independent.recount import recount
from tests.independent.settings import november_15
from tests.unit.test_independent_recount import A, B, C, delivery, in_focus, the_row

ADDICTS, DISABLED, OTHERS = (
    "misbrugere_i_behandling",
    "handicappede",
    "psykisk_syge_og_oevrigt_udsatte",
)
NOBODY = Size(0, 0)


def in_activation(*numbers: str, since: str = "01-01-2009") -> list[str]:
    return [f"{number};loentilskud;{since};" for number in numbers]


# --- other definitions (D11) ----------------------------------------------------------------


def by_definition(folder: Path, year: int, measurement: int, **settings: object) -> dict[str, int]:
    tables = recount(folder, "activation_measurement", year, **settings)
    return {
        row["definition"]: row["persons"]["value"]
        for row in tables["activation_by_definition"]
        if row["measurement"] == str(measurement)
    }


@pytest.mark.parametrize(
    ("benefit", "expected"),
    [
        ("kontanthjaelp", (1, 1, 1, 1)),
        ("starthjaelp", (1, 1, 1, 1)),
        ("uddannelseshjaelp", (1, 1, 1, 1)),
        ("revalideringsydelse", (1, 0, 1, 0)),
        ("a_dagpenge", (0, 1, 1, 1)),
        ("sygedagpenge", (0, 0, 1, 0)),
    ],
)
def test_each_ruler_has_its_benefits(
    tmp_path: Path, benefit: str, expected: tuple[int, ...]
) -> None:
    rows = in_focus(A) | {"bif_ydelser": [f"{A};{benefit};01-02-2007;"]}
    found = by_definition(delivery(tmp_path, **rows), 2009, 2009)
    assert tuple(found[d] for d in ("this_report", "match5", "match3", "as_printed")) == expected


def test_as_printed_takes_every_benefit_under_match3_and_two_under_visitation(
    tmp_path: Path,
) -> None:
    rows = in_focus(A, B)
    rows["bif_ydelser"] = [f"{A};sygedagpenge;01-02-2007;", f"{B};starthjaelp;01-02-2007;"]
    rows["bif_matchvurderinger"] = [
        *(f"{n};match3;2;01-02-2011" for n in (A, B)),
        *(f"{n};visitation;aktivitetsparat;01-02-2014" for n in (A, B)),
    ]
    folder = delivery(tmp_path, **rows)
    assert by_definition(folder, 2011, 2011)["as_printed"] == 2
    assert by_definition(folder, 2014, 2014) == {
        "this_report": 1,
        "match5": 1,
        "match3": 2,
        "as_printed": 0,
    }


def test_as_printed_does_not_convert(tmp_path: Path) -> None:
    folder = delivery(tmp_path, **in_focus(A))  # assessed by match5 in 2007 and never again
    converted = {"this_report": 1, "match5": 1, "match3": 1, "as_printed": 0}
    assert by_definition(folder, 2011, 2009) == {**converted, "as_printed": 1}
    assert by_definition(folder, 2011, 2010) == converted


def test_every_ruler_asks_for_special_needs_and_both_administrations(tmp_path: Path) -> None:
    rows = in_focus(A) | in_focus(B, group="uden_saerlige_behov")
    rows["sof_sager"] = [f"{B};uden_saerlige_behov;01-02-2007;"]
    rows["bif_ydelser"] += [f"{A};kontanthjaelp;01-02-2007;"]
    rows["bif_matchvurderinger"] += [f"{A};match5;4;01-02-2007"]
    assert set(by_definition(delivery(tmp_path, **rows), 2009, 2009).values()) == {0}


def test_only_the_reports_own_definition_follows_the_matched_benefits(tmp_path: Path) -> None:
    folder = delivery(tmp_path, **in_focus(A))
    found = by_definition(folder, 2009, 2009, matched_benefits=("sygedagpenge",))
    assert found == {"this_report": 0, "match5": 1, "match3": 1, "as_printed": 1}


def test_the_reports_own_year_is_measured_on_its_reference_date(tmp_path: Path) -> None:
    rows = in_focus(A)
    rows["sof_sager"] = [f"{A};handicappede;01-02-2007;30-06-2010"]
    folder = delivery(tmp_path, **rows)
    assert by_definition(folder, 2010, 2010)["this_report"] == 0
    june = date(2010, 6, 30)
    assert by_definition(folder, 2010, 2010, reference_date=june)["this_report"] == 1
    tables = recount(folder, "activation_measurement", 2010, reference_date=june)
    line = {"table": "activation_trend_by_target_group", "target_group": DISABLED}
    assert the_row(tables, **line, measurement="2010")["persons"] == 1
    assert the_row(tables, **line, measurement="2009")["persons"] == 1


# --- explained change (D12) ------------------------------------------------------------------


def test_mix_and_rate_add_up_to_the_change() -> None:
    """Shares from 1/2 and 1/2 to 3/4 and 1/4, rates from 1/2 and 0 to 2/3 and 1/2."""
    before = {ADDICTS: Size(2, 1), DISABLED: Size(2, 0), OTHERS: NOBODY, "i_alt": Size(4, 1)}
    after = {ADDICTS: Size(6, 4), DISABLED: Size(2, 1), OTHERS: NOBODY, "i_alt": Size(8, 5)}
    effects = effects_by_group(before, after)
    assert effects is not None
    # (3/4 - 1/2) x (1/2 + 2/3) / 2 and (2/3 - 1/2) x (1/2 + 3/4) / 2
    assert effects[ADDICTS] == Effects(Fraction(7, 48), Fraction(5, 48))
    # (1/4 - 1/2) x (0 + 1/2) / 2 and (1/2 - 0) x (1/2 + 1/4) / 2
    assert effects[DISABLED] == Effects(Fraction(-1, 16), Fraction(3, 16))
    assert effects[OTHERS] == Effects(Fraction(0), Fraction(0))
    assert sum(effects["i_alt"]) == Fraction(5, 8) - Fraction(1, 4)


def test_a_group_that_comes_has_no_rate_of_its_own_before() -> None:
    before = {ADDICTS: Size(2, 1), DISABLED: NOBODY, OTHERS: NOBODY, "i_alt": Size(2, 1)}
    after = {ADDICTS: Size(2, 1), DISABLED: Size(2, 2), OTHERS: NOBODY, "i_alt": Size(4, 3)}
    effects = effects_by_group(before, after)
    assert effects is not None
    assert effects[DISABLED] == Effects(Fraction(1, 2), Fraction(0))  # (1/2 - 0) x (1 + 1) / 2
    assert effects[ADDICTS] == Effects(Fraction(-1, 4), Fraction(0))
    assert sum(effects["i_alt"]) == Fraction(3, 4) - Fraction(1, 2)


def test_without_anybody_on_one_of_the_days_there_are_no_effects(tmp_path: Path) -> None:
    empty = {ADDICTS: NOBODY, DISABLED: NOBODY, OTHERS: NOBODY, "i_alt": NOBODY}
    full = empty | {DISABLED: Size(1, 1), "i_alt": Size(1, 1)}
    assert effects_by_group(empty, full) is None
    assert effects_by_group(full, empty) is None
    rows = in_focus(A) | {"sof_sager": [f"{A};handicappede;01-01-2010;"]}
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", 2010)
    row = the_row(tables, "activation_change", target_group="i_alt")
    assert (row["persons_before"], row["persons_now"]) == (0, 1)
    assert row["mix_effect"] is row["rate_effect"] is row["contribution"] is None


@pytest.mark.parametrize(
    ("year", "previous"),
    [
        (2006, None),
        (2007, None),
        (2008, 2007),
        (2009, 2007),
        (2010, 2009),
        (2013, 2012),
        (2014, 2013),
    ],
)
def test_the_previous_measurement_is_the_last_before_the_year(
    tmp_path: Path, year: int, previous: int | None
) -> None:
    """Somebody is there on the default day of one year only."""
    rows = in_focus(A)
    day = november_15(previous or 2005).strftime("%d-%m-%Y")
    rows["sof_sager"] = [f"{A};handicappede;{day};{day}"]
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", year)
    if previous is None:
        assert not {"activation_change", "activation_movements"} & tables.keys()
    else:
        left = the_row(tables, "activation_movements", movement="left")
        assert left == {"persons": 1, "activated_before": 0, "activated_now": None}


def test_movements_count_stayers_both_times(tmp_path: Path) -> None:
    rows = in_focus(A, B, C)
    rows["sof_sager"][1] = f"{B};handicappede;01-01-2010;"
    rows["sof_sager"][2] = f"{C};handicappede;01-01-2009;31-12-2009"
    rows["bif_indsatser"] = [
        f"{A};loentilskud;01-01-2010;",
        *in_activation(B, C),
    ]
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", 2010)
    found = {
        row["movement"]: the_row(tables, "activation_movements", movement=row["movement"])
        for row in tables["activation_movements"]
    }
    assert found == {
        "stayed": {"persons": 1, "activated_before": 0, "activated_now": 1},
        "entered": {"persons": 1, "activated_before": None, "activated_now": 1},
        "left": {"persons": 1, "activated_before": 1, "activated_now": None},
    }


# --- verdicts (D13) ---------------------------------------------------------------------------


def test_each_assumption_has_its_own_verdict(tmp_path: Path) -> None:
    """Two persons, nobody activated on the day, one the day before: 40 % is 1 of 2."""
    rows = in_focus(A, B)
    rows["bif_indsatser"] = [f"{A};loentilskud;01-01-2009;14-11-2009"]
    tables = recount(delivery(tmp_path, **rows), "activation_measurement", 2009)
    found = {
        row["definition"]: (row["missing_persons"]["value"], row["reached"]["value"])
        for row in tables["activation_verdicts"]
    }
    assert found == {
        "reference_date": (1, 0),
        "any_day_in_month": (0, 1),
        "all_benefits": (1, 0),
        "without_retraining": (1, 0),
        "mentor_counted": (1, 0),
        "unlinkable_none_activated": (1, 0),
        "unlinkable_all_activated": (1, 0),
    }


def test_nobody_to_measure_cannot_be_judged(tmp_path: Path) -> None:
    tables = recount(delivery(tmp_path), "activation_measurement", 2011)
    row = the_row(tables, "activation_verdicts", definition="reference_date")
    assert row == {"target": 0.6, "missing_persons": 0, "reached": None}


def test_a_year_without_a_target_has_no_verdicts(tmp_path: Path) -> None:
    folder = delivery(tmp_path, **in_focus(A))
    for year in (2007, 2012):
        assert "activation_verdicts" not in recount(folder, "activation_measurement", year)
    assert "plan_offers_verdicts" not in recount(folder, "plan_coverage", 2012)


def test_offers_are_judged_by_both_ways_to_count(tmp_path: Path) -> None:
    rows = in_focus(A, B)
    rows["sof_sager"][1] = f"{B};handicappede;01-01-2009;30-11-2009"
    rows["sof_handleplaner"] = [f"{n};01-06-2009;;;;" for n in (A, B)]
    tables = recount(delivery(tmp_path, **rows), "plan_coverage", 2009)
    assert tables["plan_offers_verdicts"] == [
        {
            "definition": definition,
            "target_cumulative": {"value": 1000, "status": "shown"},
            "missing_persons": {"value": 1000 - n, "status": "shown"},
            "reached": {"value": 0, "status": "shown"},
        }
        for definition, n in (("focus_at_offer", 2), ("focus_at_cutoff", 1))
    ]


# --- both plans (D10) -------------------------------------------------------------------------


def test_plans_ever_made_count_when_they_have_ended_but_not_before_they_begin(
    tmp_path: Path,
) -> None:
    rows = in_focus(A, B, C)
    rows["bif_jobplaner"] = [
        f"{A};01-01-2008;01-02-2008",
        f"{B};31-12-2009;",
        f"{C};01-01-2010;",
    ]
    rows["sof_handleplaner"] = [
        f"{A};;;01-06-2008;N;01-07-2008",
        f"{C};01-06-2009;accepteret;01-01-2010;N;",
    ]
    folder = delivery(tmp_path, **rows)
    found = {
        kind: {
            (row["jobplan"], row["social_plan"]): row["persons"]["value"]
            for row in recount(folder, "plan_coverage", 2009, both_plans=kind)["both_plans"]
            if "i_alt" not in (row["jobplan"], row["social_plan"])
        }
        for kind in ("in_force", "ever_made")
    }
    ja, nej = "ja", "nej"
    assert found == {
        "in_force": {(ja, ja): 0, (ja, nej): 1, (nej, ja): 0, (nej, nej): 2},
        "ever_made": {(ja, ja): 1, (ja, nej): 1, (nej, ja): 0, (nej, nej): 1},
    }
