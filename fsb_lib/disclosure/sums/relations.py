"""What everybody who knows the definitions knows of the counts: which of them add up to which.

Said by population and day (`focus@2009-11-15`, here a *stem*). An axis is left out where no
known count is split by it, so that a report without match groups gets no counts by match group.
Parts that nobody prints are *latent* counts: "not activated", "any benefit, but not in focus".
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from fsb_lib.disclosure.sums import followups, people
from fsb_lib.disclosure.sums.cubes import Axis, Cubes, KnownCounts, Sum, sums
from fsb_lib.disclosure.sums.declared import declared_sums, is_rest, populations_placed
from fsb_lib.disclosure.sums.people import system
from fsb_lib.domain import vocabulary


def relations(names: Collection[str]) -> tuple[Sum, ...]:
    """Every sum between known and latent counts, each once: those of the populations, and what
    the declarations of tables say beside them.

    Errors: ValueError for a population that nothing describes.
    """
    return _relations(frozenset(names))


@lru_cache(maxsize=8)  # the models of a year ask for the same names
def _relations(names: frozenset[str]) -> tuple[Sum, ...]:
    known = KnownCounts(names)
    found: dict[Sum, None] = {}
    for stem in known.stems:
        population, _, when = stem.partition("@")
        for cube in _cubes(population)(when, known):
            first, *axes = cube
            applying = [axis for axis in axes if _splits(known, first, axis)]
            found.update(dict.fromkeys(_renamed(each) for each in sums(first, *applying)))
    return (*found, *_added(found, map(_renamed, declared_sums(sorted(names))), known))


def _cubes(population: str) -> Callable[[str, KnownCounts], Cubes]:
    if population in _OF_POPULATION:
        return _OF_POPULATION[population]
    if population not in {*_BY_OTHERS, *populations_placed()}:
        raise ValueError(
            f"nothing says how the population `{population}` lies to the others: "
            "add `within` to its table (data/tables/) or its cubes (disclosure/sums/)"
        )
    return _nothing


def _added(found: Collection[Sum], declared: Iterable[Sum], known: KnownCounts) -> Iterator[Sum]:
    """The declared sums that two known counts stand in, and that are not said already."""
    said = {(each.whole, frozenset(each.parts)) for each in found}
    parts_of: dict[str, set[str]] = {}
    for each in found:
        parts_of.setdefault(each.whole, set()).update(each.parts)
    for each in declared:
        inside = parts_of.setdefault(each.whole, set())
        is_nesting = is_rest(each.parts[-1])
        is_said = (each.whole, frozenset(each.parts)) in said
        n_known = sum(name in known.names for name in (each.whole, *each.parts))
        if n_known > 1 and not is_said and not (is_nesting and each.parts[0] in inside):
            said.add((each.whole, frozenset(each.parts)))
            inside.update(each.parts)
            yield each


def _splits(known: KnownCounts, population: Axis, axis: Axis) -> bool:
    """Whether a known count of the population is one that the axis splits off."""
    stem = population[0].whole
    parts = (part.rpartition("/")[2] for each in axis for part in each.parts)
    return any((stem, part) in known.parts for part in parts)


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


# What is known of these stands with the populations that hold them.
_BY_OTHERS = ("offers", "ruler_as_printed", "ruler_match5", "unlinkable_special_needs")

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
