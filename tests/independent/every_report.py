"""The tables that stand in every report, as of the reference date."""

from __future__ import annotations

from collections import Counter

from .cells import Tables, shown
from .people import Person, focus_on, is_recipient, is_sof_citizen, match_on
from .settings import Settings

SIDES = ("both", "bif_only", "sof_only", "unlinkable_bif", "unlinkable_sof")


def every_report_tables(people: list[Person], settings: Settings) -> Tables:
    sides = _sides(people, settings)
    conversions = _conversions(people, settings)
    return {
        "match_conversion": [
            {"kind": kind, "persons": shown(conversions[kind])}
            for kind in ("converted", "two_on_one_day")
        ],
        "linkage": [{"side": side, "persons": shown(sides[side])} for side in SIDES],
    }


def _conversions(people: list[Person], settings: Settings) -> Counter[str]:
    counts: Counter[str] = Counter()
    for person in focus_on(people, settings.day, settings):
        match = match_on(person, settings.day)
        assert match is not None
        counts["converted"] += match.converted
        counts["two_on_one_day"] += match.one_of_several
    return counts


def _sides(people: list[Person], settings: Settings) -> Counter[str]:
    """Persons on replacement numbers are counted as unlinkable and nowhere else."""
    counts: Counter[str] = Counter()
    for person in people:
        in_bif = is_recipient(person, settings.day)
        in_sof = is_sof_citizen(person, settings.day)
        if person.number.is_replacement:
            counts["unlinkable_bif"] += in_bif
            counts["unlinkable_sof"] += in_sof
        elif in_bif and in_sof:
            counts["both"] += 1
        elif in_bif or in_sof:
            counts["bif_only" if in_bif else "sof_only"] += 1
    return counts
