"""The profile held against a made-up population of the city."""

from collections.abc import Mapping
from typing import Any

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.city_population import AGE_BANDS, ORIGINS, SEXES
from fsb_lib.domain.measured_table import Ratio
from tests.sentences.cases_profile import IMMIGRANTS, REPORT, Compared, at, measured
from tests.sentences.making import release

# Made up, and nobody's: a hundred persons in every combination.
CITY = {
    "ages": list(AGE_BANDS),
    "quarters": {
        quarter: {
            "total": 100 * len(SEXES) * len(ORIGINS) * len(AGE_BANDS),
            "cells": {sex: {origin: [100] * len(AGE_BANDS) for origin in ORIGINS} for sex in SEXES},
        }
        for quarter in ("2009K4", "2014K4")
    },
}
LINES = {"men": ("sex", "mand"), "young": ("age", "18-29"), "origin": IMMIGRANTS}


def compared(share: int, city: int, about_same: int = 0) -> ProtectedReport:
    """All three lines have so many in a thousand; whether that is about the same is given."""
    line = (Ratio(share, 1000), Ratio(city, 1000), about_same)
    return held_against(dict.fromkeys(LINES.values(), line))


def at_nothing(year: int) -> ProtectedReport:
    """A year without any figures of the city."""
    nothing: dict[str, Any] = {"ages": [], "quarters": {}}
    return release(REPORT, year, measured(year), city=nothing)


def ranged(share: int, about_same: int | None) -> ProtectedReport:
    """2009 with published figures: a range from 29 to 31 % in all three lines."""
    line = (Ratio(share, 1000), Ratio(290, 1000), about_same, Ratio(310, 1000))
    return release(REPORT, 2009, measured(compared=dict.fromkeys(LINES.values(), line)))


def held_against(lines: Mapping[tuple[str, str], Compared]) -> ProtectedReport:
    """2009 with the city's population at hand."""
    return release(REPORT, 2009, measured(compared=lines), city=CITY)


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    line = (Ratio(300, 1000), Ratio(320, 1000), 1)
    hidden = (Ratio(3, 1000), Ratio(320, 1000), 0)
    ages = {"population": {"ages": "18-64", "tolerance_points": 2.5}}
    return {
        "about the same as in the city": compared(300, 320, 1),
        "the same as in the city": compared(300, 300, 1),
        "one point more than in the city": compared(330, 320),
        "more than in the city": compared(350, 320),
        "fewer than in the city": compared(300, 330),
        "the same when rounded": compared(3004, 3000),
        "some of the comparison hidden": held_against(
            {**dict.fromkeys(LINES.values(), line), IMMIGRANTS: hidden}
        ),
        "all of the comparison hidden": held_against(dict.fromkeys(LINES.values(), hidden)),
        "nobody to compare": held_against(
            dict.fromkeys(LINES.values(), (Ratio(0, 0), Ratio(320, 1000), None))
        ),
        "working ages only": at(parameters=ages),
        "a range of the city, and the same in all of it": ranged(300, 1),
        "a range of the city, and more than all of it": ranged(400, 0),
        "a range of the city, and fewer than all of it": ranged(200, 0),
        "a range of the city that does not tell": ranged(280, None),
        "a year for which nothing is at hand": at_nothing(2009),
        "an age in which FOLK1E had not begun": at_nothing(2006),
        "published figures around the quarter": at(2014, during=True),
    }
