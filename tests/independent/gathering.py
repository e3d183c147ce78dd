"""From the rows that are kept to persons, each with the rows of every register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .cpr_numbers import read_number
from .delivery import Row
from .identity import KeptRow, PersonKey
from .people import Assessment, Exit, Person, Plan, Scheme, Spell


def gather_people(kept: dict[str, list[KeptRow]]) -> list[Person]:
    """One person per key; a table that was not delivered gives nobody anything."""
    people: dict[PersonKey, Person] = {}
    for table, add in _ADD.items():
        for key, row in kept.get(table, []):
            add(people.setdefault(key, Person(read_number(key[0]))), row)
    return list(people.values())


def _add_benefit(person: Person, row: Row) -> None:
    person.benefits.append(_spell(row, "ydelse"))


def _add_case(person: Person, row: Row) -> None:
    person.cases.append(_spell(row, "maalgruppe"))


def _add_effort(person: Person, row: Row) -> None:
    person.activations.append(_spell(row, "indsats"))


def _add_assessment(person: Person, row: Row) -> None:
    day = _required(row.day("vurderet"))
    person.assessments.append(Assessment(row.codes["system"], row.codes["kode"], day))


def _add_job_plan(person: Person, row: Row) -> None:
    person.job_plans.append(Spell("", _required(row.day("godkendt")), row.day("slut")))


def _add_plan(person: Person, row: Row) -> None:
    plan = Plan(
        row.day("tilbudt"),
        row.codes["svar"],
        row.day("udarbejdet"),
        row.codes["af_egen_drift"] == "j",
        row.day("slut"),
    )
    person.plans.append(plan)


def _add_origin(person: Person, row: Row) -> None:
    person.origin = row.codes["herkomst"]


def _add_exit(person: Person, row: Row) -> None:
    person.exits.append(Exit(row.codes["udfald"], _required(row.day("dato"))))


def _add_scheme(person: Person, row: Row) -> None:
    person.schemes.append(Scheme(_spell(row, "ordning"), row.codes["koordinator"]))


_ADD: dict[str, Callable[[Person, Row], None]] = {
    "bif_ydelser": _add_benefit,
    "bif_matchvurderinger": _add_assessment,
    "bif_indsatser": _add_effort,
    "bif_jobplaner": _add_job_plan,
    "sof_sager": _add_case,
    "sof_handleplaner": _add_plan,
    "personer": _add_origin,
    "bif_afgange": _add_exit,
    "samarbejde": _add_scheme,
}


def _spell(row: Row, code: str) -> Spell:
    return Spell(row.codes[code], _required(row.day("fra")), row.day("til"))


def _required(day: date | None) -> date:
    assert day is not None
    return day
