"""The reply of FOLK1E for one quarter: semicolons, Danish headings, codes as values.

    OMRÅDE;KØN;ALDER;HERKOMST;TID;INDHOLD
    101;TOT;IALT;TOT;2014K4;1000
    101;1;18;24;2014K4;7

Everything is asked for, totals too, so that the reply can be checked in itself: every
combination stands there once, and each total is the sum of its parts.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.domain.city_population import Quarter

# (sex, age, origin) as the StatBank's codes
Cell = tuple[str, str, str]
OLDEST_AT_LEAST = 99
MOST_LINES_TOLD = 3


@dataclass(frozen=True)
class ReplyLine:
    """One line of the reply: its place in the file, where and when, the cell, the count."""

    line: int
    area: str
    cell: Cell
    quarter: str
    count: str


def question(quarter: Quarter) -> dict[str, Any]:
    """What is posted for one quarter."""
    asked = load("statbank")
    _, sex, age, origin, _, _ = asked["columns"]
    return {
        "table": asked["table"],
        "format": "CSV",
        "lang": "da",
        "delimiter": "Semicolon",
        "valuePresentation": "Code",
        "variables": [
            {"code": asked["columns"][0], "values": [asked["area"]]},
            *({"code": code, "values": ["*"]} for code in (sex, age, origin)),
            {"code": "Tid", "values": [quarter.code]},
        ],
    }


def persons_in(reply: bytes, quarter: Quarter) -> Mapping[Cell, int]:
    """Persons by sex, year of age and origin, without the totals.

    Errors: InputError with every fault of the reply: not UTF-8, other headings, lines that are
    cut off, unknown codes, a count that is none, missing or doubled lines, totals that differ.
    """
    rows = list(_rows(_text(reply, quarter), quarter))
    _raise(_faults_of_rows(rows, quarter))
    counts = {row.cell: int(row.count) for row in rows}
    _raise(_faults_of_whole(counts, [row.cell for row in rows], quarter))
    totals = set(load("statbank")["totals"].values())
    return {cell: n for cell, n in counts.items() if not totals & set(cell)}


def _text(reply: bytes, quarter: Quarter) -> str:
    try:
        return reply.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_problem("the reply is not UTF-8", quarter, "text in UTF-8")) from None


def _rows(text: str, quarter: Quarter) -> Iterator[ReplyLine]:
    columns = load("statbank")["columns"]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        if next(lines, []) != columns:
            raise InputError(_problem("the headings are others", quarter, ";".join(columns)))
        for values in lines:
            if len(values) != len(columns):
                where = f"line {lines.line_num}"
                raise InputError(_problem("a line is cut off", quarter, "six values", where))
            area, sex, age, origin, time, count = values
            yield ReplyLine(lines.line_num, area, (sex, age, origin), time, count)
    except csv.Error:
        raise InputError(_problem("the reply is no table", quarter, "semicolons")) from None


def _faults_of_rows(rows: list[ReplyLine], quarter: Quarter) -> Iterator[Problem]:
    asked = load("statbank")
    totals = asked["totals"]
    sexes = {*asked["sexes"], totals["sex"]}
    origins = {*asked["origins"], totals["origin"]}
    rules: dict[str, Callable[[ReplyLine], bool]] = {
        "another area": lambda row: row.area == asked["area"],
        "another quarter": lambda row: row.quarter == quarter.code,
        "an unknown sex": lambda row: row.cell[0] in sexes,
        "an unknown age": lambda row: row.cell[1] == totals["age"] or _is_number(row.cell[1]),
        "an unknown origin": lambda row: row.cell[2] in origins,
        "a count that is no whole number": lambda row: _is_number(row.count),
    }
    for what, holds in rules.items():
        broken = [row.line for row in rows if not holds(row)]
        if broken:
            told = ", ".join(map(str, broken[:MOST_LINES_TOLD]))
            found = f"{len(broken)} lines, first {told}"
            yield _problem(what, quarter, "only what was asked for", found)


def _faults_of_whole(
    counts: Mapping[Cell, int], cells: list[Cell], quarter: Quarter
) -> Iterator[Problem]:
    asked = load("statbank")
    totals = asked["totals"]
    doubled = [cell for cell, n in Counter(cells).items() if n > 1]
    if doubled:
        yield _problem("lines stand twice", quarter, "each once", f"{len(doubled)} lines")
    oldest = max((int(age) for _, age, _ in counts if age != totals["age"]), default=0)
    ages = [totals["age"], *map(str, range(max(oldest, OLDEST_AT_LEAST) + 1))]
    sexes, origins = [totals["sex"], *asked["sexes"]], [totals["origin"], *asked["origins"]]
    missing = set(product(sexes, ages, origins)) - counts.keys()
    if missing:
        yield _problem("lines are missing", quarter, "every combination", f"{len(missing)} lines")
        return
    sums = _sums(counts)
    wrong = [cell for cell, n in sums.items() if counts[cell] != n]
    if wrong:
        yield _problem(
            "totals differ from their parts", quarter, "equal", f"{len(wrong)} of {len(sums)}"
        )


def _sums(counts: Mapping[Cell, int]) -> Mapping[Cell, int]:
    """Every total that can be made of the parts."""
    totals = tuple(load("statbank")["totals"].values())
    sums: dict[Cell, int] = defaultdict(int)
    for (sex, age, origin), n in counts.items():
        if not {sex, age, origin} & set(totals):
            whole = product((sex, totals[0]), (age, totals[1]), (origin, totals[2]))
            for cell in set(whole) - {(sex, age, origin)}:
                sums[cell] += n
    return sums


def _is_number(text: str) -> bool:
    """Written as the StatBank writes a count: no sign, no leading zero, of a city's size."""
    return bool(re.fullmatch(r"0|[1-9][0-9]{0,8}", text))


def _raise(problems: Iterator[Problem]) -> None:
    if found := list(problems):
        raise InputError(found)


def _problem(what: str, quarter: Quarter, expected: str, found: str = "") -> Problem:
    where = f"the StatBank's reply, {load('statbank')['table']} {quarter.code}"
    remedy = "Repeat the command. If it stays so, the table has changed: tell the developers."
    return Problem(what, where, expected, found, remedy)
