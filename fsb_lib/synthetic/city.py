"""The twin city: persons first, then every register's rows, then the tables of the contract."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.base.package_data import load
from fsb_lib.domain.contract import Column, Kind, RegisterTable, table
from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.activation import Activation, activation_of
from fsb_lib.synthetic.assessments import MATCH_CODES, assessment_rows
from fsb_lib.synthetic.benefits import Change, benefit_of_runs, benefit_rows, changes_by_law
from fsb_lib.synthetic.cases import case_rows
from fsb_lib.synthetic.draws import NEVER, Generator, IntArray, apportion, constant, day
from fsb_lib.synthetic.focus import focus_persons
from fsb_lib.synthetic.interviews import interview_rows
from fsb_lib.synthetic.long_offers import long_offer_rows
from fsb_lib.synthetic.memberships import spans_of
from fsb_lib.synthetic.numbers import Numbers, numbers_of
from fsb_lib.synthetic.others import (
    baseline_table,
    other_recipients,
    sof_only_persons,
)
from fsb_lib.synthetic.persons import NOT_JOB_READY, SPECIAL_NEEDS, Persons, join, with_short_gaps
from fsb_lib.synthetic.plans import jobplan_rows, plan_rows
from fsb_lib.synthetic.schemes import exit_rows, schemes_of
from fsb_lib.synthetic.stops import with_stops_and_returns
from fsb_lib.synthetic.traits import Traits, traits_of

PUBLISHED_RECIPIENTS = 25_015
FEWEST_RECIPIENTS = 200


def published_table() -> IntArray:
    """November 2007 without its totals: 4 target groups and BIF only x 6 columns of persons."""
    rows = load("published")["match_by_target_group_2007"]["rows"]
    groups = np.array([rows[group][:-1] for group in codes("maalgruppe")], dtype=np.int64)
    bif_only = np.array(rows["bif_i_alt"][:-1]) - np.array(rows["sof_i_alt"][:-1])
    return np.vstack([groups, bif_only])


def twin_city(n_recipients: int = PUBLISHED_RECIPIENTS, seed: int = 2007) -> dict[str, pa.Table]:
    """A synthetic city, 2006 to early 2015, as the tables of the register contract.

    `n_recipients` persons receive a benefit on 15 November 2007; with the published 25,015 the
    city measures to every published figure, with another number in proportion. CPR numbers are
    text of ten characters, dates date32, empty values null; the metadata of every table holds
    both arguments. The same arguments give the same tables. Raises UsageError for a city too
    small to hold the published cells.
    """
    if n_recipients < FEWEST_RECIPIENTS:
        raise UsageError(_too_small(n_recipients))
    city = load("twin_city") | {"published_focus": _published_focus()}
    streams = iter(np.random.SeedSequence(seed).spawn(17))
    persons, traits = _persons(n_recipients, city, streams)
    tables = _tables(persons, traits, n_recipients / PUBLISHED_RECIPIENTS, city, streams)
    origin = {"n_recipients": str(n_recipients), "seed": str(seed)}
    return {name: rows.replace_schema_metadata(origin) for name, rows in tables.items()}


def _too_small(n_recipients: int) -> Problem:
    return Problem(
        what="too few persons for a twin city",
        where="number of recipients",
        expected=f"at least {FEWEST_RECIPIENTS}",
        found=str(n_recipients),
        remedy="Ask for more persons.",
    )


Streams: TypeAlias = Iterator[np.random.SeedSequence]


def _next(streams: Streams) -> Generator:
    """The next independent source of random numbers."""
    return np.random.default_rng(next(streams))


def _published_focus() -> dict[str, int]:
    """Published size of each special-needs group in match groups 4 and 5."""
    cells = published_table()[np.ix_(SPECIAL_NEEDS, NOT_JOB_READY)].sum(axis=1)
    return {codes("maalgruppe")[group]: int(cells[group]) for group in SPECIAL_NEEDS}


def _persons(
    n_recipients: int, city: Mapping[str, Any], streams: Streams
) -> tuple[Persons, Traits]:
    """All persons: those ever in focus, the rest of the table and its turnover, SOF only."""
    scale = n_recipients / PUBLISHED_RECIPIENTS
    profile = load("published")["profile_2014"]
    wanted = apportion(published_table(), n_recipients)
    rng = _next(streams)
    n_profiled = round(profile["persons"] * scale)
    spans = spans_of(wanted, n_profiled, scale, city, rng)
    n_short = round(profile["share_under_3_years"] * n_profiled)
    focus = _with_gaps(focus_persons(spans, n_short, city, rng), city, rng)
    rng = _next(streams)
    there = baseline_table(focus, day(city["baseline_day"]))
    others = other_recipients(np.maximum(wanted - there, 0), city, rng)
    persons = join([focus, _with_gaps(others, city, rng), sof_only_persons(scale, city, rng)])
    n_men = round(profile["share_men"] * n_profiled)
    n_young = round(profile["share_under_30"] * n_profiled)
    return persons, traits_of(persons, n_men, n_young, city, _next(streams))


def _with_gaps(persons: Persons, city: Mapping[str, Any], rng: Generator) -> Persons:
    settings = city["benefits"]
    return with_short_gaps(persons, settings["share_gap"], settings["gap_days"], rng)


def _tables(
    persons: Persons, traits: Traits, scale: float, city: Mapping[str, Any], streams: Streams
) -> dict[str, pa.Table]:
    numbers = numbers_of(persons, traits, scale, city, _next(streams))
    activation = activation_of(persons, city, _next(streams))
    schemes = schemes_of(persons, scale, city, _next(streams))
    rng = _next(streams)
    benefit = benefit_of_runs(persons, city, rng)
    changes = [
        *changes_by_law(persons, benefit, traits.born, city, rng),
        Change("revalideringsydelse", activation.retraining_first, activation.retraining_last),
        Change("ressourceforloebsydelse", schemes.resource_first, schemes.resource_last),
    ]
    rows = {
        "bif_ydelser": benefit_rows(persons, benefit, traits.born, changes, city, rng),
        "bif_matchvurderinger": assessment_rows(
            persons, benefit, traits.born, city, _next(streams)
        ),
        "bif_jobplaner": jobplan_rows(persons, city, _next(streams)),
        "sof_sager": case_rows(persons, scale, city, _next(streams)),
        "sof_handleplaner": plan_rows(persons, scale, city, _next(streams)),
        "personer": _origin_rows(persons, traits),
        "bif_afgange": exit_rows(persons, city, _next(streams)),
        "samarbejde": schemes.rows,
    }
    rows |= _later_rows(persons, activation, rows, city, streams)
    tables = {name: register_table(table(name), rows[name], numbers) for name in rows}
    tables["cpr_skift"] = _changes_of_number(numbers)
    return tables


def _later_rows(
    persons: Persons,
    activation: Activation,
    rows: Mapping[str, Mapping[str, IntArray]],
    city: Mapping[str, Any],
    streams: Streams,
) -> dict[str, dict[str, IntArray]]:
    """Of the last streams, so that no other row depends on them."""
    efforts = _joined(
        activation.rows,
        interview_rows(persons, city, _next(streams)),
        long_offer_rows(persons, activation.rows, city, _next(streams)),
    )
    benefits = with_stops_and_returns(
        persons, rows["bif_ydelser"], rows["bif_afgange"], city, _next(streams)
    )
    return {"bif_indsatser": efforts, "bif_ydelser": benefits}


def _joined(*parts: Mapping[str, IntArray]) -> dict[str, IntArray]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _origin_rows(persons: Persons, traits: Traits) -> dict[str, IntArray]:
    """Rows of `personer`: everybody whom BIF knows and whose origin is known."""
    who = np.flatnonzero((persons.benefit_first < NEVER) & (traits.origin >= 0))
    return {"person": who, "herkomst": traits.origin[who]}


def register_table(
    register: RegisterTable, rows: Mapping[str, IntArray], numbers: Numbers
) -> pa.Table:
    """Rows of positions and days as the table of the contract, sorted, each row once.

    `rows["person"]` says whose the row is; the other arrays are named after the columns.
    """
    ordered = _sorted_once(register, rows)
    key_day = constant(NEVER - 1, len(ordered["person"]))
    for name in reversed(register.key_dates):
        key_day = np.where(ordered[name] < NEVER, ordered[name], key_day)
    owner = "SOF" if register.owner == "either" else register.owner
    cpr = numbers.of(ordered["person"], key_day, owner)
    values = [
        cpr if column.kind is Kind.CPR else _values(column, ordered[column.name])
        for column in register.columns
    ]
    return pa.table(dict(zip(register.required_columns, values, strict=True)))


def _sorted_once(register: RegisterTable, rows: Mapping[str, IntArray]) -> dict[str, IntArray]:
    """By key date, then person, then the other columns; of equal rows one."""
    names = [*register.key_dates, "person", *sorted(set(rows) - {"person", *register.key_dates})]
    order = np.lexsort([rows[name] for name in reversed(names)])
    ordered = {name: rows[name][order] for name in names}
    if not len(order):
        return ordered
    new = np.zeros(len(order), dtype=np.bool_)
    new[0] = True
    for column in ordered.values():
        new[1:] |= column[1:] != column[:-1]
    return {name: column[new] for name, column in ordered.items()}


def _values(column: Column, positions: IntArray) -> pa.Array:
    """Days as dates, positions as codes; NEVER and negative positions as null."""
    if column.kind in (Kind.KEY_DATE, Kind.PLAIN_DATE):
        days = np.minimum(positions, NEVER).astype(np.int32)
        return pa.array(days, pa.int32(), mask=positions >= NEVER).cast(pa.date32())
    names = MATCH_CODES if column.kind is Kind.MATCH_CODE else codes(column.code_list)
    indices = pa.array(np.maximum(positions, 0), mask=positions < 0)
    return pa.array(names, pa.string()).take(indices)


def _changes_of_number(numbers: Numbers) -> pa.Table:
    """`cpr_skift`: former number, number, day of the change."""
    who = np.flatnonzero(numbers.changed < NEVER)
    who = who[np.argsort(numbers.changed[who], kind="stable")]
    days = pa.array(numbers.changed[who].astype(np.int32), pa.int32()).cast(pa.date32())
    positions = pa.array(who)
    columns = (numbers.former.take(positions), numbers.current.take(positions), days)
    names = [column.name for column in table("cpr_skift").columns if column.required]
    return pa.table(dict(zip(names, columns, strict=True)))
