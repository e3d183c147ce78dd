"""Offers of a social handleplan against the cumulative targets of the strategy."""

from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import Plan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart, Mark
from fsb_lib.charts.spoken import levels_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable, Unit
from fsb_lib.domain import danish
from fsb_lib.tables import numbers_behind


def offers(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Persons offered a plan since the strategy's start, by year, each with its target.

    Reads `plan_offers`. Years after 2011 have a bar and no target.
    """
    table = protected.table("plan_offers")
    chart = Chart(tuple(_bars(table)), Unit.PERSONS)

    def plan(fmt: Format) -> Plan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = words("charts")["offers"]["subtitle"]
    text = Words(headline, subtitle, _description(table, chart, subtitle), table.source)
    return figure(text, plan, numbers_behind(table))


def _bars(table: ProtectedTable) -> list[Bar]:
    fixed = words("charts")["offers"]
    bars = []
    for category in table.keys[0].categories:
        target = table.cell("target_cumulative", category.code).value
        goal = None
        if target is not None:
            goal = Mark(target, fixed["target"].format(value=danish.number(target)))
        label = fixed["row"].format(year=category.label)
        bars.append(Bar(label, table.cell("offered_cumulative", category.code), goal=goal))
    return bars


def _description(table: ProtectedTable, chart: Chart, subtitle: str) -> str:
    fixed = words("charts")
    levels = levels_text([(bar.label, bar.cell) for bar in chart.bars], Unit.PERSONS)
    targets = [
        (label.label, table.cell("target_cumulative", label.code))
        for label in table.keys[0].categories
    ]
    text = fixed["bars"].format(subtitle=subtitle, levels=levels)
    name = fixed["offers"]["target_name"]
    return str(
        text
        + fixed["reference_levels"].format(name=name, levels=levels_text(targets, Unit.PERSONS))
    )
