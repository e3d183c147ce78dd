"""`shared_in_month` (D19) at its boundaries: a day, who is shared in its month, who is on it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .worked import Drawn, city


class SharedInMonth(NamedTuple):
    day: date
    drawn: Drawn
    in_month: str
    on_the_day: str


SHARED_IN_MONTH = (
    SharedInMonth(
        date(2010, 11, 15),
        city(
            bif_ydelser="""
            person             | ydelse        | fra        | til
            on_two_days        | anden_ydelse  | 2007-01-01 | 2010-11-01
            benefit_too_early  | kontanthjaelp | 2007-01-01 | 2010-10-31
            all_month          | sygedagpenge  | 2007-01-01 |
            case_too_late      | kontanthjaelp | 2007-01-01 |
            no_special_needs   | kontanthjaelp | 2010-11-30 |
            """,
            sof_sager="""
            person             | maalgruppe          | fra        | til
            on_two_days        | handicappede        | 2010-11-30 |
            benefit_too_early  | handicappede        | 2007-01-01 |
            case_too_late      | handicappede        | 2010-12-01 |
            no_special_needs   | uden_saerlige_behov | 2007-01-01 | 2010-11-01
            """,
        ),
        "on_two_days all_month no_special_needs",
        "all_month",
    ),
    SharedInMonth(
        date(2008, 2, 10),
        city(
            sof_sager="""
            person       | maalgruppe   | fra        | til
            on_29_feb    | handicappede | 2008-02-29 |
            on_1_march   | handicappede | 2008-03-01 |
            to_1_feb     | handicappede | 2007-01-01 | 2008-02-01
            to_31_jan    | handicappede | 2007-01-01 | 2008-01-31
            """
        ),
        "on_29_feb to_1_feb",
        "",
    ),
    # A local number of either administration, though one person were behind both.
    SharedInMonth(
        date(2010, 11, 15),
        city(
            identities="""
            person       | born       | sex    | replacement
            local_number | 1970-02-02 | kvinde | ja
            """,
            personer="""
            person       | herkomst
            local_number | dansk
            """,
        ),
        "",
        "",
    ),
)
