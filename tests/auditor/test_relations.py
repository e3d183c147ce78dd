"""Each family of relations gives a hidden count away in a report that hides it badly.

The counts are made up and the hidden ones worked out by hand: it is the sum, the part or the
rate of the definition that tells them, never another table.
"""

from typing import Any

import pytest

from fsb_lib.auditor import relations as module
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.relation_variables import Variables
from fsb_lib.auditor.relations import relations
from fsb_lib.base.package_data import load
from tests.auditor.attacked import facts, intervals, small_differences
from tests.auditor.publishing import HIDDEN, SNAPSHOT, report, table

SPECIAL = ("misbrugere_i_behandling", "handicappede", "psykisk_syge_og_oevrigt_udsatte")
M, H, P = SPECIAL
D = "2009-11-15"
C = "2009-12-31"


def test_target_groups_sum_to_all() -> None:
    groups = table({M: 60, H: HIDDEN, P: 200, "i_alt": 263}, "persons")
    found = intervals([report({"activation_by_target_group": groups})])
    assert found == {f"focus@{D}/{H}": (3, 3)}


def test_match_groups_sum_across_both_tables_of_them() -> None:
    classes = table({(H, "4"): 7, (H, "5"): HIDDEN, (H, "i_alt"): HIDDEN}, "persons")
    groups = table({M: 60, H: HIDDEN, P: 200, "i_alt": 271}, "persons")
    tables = {"activation_by_target_group": groups, "activation_by_match_class": classes}
    assert intervals([report(tables)]) == {
        f"focus@{D}/{H}": (11, 11),
        f"focus@{D}/{H}/match:5": (4, 4),
    }


def test_the_profile_tells_what_the_measurement_hides() -> None:
    rows = {(H, column): 10 for column in ("1", "2", "3", "4", "ikke_matchet")}
    profile = table({**rows, (H, "5"): 4, (H, "i_alt"): 54}, "persons")
    classes = table({(H, "4"): 10, (H, "5"): HIDDEN, (H, "i_alt"): 14}, "persons")
    one = report({"activation_by_match_class": classes})
    other = report({"match_by_target_group": profile}, "target_group_profile")
    assert intervals([one, other]) == {}
    assert facts(one, other)["cells"][f"focus@{D}/{H}/match:5"] == 4


def test_not_activated_are_a_count_of_their_own() -> None:
    groups = table({"i_alt": (100, 97)}, "persons", "activated")
    told = small_differences([report({"activation_by_target_group": groups})])
    assert told == {f"focus@{D} - focus@{D}/activated": (3, 3)}


def test_all_benefits_hold_the_focus_population() -> None:
    lines = {"reference_date": (100, 40), "all_benefits": (109, 42)}
    told = small_differences([report({"activation_sensitivity": by_definition(lines)})])
    assert told == {f"any_benefit@{D}/activated - focus@{D}/activated": (2, 2)}


def by_definition(lines: dict[str, tuple[Any, ...]]) -> Any:
    return table(lines, "persons", "activated")


def test_widened_by_unlinkable_persons() -> None:
    lines = {
        "reference_date": (100, HIDDEN),
        "unlinkable_none_activated": (109, HIDDEN),
        "unlinkable_all_activated": (109, 13),
    }
    found = intervals([report({"activation_sensitivity": by_definition(lines)})])
    assert found == {f"focus@{D}/activated": (4, 4)}


def test_unlinkable_persons_are_among_those_of_the_linkage() -> None:
    lines = {"reference_date": (100, 40), "unlinkable_none_activated": (HIDDEN, 40)}
    linkage = table({"unlinkable_sof": 1})
    tables = {"activation_sensitivity": by_definition(lines), "linkage": linkage}
    assert intervals([report(tables)])[f"focus_and_unlinkable@{D}"] == (100, 101)


def test_activated_in_month_lie_between() -> None:
    lines = {"reference_date": (6, 4), "any_day_in_month": (6, HIDDEN), "mentor_counted": (6, 6)}
    found = intervals([report({"activation_sensitivity": by_definition(lines)})])
    assert found == {f"focus@{D}/activated_in_month": (4, 6)}


def test_with_one_system_the_year_reads_as_five_groups() -> None:
    rows = {("2009", "match5"): (50, HIDDEN), ("2009", "as_printed"): (50, 3)}
    found = intervals([report({"activation_by_definition": table(rows, "persons", "activated")})])
    assert found == {f"ruler_match5@{D}/activated": (3, 3)}


def test_visitation_covers_fewer_benefits_than_five_groups() -> None:
    rows = {("2014", "match5"): (HIDDEN, 9), ("2014", "as_printed"): (12, 9)}
    rows |= {("2014", "match3"): (13, 9)}
    written = table(rows, "persons", "activated")
    found = intervals([report({"activation_by_definition": written}, year=2014)])
    assert found == {"ruler_match5@2014-11-15": (12, 13)}


def test_movements_sum_to_both_days() -> None:
    change = table({"i_alt": (50, 20, 60, 30)}, *BEFORE_AND_NOW)
    moves = table({"stayed": (47, 19, 29), "entered": (13, 0, 1), "left": (HIDDEN, HIDDEN, 0)})
    moves = table(moves.rows, "persons", "activated_before", "activated_now")
    found = intervals([report({"activation_change": change, "activation_movements": moves})])
    span = "moves@2007-11-15..2009-11-15/left"
    assert found == {span: (3, 3), f"{span}/activated_before": (1, 1)}


BEFORE_AND_NOW = ("persons_before", "activated_before", "persons_now", "activated_now")


def test_offers_of_two_years() -> None:
    offers = table(
        {"2009": (40, 40), "2010": (HIDDEN, 43)}, "offered_in_year", "offered_cumulative"
    )
    found = intervals([report({"plan_offers": offers}, "plan_coverage", 2010)])
    assert found == {"offers@2010": (3, 3)}


def test_offers_by_group_never_fall() -> None:
    first = table({M: 30, H: 6, P: 4, "i_alt": 40}, "offered_cumulative")
    second = table({M: 32, H: HIDDEN, P: HIDDEN, "i_alt": 43}, "offered_cumulative")
    found = intervals(
        [report({"plan_offers_by_target_group": first}, "plan_coverage", 2009)],
        [report({"plan_offers_by_target_group": second}, "plan_coverage", 2010)],
    )
    assert found == {f"offers_until@2010/{H}": (6, 7), f"offers_until@2010/{P}": (4, 5)}


def test_states_of_offers_sum() -> None:
    states = table({"udarbejdet": 20, "afvist_uden_plan": HIDDEN, "intet_svar": 8})
    states = table(
        {
            **states.rows,
            ("udarbejdet_af_egen_drift",): (5,),
            ("accepteret_under_udarbejdelse",): (6,),
        }
    )
    offers = table({"i_alt": 41}, "offered_cumulative")
    tables = {"plan_offers_by_target_group": offers, "plan_states": states}
    found = intervals([report(tables, "plan_coverage")])
    assert found == {"offers_until@2009/state:afvist_uden_plan": (2, 2)}


def test_both_plans_sum_to_both_edges() -> None:
    rows = {("ja", "ja"): HIDDEN, ("ja", "nej"): 30, ("ja", "i_alt"): 34, ("i_alt", "i_alt"): 90}
    found = intervals([report({"both_plans": table(rows)}, "plan_coverage")])
    assert found == {f"focus@{C}/jobplan:ja/social_plan:ja": (4, 4)}


def test_whoever_was_offered_a_plan_has_a_record() -> None:
    coverage = table({"i_alt": (20, HIDDEN)}, "persons", "offered")
    registered = table({"sof_borgere": (25, 2)}, "persons", "with_plan_record")
    tables = {"plan_coverage_by_target_group": coverage, "registration_coverage": registered}
    found = intervals([report(tables, "plan_coverage")])
    assert found[f"focus@{C}/offered"] == (1, 2)


def test_no_more_without_a_record_in_focus_than_in_all() -> None:
    registered = table({"sof_borgere": (25, 23)}, "persons", "with_plan_record")
    coverage = table({"i_alt": (20, 19)}, "persons", "offered")
    tables = {"plan_coverage_by_target_group": coverage, "registration_coverage": registered}
    told = small_differences([report(tables, "plan_coverage")])
    assert told[f"sof_special_needs@{C} - sof_special_needs@{C}/with_plan_record"] == (2, 2)


def test_recipients_are_of_both_registers_or_of_one() -> None:
    linkage = table({"both": 40, "bif_only": HIDDEN, "unlinkable_bif": 7})
    shares = table({"sof_of_recipients": (40, 51)}, "numerator", "denominator")
    tables = {"population_shares": shares, "linkage": linkage}
    found = intervals([report(tables, "target_group_profile")])
    assert found == {f"linkage@{D}/bif_only": (4, 4)}


def test_subtotal_of_ages() -> None:
    ages = table({"under_18": HIDDEN, "18-24": 12, "25-29": 20, "under_30": 35})
    found = intervals([report({"profile_age": ages}, "target_group_profile")])
    assert found == {f"focus@{D}/age:under_18": (3, 3)}


def test_share_of_a_base_that_is_printed_nowhere() -> None:
    """Of 20 known 35 % are 7; of 21 or 22 no whole number is."""
    sexes = table({"kvinde": (HIDDEN, 0.35), "mand": (13, 0.65)}, "persons", "share")
    found = intervals([report({"profile_sex": sexes}, "target_group_profile")])
    assert found == {f"focus@{D}/sex:kvinde": (7, 7)}


def test_the_year_holds_the_day() -> None:
    sizes = table({"on_reference_date": 50, "during_period": 53})
    told = small_differences([report({"focus_population": sizes}, "target_group_profile")])
    assert told == {f"focus_during@2009 - focus@{D}": (3, 3)}


def test_cohort_is_last_years_focus_population() -> None:
    before = table({"i_alt": 20}, "persons")
    followed = load("auditor/relations")["values"]["followed"]
    states = table({**dict.fromkeys(followed, 2), "kun_sag": HIDDEN, "doed_eller_fraflyttet": 2})
    found = intervals(
        [report({"activation_by_target_group": before})],
        [report({"outcome_states": states}, "outcome_followup", 2010)],
    )
    assert found == {"cohort@2010-11-15/state:kun_sag": (4, 4)}


def test_who_has_fallen_out_is_of_those_with_a_case_alone() -> None:
    """22 kept just a case, 20 of them have fallen out: two have not, though both are shown."""
    states = report({"outcome_states": table({"kun_sag": 22}, "persons")}, "outcome_followup", 2010)
    fallen = table({"i_alt": (100, 20)}, "persons", "fallen_out")
    told = small_differences(
        [states, report({"contact_fallen_out": fallen}, "contact_followup", 2010)]
    )
    cohort = "cohort@2010-11-15"
    assert told == {f"{cohort}/state:kun_sag - {cohort}/base/fallen_out": (2, 2)}


def test_courses_of_a_group_are_last_years_group() -> None:
    """7 + 3 + 4 + 2 of 20: four had one stop."""
    before = table({H: 20}, "persons")
    counts = {"ubrudt": 7, "kendt_afgang": 3, "et_ophoer": HIDDEN, "flere_ophoer": 4}
    rows = {(H, code): n for code, n in {**counts, "doed_eller_fraflyttet": 2}.items()}
    followed = report({"contact_course": table(rows, "persons")}, "contact_followup", 2010)
    found = intervals([report({"activation_by_target_group": before})], [followed])
    assert found == {f"cohort@2010-11-15/{H}/course:et_ophoer": (4, 4)}


def test_bounds_of_outcomes_tell_the_unlinkable() -> None:
    """14 of 20 are 70 %; 14 of 20 + u are 58 % for u = 4 alone."""
    followed = load("auditor/relations")["values"]["followed"]
    counts = {**dict.fromkeys(followed, 0), "ordinaert_arbejde": 14, "kun_sag": 6}
    states = table({**counts, "doed_eller_fraflyttet": 0})
    bounds = table({"reported": 0.70, "unlinkable_none_in_work": 0.58}, "rate")
    tables = {"outcome_states": states, "outcome_bounds": bounds}
    told = small_differences([report(tables, "outcome_followup", 2010)])
    assert told == {"unlinkable_special_needs@2009-11-15": (4, 4)}


def test_scheme_and_its_coordinators() -> None:
    schemes = table({"kontaktmodel": (12, 9)}, "persons", "coordinated_by_sof")
    told = small_differences([report({"cooperation_status": schemes}, "cooperation_status", 2014)])
    assert list(told.values()) == [(3, 3)]


def test_rows_read_are_kept_repeated_or_faulty() -> None:
    used = table({"bif_ydelser": (100, 90, HIDDEN, 6)}, "read", "kept", "repeated", "faulty")
    assert intervals([report({"rows_used": used})]) == {
        f"rows@{SNAPSHOT}/bif_ydelser/duplicate": (4, 4)
    }


def test_faults_that_are_not_listed_are_none() -> None:
    used = table({"bif_ydelser": (100, 90, 0, 10)}, "read", "kept", "repeated", "faulty")
    kinds = table(
        {("bif_ydelser", "unknown_code"): 7, ("bif_ydelser", "missing_date"): HIDDEN}, "rows"
    )
    assert intervals([report({"rows_used": used, "data_quality": kinds})]) == {
        f"rows@{SNAPSHOT}/bif_ydelser/missing_date": (3, 3)
    }


def test_modulus_11_is_not_asked_of_replacement_numbers() -> None:
    kinds = {"rows_kept": 100, "cpr_replacement": HIDDEN, "cpr_mod11_failed": 98}
    rows = table({("bif_ydelser", kind): n for kind, n in kinds.items()}, "rows")
    assert intervals([report({"data_quality": rows})]) == {
        f"rows@{SNAPSHOT}/bif_ydelser/cpr_replacement": (1, 2)
    }


def test_rate_of_hidden_counts() -> None:
    """21 % of 97 are 20 persons and no others."""
    rows = table({H: (97, HIDDEN, 0.21)}, "persons", "activated", "rate")
    found = intervals([report({"activation_by_target_group": rows})])
    assert found == {f"focus@{D}/{H}/activated": (20, 20)}


def test_a_rate_printed_as_its_target_has_reached_it() -> None:
    """40 % of 12 by rounding alone is 5 (41.67 is 42): none; of 10 it is 4; of 97 38.8 or more."""
    rows = table({H: (97, HIDDEN, 0.4)}, "persons", "activated", "rate")
    found = intervals([report({"activation_by_target_group": rows})])
    assert found == {f"focus@{D}/{H}/activated": (39, 39)}
    in_2014 = report({"activation_by_target_group": rows}, year=2014)
    assert intervals([in_2014]) == {f"focus@2014-11-15/{H}/activated": (39, 39)}
    rows = table({H: (200, HIDDEN, 0.4)}, "persons", "activated", "rate")
    assert intervals([report({"activation_by_target_group": rows})]) == {
        f"focus@{D}/{H}/activated": (80, 80)
    }
    assert intervals([report({"activation_by_target_group": rows}, year=2014)]) == {
        f"focus@2014-11-15/{H}/activated": (79, 80)
    }


# --- every line of the list ---

SHOWN_DAYS = ("2009-11-15", "2010-11-15", "2014-11-15", "2009-12-31")


def lines() -> list[tuple[str, int]]:
    entries = load("auditor/relations")
    return [(kind, number) for kind in module._KINDS for number in range(len(entries[kind]))]


def world() -> list[str]:
    """Names that let every variable of the list run over something."""
    days = [f"{population}@{day}" for population in ("focus", "linkage") for day in SHOWN_DAYS]
    moves = ["moves@2009-11-15..2010-11-15/stayed"]
    years = [f"focus_during@{year}" for year in (2009, 2010)]
    others = [f"rows@{SNAPSHOT}/bif_ydelser/rows_kept", "scheme@2014-11-15/kontaktmodel"]
    return [*days, *moves, *years, *others]


@pytest.mark.parametrize(("kind", "number"), lines())
def test_every_line_of_the_list_relates_counts(kind: str, number: int, monkeypatch: Any) -> None:
    """Alone and with all its counts published, each line makes a relation of them."""
    entry = load("auditor/relations")[kind][number]
    templates = next(iter(entry.values())) if isinstance(entry, dict) else entry
    templates = [templates] if isinstance(templates, str) else list(templates)
    if kind in ("nested", "nested_by_benefits"):
        whole, part, condition = templates
        templates = [whole, part, whole + condition, part + condition]
    collected = module._Collected(world())
    names = {name for line in collected.filled(templates) for name in line}
    assert names
    only = {one: [entry] if one == kind else [] for one in module._KINDS}
    monkeypatch.setattr(module, "load", lambda _: only)
    matched = tuple(load("vocabulary")["ydelse"])
    benefits = ("kontanthjaelp",) if ends_in_focus(entry) else matched
    priority = (*SPECIAL, "uden_saerlige_behov")
    definitions = {"matched_benefits": benefits, "target_group_priority": priority}
    found = relations([*world(), *names], definitions)
    assert found.sums


def ends_in_focus(entry: Any) -> bool:
    return isinstance(entry, list) and entry[1].startswith("focus@") and "ruler" in entry[0]


def test_a_relation_without_known_counts_is_left_out() -> None:
    assert not relations(["focus@2009-11-15"], None).sums
    assert Variables(["focus@2009-11-15"]).values("day", {}) == ["2009-11-15"]


def test_report_is_read_under_its_own_name() -> None:
    one = report({"linkage": table({"both": 7})})
    assert isinstance(one, Publication)
    assert facts(one)["cells"]["shared@2009-11-15"] == 7
