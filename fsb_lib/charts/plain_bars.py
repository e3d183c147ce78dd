"""One bar for each category of a table with one key: no target, no comparison.

cooperation    how many citizens are in each joint scheme
outcomes       what has become of the citizens a year later
"""

from collections.abc import Sequence

from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart
from fsb_lib.charts.spoken import extremes_text, levels_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.table_layout import when_text
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable
from fsb_lib.tables import numbers_behind

OUT_OF_BASE = "doed_eller_fraflyttet"


def cooperation(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Citizens by scheme on the reference date, in the order of the table.

    Reads `cooperation_status`.
    """
    table = protected.table("cooperation_status")
    codes = [category.code for category in table.keys[0].categories]
    subtitle = words("charts")["cooperation"]["subtitle"].format(when=when_text(table.when))
    return plain_bars(table, "persons", codes, headline=headline, subtitle=subtitle)


def outcomes(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Share of the cohort by state within the base.

    Reads `outcome_states`, and the cohort's day from `outcome_cohort`. Who died or moved has no
    share and stands in the table only.
    """
    table, cohort = protected.table("outcome_states"), protected.table("outcome_cohort")
    codes = [category.code for category in table.keys[0].categories]
    subtitle = words("charts")["outcomes"]["subtitle"].format(
        before=when_text(cohort.when), when=when_text(table.when)
    )
    within = [code for code in codes if code != OUT_OF_BASE]
    return plain_bars(table, "share", within, headline=headline, subtitle=subtitle)


def plain_bars(
    table: ProtectedTable, measure: str, codes: Sequence[str], *, headline: str, subtitle: str
) -> Fragment:
    """The measure by the table's only key, for these codes in their order."""
    (key,), unit = table.keys, table.measure(measure).unit
    bars = tuple(Bar(key.category(code).label, table.cell(measure, code)) for code in codes)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(Chart(bars, unit), fmt)

    levels = [(bar.label, bar.cell) for bar in bars]
    text = words("charts")["bars"].format(subtitle=subtitle, levels=levels_text(levels, unit))
    description = text + extremes_text(levels, unit)
    return figure(Words(headline, subtitle, description, table.source), plan, numbers_behind(table))
