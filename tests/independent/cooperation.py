"""`cooperation_status` (D8): who is in a joint scheme on the day, and who coordinates."""

from __future__ import annotations

from datetime import date

from .cells import Tables, rate_cell, shown
from .codes import SCHEMES
from .people import Person
from .settings import Settings


def cooperation_tables(people: list[Person], settings: Settings) -> Tables:
    rows = []
    for scheme in SCHEMES:
        coordinators = [_coordinators(person, scheme, settings.day) for person in people]
        n_persons = sum(bool(held) for held in coordinators)
        n_by_sof = sum("sof" in held for held in coordinators)
        rows.append(
            {
                "scheme": scheme,
                "persons": shown(n_persons),
                "coordinated_by_sof": shown(n_by_sof),
                "rate": rate_cell(n_by_sof, n_persons),
            }
        )
    return {"cooperation_status": rows}


def _coordinators(person: Person, scheme: str, day: date) -> set[str]:
    """Nobody when the person is not in the scheme; both may coordinate one person."""
    return {
        held.coordinator
        for held in person.schemes
        if held.spell.code == scheme and held.spell.covers(day)
    }
