"""Every declared table is protected as it declares: names, sums, thin groups, kinds of values.

Whether a total follows from its parts is asked of the suppressor and of the auditor, each for
itself, by linear algebra over its own list: a relation that nobody wrote is found here.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from fsb_lib.auditor import naming
from fsb_lib.auditor.relations import relations as known_to_the_auditor
from fsb_lib.base.errors import InputError
from fsb_lib.disclosure.count_names import (
    Place,
    PrintedCount,
    PrintedRate,
    column_names,
    counts_in,
    placeholders,
)
from fsb_lib.disclosure.gate import HiddenCells, protect
from fsb_lib.disclosure.joint_model import joint_model
from fsb_lib.disclosure.keyed_order import SYNTHETIC
from fsb_lib.disclosure.must_hide import HidingRule, hidden_at_once, needs
from fsb_lib.disclosure.pattern import pattern
from fsb_lib.disclosure.policy import CommitteePolicy
from fsb_lib.disclosure.protected import Status
from fsb_lib.disclosure.published_facts import PublishedFacts, published_by
from fsb_lib.disclosure.sums import declared as declared_sums
from fsb_lib.disclosure.sums import relations as said
from fsb_lib.disclosure.sums.relations import relations as known_to_the_suppressor
from fsb_lib.domain import declared_tables, vocabulary
from fsb_lib.domain.declared_tables import all_tables, declared
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio, median_of
from fsb_lib.domain.table_declarations import TableDeclaration
from fsb_lib.params import ReportParams
from fsb_lib.wording import params_in_danish
from tests import small_release
from tests.auditor import publishing
from tests.disclosure.enumerating import rule
from tests.disclosure.exact_lines import Line, line_of, without

POLICY, NOTHING, RULE = CommitteePolicy(5), PublishedFacts(), rule(5)
TABLES = all_tables()
REPORTS = {"common": "activation_measurement"}
MANIFEST = {"profile_basis": "on_reference_date"}
WORDS = (
    "day", "focus", "registers", "in_match_class", "all_of_match_class", "year", "most_hidden",
    "match_groups", "target_source",
)  # fmt: skip


def letters(table: TableDeclaration) -> Mapping[str, str]:
    report = REPORTS.get(table.report, table.report)
    return placeholders(report, ReportParams(year=2009), publishing.SNAPSHOT * 5)


def codes_of(table: TableDeclaration, key: str) -> tuple[str, ...]:
    spec = table.keys[key]
    listed = declared_sums.codes_of(spec, letters(table))
    return (*listed, *spec.totals, *spec.subtotals) or ("2009",)


# --- completeness ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """A total and its parts, as a reader of the table adds them up."""

    total: str
    parts: tuple[str, ...]


def adds_up(table: TableDeclaration) -> Iterable[Expected]:
    """What every reader sees: the rows of a key that is a partition add up to its total rows."""
    for place, (key, spec) in enumerate(table.keys.items()):
        if spec.kind != "partition":
            continue
        others = [codes_of(table, other) for other in table.keys if other != key]
        parts = [c for c in codes_of(table, key) if c not in (*spec.sums, *spec.outside)]
        totals = [(code, parts) for code in spec.totals if code == vocabulary.TOTAL]
        totals += [(code, list(of)) for code, of in spec.subtotals.items()]
        for rest, (total, of) in product([*product(*others)], totals):
            named = [name_of(table, (*rest[:place], code, *rest[place:])) for code in (total, *of)]
            for column in named[0]:
                yield Expected(named[0][column], tuple(one[column] for one in named[1:]))


def name_of(table: TableDeclaration, codes: tuple[str, ...]) -> dict[str, str]:
    named = column_names(table.id, codes, letters(table))
    return {column: name for column, name in named.items() if isinstance(name, str)}


class Known:
    """All that follows from sums, each held by its first name without those held before it."""

    def __init__(self, sums: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._by_first: dict[str, Line] = {}
        for whole, parts in sums:
            if rest := self.rest(line_of(whole, parts)):
                self._by_first[min(rest)] = rest

    def rest(self, line: Line) -> Line:
        """What is left of a line once the sums are taken from it: nothing where it follows."""
        while held := line.keys() & self._by_first.keys():
            name = min(held)
            line = without(name, line, self._by_first[name])
        return line


def follows(expected: Expected, sums: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether the total is the sum of the parts in every world in which the sums hold."""
    return not Known(sums).rest(line_of(expected.total, expected.parts))


WITH_SUMS = [table for table in TABLES if [*adds_up(table)]]


@pytest.mark.parametrize("table", WITH_SUMS, ids=lambda table: table.id)
def test_the_suppressor_knows_every_total_of_the_table(table: TableDeclaration) -> None:
    for expected in adds_up(table):
        sums = known_to_the_suppressor({expected.total, *expected.parts})
        assert follows(expected, [(one.whole, one.parts) for one in sums]), expected


@pytest.mark.parametrize("table", WITH_SUMS, ids=lambda table: table.id)
def test_the_auditor_knows_every_total_of_the_table(table: TableDeclaration) -> None:
    for expected in adds_up(table):
        sums = known_to_the_auditor({expected.total, *expected.parts}, None).sums
        assert follows(expected, [(one.total, one.parts) for one in sums]), expected


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_a_code_outside_is_no_part_of_the_base(table: TableDeclaration) -> None:
    """More persons may have left or be unknown than there are in the base."""
    for key, spec in table.keys.items():
        for code in spec.outside:
            named = column_names(table.id, (code,) * len(table.keys), letters(table))
            part, base = named["persons"], named["share"][1]
            sums = known_to_the_suppressor({part, base})
            assert not any(one.whole == base and part in one.parts for one in sums), key


def test_a_total_that_nobody_derives_would_be_seen() -> None:
    assert not follows(Expected("a", ("b", "c")), [("a", ("b",))])


# --- a new table is safe because it is declared -------------------------------------------------


def by_sex(**changes: object) -> dict[str, object]:
    """Share in activation by sex, as a stranger would declare it."""
    return {
        "question": "Is activation the same for women and men?",
        "title": "Aktiveringsgrad efter køn, {day}",
        "sheet": "Aktivering efter køn",
        "population": "{focus}",
        "counts": "focus@{D}{sex_}",
        "keys": {
            "sex": {
                "label": "Køn",
                "kind": "partition",
                "prefix": "sex:",
                "categories": {"kvinde": "Kvinder", "mand": "Mænd", "ukendt": "U",
                "i_alt": "I alt"},
                "totals": ["i_alt"],
            }
        },
        "measures": "activated",
        "source": "{registers}",
        **changes,
    }  # fmt: skip


@pytest.fixture
def declaring(monkeypatch: pytest.MonkeyPatch):
    """Declares one more table of the activation measurement."""

    def declare(entry: Mapping[str, object]) -> TableDeclaration:
        files = declared_tables._files()
        more = tuple(
            (
                name,
                {**entries, "toy": entry} if name.endswith("activation_measurement") else entries,
            )
            for name, entries in files
        )
        monkeypatch.setattr(declared_tables, "_files", lambda: more)
        forget()
        return declared("toy")

    yield declare
    forget()


def forget() -> None:
    declared_tables.declared.cache_clear()
    said._relations.cache_clear()


def printed(table: TableDeclaration, rows: Mapping[str, tuple[int, int]]):
    for code, (n_activated, n_persons) in rows.items():
        names = column_names(table.id, (code,), letters(table))
        yield PrintedCount(Place(table.id, (code,), "persons"), names["persons"], n_persons)
        yield PrintedCount(Place(table.id, (code,), "activated"), names["activated"], n_activated)
        ratio = Ratio(n_activated, n_persons)
        yield PrintedRate(Place(table.id, (code,), "rate"), *names["rate"], ratio)


def test_three_women_cannot_be_computed_from_men_and_total(declaring) -> None:
    table = declaring(by_sex())
    rows = {"kvinde": (3, 500), "mand": (100, 500), "ukendt": (0, 0), "i_alt": (103, 1000)}
    hidden = pattern([*printed(table, rows)], NOTHING, {}, RULE).hidden
    women, men, total = (f"focus@2009-11-15{part}/activated"
                         for part in ("/sex:kvinde", "/sex:mand", ""))  # fmt: skip
    assert women in hidden
    assert hidden & {men, total}


def test_a_population_that_nothing_describes_is_refused(declaring) -> None:
    table = declaring(by_sex(counts="waiting@{D}{sex_}"))
    rows = {"kvinde": (3, 500), "mand": (100, 500)}
    with pytest.raises(ValueError, match="nothing says how the population `waiting`"):
        pattern([*printed(table, rows)], NOTHING, {}, RULE)


def test_a_population_within_another_is_protected_with_it(declaring) -> None:
    table = declaring(by_sex(counts="waiting@{D}{sex_}", within="focus@{D}"))
    names = {"waiting@2009-11-15", "focus@2009-11-15", "waiting@2009-11-15/sex:mand"}
    sums = {(one.whole, one.parts[0]) for one in known_to_the_suppressor(names)}
    assert ("focus@2009-11-15", "waiting@2009-11-15") in sums
    assert table.sensitive


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"keys": {"sex": {"label": "Køn"}}}, "keys.sex.kind"),
        ({"keys": {"sex": {"label": "Køn", "kind": "sum"}}}, "keys.sex.kind"),
        ({"measures": {"persons": {"label": "B", "unit": "heads"}}}, "measures.persons.unit"),
        ({"measures": {"rate": {"label": "B", "unit": "rate", "of": ["x", "y"]}}}, "no measure"),
        ({"measures": {"share": {"label": "B", "unit": "rate", "of": ["share", "base"]}}}, "base"),
        ({"measures": {"v": {"label": "B", "unit": "verdict"}}}, "rests_on"),
        ({"measures": {"d": {"label": "B", "unit": "days"}}}, "of"),
        ({"counts": {"others": "focus@{D}"}}, "its count has no name"),
        ({"sheet": "A" * 32}, "sheet"),
        ({"shet": "A"}, "shet"),
        ({"measures": "activatd"}, "activatd"),
        (
            {"keys": {"sex": {"label": "Køn", "kind": "partition", "outside": ["ukendt"]}}},
            "`everybody`",
        ),
    ],
)
def test_what_is_not_described_is_refused_with_file_and_place(declaring, change, what) -> None:
    with pytest.raises(InputError) as raised:
        declaring(by_sex(**change))
    said = str(raised.value)
    assert "data/tables/activation_measurement.yaml: toy" in said
    assert what in said


# --- values of the kinds that columns declare ---------------------------------------------------


def shown(table: TableDeclaration, **values: object):
    row = MeasuredRow(("kvinde",), values)  # type: ignore[arg-type]
    words = dict.fromkeys(WORDS, "")
    measured = MeasuredTable(table.id, (row,), None)
    (made,) = protect([measured], POLICY, words)
    return made.rows[0].cells


def waiting(declaring) -> TableDeclaration:
    measures = {
        "persons": {"label": "Borgere", "unit": "persons"},
        "wait": {"label": "Dage", "unit": "days", "of": ["persons"]},
    }
    return declaring(by_sex(measures=measures))


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ([217], Status.SUPPRESSED),
        ([1, 2, 3, 217, 400, 500, 600, 700], Status.SUPPRESSED),  # four on either side
        ([1, 2, 3, 4, 217, 300, 400, 500, 600], Status.SHOWN),  # five at most, five at least
    ],
)
def test_a_median_is_shown_with_five_on_either_side(declaring, days, status) -> None:
    persons, wait = shown(waiting(declaring), persons=len(days), wait=median_of(days))
    assert wait.status is status
    assert persons.shown is (len(days) >= 5)


def test_an_extreme_value_is_never_shown(declaring) -> None:
    longest = replace(median_of([1, 2, 3, 4, 5, 6, 7, 8, 9, 900]), n_at_least=1)
    assert shown(waiting(declaring), persons=10, wait=longest)[1].status is Status.SUPPRESSED


def test_a_median_is_hidden_with_its_base(declaring) -> None:
    hidden = HiddenCells({"D": "2009-11-15"}, frozenset({"focus@2009-11-15/sex:kvinde"}))
    table = waiting(declaring)
    row = MeasuredRow(("kvinde",), {"persons": 50, "wait": median_of(range(50))})
    words = dict.fromkeys(WORDS, "")
    letter = {**letters(table)}
    (made,) = protect([MeasuredTable(table.id, (row,), None)], POLICY, words,
                      replace(hidden, letters=letter))  # fmt: skip
    assert [cell.status for cell in made.rows[0].cells] == [Status.SUPPRESSED] * 2


@pytest.mark.parametrize("value", [Fraction(435, 2), 217, Ratio(1, 2)])
def test_a_bare_value_in_a_column_of_days_is_refused(declaring, value) -> None:
    with pytest.raises(ValueError, match=r"toy\.wait: a value of the kind"):
        shown(waiting(declaring), persons=50, wait=value)


def test_a_bare_fraction_in_a_column_of_rates_is_refused() -> None:
    row = MeasuredRow(("i_alt",), {"persons": 9, "activated": 5, "rate": Fraction(5, 9)})
    measured = MeasuredTable("activation_by_target_group", (row,), None)
    words = dict.fromkeys(WORDS, "")
    with pytest.raises(ValueError, match="Fraction in a column of rate"):
        protect([measured], POLICY, words)


# --- what stands and was never printed ---------------------------------------------------------

OF_UNIT = {
    "persons": 50, "rows": 50, "rate": Ratio(20, 50), "days": median_of(range(50)),
    "verdict": 1, "points": Fraction(1, 10),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_nothing_that_rests_on_an_untold_count_is_shown(table: TableDeclaration) -> None:
    codes = tuple(codes_of(table, key)[0] for key in table.keys)
    named = column_names(table.id, codes, letters(table))
    row = MeasuredRow(codes, {column: OF_UNIT[one.unit] for column, one in table.judged.items()})
    words = params_in_danish.placeholders(ReportParams(year=2009))
    for untold in {one for names in named.values() for one in counts_in(names)}:
        hidden = HiddenCells(letters(table), untold=frozenset({untold}))
        measured = MeasuredTable(table.id, (row,), date(2009, 11, 15))
        (made,) = protect([measured], POLICY, words, hidden)
        cells = dict(zip(table.measures, made.rows[0].cells, strict=True))
        gone = {column for column, names in named.items() if untold in counts_in(names)}
        for column, spec in table.measures.items():
            if column in gone:
                assert cells[column].status is Status.NOT_AVAILABLE, (untold, column)
            elif not spec.public and (spec.rests_on_table or gone & {*spec.rests_on, *spec.of}):
                assert not cells[column].shown, (untold, column)
        report = replace(small_release.release(), tables=(made,))
        assert untold not in published_by(report, letters(table)).told


# --- thin groups ------------------------------------------------------------------------------

GROUP = "focus@2009-11-15/handicappede"


def hidden_of_group(table: str, n_activated: int, n_persons: int) -> frozenset[str]:
    """What is hidden at once of a group, alone in a table of counts and rates."""
    codes = ("handicappede",)
    cells = [
        PrintedCount(Place(table, codes, "persons"), GROUP, n_persons),
        PrintedCount(Place(table, codes, "activated"), f"{GROUP}/activated", n_activated),
        PrintedRate(Place(table, codes, "rate"), f"{GROUP}/activated", GROUP,
                    Ratio(n_activated, n_persons)),
    ]  # fmt: skip
    model = joint_model(cells, NOTHING)
    return hidden_at_once(model, needs(model, 5), ())


@pytest.mark.parametrize("n_persons", [18, 19])
def test_nobody_of_a_thin_group_hides_how_many_they_are(n_persons: int) -> None:
    assert hidden_of_group("activation_by_target_group", 0, n_persons) == {GROUP}


@pytest.mark.parametrize("n_persons", [18, 19])
def test_everybody_of_a_thin_group_hides_both(n_persons: int) -> None:
    hidden = hidden_of_group("activation_by_target_group", n_persons, n_persons)
    assert hidden == {GROUP, f"{GROUP}/activated"}


@pytest.mark.parametrize("n_activated", [0, 20])
def test_twenty_are_no_thin_group(n_activated: int) -> None:
    assert not hidden_of_group("activation_by_target_group", n_activated, 20)


@pytest.mark.parametrize("n_persons", [18, 19, 20])
def test_one_of_a_group_is_hidden_as_a_small_count_alone(n_persons: int) -> None:
    assert hidden_of_group("activation_by_target_group", 1, n_persons) == {f"{GROUP}/activated"}


def test_a_share_that_tells_nothing_of_its_members_may_be_all() -> None:
    assert not hidden_of_group("profile_sex", 12, 12)


def test_the_tables_whose_shares_are_harmless_are_just_these() -> None:
    """Decided one by one (docs/disclosure.md); every other table is sensitive."""
    assert {table.id for table in TABLES if not table.sensitive} == {
        "activation_trend", "cooperation_status", "outcome_before", "outcome_bounds",
        "outcome_others", "outcome_states", "population_comparison", "population_shares",
        "profile_age", "profile_duration", "profile_sex", "shared_in_month", "strategy_claims",
        "strategy_shares", "strategy_sizes",
    }  # fmt: skip


# --- what is hidden beside a small count ------------------------------------------------------

UNTIL = "offers_until@2009"


@pytest.mark.parametrize("year", range(2000, 2012))
def test_a_small_count_of_the_annex_takes_no_figure_of_the_note(year: int) -> None:
    """Three with a plan from before the offer: other days hide it, not the states of the note."""
    states = {"udarbejdet": 100, "udarbejdet_af_egen_drift": 40, "afvist_uden_plan": 30,
              "accepteret_under_udarbejdelse": 25, "intet_svar": 20}  # fmt: skip
    days = {"0_30": 60, "31_91": 40, "92_182": 20, "183_365": 10, "over_365": 7,
            "foer_tilbuddet": 3, "ikke_udarbejdet": 75}  # fmt: skip
    cells = [
        PrintedCount(Place(table, (code,), "persons"), f"{UNTIL}/{kind}:{code}", n)
        for table, kind, counts in (("plan_states", "state", states), ("plan_days", "plan", days))
        for code, n in counts.items()
    ]
    hidden = pattern(cells, NOTHING, {}, HidingRule(POLICY, SYNTHETIC.of_year(year))).hidden
    assert f"{UNTIL}/plan:foer_tilbuddet" in hidden
    assert len(hidden) == 2
    assert all("/plan:" in name for name in hidden)


# --- wiring -----------------------------------------------------------------------------------


def test_a_rate_is_hidden_with_either_of_its_counts() -> None:
    for one in (GROUP, f"{GROUP}/activated"):
        hidden = HiddenCells(letters(declared("activation_by_target_group")), frozenset({one}))
        assert "rate" in hidden.columns("activation_by_target_group", ("handicappede",))


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("/activated_or_mentor", "/activated"),
        ("/activated_in_month", "/activated"),
        ("", "/offered"),
    ],
)
def test_a_wider_definition_holds_a_narrower_one(outer: str, inner: str) -> None:
    day = "focus@2009-11-15"
    sums = known_to_the_suppressor({day, day + outer, day + inner, f"{day}/handicappede{inner}"})
    assert any(one.whole == day + outer and day + inner in one.parts for one in sums)


def test_the_order_of_the_sums_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from fsb_lib.disclosure.sums.relations import relations\n"
        "days = [f'focus@20{year}-11-15' for year in range(10, 30)]\n"
        "names = {day + part for day in days for part in ('', '/age:under_30', '/age_known')}\n"
        "print(*relations(names), sep='\\n')"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(told) == 1


def test_a_shown_rate_tells_half_a_step_on_either_side() -> None:
    # 35 % on the page: from 34.5 % to below 35.5 %, of counts that the table does not print.
    row = MeasuredRow(("2009", "measured"), {"rate": Ratio(1186, 3418)})
    words = dict.fromkeys(WORDS, "")
    made = protect([MeasuredTable("activation_trend", (row,), None)], POLICY, words)
    report = replace(small_release.release(), tables=made)
    (fact,) = published_by(report, letters(declared("activation_trend"))).rates
    assert (fact.low, fact.high) == (Fraction(345, 1000), Fraction(355, 1000))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_suppressor_and_auditor_call_a_count_by_one_name(table: TableDeclaration) -> None:
    """The two lists are of two hands."""
    report = REPORTS.get(table.report, table.report)
    namer = naming.Namer(publishing.report({}, report, 2009, **MANIFEST))
    for codes in product(*[codes_of(table, key) for key in table.keys]):
        by_key = dict(zip(table.keys, codes, strict=True))
        case, words = naming._case(table.id, by_key), {**namer._words, **namer._of_row(by_key)}
        for column, ours in name_of(table, codes).items():
            theirs = (case or {}).get(column)
            if isinstance(theirs, str) and theirs != "public":
                assert naming.filled(theirs, words) == ours, (codes, column)
