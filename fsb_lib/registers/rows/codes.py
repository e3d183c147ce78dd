"""The closed code lists as intake uses them: a code is its place in the sorted list.

Sorted, so that rows sorted by place are rows sorted by code text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.domain import vocabulary
from fsb_lib.domain.contract import Column, Kind, table
from fsb_lib.domain.cpr import NO_DAY
from fsb_lib.registers.spelling import canonical, is_empty

NO_CODE: Final = -1  # an empty cell where the list names empty
UNKNOWN_CODE: Final = -2
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class CodeList:
    """One column's codes. `places` leads from a canonical spelling to a place in `texts`."""

    texts: tuple[str, ...]
    places: dict[str, int]
    empty: int

    def read(self, text: str) -> int:
        """The place of a code, `NO_CODE` or `UNKNOWN_CODE`."""
        if is_empty(text):
            return self.empty
        return self.places.get(canonical(text), UNKNOWN_CODE)

    def also(self, places: Mapping[str, int]) -> "CodeList":
        """The list with further spellings, which go before its own."""
        return replace(self, places={**self.places, **places}) if places else self


@cache
def code_list(column: Column) -> CodeList:
    """The codes that a column may hold; a match code's are those of every system."""
    if column.kind is Kind.MATCH_CODE:
        found = {code for system in vocabulary.match_systems() for code in system.codes}
    else:
        found = set(vocabulary.codes(column.code_list))
    texts = tuple(sorted(found))
    places = {canonical(text): place for place, text in enumerate(texts)}
    empty = NO_CODE if column.may_be_empty else UNKNOWN_CODE
    if column.when_empty is not None:
        empty = texts.index(column.when_empty)
    return CodeList(texts, places, empty)


@dataclass(frozen=True)
class MatchRules:
    """What each match system (its place among the systems) allows.

    `holds[system, code]`, and the first and last day of an assessment in it.
    """

    holds: NDArray[np.bool_]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]


@cache
def life_spans() -> NDArray[np.int32]:
    """The first and the last day of each benefit, by its place in the code list."""
    benefits = next(one for one in table("bif_ydelser").columns if one.name == "ydelse")
    days = [vocabulary.life_span(code) for code in code_list(benefits).texts]
    unbounded = (np.iinfo(np.int32).min, np.iinfo(np.int32).max)
    bounds = [
        [open_end if day is None else day.toordinal() - _EPOCH
         for day, open_end in zip(span, unbounded, strict=True)]
        for span in days
    ]  # fmt: skip
    return np.array(bounds, np.int32)


@cache
def match_rules(system_column: Column, code_column: Column) -> MatchRules:
    """Codes and days of the match systems, by the places of the two code lists."""
    systems = [vocabulary.match_system(name) for name in code_list(system_column).texts]
    codes = code_list(code_column).texts
    days = np.array([system.assessed for system in systems], "M8[D]").astype(np.int64)
    unbounded = np.iinfo(np.int64).min  # how a missing date comes out
    return MatchRules(
        holds=np.array([[code in system.codes for code in codes] for system in systems]),
        first_day=np.where(days[:, 0] == unbounded, NO_DAY, days[:, 0]).astype(np.int32),
        last_day=np.where(days[:, 1] == unbounded, 2**31 - 1, days[:, 1]).astype(np.int32),
    )
