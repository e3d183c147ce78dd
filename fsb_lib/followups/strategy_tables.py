"""The strategy's promises and claims beside the figures of the year's other reports (D19).

    tables of the reports that are made   data/strategy.yaml: where each figure stands
    population_shares, both_plans ...  -> strategy_claims: sof_of_recipients | persons | rate

Nothing is measured here: a cell is copied, with its count and under its name.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date, default_reference_date
from fsb_lib.domain.targets import ACTIVATION, OFFERS, activation_target, known_in, plan_target
from fsb_lib.domain.vocabulary import TOTAL

Tables = Mapping[str, MeasuredTable]
COPIED = ("strategy_plans", "strategy_claims", "strategy_shares", "strategy_sizes")


def strategy_tables(made: Iterable[MeasuredTable], day: date) -> Iterator[MeasuredTable]:
    """The tables of the strategy's status, of the tables of the year's other reports."""
    tables = {table.id: table for table in made}
    for table in (_activation(tables, day), _offers(tables, day)):
        if table.rows:
            yield table
    for table_id in COPIED:
        rows = tuple(_copied(table_id, tables))
        if rows:
            yield MeasuredTable(table_id, rows, day)


def _activation(tables: Tables, day: date) -> MeasuredTable:
    """Every year's rate with a target, as the trend has it."""
    years = [target.year for target in known_in(ACTIVATION, day.year) if target.year <= day.year]
    table = tables.get("activation_trend_by_target_group")
    rows = [] if table is None else [_judged_rate(table, year, day) for year in years]
    first = default_reference_date(years[0]) if years else day
    return MeasuredTable("strategy_activation", tuple(rows), day, min(first, day))


def _judged_rate(table: MeasuredTable, year: int, day: date) -> MeasuredRow:
    then = day if year == day.year else default_reference_date(year)
    values, target = _row(table, (str(year), TOTAL)), activation_target(then)
    rate = values["rate"]
    if target is None or not isinstance(rate, Ratio):
        raise ValueError(f"no target, or no rate, for {year}")
    judged = {"target": target.value, "reached": target.judge(rate).reached}
    return MeasuredRow((str(year),), {**values, **judged})


def _offers(tables: Tables, day: date) -> MeasuredTable:
    """Every year's offers with a target, as the plan coverage has them."""
    years = {str(target.year) for target in known_in(OFFERS, day.year)}
    columns = ("offered_cumulative", "target_cumulative", "reached")
    table = tables.get("plan_offers")
    rows = tuple(
        MeasuredRow(row.keys, {column: row.values[column] for column in columns})
        for row in (table.rows if table else ())
        if row.keys[0] in years and plan_target(int(row.keys[0]))
    )
    return MeasuredTable("strategy_offers", rows, cutoff_date(day.year), STRATEGY_START)


def _copied(table_id: str, tables: Tables) -> Iterator[MeasuredRow]:
    for code, figure in _figures(table_id).items():
        if figure["table"] in tables:
            yield MeasuredRow((code,), _values(figure, tables))


def _figures(table_id: str) -> Mapping[str, Mapping[str, Any]]:
    """By the code of its row where each figure stands; several may speak of the same."""
    entries = load("strategy")["entries"]
    return {
        entry["figure"].get("is", name): entry["figure"]
        for name, entry in entries.items()
        if entry.get("figure", {}).get("of") == table_id
    }


def _values(figure: Mapping[str, Any], tables: Tables) -> Mapping[str, MeasuredValue]:
    """Persons; and their share, which the row has, or which they are of another cell."""
    row = _row(tables[figure["table"]], tuple(figure["row"]))
    persons = {"persons": row[figure["persons"]]}
    if "whole" in figure:
        table, *codes, column = figure["whole"]
        return {**persons, "rate": _share(persons, _row(tables[table], tuple(codes))[column])}
    if "of_all" in figure:
        return {**persons, "whole": row[figure["of_all"]], "rate": row[figure["share"]]}
    return {**persons, "rate": row[figure["share"]]} if "share" in figure else persons


def _share(persons: Mapping[str, MeasuredValue], whole: MeasuredValue) -> Ratio:
    part = persons["persons"]
    if not isinstance(part, int) or not isinstance(whole, int):
        raise ValueError("a share is of two counts")
    return Ratio(part, whole)


def _row(table: MeasuredTable, codes: tuple[str, ...]) -> Mapping[str, MeasuredValue]:
    return next(row.values for row in table.rows if row.keys == codes)
