"""Rows with one planted fault: a row of the city said again with something wrong in it.

base row    0402801234  kontanthjaelp  2009-01-01  (open)
spoiled     0402801234  kontanthjaelp  2009-01-01  2008-12-20     til_before_fra
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

import pyarrow as pa

from fsb_lib.domain.contract import Column, Kind, RegisterTable
from fsb_lib.domain.vocabulary import codes, labels
from fsb_lib.synthetic.dirt.fresh_numbers import NO_NUMBER, UNREADABLE, FreshNumbers
from fsb_lib.synthetic.draws import Generator

MISSING_DATES = ("", "31-12-9999", "NULL", "00-00-0000", "9999-12-31")
UNREADABLE_DATES = (
    "31-02-2009",
    "2009-13-01",
    "29.02.2010",
    "01-01-1899",
    "01-01-2101",
    "05-01-09",
    "5. januar 2009",
    "snart",
    "39818",
    "NA",
)
UNKNOWN_CODES = ("ukendt", "NA", "nan", "None", "-", "x", "4.0", "0")
# system, code, day: each allowed alone, not together.
OF_ANOTHER_SYSTEM = (
    ("match3", "4", "01-06-2011"),
    ("match3", "jobparat", "26-04-2010"),
    ("match5", "aktivitetsparat", "01-06-2008"),
    ("visitation", "2", "01-06-2014"),
)
OUTSIDE_VALIDITY = (
    ("match5", "4", "26-04-2010"),
    ("match5", "", "01-06-2011"),
    ("match3", "2", "25-04-2010"),
    ("match3", "", "01-06-2008"),
    ("visitation", "jobparat", "30-09-2013"),
    ("visitation", "", "01-06-2012"),
)


@dataclass(frozen=True)
class PlantedRow:
    """A row to add. It says what the `base` row of its table says, but for some cells.

    `numbers` are still to be spelled, `cells` are texts as they are. `n_fields_off` is how many
    fields it has too many, or with a minus too few.
    """

    base: int
    kind: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    n_fields_off: int = 0


Spoiler: TypeAlias = Callable[["Spoiling", str], list[PlantedRow]]


@dataclass(frozen=True)
class Spoiling:
    """What a spoiler works with: a table of the city, and where new numbers come from."""

    register: RegisterTable
    rows: pa.Table
    fresh: FreshNumbers
    rng: Generator

    def kinds(self, *, ragged: bool) -> list[str]:
        """The faults that a row of the table can have; `ragged`: also too few or many fields."""
        columns = {column.name for column in self.register.columns}
        possible = {
            "wrong_field_count": ragged,
            "far_date": bool(self.register.key_dates),
            "missing_date": bool(self.register.key_dates),
            "unreadable_date": bool(self.register.dates),
            "til_before_fra": {"fra", "til"} <= columns,
            "unknown_code": bool(self.code_columns),
            "code_not_in_system": "system" in columns,
            "outside_system_validity": "system" in columns,
            "conflicting_origin": "herkomst" in columns,
            "conflicting_change": "nyt_cpr" in columns,
            "ambiguous_replacement": "nyt_cpr" in columns,
        }
        return [kind for kind in SPOILERS if possible.get(kind, True)]

    def unit(self, kind: str) -> list[PlantedRow]:
        """One fault of the kind: a row, or the few rows that are at fault together."""
        return SPOILERS[kind](self, kind)

    @property
    def code_columns(self) -> list[Column]:
        coded = (Kind.CODE, Kind.MATCH_CODE)
        return [column for column in self.register.columns if column.kind in coded]

    def one_of(self, choices: Sequence[Any]) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def row(self, kind: str, cells: Mapping[str, str], n_fields_off: int = 0) -> PlantedRow:
        """A row of the city with these cells, whoever's it is."""
        base = int(self.rng.integers(self.rows.num_rows))
        return PlantedRow(base, kind, cells=cells, n_fields_off=n_fields_off)

    def with_later_fault(self, cells: dict[str, str]) -> dict[str, str]:
        """At times an unknown code beside the fault, which comes first and alone counts."""
        if self.code_columns and self.rng.random() < 0.3:
            return {self.code_columns[0].name: "ukendt", **cells}
        return cells


def _wrong_field_count(draw: Spoiling, kind: str) -> list[PlantedRow]:
    return [draw.row(kind, draw.with_later_fault({}), draw.one_of((-1, 1)))]


def _wrong_number(texts: Callable[[Spoiling], str]) -> Spoiler:
    def spoiled(draw: Spoiling, kind: str) -> list[PlantedRow]:
        column = draw.one_of(draw.register.cpr_columns)
        return [draw.row(kind, draw.with_later_fault({column: texts(draw)}))]

    return spoiled


def _implausible(draw: Spoiling) -> str:
    number = draw.fresh.implausible()
    return f"{number[:6]}{draw.one_of(('', '-', ' '))}{number[6:]}"


def _missing_date(draw: Spoiling, kind: str) -> list[PlantedRow]:
    empty = {name: draw.one_of(MISSING_DATES) for name in draw.register.key_dates}
    return [draw.row(kind, draw.with_later_fault(empty))]


def _far_date(draw: Spoiling, kind: str) -> list[PlantedRow]:
    """A year mistyped: 2090 for 2009. At most four in a table, so that they stay few."""
    day = f"{int(draw.rng.integers(1, 29)):02d}-01-{int(draw.rng.integers(2080, 2100))}"
    return [draw.row(kind, draw.with_later_fault({draw.one_of(draw.register.key_dates): day}))]


def _unreadable_date(draw: Spoiling, kind: str) -> list[PlantedRow]:
    cells = {draw.one_of(draw.register.dates): draw.one_of(UNREADABLE_DATES)}
    others = [name for name in draw.register.key_dates if name not in cells]
    cells |= dict.fromkeys(others, "02-02-2009")  # so that no key date is missing
    return [draw.row(kind, draw.with_later_fault(cells))]


def _til_before_fra(draw: Spoiling, kind: str) -> list[PlantedRow]:
    base = int(draw.rng.integers(draw.rows.num_rows))
    end = draw.rows["fra"][base].as_py() - timedelta(days=int(draw.rng.integers(1, 400)))
    cells = draw.with_later_fault({"til": f"{end:%d-%m-%Y}"})
    return [PlantedRow(base, kind, cells=cells)]


def _unknown_code(draw: Spoiling, kind: str) -> list[PlantedRow]:
    column = draw.one_of(draw.code_columns)
    choices = list(UNKNOWN_CODES)
    if not column.may_be_empty:
        choices += ["", "NULL"]
    if column.code_list:
        choices.append(codes(column.code_list)[0] + "x")
        choices += [label for label in labels("svar").values() if column.code_list != "svar"]
    # Every column before it stays as it is, so the code alone is wrong.
    return [draw.row(kind, {column.name: draw.one_of(choices)})]


def _of_choices(choices: Sequence[tuple[str, str, str]]) -> Spoiler:
    def spoiled(draw: Spoiling, kind: str) -> list[PlantedRow]:
        system, code, day = draw.one_of(choices)
        return [draw.row(kind, {"system": system, "kode": code, "vurderet": day})]

    return spoiled


def _conflicting_origin(draw: Spoiling, kind: str) -> list[PlantedRow]:
    """A person whom no other register knows, with two origins and at times the first again."""
    origins = codes("herkomst")
    first = int(draw.rng.integers(len(origins)))
    said = [origins[first], origins[first - 1], origins[first]][: draw.one_of((2, 3))]
    number = draw.fresh.real()
    return [PlantedRow(0, kind, {"cpr": number}, {"herkomst": origin}) for origin in said]


def _conflicting_change(draw: Spoiling, kind: str) -> list[PlantedRow]:
    """One old number with two new ones, and at times the first change again."""
    old, new = draw.fresh.real(), draw.fresh.real()
    said = [new, draw.fresh.real(), new][: draw.one_of((2, 3))]
    return [
        PlantedRow(
            0, kind, {"gammelt_cpr": old, "nyt_cpr": each}, {"dato": "04-05-2012", "ejer": ""}
        )
        for each in said
    ]


def _ambiguous_replacement(draw: Spoiling, kind: str) -> list[PlantedRow]:
    """A local number that no row holds, so nobody can say whose it is."""
    local = draw.one_of((draw.fresh.replacement, draw.fresh.lettered))()
    numbers = {"gammelt_cpr": local, "nyt_cpr": draw.fresh.real()}
    return [PlantedRow(0, kind, numbers, {"dato": "04-05-2012", "ejer": ""})]


SPOILERS: Mapping[str, Spoiler] = {
    "wrong_field_count": _wrong_field_count,
    "far_date": _far_date,
    "cpr_unreadable": _wrong_number(lambda draw: str(draw.one_of(UNREADABLE))),
    "cpr_invalid": _wrong_number(lambda draw: str(draw.one_of(NO_NUMBER))),
    "cpr_invalid_date": _wrong_number(lambda draw: draw.fresh.impossible_date()),
    "cpr_implausible": _wrong_number(_implausible),
    "missing_date": _missing_date,
    "unreadable_date": _unreadable_date,
    "til_before_fra": _til_before_fra,
    "unknown_code": _unknown_code,
    "code_not_in_system": _of_choices(OF_ANOTHER_SYSTEM),
    "outside_system_validity": _of_choices(OUTSIDE_VALIDITY),
    "conflicting_origin": _conflicting_origin,
    "conflicting_change": _conflicting_change,
    "ambiguous_replacement": _ambiguous_replacement,
}
