"""How the focus areas lie to each other and to the facts of the profile (D18).

Areas overlap, so their table says only that each is a part of the whole. What else is known:

    women          the three areas of women share nobody; with those of unknown origin they are all
    origins        women of an origin are a part of it
    match groups   the lowest of them is an area
    activation     who is in a long run of it is in activation
"""

from collections.abc import Iterator

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums.sum_of_counts import KnownCounts, Sum, part_of
from fsb_lib.domain import vocabulary

_PREFIX = "area:"
_WOMEN, _UNKNOWN = "sex:kvinde", "sex:kvinde/origin:ukendt"


def areas_in(stem: str, known: KnownCounts) -> tuple[str, ...]:
    """The parts of a population that are areas."""
    return tuple(sorted(part for at, part in known.parts if at == stem if _is_area(part)))


def sexes_in(stem: str, known: KnownCounts) -> tuple[str, ...]:
    """The sexes that areas of women tell of, also where no table shows them."""
    codes = ("kvinde", "mand", vocabulary.UNKNOWN)
    return tuple(f"sex:{code}" for code in codes) if areas_in(stem, known) else ()


def _is_area(part: str) -> bool:
    return part.startswith(_PREFIX)


def in_focus(stem: str, system: vocabulary.MatchSystem, known: KnownCounts) -> Iterator[Sum]:
    """Of the focus population of a day, by what stands in other tables of the day."""
    areas = areas_in(stem, known)
    if not areas:
        return
    for trait in ("/activated", "/offered"):
        for area in (*areas, _WOMEN):
            yield from _with_trait(stem, f"{stem}/{area}", trait)
        yield from _women(stem, trait)
        group = load("relations")["areas"]["young_of"]
        yield from _with_trait(f"{stem}/{group}", f"{stem}/area:unge_psykisk_syge", trait)
    yield part_of(f"{stem}/age:18-29", f"{stem}/area:unge_psykisk_syge")
    yield Sum(f"{stem}/area:laengerevarende", (f"{stem}/area:laengerevarende/activated",))
    yield from _lowest(stem, system)
    yield from _origins(stem)


def followed(base: str, first: str, gone: str, trait: str, known: KnownCounts) -> Iterator[Sum]:
    """Of a cohort: each area of its first day, without those who have died or moved."""
    areas = areas_in(base.partition("/")[0], known)
    if not areas:
        return
    for area in (*areas, _WOMEN):
        yield from _with_trait(base, f"{base}/{area}", trait)
        yield part_of(f"{first}/{area}", f"{base}/{area}")
        yield part_of(gone, f"{first}/{area} - {base}/{area}")
    yield from _women(base, trait)


def _with_trait(whole: str, part: str, trait: str) -> Iterator[Sum]:
    """The part is of the whole, also among those with the trait and among those without."""
    both = part_of(whole + trait, part + trait)
    yield part_of(whole, part)
    yield both
    yield part_of(part, part + trait)
    yield part_of(f"{whole} - {part}", both.parts[1])


def _women(stem: str, trait: str) -> Iterator[Sum]:
    areas = tuple(load("relations")["areas"]["women"])
    for what in ("", trait):
        parts = (*(f"{stem}/{_PREFIX}{area}{what}" for area in areas), f"{stem}/{_UNKNOWN}{what}")
        yield Sum(f"{stem}/{_WOMEN}{what}", parts)
    yield part_of(f"{stem}/{_UNKNOWN}", f"{stem}/{_UNKNOWN}{trait}")


def _lowest(stem: str, system: vocabulary.MatchSystem) -> Iterator[Sum]:
    """The area is the last match group of the class, where the system has groups."""
    code = load("relations")["areas"]["lowest"].get(system.name)
    if code is not None:
        for what in ("", "/activated"):
            yield Sum(f"{stem}/area:laveste_matchgruppe{what}", (f"{stem}/match:{code}{what}",))


def _origins(stem: str) -> Iterator[Sum]:
    """Women of an origin among all of it; the two generations are one area."""
    for area, origins in load("relations")["areas"]["women"].items():
        together = f"{stem}/origin:{area.removeprefix('kvinder_')}"
        if len(origins) > 1:
            yield Sum(together, tuple(f"{stem}/origin:{one}" for one in origins))
        yield part_of(together, f"{stem}/{_PREFIX}{area}")
    yield part_of(f"{stem}/origin:{vocabulary.UNKNOWN}", f"{stem}/{_UNKNOWN}")
