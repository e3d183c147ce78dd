"""The contact follow-up at its boundaries."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fsb_lib.base import package_data
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from tests.sentences.making import GROUPS, conversion, linkage, rated, release, table

REPORT = "contact_followup"
DAY = date(2010, 11, 15)
GONE = "doed_eller_fraflyttet"
# Persons of each target group by course; those who died or moved last.
COURSES = ("ubrudt", "kendt_afgang", "et_ophoer", "flere_ophoer", GONE)
USUAL = (900, 120, 60, 20, 30)
BEFORE = (860, 90, 40, 10, 20)
# Persons of each target group: followed, of them fallen out.
FALLEN = (1100, 30)
# Of the focus population of each group: persons, of them with an interview.
TALKS = ((700, 350), (120, 66), (2600, 1500))
# Persons by the longest time without contact, shortest first.
GAPS = (900, 1100, 500, 200)


def shares(counts: tuple[int, ...]) -> dict[str, Any]:
    base = sum(counts[:-1])
    rows: dict[str, Any] = {
        code: {"persons": n, "share": Ratio(n, base)}
        for code, n in zip(COURSES, counts, strict=True)
    }
    return {**rows, GONE: {"persons": counts[-1], "share": None}}


def of_groups(counts: tuple[int, ...]) -> MeasuredTable:
    """Each group has a third."""
    rows = {(group, code): one for group in GROUPS for code, one in shares(counts).items()}
    total = shares(tuple(3 * n for n in counts))
    every = {**rows, **{("i_alt", code): one for code, one in total.items()}}
    return table("contact_course", DAY, every)


def with_total(table_id: str, groups: tuple[tuple[int, int], ...], part: str) -> MeasuredTable:
    rows = {g: rated(n, of, part=part) for g, (of, n) in zip(GROUPS, groups, strict=True)}
    of, n = (sum(column) for column in zip(*groups, strict=True))
    return table(table_id, DAY, {**rows, "i_alt": rated(n, of, part=part)})


def at(
    courses: tuple[int, ...] = USUAL,
    fallen: tuple[int, int] = FALLEN,
    talks: tuple[tuple[int, int], ...] = TALKS,
    gaps: tuple[int, ...] = GAPS,
    earlier: tuple[int, ...] | None = BEFORE,
    **parameters: Any,
) -> ProtectedReport:
    """2010 with these numbers."""
    codes = ("0_92", "93_183", "184_364", "hele_aaret")
    times = {
        code: {"persons": n, "share": Ratio(n, sum(gaps))}
        for code, n in zip(codes, gaps, strict=True)
    }
    before = (
        [] if earlier is None else [table("contact_before", date(2009, 11, 15), shares(earlier))]
    )
    tables = [
        of_groups(courses),
        *before,
        with_total("contact_fallen_out", (fallen,) * 3, "fallen_out"),
        with_total("contact_interview", talks, "with_interview"),
        table("contact_longest_gap", DAY, times),
        linkage(DAY),
        conversion(DAY),
    ]
    return release(REPORT, 2010, tables, **parameters)


def warned() -> ProtectedReport:
    """2010 with every warning there is."""
    texts: Mapping[str, str] = package_data.load(f"wording/{REPORT}")["warnings"]
    days = {"before": danish.long_date(date(2009, 11, 15)), "day": danish.long_date(DAY)}
    return at(warnings=tuple(text.format(**days) for text in texts.values()))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    nobody, no_talks = (0, 0, 0, 0, 0), ((700, 0), (120, 0), (2600, 0))
    return {
        "every course has some": at(),
        "nobody stopped": at((1100, 0, 0, 0, 0), (1100, 0), gaps=(1100, 1100, 1100, 0)),
        "nobody without a stop": at((0, 900, 180, 20, 30), gaps=(0, 0, 0, 0)),
        "everything hidden": at(
            (1, 1, 1, 0, 1),
            (3, 1),
            ((1, 1),) * 3,
            (1, 1, 1, 0),
            (1, 1, 1, 0, 1),
            disclosure_threshold=20,
        ),
        "all courses hidden": at((3, 2, 1, 4, 4), (90, 3), disclosure_threshold=20),
        "several stops hidden": at((900, 120, 60, 1, 30)),
        "one stop hidden": at((900, 120, 1, 20, 30), earlier=(860, 90, 3, 10, 20)),
        "at the threshold": at((900, 120, 60, 5, 5), (1100, 5)),
        "nobody fallen out": at(fallen=(1100, 0)),
        "fallen out hidden": at(fallen=(1100, 1)),
        "nobody followed": at(nobody, (0, 0), gaps=(0, 0, 0, 0), earlier=nobody),
        "everybody has died or moved": at((0, 0, 0, 0, 9), (0, 0), gaps=(0, 0, 0, 0)),
        "few followed": at((1, 0, 0, 0, 0), (1, 0), gaps=(3, 0, 0, 0)),
        "no follow-up before": at(earlier=None),
        "everything before hidden": at(earlier=(1, 1, 1, 1, 1)),
        "explained stops hidden": at((900, 1, 60, 20, 30)),
        "as the year before": at(earlier=USUAL),
        "one risen, one not": at(earlier=(800, 220, 60, 20, 30)),
        "risen": at((1000, 60, 20, 20, 30)),
        "no interviews at all": at(talks=no_talks, gaps=(0, 0, 0, 2700)),
        "interviews of a group hidden": at(talks=((700, 350), (120, 3), (2600, 1500))),
        "nobody in the focus population": at(talks=((0, 0),) * 3),
        "a whole year without contact hidden": at(gaps=(900, 1100, 500, 3)),
        "everybody had contact": at(gaps=(900, 1100, 500, 0)),
        "exits not delivered for the whole year": warned(),
    }
