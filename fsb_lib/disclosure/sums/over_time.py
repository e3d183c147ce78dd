"""What adds up over the years: offers of plans, a cohort and the day it was drawn from, movements.

As in across_tables.py each function gives the sums of one population; `when` is what stands
behind its "@".
"""

from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums import focus_areas
from fsb_lib.disclosure.sums.across_tables import Sums
from fsb_lib.disclosure.sums.sum_of_counts import KnownCounts, Sum, at_most, part_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.periods import STRATEGY_START, same_day_a_year_before

PREPARED = ("/state:udarbejdet", "/state:udarbejdet_af_egen_drift")
WITHOUT_PLAN = (
    "/state:afvist_uden_plan",
    "/state:accepteret_under_udarbejdelse",
    "/state:intet_svar",
)


def offers_until(year: str, known: KnownCounts) -> Sums:
    """Offers of the years add up, and in no target group do they fall; who has a plan keeps it
    (D5)."""
    until, groups = f"offers_until@{year}", vocabulary.special_needs_codes()
    yield from _prepared(int(year), known)
    yield from _from_offer_to_plan(int(year), known)
    before = (f"offers_until@{int(year) - 1}",) if int(year) > STRATEGY_START.year else ()
    yield Sum(until, (*before, f"offers@{year}"))
    earlier = [
        stem for stem in known.stems
        if stem.startswith("offers_until@") and stem < until and (stem, groups[0]) in known.parts
    ]  # fmt: skip
    for one in earlier[-1:]:
        for group in ("", *(f"/{code}" for code in groups)):
            yield part_of(f"{until}{group}", f"{one}{group}")


def _prepared(year: int, known: KnownCounts) -> Sums:
    """A plan stays prepared, whoever asked for it; one that was offered stays that, too."""
    until, last = f"offers_until@{year}", f"offers_until@{year - 1}"
    if f"{last}{PREPARED[0]}" in known.names:
        yield part_of(f"{until}{PREPARED[0]}", f"{last}{PREPARED[0]}")
        for stem in (until, last):
            yield _sum(stem, "/prepared", PREPARED)
        yield part_of(f"{until}/prepared", f"{last}/prepared")


def _from_offer_to_plan(year: int, known: KnownCounts) -> Sums:
    """Days to plan and the course after a refusal, against the states of the same persons (D17)."""
    until, last = f"offers_until@{year}", f"offers_until@{year - 1}"
    after = tuple(f"/plan:{code}" for code in load("relations")["days_to_plan"])
    if f"{until}{after[0]}" not in known.names:
        return
    before, none = "/plan:foer_tilbuddet", "/plan:ikke_udarbejdet"
    yield _sum(until, "/prepared_after", after)
    yield _sum(until, "/prepared", ("/prepared_after", before))
    yield _sum(until, "/prepared", PREPARED)
    yield _sum(until, none, WITHOUT_PLAN)
    yield from _after_refusal(until)
    if f"{last}{after[0]}" in known.names:
        yield from (part_of(f"{until}{code}", f"{last}{code}") for code in after)


def _after_refusal(until: str) -> Sums:
    """Who refused last has no plan (the state), or one from before, or one since."""
    refused, is_open, prepared = "/refused", "/refused/open", "/refused/prepared"
    done, waiting = (
        tuple(f"/refused/course:{code}" for code in load("relations")[kind])
        for kind in ("duty_done", "duty_open")
    )
    yield _sum(until, refused, (*done, is_open))
    yield _sum(until, is_open, waiting)
    yield _sum(until, refused, (WITHOUT_PLAN[0], prepared))
    yield _sum(until, prepared, (*done, f"{is_open}/prepared"))
    yield part_of(f"{until}/prepared", f"{until}{prepared}")
    yield from at_most(tuple(f"{until}{one}" for one in done), (f"{until}/prepared_after",))


def _sum(stem: str, whole: str, parts: tuple[str, ...]) -> Sum:
    return Sum(f"{stem}{whole}", tuple(f"{stem}{part}" for part in parts))


GONE = {kind: f"/{kind}:doed_eller_fraflyttet" for kind in ("state", "course")}
_UNEXPLAINED = ("/course:et_ophoer", "/course:flere_ophoer")
_REGISTERS = {
    "ydelse_og_sag": "shared@{}",
    "kun_ydelse": "linkage@{}/bif_only",
    "kun_sag": "linkage@{}/sof_only",
}


def cohort(day: str, known: KnownCounts) -> Sums:
    """Who kept contact with both is a shared citizen; who kept one is of one register. The bounds:
    persons on replacement numbers on the first day are added."""
    for state, register in _REGISTERS.items():
        yield part_of(register.format(day), f"cohort@{day}/state:{state}")
    base, first_day = f"cohort@{day}/base", same_day_a_year_before(date.fromisoformat(day))
    first = first_day.isoformat()
    yield from _areas(day, first_day, known)
    if f"{base}_and_unlinkable" in known.names:
        unlinkable = f"unlinkable_special_needs@{first}"
        in_work = f"cohort@{day}/state:ordinaert_arbejde"
        yield Sum(f"{base}_and_unlinkable", (base, unlinkable))
        yield Sum(f"cohort@{day}/work_and_unlinkable", (in_work, unlinkable))
    yield from _gone_by_group(f"cohort@{day}", f"focus@{first}", known)
    if f"{base}/fallen_out" in known.names:
        yield from _fallen_out(f"cohort@{day}")


def _gone_by_group(cohort: str, focus: str, known: KnownCounts) -> Sums:
    """Who died or moved of each target group: by course they have no name of their own, so no
    declaration finds them."""
    groups = vocabulary.special_needs_codes()
    gone = tuple(f"{cohort}/{group}{GONE['state']}" for group in groups)
    if known.names.isdisjoint(gone):
        return
    yield Sum(f"{cohort}{GONE['state']}", gone)
    for group, one in zip(groups, gone, strict=True):
        yield Sum(f"{focus}/{group}", (f"{cohort}/{group}/base", one))


def _fallen_out(cohort: str) -> Sums:
    """Who has fallen out still has a case, and a stop that no exit explains (D16)."""
    yield part_of(f"{cohort}/state:kun_sag", f"{cohort}/base/fallen_out")
    for stem in (cohort, *(f"{cohort}/{group}" for group in vocabulary.special_needs_codes())):
        stopped = tuple(f"{stem}{course}" for course in _UNEXPLAINED)
        yield from at_most((f"{stem}/base/fallen_out",), stopped)


def _areas(day: str, first: date, known: KnownCounts) -> Sums:
    """The cohort by focus area, and how many of it are in work or education (D18)."""
    base, gone = f"cohort@{day}/base", f"cohort@{day}/state:doed_eller_fraflyttet"
    trait, states = "/in_work_or_education", load("relations")["in_work_or_education"]
    if f"{base}{trait}" in known.names:
        yield Sum(f"{base}{trait}", tuple(f"cohort@{day}/state:{state}" for state in states))
    yield from focus_areas.followed(base, f"focus@{first.isoformat()}", gone, trait, known)


def lasting(day: str, _known: KnownCounts) -> Sums:
    """Who stayed away a year stayed away half of it; all were in focus two years before, and who
    was in ordinary work a year after that had left for it (D18)."""
    left, last = f"lasting@{day}", same_day_a_year_before(date.fromisoformat(day))
    followed, first = f"cohort@{last.isoformat()}", same_day_a_year_before(last)
    yield part_of(f"{left}/lasting:seks_maaneder", f"{left}/lasting:tolv_maaneder")
    yield part_of(f"focus@{first.isoformat()}", left)
    yield part_of(f"{followed}/base", left)
    yield part_of(left, f"{followed}/state:ordinaert_arbejde")


def newcomers(day: str, _known: KnownCounts) -> Sums:
    """All of them were in focus some day of the year before; four bands are within a year (D18)."""
    new = f"newcomers@{day}"
    bands = tuple(f"{new}/days:{band}" for band in load("relations")["within_a_year"])
    yield Sum(f"{new}/within_a_year", bands)
    yield part_of(f"focus_during@{int(day[:4]) - 1}", new)


def moves(days: str, known: KnownCounts) -> Sums:
    """Who stayed and who left were there before; who stayed and who entered are there now."""
    moves, (before, now) = f"moves@{days}", days.split("..")
    states = tuple(f"cohort@{now}/state:{state}" for state in load("relations")["maybe_there"])
    a_year_before = same_day_a_year_before(date.fromisoformat(now)).isoformat()
    if before == a_year_before and states[0] in known.names:
        yield from at_most((f"{moves}/stayed",), states)
    for day, came_or_went, activated in (
        (before, "left", "activated_before"),
        (now, "entered", "activated_now"),
    ):
        parts = (f"{moves}/stayed", f"{moves}/{came_or_went}")
        yield Sum(f"focus@{day}", parts)
        yield Sum(f"focus@{day}/activated", tuple(f"{part}/{activated}" for part in parts))
