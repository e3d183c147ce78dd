"""A population on a day is counted once: how often an engine is asked, and what leaves it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from ibis.backends.duckdb import Backend

from fsb_lib import measures
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.measures.counting import Grouping
from fsb_lib.measures.measurement import DaysOf
from fsb_lib.measures.measurements import FactsAsked, Measurements
from fsb_lib.params import REPORT_IDS, ReportParams
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.drawn import RULES, everybody, registers

# Of the five follow-ups that count by everybody on a day; the others follow persons over time.
OF_A_DAY = (*REPORT_IDS[:4], "cooperation_status")
MOST_QUERIES = 40
MOST_QUERIES_OF_ALL = 65
# How often one question may come upon a table when nothing that it mentions twice is shared. Spark
# plans it so; it ran out of memory at 507.
MOST_MENTIONS = 100
YEAR = 2011


@dataclass
class Heard:
    """How many expressions were translated, and how many rows came back by their columns."""

    n_queries: int = 0
    most_mentions: int = 0
    rows: Counter[tuple[str, ...]] = field(default_factory=Counter)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    found = Heard()
    compiler = type(Backend.compiler)
    translate, fetch = compiler.to_sqlglot, Backend.to_pyarrow

    def translating(compiler: object, expr: ir.Expr, **options: object) -> object:
        found.n_queries += 1
        found.most_mentions = max(found.most_mentions, mentions(expr.op()))
        return translate(compiler, expr, **options)

    def fetching(*given: object, **options: object) -> object:
        result = fetch(*given, **options)
        if isinstance(result, pa.Table):
            found.rows[tuple(result.column_names)] += len(result)
        return result

    monkeypatch.setattr(compiler, "to_sqlglot", translating)
    monkeypatch.setattr(Backend, "to_pyarrow", fetching)
    return found


def mentions(op: ops.Node) -> int:
    """How many tables the question comes upon, one that it mentions twice counted twice."""
    known: dict[ops.Node, int] = {}

    def of(node: ops.Node) -> int:
        if isinstance(node, ops.PhysicalTable):
            return 1
        if node not in known:
            known[node] = sum(of(one) for one in mentioned(node.args))
        return known[node]

    return of(op)


def mentioned(args: Iterable[object]) -> Iterator[ops.Node]:
    """The tables that a step is made of, joined ones too; not what its columns say of them."""
    for one in args:
        if isinstance(one, ops.Relation):
            yield one
        elif isinstance(one, ops.JoinLink):
            yield one.table
        elif isinstance(one, tuple):
            yield from mentioned(one)


def cells(tables: Iterator[MeasuredTable]) -> int:
    return sum(len(row.values) for table in tables for row in table.rows)


def test_a_year_of_all_reports_asks_few_times_and_no_more_rows_leave_than_it_shows_cells(
    twin_city_snapshot: Path, heard: Heard
) -> None:
    answers = Measuring(open_snapshot(twin_city_snapshot)).answers(ReportParams(year=YEAR))
    assert [answer.report for answer in answers] == list(REPORT_IDS)
    assert heard.n_queries <= MOST_QUERIES_OF_ALL
    assert 50 < heard.most_mentions <= MOST_MENTIONS
    # Apart from how many rows of a register are dated on each day, which has no column of persons.
    histograms = {columns for columns in heard.rows if columns in {("fra", "n"), ("vurderet", "n")}}
    left = sum(n for columns, n in heard.rows.items() if columns not in histograms)
    assert 0 < left <= cells(table for answer in answers for table in answer.tables)
    assert not any("person" in columns for columns in heard.rows)


def test_a_year_of_five_reports_asks_forty_times(twin_city_snapshot: Path, heard: Heard) -> None:
    params, measuring = ReportParams(year=YEAR), Measuring(open_snapshot(twin_city_snapshot))
    for report in OF_A_DAY:
        measuring.expect(report, params)
    assert [measuring.answer(report, params).report for report in OF_A_DAY] == list(OF_A_DAY)
    assert heard.n_queries <= MOST_QUERIES


def test_a_question_more_is_heard(twin_city_snapshot: Path, heard: Heard) -> None:
    measuring = Measuring(open_snapshot(twin_city_snapshot))
    before, rows = heard.n_queries, heard.rows.total()
    next(iter(measuring._registers.values())).select("person").to_pyarrow()
    assert heard.n_queries == before + 1
    assert heard.rows["person",] > 1000
    assert heard.rows.total() > rows


def groupings_of_modules() -> dict[str, Grouping]:
    """Every grouping that a module of measures names, alone, in a tuple or by a code."""
    found = {}
    for module in iter_modules(measures.__path__):
        names = vars(import_module(f"{measures.__name__}.{module.name}"))
        for name, value in names.items():
            parts = value.values() if isinstance(value, dict) else value
            several = parts if isinstance(parts, tuple | list) else [value]
            for one in several:
                if isinstance(one, Grouping):
                    found[f"{module.name}.{name}"] = one
    return found


def counted_together() -> set[Grouping]:
    made = Measurements(registers(), RULES)
    populations = [one for one in vars(made).values() if isinstance(one, DaysOf)]
    areas = made.areas(28)
    populations += [made.facts(FactsAsked("on_reference_date", 28, None)), made.contact(28)]
    populations += [areas.on_day, areas.followed, made.newcomers(date(2007, 1, 1))]
    return {one for population in populations for one in population.groupings}


def test_every_grouping_of_a_measure_is_counted_together_with_all_others() -> None:
    named = groupings_of_modules()
    assert len(named) > 25
    together = counted_together()
    assert {name for name, one in named.items() if one not in together} == set()


def test_a_grouping_that_was_not_announced_is_counted_all_the_same(heard: Heard) -> None:
    now = everybody(
        registers(
            bif_ydelser="""
            person | ydelse        | fra        | til
            anna   | kontanthjaelp | 2008-01-01 |
            bent   | sygedagpenge  | 2008-01-01 |
            """,
            identities="person | sex\nbent | mand",
        ),
        date(2009, 11, 15),
    )
    by_sex = Grouping(("recipient",), by=("sex",), also=("focus",))
    before = heard.n_queries
    assert dict(now.counts(by_sex)) == {
        ("kvinde",): {"persons": 1, "focus": 0},
        ("mand",): {"persons": 1, "focus": 0},
    }
    assert now.counts(by_sex)["ukendt",] == {"persons": 0, "focus": 0}
    assert heard.n_queries == before + 1
