"""Birth, sex and origin of every person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    DAYS_PER_YEAR,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    choose_codes,
    day,
    sample,
    sample_weighted,
)
from fsb_lib.synthetic.persons import Persons

OF_AGE = 18


@dataclass(frozen=True)
class Traits:
    """One element per person: day of birth, whether a man, position of origin (-1 unknown)."""

    born: IntArray
    man: BoolArray
    origin: IntArray


def years_before(days: IntArray, years: int) -> IntArray:
    """About so many years before; never a day later than the anniversary."""
    return days - np.int64(np.ceil(years * DAYS_PER_YEAR)) - 1


def traits_of(
    persons: Persons, n_men: int, n_young: int, city: Mapping[str, Any], rng: Generator
) -> Traits:
    """Draws for everybody; exact for the persons in focus during the profile year.

    Of those, `n_men` are men and `n_young` under 30 on the last day of the year.
    """
    settings = city["people"]
    year = city["profile_year"]
    in_year = (persons.focus_first <= day(date(year, 12, 31))) & (
        persons.focus_last >= day(date(year, 1, 1))
    )
    member = persons.ever_in_focus
    shares = settings["share_men"]
    man = chance(rng, np.where(member, shares["focus"], shares["others"]), len(persons))
    profiled = np.flatnonzero(in_year)
    man[profiled] = False
    man[sample(rng, profiled, n_men)] = True
    origin = np.where(
        member,
        _origins(settings, "focus", len(persons), rng),
        _origins(settings, "others", len(persons), rng),
    )
    origin[chance(rng, settings["share_without_origin"], len(persons))] = -1
    return Traits(_births(persons, profiled, n_young, city, rng), man, origin)


def _origins(settings: Mapping[str, Any], kind: str, n: int, rng: Generator) -> IntArray:
    return choose_codes(rng, settings["origin"][kind], codes("herkomst"), n)


def first_day(persons: Persons) -> IntArray:
    """First day on which a register knows the person."""
    return np.minimum(
        np.minimum(persons.benefit_first, persons.case_first), persons.other_case_first
    )


def _births(
    persons: Persons, profiled: IntArray, n_young: int, city: Mapping[str, Any], rng: Generator
) -> IntArray:
    """Days of birth; of the persons `profiled` exactly `n_young` are under 30 at the year's end."""
    known = first_day(persons)
    latest = years_before(known, OF_AGE)
    born = np.minimum(_drawn_births(persons, known, city, rng), latest)
    last_of_30 = day(date(city["profile_year"] - 30, 12, 31))
    young = _young(born, latest, profiled, n_young, last_of_30, rng)
    older = np.setdiff1d(profiled, young)
    born[older] = np.minimum(born[older], last_of_30 - rng.integers(0, 1500, len(older)))
    later = between(rng, last_of_30 + 1, latest[young])
    born[young] = np.where(born[young] > last_of_30, born[young], later)
    return _not_new_years_day(born)


def _drawn_births(
    persons: Persons, known: IntArray, city: Mapping[str, Any], rng: Generator
) -> IntArray:
    """By age at the first row, most of them young; nobody is older than `oldest` at the last."""
    age = city["people"]["entry_age"]
    years = rng.triangular(age["first"], age["mode"], age["last"], len(persons))
    last = np.minimum(np.maximum(persons.benefit_last, known), day(city["extract_date"]))
    oldest = years_before(last, city["people"]["oldest"])
    return np.maximum(known - (years * DAYS_PER_YEAR).astype(np.int64), oldest)


def _young(
    born: IntArray,
    latest: IntArray,
    profiled: IntArray,
    n: int,
    last_of_30: int,
    rng: Generator,
) -> IntArray:
    """Which of the profiled are under 30: those who can be, the nearer already the likelier."""
    feasible = profiled[latest[profiled] > last_of_30]
    days_older = np.maximum(0, last_of_30 - born[feasible])
    return sample_weighted(rng, feasible, 0.02 + 1 / (1 + days_older / 1500), n)


def _not_new_years_day(born: IntArray) -> IntArray:
    """No synthetic number is dated 1 January: those become the day after."""
    dates = born.astype("datetime64[D]")
    moved: IntArray = born + (dates == dates.astype("datetime64[Y]").astype("datetime64[D]"))
    return moved
