"""Footnotes that follow from the days a table speaks of, rather than from the table itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.comparable import first_day, last_day, published
from fsb_lib.domain.measured_table import MeasuredTable


def footnotes(entry: Mapping[str, Any], table: MeasuredTable) -> Iterator[str]:
    """The breaks between a table's first and last day, and what is unsure of its baseline.

    `entry` is the table's of data/tables/: `breaks` names the measure, `baseline` the published
    figure that stands beside the table's first day. A table of one day has no breaks in it.
    """
    if table.when is None:
        return
    first, last = table.since or first_day(table.when), last_day(table.when)
    if "breaks" in entry:
        yield from (known.footnote for known in breaks_between(entry["breaks"], first, last))
    if "baseline" in entry:
        figures = published(entry["baseline"]).values()
        dated = (figure for figure in figures if first <= first_day(figure.point.when) <= last)
        yield from (figure.precision_note for figure in dated if figure.precision_note)
