"""Random parameters: years, days and choices on which two readings could differ."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random
from typing import Any

from .codes import BENEFITS, TARGET_GROUPS
from .settings import Settings, november_15

# The five years of the follow-up more often than those between.
YEARS = (2006, 2007, 2007, 2008, 2009, 2009, 2010, 2010, 2011, 2011, 2012, 2013, 2014, 2014)
SYSTEM_EDGES = {
    2010: (date(2010, 4, 25), date(2010, 4, 26)),
    2013: (date(2013, 9, 30), date(2013, 10, 1), date(2013, 12, 31)),
    2014: (date(2014, 1, 1),),
}


def random_settings(rng: Random, years: tuple[int, ...] = YEARS) -> Settings:
    """About half of the choices are left as the definitions have them."""
    year = rng.choice(years)
    chosen: dict[str, Any] = {}
    if rng.random() < 0.5:
        chosen["reference_date"] = _reference_date(rng, year)
    if rng.random() < 0.4:
        chosen["target_group_priority"] = tuple(rng.sample(TARGET_GROUPS, len(TARGET_GROUPS)))
    if rng.random() < 0.4:
        chosen["matched_benefits"] = tuple(rng.sample(BENEFITS, rng.randint(1, len(BENEFITS))))
    if rng.random() < 0.4:
        chosen["max_gap_days"] = rng.choice((0, 1, 27, 29, 366))
    chosen["both_plans"] = rng.choice(("in_force", "ever_made"))
    chosen["profile_basis"] = rng.choice(("on_reference_date", "during_period"))
    if rng.random() < 0.4:
        day = chosen.get("reference_date", november_15(year))
        chosen["register_start"] = _register_start(rng, day)
    return Settings(year, **chosen)


def _reference_date(rng: Random, year: int) -> date:
    """Ends of years and months, the days a match system changes, 29 February, or any day."""
    first = date(year, 1, 1)
    named = [first, date(year, 12, 31), date(year, 11, 30), *SYSTEM_EDGES.get(year, ())]
    if calendar.isleap(year):
        named += [date(year, 2, 29)] * 3
    else:
        named.append(date(year, 2, 28))
    any_day = first + timedelta(days=rng.randrange(365))
    return rng.choice((*named, any_day, any_day))


def _register_start(rng: Random, day: date) -> date:
    """Before the reference date, at times the very day that many runs begin on."""
    earlier = (november_15(rng.randint(2002, day.year - 1)), date(2004, 1, 1))
    return rng.choice((*earlier, day - timedelta(days=rng.randint(1, 1500))))
