"""Whom the focus population is compared with (D15): its match class, without a case.

Who has a replacement number may have a case that no rule can link; they are counted beside.
"""

from collections.abc import Mapping

from fsb_lib.domain.measured_table import MeasuredTable, MeasuredValue, Ratio
from fsb_lib.measures.asked import Asked
from fsb_lib.measures.counting import Grouping, rows_for

WHOM = ("focus", "others")
COMPARED = {whom: Grouping((whom,), also=("activated", "replacement")) for whom in WHOM}
GROUPINGS = tuple(COMPARED.values())


def activation(asked: Asked) -> MeasuredTable:
    """The share in activation of the focus population and of the others, on the same day."""

    def values(whom: str) -> Mapping[str, MeasuredValue]:
        counts = asked.counts(COMPARED[whom])[()]
        n_activated, n_persons = counts["activated"], counts["persons"]
        return {
            "persons": n_persons,
            "activated": n_activated,
            "rate": Ratio(n_activated, n_persons),
            "unlinkable": counts["replacement"],
        }

    return MeasuredTable("activation_comparison", rows_for([WHOM], values), asked.day)
