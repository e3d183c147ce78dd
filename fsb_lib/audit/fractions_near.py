"""The nearest fractions of a small base, by walking down the Stern-Brocot tree.

Whole numbers n and d with d <= 20 and n / d >= 0.333 satisfy n / d >= 1/3, and the reverse.
"""

from fractions import Fraction
from math import floor


def least_from(value: Fraction, largest_base: int) -> Fraction:
    """The least fraction >= value whose denominator is at most `largest_base`."""
    return value if value.denominator <= largest_base else _neighbours(value, largest_base)[1]


def largest_to(value: Fraction, largest_base: int) -> Fraction:
    """The largest fraction <= value whose denominator is at most `largest_base`."""
    return value if value.denominator <= largest_base else _neighbours(value, largest_base)[0]


def _neighbours(value: Fraction, largest_base: int) -> tuple[Fraction, Fraction]:
    """What lies next below and next above a value that itself has a larger denominator."""
    a, b = floor(value), 1
    c, d = a + 1, 1
    while b + d <= largest_base:
        steps = min(floor((value * b - a) / (c - value * d)), (largest_base - b) // d)
        a, b = a + steps * c, b + steps * d
        back = min(floor((c - value * d) / (value * b - a)), (largest_base - d) // b)
        c, d = c + back * a, d + back * b
    return Fraction(a, b), Fraction(c, d)
