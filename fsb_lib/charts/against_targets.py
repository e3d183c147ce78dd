"""Bars against the targets of the strategy.

target_bullet    the rate of each group, the target of the year, and where they stood in 2007
offers           offers of a social handleplan by year, each beside its cumulative target
"""

from fractions import Fraction

from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart, ReferenceMark
from fsb_lib.charts.spoken import extremes_text, label_text, levels_text, value_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Unit
from fsb_lib.domain import danish
from fsb_lib.domain.definitions import RegistryWords
from fsb_lib.domain.periods import BASELINE_YEAR


def target_bullet(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Activation rate by target group, the level of the baseline year and the year's target.

    Reads `activation_by_target_group`, `activation_trend_by_target_group` and `target_status`. In
    the baseline year itself there is no dot, in a year without target no line.
    """
    groups = protected.table("activation_by_target_group")
    status = protected.table("target_status")
    baselines = _baselines(protected)
    goal = _goal(protected, status)
    chart = Chart(tuple(_bars(groups, baselines)), Unit.RATE, goal)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = _subtitle(protected, groups, bool(baselines))
    text = Words(headline, subtitle, _description(protected, chart, subtitle), status.source)
    return figure(text, plan, groups, _notes(protected, chart))


def _baselines(protected: ProtectedReport) -> dict[str, Cell]:
    """The rate of the baseline year by target group and in all, as this report has it; nothing in
    that year itself."""
    if protected.year <= BASELINE_YEAR:
        return {}
    table = protected.table("activation_trend_by_target_group")
    groups = (category.code for category in table.keys[1].categories)
    cells = {code: table.cell("rate", str(BASELINE_YEAR), code) for code in groups}
    return {code: cell for code, cell in cells.items() if cell.shown}


def _goal(protected: ProtectedReport, status: ProtectedTable) -> ReferenceMark | None:
    target = status.cell("target", *status.rows[0].keys).value
    if target is None:
        return None
    label = words("charts")["target_bullet"]["target"]
    return ReferenceMark(target, label.format(year=protected.year, value=danish.percent(target)))


def _bars(groups: ProtectedTable, baselines: dict[str, Cell]) -> list[Bar]:
    text = words("charts")["target_bullet"]["baseline"]
    bars = []
    for category in groups.keys[0].categories:
        level, mark = baselines.get(category.code), None
        if level is not None and level.value is not None:
            told = text.format(year=BASELINE_YEAR, value=label_text(level, Unit.RATE))
            mark = ReferenceMark(level.value, told)
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


def offers(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Persons offered a plan since the strategy's start, by year, each with its target.

    Reads `plan_offers`. Years without a target have a bar alone.
    """
    table = protected.table("plan_offers")
    chart = Chart(tuple(_bars_of_offers(table)), Unit.PERSONS)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = words("charts")["offers"]["subtitle"]
    text = Words(headline, subtitle, _description_of_offers(table, chart, subtitle), table.source)
    return figure(text, plan, table)


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
