"""One bar for each category of a table's key: no target, no comparison.

contact        how the benefit of the citizens went within a year
cooperation    how many citizens are in each joint scheme
outcomes       what has become of the citizens a year later
areas          the share in activation in each focus area
"""

from collections.abc import Sequence

from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart
from fsb_lib.charts.spoken import extremes_text, levels_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.table_layout import when_text
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable, Status
from fsb_lib.domain import vocabulary

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


def contact(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Share of the cohort by course, all target groups together.

    Reads `contact_course`. Who died or moved has no share and stands in the table only.
    """
    table = protected.table("contact_course")
    codes = [category.code for category in table.keys[-1].categories]
    subtitle = words("charts")["contact"]["subtitle"].format(when=when_text(table.when))
    within = [code for code in codes if code != OUT_OF_BASE]
    return plain_bars(
        table, "share", within, of=(vocabulary.TOTAL,), headline=headline, subtitle=subtitle
    )


def areas(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Share in activation by focus area.

    Reads `focus_areas`. An area that has no such share stands in the table only: all in a long run
    are activated, and under visitation nobody has a match group. With nobody at all every area
    says so.
    """
    table = protected.table("focus_areas")
    codes = [row.keys[0] for row in table.rows]
    rated = [c for c in codes if table.cell("rate", c).status is not Status.NOT_AVAILABLE]
    subtitle = words("charts")["areas"]["subtitle"].format(when=when_text(table.when))
    return plain_bars(table, "rate", rated or codes, headline=headline, subtitle=subtitle)


def plain_bars(
    table: ProtectedTable,
    measure: str,
    codes: Sequence[str],
    *,
    of: tuple[str, ...] = (),
    headline: str,
    subtitle: str,
) -> Fragment:
    """The measure by the table's last key, for these codes in their order, in the rows `of` the
    codes of its other keys."""
    key, unit = table.keys[-1], table.measure(measure).unit
    bars = tuple(Bar(key.category(code).label, table.cell(measure, *of, code)) for code in codes)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(Chart(bars, unit), fmt)

    levels = [(bar.label, bar.cell) for bar in bars]
    text = words("charts")["bars"].format(subtitle=subtitle, levels=levels_text(levels, unit))
    description = text + extremes_text(levels, unit)
    return figure(Words(headline, subtitle, description, table.source), plan, table)
