"""A few rows with one fault each, of every kind that a row of the table can have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from .city_numbers import NumberMaker
from .codes import ORIGINS

Line = tuple[str, ...]

_GOOD_ROWS: dict[str, Line] = {
    # The fields after the number, every date readable and every code known.
    "bif_ydelser": ("kontanthjaelp", "03-03-2008", "05-05-2014"),
    "bif_matchvurderinger": ("match5", "4", "02-02-2009"),
    "bif_indsatser": ("loentilskud", "03-03-2008", "05-05-2014"),
    "bif_jobplaner": ("03-03-2008", ""),
    "sof_sager": ("handicappede", "03-03-2008", ""),
    "sof_handleplaner": ("03-03-2009", "accepteret", "05-05-2009", "N", ""),
    "personer": ("dansk",),
    "bif_afgange": ("andet", "03-03-2010"),
    "samarbejde": ("kontaktmodel", "SOF", "03-03-2008", ""),
}
_SPOILED_FIELDS: dict[str, tuple[Line, ...]] = {
    # The same rows, each with one fault or with two of which only the first is counted.
    "bif_ydelser": (
        ("kontanthjaelp", "", "05-05-2014"),
        ("kontanthjaelp", "31-02-2008", ""),
        ("kontanthjaelp", "03-03-2008", "ukendt"),
        ("kontanthjaelp", "03-03-2008", "02-03-2008"),
        ("boligstoette", "03-03-2008", ""),
        ("boligstoette", "03-03-2008", "02-03-2008"),
        ("", "03-03-2008", ""),
    ),
    "bif_matchvurderinger": (
        ("match5", "4", ""),
        ("match5", "4", "26-04-2010"),
        ("match5", "", "26-04-2010"),
        ("match3", "2", "25-04-2010"),
        ("visitation", "jobparat", "30-09-2013"),
        ("match3", "4", "26-04-2010"),
        ("visitation", "2", "05-05-2014"),
        ("match5", "aktivitetsparat", "05-05-2014"),
        ("match5", "6", "05-05-2009"),
        ("match6", "4", "05-05-2009"),
        ("", "4", "05-05-2009"),
    ),
    "bif_indsatser": (
        ("loentilskud", "31-12-9999", ""),
        ("kaffepause", "03-03-2008", ""),
        ("loentilskud", "03-03-2008", "01-01-1899"),
        ("mentor", "03-03-2008", "02-03-2008"),
    ),
    "bif_jobplaner": (("", "03-03-2009"), ("03-03-2009", "35-03-2009"), ("senere", "")),
    "sof_sager": (
        ("handicappede", "", ""),
        ("oevrige", "03-03-2008", ""),
        ("", "03-03-2008", ""),
        ("handicappede", "03-03-2008", "02-03-2008"),
    ),
    "sof_handleplaner": (
        ("", "accepteret", "", "N", ""),
        ("03-03-2009", "maaske", "", "N", ""),
        ("03-03-2009", "accepteret", "", "Q", ""),
        ("03-13-2009", "accepteret", "05-05-2009", "N", ""),
    ),
    "personer": (("ukendt",), ("",)),
    "bif_afgange": (
        ("andet", ""),
        ("andet", "31-02-2010"),
        ("andet", "31-12-9999"),
        ("selvforsoergende", "03-03-2010"),
        ("", "03-03-2010"),
    ),
    "samarbejde": (
        ("kontaktmodel", "SOF", "", ""),
        ("kontaktmodel", "SOF", "03-03-2008", "02-03-2008"),
        ("projektmodel", "SOF", "03-03-2008", ""),
        ("kontaktmodel", "KK", "03-03-2008", ""),
        ("kontaktmodel", "", "03-03-2008", ""),
    ),
}
_BAD_NUMBERS = (
    "",  # unreadable
    "12345678",
    "1,50785E+09",
    "15078512345",  # invalid: eleven digits
    "150785-12A4B",
    "1507851O",
    "ABCDEF1234",
    "3102751234",  # invalid date
    "1513751234",
    "9205751234",
    "320575-12AB",  # invalid: letters, but no such day
)


def faulty_rows(
    rng: Random, maker: NumberMaker, table: str, lines: list[Line], n_rows: int
) -> list[Line]:
    """`n_rows` rows to put among `lines`, each of which must be dropped by its first fault."""
    if table == "cpr_skift":
        return _faulty_changes(rng, maker, n_rows)
    held = [line[0] for line in lines]
    kinds: tuple[Callable[[], Line], ...] = (
        lambda: (rng.choice(_BAD_NUMBERS), *_GOOD_ROWS[table]),
        lambda: (_implausible(rng, maker), *_GOOD_ROWS[table]),
        lambda: (rng.choice(held), *_GOOD_ROWS[table], "for meget"),
        lambda: (rng.choice(held), *rng.choice(_SPOILED_FIELDS[table])),
        lambda: (rng.choice(held), *rng.choice(_SPOILED_FIELDS[table])),
        lambda: (rng.choice(held), *rng.choice(_SPOILED_FIELDS[table])),
    )
    rows: list[Line] = []
    if table == "personer" and n_rows >= 2 and rng.random() < 0.5:
        # A second origin makes the former row a fault as well: two rows for one.
        number = rng.choice(held)
        n_copies = held.count(number)
        if n_copies + 1 <= n_rows:
            rows.append((number, *_other_origin(rng, number, lines)))
            n_rows -= n_copies + 1
    rows.extend(rng.choice(kinds)() for _ in range(n_rows))
    return rows


def _other_origin(rng: Random, number: str, lines: list[Line]) -> Line:
    held = {line[1] for line in lines if line[0] == number}
    return (rng.choice([origin for origin in ORIGINS if origin not in held]),)


def _implausible(rng: Random, maker: NumberMaker) -> str:
    """Born after every key date, or in a century that is long gone."""
    return maker.born_on(rng.choice((date(2016, 3, 3), date(1870, 3, 3), date(1885, 2, 28))))


def _faulty_changes(rng: Random, maker: NumberMaker, n_rows: int) -> list[Line]:
    """Changes that no one's rows need, so that only the counts of faults can differ."""
    rows: list[Line] = []
    while len(rows) < n_rows:
        old, new, day = maker.person(), maker.person(), "04-04-2012"
        kind = rng.randrange(6)
        if kind == 0 and n_rows - len(rows) >= 2:
            rows += [(old, new, day, ""), (old, maker.person(), day, "")]
        elif kind == 1:
            rows.append((maker.replacement(), new, day, ""))
        elif kind == 2:
            rows.append((old, rng.choice(_BAD_NUMBERS), day, ""))
        elif kind == 3:
            rows.append((_implausible(rng, maker), new, day, ""))
        elif kind == 4:
            rows.append((old, new, "", ""))
        else:
            rows.append((old, new, "04-31-2012", ""))
    return rows
