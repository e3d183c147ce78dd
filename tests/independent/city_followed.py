"""Courses of persons who are followed from day to day, drawn to the edges of D16, D17 and D18.

Steady but for what is asked: benefits with holes and exits at their ends, interviews, offers and
plans a named number of days apart, and activation so long after the first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .city_courses import Draw, Fields, text_date
from .codes import ACTIVATION, EXITS, FIRST_DAY, NOT_ACTIVATION, SPECIAL_NEEDS
from .settings import on_day_of

# Numbers of days at and beside the last of a band.
BANDS = (0, 1, 30, 31, 91, 92, 182, 183, 365, 366)
HOLES = (1, 2, 27, 28, 29, 29, 30, 60, 60, 200, 400)
LASTING = (1, 181, 182, 183, 364, 365, 366, 500)
Hole = tuple[date, date]


@dataclass(frozen=True)
class Course:
    """What is drawn of one person: the first day, and the days without benefit after it."""

    start: date
    holes: list[Hole]
    exits: list[Fields]


def followed(draw: Draw) -> dict[str, list[Fields]]:
    """The rows of every register, but for a person's number."""
    course = _course(draw)
    offers = _plans(draw)
    return {
        "bif_ydelser": _benefits(course),
        "bif_matchvurderinger": [_assessment(draw, course.start)],
        "bif_indsatser": [*_interviews(draw), *_efforts(draw, course.start)],
        "bif_jobplaner": _job_plans(draw, offers),
        "bif_afgange": course.exits,
        "sof_sager": [(draw.rng.choice(SPECIAL_NEEDS), text_date(course.start), "")],
        "sof_handleplaner": offers,
    }


def _days(n_days: int) -> timedelta:
    return timedelta(days=n_days)


def _years_before(draw: Draw, n_years: int) -> date:
    return on_day_of(draw.measured_on, draw.measured_on.year - n_years)


def _course(draw: Draw) -> Course:
    chance = draw.rng.random()
    if chance < 0.3:
        return Course(_new_in_the_year_before(draw), [], [])
    start = date(2003, 1, 2) + _days(draw.rng.randrange(700))
    return _left(draw, start) if chance < 0.5 else _stopped(draw, start)


def _new_in_the_year_before(draw: Draw) -> date:
    year = draw.measured_on.year - 1
    first, last = date(year, 1, 1), date(year, 12, 31)
    return draw.rng.choice((first, last, first + _days(draw.rng.randrange(365))))


def _left(draw: Draw, start: date) -> Course:
    """An exit up to a year before the day, and a benefit so many days later."""
    exit_day = _years_before(draw, 1) - _days(draw.rng.choice((0, 1, 30, 180, 180, 300, 364, 365)))
    back = exit_day + _days(draw.rng.choice(LASTING))
    outcome = draw.rng.choice(("ordinaert_arbejde", "uddannelse", *EXITS))
    hole = (exit_day + _days(draw.rng.choice((0, 1))), back - _days(draw.rng.choice((0, 1))))
    return Course(start, [hole], [(outcome, text_date(exit_day))])


def _stopped(draw: Draw, start: date) -> Course:
    """Up to three stops in the year to the day, or in the year before it."""
    first_day = _years_before(draw, draw.rng.choice((1, 1, 2))) + _days(1)
    holes: list[Hole] = []
    exits: list[Fields] = []
    for _ in range(draw.rng.choice((0, 1, 1, 2, 3))):
        first = first_day + _days(draw.rng.choice((0, 1, 29, draw.rng.randrange(366))))
        last = first + _days(draw.rng.choice(HOLES) - 1)
        holes.append((first, last))
        if draw.rng.random() < 0.5:
            near = draw.rng.choice(
                (first - _days(2), first - _days(1), first, last, last + _days(1))
            )
            exits.append((draw.rng.choice(("andet", *EXITS)), text_date(near)))
    if draw.rng.random() < 0.2:  # and none on the day
        since = draw.measured_on - _days(draw.rng.choice((0, 26, 27, 28, 29, 100, 300)))
        holes.append((since, date(2015, 6, 1)))
    return Course(start, holes, exits)


def _benefits(course: Course) -> list[Fields]:
    """From the first day to the end, without the holes."""
    rows: list[Fields] = []
    start = course.start
    for first, last in sorted(course.holes):
        if first > start:
            rows.append(("kontanthjaelp", text_date(start), text_date(first - _days(1))))
        start = max(start, last + _days(1))
    return [*rows, ("kontanthjaelp", text_date(start), "")] if start < date(2015, 1, 31) else rows


def _assessment(draw: Draw, day: date) -> Fields:
    codes = {"match5": ("4", "5"), "match3": ("2", "3"), "visitation": ("aktivitetsparat",)}
    system = next(name for name in reversed(codes) if day >= FIRST_DAY[name])
    return (system, draw.rng.choice(codes[system]), text_date(day))


def _interviews(draw: Draw) -> list[Fields]:
    """Around the first and the last day of a quarter, some of them without an end."""
    rows: list[Fields] = []
    for _ in range(draw.rng.choice((0, 0, 1, 2, 5))):
        before = draw.rng.choice((-1, 0, 1, 90, 91, 92, 93, 183, 184, draw.rng.randrange(366)))
        start = draw.measured_on - _days(before)
        end = draw.rng.choice((None, start, start, start + _days(draw.rng.choice((1, 2, 92)))))
        rows.append(("samtale", text_date(start), text_date(end)))
    return rows


def _efforts(draw: Draw, start: date) -> list[Fields]:
    """So many days after the first day; or for a year to the day, with a gap in it."""
    chance = draw.rng.random()
    if chance < 0.5:
        first = start + _days(draw.rng.choice(BANDS))
        code = draw.rng.choice((*ACTIVATION, *ACTIVATION, *NOT_ACTIVATION))
        return [(code, text_date(first), text_date(first + _days(draw.rng.choice((0, 20, 90)))))]
    if chance < 0.75:
        return []
    since = draw.measured_on - _days(draw.rng.choice((364, 365, 366, 700)))
    again = draw.measured_on - _days(draw.rng.choice((0, 1, 100, 200)))
    until = again - _days(draw.rng.choice((1, 28, 29, 29, 30)))
    spells = [(since, until), (again, draw.measured_on + _days(draw.rng.choice((0, 0, 40))))]
    return [(draw.rng.choice(ACTIVATION), text_date(a), text_date(b)) for a, b in spells if a <= b]


def _plans(draw: Draw) -> list[Fields]:
    """An offer at times at an edge before the year's end; a plan so many days after it."""
    cutoff = date(draw.measured_on.year, 12, 31)
    rows: list[Fields] = []
    for _ in range(draw.rng.choice((0, 1, 1, 2))):
        edge = cutoff - _days(draw.rng.choice(BANDS))
        any_day = cutoff - _days(draw.rng.randrange(1400))
        offered = draw.rng.choice((edge, any_day, any_day))
        svar = draw.rng.choice(("accepteret", "afvist", "afvist", ""))
        prepared = offered + _days(draw.rng.choice((-90, -1, *BANDS)))
        slut = draw.rng.choice((None, None, offered - _days(1), offered))
        rows.append((text_date(offered), svar, "", "", ""))
        if draw.rng.random() < 0.6:
            initiative = draw.rng.choice(("J", "J", "N"))
            rows.append(("", "", text_date(prepared), initiative, text_date(slut)))
    return rows


def _job_plans(draw: Draw, offers: list[Fields]) -> list[Fields]:
    """Beside the first offer: made up to a year after it or more, ended before it or not."""
    if not offers or draw.rng.random() < 0.3:
        return []
    offered = date(*map(int, reversed(offers[0][0].split("-"))))
    approved = offered + _days(draw.rng.choice((-200, 0, 364, 365, 366)))
    slut = draw.rng.choice((None, offered - _days(1), offered))
    if slut is not None and slut < approved:
        slut = None
    return [(text_date(approved), text_date(slut))]
