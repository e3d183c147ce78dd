"""All reports asked of one snapshot, and what they measured before anything is protected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import STRATEGY_START
from fsb_lib.followups.answers import QUESTIONS
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.params import ReportParams
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.database.address import given_registers
from fsb_lib.registers.snapshot.open import open_snapshot

YEARS = (2007, 2009, 2010, 2011, 2014)
# Every choice other than the default one, on another day than the default one.
CHOICES: dict[str, Any] = {
    "both_plans": "ever_made",
    "profile_basis": "during_period",
    "register_start": date(2007, 1, 1),
    "max_gap_days": 0,
}


@dataclass(frozen=True)
class Measured:
    """What one report was made of."""

    report: str
    params: ReportParams
    tables: tuple[MeasuredTable, ...]
    warnings: tuple[str, ...]
    data_version: str


def standard(*years: int) -> list[ReportParams]:
    return [ReportParams(year=year) for year in years]


def otherwise(*years: int) -> list[ReportParams]:
    return [ReportParams(year=year, reference_date=date(year, 6, 30), **CHOICES) for year in years]


def ask_all(snapshot: str, wanted: Sequence[ReportParams]) -> list[Measured]:
    """Every report of every year, those of a year counted together as in a run."""
    return [
        asked(report, params, measuring)
        for params, measuring in ((params, measuring_of(snapshot)) for params in wanted)
        for report in QUESTIONS
        if report != "plan_coverage" or params.year >= STRATEGY_START.year
    ]


def ask(report: str, params: ReportParams, snapshot: str) -> Measured:
    """One report of it, refused as it would be for a notebook."""
    return asked(report, params, measuring_of(snapshot))


def measuring_of(snapshot: str) -> Measuring:
    """The snapshot, opened where it lies."""
    return Measuring(open_snapshot(ensure_snapshot(given_registers(snapshot), Path("unused"))))


def asked(report: str, params: ReportParams, measuring: Measuring) -> Measured:
    """What the report measured."""
    answer = measuring.answer(report, params)
    return Measured(report, params, answer.tables, answer.warnings, answer.fingerprint)


def differences(one: Sequence[Measured], other: Sequence[Measured]) -> list[str]:
    """The tables, or whole reports, that are not equal to the last value."""
    found = []
    for mine, its in zip(one, other, strict=True):
        label = f"{mine.params.year} {mine.report}"
        ours, theirs = ({table.id: table for table in each.tables} for each in (mine, its))
        found += [f"{label} {id_}" for id_ in ours | theirs if ours.get(id_) != theirs.get(id_)]
        if mine != its and not found:
            found.append(label)
    return found


def empty(measured: Sequence[Measured]) -> list[str]:
    """Reports whose first table counts nobody, so that their being equal says little.

    The joint schemes of `samarbejde` are not there in the first years.
    """
    return [
        f"{one.params.year} {one.report}"
        for one in measured
        if not any(any(row.values.values()) for row in one.tables[0].rows)
        and (one.params.year == YEARS[-1] or one.report != "cooperation_status")
    ]
