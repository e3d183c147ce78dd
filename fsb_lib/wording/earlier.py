"""A figure of this measurement held against the same figure of an earlier one, for any report.

Both are figures of the page: what an earlier release says, else what is measured now.
"""

from fractions import Fraction

from fsb_lib.disclosure.protected import Cell
from fsb_lib.domain import danish
from fsb_lib.wording import values
from fsb_lib.wording.values import fill


def direction(now: Cell, before: Cell) -> str:
    """`rise`, `fall` or `still` by the shares as they are printed; no finer than either is."""
    decimals = min(now.decimals, before.decimals)
    shown = (danish.round_half_up(values.exact(cell) * 100, decimals) for cell in (now, before))
    return moved(*map(Fraction, shown))


def direction_of_counts(now: Cell, before: Cell) -> str:
    """The same of two counts of persons."""
    return moved(values.exact(now), values.exact(before))


def rate_changed(text: dict[str, str], since: str, now: Cell, before: Cell) -> list[str]:
    """One sentence on a share and the same share at an earlier measurement.

    Nothing where one of them does not exist; where one is hidden, that it is.
    """
    if not all(one.shown or values.hidden([one]) for one in (now, before)):
        return []
    if values.hidden([now, before]):
        return [fill(text["hidden"], {"since": since})]
    words = {"since": since, "first": values.rate(before), "last": values.rate(now)}
    return [fill(text[direction(now, before)], words)]


def moved(now: Fraction, before: Fraction) -> str:
    """`rise`, `fall` or `still`."""
    return "rise" if now > before else "fall" if now < before else "still"
