"""Figures of the committee page, one function for each question.

    protected table -> bars, panels, dots -> figure: finding, two drawings, numbers -> fragment
                       a module each         figure, drawn on a canvas

Every figure is drawn from protected values only and says "vises ikke" where one is hidden. It
comes with its finding as headline, a text alternative, its numbers as a table, and a narrow
drawing for a phone.

In: a protected report and a headline. Out: a `Fragment`. Imported by notebooks and `portal`.
Door: the functions below.
"""

from fsb_lib.charts.against_targets import offers, target_bullet
from fsb_lib.charts.definitions import definitions
from fsb_lib.charts.match_columns import match_columns
from fsb_lib.charts.plain_bars import areas, contact, cooperation, outcomes
from fsb_lib.charts.profile import bars
from fsb_lib.charts.trend import trend

__all__ = [
    "areas",
    "bars",
    "contact",
    "cooperation",
    "definitions",
    "match_columns",
    "offers",
    "outcomes",
    "target_bullet",
    "trend",
]
