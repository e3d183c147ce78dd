"""Random courses of one person in each register, drawn to the edges of the definitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .codes import (
    ACTIVATION,
    BENEFITS,
    EXITS,
    MATCH_CODES,
    NEVER_PLACED,
    NOT_ACTIVATION,
    SCHEMES,
    SPECIAL_NEEDS,
    TARGET_GROUPS,
)
from .settings import on_day_of

Fields = tuple[str, ...]
ONE_DAY = timedelta(days=1)
END = date(2015, 1, 31)
# Days without benefit between two spells; a negative number is an overlap.
GAPS = (-40, -1, 0, 0, 1, 27, 28, 28, 29, 29, 120)
SYSTEM_EDGES = (
    date(2010, 4, 25),
    date(2010, 4, 26),
    date(2013, 9, 30),
    date(2013, 10, 1),
    date(2013, 12, 31),
    date(2014, 1, 1),
)


def text_date(day: date | None) -> str:
    return "" if day is None else day.strftime("%d-%m-%Y")


def read_day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


@dataclass(frozen=True)
class Draw:
    """The dice of one city, loaded towards the day of the year that it will be measured on."""

    rng: Random
    measured_on: date

    def edge_day(self, first: date, last: date) -> date:
        """Half the time a day at, just before or just after a date that a definition names."""
        if self.rng.random() < 0.5:
            year = self.rng.randint(first.year, last.year)
            measured = on_day_of(self.measured_on, year)
            named = self.rng.choice(
                (
                    date(year, 11, 15),
                    measured,
                    measured,
                    date(year, 12, 31),
                    measured.replace(day=1),
                    date(year, 12, 1),
                    date(2009, 1, 1),
                )
            )
            day = named + self.rng.choice((-ONE_DAY, timedelta(0), timedelta(0), ONE_DAY))
            if first <= day <= last:
                return day
        return first + timedelta(days=self.rng.randrange((last - first).days + 1))


def _spells(draw: Draw, start: date, gaps: tuple[int, ...]) -> list[tuple[date, date | None]]:
    """Spells one after the other to the end of 2014; the last one is often open."""
    spells: list[tuple[date, date | None]] = []
    while start < END:
        latest = start + timedelta(days=draw.rng.choice((60, 400, 900, 1800)))
        end = draw.edge_day(start, latest)
        if end >= END and draw.rng.random() < 0.6:
            return [*spells, (start, None)]
        spells.append((start, end))
        following = end + timedelta(days=1 + draw.rng.choice(gaps))
        start = following if following > start else end + ONE_DAY
    return spells


def _first_day(draw: Draw, steady: bool) -> date:
    last = date(2008, 6, 1) if steady else date(2013, 1, 1)
    return draw.edge_day(date(2002, 1, 1), last)


def benefits(draw: Draw, steady: bool) -> list[Fields]:
    rows: list[Fields] = []
    for start, end in _spells(draw, _first_day(draw, steady), GAPS):
        steadily = steady and draw.rng.random() < 0.75
        code = "kontanthjaelp" if steadily else draw.rng.choice((*BENEFITS, *NEVER_PLACED[:3]))
        rows.append((code, text_date(start), text_date(end)))
        if draw.rng.random() < 0.1:  # another benefit beside it
            beside = draw.rng.choice((*BENEFITS, *NEVER_PLACED))
            rows.append((beside, text_date(start), text_date(end)))
    return rows


def cases(draw: Draw, steady: bool) -> list[Fields]:
    rows: list[Fields] = []
    own = draw.rng.choice(SPECIAL_NEEDS)
    for start, end in _spells(draw, _first_day(draw, steady), (*GAPS, 0, 0, 0)):
        code = own if steady and draw.rng.random() < 0.8 else draw.rng.choice(TARGET_GROUPS)
        rows.append((code, text_date(start), text_date(end)))
        if draw.rng.random() < 0.25:  # a second team has the case as well
            second = draw.edge_day(start, end or END)
            rows.append((draw.rng.choice(TARGET_GROUPS), text_date(second), text_date(end)))
    return rows


def assessments(draw: Draw, steady: bool) -> list[Fields]:
    """From one to nine days; now and then several assessments on one day."""
    days = [draw.edge_day(date(2003, 1, 1), date(2007, 11, 15))]
    for _ in range(draw.rng.choice((0, 1, 2, 4, 8))):
        days.append(draw.edge_day(date(2004, 1, 1), date(2014, 12, 31)))
    if draw.rng.random() < 0.3:
        days.append(draw.rng.choice(SYSTEM_EDGES))
    rows: list[Fields] = []
    for day in days:
        for _ in range(draw.rng.choices((1, 2, 3), (80, 15, 5))[0]):
            system = _system(draw.rng, day)
            rows.append((system, _code(draw.rng, system, steady), text_date(day)))
    return rows


def _system(rng: Random, day: date) -> str:
    if day < date(2010, 4, 26):
        return "match5"
    if day < date(2013, 10, 1):
        return "match3"
    return rng.choice(("match3", "visitation", "visitation"))


def _code(rng: Random, system: str, steady: bool) -> str:
    chance = rng.random()
    if chance < 0.06:
        return ""
    if steady and chance < 0.8:
        usual = {"match5": ("4", "4", "5"), "match3": ("2", "2", "3")}
        return rng.choice(usual.get(system, ("aktivitetsparat",)))
    return rng.choice(MATCH_CODES[system])


def indsatser(draw: Draw, busy: bool) -> list[Fields]:
    """In a busy city most are activated, so that a target can be reached."""
    rows: list[Fields] = []
    for _ in range(draw.rng.choice((4, 12, 20) if busy else (0, 1, 3, 6))):
        start = draw.edge_day(date(2005, 1, 1), date(2014, 12, 31))
        end = draw.edge_day(start, start + timedelta(days=draw.rng.choice((0, 30, 200, 700))))
        ends = None if draw.rng.random() < 0.05 else end
        code = draw.rng.choice((*ACTIVATION, *NOT_ACTIVATION))
        rows.append((code, text_date(start), text_date(ends)))
    return rows


def job_plans(draw: Draw) -> list[Fields]:
    rows: list[Fields] = []
    for _ in range(draw.rng.choice((0, 1, 1, 2))):
        start = draw.edge_day(date(2007, 1, 1), date(2014, 12, 31))
        end = draw.edge_day(start, start + timedelta(days=900))
        rows.append((text_date(start), "" if draw.rng.random() < 0.4 else text_date(end)))
    return rows


def plans(draw: Draw) -> list[Fields]:
    """Offers with and without an answer, plans on own initiative, plans that have ended."""
    rows: list[Fields] = []
    for _ in range(draw.rng.choice((0, 1, 1, 2, 3))):
        offered = draw.edge_day(date(2008, 6, 1), date(2014, 12, 31))
        for _ in range(draw.rng.choices((1, 2), (85, 15))[0]):  # two rows of one day
            rows.append(_plan(draw, offered))
    if draw.rng.random() < 0.2:
        rows.append(_own_initiative(draw))
    return rows


def _plan(draw: Draw, offered: date) -> Fields:
    svar = draw.rng.choice(("accepteret", "accepteret", "afvist", ""))
    prepared = None
    if draw.rng.random() < 0.45:
        prepared = draw.edge_day(offered - timedelta(days=90), offered + timedelta(days=500))
    slut = None
    if prepared is not None and draw.rng.random() < 0.5:
        slut = draw.edge_day(prepared, prepared + timedelta(days=800))
    drift = draw.rng.choice(("", "N", "N", "J"))
    return (text_date(offered), svar, text_date(prepared), drift, text_date(slut))


def _own_initiative(draw: Draw) -> Fields:
    """A plan made without an offer, some of them before the strategy began."""
    prepared = draw.edge_day(date(2008, 6, 1), date(2013, 12, 31))
    return ("", "", text_date(prepared), draw.rng.choice(("J", "J", "N")), "")


def last_day(draw: Draw) -> date | None:
    """Some leave for good, on a day between two years' measurements or at the edge of one."""
    if draw.rng.random() < 0.6:
        return None
    return draw.edge_day(date(2007, 11, 1), date(2014, 12, 31))


def until(last: date | None, rows: list[Fields]) -> list[Fields]:
    """The rows (code, first day, last day) without what lies after `last`."""
    if last is None:
        return rows
    return [
        (code, start, end if end and read_day(end) < last else text_date(last))
        for code, start, end in rows
        if read_day(start) <= last
    ]


def exits(draw: Draw, last: date | None) -> list[Fields]:
    """At a person's end and anywhere else; often two on one day."""
    days = [
        draw.edge_day(date(2005, 6, 1), date(2014, 12, 31))
        for _ in range(draw.rng.choice((0, 0, 1, 3, 6)))
    ]
    if last is not None and draw.rng.random() < 0.85:
        days.append(last + draw.rng.choice((timedelta(0), ONE_DAY)))
    return [
        (draw.rng.choice(EXITS), text_date(day))
        for day in days
        for _ in range(draw.rng.choices((1, 2, 3), (75, 20, 5))[0])
    ]


def schemes(draw: Draw) -> list[Fields]:
    """At times one scheme is coordinated by both, at once or one after the other."""
    rows: list[Fields] = []
    for _ in range(draw.rng.choice((0, 0, 1, 2, 4))):
        start = draw.edge_day(date(2006, 1, 1), date(2014, 12, 31))
        end = draw.edge_day(start, start + timedelta(days=700))
        ends = "" if draw.rng.random() < 0.3 else text_date(end)
        code = draw.rng.choice(SCHEMES)
        coordinators = draw.rng.choice((("BIF",), ("SOF",), ("BIF", "SOF"), ("SOF", "SOF")))
        rows.extend((code, coordinator, text_date(start), ends) for coordinator in coordinators)
    return rows
