"""D16 at its boundaries. On 15-11-2010 the year followed is 16-11-2009 to 15-11-2010."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .worked import Worked, city, placed

REPORT = "contact_followup"

LENGTHS = city(
    bif_ydelser="""
    person               | ydelse        | fra        | til
    stop_of_28           | kontanthjaelp | 2007-01-01 | 2010-03-01
    stop_of_28           | kontanthjaelp | 2010-03-30 |
    stop_of_29           | kontanthjaelp | 2007-01-01 | 2010-03-01
    stop_of_29           | kontanthjaelp | 2010-03-31 |
    first_day_28         | kontanthjaelp | 2007-01-01 | 2009-11-15
    first_day_28         | kontanthjaelp | 2009-12-14 |
    first_day_29         | kontanthjaelp | 2007-01-01 | 2009-11-15
    first_day_29         | kontanthjaelp | 2009-12-15 |
    open_28              | kontanthjaelp | 2007-01-01 | 2010-10-18
    open_29              | kontanthjaelp | 2007-01-01 | 2010-10-17
    long_but_28_so_far   | kontanthjaelp | 2007-01-01 | 2010-10-18
    long_but_28_so_far   | kontanthjaelp | 2010-12-24 |
    other_benefit_in_it  | kontanthjaelp | 2007-01-01 | 2010-03-01
    other_benefit_in_it  | anden_ydelse  | 2010-03-02 | 2010-06-30
    other_benefit_in_it  | kontanthjaelp | 2010-07-01 |
    two_of_29            | kontanthjaelp | 2007-01-01 | 2010-01-31
    two_of_29            | kontanthjaelp | 2010-03-02 | 2010-05-31
    two_of_29            | kontanthjaelp | 2010-06-30 |
    one_day_between      | kontanthjaelp | 2007-01-01 | 2010-05-31
    one_day_between      | kontanthjaelp | 2010-06-30 | 2010-06-30
    one_day_between      | kontanthjaelp | 2010-07-30 |
    overlapping          | kontanthjaelp | 2007-01-01 | 2010-09-30
    overlapping          | kontanthjaelp | 2010-01-01 | 2010-03-31
    overlapping          | kontanthjaelp | 2010-10-01 |
    """
)
ONE = "stop_of_29 first_day_29 open_29"
UNBROKEN = "stop_of_28 first_day_28 open_28 long_but_28_so_far other_benefit_in_it overlapping"

# But for who died or moved there is one long stop, of 02-03-2010 to 30-06-2010, or two.
EXPLAINED = city(
    bif_ydelser="""
    person            | ydelse        | fra        | til
    two_days_before   | kontanthjaelp | 2007-01-01 | 2010-03-01
    two_days_before   | kontanthjaelp | 2010-07-01 |
    the_day_before    | kontanthjaelp | 2007-01-01 | 2010-03-01
    the_day_before    | kontanthjaelp | 2010-07-01 |
    on_its_last_day   | kontanthjaelp | 2007-01-01 | 2010-03-01
    on_its_last_day   | kontanthjaelp | 2010-07-01 |
    the_day_after     | kontanthjaelp | 2007-01-01 | 2010-03-01
    the_day_after     | kontanthjaelp | 2010-07-01 |
    one_of_two        | kontanthjaelp | 2007-01-01 | 2010-03-01
    one_of_two        | kontanthjaelp | 2010-07-01 | 2010-08-31
    one_of_two        | kontanthjaelp | 2010-10-15 |
    both_of_two       | kontanthjaelp | 2007-01-01 | 2010-03-01
    both_of_two       | kontanthjaelp | 2010-07-01 | 2010-08-31
    both_of_two       | kontanthjaelp | 2010-10-15 |
    none_of_two       | kontanthjaelp | 2007-01-01 | 2010-03-01
    none_of_two       | kontanthjaelp | 2010-07-01 | 2010-08-31
    none_of_two       | kontanthjaelp | 2010-10-15 |
    on_d0             | kontanthjaelp | 2007-01-01 | 2009-11-15
    on_d0             | kontanthjaelp | 2010-03-01 |
    before_d0         | kontanthjaelp | 2007-01-01 | 2009-11-15
    before_d0         | kontanthjaelp | 2010-03-01 |
    open_on_d1        | kontanthjaelp | 2007-01-01 | 2010-06-30
    open_after_d1     | kontanthjaelp | 2007-01-01 | 2010-06-30
    died              | kontanthjaelp | 2007-01-01 | 2010-03-01
    """,
    bif_afgange="""
    person            | udfald           | dato
    two_days_before   | ordinaert_arbejde | 2010-02-28
    the_day_before    | ordinaert_arbejde | 2010-03-01
    on_its_last_day   | andet            | 2010-06-30
    the_day_after     | andet            | 2010-07-01
    one_of_two        | andet            | 2010-03-15
    both_of_two       | andet            | 2010-03-15
    both_of_two       | uddannelse       | 2010-10-14
    none_of_two       | andet            | 2010-07-15
    on_d0             | andet            | 2009-11-15
    before_d0         | andet            | 2009-11-14
    open_on_d1        | andet            | 2010-11-15
    open_after_d1     | andet            | 2010-11-16
    died              | doed             | 2010-03-01
    moved_with_benefit | fraflyttet      | 2010-03-01
    exit_but_no_stop  | ordinaert_arbejde | 2010-03-01
    """,
)
KNOWN = "the_day_before on_its_last_day both_of_two on_d0 open_on_d1"
ONE_UNEXPLAINED = "two_days_before the_day_after one_of_two before_d0 open_after_d1"

FALLEN = city(
    bif_ydelser="""
    person           | ydelse        | fra        | til
    gone_for_29      | kontanthjaelp | 2007-01-01 | 2010-10-17
    gone_for_28      | kontanthjaelp | 2007-01-01 | 2010-10-18
    back_on_d1       | kontanthjaelp | 2007-01-01 | 2010-06-30
    back_on_d1       | kontanthjaelp | 2010-11-15 |
    back_after_d1    | kontanthjaelp | 2007-01-01 | 2010-06-30
    back_after_d1    | kontanthjaelp | 2010-11-16 |
    exit_long_before | kontanthjaelp | 2007-01-01 | 2010-06-30
    exit_on_d0       | kontanthjaelp | 2007-01-01 | 2010-06-30
    exit_on_d0_and_1 | kontanthjaelp | 2007-01-01 | 2010-06-30
    exit_after_d1    | kontanthjaelp | 2007-01-01 | 2010-06-30
    case_to_d1       | kontanthjaelp | 2007-01-01 | 2010-06-30
    case_ended       | kontanthjaelp | 2007-01-01 | 2010-06-30
    in_revalidering  | kontanthjaelp | 2007-01-01 | 2010-06-30
    died             | kontanthjaelp | 2007-01-01 | 2010-06-30
    """,
    sof_sager="""
    person           | maalgruppe              | fra        | til
    case_to_d1       | misbrugere_i_behandling | 2007-01-01 | 2010-11-15
    case_ended       | misbrugere_i_behandling | 2007-01-01 | 2010-11-14
    """,
    bif_indsatser="""
    person           | indsats      | fra        | til
    in_revalidering  | revalidering | 2010-11-15 | 2010-11-15
    """,
    bif_afgange="""
    person           | udfald | dato
    exit_long_before | andet  | 2010-01-15
    exit_on_d0       | andet  | 2009-11-15
    exit_on_d0_and_1 | andet  | 2009-11-16
    exit_after_d1    | andet  | 2010-11-16
    died             | doed   | 2010-07-01
    """,
)
FALLEN_AND_NOT_ADDICTED = "gone_for_29 back_after_d1 exit_after_d1"
NOT_ADDICTED = (
    f"{FALLEN_AND_NOT_ADDICTED} gone_for_28 back_on_d1 exit_long_before exit_on_d0 exit_on_d0_and_1"
    " in_revalidering"
)

# The 92 days to 15-11-2010 begin on 16-08-2010: 16 + 30 + 31 + 15.
INTERVIEWS = city(
    bif_ydelser="""
    person         | ydelse        | fra        | til
    not_in_focus   | kontanthjaelp | 2007-01-01 | 2010-11-14
    new_on_the_day | kontanthjaelp | 2010-11-15 |
    """,
    bif_indsatser="""
    person         | indsats     | fra        | til
    on_day_92      | samtale     | 2010-08-16 | 2010-08-16
    on_day_93      | samtale     | 2010-08-15 | 2010-08-15
    ends_on_day_92 | samtale     | 2010-07-01 | 2010-08-16
    open_on_day_92 | samtale     | 2010-08-16 |
    open_on_day_93 | samtale     | 2010-08-15 |
    on_the_day     | samtale     | 2010-11-15 | 2010-11-15
    after_the_day  | samtale     | 2010-11-16 | 2010-11-16
    mentor         | mentor      | 2010-01-01 |
    activated      | loentilskud | 2010-01-01 |
    not_in_focus   | samtale     | 2010-10-01 | 2010-10-01
    new_on_the_day | samtale     | 2010-09-01 | 2010-09-01
    """,
)
TALKED_WITH = "on_day_92 open_on_day_92 on_the_day new_on_the_day"
ASKED_ABOUT = (
    f"{TALKED_WITH} ends_on_day_92 on_day_93 open_on_day_93 after_the_day mentor activated"
)

# Without contact from 01-04-2010: to 01-07 are 92 days, to 30-09 are 183.
GAPS = city(
    bif_ydelser="""
    person             | ydelse        | fra        | til
    stopped            | kontanthjaelp | 2007-01-01 | 2010-03-01
    stopped            | kontanthjaelp | 2010-07-01 |
    """,
    bif_indsatser="""
    person             | indsats     | fra        | til
    mentor_all_year    | mentor      | 2009-01-01 |
    gap_of_92          | mentor      | 2009-01-01 | 2010-03-31
    gap_of_92          | loentilskud | 2010-07-02 |
    gap_of_93          | mentor      | 2009-01-01 | 2010-03-31
    gap_of_93          | loentilskud | 2010-07-03 |
    gap_of_183         | loentilskud | 2009-01-01 | 2010-03-31
    gap_of_183         | mentor      | 2010-10-01 |
    gap_of_184         | loentilskud | 2009-01-01 | 2010-03-31
    gap_of_184         | mentor      | 2010-10-02 |
    two_gaps_of_92     | mentor      | 2009-01-01 | 2010-03-31
    two_gaps_of_92     | samtale     | 2010-07-02 | 2010-07-02
    two_gaps_of_92     | mentor      | 2010-10-03 |
    only_the_first_day | samtale     | 2009-11-16 | 2009-11-16
    open_on_the_first  | samtale     | 2009-11-16 |
    only_the_last_day  | samtale     | 2010-11-15 | 2010-11-15
    only_d0            | samtale     | 2009-11-15 | 2009-11-15
    open_on_d0         | samtale     | 2009-11-15 |
    after_d1           | samtale     | 2010-11-16 | 2010-11-16
    stopped            | mentor      | 2009-01-01 |
    """,
)

CONTACT = (
    Worked(
        "a stop is more than 28 days of the year, from D0 + 1 and to D1",
        REPORT,
        2010,
        LENGTHS,
        {
            "contact_course": {
                ("i_alt", "ubrudt"): {"persons": UNBROKEN, "share": Fraction(6, 11)},
                ("i_alt", "et_ophoer"): {"persons": ONE, "share": Fraction(3, 11)},
                ("i_alt", "flere_ophoer"): {
                    "persons": "two_of_29 one_day_between",
                    "share": Fraction(2, 11),
                },
                **placed({"ubrudt": UNBROKEN, "et_ophoer": ONE}, "handicappede"),
                **placed({"flere_ophoer": "two_of_29 one_day_between"}, "handicappede"),
                ("misbrugere_i_behandling", "ubrudt"): {"persons": 0, "share": None},
            },
            "contact_before": placed({"ubrudt": f"{UNBROKEN} {ONE} two_of_29 one_day_between"}),
        },
    ),
    Worked(
        "with 27 days in a gap, 28 are a stop",
        REPORT,
        2010,
        LENGTHS,
        {
            "contact_course": placed(
                {
                    "ubrudt": "other_benefit_in_it overlapping",
                    "et_ophoer": f"{ONE} stop_of_28 first_day_28 open_28 long_but_28_so_far",
                    "flere_ophoer": "two_of_29 one_day_between",
                },
                "i_alt",
            )
        },
        {"max_gap_days": 27},
    ),
    Worked(
        "an exit explains a stop from the day before it to its last day",
        REPORT,
        2010,
        EXPLAINED,
        {
            "contact_course": {
                ("i_alt", "doed_eller_fraflyttet"): {
                    "persons": "died moved_with_benefit",
                    "share": None,
                },
                ("i_alt", "flere_ophoer"): {"persons": "none_of_two", "share": Fraction(1, 12)},
                ("i_alt", "et_ophoer"): {"persons": ONE_UNEXPLAINED, "share": Fraction(5, 12)},
                ("i_alt", "kendt_afgang"): {"persons": KNOWN, "share": Fraction(5, 12)},
                ("i_alt", "ubrudt"): {"persons": "exit_but_no_stop", "share": Fraction(1, 12)},
            }
        },
    ),
    Worked(
        "fallen out: only the case is left, no exit, and 29 days without benefit to D1",
        REPORT,
        2010,
        FALLEN,
        {
            "contact_fallen_out": {
                ("i_alt",): {
                    "persons": f"{NOT_ADDICTED} case_to_d1 case_ended",
                    "fallen_out": f"{FALLEN_AND_NOT_ADDICTED} case_to_d1",
                    "rate": Fraction(4, 11),
                },
                ("handicappede",): {
                    "persons": NOT_ADDICTED,
                    "fallen_out": FALLEN_AND_NOT_ADDICTED,
                    "rate": Fraction(3, 9),
                },
                ("misbrugere_i_behandling",): {
                    "persons": "case_to_d1 case_ended",
                    "fallen_out": "case_to_d1",
                    "rate": Fraction(1, 2),
                },
                ("psykisk_syge_og_oevrigt_udsatte",): {
                    "persons": 0,
                    "fallen_out": 0,
                    "rate": None,
                },
            }
        },
    ),
    Worked(
        "an interview counts on 92 days, and on its first day only",
        REPORT,
        2010,
        INTERVIEWS,
        {
            "contact_interview": {
                (group,): {
                    "persons": ASKED_ABOUT,
                    "with_interview": TALKED_WITH,
                    "rate": Fraction(4, 10),
                }
                for group in ("handicappede", "i_alt")
            }
        },
    ),
    Worked(
        "without contact for 92 and 93, 183 and 184 days, and the whole year",
        REPORT,
        2010,
        GAPS,
        {
            "contact_longest_gap": {
                ("0_92",): {
                    "persons": "mentor_all_year gap_of_92 two_gaps_of_92",
                    "share": Fraction(3, 12),
                },
                ("93_183",): {"persons": "gap_of_93 gap_of_183", "share": Fraction(2, 12)},
                ("184_364",): {
                    "persons": "gap_of_184 only_the_first_day open_on_the_first only_the_last_day",
                    "share": Fraction(4, 12),
                },
                ("hele_aaret",): {
                    "persons": "only_d0 open_on_d0 after_d1",
                    "share": Fraction(1, 4),
                },
            }
        },
    ),
    Worked(
        "a year with 29 February: 365 days of 366 without contact are not the whole year",
        REPORT,
        2008,
        city(
            bif_ydelser="""
            person     | ydelse        | fra        | til
            stop_of_28 | kontanthjaelp | 2007-01-01 | 2008-02-15
            stop_of_28 | kontanthjaelp | 2008-03-15 |
            stop_of_29 | kontanthjaelp | 2007-01-01 | 2008-02-15
            stop_of_29 | kontanthjaelp | 2008-03-16 |
            """,
            bif_indsatser="""
            person     | indsats | fra        | til
            one_day    | samtale | 2007-11-16 |
            never      | samtale | 2007-11-15 |
            """,
        ),
        {
            "contact_course": placed(
                {"et_ophoer": "stop_of_29", "ubrudt": "stop_of_28 one_day never"}, "i_alt"
            ),
            "contact_longest_gap": placed({"184_364": "one_day", "hele_aaret": "never stop_of_28"}),
            "contact_before": {},
        },
    ),
    Worked(
        "on 29 February the year follows 28 February",
        REPORT,
        2008,
        city(
            bif_ydelser="""
            person       | ydelse        | fra        | til
            first_day_28 | kontanthjaelp | 2007-01-01 | 2007-02-28
            first_day_28 | kontanthjaelp | 2007-03-29 |
            first_day_29 | kontanthjaelp | 2007-01-01 | 2007-02-28
            first_day_29 | kontanthjaelp | 2007-03-30 |
            open_28      | kontanthjaelp | 2007-01-01 | 2008-02-01
            open_29      | kontanthjaelp | 2007-01-01 | 2008-01-31
            """,
            bif_indsatser="""
            person       | indsats | fra        | til
            first_day_28 | samtale | 2007-11-30 | 2007-11-30
            first_day_29 | samtale | 2007-11-29 | 2007-11-29
            """,
        ),
        {
            "contact_course": placed(
                {"et_ophoer": "first_day_29 open_29", "ubrudt": "first_day_28 open_28"}, "i_alt"
            ),
            "contact_interview": {
                (group,): {
                    "persons": "first_day_28 first_day_29",
                    "with_interview": "first_day_28",
                    "rate": Fraction(1, 2),
                }
                for group in ("handicappede", "i_alt")
            },
        },
        {"reference_date": date(2008, 2, 29)},
    ),
    Worked(
        "the follow-up of the measurement before",
        REPORT,
        2010,
        city(
            bif_ydelser="""
            person      | ydelse        | fra        | til
            then        | kontanthjaelp | 2007-01-01 | 2009-03-01
            then        | kontanthjaelp | 2009-03-31 |
            until_its_d1 | kontanthjaelp | 2007-01-01 | 2009-10-17
            died        | kontanthjaelp | 2007-01-01 | 2009-03-01
            """,
            bif_afgange="""
            person      | udfald | dato
            died        | doed   | 2009-03-01
            never       | andet  | 2006-01-01
            """,
        ),
        {
            "contact_before": {
                ("doed_eller_fraflyttet",): {"persons": "died", "share": None},
                ("et_ophoer",): {"persons": "then until_its_d1", "share": Fraction(2, 3)},
                ("ubrudt",): {"persons": "never", "share": Fraction(1, 3)},
                ("flere_ophoer",): {"persons": 0, "share": Fraction(0)},
                ("kendt_afgang",): {"persons": 0, "share": Fraction(0)},
            },
            "contact_course": placed({"ubrudt": "then never"}, "i_alt"),
        },
    ),
)
