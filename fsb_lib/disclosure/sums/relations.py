"""What everybody who knows the definitions knows of the counts: which of them add up to which.

Said by population and day (`focus@2009-11-15`, here a *stem*). An axis is left out where no
known count is split by it, so that a report without match groups gets no counts by match group.
Parts that nobody prints are *latent* counts: "not activated", "any benefit, but not in focus".
"""

from collections.abc import Callable, Collection

from fsb_lib.disclosure.sums import followups, people
from fsb_lib.disclosure.sums.cubes import Axis, Cubes, KnownCounts, Sum, sums
from fsb_lib.disclosure.sums.people import system
from fsb_lib.domain import vocabulary


def relations(names: Collection[str]) -> tuple[Sum, ...]:
    """Every sum between known and latent counts, each once."""
    known = KnownCounts(frozenset(names))
    found: dict[Sum, None] = {}
    for stem in known.stems:
        population, _, when = stem.partition("@")
        for cube in _OF_POPULATION.get(population, _nothing)(when, known):
            first, *axes = cube
            applying = [axis for axis in axes if _splits(known, first, axis)]
            found.update(dict.fromkeys(sums(first, *applying)))
    return tuple(_renamed(each) for each in found)


def _splits(known: KnownCounts, population: Axis, axis: Axis) -> bool:
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
    in_focus = match in system(stem.partition("@")[2]).not_job_ready
    return name.replace("shared@", "focus@", 1) if in_focus else name


def _nothing(_when: str, _known: KnownCounts) -> Cubes:
    return ()


_OF_POPULATION: dict[str, Callable[[str, KnownCounts], Cubes]] = {
    "focus": people.focus,
    "focus_during": people.focus_during,
    "any_benefit": people.any_benefit,
    "focus_and_unlinkable": people.with_unlinkable("focus"),
    "focus_during_and_unlinkable": people.with_unlinkable("focus_during"),
    "offers_until_and_unlinkable": people.with_unlinkable("offers_until"),
    "linkage": people.linkage,
    "shared": people.shared,
    "recipients": people.recipients,
    "offers_until": followups.offers_until,
    "sof_special_needs": followups.sof_special_needs,
    "cohort": followups.cohort,
    "moves": followups.moves,
    "scheme": followups.scheme,
    "rows": followups.rows,
}
