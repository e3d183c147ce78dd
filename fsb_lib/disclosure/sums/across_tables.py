"""What adds up across tables, days and registers, by population: what no declaration can say.

The declaration of a table says how its own rows and columns add up (declared.py). Here stands what
ties counts of several tables: one definition inside another, one day inside a year, persons on
replacement numbers, kinds of rows. What ties one year to another stands in over_time.py. Each
function gives the sums of one population; `when` is what stands behind its "@".
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums import focus_areas
from fsb_lib.disclosure.sums.declared import codes_of
from fsb_lib.disclosure.sums.sum_of_counts import KnownCounts, Sum, at_most, part_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import declared

Sums = Iterable[Sum]
OfPopulation = Callable[[str, KnownCounts], Sums]

CHANGES = "cpr_skift"  # whose rows hold two numbers each
WITHOUT_NOTES = "without_those"  # kept rows of no note: no kind of row that was met


def system(day: str) -> vocabulary.MatchSystem:
    """The match system in force on a day."""
    return vocabulary.system_in_force(date.fromisoformat(day))


# --- persons on a day ---------------------------------------------------------------------------


def focus(day: str, known: KnownCounts) -> Sums:
    """Rows of one table, of which wider definitions hold narrower ones."""
    focus = f"focus@{day}"
    for wider in (f"{focus}/activated_in_month", f"{focus}/activated_or_mentor"):
        if wider in known.names:
            yield part_of(wider, f"{focus}/activated")
    yield from _facts(focus, known)
    yield from focus_areas.in_focus(focus, system(day), known)


def focus_during(year: str, known: KnownCounts) -> Sums:
    """The year holds each of its days, and everybody who was offered a plan in it."""
    during = f"focus_during@{year}"
    for focus in (f"focus@{day}" for day in known.days_of("focus", int(year))):
        yield part_of(during, focus)
        yield from (
            part_of(f"{during}/{part}", f"{focus}/{part}") for part in _constant(focus, known)
        )
    yield from at_most((f"offers@{year}",), (during,))
    yield from _facts(during, known)


def _constant(stem: str, known: KnownCounts) -> Iterator[str]:
    """What of a population stays the same of a person all year: `sex:kvinde`."""
    facts = load("relations")["constant"]
    parts = {part for at, part in known.parts if at == stem}
    parts |= set(focus_areas.sexes_in(stem, known))
    return (part for part in sorted(parts) if part.partition(":")[0] in facts)


def _facts(stem: str, known: KnownCounts) -> Iterator[Sum]:
    """Subtotals that another table shows than the one of the fact, and persons of some ages."""
    for fact, subtotals in load("relations")["facts"].items():
        for name, codes in subtotals.items():
            parts = tuple(f"{stem}/{fact}:{code}" for code in codes)
            if not known.names.isdisjoint(parts):
                yield Sum(f"{stem}/{fact}{name}", parts)
    for ages in sorted(part for at, part in known.parts if at == stem and part.startswith("ages:")):
        for fact in load("relations")["facts"]:
            codes = _known_codes(fact)
            yield Sum(
                f"{stem}/{ages}/{fact}_known",
                tuple(f"{stem}/{ages}/{fact}:{code}" for code in codes),
            )
            for code in codes:
                yield part_of(f"{stem}/{fact}:{code}", f"{stem}/{ages}/{fact}:{code}")


def _known_codes(fact: str) -> tuple[str, ...]:
    """The categories of those whose fact is known."""
    key = declared(f"profile_{fact}").keys["category"]
    return tuple(code for code in codes_of(key, {}) if code not in key.outside)


def focus_otherwise(day: str, known: KnownCounts) -> Sums:
    """The focus population holds those of it who are so by another benefit than revalidering's."""
    whole, part = f"focus@{day}", f"focus_otherwise@{day}"
    if known.names >= {whole, part}:
        yield from _inside(whole, part)


def any_benefit(day: str, known: KnownCounts) -> Sums:
    """Any benefit holds the focus population and both rulers; one ruler may hold the other."""
    inside = {
        "focus": "any_benefit",
        "ruler_match5": "any_benefit",
        "ruler_as_printed": "any_benefit" if system(day).name == "match3" else "ruler_match5",
    }
    for small, large in (*inside.items(), *_by_benefits(day, known)):
        whole, part = f"{large}@{day}", f"{small}@{day}"
        if known.names >= {whole, part}:
            is_same = (small, large) == ("ruler_as_printed", "ruler_match5") and _is_one_system(day)
            yield from _same(whole, part) if is_same else _inside(whole, part)
    yield from _without_code(day, known)


def _by_benefits(day: str, known: KnownCounts) -> Iterator[tuple[str, str]]:
    """(small, large) of the focus population and the rulers, by the benefits of each (D11)."""
    if f"focus@{day}" not in known.measured.stems:
        return
    ours, printed = known.measured.matched_benefits, frozenset(system(day).covers)
    match5 = frozenset(vocabulary.match_systems()[0].covers)
    if match5 <= ours:
        yield "ruler_match5", "focus"
    if ours <= match5:
        yield "focus", "ruler_match5"
    if printed <= ours:
        yield "ruler_as_printed", "focus"


def _is_one_system(day: str) -> bool:
    """Whether all assessments of a day are of one system, so that none can be converted."""
    first = vocabulary.match_systems()[0]
    return vocabulary.covers(first.assessed, date.fromisoformat(day))


def _same(one: str, other: str) -> Iterator[Sum]:
    """Two populations are the same persons, and so are those activated of them."""
    yield from (Sum(f"{one}{part}", (f"{other}{part}",)) for part in ("", "/activated"))


def _inside(whole: str, part: str) -> Iterator[Sum]:
    """One population holds another, also of those activated and of those not."""
    rest = f"({whole} - {part})"
    yield Sum(whole, (part, rest))
    yield Sum(f"{whole}/activated", (f"{part}/activated", f"{rest}/activated"))
    yield part_of(rest, f"{rest}/activated")


def _without_code(day: str, known: KnownCounts) -> Sums:
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
        if ("ruler_as_printed", "focus") in _by_benefits(day, known):
            yield from at_most(apart, (f"focus@{day}",))


def with_unlinkable(population: str) -> OfPopulation:
    """The whole and its part on replacement numbers, who are counted on the reference date."""

    def sums(when: str, known: KnownCounts) -> Sums:
        whole = f"{population}_and_unlinkable@{when}"
        days = [when] if "-" in when else known.days_of("linkage", int(when))
        for day in days:
            unlinkable = f"unlinkable_special_needs@{day}"
            yield Sum(whole, (f"{population}@{when}", unlinkable))
            if f"{whole}/activated" in known.names:
                yield Sum(f"{whole}/activated", (f"focus@{day}/activated", unlinkable))

    return sums


def linkage(day: str, _known: KnownCounts) -> Sums:
    yield part_of(f"linkage@{day}/unlinkable_sof", f"unlinkable_special_needs@{day}")


def shared(day: str, known: KnownCounts) -> Sums:
    """Who receives any benefit is shared, and so is who is in focus; who is of several target
    groups has special needs, where the priority puts those first."""
    yield from _not_job_ready("shared", day, known)
    yield part_of(f"shared@{day}", f"any_benefit@{day}")
    yield from at_most((f"focus@{day}",), (f"shared@{day}",))
    stem, groups = f"shared@{day}", vocabulary.special_needs_codes()
    first = known.measured.target_group_priority[: len(groups)]
    if stem in known.measured.stems and {*first} == {*groups}:
        of_groups = tuple(f"{stem}/{group}" for group in groups)
        yield from at_most((f"{stem}/several_target_groups",), of_groups)


def shared_in_month(day: str, _known: KnownCounts) -> Sums:
    """Who is shared on the day is so in its month (D19)."""
    yield part_of(f"shared_in_month@{day}", f"shared@{day}")


def scheme(day: str, known: KnownCounts) -> Sums:
    """Whoever is in a scheme has a row of it in the same delivery; it lies in no population."""
    schemes = sorted(
        {name.split("/")[1] for name in known.names if name.startswith(f"scheme@{day}/")}
    )
    for stem in sorted(stem for stem in known.measured.stems if stem.startswith("rows@")):
        if f"scheme@{day}" in known.measured.stems:
            persons = tuple(f"scheme@{day}/{one}" for one in schemes)
            yield from at_most(persons, (f"{stem}/samarbejde/rows_kept",))


def recipients(day: str, known: KnownCounts) -> Sums:
    """Two rows of one table, one inside the other in every column; and both registers."""
    everybody, shared = f"recipients@{day}", f"shared@{day}"
    columns = (f"/match:{code}" for code in (*system(day).codes, vocabulary.NOT_MATCHED))
    for column in ("", *columns):
        yield part_of(f"{everybody}{column}", f"{shared}{column}")
    yield Sum(everybody, (shared, f"linkage@{day}/bif_only", f"linkage@{day}/unlinkable_bif"))
    yield from _not_job_ready("recipients", day, known)


def others(day: str, known: KnownCounts) -> Sums:
    """Who has no case of those who are not job-ready; on a replacement number or not (D15).

    Where no report prints how many are not job-ready, nothing ties them to anybody.
    """
    others, unlinkable = f"others@{day}", f"others@{day}/unlinkable"
    everybody, shared = f"recipients@{day}/not_job_ready", f"shared@{day}/not_job_ready"
    if {everybody, shared} <= known.names:
        yield Sum(everybody, (shared, others))
    yield part_of(f"linkage@{day}/unlinkable_bif", unlinkable)
    yield part_of(f"linkage@{day}/bif_only", f"{others} - {unlinkable}")


def _not_job_ready(population: str, day: str, known: KnownCounts) -> Sums:
    """Some columns of one table together are a row of another."""
    stem, codes = f"{population}@{day}", system(day).not_job_ready
    if f"{stem}/not_job_ready" in known.names:
        yield Sum(f"{stem}/not_job_ready", tuple(f"{stem}/match:{code}" for code in codes))


# --- other registers -----------------------------------------------------------------------------


def sof_special_needs(day: str, _known: KnownCounts) -> Sums:
    """Everybody in focus is one of them; who was offered a plan, or has one, has a record."""
    citizens, focus = f"sof_special_needs@{day}", f"focus@{day}"
    yield part_of(citizens, focus)
    for part in (f"{focus}/offered", f"{focus}/social_plan:ja"):
        yield part_of(f"{citizens}/with_plan_record", part)


def rows(snapshot: str, known: KnownCounts) -> Sums:
    """Two tables of rows: read = kept + repeated + faulty, faulty = its kinds, notes on kept ones.

    Which kinds there are follows from what was met, so no declaration lists them.
    """
    stem, kinds = f"rows@{snapshot}", load("relations")["rows"]
    by_table: dict[str, list[str]] = {}
    for name in sorted(known.names):
        at, *parts = name.split("/")
        if at == stem and parts[1] != WITHOUT_NOTES:
            by_table.setdefault(parts[0], []).append(parts[1])
    for table, found in by_table.items():
        at = f"{stem}/{table}/"
        yield Sum(f"{at}rows_read", tuple(at + kind for kind in kinds["of_read"]))
        faults = [k for k in found if k not in (*kinds["of_read"], *kinds["notes"], "rows_read")]
        if faults:
            yield Sum(f"{at}faulty", tuple(at + kind for kind in faults))
        for note in (kind for kind in found if kind in kinds["notes"]):
            yield part_of(f"{at}rows_kept", at + note)
        apart = [at + kind for kind in kinds["of_different_rows"] if kind in found]
        if table != CHANGES:
            yield Sum(f"{at}rows_kept", (*apart, at + WITHOUT_NOTES))
