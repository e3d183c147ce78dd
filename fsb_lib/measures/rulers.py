"""One measurement under four definitions: how much of a change is the ruler (D11).

The citizens are the same in all four: those with special needs on the day. What differs is who
of them counts as not job-ready, and with which benefits.
"""

from collections.abc import Iterable

import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable
from fsb_lib.measures.activation import rate_of
from fsb_lib.measures.counting import counts_by
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import Registers, covering

_HELD = "holds_"
DEFINITIONS = ("this_report", "match5", "match3", "as_printed")


def by_definition(measurements: Iterable[Measurement], registers: Registers) -> MeasuredTable:
    """Persons, activated and rate of every measurement under every definition.

    keys                    values
    ("2009", "this_report") {"persons": 3418, "activated": 1186, "rate": Ratio(1186, 3418)}
    ("2009", "match5")      ...
    """
    by_year = sorted(measurements, key=lambda measurement: measurement.day)
    rows = [row for measurement in by_year for row in _rows(measurement, registers)]
    first, last = by_year[0].day, by_year[-1].day
    return MeasuredTable("activation_by_definition", tuple(rows), last, since=first)


def _rows(measurement: Measurement, registers: Registers) -> Iterable[MeasuredRow]:
    marked = with_rulers(measurement, registers)
    persons = {name: marked[name] for name in DEFINITIONS}
    activated = {f"{name}_activated": marked[name] & marked.activated for name in DEFINITIONS}
    counts = counts_by(marked, **persons, **activated)[()]
    for definition in DEFINITIONS:
        n_activated = counts[f"{definition}_activated"]
        rate = rate_of(n_activated, counts[definition], measurement.day)
        yield MeasuredRow(
            (str(measurement.year), definition),
            {"persons": rate.denominator, "activated": rate.numerator, "rate": rate},
        )


def with_rulers(measurement: Measurement, registers: Registers) -> ir.Table:
    """The persons of a measurement with one column for each definition: do they count by it?"""
    in_force = vocabulary.system_in_force(measurement.day)
    systems = [system.name for system in vocabulary.match_systems()]
    held = _held(registers, measurement)
    persons = measurement.persons.left_join(held, "person").drop("person_right")
    holds = {name: persons[_HELD + name].fill_null(False) for name in systems}
    class_of_needing = persons.special_needs & persons.class_not_job_ready
    unconverted = (persons.system == in_force.name).fill_null(False)
    marked = persons.mutate(
        this_report=persons.focus,
        match5=class_of_needing & holds["match5"],
        match3=class_of_needing & holds["match3"],
        as_printed=class_of_needing & unconverted & holds[in_force.name],
    )
    return marked.drop(*(_HELD + name for name in systems))


def _held(registers: Registers, measurement: Measurement) -> ir.Table:
    """person | holds_match5 | holds_match3 ...: a benefit on the day that the system covered."""
    spells = covering(registers["bif_ydelser"], measurement.day, measurement.day)
    among = {
        _HELD + system.name: spells.ydelse.isin(system.covers).any()
        for system in vocabulary.match_systems()
    }
    return spells.group_by("person").agg(**among)
