"""D0 and D2 where a year has no 29 February, and where a day has two assessments."""

from __future__ import annotations

from datetime import date

from .worked import Worked, city, placed

# Two leave the age as one comes to it: a birthday a day too early shows in the count.
BORN_ON_A_LEAP_DAY = city(
    identities="""
    person         | born       | sex  | replacement
    of_1992        | 1992-02-29 | mand | nej
    of_1980        | 1980-02-29 | mand | nej
    of_1980_too    | 1980-02-29 | mand | nej
    """,
    sof_sager="""
    person         | maalgruppe                      | fra        | til
    of_1992        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    of_1980        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    of_1980_too    | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    """,
)
TWO_ON_ONE_DAY = city(
    bif_matchvurderinger="""
    person         | system | kode | vurderet
    five_of_two    | match5 | 5    | 2009-03-03
    five_of_two    | match5 | 4    | 2009-03-03
    four           | match5 | 5    | 2009-03-03
    four           | match5 | 4    | 2009-03-04
    """,
)

LEAP_DAYS_AND_TIES = (
    Worked(
        "nobody born on 29 February is a year older on 28 February",
        "focus_areas",
        2010,
        BORN_ON_A_LEAP_DAY,
        {
            "focus_areas": placed(
                {
                    "unge_psykisk_syge": "of_1980 of_1980_too",
                    "fokusgruppen": "of_1992 of_1980 of_1980_too",
                }
            )
        },
        settings={"reference_date": date(2010, 2, 28)},
    ),
    Worked(
        "whoever is born on 29 February is a year older on 1 March",
        "focus_areas",
        2010,
        BORN_ON_A_LEAP_DAY,
        {
            "focus_areas": placed(
                {"unge_psykisk_syge": "of_1992", "fokusgruppen": "of_1992 of_1980 of_1980_too"}
            )
        },
        settings={"reference_date": date(2010, 3, 1)},
    ),
    Worked(
        "of two groups on one day the higher number holds",
        "focus_areas",
        2009,
        TWO_ON_ONE_DAY,
        {
            "focus_areas": placed(
                {"laveste_matchgruppe": "five_of_two", "fokusgruppen": "five_of_two four"}
            )
        },
    ),
    Worked(
        "a year before 29 February is 28 February",
        "contact_followup",
        2008,
        city(
            bif_ydelser="""
            person         | ydelse        | fra        | til
            there_that_day | kontanthjaelp | 2007-02-28 | 2007-02-28
            a_day_too_late | kontanthjaelp | 2007-03-01 |
            """,
        ),
        {"contact_course": placed({"ubrudt": "", "et_ophoer": "there_that_day"}, "i_alt")},
        settings={"reference_date": date(2008, 2, 29)},
    ),
)
