"""One bar for each category of a table with one key: no target, no comparison."""

from collections.abc import Sequence

from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import Plan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart
from fsb_lib.charts.spoken import extremes_text, levels_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.disclosure.protected import ProtectedTable
from fsb_lib.tables import numbers_behind


def plain_bars(
    table: ProtectedTable, measure: str, codes: Sequence[str], *, headline: str, subtitle: str
) -> Fragment:
    """The measure by the table's only key, for these codes in their order."""
    (key,), unit = table.keys, table.measure(measure).unit
    bars = tuple(Bar(key.category(code).label, table.cell(measure, code)) for code in codes)

    def plan(fmt: Format) -> Plan:
        return horizontal_bars.plan(Chart(bars, unit), fmt)

    levels = [(bar.label, bar.cell) for bar in bars]
    text = words("charts")["bars"].format(subtitle=subtitle, levels=levels_text(levels, unit))
    description = text + extremes_text(levels, unit)
    return figure(Words(headline, subtitle, description, table.source), plan, numbers_behind(table))
