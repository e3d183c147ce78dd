"""What adds up over the years: offers of plans, a cohort and the day it was drawn from, movements.

As in across_tables.py each function gives the sums of one population; `when` is what stands
behind its "@".
"""

from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums.across_tables import Sums
from fsb_lib.disclosure.sums.sum_of_counts import KnownCounts, Sum, at_most, part_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.periods import STRATEGY_START, same_day_a_year_before


def offers_until(year: str, known: KnownCounts) -> Sums:
    """Offers of the years add up, and in no target group do they fall; who has a plan keeps it
    (D5)."""
    until, groups = f"offers_until@{year}", vocabulary.special_needs_codes()
    yield from _prepared(int(year), known)
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
    states = ("/state:udarbejdet", "/state:udarbejdet_af_egen_drift")
    until, last = f"offers_until@{year}", f"offers_until@{year - 1}"
    if f"{last}{states[0]}" in known.names:
        yield part_of(f"{until}{states[0]}", f"{last}{states[0]}")
        for stem in (until, last):
            yield Sum(f"{stem}/prepared", tuple(f"{stem}{state}" for state in states))
        yield part_of(f"{until}/prepared", f"{last}/prepared")


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
    base, first = f"cohort@{day}/base", same_day_a_year_before(date.fromisoformat(day))
    if f"{base}_and_unlinkable" in known.names:
        unlinkable = f"unlinkable_special_needs@{first.isoformat()}"
        in_work = f"cohort@{day}/state:ordinaert_arbejde"
        yield Sum(f"{base}_and_unlinkable", (base, unlinkable))
        yield Sum(f"cohort@{day}/work_and_unlinkable", (in_work, unlinkable))


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
