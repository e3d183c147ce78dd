"""Random courses of one person in each register, drawn to the edges of the definitions."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .codes import ACTIVATION, BENEFITS, MATCH_CODES, NOT_ACTIVATION, SPECIAL_NEEDS, TARGET_GROUPS

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


def edge_day(rng: Random, first: date, last: date) -> date:
    """Half the time a day at, just before or just after a date that a definition names."""
    if rng.random() < 0.5:
        year = rng.randint(first.year, last.year)
        named = rng.choice(
            (
                date(year, 11, 15),
                date(year, 11, 15),
                date(year, 12, 31),
                date(year, 11, 1),
                date(year, 12, 1),
                date(2009, 1, 1),
            )
        )
        day = named + rng.choice((-ONE_DAY, timedelta(0), timedelta(0), ONE_DAY))
        if first <= day <= last:
            return day
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _spells(rng: Random, start: date, gaps: tuple[int, ...]) -> list[tuple[date, date | None]]:
    """Spells one after the other to the end of 2014; the last one is often open."""
    spells: list[tuple[date, date | None]] = []
    while start < END:
        latest = start + timedelta(days=rng.choice((60, 400, 900, 1800)))
        end = edge_day(rng, start, latest)
        if end >= END and rng.random() < 0.6:
            return [*spells, (start, None)]
        spells.append((start, end))
        following = end + timedelta(days=1 + rng.choice(gaps))
        start = following if following > start else end + ONE_DAY
    return spells


def _first_day(rng: Random, steady: bool) -> date:
    last = date(2008, 6, 1) if steady else date(2013, 1, 1)
    return edge_day(rng, date(2002, 1, 1), last)


def benefits(rng: Random, steady: bool) -> list[Fields]:
    rows: list[Fields] = []
    for start, end in _spells(rng, _first_day(rng, steady), GAPS):
        code = "kontanthjaelp" if steady and rng.random() < 0.75 else rng.choice(BENEFITS)
        rows.append((code, text_date(start), text_date(end)))
        if rng.random() < 0.1:  # another benefit beside it
            rows.append((rng.choice(BENEFITS), text_date(start), text_date(end)))
    return rows


def cases(rng: Random, steady: bool) -> list[Fields]:
    rows: list[Fields] = []
    own = rng.choice(SPECIAL_NEEDS)
    for start, end in _spells(rng, _first_day(rng, steady), (*GAPS, 0, 0, 0)):
        code = own if steady and rng.random() < 0.8 else rng.choice(TARGET_GROUPS)
        rows.append((code, text_date(start), text_date(end)))
        if rng.random() < 0.25:  # a second team has the case as well
            second = edge_day(rng, start, end or END)
            rows.append((rng.choice(TARGET_GROUPS), text_date(second), text_date(end)))
    return rows


def assessments(rng: Random, steady: bool) -> list[Fields]:
    """From one to nine days; now and then several assessments on one day."""
    days = [edge_day(rng, date(2003, 1, 1), date(2007, 11, 15))]
    for _ in range(rng.choice((0, 1, 2, 4, 8))):
        days.append(edge_day(rng, date(2004, 1, 1), date(2014, 12, 31)))
    if rng.random() < 0.3:
        days.append(rng.choice(SYSTEM_EDGES))
    rows: list[Fields] = []
    for day in days:
        for _ in range(rng.choices((1, 2, 3), (80, 15, 5))[0]):
            system = _system(rng, day)
            rows.append((system, _code(rng, system, steady), text_date(day)))
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


def indsatser(rng: Random, busy: bool) -> list[Fields]:
    """In a busy city most are activated, so that a target can be reached."""
    rows: list[Fields] = []
    for _ in range(rng.choice((4, 12, 20) if busy else (0, 1, 3, 6))):
        start = edge_day(rng, date(2005, 1, 1), date(2014, 12, 31))
        end = edge_day(rng, start, start + timedelta(days=rng.choice((0, 30, 200, 700))))
        ends = None if rng.random() < 0.05 else end
        code = rng.choice((*ACTIVATION, *NOT_ACTIVATION))
        rows.append((code, text_date(start), text_date(ends)))
    return rows


def job_plans(rng: Random) -> list[Fields]:
    rows: list[Fields] = []
    for _ in range(rng.choice((0, 1, 1, 2))):
        start = edge_day(rng, date(2007, 1, 1), date(2014, 12, 31))
        end = edge_day(rng, start, start + timedelta(days=900))
        rows.append((text_date(start), "" if rng.random() < 0.4 else text_date(end)))
    return rows


def plans(rng: Random) -> list[Fields]:
    """Offers with and without an answer, plans on own initiative, plans that have ended."""
    rows: list[Fields] = []
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        offered = edge_day(rng, date(2008, 6, 1), date(2014, 12, 31))
        for _ in range(rng.choices((1, 2), (85, 15))[0]):  # two rows of one day
            rows.append(_plan(rng, offered))
    if rng.random() < 0.2:
        rows.append(_own_initiative(rng))
    return rows


def _plan(rng: Random, offered: date) -> Fields:
    svar = rng.choice(("accepteret", "accepteret", "afvist", ""))
    prepared = None
    if rng.random() < 0.45:
        prepared = edge_day(rng, offered - timedelta(days=90), offered + timedelta(days=500))
    slut = None
    if prepared is not None and rng.random() < 0.5:
        slut = edge_day(rng, prepared, prepared + timedelta(days=800))
    drift = rng.choice(("", "N", "N", "J"))
    return (text_date(offered), svar, text_date(prepared), drift, text_date(slut))


def _own_initiative(rng: Random) -> Fields:
    """A plan made without an offer, some of them before the strategy began."""
    prepared = edge_day(rng, date(2008, 6, 1), date(2013, 12, 31))
    return ("", "", text_date(prepared), rng.choice(("J", "J", "N")), "")
