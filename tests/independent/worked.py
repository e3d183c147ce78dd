"""Registers drawn as text, and the figures that a hand calculation gives: asked of both hands.

Persons are named after what is tried of them, and an expected count names its persons:

    drawn      stop_of_29 | kontanthjaelp | 2010-03-31 |
    expected   {"contact_course": {("i_alt", "et_ophoer"): {"persons": "stop_of_29"}}}

Rows that are not listed beside a listed one (alike in all keys but the last) hold nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .cpr_numbers import Number
from .people import Assessment, Exit, Person, Plan, Spell
from .settings import Settings

Drawn = Mapping[str, str]
Line = dict[str, str]
# Names of persons stand for how many they are.
Expected = str | int | Fraction | None
Rows = Mapping[tuple[str, ...], Mapping[str, Expected]]
# In the focus population by these rows, unless the person has rows of the table drawn.
STEADY = {
    "bif_ydelser": ("person | ydelse | fra | til", "{} | kontanthjaelp | 2007-01-01 |"),
    "sof_sager": ("person | maalgruppe | fra | til", "{} | handicappede | 2007-01-01 |"),
    "bif_matchvurderinger": (
        "person | system | kode | vurderet",
        "{} | match5 | 4 | 2007-01-01",
    ),
}
BORN, SEX = date(1970, 2, 2), "kvinde"  # of everybody who is not in `identities`


@dataclass(frozen=True)
class Worked:
    """One report on one drawn register. An empty table of `expected` is not made, or has no row."""

    told: str
    report: str
    year: int
    drawn: Drawn
    expected: Mapping[str, Rows]
    settings: Mapping[str, int | date] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.told

    @property
    def asked(self) -> Settings:
        return Settings(self.year, **self.settings)  # type: ignore[arg-type]


def placed(codes: Mapping[str, str], *before: str) -> Rows:
    """Who stands in which row: the code of the last key, and the names of its persons."""
    return {(*before, code): {"persons": names} for code, names in codes.items()}


def city(**drawn: str) -> Drawn:
    """The drawn tables, and whoever is in them in the focus population since 2007."""
    people = sorted({line["person"] for text in drawn.values() for line in lines_of(text)})
    whole = dict(drawn)
    for table, (header, steady) in STEADY.items():
        text = drawn.get(table, header)
        own = {line["person"] for line in lines_of(text)}
        rest = [steady.format(person) for person in people if person not in own]
        whole[table] = "\n".join([text.rstrip(), *rest])
    return whole


def lines_of(text: str) -> list[Line]:
    header, *lines = [line for line in text.splitlines() if line.strip()]
    names = [name.strip() for name in header.split("|")]
    return [
        dict(zip(names, [cell.strip() for cell in line.split("|")], strict=True)) for line in lines
    ]


def people_of(drawn: Drawn) -> list[Person]:
    """The drawn registers as the recount holds them."""
    lines = {table: lines_of(text) for table, text in drawn.items()}
    known = {line["person"]: line for line in lines.pop("identities", [])}
    names = sorted({line["person"] for table in lines.values() for line in table} | set(known))
    people = {name: Person(_number(name, known.get(name, {}))) for name in names}
    for table, table_lines in lines.items():
        for line in table_lines:
            _ADD[table](people[line["person"]], line)
    return list(people.values())


def _number(name: str, line: Line) -> Number:
    kind = "replacement" if line.get("replacement") == "ja" else "real"
    return Number(name, kind, _day(line.get("born", "")) or BORN, line.get("sex") or SEX)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _spell(line: Line, code: str, start: str = "fra", end: str = "til") -> Spell:
    return Spell(line.get(code, ""), date.fromisoformat(line[start]), _day(line.get(end, "")))


def _add_origin(person: Person, line: Line) -> None:
    person.origin = line["herkomst"]


def _plan(line: Line) -> Plan:
    offered, prepared, end = (
        _day(line.get(name, "")) for name in ("tilbudt", "udarbejdet", "slut")
    )
    return Plan(offered, line.get("svar", ""), prepared, line.get("af_egen_drift") == "J", end)


_ADD: dict[str, Callable[[Person, Line], None]] = {
    "bif_ydelser": lambda p, line: p.benefits.append(_spell(line, "ydelse")),
    "sof_sager": lambda p, line: p.cases.append(_spell(line, "maalgruppe")),
    "bif_indsatser": lambda p, line: p.activations.append(_spell(line, "indsats")),
    "bif_jobplaner": lambda p, line: p.job_plans.append(_spell(line, "", "godkendt", "slut")),
    "bif_matchvurderinger": lambda p, line: p.assessments.append(
        Assessment(line["system"], line["kode"], date.fromisoformat(line["vurderet"]))
    ),
    "bif_afgange": lambda p, line: p.exits.append(
        Exit(line["udfald"], date.fromisoformat(line["dato"]))
    ),
    "sof_handleplaner": lambda p, line: p.plans.append(_plan(line)),
    "personer": _add_origin,
}
