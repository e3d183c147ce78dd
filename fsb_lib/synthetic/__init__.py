"""The twin city: synthetic registers that measure to the published figures.

    numbers      CPR numbers that can belong to nobody
    persons      what is known of a person before rows are made, short gaps without benefit
    memberships  who is in the focus population, from when, until when
    focus        benefit, case and assessment around a membership
    others       everybody else on the baseline day, and who comes and goes after
    traits       birth, sex, origin
    benefits, assessments, activation, interviews, long_offers, cases, plans,
    schemes, stops
                 the rows of each register
    city         all of it, as the tables of the register contract

Nobody in it is real. Every random draw comes from the seed.
"""

from fsb_lib.synthetic.city import twin_city

__all__ = ["twin_city"]
