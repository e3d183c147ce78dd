"""How the focus population is made up: shares by category, one profile table at a time."""

from fsb_lib import danish
from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import Plan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart, Mark
from fsb_lib.charts.spoken import extremes_text, levels_text
from fsb_lib.disclosure.released import Category, ReleasedTable, Unit
from fsb_lib.fragment import Fragment, words
from fsb_lib.tables import numbers_behind, when_text
from fsb_lib.vocabulary import UNKNOWN

COMPARED_WITH = "population_share"


def bars(table: ReleasedTable, *, headline: str) -> Fragment:
    """Share by category of a `profile_*` table; subtotals (`under_30`) stand last in black.

    A measure `population_share` is drawn as a hollow dot. Unknown has no share and stands in
    the table only.
    """
    categories = [known for known in table.keys[0].categories if known.code != UNKNOWN]
    ordered = sorted(categories, key=lambda category: category.is_total)
    chart = Chart(tuple(_bar(table, category) for category in ordered), Unit.RATE)

    def plan(fmt: Format) -> Plan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = words("charts")["bars_subtitle"].format(
        when=when_text(table.when), population=table.population
    )
    text = Words(headline, subtitle, _description(table, chart, subtitle), table.source)
    return figure(text, plan, numbers_behind(table))


def _bar(table: ReleasedTable, category: Category) -> Bar:
    return Bar(
        category.label,
        table.cell("share", category.code),
        category.is_total,
        baseline=_compared(table, category),
    )


def _compared(table: ReleasedTable, category: Category) -> Mark | None:
    measure = _comparison(table)
    if measure is None:
        return None
    cell = table.cell(COMPARED_WITH, category.code)
    if cell.value is None:
        return None
    value = danish.percent(cell.value, cell.decimals)
    label = words("charts")["bars_reference"].format(label=measure, value=value)
    return Mark(cell.value, label)


def _comparison(table: ReleasedTable) -> str | None:
    """The label of the measure that shares are compared with, when the table has it."""
    labels = {measure.name: measure.label for measure in table.measures}
    return labels.get(COMPARED_WITH)


def _description(table: ReleasedTable, chart: Chart, subtitle: str) -> str:
    fixed = words("charts")
    levels = [(bar.label, bar.cell) for bar in chart.bars]
    parts = [(bar.label, bar.cell) for bar in chart.bars if not bar.is_total]
    text = fixed["bars"].format(
        subtitle=subtitle.rstrip("."), levels=levels_text(levels, Unit.RATE)
    )
    text += extremes_text(parts, Unit.RATE)
    compared = "; ".join(
        fixed["level"].format(label=bar.label, value=danish.percent(bar.baseline.value))
        for bar in chart.bars
        if bar.baseline
    )
    if compared:
        text += fixed["reference_levels"].format(name=_comparison(table), levels=compared)
    return str(text)
