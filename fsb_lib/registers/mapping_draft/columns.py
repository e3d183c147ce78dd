"""Which column of a foreign file is which of a table: by its name, and by what stands in it.

PERSONNR   100 % numbers            cpr        nothing else can be
YD_KODE    8 of 10 codes known      ydelse     its name, its codes
START      dates, all filled        fra        its name; the earlier of two
SLUT       dates, some empty        til

The pairs are chosen together, so that a column that fits two goes where the other has nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from fsb_lib.domain.contract import Column, Kind, RegisterTable
from fsb_lib.registers.mapping_draft.codes import AS_IT_IS, meaning
from fsb_lib.registers.mapping_draft.look import ColumnLook, SourceLook
from fsb_lib.registers.mapping_draft.shown import may_be_shown
from fsb_lib.registers.mapping_draft.words import (
    column_words,
    is_about_something_else,
    likeness,
)
from fsb_lib.registers.spelling import canonical

_MOSTLY: Final = 0.5  # of what is filled, for a column of numbers or dates
_CANNOT_BE: Final = -1e6
_FIXED: Final = 100.0
_BY_NAME: Final = 2.0
_BY_CODES: Final = 1.5
_MOST: Final = _BY_NAME + _BY_CODES
_BY_ORDER: Final = 0.4
_POSSIBLE: Final = 0.1
_LEFT_OUT: Final = 0.3
_BY_NUMBERS: Final = _POSSIBLE + 1.0
_NEARLY_ALL: Final = 0.995


@dataclass(frozen=True)
class ColumnGuess:
    """A column of the source that is taken for one of the contract, and what speaks for it.

    `is_given`: its name leads there already. `is_open`: nothing tells it from another.
    `is_sure`: more speaks for it than that nothing else is left.
    """

    look: ColumnLook
    column: Column
    score: float
    evidence: tuple[str, ...]
    is_given: bool
    is_open: bool = False

    @property
    def is_sure(self) -> bool:
        return self.is_given or self.score >= 2 * _POSSIBLE + _BY_ORDER


@dataclass(frozen=True)
class TableGuess:
    """A source read as one table: its columns, those that nothing was found for, and how well."""

    source: SourceLook
    register: RegisterTable
    columns: tuple[ColumnGuess, ...]

    @cached_property
    def missing(self) -> tuple[Column, ...]:
        """Required columns of the contract that no column of the source was taken for."""
        found = {one.column.name for one in self.columns}
        return tuple(one for one in self.register.columns if one.required and one.name not in found)

    @property
    def open_columns(self) -> tuple[Column, ...]:
        """The missing columns, if the source has any other that may be one of them."""
        return self.missing if self._left else ()

    @property
    def fit(self) -> float:
        """How well the columns fit, of 1 and more; below 0 when most of them are missing.

        Columns of codes or numbers that were taken for nothing tell against it: another table has
        them.
        """
        scores = sum(one.score for one in self.columns) / len(self.register.required_columns)
        n_numbers = sum(one.numbers >= _MOSTLY for one in self._left)
        left = _LEFT_OUT * sum(map(_looks_coded, self._left)) + n_numbers
        return scores - len(self.missing) - left

    @property
    def _left(self) -> list[ColumnLook]:
        taken = {one.look.name for one in self.columns}
        return [one for one in self.source.columns if one.name not in taken]


def as_table(source: SourceLook, register: RegisterTable, given: Mapping[str, str]) -> TableGuess:
    """The best reading of a source as that table. `given`: names that are mapped already."""
    chances = _Chances(source, register, given)
    found = [
        chances.guess(place, column)
        for place, column in zip(*linear_sum_assignment(-chances.scores), strict=True)
        if chances.scores[place, column] > 0
    ]
    by_name = {one.column.name: one for one in _judged_apart(found, register)}
    ordered = (by_name[one.name] for one in register.columns if one.name in by_name)
    return TableGuess(source, register, tuple(ordered))


def _judged_apart(found: list[ColumnGuess], register: RegisterTable) -> list[ColumnGuess]:
    """Two columns of numbers are open when nothing says which is the old and which the new one."""
    numbers = [one for one in found if one.column.kind is Kind.CPR]
    if len(register.cpr_columns) < 2 or any(one.score > _BY_NUMBERS for one in numbers):
        return found
    return [replace(one, is_open=one in numbers) for one in found]


class _Chances:
    """How well each column of a source fits each of a table."""

    def __init__(
        self, source: SourceLook, register: RegisterTable, given: Mapping[str, str]
    ) -> None:
        self._columns, self._register, self._given = source.columns, register, given
        self._order = _order_of_dates(source.columns)
        self.scores = np.array(
            [[self._score(look, one) for one in register.columns] for look in source.columns]
        ).reshape(len(source.columns), len(register.columns))

    def guess(self, place: int, column: int) -> ColumnGuess:
        look, one = self._columns[place], self._register.columns[column]
        score, is_given = float(self.scores[place, column]), self._leads_to(look) == one.name
        evidence = () if is_given else tuple(self._evidence(look, one))
        return ColumnGuess(look, one, min(score, _MOST), evidence, is_given)

    def _leads_to(self, look: ColumnLook) -> str:
        return self._given.get(canonical(look.name), "")

    def _score(self, look: ColumnLook, column: Column) -> float:
        named = self._leads_to(look)
        if named == column.name:
            return _FIXED
        if named or not _can_hold(look, column):
            return _CANNOT_BE
        score = _POSSIBLE + _BY_NAME * likeness(look.name, column_words(column.name))
        if column.kind is Kind.CPR:
            return score + look.numbers
        if column.name in self._register.dates:
            return score + _BY_ORDER * self._in_order(look, column)
        own = known_share(look, column, as_it_is=True)
        return score + _BY_CODES * (known_share(look, column) + own) / 2

    def _in_order(self, look: ColumnLook, column: Column) -> float:
        """How near a date's place among the source's is to the column's among the contract's."""
        dates = self._register.dates
        if len(dates) < 2 or len(self._order) < 2 or look.name not in self._order:
            return 0.0
        own = self._order.index(look.name) / (len(self._order) - 1)
        return 1.0 - abs(own - dates.index(column.name) / (len(dates) - 1))

    def _evidence(self, look: ColumnLook, column: Column) -> Iterator[str]:
        if likeness(look.name, column_words(column.name)):
            yield "its name"
        if column.kind is Kind.CPR:
            yield f"{look.numbers:.0%} CPR numbers"
        elif column.name in self._register.dates:
            empty = "" if look.filled > _NEARLY_ALL else f", {1 - look.filled:.0%} without one"
            yield f"{look.dates:.0%} dates{empty}"
            if len(self._order) > 1 and self._in_order(look, column) == 1.0:
                yield f"number {self._order.index(look.name) + 1} of {len(self._order)} by time"
        elif share := known_share(look, column):
            yield f"{share:.0%} of the rows have codes that are known"


def known_share(look: ColumnLook, column: Column, *, as_it_is: bool = False) -> float:
    """The rows whose value is a code of the column, or a known word for one unless `as_it_is`."""
    values = [(meaning(one.text, column), one.n_rows) for one in (look.values or {}).values()]
    known = (n for said, n in values if said and (said.why == AS_IT_IS or not as_it_is))
    return sum(known) / max(sum(n for _, n in values), 1)


def _can_hold(look: ColumnLook, column: Column) -> bool:
    """Whether what stands there can be what the contract's column holds.

    A name that says it all is enough when nothing of another kind stands there: reading will then
    tell what is wrong with the values.
    """
    named = likeness(look.name, column_words(column.name))
    if is_about_something_else(look.name) and named < 1:
        return False
    holds_numbers, holds_dates = look.numbers >= _MOSTLY, look.dates >= _MOSTLY
    if column.kind is Kind.CPR:
        return holds_numbers or (named == 1 and not holds_dates)
    if holds_numbers:
        return False
    if column.kind in (Kind.KEY_DATE, Kind.PLAIN_DATE):
        return holds_dates or named == 1 or (not look.filled and named > 0)
    return not holds_dates and _can_hold_codes(look, column, named)


def _can_hold_codes(look: ColumnLook, column: Column, named: float) -> bool:
    if look.values is None or not (look.values or column.may_be_empty):
        return False
    if named or known_share(look, column):
        return True
    return _looks_coded(look)


def _looks_coded(look: ColumnLook) -> bool:
    """Few values that come again, most of which can be codes."""
    if not look.values or is_about_something_else(look.name) or look.dates >= _MOSTLY:
        return False
    shown = [value for value in look.values.values() if may_be_shown(value.text)]
    n_rows = sum(value.n_rows for value in look.values.values())
    return 2 * len(shown) > len(look.values) and n_rows >= 2 * len(look.values)


def _order_of_dates(columns: Sequence[ColumnLook]) -> list[str]:
    """The columns of dates, first those with the earliest days; without any day last."""
    dates = [one for one in columns if one.dates >= _MOSTLY and one.numbers < _MOSTLY]
    dates = [one for one in dates if not is_about_something_else(one.name)]
    latest = max((one.middle_day for one in dates if one.middle_day is not None), default=0.0)
    return [
        one.name
        for one in sorted(dates, key=lambda one: (one.middle_day or latest + 1, -one.filled))
    ]
