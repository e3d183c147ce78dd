"""Axes that several populations are split by: groups, activity, and the facts of the profile."""

from collections.abc import Iterable, Iterator

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums.cubes import Axis, Split, split
from fsb_lib.domain import vocabulary


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


def facts() -> Iterator[Axis]:
    """The axes of the profile; data/relations.yaml holds the categories."""
    for fact, entry in load("relations")["facts"].items():
        subtotals = {
            f"{fact}{name}": tuple(map(str, of)) for name, of in entry["subtotals"].items()
        }
        yield _known_or_not(fact, map(str, entry["categories"]), **subtotals)


def with_part(part: str, rest: str) -> Axis:
    return split("", f"/{part}", f"/{rest}")


ACTIVITY = with_part("activated", "not_activated")

SPECIAL_GROUPS = split("", *categories("", vocabulary.special_needs_codes()))
