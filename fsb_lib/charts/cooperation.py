"""How many citizens are in each joint scheme: one bar for each, in the order of the table."""

from fsb_lib.charts.plain_bars import plain_bars
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.table_layout import when_text
from fsb_lib.disclosure.protected import ProtectedReport


def cooperation(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Citizens by scheme on the reference date. Reads `cooperation_status`."""
    table = protected.table("cooperation_status")
    codes = [category.code for category in table.keys[0].categories]
    subtitle = words("charts")["cooperation"]["subtitle"].format(when=when_text(table.when))
    return plain_bars(table, "persons", codes, headline=headline, subtitle=subtitle)
