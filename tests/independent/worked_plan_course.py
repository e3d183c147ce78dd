"""D17 at its boundaries."""

from __future__ import annotations

from fractions import Fraction

from .worked import Worked, city, placed

REPORT = "plan_coverage"

# From 01-06-2009: 91 days to 31-08-2009, 182 to 30-11-2009, 365 to 01-06-2010.
DAYS = city(
    sof_sager="""
    person           | maalgruppe   | fra        | til
    not_in_focus_yet | handicappede | 2009-05-01 |
    never_in_focus   | uden_saerlige_behov | 2007-01-01 |
    """,
    sof_handleplaner="""
    person           | tilbudt    | svar       | udarbejdet | af_egen_drift | slut
    same_day         | 2009-06-01 | accepteret | 2009-06-01 | N |
    after_30         | 2009-06-01 | accepteret | 2009-07-01 | N |
    after_31         | 2009-06-01 | accepteret | 2009-07-02 | N |
    after_91         | 2009-06-01 | afvist     |            | N |
    after_91         |            |            | 2009-08-31 | J | 2009-09-01
    after_92         | 2009-06-01 |            | 2009-09-01 | N |
    after_182        | 2009-06-01 |            | 2009-11-30 | N |
    after_183        | 2009-06-01 |            | 2009-12-01 | N |
    after_365        | 2009-06-01 |            | 2010-06-01 | N |
    after_366        | 2009-06-01 |            | 2010-06-02 | N |
    on_the_cutoff    | 2009-06-01 |            | 2010-12-31 | N |
    after_the_cutoff | 2009-06-01 |            | 2011-01-01 | N |
    never            | 2009-06-01 |            |            | N |
    the_day_before   | 2009-06-01 |            | 2009-05-31 | N |
    on_the_start     | 2009-06-01 |            | 2009-01-01 | N |
    before_the_start | 2009-06-01 |            | 2008-12-31 | N |
    before_and_after | 2009-06-01 |            | 2009-05-31 | N |
    before_and_after |            |            | 2009-08-31 | J |
    before_and_after |            |            | 2009-09-15 | N |
    not_in_focus_yet | 2009-03-01 |            | 2009-03-15 | N |
    not_in_focus_yet | 2009-06-01 |            |            | N |
    offered_twice    | 2009-06-01 | afvist     |            | N |
    offered_twice    | 2010-02-01 | accepteret | 2010-02-01 | N |
    never_in_focus   | 2009-06-01 | accepteret | 2009-06-01 | N |
    """,
)

# To 31-12-2010: 91 days from 01-10-2010, 182 from 02-07-2010, 365 from 31-12-2009.
REFUSED = city(
    sof_sager="""
    person                 | maalgruppe   | fra        | til
    refused_out_of_focus   | handicappede | 2007-01-01 | 2009-12-31
    """,
    sof_handleplaner="""
    person                 | tilbudt    | svar       | udarbejdet | af_egen_drift | slut
    own_same_day           | 2009-06-01 | afvist     | 2009-06-01 | J |
    own_after_182          | 2009-06-01 | afvist     |            | N |
    own_after_182          |            |            | 2009-11-30 | J |
    own_after_183          | 2009-06-01 | afvist     |            | N |
    own_after_183          |            |            | 2009-12-01 | J |
    other_after_10         | 2009-06-01 | afvist     |            | N |
    other_after_10         |            |            | 2009-06-11 | N |
    other_then_own         | 2009-06-01 | afvist     |            | N |
    other_then_own         |            |            | 2009-06-11 | N |
    other_then_own         |            |            | 2009-11-30 | J |
    own_day_before         | 2009-06-01 | afvist     |            | N |
    own_day_before         |            |            | 2009-05-31 | J |
    own_after_the_cutoff   | 2010-10-01 | afvist     |            | N |
    own_after_the_cutoff   |            |            | 2011-01-01 | J |
    open_for_0             | 2010-12-31 | afvist     |            | N |
    open_for_91            | 2010-10-01 | afvist     |            | N |
    open_for_92            | 2010-09-30 | afvist     |            | N |
    open_for_182           | 2010-07-02 | afvist     |            | N |
    open_for_183           | 2010-07-01 | afvist     |            | N |
    open_for_365           | 2009-12-31 | afvist     |            | N |
    open_for_366           | 2009-12-30 | afvist     |            | N |
    plan_of_former_offer   | 2009-06-01 | accepteret | 2009-07-01 | N |
    plan_of_former_offer   | 2010-10-01 | afvist     |            | N |
    accepted_later         | 2009-06-01 | afvist     |            | N |
    accepted_later         | 2010-02-01 | accepteret |            | N |
    accepted_the_same_day  | 2009-06-01 | afvist     |            | N |
    accepted_the_same_day  | 2009-06-01 | accepteret |            | N |
    silent_the_same_day    | 2010-10-01 | afvist     |            | N |
    silent_the_same_day    | 2010-10-01 |            |            | N |
    silent_later           | 2009-06-01 | afvist     |            | N |
    silent_later           | 2010-02-01 |            |            | N |
    refused_after_cutoff   | 2009-06-01 | accepteret |            | N |
    refused_after_cutoff   | 2011-01-01 | afvist     |            | N |
    refused_out_of_focus   | 2009-06-01 | accepteret |            | N |
    refused_out_of_focus   | 2010-10-01 | afvist     |            | N |
    """,
)
REFUSED_BY = {
    "egen_drift_inden_6_mdr": "own_same_day own_after_182 other_then_own",
    "anden_plan": "own_after_183 other_after_10",
    "aaben_0_91": "own_after_the_cutoff open_for_0 open_for_91 plan_of_former_offer"
    " silent_the_same_day refused_out_of_focus",
    "aaben_92_182": "open_for_92 open_for_182",
    "aaben_183_365": "open_for_183 open_for_365",
    "aaben_over_365": "own_day_before open_for_366",
}

BY_MATCH = city(
    bif_matchvurderinger="""
    person           | system     | kode            | vurderet
    four             | match5     | 4               | 2007-01-01
    four_before      | match5     | 4               | 2007-01-01
    five             | match5     | 5               | 2007-01-01
    five_not         | match5     | 5               | 2007-01-01
    two              | match5     | 5               | 2007-01-01
    two              | match3     | 2               | 2010-12-31
    job_ready        | match5     | 5               | 2007-01-01
    job_ready        | match3     | 1               | 2010-12-31
    """,
    sof_sager="""
    person           | maalgruppe   | fra        | til
    five             | handicappede | 2009-07-01 |
    """,
    sof_handleplaner="""
    person           | tilbudt    | svar | udarbejdet | af_egen_drift | slut
    four             | 2009-01-01 |      |            | N |
    four_before      | 2008-12-31 |      |            | N |
    five             | 2009-06-01 |      |            | N |
    five_not         | 2011-01-01 |      |            | N |
    two              | 2010-12-31 |      |            | N |
    job_ready        | 2009-06-01 |      |            | N |
    """,
)

# 365 days after 31-12-2009 is 31-12-2010; after 29-02-2012 it is 28-02-2013.
BOTH = city(
    sof_handleplaner="""
    person              | tilbudt    | svar | udarbejdet | af_egen_drift | slut
    both_on_day_365     | 2009-12-31 |      | 2010-12-31 | N |
    social_on_day_366   | 2009-12-31 |      | 2011-01-01 | N |
    job_on_day_366      | 2009-12-31 |      | 2010-12-31 | J |
    ended_before_offer  | 2009-06-01 |      |            | N |
    ended_before_offer  |            |      | 2009-02-01 | N | 2009-05-31
    ended_on_offer      | 2009-06-01 |      |            | N |
    ended_on_offer      |            |      | 2009-02-01 | J | 2009-06-01
    job_ended_before    | 2009-06-01 |      | 2009-06-01 | N |
    job_ended_on_offer  | 2009-06-01 |      | 2008-03-01 | N |
    only_social         | 2009-06-01 |      | 2009-06-01 | N |
    ended_within_year   | 2010-01-01 |      | 2010-01-02 | N | 2010-01-03
    """,
    bif_jobplaner="""
    person              | godkendt   | slut
    both_on_day_365     | 2010-12-31 |
    social_on_day_366   | 2010-12-31 |
    job_on_day_366      | 2011-01-01 |
    ended_before_offer  | 2009-06-01 |
    ended_on_offer      | 2009-06-01 |
    job_ended_before    | 2009-02-01 | 2009-05-31
    job_ended_on_offer  | 2009-02-01 | 2009-06-01
    ended_within_year   | 2010-12-01 | 2010-12-02
    """,
)
OFFERED_2009 = (
    "both_on_day_365 social_on_day_366 job_on_day_366 ended_before_offer ended_on_offer"
    " job_ended_before job_ended_on_offer only_social"
)
BOTH_2009 = {
    "offered": OFFERED_2009,
    "both": "both_on_day_365 ended_on_offer job_ended_on_offer",
    "rate": Fraction(3, 8),
}

PLAN_COURSE = (
    Worked(
        "days from the first counted offer to the first plan on or after it",
        REPORT,
        2010,
        DAYS,
        {
            "plan_days": {
                ("0_30",): {"persons": "same_day after_30", "share": Fraction(2, 18)},
                ("31_91",): {
                    "persons": "after_31 after_91 before_and_after",
                    "share": Fraction(3, 18),
                },
                ("92_182",): {"persons": "after_92 after_182", "share": Fraction(2, 18)},
                ("183_365",): {
                    "persons": "after_183 after_365 offered_twice",  # 245 days
                    "share": Fraction(3, 18),
                },
                ("over_365",): {"persons": "after_366 on_the_cutoff", "share": Fraction(2, 18)},
                ("foer_tilbuddet",): {
                    "persons": "the_day_before on_the_start not_in_focus_yet",
                    "share": Fraction(3, 18),
                },
                ("ikke_udarbejdet",): {
                    "persons": "after_the_cutoff never before_the_start",
                    "share": Fraction(3, 18),
                },
            },
            # 0 30 31 91 91 92 | 182 183 245 365 366 578
            "plan_days_median": {("efter_tilbuddet",): {"prepared": 12, "days": 137}},
        },
    ),
    Worked(
        "the median of one, of two and of nobody",
        REPORT,
        2009,
        city(
            sof_handleplaner="""
            person           | tilbudt    | svar       | udarbejdet | af_egen_drift | slut
            after_30         | 2009-06-01 | accepteret | 2009-07-01 | N |
            after_31         | 2009-06-01 | accepteret | 2009-07-02 | N |
            """
        ),
        {
            "plan_days_median": {("efter_tilbuddet",): {"prepared": 2, "days": Fraction(61, 2)}},
            "both_plans_within_year": {},
        },
    ),
    Worked(
        "nobody has a plan, so there is no median",
        REPORT,
        2009,
        city(
            sof_handleplaner="""
            person           | tilbudt    | svar       | udarbejdet | af_egen_drift | slut
            never            | 2009-06-01 | accepteret |            | N |
            """
        ),
        {
            "plan_days_median": {("efter_tilbuddet",): {"prepared": 0, "days": None}},
            "plan_days": {("ikke_udarbejdet",): {"persons": "never", "share": Fraction(1)}},
        },
    ),
    Worked(
        "what came after the latest offer, where that was refused",
        REPORT,
        2010,
        REFUSED,
        {
            "refusal_course": placed(REFUSED_BY | {"i_alt": " ".join(REFUSED_BY.values())}),
            # D5 asks of the same persons whether there is a plan, whenever it was prepared.
            "plan_states": placed(
                {
                    "udarbejdet": "other_after_10 other_then_own plan_of_former_offer",
                    "udarbejdet_af_egen_drift": "own_same_day own_after_182 own_after_183"
                    " own_day_before",
                    "afvist_uden_plan": "own_after_the_cutoff open_for_0 open_for_91 open_for_92"
                    " open_for_182 open_for_183 open_for_365 open_for_366 silent_the_same_day"
                    " refused_out_of_focus",
                    "accepteret_under_udarbejdelse": "accepted_later accepted_the_same_day"
                    " refused_after_cutoff",
                    "intet_svar": "silent_later",
                }
            ),
        },
    ),
    Worked(
        "ever offered, by the match group at the cutoff",
        REPORT,
        2010,
        BY_MATCH,
        {
            "plan_offers_by_match": {
                ("2",): {
                    "persons": "four four_before two",
                    "offered": "four two",
                    "rate": Fraction(2, 3),
                },
                ("3",): {"persons": "five five_not", "offered": "five", "rate": Fraction(1, 2)},
                ("i_alt",): {
                    "persons": "four four_before two five five_not",
                    "offered": "four two five",
                    "rate": Fraction(3, 5),
                },
            }
        },
    ),
    Worked(
        "the match groups are those of the system in force at the cutoff",
        REPORT,
        2009,
        BY_MATCH,
        {
            "plan_offers_by_match": {
                ("4",): {"persons": "four four_before", "offered": "four"},
                ("5",): {"persons": "five five_not two job_ready", "offered": "five job_ready"},
                ("i_alt",): {"persons": 6, "offered": 3, "rate": Fraction(1, 2)},
            }
        },
    ),
    Worked(
        "from 2014 there is one group",
        REPORT,
        2014,
        BY_MATCH,
        {
            "plan_offers_by_match": {
                (code,): {
                    "persons": "four four_before five five_not two",
                    "offered": "four five five_not two",
                    "rate": Fraction(4, 5),
                }
                for code in ("aktivitetsparat", "i_alt")
            }
        },
    ),
    Worked(
        "both plans within 365 days: 2009 is over in 2010",
        REPORT,
        2010,
        BOTH,
        {"both_plans_within_year": {("2009",): BOTH_2009}},
    ),
    Worked(
        "both plans within 365 days: the same figure of 2009 in 2011",
        REPORT,
        2011,
        BOTH,
        {
            "both_plans_within_year": {
                ("2009",): BOTH_2009,
                ("2010",): {
                    "offered": "ended_within_year",
                    "both": "ended_within_year",
                    "rate": Fraction(1),
                },
            }
        },
    ),
    Worked(
        "an offer of 29 February",
        REPORT,
        2013,
        city(
            sof_handleplaner="""
            person      | tilbudt    | svar | udarbejdet | af_egen_drift | slut
            on_day_365  | 2012-02-29 |      | 2013-02-28 | N |
            on_day_366  | 2012-02-29 |      | 2013-03-01 | N |
            """,
            bif_jobplaner="""
            person      | godkendt   | slut
            on_day_365  | 2012-02-29 |
            on_day_366  | 2012-02-29 |
            """,
        ),
        {
            "both_plans_within_year": {
                ("2009",): {"offered": 0, "both": 0, "rate": None},
                ("2012",): {
                    "offered": "on_day_365 on_day_366",
                    "both": "on_day_365",
                    "rate": Fraction(1, 2),
                },
            },
            "plan_days": placed({"183_365": "on_day_365", "over_365": "on_day_366"}),
        },
    ),
)
