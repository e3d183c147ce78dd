"""What adds up among people on a day: the focus population, all with any benefit, all recipients.

Each function gives the cubes of one population; the first axis of a cube holds the population.
"""

from collections.abc import Callable, Iterator
from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums.axes import ACTIVITY, SPECIAL_GROUPS, categories, facts, with_part
from fsb_lib.disclosure.sums.cubes import Axis, Cubes, KnownCounts, Split, at_most, split
from fsb_lib.domain import vocabulary


def system(day: str) -> vocabulary.MatchSystem:
    return vocabulary.system_in_force(date.fromisoformat(day))


_MONTH = (
    Split("", ("/activated_in_month", "/not_activated_in_month")),
    Split("/activated_in_month", ("/activated", "/activated_in_month_only")),
)

_MENTOR = (
    Split("", ("/activated_or_mentor", "/neither_activated_nor_mentor")),
    Split("/activated_or_mentor", ("/activated", "/mentor_only")),
)

_GROUPS = split("", *categories("", vocabulary.codes("maalgruppe")))


def focus(day: str, known: KnownCounts) -> Cubes:
    focus = split(f"focus@{day}")
    match = split("", *categories("match:", system(day).not_job_ready))
    yield focus, SPECIAL_GROUPS, match, ACTIVITY
    yield focus, _MONTH
    yield focus, _MENTOR
    yield focus, SPECIAL_GROUPS, with_part("offered", "not_offered")
    yield focus, _with_plan("jobplan"), _with_plan("social_plan")
    for kind in ("converted", "two_on_one_day"):
        yield focus, with_part(kind, f"not_{kind}")
    yield from ((focus, axis) for axis in facts())
    yield from ((focus, axis) for axis in among_ages(f"focus@{day}", known))


def _with_plan(kind: str) -> Axis:
    return split("", f"/{kind}:ja", f"/{kind}:nej")


def among_ages(stem: str, known: KnownCounts) -> Iterator[Axis]:
    """The facts of those within some ages only: a part of each category."""
    for ages in sorted(part for at, part in known.parts if at == stem and part.startswith("ages:")):
        inside, outside = f"/{ages}", f"/not_{ages}"
        for fact, entry in load("relations")["facts"].items():
            codes = categories(f"{fact}:", map(str, entry["categories"]))
            yield (
                *(Split(code, (inside + code, outside + code)) for code in codes),
                Split(f"{inside}/{fact}_known", tuple(inside + code for code in codes)),
            )


def focus_during(year: str, known: KnownCounts) -> Cubes:
    during = f"focus_during@{year}"
    for day in known.days_of("focus", int(year)):
        yield (split(during, f"focus@{day}", f"{during}/not_on:{day}"),)
    if f"offers@{year}" in known.names:
        yield from at_most((f"offers@{year}",), (during,))
    yield from ((split(during), axis) for axis in facts())
    yield from ((split(during), axis) for axis in among_ages(during, known))


def any_benefit(day: str, known: KnownCounts) -> Cubes:
    """Any benefit holds the focus population and both rulers; one ruler may hold the other."""
    inside = {
        "focus": "any_benefit",
        "ruler_match5": "any_benefit",
        "ruler_as_printed": "any_benefit" if system(day).name == "match3" else "ruler_match5",
    }
    for small, large in inside.items():
        if f"{small}@{day}" in known.names and f"{large}@{day}" in known.names:
            rest = f"{large}_not_{small}@{day}"
            same = small == "ruler_as_printed" and _only_system(day)
            parts = (f"{small}@{day}",) if same else (f"{small}@{day}", rest)
            yield split(f"{large}@{day}", *parts), ACTIVITY
    yield from _without_code(day, known)


def _without_code(day: str, known: KnownCounts) -> Cubes:
    """Who receives any benefit is in focus, or not placed by match code; nobody is both printed
    as the registers stood and converted (D11)."""
    unmatched = tuple(
        f"shared@{day}/{group}/match:{vocabulary.NOT_MATCHED}"
        for group in vocabulary.special_needs_codes()
    )
    if unmatched[0] in known.names:
        yield from at_most((f"any_benefit@{day}",), (f"focus@{day}", *unmatched))
    apart = (f"ruler_as_printed@{day}", f"focus@{day}/converted")
    if known.names.issuperset(apart):
        yield from at_most(apart, (f"any_benefit@{day}",))


def _only_system(day: str) -> bool:
    """Whether all assessments of a day are of one system, so that none can be converted."""
    first = vocabulary.match_systems()[0]
    return vocabulary.covers(first.assessed, date.fromisoformat(day))


def with_unlinkable(population: str) -> Callable[[str, KnownCounts], Cubes]:
    """The whole and its part on replacement numbers, who are counted on the reference date."""

    def cubes(when: str, known: KnownCounts) -> Cubes:
        whole = f"{population}_and_unlinkable@{when}"
        days = [when] if "-" in when else known.days_of("linkage", int(when))
        for day in days:
            unlinkable = f"unlinkable_special_needs@{day}"
            yield (split(whole, f"{population}@{when}", unlinkable),)
            if f"{whole}/activated" in known.names:
                yield (split(f"{whole}/activated", f"focus@{day}/activated", unlinkable),)

    return cubes


def linkage(day: str, _known: KnownCounts) -> Cubes:
    sof = f"linkage@{day}/unlinkable_sof"
    yield (split(sof, f"unlinkable_special_needs@{day}", f"{sof}_without_special_needs"),)


def shared(day: str, known: KnownCounts) -> Cubes:
    shared = split(f"shared@{day}")
    yield shared, _GROUPS, _match_columns(day)
    yield shared, with_part("several_target_groups", "one_target_group")
    yield from _not_job_ready("shared", day, known)


def recipients(day: str, known: KnownCounts) -> Cubes:
    everybody, shared = f"recipients@{day}", f"shared@{day}"
    yield split(everybody, shared, f"recipients_only@{day}"), _match_columns(day)
    only = (f"linkage@{day}/bif_only", f"linkage@{day}/unlinkable_bif")
    yield (split(everybody, shared, *only),)
    yield from _not_job_ready("recipients", day, known)


def _match_columns(day: str) -> Axis:
    return split("", *categories("match:", (*system(day).codes, vocabulary.NOT_MATCHED)))


def _not_job_ready(population: str, day: str, known: KnownCounts) -> Cubes:
    whole = f"{population}@{day}/not_job_ready"
    if whole in known.names:
        codes = system(day).not_job_ready
        yield (split(whole, *(f"{population}@{day}/match:{code}" for code in codes)),)
