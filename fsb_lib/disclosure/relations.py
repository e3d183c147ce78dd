"""What everybody who knows the definitions knows of the counts: which of them add up to which.

Said by population and day (`focus@2009-11-15`, here a *stem*). An axis is left out where no
known count is split by it, so that a report without match groups gets no counts by match group.
Parts that nobody prints are *latent* counts: "not activated", "any benefit, but not in focus".
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fsb_lib import vocabulary
from fsb_lib.disclosure.cubes import Axis, Split, Sum, split, sums
from fsb_lib.package_data import load
from fsb_lib.periods import STRATEGY_START, same_day_a_year_before


@dataclass(frozen=True)
class Known:
    """The names of all counts that are printed, stand in a printed rate, or were released."""

    names: frozenset[str]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(sorted({name.partition("/")[0] for name in self.names}))

    @cached_property
    def parts(self) -> frozenset[tuple[str, str]]:
        """(stem, part) of every name: `("focus@2009-11-15", "match:4")`."""
        split_up = (name.split("/") for name in self.names)
        return frozenset((stem, part) for stem, *parts in split_up for part in parts)

    def days_of(self, population: str, year: int) -> Iterator[str]:
        """The days of a year on which a population is counted."""
        for stem in self.stems:
            name, _, day = stem.partition("@")
            if name == population and day.startswith(f"{year}-"):
                yield day


CHANGES = "cpr_skift"


def relations(names: Collection[str]) -> tuple[Sum, ...]:
    """Every sum between known and latent counts, each once."""
    known = Known(frozenset(names))
    found: dict[Sum, None] = {}
    for stem in known.stems:
        population, _, when = stem.partition("@")
        for cube in _OF_POPULATION.get(population, _nothing)(when, known):
            first, *axes = cube
            applying = [axis for axis in axes if _splits(known, first, axis)]
            found.update(dict.fromkeys(sums(first, *applying)))
    return tuple(_renamed(each) for each in found)


def _splits(known: Known, population: Axis, axis: Axis) -> bool:
    """Whether a known count of the population is the first that the axis splits off."""
    stem, part = population[0].whole, axis[0].parts[0].rpartition("/")[2]
    return (stem, part) in known.parts


def _renamed(each: Sum) -> Sum:
    return Sum(same_count(each.whole), tuple(same_count(part) for part in each.parts))


def same_count(name: str) -> str:
    """One name for shared citizens of special needs who are not job-ready: the focus population."""
    stem, _, parts = name.partition("/")
    group, _, match = parts.partition("/match:")
    if not stem.startswith("shared@") or group not in vocabulary.special_needs_codes():
        return name
    in_focus = match in _system(stem.partition("@")[2]).not_job_ready
    return name.replace("shared@", "focus@", 1) if in_focus else name


# --- axes ----------------------------------------------------------------------------------------

Cubes = Iterable[tuple[Axis, ...]]


def _system(day: str) -> vocabulary.MatchSystem:
    return vocabulary.system_in_force(date.fromisoformat(day))


def _categories(prefix: str, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"/{prefix}{code}" for code in codes)


def _known_or_not(fact: str, codes: Iterable[str], **subtotals: Iterable[str]) -> Axis:
    """The categories of a fact, those whose fact is unknown, and totals over some categories."""
    prefix = f"{fact}:"
    return (
        Split("", (f"/{fact}_known", f"/{prefix}{vocabulary.UNKNOWN}")),
        Split(f"/{fact}_known", _categories(prefix, codes)),
        *(Split(f"/{name}", _categories(prefix, of)) for name, of in subtotals.items()),
    )


def _facts() -> Iterator[Axis]:
    """The axes of the profile; data/relations.yaml holds the categories."""
    for fact, entry in load("relations")["facts"].items():
        subtotals = {
            f"{fact}{name}": tuple(map(str, of)) for name, of in entry["subtotals"].items()
        }
        yield _known_or_not(fact, map(str, entry["categories"]), **subtotals)


def _with_part(part: str, rest: str) -> Axis:
    return split("", f"/{part}", f"/{rest}")


_ACTIVITY = _with_part("activated", "not_activated")
_MONTH = (
    Split("", ("/activated_in_month", "/not_activated_in_month")),
    Split("/activated_in_month", ("/activated", "/activated_in_month_only")),
)
_MENTOR = (
    Split("", ("/activated_or_mentor", "/neither_activated_nor_mentor")),
    Split("/activated_or_mentor", ("/activated", "/mentor_only")),
)
_SPECIAL = split("", *_categories("", vocabulary.special_needs_codes()))
_GROUPS = split("", *_categories("", vocabulary.codes("maalgruppe")))


# --- what is known of each population ------------------------------------------------------------


def _nothing(_when: str, _known: Known) -> Cubes:
    return ()


def _focus(day: str, known: Known) -> Cubes:
    focus = split(f"focus@{day}")
    match = split("", *_categories("match:", _system(day).not_job_ready))
    yield focus, _SPECIAL, match, _ACTIVITY
    yield focus, _MONTH
    yield focus, _MENTOR
    yield focus, _SPECIAL, _with_part("offered", "not_offered")
    yield focus, _with_plan("jobplan"), _with_plan("social_plan")
    for kind in ("converted", "two_on_one_day"):
        yield focus, _with_part(kind, f"not_{kind}")
    yield from ((focus, axis) for axis in _facts())
    yield from ((focus, axis) for axis in _among_ages(f"focus@{day}", known))


def _with_plan(kind: str) -> Axis:
    return split("", f"/{kind}:ja", f"/{kind}:nej")


def _among_ages(stem: str, known: Known) -> Iterator[Axis]:
    """The facts of those within some ages only: a part of each category."""
    for ages in sorted(part for at, part in known.parts if at == stem and part.startswith("ages:")):
        inside, outside = f"/{ages}", f"/not_{ages}"
        for fact, entry in load("relations")["facts"].items():
            codes = _categories(f"{fact}:", map(str, entry["categories"]))
            yield (
                *(Split(code, (inside + code, outside + code)) for code in codes),
                Split(f"{inside}/{fact}_known", tuple(inside + code for code in codes)),
            )


def _focus_during(year: str, known: Known) -> Cubes:
    during = f"focus_during@{year}"
    for day in known.days_of("focus", int(year)):
        yield (split(during, f"focus@{day}", f"{during}/not_on:{day}"),)
    yield from ((split(during), axis) for axis in _facts())
    yield from ((split(during), axis) for axis in _among_ages(during, known))


def _any_benefit(day: str, known: Known) -> Cubes:
    """Any benefit holds the focus population and both rulers; one ruler may hold the other."""
    inside = {
        "focus": "any_benefit",
        "ruler_match5": "any_benefit",
        "ruler_as_printed": "any_benefit" if _system(day).name == "match3" else "ruler_match5",
    }
    for small, large in inside.items():
        if f"{small}@{day}" in known.names and f"{large}@{day}" in known.names:
            rest = f"{large}_not_{small}@{day}"
            same = small == "ruler_as_printed" and _only_system(day)
            parts = (f"{small}@{day}",) if same else (f"{small}@{day}", rest)
            yield split(f"{large}@{day}", *parts), _ACTIVITY


def _only_system(day: str) -> bool:
    """Whether all assessments of a day are of one system, so that none can be converted."""
    first = vocabulary.match_systems()[0]
    return vocabulary.covers(first.assessed, date.fromisoformat(day))


def _with_unlinkable(population: str) -> Callable[[str, Known], Cubes]:
    """The whole and its part on replacement numbers, who are counted on the reference date."""

    def cubes(when: str, known: Known) -> Cubes:
        whole = f"{population}_and_unlinkable@{when}"
        days = [when] if "-" in when else known.days_of("linkage", int(when))
        for day in days:
            unlinkable = f"unlinkable_special_needs@{day}"
            yield (split(whole, f"{population}@{when}", unlinkable),)
            if f"{whole}/activated" in known.names:
                yield (split(f"{whole}/activated", f"focus@{day}/activated", unlinkable),)

    return cubes


def _linkage(day: str, _known: Known) -> Cubes:
    sof = f"linkage@{day}/unlinkable_sof"
    yield (split(sof, f"unlinkable_special_needs@{day}", f"{sof}_without_special_needs"),)


def _shared(day: str, known: Known) -> Cubes:
    shared = split(f"shared@{day}")
    yield shared, _GROUPS, _match_columns(day)
    yield shared, _with_part("several_target_groups", "one_target_group")
    yield from _not_job_ready("shared", day, known)


def _recipients(day: str, known: Known) -> Cubes:
    everybody, shared = f"recipients@{day}", f"shared@{day}"
    yield split(everybody, shared, f"recipients_only@{day}"), _match_columns(day)
    only = (f"linkage@{day}/bif_only", f"linkage@{day}/unlinkable_bif")
    yield (split(everybody, shared, *only),)
    yield from _not_job_ready("recipients", day, known)


def _match_columns(day: str) -> Axis:
    return split("", *_categories("match:", (*_system(day).codes, vocabulary.NOT_MATCHED)))


def _not_job_ready(population: str, day: str, known: Known) -> Cubes:
    whole = f"{population}@{day}/not_job_ready"
    if whole in known.names:
        codes = _system(day).not_job_ready
        yield (split(whole, *(f"{population}@{day}/match:{code}" for code in codes)),)


def _offers_until(year: str, known: Known) -> Cubes:
    until = f"offers_until@{year}"
    states = _categories("state:", load("relations")["plan_states"])
    yield split(until), _SPECIAL
    yield split(until), split("", *states)
    before = (f"offers_until@{int(year) - 1}",) if int(year) > STRATEGY_START.year else ()
    yield (split(until, *before, f"offers@{year}"),)
    earlier = [
        stem for stem in known.stems if stem.startswith("offers_until@") and stem < until
        and (stem, vocabulary.special_needs_codes()[0]) in known.parts
    ]  # fmt: skip
    for one in earlier[-1:]:
        yield split(until, one, f"offers@{one.partition('@')[2]}..{year}"), _SPECIAL


def _sof_special_needs(day: str, _known: Known) -> Cubes:
    citizens, focus = f"sof_special_needs@{day}", f"focus@{day}"
    recorded = f"{citizens}/with_plan_record"
    yield split(citizens), _with_part("with_plan_record", "without_plan_record")
    yield (split(citizens, focus, f"{citizens}/not_focus"),)
    for part in (f"{focus}/offered", f"{focus}/social_plan:ja"):
        yield (split(recorded, part, f"{recorded}/not:{part.partition('/')[2]}"),)


def _cohort(day: str, known: Known) -> Cubes:
    cohort, first = f"cohort@{day}", same_day_a_year_before(date.fromisoformat(day)).isoformat()
    outcomes, (gone,) = (
        tuple(f"{cohort}/state:{state}" for state in load("relations")["outcomes"][name])
        for name in ("in_base", "out_of_base")
    )
    base, unlinkable = f"{cohort}/base", f"unlinkable_special_needs@{first}"
    yield (split(f"focus@{first}", base, gone),)
    yield (split(base, *outcomes),)
    if f"{base}_and_unlinkable" in known.names:
        yield (split(f"{base}_and_unlinkable", base, unlinkable),)
        yield (split(f"{cohort}/work_and_unlinkable", outcomes[0], unlinkable),)


def _moves(days: str, _known: Known) -> Cubes:
    moves, (before, now) = f"moves@{days}", days.split("..")
    for day, came_or_went, activated in (
        (before, "left", "activated_before"),
        (now, "entered", "activated_now"),
    ):
        parts = (f"{moves}/stayed", f"{moves}/{came_or_went}")
        yield (split(f"focus@{day}", *parts),)
        yield (split(f"focus@{day}/activated", *(f"{part}/{activated}" for part in parts)),)
        for part in parts:
            yield (split(part, f"{part}/{activated}", f"{part}/not_{activated}"),)


def _scheme(day: str, known: Known) -> Cubes:
    stem = f"scheme@{day}"
    for scheme in vocabulary.codes("ordning"):
        if (stem, scheme) in known.parts:
            whole = f"{stem}/{scheme}"
            yield (split(whole, f"{whole}/by_sof", f"{whole}/by_bif"),)


def _rows(snapshot: str, known: Known) -> Cubes:
    stem, kinds = f"rows@{snapshot}", load("relations")["rows"]
    by_table: dict[str, list[str]] = {}
    for name in sorted(known.names):
        at, *parts = name.split("/")
        if at == stem:
            by_table.setdefault(parts[0], []).append(parts[1])
    for table, found in by_table.items():
        at = f"{stem}/{table}/"
        yield (split(f"{at}rows_read", *(at + kind for kind in kinds["of_read"])),)
        faults = [k for k in found if k not in (*kinds["of_read"], *kinds["notes"], "rows_read")]
        if faults:
            yield (split(f"{at}faulty", *(at + kind for kind in faults)),)
        for note in (kind for kind in found if kind in kinds["notes"]):
            yield (split(f"{at}rows_kept", at + note, f"{at}without_{note}"),)
        apart = [at + kind for kind in kinds["of_different_rows"] if kind in found]
        if table != CHANGES:  # whose rows hold two numbers each
            yield (split(f"{at}rows_kept", *apart, f"{at}without_those"),)


_OF_POPULATION: dict[str, Callable[[str, Known], Cubes]] = {
    "focus": _focus,
    "focus_during": _focus_during,
    "any_benefit": _any_benefit,
    "focus_and_unlinkable": _with_unlinkable("focus"),
    "focus_during_and_unlinkable": _with_unlinkable("focus_during"),
    "offers_until_and_unlinkable": _with_unlinkable("offers_until"),
    "linkage": _linkage,
    "shared": _shared,
    "recipients": _recipients,
    "offers_until": _offers_until,
    "sof_special_needs": _sof_special_needs,
    "cohort": _cohort,
    "moves": _moves,
    "scheme": _scheme,
    "rows": _rows,
}
