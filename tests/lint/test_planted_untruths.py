"""Every rule of truth catches the untruth that a reader found, and lets the true sentence pass.

The letters are those of the Danish reader's list; each case is a page of one or a few sentences,
with the tables that they speak of.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from fsb_lib.base.report_files import REPORT
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status
from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.domain.periods import calendar_year, cutoff_date, default_reference_date
from fsb_lib.linter import truth
from fsb_lib.linter.lint_page import lint
from fsb_lib.linter.parsed_page import Page
from fsb_lib.linter.rules import Subject
from tests.sentences.making import rated, release, table


def groups(sizes: tuple[int, ...], active: tuple[int, ...]) -> MeasuredTable:
    counted = zip(vocabulary.special_needs_codes(), active, sizes, strict=True)
    rows = {code: rated(n, of) for code, n, of in counted}
    rows["i_alt"] = rated(sum(active), sum(sizes))
    return table("activation_by_target_group", default_reference_date(2010), rows)


def status(year: int, target: Fraction | None) -> MeasuredTable:
    values = {**rated(270, 600, target), "target": target, "missing_persons": None, "reached": None}
    return table("target_status", default_reference_date(year), {str(year): values})


def trend(shares: dict[int, tuple[int, int]]) -> MeasuredTable:
    last = max(shares)
    rows: dict[object, object] = {
        (str(year), "measured"): {"rate": Ratio(*share)} for year, share in shares.items()
    }
    rows["2007", "published"] = {"rate": Fraction(19, 100)}
    first = default_reference_date(min(shares))
    return table("activation_trend", default_reference_date(last), rows, since=first)  # type: ignore[arg-type]


def definitions(first: int, second: int) -> MeasuredTable:
    rows = {("2010", "this_report"): rated(10, first), ("2010", "match3"): rated(10, second)}
    day = default_reference_date(2010)
    return table("activation_by_definition", day, rows, since=day)


def states(**counts: int) -> MeasuredTable:
    base = sum(counts.values())
    rows = {state: {"persons": n, "share": Ratio(n, base)} for state, n in counts.items()}
    return table("outcome_states", default_reference_date(2010), rows)


def durations(*counts: int) -> MeasuredTable:
    codes, base = ("under_1", "1-2", "2-3", "3-5", "5+"), sum(counts)
    rows = {
        code: {"persons": n, "share": Ratio(n, base)} for code, n in zip(codes, counts, strict=True)
    }
    rows["under_3"] = {"persons": sum(counts[:3]), "share": Ratio(sum(counts[:3]), base)}
    return table("profile_duration", default_reference_date(2014), rows)


def offers(year: int, offered: int, there: int) -> list[MeasuredTable]:
    values = {"offered_in_year": offered, "offered_cumulative": offered, "target_in_year": None,
              "target_cumulative": None, "missing_persons": None, "reached": None}  # fmt: skip
    rows = {"i_alt": {"persons": 400, "offered": there, "rate": Ratio(there, 400)}}
    ways = {"focus_at_offer": offered, "focus_at_cutoff": there}
    until = cutoff_date(year)
    return [
        table("plan_offers", until, {str(year): values}, since=until),
        table("plan_coverage_by_target_group", until, rows),
        table("plan_offers_sensitivity", until, ways, measure="offered_cumulative"),
    ]


def sizes(on_day: int, during: int) -> list[MeasuredTable]:
    of_year = {"persons": during, "share": Ratio(during, during)}
    persons = {"on_reference_date": on_day, "during_period": during}
    return [
        table("focus_population", calendar_year(2014), persons, since=default_reference_date(2014)),
        table("profile_sex", calendar_year(2014), {"mand": of_year}),
    ]


REPORTS = {
    "fall since 2007": release(
        "activation_measurement", 2009, [trend({2007: (50, 100), 2009: (20, 100)})]
    ),
    "fall since 2011": release(
        "activation_measurement",
        2012,
        [
            trend(
                {
                    2007: (19, 100),
                    2009: (40, 100),
                    2010: (50, 100),
                    2011: (56, 100),
                    2012: (54, 100),
                }
            )
        ],
    ),
    "2011 left out": release(
        "activation_measurement",
        2012,
        [trend({2007: (19, 100), 2009: (40, 100), 2010: (50, 100), 2012: (54, 100)})],
    ),
    "the first year": release("activation_measurement", 2007, []),
    "groups": release(
        "activation_measurement",
        2010,
        [groups((100, 200, 300), (60, 90, 120)), status(2010, Fraction(1, 2))],
    ),
    "one group hidden": release(
        "activation_measurement", 2010, [groups((100, 200, 3), (60, 90, 1))]
    ),
    "no target": release("activation_measurement", 2012, [status(2012, None)]),
    "definitions": release("activation_measurement", 2010, [definitions(3558, 3484)]),
    "plans for all": release("plan_coverage", 2012, offers(2012, 40, 40)),
    "a whole year": release("target_group_profile", 2014, sizes(3378, 4260)),
    "outcomes hidden": release(
        "outcome_followup",
        2010,
        [states(ordinaert_arbejde=3, stoettet_arbejde=0, ydelse_og_sag=60)],
    ),
    "nobody ended": release(
        "outcome_followup",
        2010,
        [
            states(
                ordinaert_arbejde=0,
                stoettet_arbejde=0,
                foertidspension=0,
                ydelse_og_sag=60,
                ophoert_uden_kendt_aarsag=0,
            )
        ],
    ),
}
CASES = yaml.safe_load(Path(__file__).with_name("untruths.yaml").read_text(encoding="utf-8"))


def page(body: str, name: str = REPORT) -> Page:
    start = '<html lang="da"><body><header class="fsb-band"></header><main><h1 id="emne">Emne</h1>'
    return Page(f"{start}{body}</main></body></html>".encode(), name)


def found_in(subject: Subject) -> set[str]:
    return {remark.rule for remark in lint(subject)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["found"])
def test_the_untrue_text_is_caught_and_the_true_one_passes(case: dict[str, str]) -> None:
    report = REPORTS[case["of"]]
    assert case["rule"] in found_in(Subject(page(case["wrong"]), report))
    assert case["rule"] not in found_in(Subject(page(case["right"]), report))


# --- what needs more than a sentence -----------------------------------------------------------


def test_a_measured_year_that_the_trend_leaves_out_is_caught() -> None:
    """A5: 2012 disappeared from the note of 2013. 2008 is no year of measurement (D0)."""
    assert "years-followed" not in found_in(Subject(page(""), REPORTS["fall since 2011"]))
    assert "years-followed" in found_in(Subject(page(""), REPORTS["2011 left out"]))


def block(note: str) -> str:
    notes = f'<div class="fsb-notes"><p>{note}</p></div>'
    return f'<div class="fsb-table" data-table="profile_duration">{notes}</div>'


def test_parts_that_miss_their_total_by_rounding_want_a_note() -> None:
    """A8: 17, 21 and 23 were printed beside 62."""
    even = release("target_group_profile", 2014, [durations(124, 126, 354, 196, 200)])
    assert "parts-and-total" not in found_in(Subject(page(block("")), even))  # 12 + 13 + 35 = 60
    off = release("target_group_profile", 2014, [durations(174, 214, 234, 178, 200)])
    assert "parts-and-total" in found_in(Subject(page(block("")), off))  # 17 + 21 + 23 beside 62
    noted = block("Andelene er afrundet hver for sig.")
    assert "parts-and-total" not in found_in(Subject(page(noted), off))


def numbered(number: str, table_id: str) -> Page:
    caption = f'<span class="fsb-number">{number}</span>'
    return page(f'<div class="fsb-table" data-table="{table_id}">{caption}</div>')


def test_a_table_with_another_number_than_it_was_released_with_is_caught() -> None:
    """A12: table 4 of the note was table 5 on the reviewers' page."""
    released = REPORTS["a whole year"]
    table = replace(released.tables[0], number="M12")
    year = replace(released, tables=(table,))
    assert "same-numbers" in found_in(Subject(numbered("Tabel\u00a0M5.", table.id), year))
    assert "same-numbers" not in found_in(Subject(numbered("Tabel\u00a0M12.", table.id), year))


def portal(words: str) -> Page:
    link = '<a href="2014/target_group_profile/report.html">Profil</a>'
    line = f'<tr><th>{link}</th><td class="fsb-portal-figure">{words}</td></tr>'
    return Page(f'<html lang="da"><body><table>{line}</table></body></html>'.encode(), "index.html")


def test_a_flow_under_the_name_of_a_snapshot_on_the_portal_is_caught() -> None:
    """A15: 4.260 in the year beside 3.486 on a day, both "borgere i målgruppen"."""
    notes = {"2014/target_group_profile": REPORTS["a whole year"]}
    untrue, true = portal("4.260 borgere i målgruppen"), portal("4.260 borgere i løbet af året")
    assert "flow-named-on-portal" in found_in(Subject(untrue, notes=notes))
    assert "flow-named-on-portal" not in found_in(Subject(true, notes=notes))


def test_every_rule_of_truth_has_an_untruth() -> None:
    elsewhere = {"years-followed", "parts-and-total", "same-numbers", "flow-named-on-portal"}
    assert {rule.id for rule in truth.RULES} <= {case["rule"] for case in CASES} | elsewhere


def hidden_cells(report: ProtectedReport) -> Iterator[Cell]:
    for one in report.tables:
        for row in one.rows:
            yield from (cell for cell in row.cells if cell.status is Status.SUPPRESSED)


def test_the_cases_of_hidden_figures_hide_some() -> None:
    assert all(
        any(hidden_cells(one)) for one in (REPORTS["outcomes hidden"], REPORTS["one group hidden"])
    )
