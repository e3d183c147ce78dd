"""What everybody who knows the definitions knows of the counts: which of them add up to which.

    across_tables   what ties tables and registers, by population and day (here a *stem*)
    over_time       what ties days and years
    declared        what the declaration of each table says of its rows and columns

Parts that nobody prints are *latent* counts: "not activated", "any benefit, but not in focus".
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from fsb_lib.disclosure.sums import across_tables as across
from fsb_lib.disclosure.sums import over_time
from fsb_lib.disclosure.sums.declared import declared_sums, populations_placed
from fsb_lib.disclosure.sums.sum_of_counts import (
    NOTHING_MEASURED,
    SLACK,
    KnownCounts,
    Measured,
    Sum,
    is_rest,
)
from fsb_lib.domain import vocabulary


def relations(names: Collection[str], measured: Measured = NOTHING_MEASURED) -> tuple[Sum, ...]:
    """Every sum that tells something of these counts, each once; `measured` are those of the
    delivery at hand.

    Errors: ValueError for a population that nothing describes.
    """
    return _relations(frozenset(names), measured)


@lru_cache(maxsize=8)  # the models of a year ask for the same names
def _relations(names: frozenset[str], measured: Measured) -> tuple[Sum, ...]:
    known = names
    while True:  # a count that one sum gives may stand in others
        tied = [_renamed(each) for each in _across_tables(KnownCounts(known, measured))]
        declared = [_renamed(each) for each in declared_sums(sorted(known | _named(tied)))]
        said = (*tied, *_needed(declared, (*tied, *declared), names))
        once = {(each.whole, frozenset(each.parts)): each for each in said}
        found = _telling(once.values(), names)
        if _named(found) <= known:
            return found
        known |= _named(found)


def _named(said: Iterable[Sum]) -> frozenset[str]:
    """The counts of sums that are no mere rest or slack."""
    every = (name for each in said for name in each.names)
    return frozenset(name for name in every if not (is_rest(name) or name.startswith(SLACK)))


def _across_tables(known: KnownCounts) -> Iterator[Sum]:
    placed = populations_placed()
    for stem in known.stems:
        population, _, when = stem.partition("@")
        if population in _OF_POPULATION:
            yield from _OF_POPULATION[population](when, known)
        elif population not in placed:
            raise ValueError(
                f"nothing says how the population `{population}` lies to the others: "
                "add `within` to its table (data/tables/) or its sums (disclosure/sums/)"
            )


def _needed(declared: Iterable[Sum], said: Iterable[Sum], known: frozenset[str]) -> Iterator[Sum]:
    """Without parts of a whole whose other parts are all known: there the rest is no new count."""
    inside = {
        (each.whole, part) for each in said if known.issuperset(each.parts) for part in each.parts
    }
    for each in declared:
        if not (is_rest(each.parts[-1]) and (each.whole, each.parts[0]) in inside):
            yield each


def _telling(said: Iterable[Sum], known: Collection[str]) -> tuple[Sum, ...]:
    """Without sums of which fewer than two counts are known or stand in another sum: they tell
    nothing, so that a report without match groups gets no counts by match group."""
    kept = tuple(said)
    while True:
        n_sums = Counter(name for each in kept for name in each.names)
        telling = tuple(
            each for each in kept
            if sum(name in known or n_sums[name] > 1 for name in each.names) > 1
        )  # fmt: skip
        if len(telling) == len(kept):
            return kept
        kept = telling


def _renamed(each: Sum) -> Sum:
    return Sum(same_count(each.whole), tuple(same_count(part) for part in each.parts))


def same_count(name: str) -> str:
    """One name for shared citizens of special needs who are not job-ready: the focus population;
    and one for those of a cohort who died or moved, told as a state (D7) or as a course (D16)."""
    if name.endswith(over_time.GONE["course"]):
        return name.removesuffix(over_time.GONE["course"]) + over_time.GONE["state"]
    stem, _, parts = name.partition("/")
    group, _, match = parts.partition("/match:")
    if not stem.startswith("shared@") or group not in vocabulary.special_needs_codes():
        return name
    in_focus = match in across.system(stem.partition("@")[2]).not_job_ready
    return name.replace("shared@", "focus@", 1) if in_focus else name


def _nothing(_when: str, _known: KnownCounts) -> tuple[Sum, ...]:
    return ()


_OF_POPULATION: dict[str, across.OfPopulation] = {
    "focus": across.focus,
    "focus_during": across.focus_during,
    "any_benefit": across.any_benefit,
    "focus_otherwise": across.focus_otherwise,
    "focus_and_unlinkable": across.with_unlinkable("focus"),
    "focus_during_and_unlinkable": across.with_unlinkable("focus_during"),
    "offers_until_and_unlinkable": across.with_unlinkable("offers_until"),
    "linkage": across.linkage,
    "shared": across.shared,
    "shared_in_month": across.shared_in_month,
    "recipients": across.recipients,
    "others": across.others,
    "offers_until": over_time.offers_until,
    "sof_special_needs": across.sof_special_needs,
    "cohort": over_time.cohort,
    "lasting": over_time.lasting,
    "newcomers": over_time.newcomers,
    "moves": over_time.moves,
    "rows": across.rows,
    # said with the populations that hold them
    **dict.fromkeys(("offers", "others_cohort", "ruler_as_printed", "ruler_match5"), _nothing),
    "unlinkable_special_needs": _nothing,
    "scheme": across.scheme,
}
