"""Year files: typed, cross-checked, every fault at once with what to do."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import params
from fsb_lib.base.errors import InputError


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        params.parse_year_file(text, "params/x.yaml")
    return [str(problem) for problem in raised.value.problems]


def test_defaults_are_those_of_the_definitions() -> None:
    year = params.parse_year_file("year: 2009", "params/2009.yaml")
    assert year.day == date(2009, 11, 15)
    assert year.max_gap_days == 28
    assert year.disclosure_threshold == 5
    assert year.matched_benefits == (
        "kontanthjaelp", "starthjaelp", "uddannelseshjaelp", "revalideringsydelse",
    )  # fmt: skip
    assert year.reports == params.REPORT_IDS
    assert (year.population.ages, year.population.tolerance) == ("all", Fraction(2, 100))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yaer: 2011", ["unknown parameter", "Did you mean `year`?"]),
        ("year: 2O10", ["a whole number, without quotes", "`2O10` (text)"]),
        ("year: '2010'", ["a whole number", "`2010` (text)"]),
        ("year: true", ["`True` (yes/no)"]),
        ("year: 2005", ["2006"]),
        ("year: 2010\nyear: 2011", ["line 2", "twice"]),
        ("year: 2010\nreference_date: 2009-11-15", ["reference_date in the year 2010"]),
        ("year: 2010\nreference_date: 2010-02-30", ["yyyy-mm-dd", "2010-02-30"]),
        ("year: 2010\nreference_date: 15-11-2010", ["yyyy-mm-dd"]),
        ("year: 2010\nmatched_benefits: [kontanthjaelp, sygedagpeng]", ["`sygedagpenge`?"]),
        ("year: 2010\nmatched_benefits: []", ["at least one"]),
        ("year: 2010\ntarget_group_priority: [handicappede]", ["each of the four target groups"]),
        ("year: 2010\nmax_gap_days: -1", ["greater than or equal to 0"]),
        ("year: 2010\ntarget: 50", ["unknown parameter"]),  # targets are looked up
        ("year: 2010\nmemo: {dato: 2010-12-15}", ["memo.dato", "`date`?"]),
        ("year: 2010\nreasons: {plan_coverage: x}", ["Write `reasons` below `memo`."]),
        ("year: 2010\nmemo: {ages: all}", ["Write `ages` below `population`."]),
        ("year: 2010\nmemo: {reports: []}", ["`reports` at the left margin, not below `memo`"]),
        ("year: 2010\npopulation: {age: all}", ["population.age", "`ages`?"]),
        ("year: 2010\npopulation: {ages: 18-66}", ["'all' or '18-64'"]),
        ("year: 2010\npopulation: {tolerance_points: 21}", ["less than or equal to 20"]),
        ("year: 2010\npopulation: {tolerance_points: -1}", ["greater than or equal to 0"]),
        ("year: 2010\npopulation: {tolerance_points: .nan}", ["a finite number"]),
        ("year: 2010\npopulation: {tolerance_points: '2'}", ["a number, without quotes"]),
        ("year: 2010\npopulation: 18-64", ["named values"]),
        ("year: 2010\nmemo: {case_number: '<script>'}", ["letters, digits"]),
        ("year: 2010\nreports: [plan_covrage]", ["plan_covrage"]),
        ("- a", ["holds no parameters"]),
        ("year: [", ["line 1"]),
        ("!!python/object/apply:os.system ['true']", ["params/x.yaml"]),
    ],
)
def test_a_fault_is_named_with_place_rule_and_remedy(text: str, says: list[str]) -> None:
    told = "\n".join(faults(text))
    assert "params/x.yaml" in told
    for part in says:
        assert part in told


@pytest.mark.parametrize(
    "reason",
    [
        "Der mangler 3 borgere.", "Kun to af borgerne kom.", "Andelen er 4,5 %.",
        "Det gjaldt i 2009, og 12 faldt fra.",
    ],
)  # fmt: skip
def test_a_reason_holds_no_number_of_people(reason: str) -> None:
    """It is printed as it is given, and no table answers for it."""
    text = f"year: 2010\nmemo: {{reasons: {{activation_measurement: '{reason}'}}}}"
    assert "words and dates" in "".join(faults(text))


def test_a_reason_may_hold_dates_and_a_contact_its_telephone() -> None:
    text = (
        "year: 2010\nmemo:\n  contact: Anne Andersen, 33 66 33 66, aa@example.dk\n"
        "  reasons: {plan_coverage: Ordningen begyndte den 26. april 2010.}\n"
    )
    memo = params.parse_year_file(text, "params/x.yaml").memo
    assert memo.contact == "Anne Andersen, 33 66 33 66, aa@example.dk"
    assert memo.reasons == {"plan_coverage": "Ordningen begyndte den 26. april 2010."}


@pytest.mark.parametrize("contact", ["Anne, lokal 3", "Anne, 0102033456", "Anne\\nBent"])
def test_a_contact_holds_no_other_number(contact: str) -> None:
    assert faults(f'year: 2010\nmemo: {{contact: "{contact}"}}')


@pytest.mark.parametrize(("points", "tolerance"), [("0", 0), ("2.5", "1/40"), ("20", "1/5")])
def test_the_tolerance_is_exact(points: str, tolerance: str | int) -> None:
    text = f"year: 2010\npopulation: {{tolerance_points: {points}}}"
    given = params.parse_year_file(text, "params/x.yaml").population
    assert given.tolerance == Fraction(tolerance)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert len(faults("year: 2O10\nmax_gap_days: many\nreports: [none]\nspeling: 1")) == 4


def test_a_notebook_gets_the_same_checks() -> None:
    with pytest.raises(InputError, match="parameters of the notebook: year"):
        params.read(year="2O10")
    assert params.read(year=2010, reference_date=None).day == date(2010, 11, 15)
