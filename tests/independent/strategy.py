"""What `strategy_status` (D19) measures anew: the shared citizens of a month."""

from __future__ import annotations

import calendar
from datetime import date

from .people import Person


def shared_in_month(people: list[Person], day: date) -> int:
    """With a benefit and a case that month, on one day or on two different ones.

    A replacement number is never linked across the registers (contract, 4).
    """
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return sum(
        any(benefit.meets(first, last) for benefit in person.benefits)
        and any(case.meets(first, last) for case in person.cases)
        for person in people
        if not person.number.is_replacement
    )
