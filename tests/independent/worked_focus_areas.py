"""D18 at its boundaries. On 15-11-2010 the year before begins on 15-11-2009."""

from __future__ import annotations

from fractions import Fraction

from .worked import Worked, city

REPORT = "focus_areas"

AREAS = city(
    identities="""
    person         | born       | sex    | replacement
    danish_man     | 1970-02-02 | mand   | nej
    aged_30        | 1980-11-15 | mand   | nej
    aged_29        | 1980-11-16 | mand   | nej
    aged_18        | 1992-11-15 | kvinde | nej
    aged_17        | 1992-11-16 | mand   | nej
    young_disabled | 1985-01-02 | mand   | nej
    """,
    personer="""
    person         | herkomst
    danish_woman   | dansk
    danish_man     | dansk
    aged_18        | dansk
    western        | indvandrer_vestlig
    western_2      | efterkommer_vestlig
    other_country  | indvandrer_ikke_vestlig
    descendant     | efterkommer_ikke_vestlig
    """,
    sof_sager="""
    person         | maalgruppe                      | fra        | til
    aged_30        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    aged_29        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    aged_18        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    aged_17        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    """,
    bif_matchvurderinger="""
    person         | system | kode | vurderet
    five           | match5 | 5    | 2007-01-01
    three          | match3 | 3    | 2010-11-15
    not_three_yet  | match5 | 4    | 2007-01-01
    not_three_yet  | match3 | 3    | 2010-11-16
    """,
    bif_indsatser="""
    person         | indsats     | fra        | til
    danish_woman   | loentilskud | 2010-11-15 | 2010-11-15
    aged_29        | loentilskud | 2010-11-01 | 2010-11-14
    five           | mentor      | 2009-01-01 |
    """,
    sof_handleplaner="""
    person         | tilbudt    | svar | udarbejdet | af_egen_drift | slut
    danish_woman   | 2009-01-01 |      |            | N |
    western        | 2008-12-31 |      |            | N |
    western_2      | 2010-11-15 |      |            | N |
    descendant     | 2010-11-16 |      |            | N |
    unknown_origin | 2009-06-01 |      |            | N |
    """,
)
EVERYBODY = (
    "danish_man aged_30 aged_29 aged_18 aged_17 young_disabled danish_woman western western_2"
    " other_country descendant five three not_three_yet unknown_origin"
)

# A year or more in activation to 15-11-2010; from 02-03-2010 to 29-03-2010 are 28 days.
LONG = city(
    bif_indsatser="""
    person            | indsats          | fra        | til
    since_day_365     | loentilskud      | 2009-11-15 |
    since_day_364     | loentilskud      | 2009-11-16 |
    gap_of_28         | loentilskud      | 2009-11-15 | 2010-03-01
    gap_of_28         | nytteindsats     | 2010-03-30 | 2010-11-15
    gap_of_29         | loentilskud      | 2009-11-15 | 2010-03-01
    gap_of_29         | nytteindsats     | 2010-03-31 |
    gap_before_d_365  | revalidering     | 2009-01-01 | 2009-10-18
    gap_before_d_365  | revalidering     | 2009-11-16 |
    mentor_in_the_gap | loentilskud      | 2009-01-01 | 2010-03-01
    mentor_in_the_gap | mentor           | 2010-03-02 | 2010-06-30
    mentor_in_the_gap | loentilskud      | 2010-07-01 |
    to_the_day_before | loentilskud      | 2009-01-01 | 2010-11-14
    on_the_day_again  | loentilskud      | 2009-01-01 | 2010-10-17
    on_the_day_again  | virksomhedspraktik | 2010-11-15 | 2010-11-15
    overlapping       | loentilskud      | 2009-11-01 | 2010-09-30
    overlapping       | forrevalidering  | 2010-01-01 | 2010-02-01
    overlapping       | forrevalidering  | 2010-10-01 | 2010-12-31
    two_at_once       | loentilskud      | 2010-11-01 | 2010-11-15
    two_at_once       | vejledning_og_opkvalificering | 2010-11-15 |
    twice_the_same    | loentilskud      | 2010-11-01 |
    twice_the_same    | loentilskud      | 2010-11-10 | 2010-11-20
    not_in_focus      | loentilskud      | 2009-01-01 |
    """,
    bif_ydelser="""
    person            | ydelse        | fra        | til
    not_in_focus      | kontanthjaelp | 2007-01-01 | 2010-11-14
    """,
)
FOR_LONG = "since_day_365 gap_of_28 gap_before_d_365 on_the_day_again overlapping"
ACTIVATED = f"{FOR_LONG} since_day_364 gap_of_29 mentor_in_the_gap two_at_once twice_the_same"
WITH_LOENTILSKUD = "since_day_365 since_day_364 mentor_in_the_gap two_at_once twice_the_same"

OUTCOMES = city(
    identities="""
    person           | born       | sex    | replacement
    turned_30        | 1979-11-16 | mand   | nej
    was_30           | 1979-11-15 | mand   | nej
    """,
    personer="""
    person           | herkomst
    in_work          | dansk
    died             | dansk
    """,
    sof_sager="""
    person           | maalgruppe                      | fra        | til
    turned_30        | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 | 2009-11-15
    was_30           | psykisk_syge_og_oevrigt_udsatte | 2007-01-01 |
    """,
    bif_matchvurderinger="""
    person           | system | kode | vurderet
    was_in_group_5   | match5 | 5    | 2007-01-01
    was_in_group_5   | match3 | 2    | 2010-05-01
    in_group_3_later | match5 | 4    | 2007-01-01
    in_group_3_later | match3 | 3    | 2010-05-01
    """,
    bif_ydelser="""
    person           | ydelse        | fra        | til
    in_work          | kontanthjaelp | 2007-01-01 | 2010-05-01
    died             | kontanthjaelp | 2007-01-01 | 2010-05-01
    turned_30        | kontanthjaelp | 2007-01-01 | 2010-05-01
    new              | kontanthjaelp | 2009-11-16 |
    """,
    bif_afgange="""
    person           | udfald            | dato
    in_work          | ordinaert_arbejde | 2010-05-01
    died             | doed              | 2010-05-01
    turned_30        | stoettet_arbejde  | 2010-11-15
    back_again       | ordinaert_arbejde | 2010-05-01
    """,
    bif_indsatser="""
    person           | indsats      | fra        | til
    long_before      | loentilskud  | 2008-11-15 | 2009-11-15
    too_short_before | loentilskud  | 2008-11-16 |
    in_revalidering  | revalidering | 2010-11-15 |
    """,
)

FOCUS_AREAS = (
    Worked(
        "who is in which area on the day",
        REPORT,
        2010,
        AREAS,
        {
            "focus_areas": {
                ("kvinder_dansk",): {
                    "persons": "danish_woman aged_18",
                    "activated": "danish_woman",
                    "rate": Fraction(1, 2),
                    "offered": "danish_woman",
                    "rate_offered": Fraction(1, 2),
                },
                ("kvinder_vestlig",): {
                    "persons": "western western_2",
                    "activated": 0,
                    "rate": Fraction(0),
                    "offered": "western_2",
                    "rate_offered": Fraction(1, 2),
                },
                ("kvinder_ikke_vestlig",): {
                    "persons": "other_country descendant",
                    "activated": 0,
                    "offered": 0,
                },
                ("unge_psykisk_syge",): {"persons": "aged_29 aged_18", "activated": 0},
                ("laveste_matchgruppe",): {"persons": "five three", "activated": 0},
                ("laengerevarende",): {"persons": 0, "rate": None, "rate_offered": None},
                ("fokusgruppen",): {
                    "persons": EVERYBODY,
                    "activated": "danish_woman",
                    "rate": Fraction(1, 15),
                    "offered": "danish_woman western_2 unknown_origin",
                    "rate_offered": Fraction(3, 15),
                },
            }
        },
    ),
    Worked(
        "the lowest match group of 2009 is 5",
        REPORT,
        2009,
        AREAS,
        {
            "focus_areas": {
                ("laveste_matchgruppe",): {"persons": "five", "activated": 0, "offered": 0},
                ("kvinder_dansk",): {"persons": "danish_woman aged_18", "offered": "danish_woman"},
                ("kvinder_vestlig",): {"persons": "western western_2", "offered": 0},
                ("kvinder_ikke_vestlig",): {"persons": "other_country descendant"},
                # Born 15-11-1980 and 29 then; both of 1992 are under 18.
                ("unge_psykisk_syge",): {"persons": "aged_30 aged_29"},
                # `three` has no assessment before the day.
                ("fokusgruppen",): {"persons": 14, "offered": "danish_woman unknown_origin"},
            }
        },
    ),
    Worked(
        "from 2014 there is no lowest match group",
        REPORT,
        2014,
        AREAS,
        {
            "focus_areas": {
                ("laveste_matchgruppe",): {
                    "persons": None,
                    "activated": None,
                    "rate": None,
                    "offered": None,
                    "rate_offered": None,
                },
                ("kvinder_dansk",): {"persons": "danish_woman aged_18"},
                ("kvinder_vestlig",): {"persons": "western western_2"},
                ("kvinder_ikke_vestlig",): {"persons": "other_country descendant"},
                ("unge_psykisk_syge",): {"persons": "aged_18 aged_17"},
                ("fokusgruppen",): {"persons": EVERYBODY},
            },
            # A year before, 15-11-2013, the three groups are still in force.
            "focus_area_outcomes": {
                ("laveste_matchgruppe",): {"persons": "five three not_three_yet"},
                ("kvinder_dansk",): {"persons": "danish_woman aged_18"},
                ("kvinder_vestlig",): {"persons": "western western_2"},
                ("kvinder_ikke_vestlig",): {"persons": "other_country descendant"},
                ("unge_psykisk_syge",): {"persons": "aged_18 aged_17"},
                ("fokusgruppen",): {"persons": EVERYBODY},
            },
        },
    ),
    Worked(
        "activated for a year or more, with gaps of up to 28 days, and by kind",
        REPORT,
        2010,
        LONG,
        {
            "focus_areas": {
                ("laengerevarende",): {
                    "persons": FOR_LONG,
                    "activated": None,
                    "rate": None,
                    "offered": 0,
                },
                ("fokusgruppen",): {
                    "persons": f"{ACTIVATED} to_the_day_before",
                    "activated": ACTIVATED,
                    "rate": Fraction(10, 11),
                },
            },
            "activation_kinds": {
                ("loentilskud",): {"persons": WITH_LOENTILSKUD, "share": Fraction(5, 10)},
                ("nytteindsats",): {"persons": "gap_of_28 gap_of_29", "share": Fraction(2, 10)},
                ("revalidering",): {"persons": "gap_before_d_365", "share": Fraction(1, 10)},
                ("forrevalidering",): {"persons": "overlapping", "share": Fraction(1, 10)},
                ("virksomhedspraktik",): {"persons": "on_the_day_again", "share": Fraction(1, 10)},
                ("vejledning_og_opkvalificering",): {
                    "persons": "two_at_once",
                    "share": Fraction(1, 10),
                },
            },
        },
    ),
    Worked(
        "what became of those who were in an area a year before",
        REPORT,
        2010,
        OUTCOMES,
        {
            "focus_area_outcomes": {
                ("kvinder_dansk",): {
                    "persons": "in_work",
                    "in_work_or_education": "in_work",
                    "rate": Fraction(1),
                },
                ("unge_psykisk_syge",): {
                    "persons": "turned_30",
                    "in_work_or_education": "turned_30",
                },
                ("laveste_matchgruppe",): {
                    "persons": "was_in_group_5",
                    "in_work_or_education": 0,
                    "rate": Fraction(0),
                },
                ("laengerevarende",): {"persons": "long_before", "in_work_or_education": 0},
                ("fokusgruppen",): {
                    "persons": "in_work turned_30 was_30 was_in_group_5 in_group_3_later"
                    " back_again long_before too_short_before in_revalidering",
                    "in_work_or_education": "in_work turned_30 in_revalidering",
                    "rate": Fraction(1, 3),
                },
            }
        },
    ),
)
