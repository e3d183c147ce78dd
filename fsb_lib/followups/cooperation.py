"""How many are in each joint scheme, and how many of them does SOF coordinate (D8)?"""

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.followups.question import Question
from fsb_lib.measures import cooperation


def tables(question: Question) -> list[MeasuredTable]:
    """All tables of the cooperation status, on the reference date."""
    day = question.params.day
    return [cooperation.status(cooperation.in_schemes(question.registers, day), day)]
