"""A release from hand-made measured tables: short forms for tables, the gate for protection."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Any
from unittest import mock

from fsb_lib import params
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import Certificate, ProtectedReport
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio, When
from fsb_lib.followups.protect_year import numbered
from fsb_lib.wording import params_in_danish
from fsb_lib.wording.params_in_danish import memo_fields, placeholders, settings_in_force

Code = str | tuple[str, ...]
Values = Mapping[str, MeasuredValue]

GROUPS = ("misbrugere_i_behandling", "handicappede", "psykisk_syge_og_oevrigt_udsatte")


def table(
    table_id: str,
    when: When,
    rows: Mapping[Any, MeasuredValue | Values],
    measure: str = "persons",
    since: date | None = None,
) -> MeasuredTable:
    """`table("linkage", DAY, {"both": 8884})`: a bare value is the one `measure` of the table."""
    made = [
        MeasuredRow(
            code if isinstance(code, tuple) else (code,),
            value if isinstance(value, Mapping) else {measure: value},
        )
        for code, value in rows.items()
    ]
    return MeasuredTable(table_id, tuple(made), when, since=since)


def rated(n: int, of: int, target: Fraction | None = None, part: str = "activated") -> Values:
    """`rated(40, 100)` -> persons 100, activated 40, rate 40/100."""
    return {"persons": of, part: n, "rate": Ratio(n, of, target)}


def linkage(
    day: date,
    both: int = 8884,
    bif: int = 16131,
    sof: int = 2000,
    at_bif: int = 30,
    at_sof: int = 25,
) -> MeasuredTable:
    """How the registers met."""
    sides = {
        "both": both,
        "bif_only": bif,
        "sof_only": sof,
        "unlinkable_bif": at_bif,
        "unlinkable_sof": at_sof,
    }
    return table("linkage", day, sides)


def conversion(day: date, converted: int = 0, two_on_one_day: int = 0) -> MeasuredTable:
    """Assessments of another system than the one in force."""
    kinds = {"converted": converted, "two_on_one_day": two_on_one_day}
    return table("match_conversion", day, kinds)


def bounds(day: date, reported: int, everybody: int) -> MeasuredTable:
    """The headline count with and without those who cannot be linked."""
    return table("unlinkable_bounds", day, {"reported": reported, "all_unlinkable": everybody})


@contextmanager
def population_snapshot(city: Mapping[str, Any] | None) -> Iterator[None]:
    """The wording reads this snapshot of the city's population for a while; None: the true one."""
    true_load = params_in_danish.load
    found = {} if city is None else {"population": city}
    with mock.patch.object(
        params_in_danish, "load", lambda name: found.get(name) or true_load(name)
    ):
        yield


def release(
    report: str,
    year: int,
    tables: Sequence[MeasuredTable],
    *,
    audience: str = "committee",
    warnings: tuple[str, ...] = (),
    synthetic: bool = True,
    city: Mapping[str, Any] | None = None,
    certificate: Certificate | None = None,
    **parameters: Any,
) -> ProtectedReport:
    """The tables as the report's audience gets them, with settings and memo fields as ever.

    `city` stands for the snapshot of the city's population.
    """
    read = params.read(year=year, **parameters)
    with population_snapshot(city):
        words = placeholders(read)
    threshold = read.disclosure_threshold
    made = protect(tables, policy_for(audience, threshold), words)
    return ProtectedReport(
        report=report,
        year=year,
        reference_date=read.day,
        audience=audience,
        smallest_shown=threshold,
        synthetic=synthetic,
        data_version="f" * 64,
        program_version="0",
        settings=settings_in_force(read, report),
        memo=memo_fields(read, report),
        warnings=warnings,
        tables=tuple(numbered(report, table) for table in made),
        certificate=certificate,
    )
