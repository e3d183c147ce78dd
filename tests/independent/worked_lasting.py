"""What the strategy wants to last and to be quick (D18), at its boundaries."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .worked import Worked, city, placed

REPORT = "focus_areas"

# Exits of 01-10-2009: 182 days to 01-04-2010, 365 to 01-10-2010. D1 of their year: 15-11-2009.
LASTING = city(
    bif_ydelser="""
    person             | ydelse        | fra        | til
    back_on_day_182    | kontanthjaelp | 2007-01-01 | 2009-10-01
    back_on_day_182    | sygedagpenge  | 2010-04-01 |
    back_on_day_183    | kontanthjaelp | 2007-01-01 | 2009-10-01
    back_on_day_183    | anden_ydelse  | 2010-04-02 |
    back_on_day_365    | kontanthjaelp | 2007-01-01 | 2009-10-01
    back_on_day_365    | kontanthjaelp | 2010-10-01 |
    back_on_day_366    | kontanthjaelp | 2007-01-01 | 2009-09-30
    back_on_day_366    | kontanthjaelp | 2010-10-02 |
    one_day_more       | kontanthjaelp | 2007-01-01 | 2009-10-02
    education          | kontanthjaelp | 2007-01-01 | 2009-10-01
    supported_work     | kontanthjaelp | 2007-01-01 | 2009-10-01
    on_d0              | kontanthjaelp | 2007-01-01 | 2008-11-15
    the_day_after_d0   | kontanthjaelp | 2007-01-01 | 2008-11-15
    on_d1              | kontanthjaelp | 2007-01-01 | 2009-11-14
    after_d1           | kontanthjaelp | 2007-01-01 | 2009-11-14
    another_was_later  | kontanthjaelp | 2007-01-01 | 2009-10-01
    another_is_later   | kontanthjaelp | 2007-01-01 | 2009-10-01
    another_is_later   | kontanthjaelp | 2009-11-16 | 2009-11-30
    earlier_work_too   | kontanthjaelp | 2007-01-01 | 2009-10-01
    """,
    bif_afgange="""
    person             | udfald            | dato
    back_on_day_182    | ordinaert_arbejde | 2009-10-01
    back_on_day_183    | ordinaert_arbejde | 2009-10-01
    back_on_day_365    | ordinaert_arbejde | 2009-10-01
    back_on_day_366    | ordinaert_arbejde | 2009-10-01
    one_day_more       | ordinaert_arbejde | 2009-10-01
    education          | uddannelse        | 2009-10-01
    supported_work     | stoettet_arbejde  | 2009-10-01
    supported_work     | uddannelse        | 2009-10-01
    on_d0              | ordinaert_arbejde | 2008-11-15
    the_day_after_d0   | ordinaert_arbejde | 2008-11-16
    on_d1              | ordinaert_arbejde | 2009-11-15
    after_d1           | ordinaert_arbejde | 2009-11-16
    another_was_later  | ordinaert_arbejde | 2009-10-01
    another_was_later  | andet             | 2009-10-02
    another_is_later   | ordinaert_arbejde | 2009-10-01
    another_is_later   | andet             | 2009-12-01
    earlier_work_too   | ordinaert_arbejde | 2009-03-01
    earlier_work_too   | ordinaert_arbejde | 2009-10-01
    """,
)
FOR_TWELVE = "back_on_day_366 education the_day_after_d0 on_d1 earlier_work_too"
FOR_SIX = f"{FOR_TWELVE} back_on_day_183 back_on_day_365"
LEFT = f"{FOR_SIX} back_on_day_182 one_day_more another_is_later"

# Benefits from 01-06-2009: 91 days to 31-08-2009, 182 to 30-11-2009, 365 to 01-06-2010.
TO_ACTIVATION = city(
    bif_ydelser="""
    person            | ydelse        | fra        | til
    at_once           | kontanthjaelp | 2009-06-01 |
    activated_already | kontanthjaelp | 2009-06-01 |
    after_30          | kontanthjaelp | 2009-06-01 |
    after_31          | kontanthjaelp | 2009-06-01 |
    after_91          | kontanthjaelp | 2009-06-01 |
    after_92          | kontanthjaelp | 2009-06-01 |
    after_182         | kontanthjaelp | 2009-06-01 |
    after_183         | kontanthjaelp | 2009-06-01 |
    after_365         | kontanthjaelp | 2009-06-01 | 2009-06-30
    after_366         | kontanthjaelp | 2009-06-01 |
    never             | kontanthjaelp | 2009-06-01 |
    with_a_mentor     | kontanthjaelp | 2009-06-01 |
    only_before       | kontanthjaelp | 2009-06-01 |
    on_new_years_day  | kontanthjaelp | 2009-01-01 |
    the_year_before   | kontanthjaelp | 2008-12-31 |
    the_year_after    | kontanthjaelp | 2010-01-01 |
    for_one_day_2007  | kontanthjaelp | 2007-01-01 | 2007-01-01
    for_one_day_2007  | kontanthjaelp | 2009-06-01 |
    for_a_day_in_2006 | kontanthjaelp | 2006-12-31 | 2006-12-31
    for_a_day_in_2006 | kontanthjaelp | 2009-06-01 |
    """,
    sof_sager="""
    person            | maalgruppe   | fra        | til
    for_a_day_in_2006 | handicappede | 2006-01-01 |
    case_came_last    | handicappede | 2009-06-01 |
    """,
    bif_matchvurderinger="""
    person            | system | kode | vurderet
    for_a_day_in_2006 | match5 | 4    | 2006-01-01
    """,
    bif_indsatser="""
    person            | indsats      | fra        | til
    at_once           | loentilskud  | 2009-06-01 | 2009-06-01
    activated_already | nytteindsats | 2009-01-01 |
    after_30          | loentilskud  | 2009-07-01 |
    after_31          | loentilskud  | 2009-07-02 |
    after_91          | loentilskud  | 2009-08-31 |
    after_92          | loentilskud  | 2009-09-01 |
    after_182         | loentilskud  | 2009-11-30 |
    after_183         | loentilskud  | 2009-12-01 |
    after_365         | loentilskud  | 2010-06-01 |
    after_366         | loentilskud  | 2010-06-02 |
    with_a_mentor     | mentor       | 2009-06-01 |
    with_a_mentor     | samtale      | 2009-06-01 |
    only_before       | loentilskud  | 2009-01-01 | 2009-05-31
    on_new_years_day  | loentilskud  | 2009-01-31 |
    case_came_last    | loentilskud  | 2009-05-01 | 2009-05-31
    case_came_last    | loentilskud  | 2009-07-02 |
    """,
)

LASTING_AND_QUICK = (
    Worked(
        "no benefit for 182 and for 365 days after an exit",
        REPORT,
        2010,
        LASTING,
        {
            "lasting_outcomes": {
                ("afgange",): {"persons": LEFT, "share": None},
                ("seks_maaneder",): {"persons": FOR_SIX, "share": Fraction(7, 10)},
                ("tolv_maaneder",): {"persons": FOR_TWELVE, "share": Fraction(5, 10)},
            }
        },
    ),
    Worked(
        "an exit counts whether or not a benefit covers the day a year before",
        REPORT,
        2010,
        city(
            bif_ydelser="""
            person             | ydelse        | fra        | til
            benefit_to_the_day | kontanthjaelp | 2007-01-01 | 2009-11-15
            back_on_the_day    | kontanthjaelp | 2007-01-01 | 2009-02-01
            back_on_the_day    | kontanthjaelp | 2009-11-15 |
            back_the_day_after | kontanthjaelp | 2007-01-01 | 2009-02-01
            back_the_day_after | kontanthjaelp | 2009-11-16 |
            """,
            bif_afgange="""
            person             | udfald            | dato
            benefit_to_the_day | ordinaert_arbejde | 2009-11-15
            back_on_the_day    | ordinaert_arbejde | 2009-02-01
            back_the_day_after | ordinaert_arbejde | 2009-02-01
            """,
        ),
        {
            "lasting_outcomes": placed(
                {
                    "afgange": "benefit_to_the_day back_on_the_day back_the_day_after",
                    "seks_maaneder": "benefit_to_the_day back_on_the_day back_the_day_after",
                    "tolv_maaneder": "benefit_to_the_day",
                }
            )
        },
    ),
    Worked(
        "from the first day in the focus population to the first of activation",
        REPORT,
        2010,
        TO_ACTIVATION,
        {
            "days_to_activation": {
                ("0_30",): {
                    "persons": "at_once activated_already after_30 on_new_years_day",
                    "share": Fraction(4, 16),
                },
                ("31_91",): {
                    "persons": "after_31 after_91 case_came_last",
                    "share": Fraction(3, 16),
                },
                ("92_182",): {"persons": "after_92 after_182", "share": Fraction(2, 16)},
                ("183_365",): {"persons": "after_183 after_365", "share": Fraction(2, 16)},
                ("ikke_inden_et_aar",): {
                    "persons": "after_366 never with_a_mentor only_before for_a_day_in_2006",
                    "share": Fraction(5, 16),
                },
            },
            # 0 0 30 30 31 | 31 | 91 92 182 183 365
            "days_to_activation_median": {("inden_et_aar",): {"activated": 11, "days": 31}},
        },
    ),
    # A reading of D18: the year of days is followed to its end, also where that is after the day.
    Worked(
        "activation after the reference date, within a year of the first day",
        REPORT,
        2010,
        city(
            bif_ydelser="""
            person       | ydelse        | fra        | til
            on_day_365   | kontanthjaelp | 2009-12-31 |
            on_day_366   | kontanthjaelp | 2009-12-31 |
            """,
            bif_indsatser="""
            person       | indsats       | fra        | til
            on_day_365   | loentilskud   | 2010-12-31 |
            on_day_366   | loentilskud   | 2011-01-01 |
            """,
        ),
        {
            "days_to_activation": placed(
                {"183_365": "on_day_365", "ikke_inden_et_aar": "on_day_366"}
            ),
            "days_to_activation_median": {("inden_et_aar",): {"activated": 1, "days": 365}},
        },
    ),
    Worked(
        "nobody knows since when whoever is there on 01-01-2007 has been there",
        REPORT,
        2008,
        city(
            bif_ydelser="""
            person          | ydelse        | fra        | til
            the_day_before  | kontanthjaelp | 2006-12-31 |
            on_the_day      | kontanthjaelp | 2007-01-01 |
            that_day_alone  | kontanthjaelp | 2007-01-01 | 2007-01-01
            that_day_alone  | kontanthjaelp | 2007-06-01 |
            gone_by_then    | kontanthjaelp | 2005-01-01 | 2006-12-31
            gone_by_then    | kontanthjaelp | 2007-01-02 |
            the_day_after   | kontanthjaelp | 2007-01-02 |
            """,
            bif_indsatser="""
            person          | indsats     | fra        | til
            the_day_before  | loentilskud | 2007-02-01 |
            on_the_day      | loentilskud | 2007-01-01 |
            that_day_alone  | loentilskud | 2007-06-01 |
            gone_by_then    | loentilskud | 2007-02-02 |
            the_day_after   | loentilskud | 2007-02-02 |
            """,
        ),
        {
            "days_to_activation": placed({"31_91": "gone_by_then the_day_after"}),
            "days_to_activation_median": {("inden_et_aar",): {"activated": 2, "days": 31}},
        },
    ),
    Worked(
        "of registers that begin on 01-03-2009, that day takes the place of 01-01-2007",
        REPORT,
        2010,
        city(
            bif_ydelser="""
            person          | ydelse        | fra        | til
            on_the_day      | kontanthjaelp | 2009-03-01 |
            that_day_alone  | kontanthjaelp | 2009-03-01 | 2009-03-01
            that_day_alone  | kontanthjaelp | 2009-06-01 |
            the_day_after   | kontanthjaelp | 2009-03-02 |
            """,
            bif_indsatser="""
            person          | indsats     | fra        | til
            on_the_day      | loentilskud | 2009-04-01 |
            that_day_alone  | loentilskud | 2009-06-01 |
            the_day_after   | loentilskud | 2009-04-02 |
            """,
        ),
        {
            "days_to_activation": placed({"31_91": "the_day_after"}),
            "days_to_activation_median": {("inden_et_aar",): {"activated": 1, "days": 31}},
        },
        settings={"register_start": date(2009, 3, 1)},
    ),
    Worked(
        "before 2007 nobody is new",
        REPORT,
        2007,
        city(
            bif_indsatser="""
            person     | indsats     | fra        | til
            from_then  | loentilskud | 2007-02-01 |
            """
        ),
        {
            "days_to_activation": {("0_30",): {"persons": 0, "share": None}},
            "days_to_activation_median": {("inden_et_aar",): {"activated": 0, "days": None}},
        },
    ),
)
