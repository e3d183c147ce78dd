"""Figures of the committee page, one function for each question (layer 4).

Every figure is drawn from released values only and says "vises ikke" where one is hidden. It
comes with its finding as headline, a text alternative, its numbers as a table, and a narrow
drawing for a phone.
"""

from fsb_lib.charts.cooperation import cooperation
from fsb_lib.charts.definitions import definitions
from fsb_lib.charts.match_columns import match_columns
from fsb_lib.charts.offers import offers
from fsb_lib.charts.outcomes import outcomes
from fsb_lib.charts.profile import bars
from fsb_lib.charts.target_bullet import target_bullet
from fsb_lib.charts.trend import trend

__all__ = [
    "bars",
    "cooperation",
    "definitions",
    "match_columns",
    "offers",
    "outcomes",
    "target_bullet",
    "trend",
]
