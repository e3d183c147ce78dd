"""Whether each table and figure of a report has a number of its own: data/numbers.yaml.

plan_coverage:                            the letter of the report, which no other has
  plan_offers: {table: P1, figure: P1}    a table of data/tables/, of the report or shared
  retired: {tables: [P4]}                 of what is gone, never given again
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from fsb_lib.base.errors import Problem, nearest
from fsb_lib.base.package_data import load
from fsb_lib.domain.table_declarations import TableDeclaration

FILE = "data/numbers.yaml"
SHARED = "common"
RETIRED = "retired"
_NUMBER = re.compile(r"([A-Z])[1-9]\d?")


def number_problems(tables: Collection[TableDeclaration]) -> Iterator[Problem]:
    """Everything in which the numbers do not fit the declared tables."""
    given: Mapping[str, Mapping[str, Any]] = load("numbers")
    letters: dict[str, str] = {}
    for report in dict.fromkeys((*given, *(table.report for table in tables))):
        if report != SHARED:
            entry = given.get(report, {})
            yield from _tables_of(report, entry, tables)
            yield from _numbers_of(report, entry, letters)


def _tables_of(
    report: str, entry: Mapping[str, Any], tables: Collection[TableDeclaration]
) -> Iterator[Problem]:
    own = {table.id for table in tables if table.report == report}
    known = own | {table.id for table in tables if table.report == SHARED}
    where, listed = f"{FILE}: {report}", [one for one in entry if one != RETIRED]
    for one in sorted(own - set(listed)):
        yield Problem("a table has no number", where, f"a line `{one}: {{table: ...}}`",
                      remedy="Give it the next number: those that were given stay.")  # fmt: skip
    for one in (one for one in listed if one not in known):
        yield Problem("a number is given to no table", where, "tables of data/tables/", one,
                      f"{nearest(one, known)} Put the number of one that is gone under `{RETIRED}`."
                      )  # fmt: skip


def _numbers_of(
    report: str, entry: Mapping[str, Any], letters: dict[str, str]
) -> Iterator[Problem]:
    """Numbers of a wrong form, of a letter of another report, or given twice; `letters` are those
    of reports that were looked at before."""
    where = f"{FILE}: {report}"
    for kind in ("table", "figure"):
        told = [one[kind] for name, one in entry.items() if name != RETIRED and kind in one]
        told += entry.get(RETIRED, {}).get(f"{kind}s", ())
        for number in told:
            found = _NUMBER.fullmatch(str(number))
            if found is None or letters.setdefault(found[1], report) != report:
                yield Problem("a number is not one of the report's", where,
                              "a letter that no other report has, and a place", str(number),
                              "Write the report's letter and the next place.")  # fmt: skip
        for number in (number for number, n in Counter(told).items() if n > 1):
            yield Problem(f"two {kind}s have one number", where, "a number each", str(number),
                          "Give the newer one the next number.")  # fmt: skip
