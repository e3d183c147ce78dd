"""The fields of the case that a note carries, read back from it."""

from collections.abc import Sequence

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.periods import default_reference_date
from fsb_lib.domain.targets import ACTIVATION, known_in
from fsb_lib.wording.values import sentences


def memo_value(protected: ProtectedReport, name: str) -> str:
    """A memo field of a report ("case_number"); empty when the year's file does not give it."""
    return dict(protected.memo).get(memo_label(name), "")


def memo_label(name: str) -> str:
    label: str = sentences("common")["memo"][name]["label"]
    return label


def next_measurement(releases: Sequence[ProtectedReport]) -> str:
    """The day of the measurement after these notes of one year: what they say, else that of the
    next year for which the strategy has set a target; empty where neither says one."""
    given = {memo_value(protected, "next_measurement") for protected in releases} - {""}
    if given:
        return given.pop() if len(given) == 1 else ""
    year = releases[0].year
    planned = [target.year for target in known_in(ACTIVATION, year) if target.year > year]
    return danish.long_date(default_reference_date(planned[0])) if planned else ""
