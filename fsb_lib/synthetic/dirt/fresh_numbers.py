"""CPR numbers that the city does not use, and texts that are no number.

Every one that could be read as somebody's fails modulus 11, and none is dated 1 January.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from fsb_lib.synthetic.draws import Generator
from fsb_lib.synthetic.numbers import fails_modulus_11

FIRST_BIRTH = date(1945, 1, 2)
BIRTH_DAYS = 16_000
UNREADABLE = ("", "NULL", " ", "-", "0", "20180", "12345678", "2,01801E+08", "1.5E+09")
NO_NUMBER = (
    "nan",
    "ukendt",
    "020180/1234",
    "020180.1234",
    "020180-12345",
    "320575-12AB",
    "O201801",
)
IMPOSSIBLE_DAYS = ("310280", "300275", "001280", "920180", "010080", "151375", "910275", "310475")
# Two digits of the year and the seventh place: 2036, after all rows, and 1858, long before them.
FAR_OFF_YEARS = (("36", "4"), ("36", "9"), ("58", "6"), ("58", "8"))


class FreshNumbers:
    """Draws numbers of ten characters, each of them once and none of those taken."""

    def __init__(self, taken: Iterable[str], rng: Generator) -> None:
        self._taken = set(taken)
        self._rng = rng

    def real(self) -> str:
        """Somebody whom no table knows, born from 1945 to 1988."""
        while True:
            offset = int(self._rng.integers(BIRTH_DAYS))
            born = FIRST_BIRTH + timedelta(days=offset)
            if (born.month, born.day) != (1, 1):
                return self._drawn(f"{born:%d%m%y}", "0123")

    def born_like(self, number: str) -> str:
        """Another number with the same birth date and sex."""
        while True:
            found = self._drawn(number[:6], number[6] if number[6] > "3" else "0123")
            if int(found[9]) % 2 == int(number[9]) % 2:
                return found

    def replacement(self) -> str:
        """A local number with 60 added to its day."""
        real = self.real()
        return f"{int(real[0]) + 6}{real[1:]}"

    def lettered(self) -> str:
        """A local number with letters among its last four places."""
        real = self.real()
        letters = "".join(chr(ord("A") + int(self._rng.integers(26))) for _ in range(3))
        return real[:6] + letters + real[9] if int(real[9]) % 2 else real[:7] + letters

    def implausible(self) -> str:
        """Born after every row of the city, or more than 110 years before."""
        year, seventh = FAR_OFF_YEARS[int(self._rng.integers(len(FAR_OFF_YEARS)))]
        day, month = int(self._rng.integers(2, 29)), int(self._rng.integers(1, 13))
        return self._drawn(f"{day:02d}{month:02d}{year}", seventh)

    def impossible_date(self) -> str:
        """Ten digits whose date there never was."""
        days = IMPOSSIBLE_DAYS[int(self._rng.integers(len(IMPOSSIBLE_DAYS)))]
        return self._drawn(days, "123")

    def _drawn(self, six_digits: str, sevenths: str) -> str:
        """A number that is new; the range of a date holds thousands."""
        while True:
            seventh = sevenths[int(self._rng.integers(len(sevenths)))]
            number = f"{six_digits}{seventh}{int(self._rng.integers(1000)):03d}"
            both = np.array([int(number), int(number) + 6_000_000_000], np.int64)
            if number not in self._taken and bool(fails_modulus_11(both).all()):
                self._taken.add(number)
                return number
