"""CPR numbers that can belong to nobody.

Every number fails modulus 11 and none is dated 1 January, so none can have been issued. The
last digit tells the sex, the seventh the century. A replacement number has 60 added to its day,
or letters among its last four.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    constant,
    day,
    sample,
)
from fsb_lib.synthetic.persons import NO_CASE, Persons, is_special
from fsb_lib.synthetic.traits import Traits

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
DAY_UNIT = 100_000_000
REPLACEMENT_DAYS = 60 * DAY_UNIT


@dataclass(frozen=True)
class Numbers:
    """The number of each person, and for the few who changed it the former one.

    `changed` is the day of the change, NEVER for the others; rows dated before it carry the
    former number, in `bif_only_former` only the rows of BIF.
    """

    current: pa.Array
    former: pa.Array
    changed: IntArray
    bif_only_former: BoolArray

    def of(self, person: IntArray, key_day: IntArray, owner: str) -> pa.Array:
        """The number that a row of that owner, dated so, carries."""
        old = key_day < self.changed[person]
        old &= self.changed[person] < NEVER
        if owner != "BIF":
            old &= ~self.bif_only_former[person]
        both = pa.concat_arrays([self.current, self.former])
        return both.take(pa.array(person + len(self.current) * old))


def fails_modulus_11(number: IntArray) -> BoolArray:
    """Whether the weighted sum of the ten digits leaves a rest."""
    total = np.zeros_like(number)
    rest = number.copy()
    for weight in reversed(WEIGHTS):
        total += weight * (rest % 10)
        rest //= 10
    failed: BoolArray = total % 11 != 0
    return failed


def draw_numbers(born: IntArray, man: BoolArray, rng: Generator) -> IntArray:
    """Different ten-digit numbers of persons born 1900-1999, none of which satisfies modulus 11."""
    dates = _six_digits(born)
    numbers = constant(0, len(born))
    todo = np.arange(len(born))
    while len(todo):
        serial = between(rng, 0, 1999, len(todo)) * 2 + man[todo]
        numbers[todo] = dates[todo] * 10_000 + serial
        order = np.argsort(numbers, kind="stable")
        again = np.zeros(len(born), dtype=np.bool_)
        again[order[1:]] = numbers[order[1:]] == numbers[order[:-1]]
        new = numbers[todo]
        again[todo] |= ~fails_modulus_11(new) | ~fails_modulus_11(new + REPLACEMENT_DAYS)
        todo = np.flatnonzero(again)
    return numbers


def _six_digits(born: IntArray) -> IntArray:
    """DDMMYY of each day of birth."""
    dates = born.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    day_of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    digits: IntArray = day_of_month * 10_000 + month * 100 + year % 100
    return digits


def numbers_of(
    persons: Persons, traits: Traits, scale: float, city: Mapping[str, Any], rng: Generator
) -> Numbers:
    """Numbers of all persons, replacement numbers and changes of number among them."""
    settings = city["numbers"]
    n = len(persons)
    former = _former(persons, scale, settings, rng)
    drawn = draw_numbers(
        np.concatenate([traits.born, traits.born[former.person]]),
        np.concatenate([traits.man, traits.man[former.person]]),
        rng,
    )
    bif, sof = _on_replacement(persons, former.person, settings, rng)
    texts = _texts(drawn, np.concatenate([bif, sof, n + former.replacement]), settings, rng)
    twins = min(round(settings["same_in_both"] * scale), len(bif), len(sof))
    texts[sof[:twins]] = texts[bif[:twins]]
    former_texts = texts[:n].copy()
    former_texts[former.person] = texts[n:]
    changed = constant(NEVER, n)
    changed[former.person] = former.changed
    bif_only_former = np.zeros(n, dtype=np.bool_)
    bif_only_former[former.person[former.replacement]] = True
    current = pa.array(texts[:n], pa.string())
    return Numbers(current, pa.array(former_texts, pa.string()), changed, bif_only_former)


def _on_replacement(
    persons: Persons, changed: IntArray, settings: Mapping[str, Any], rng: Generator
) -> tuple[IntArray, IntArray]:
    """Persons on replacement numbers of BIF and of SOF.

    Such a number links nowhere but in the register that issued it, so only persons whom one
    administration alone knows stand on one.
    """
    bif = (persons.group == NO_CASE) & (persons.other_case_first == NEVER)
    bif &= ~persons.ever_in_focus & chance(rng, settings["share_bif_replacement"], len(bif))
    bif[changed] = False
    sof = is_special(persons.group) & (persons.benefit_first == NEVER)
    sof &= chance(rng, settings["share_sof_replacement"], len(sof))
    return np.flatnonzero(bif), np.flatnonzero(sof)


@dataclass(frozen=True)
class _Former:
    """Changes of number: the person, the day, and which of them (positions) had a replacement."""

    person: IntArray
    changed: IntArray
    replacement: IntArray


def _former(persons: Persons, scale: float, settings: Mapping[str, Any], rng: Generator) -> _Former:
    """Some persons on benefit both before and after the day of change."""
    first, last = (day(value) for value in settings["changed_between"])
    there = (persons.benefit_first < first - 90) & (persons.benefit_last > last + 90)
    person = sample(rng, np.flatnonzero(there), round(settings["changes"] * scale))
    replaced = chance(rng, settings["share_changed_from_replacement"], len(person))
    return _Former(person, between(rng, first, last, len(person)), np.flatnonzero(replaced))


def _texts(
    numbers: IntArray, replaced: IntArray, settings: Mapping[str, Any], rng: Generator
) -> np.ndarray:
    """Numbers as ten characters, those at `replaced` as replacement numbers of either kind."""
    lettered = replaced[chance(rng, settings["share_with_letters"], len(replaced))]
    by_day = np.setdiff1d(replaced, lettered)
    shifted = numbers.copy()
    shifted[by_day] += REPLACEMENT_DAYS
    texts = np.char.mod("%010d", shifted).astype(object)
    for place, position in enumerate(lettered):
        texts[position] = _with_letters(texts[position], place)
    return texts


def _with_letters(number: str, place: int) -> str:
    """The number with three letters, which differ by place; every other one hides the sex."""
    letters = "".join(chr(ord("A") + place // 26**power % 26) for power in (2, 1, 0))
    if place % 2:
        return number[:6] + letters + number[9]
    return number[:7] + letters
