"""Which foreign file is which table of the contract: chosen together, each table once.

file                 table             why
YDELSER_2008.csv     bif_ydelser       its name; cpr, ydelse, fra, til found
YDELSER_2009.csv     bif_ydelser       the same columns, a name that differs in its digits alone
sager.xlsx           sof_sager
sager (kopi).xlsx    open              may be a part of sof_sager, or an outdated copy
vejledning.txt       no table          no column of CPR numbers
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.registers.mapping_draft.columns import TableGuess, as_table
from fsb_lib.registers.mapping_draft.look import SourceLook
from fsb_lib.registers.mapping_draft.words import known_words, likeness, squashed
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical

_BY_NAME: Final = 2.0
_FIXED: Final = 1000.0
_MUCH: Final = 1.5  # of fit, by which the table that another source has fits better
_NEARLY: Final = 0.35  # of fit, within which another table is named too
_ENDINGS = re.compile(r"(\.(csv|txt|tsv|xlsx|parquet|gz))+$", re.IGNORECASE)

Given = Callable[[RegisterTable], Mapping[str, str]]


@dataclass(frozen=True)
class SourceGuess:
    """One source and what it is taken for: `guess` is None for what is no table.

    `is_given`: named as the table already. `is_open`: a second source of its table, of which
    nothing tells whether it is a part or a copy. `other`: a table that fits nearly as well.
    """

    source: SourceLook
    guess: TableGuess | None = None
    evidence: tuple[str, ...] = ()
    is_given: bool = False
    is_open: bool = False
    other: str = ""


def guess_tables(
    sources: Sequence[SourceLook], fixed: Mapping[str, str], given: Given
) -> list[SourceGuess]:
    """What each source is. `fixed`: tables by the names of sources that are settled already;
    `given`: by table, the contract's columns by headers that lead to them already.
    """
    readable = [one for one in sources if not one.why_not]
    readings = {
        one.name: {t.name: as_table(one, t, _with_own_names(t, given(t))) for t in TABLES}
        for one in readable
    }
    fits = np.array([[_fit(readings[one.name][t.name], fixed) for t in TABLES] for one in readable])
    fits = fits.reshape(len(readable), len(TABLES))
    chosen = {
        readable[row].name: TABLES[column].name
        for row, column in zip(*linear_sum_assignment(-fits), strict=True)
        if fits[row, column] > max(0.0, fits[row].max() - _MUCH)
    }
    judge = _Judge(readings, fixed, chosen, fits, [one.name for one in readable])
    return [judge.judged(one) for one in sources]


def _with_own_names(register: RegisterTable, given: Mapping[str, str]) -> dict[str, str]:
    return {**{column.name: column.name for column in register.columns}, **given}


def _fit(guess: TableGuess, fixed: Mapping[str, str]) -> float:
    """How well a source fits a table, by columns and name; one that is settled has no choice."""
    settled = fixed.get(guess.source.name)
    if settled:
        return _FIXED if settled == guess.register.name else -_FIXED
    has_number = any(one.column in guess.register.columns[:1] for one in guess.columns)
    if not has_number and not _numbers(guess.source):
        return -1.0
    return guess.fit + _BY_NAME * _by_name(guess.source.name, guess.register.name)


def _numbers(source: SourceLook) -> bool:
    return any(column.numbers >= 0.5 for column in source.columns)


def _by_name(name: str, register: str) -> float:
    words = known_words("tables", register) | {squashed(register)}
    return likeness(re.sub(r"[0-9]+", " ", _stem(name)), words)


def _stem(name: str) -> str:
    return _ENDINGS.sub("", Path(name).name)


@dataclass(frozen=True)
class _Judge:
    """What was chosen, and what is left for the sources that nothing was chosen for."""

    readings: Mapping[str, Mapping[str, TableGuess]]
    fixed: Mapping[str, str]
    chosen: Mapping[str, str]
    fits: NDArray[np.float64]
    names: Sequence[str]

    def judged(self, source: SourceLook) -> SourceGuess:
        if source.why_not:
            return SourceGuess(source, evidence=(source.why_not,))
        settled = self.fixed.get(source.name, "")
        if settled:
            return SourceGuess(source, self.readings[source.name][settled], is_given=True)
        if source.name in self.chosen:
            return self._of_own(source, self.chosen[source.name])
        return self._further(source)

    def _of_own(self, source: SourceLook, name: str) -> SourceGuess:
        fits = self.fits[self.names.index(source.name)]
        own = fits[[t.name for t in TABLES].index(name)]
        nearly = [
            t.name
            for t, fit in zip(TABLES, fits, strict=True)
            if t.name != name and fit > own - _NEARLY
        ]
        guess = self.readings[source.name][name]
        return SourceGuess(source, guess, _evidence(guess), other=", ".join(nearly))

    def _further(self, source: SourceLook) -> SourceGuess:
        """A source whose best table another one has taken: a part of it, a copy, or nothing."""
        fits = self.fits[self.names.index(source.name)]
        if not len(fits) or fits.max() <= 0:
            return SourceGuess(
                source, evidence=("no column of CPR numbers, or no other that fits",)
            )
        name = TABLES[int(fits.argmax())].name
        guess = self.readings[source.name][name]
        first = next((one for one, t in {**self.chosen, **self.fixed}.items() if t == name), "")
        is_part = self._is_part(source, first)
        said = sayable(first)
        why = (
            f"the columns of {said}, and its name but for digits"
            if is_part
            else f"may be a part of {name}, or an outdated copy of {said}"
        )
        return SourceGuess(source, guess, (why,), is_open=not is_part)

    def _is_part(self, source: SourceLook, first: str) -> bool:
        if first not in self.readings:
            return False
        other = next(iter(self.readings[first].values())).source
        names = [re.sub(r"[0-9]+", "#", canonical(_stem(one))) for one in (source.name, first)]
        years = [re.findall(r"(?:19|20)[0-9]{2}|[0-9]{2}", one) for one in (source.name, first)]
        return (
            other.header == source.header
            and names[0] == names[1]
            and all(years)
            and "(" not in source.name
        )


def _evidence(guess: TableGuess) -> tuple[str, ...]:
    found = ", ".join(one.column.name for one in guess.columns)
    named = ("its name",) if _by_name(guess.source.name, guess.register.name) else ()
    columns = (f"columns for {found}",) if found else ()
    return (*named, *columns)
