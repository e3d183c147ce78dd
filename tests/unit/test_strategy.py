"""data/strategy.yaml: every promise and claim is told in one way, with counts of other notes."""

from collections.abc import Iterator
from datetime import date

import pytest

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.count_names import column_names, placeholders
from fsb_lib.domain.declared_numbers import table_number
from fsb_lib.domain.declared_tables import all_tables, declared
from fsb_lib.followups.answers import answers
from fsb_lib.params import REPORT_IDS, ReportParams, parse_year_file
from fsb_lib.wording import strategy
from fsb_lib.wording.strategy_entries import StrategyEntry, StrategyOutcome, entries, reading
from tests.drawn import registers
from tests.sentences import cases_strategy
from tests.spec.test_plans import focus_since_2008

PARAMS = ReportParams(year=2011)
OFFER = "person | tilbudt | svar | udarbejdet | af_egen_drift | slut\nanna | 2010-03-01 | | | N |"


def names_of(report: str, table: str, codes: tuple[str, ...]) -> dict:
    return column_names(table, codes, placeholders(report, PARAMS, "f" * 64))


def copied() -> Iterator[StrategyEntry]:
    return (one for one in entries() if one.figure and "table" in one.figure)


@pytest.mark.parametrize("entry", [*copied()], ids=lambda one: one.id)
def test_a_copied_figure_has_the_name_that_it_has_where_it_is_measured(
    entry: StrategyEntry,
) -> None:
    figure = entry.figure or {}
    here = names_of("strategy_status", figure["of"], (entry.row,))
    there = names_of(entry.followed["report"], figure["table"], tuple(figure["row"]))
    assert here["persons"] == there[figure["persons"]]
    if "share" in figure:
        assert here["rate"] == there[figure["share"]]
    if "of_all" in figure:
        assert here["whole"] == there[figure["of_all"]]
    if "whole" in figure:
        table, *codes, column = figure["whole"]
        whole = names_of(entry.followed["report"], table, tuple(codes))[column]
        assert here["rate"] == (here["persons"], whole)


def test_every_row_of_a_copied_table_is_of_an_entry() -> None:
    for table in all_tables():
        if table.report == "strategy_status" and "claim" in table.keys:
            found = {one.row for one in copied() if (one.figure or {})["of"] == table.id}
            assert found == set(table.keys["claim"].categories), table.id


@pytest.mark.parametrize("entry", entries(), ids=lambda one: one.id)
def test_an_entry_has_a_paper_its_words_and_one_way_to_be_told(entry: StrategyEntry) -> None:
    given = load("strategy")["entries"][entry.id]
    assert set(entry.documents) <= load("published")["documents"].keys()
    assert entry.kind in ("promise", "claim")
    assert not entry.wording[-1].isspace()
    assert "  " not in entry.wording
    ways = ("followed", "not_followed", "register", "no_figure")
    assert sum(name in given for name in ways) == 1
    assert not (entry.target and entry.figure)


@pytest.mark.parametrize("entry", entries(), ids=lambda one: one.id)
def test_whether_a_table_answers_all_of_the_words_is_said_of_each(entry: StrategyEntry) -> None:
    given = load("strategy")["entries"][entry.id]
    assert given.get("answers") in (("all", "part") if entry.followed else (None,))
    is_less = given.get("answers") == "part" or "not_followed" in given
    assert is_less == bool(entry.leaves_out)
    assert not (is_less and (entry.target or entry.said))  # no verdict on a part


def test_what_is_left_out_is_left_out_of_an_entry() -> None:
    assert (
        load("wording/strategy_status")["leaves_out"].keys() <= load("strategy")["entries"].keys()
    )


def test_every_figure_that_the_papers_print_is_told() -> None:
    told = {given.get("printed") for given in load("strategy")["entries"].values()}
    assert load("published")["printed"].keys() <= told


def test_what_a_table_answers_in_part_is_not_called_followed() -> None:
    protected = cases_strategy.cases()["the second year"]
    found = {one.id: reading(protected, one) for one in entries()}
    assert found["ordinary_work"].outcome is StrategyOutcome.FOLLOWED_IN_PART
    assert found["ordinary_work"].told.endswith("Andre ophør i kontanthjælp er ikke talt med.")
    assert found["supported_work"].outcome is StrategyOutcome.FOLLOWED
    assert found["plans_by_match"].outcome is StrategyOutcome.NOT_FOLLOWED
    assert not found["plans_by_match"].where


@pytest.mark.parametrize(
    "entry", [one for one in entries() if one.followed], ids=lambda one: one.id
)
def test_an_entry_is_followed_in_a_table_that_has_a_number(entry: StrategyEntry) -> None:
    report, table = entry.followed["report"], entry.followed["table"]
    assert report in load("wording/strategy_status")["reports"]
    if report in REPORT_IDS:
        assert table_number(report, table)
        assert declared(table).report == report


def test_the_targets_are_those_that_were_decided() -> None:
    decided = {(one["measure"], one["year"]): one for one in load("decisions")["targets"]}
    told = {(one.target["measure"], one.target["year"]): one for one in entries() if one.target}
    assert told.keys() == decided.keys()
    for target in (one for one in decided if one[0] == "activation_rate"):
        assert told[target].wording == decided[target]["wording"]


def made(params: ReportParams, **more: str) -> dict:
    drawn = registers(**focus_since_2008("anna"), sof_handleplaner=OFFER, **more)
    return {table.id: table for table in answers("strategy_status", drawn, params)}


def rows(table) -> list[str]:
    return [row.keys[0] for row in table.rows]


def test_a_note_that_is_not_made_has_no_figures() -> None:
    tables = made(ReportParams(year=2011, reports=("plan_coverage", "strategy_status")))
    assert rows(tables["strategy_offers"]) == ["2009", "2010", "2011"]
    assert rows(tables["strategy_plans"]) == ["duty", "both_plans", "coverage"]
    assert not tables.keys() & {"strategy_activation", "strategy_claims", "strategy_sizes"}
    assert tables["strategy_offers"].when == date(2011, 12, 31)


def test_without_a_list_every_note_is_told() -> None:
    tables = made(ReportParams(year=2011))
    assert rows(tables["strategy_activation"]) == ["2009", "2010", "2011"]
    assert {"men", "ordinary_work", "resource_courses_by_sof"} <= {*rows(tables["strategy_claims"])}


def test_before_the_strategy_there_are_no_targets_and_no_plans() -> None:
    tables = made(ReportParams(year=2007))
    assert not tables.keys() & {"strategy_activation", "strategy_offers", "strategy_plans"}


def test_the_notes_of_a_year_are_those_of_its_file() -> None:
    text = "year: 2011\nreports: [plan_coverage, strategy_status]\n"
    year = parse_year_file(text, "2011.yaml")
    assert year.for_report().reports == ("plan_coverage", "strategy_status")


def outcomes(case: str) -> dict[str, StrategyOutcome]:
    protected = cases_strategy.cases()[case]
    return {one.id: reading(protected, one).outcome for one in entries()}


def test_what_became_of_an_entry_in_a_year() -> None:
    found = outcomes("the second year")
    assert found["activation_2009"] is StrategyOutcome.REACHED
    assert found["activation_2010"] is StrategyOutcome.NOT_REACHED  # 1749 of 3500: one too few
    assert found["activation_2011"] is StrategyOutcome.NOT_YET
    assert found["men_2014"] is StrategyOutcome.FOLLOWED
    assert found["contact_model_2015"] is StrategyOutcome.NOT_MADE
    assert found["homeless"] is StrategyOutcome.OTHER_REGISTER
    assert found["portal"] is StrategyOutcome.NO_FIGURE


def test_a_claim_holds_when_the_figure_of_the_year_rounds_to_it() -> None:
    at_bounds = outcomes("some claims hold, at their bounds")
    assert at_bounds["in_a_month"] is StrategyOutcome.HELD  # 8500 is 9000 in thousands
    assert at_bounds["about_3400"] is StrategyOutcome.HELD  # 3350 is 3400 in hundreds
    assert at_bounds["about_3500"] is StrategyOutcome.NOT_HELD
    assert at_bounds["sof_of_class"] is StrategyOutcome.HELD  # 5501 of 11000
    below = outcomes("no claim holds")
    assert below["in_a_month"] is StrategyOutcome.NOT_HELD  # 8499
    assert below["sof_of_class"] is StrategyOutcome.NOT_HELD  # just half is not over half


def test_a_hidden_figure_judges_nothing() -> None:
    assert outcomes("a share that is hidden")["activation_2011"] is StrategyOutcome.NOT_JUDGED
    assert outcomes("figures that are hidden")["sof_of_class"] is StrategyOutcome.FOLLOWED
    assert outcomes("nobody in focus")["activation_2011"] is StrategyOutcome.NOT_JUDGED


def test_every_promise_and_claim_stands_in_one_list() -> None:
    protected = cases_strategy.cases()["the second year"]
    lists = (strategy.promises, strategy.other_promises, strategy.claims)
    pages = "".join(made_list(protected).html for made_list in lists)
    assert pages.count('<th scope="row">') == len(entries())
