"""One measurement under four definitions: how much of a change is the ruler (D11).

The citizens are the same in all four: those with special needs on the day. What differs is who
of them counts as not job-ready, and with which benefits.
"""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue
from fsb_lib.measures.activation import rate_of
from fsb_lib.measures.counting import Grouping
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import PLACED

DEFINITIONS = ("this_report", "match5", "match3", "as_printed")
RULED = {name: Grouping((name,), also=("activated",)) for name in DEFINITIONS}
GROUPINGS = tuple(RULED.values())


def by_definition(measurements: Iterable[Measurement]) -> MeasuredTable:
    """Persons, activated and rate of every measurement under every definition.

    keys                    values
    ("2009", "this_report") {"persons": 3418, "activated": 1186, "rate": Ratio(1186, 3418)}
    ("2009", "match5")      ...
    """
    by_year = sorted(measurements, key=lambda measurement: measurement.day)
    rows = tuple(_row(one, definition) for one in by_year for definition in DEFINITIONS)
    first, last = by_year[0].day, by_year[-1].day
    return MeasuredTable("activation_by_definition", rows, last, since=first)


def _row(measurement: Measurement, definition: str) -> MeasuredRow:
    counts = measurement.counts(RULED[definition])[()]
    rate = rate_of(counts["activated"], counts["persons"], measurement.day)
    values: dict[str, MeasuredValue] = {
        "persons": rate.denominator,
        "activated": rate.numerator,
        "rate": rate,
    }
    return MeasuredRow((str(measurement.year), definition), values)


def ruled(persons: ir.Table) -> dict[str, ir.BooleanValue]:
    """The flag of each definition: does a person count by it?"""
    needing = persons.special_needs & persons.class_not_job_ready
    systems = [system.name for system in vocabulary.match_systems()]
    placed = {name: persons[PLACED + name].fill_null(False) for name in systems}
    by_system_in_force = ibis.cases(
        *((persons.in_force == name, placed[name]) for name in systems), else_=False
    )
    unconverted = (persons.system == persons.in_force).fill_null(False)
    return {
        "this_report": persons.focus,
        "match5": needing & placed["match5"],
        "match3": needing & placed["match3"],
        "as_printed": needing & unconverted & by_system_in_force,
    }
