"""Synthetic CPR numbers: they fail modulus 11 and are never dated 1 January."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_LEAP_YEARS = (1952, 1956, 1964, 1972, 1976, 1980, 1984, 1988)


class NumberMaker:
    """Makes numbers that no one else in the same city has."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def person(self) -> str:
        return self.born_on(self._birth())

    def sibling(self, number: str) -> str:
        """Another number with the same birth date; sex and serial may differ."""
        return self._unused(number[:6], number[6])

    def born_on(self, birth: date) -> str:
        return self._unused(birth.strftime("%d%m%y"), self._century_digit(birth))

    def replacement(self) -> str:
        """Day 61-91, or letters in place of digits."""
        birth = self._birth()
        if self._rng.random() < 0.5:
            six = f"{birth.day + 60}{birth:%m%y}"
            return self._unused(six, self._century_digit(birth))
        letters = "".join(self._rng.choice("ABCDEFGHJKLMNPRSTUVXYZ") for _ in range(2))
        tail = self._rng.choice(
            (f"{letters}17", f"1{letters}4", f"{letters}{letters}", f"2{letters}{letters[0]}")
        )
        number = f"{birth:%d%m%y}{tail}"
        if number in self._taken:
            return self.replacement()
        self._taken.add(number)
        return number

    def _birth(self) -> date:
        """Ages on the edge on a reference date or a year's end as often as any other."""
        rng, year = self._rng, self._rng.randint(2007, 2014)
        kind = rng.random()
        if kind < 0.2:
            age = rng.choice((18, 25, 30, 30, 30, 40, 50, 60))
            return date(year - age, 11, rng.choice((14, 15, 15, 16)))
        if kind < 0.3:
            age = rng.choice((18, 25, 30, 40, 50, 60))
            return date(year - age, 12, 31)
        if kind < 0.4:
            return date(rng.choice(_LEAP_YEARS), 2, 29)
        if kind < 0.43:
            return date(1937 + rng.randrange(5), 6, 5)
        birth = date(1946, 1, 2) + timedelta(days=rng.randrange(45 * 365))
        return birth + timedelta(days=1) if (birth.month, birth.day) == (1, 1) else birth

    def _century_digit(self, birth: date) -> str:
        """What follows the six digits: 4 and 9 mean 19YY from 1937 on."""
        if birth.year >= 2000:
            return self._rng.choice("4567")
        if birth.year < 1900:
            return self._rng.choice("5678")
        return self._rng.choice("012349" if birth.year >= 1937 else "0123")

    def _unused(self, six: str, seventh: str) -> str:
        while True:
            number = f"{six}{seventh}{self._rng.randrange(1000):03d}"
            if fails_modulus_11(number) and number not in self._taken:
                self._taken.add(number)
                return number


def fails_modulus_11(number: str) -> bool:
    """As no number issued before October 2007 does."""
    return sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=True)) % 11 != 0
