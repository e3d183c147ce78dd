"""Axes that several populations are split by: groups, activity, and the facts of the profile."""

from collections.abc import Iterable, Iterator

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums.cubes import Axis, Split, split
from fsb_lib.disclosure.sums.declared import codes_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.table_declarations import KeyDeclaration


def categories(prefix: str, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"/{prefix}{code}" for code in codes)


def _known_or_not(fact: str, codes: Iterable[str], **subtotals: Iterable[str]) -> Axis:
    """The categories of a fact, those whose fact is unknown, and totals over some categories."""
    prefix = f"{fact}:"
    return (
        Split("", (f"/{fact}_known", f"/{prefix}{vocabulary.UNKNOWN}")),
        Split(f"/{fact}_known", categories(prefix, codes)),
        *(Split(f"/{name}", categories(prefix, of)) for name, of in subtotals.items()),
    )


def profile(fact: str) -> KeyDeclaration:
    """The key of the table that the profile's fact is shown in."""
    return declared(f"profile_{fact}").keys["category"]


def known_codes(fact: str) -> tuple[str, ...]:
    """The categories of those whose fact is known."""
    return tuple(code for code in codes_of(profile(fact), {}) if code != vocabulary.UNKNOWN)


def facts() -> Iterator[Axis]:
    """The axes of the profile; data/relations.yaml holds the subtotals of other tables."""
    for fact, beside in load("relations")["facts"].items():
        own = {f":{name}": of for name, of in profile(fact).subtotals.items()}
        subtotals = {f"{fact}{name}": tuple(map(str, of)) for name, of in {**own, **beside}.items()}
        yield _known_or_not(fact, known_codes(fact), **subtotals)


def with_part(part: str, rest: str) -> Axis:
    return split("", f"/{part}", f"/{rest}")


ACTIVITY = with_part("activated", "not_activated")

SPECIAL_GROUPS = split("", *categories("", vocabulary.special_needs_codes()))
