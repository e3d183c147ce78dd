"""Other ways to say what a delivery's kept rows say: no figure may move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from .settings import Settings

ONE_DAY = timedelta(days=1)
LATE = date(2015, 6, 1)  # stands for an open end
# The first and the last day of a row that lasts.
LASTING = {
    "bif_ydelser": ("fra", "til"),
    "bif_indsatser": ("fra", "til"),
    "bif_jobplaner": ("godkendt", "slut"),
    "sof_sager": ("fra", "til"),
    "samarbejde": ("fra", "til"),
}
INTERVIEW = "samtale"  # held on its first day: a row that begins on another day is another one
Row = dict[str, Any]
Rows = dict[str, list[Row]]
Change = Callable[[Random, Rows, Settings], Rows]


def in_another_order(rng: Random, rows: Rows, _: Settings) -> Rows:
    return {name: rng.sample(table, len(table)) for name, table in rows.items()}


def under_other_names(rng: Random, rows: Rows, _: Settings) -> Rows:
    """Every pseudonym is replaced by another one, which also sorts elsewhere."""
    names = sorted({row["person"] for table in rows.values() for row in table})
    others = [f"{rng.getrandbits(256):064x}" for _ in names]
    renamed = dict(zip(names, others, strict=True))
    return {
        name: [{**row, "person": renamed[row["person"]]} for row in table]
        for name, table in rows.items()
    }


def split_at_a_touching_day(rng: Random, rows: Rows, _: Settings) -> Rows:
    """One spell becomes two, the second beginning on the day after the first ends."""
    return {
        name: [part for row in table for part in _parts(rng, name, row)]
        for name, table in rows.items()
    }


def _parts(rng: Random, name: str, row: Row) -> list[Row]:
    if not _lasts(name, row):
        return [row]
    start, end = LASTING[name]
    days = ((row[end] or LATE) - row[start]).days
    middle = row[start] + timedelta(days=rng.randrange(days))
    return [{**row, end: middle}, {**row, start: middle + ONE_DAY}]


def _lasts(name: str, row: Row) -> bool:
    """Whether the row says that something held on each of several days."""
    if name not in LASTING or row.get("indsats") == INTERVIEW:
        return False
    start, end = LASTING[name]
    return bool(row[start] < (row[end] or LATE))


def with_the_same_spell_inside(rng: Random, rows: Rows, _: Settings) -> Rows:
    """A spell of the same kind within one that is there, from its first or to its last day."""
    return {
        name: table + [inside for row in table for inside in _inside(rng, name, row)]
        for name, table in rows.items()
    }


def _inside(rng: Random, name: str, row: Row) -> list[Row]:
    if not _lasts(name, row):
        return []
    start, end = LASTING[name]
    days = ((row[end] or LATE) - row[start]).days
    within = row[start] + timedelta(days=rng.randrange(days + 1))
    return [rng.choice(({**row, end: within}, {**row, start: within}))]


def with_rows_twice(rng: Random, rows: Rows, _: Settings) -> Rows:
    """Not assessments: several on one day are counted, and intake leaves none twice."""
    alone = ("identities", "bif_matchvurderinger", "personer")
    return {
        name: table if name in alone else table + rng.sample(table, len(table) // 2)
        for name, table in rows.items()
    }


def without_what_comes_later(_: Random, rows: Rows, settings: Settings) -> Rows:
    """What begins after the year is gone, and what ends after it is open."""
    last = settings.cutoff
    return {name: _until(last, table) for name, table in rows.items()}


def _until(last: date, table: list[Row]) -> list[Row]:
    kept = []
    for row in table:
        days = {k: v for k, v in row.items() if isinstance(v, date) and k != "born"}
        begins = [v for k, v in days.items() if k not in ("til", "slut")]
        if not begins or min(begins) <= last:
            later = {k for k, v in days.items() if v > last}
            kept.append({k: None if k in later else v for k, v in row.items()})
    return kept


def with_people_of_long_ago(rng: Random, rows: Rows, _: Settings) -> Rows:
    """Copies of everybody with benefits and cases that ended before any measurement."""
    gone = date(1999, 12, 31)
    copies: Rows = {name: [] for name in rows}
    for name in ("bif_ydelser", "sof_sager"):
        copies[name] = [{**row, "fra": date(1990, 2, 2), "til": gone} for row in rows[name]]
    for name in ("identities", "personer", "bif_matchvurderinger"):
        copies[name] = rows[name]
    return _with_copies(rng, rows, copies)


def _with_copies(rng: Random, rows: Rows, copies: Rows) -> Rows:
    """The rows and the copies, the copies' persons being other persons."""
    strangers = under_other_names(rng, copies, Settings(2009))
    return {name: table + strangers[name] for name, table in rows.items()}


SAME_IN_OTHER_WORDS: tuple[Change, ...] = (
    in_another_order,
    under_other_names,
    with_rows_twice,
    split_at_a_touching_day,
    with_the_same_spell_inside,
    without_what_comes_later,
    with_people_of_long_ago,
)
