"""Bars against the targets of the strategy.

target_bullet    the rate of each group, the target of the year, and where they stood in 2007
offers           offers of a social handleplan by year, each beside its cumulative target
"""

from fractions import Fraction

from fsb_lib.base.package_data import load
from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart, ReferenceMark
from fsb_lib.charts.spoken import extremes_text, levels_text, value_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable, Unit
from fsb_lib.domain import danish
from fsb_lib.domain.definitions import RegistryWords
from fsb_lib.tables import numbers_behind

BASELINE_YEAR = 2007


def target_bullet(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Activation rate by target group, the published level of 2007 and the year's target.

    Reads `activation_by_target_group` and `target_status`. In 2007 itself there is no dot, in
    a year without target no line.
    """
    groups = protected.table("activation_by_target_group")
    status = protected.table("target_status")
    baselines = _baselines() if protected.year > BASELINE_YEAR else {}
    goal = _goal(protected, status)
    chart = Chart(tuple(_bars(groups, baselines)), Unit.RATE, goal)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = _subtitle(protected, groups, bool(baselines))
    text = Words(
        headline, subtitle, _description(protected, chart, subtitle), _source(groups, chart)
    )
    return figure(text, plan, numbers_behind(groups, _notes(protected, chart)))


def _baselines() -> dict[str, Fraction]:
    """Published rate of 2007 by target group and in all (S0, table 2)."""
    rates = load("published")["activation_2007"]["rates"]
    return {code: Fraction(str(rate)) for code, rate in rates.items()}


def _goal(protected: ProtectedReport, status: ProtectedTable) -> ReferenceMark | None:
    target = status.cell("target", *status.rows[0].keys).value
    if target is None:
        return None
    label = words("charts")["target_bullet"]["target"]
    return ReferenceMark(target, label.format(year=protected.year, value=danish.percent(target)))


def _bars(groups: ProtectedTable, baselines: dict[str, Fraction]) -> list[Bar]:
    text = words("charts")["target_bullet"]["baseline"]
    bars = []
    for category in groups.keys[0].categories:
        rate = baselines.get(category.code)
        mark = (
            ReferenceMark(rate, text.format(value=danish.percent(rate)))
            if rate is not None
            else None
        )
        cell = groups.cell("rate", category.code)
        bars.append(Bar(category.label, cell, category.is_total, baseline=mark))
    return bars


def _subtitle(protected: ProtectedReport, groups: ProtectedTable, compared: bool) -> str:
    fixed = words("charts")["target_bullet"]
    told = RegistryWords(
        when=danish.month_and_year(protected.reference_date), population=groups.population
    )
    return str(fixed["subtitle_with_baseline" if compared else "subtitle"].format_map(told))


def _description(protected: ProtectedReport, chart: Chart, subtitle: str) -> str:
    fixed = words("charts")
    groups = [(bar.label, bar.cell) for bar in chart.bars if not bar.is_total]
    levels = levels_text([(bar.label, bar.cell) for bar in chart.bars], Unit.RATE)
    text = fixed["bars"].format(subtitle=subtitle.rstrip("."), levels=levels)
    text += extremes_text(groups, Unit.RATE)
    if chart.goal:
        text += _distance(protected, chart.goal)
    if compared := _baseline_levels(chart):
        name = fixed["target_bullet"]["baseline_name"]
        text += fixed["reference_levels"].format(name=name, levels=compared)
    return str(text)


def _distance(protected: ProtectedReport, goal: ReferenceMark) -> str:
    """Target and verdict as the report judges it, with the distance when it is not reached."""
    fixed = words("charts")["target_bullet"]
    status = protected.table("target_status")
    key = status.rows[0].keys
    total, reached = status.cell("rate", *key), status.cell("reached", *key)
    about = {"year": protected.year, "target": danish.percent(goal.value)}
    if reached.value:
        return str(fixed["above"].format(**about))
    missing = Fraction(goal.value) - Fraction(total.value or 0)
    if total.value is None or missing <= 0:
        return str(fixed["target_only"].format(**about))
    distance = danish.percentage_points(missing, total.decimals)
    return str(fixed["below"].format(**about, distance=distance))


def _baseline_levels(chart: Chart) -> str:
    return "; ".join(
        words("charts")["level"].format(
            label=bar.label, value=value_text(bar.baseline.value, Unit.RATE)
        )
        for bar in chart.bars
        if bar.baseline
    )


def _notes(protected: ProtectedReport, chart: Chart) -> list[str]:
    """What the figure draws that its table does not hold."""
    fixed = words("charts")["target_bullet"]
    notes = []
    if levels := _baseline_levels(chart):
        notes.append(fixed["numbers_note"].format(levels=levels))
    if chart.goal:
        target = danish.percent(chart.goal.value)
        notes.append(fixed["target_note"].format(year=protected.year, target=target))
    return notes


def _source(groups: ProtectedTable, chart: Chart) -> str:
    published = words("charts")["target_bullet"]["baseline_source"]
    drawn = chart.goal or any(bar.baseline for bar in chart.bars)
    return f"{groups.source}; {published}" if drawn else groups.source


def offers(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Persons offered a plan since the strategy's start, by year, each with its target.

    Reads `plan_offers`. Years after 2011 have a bar and no target.
    """
    table = protected.table("plan_offers")
    chart = Chart(tuple(_bars_of_offers(table)), Unit.PERSONS)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = words("charts")["offers"]["subtitle"]
    text = Words(headline, subtitle, _description_of_offers(table, chart, subtitle), table.source)
    return figure(text, plan, numbers_behind(table))


def _bars_of_offers(table: ProtectedTable) -> list[Bar]:
    fixed = words("charts")["offers"]
    bars = []
    for category in table.keys[0].categories:
        target = table.cell("target_cumulative", category.code).value
        goal = None
        if target is not None:
            goal = ReferenceMark(target, fixed["target"].format(value=danish.number(target)))
        label = fixed["row"].format(year=category.label)
        bars.append(Bar(label, table.cell("offered_cumulative", category.code), goal=goal))
    return bars


def _description_of_offers(table: ProtectedTable, chart: Chart, subtitle: str) -> str:
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
