"""What has become of the citizens a year later: one bar for each state within the base."""

from fsb_lib.charts.plain_bars import plain_bars
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.table_layout import when_text
from fsb_lib.disclosure.protected import ProtectedReport

OUT_OF_BASE = "doed_eller_fraflyttet"


def outcomes(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Share of the cohort by state.

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
