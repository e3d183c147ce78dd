"""A figure of this measurement held against the same figure of an earlier one, for any report.

Both are figures of the page: what an earlier release says, else what is measured now.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import chain

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


def shares_changed(
    text: Mapping[str, str],
    named: Mapping[str, str],
    when: date,
    pairs: Mapping[str, tuple[Cell, Cell]],
) -> list[str]:
    """One sentence on several shares of a follow-up and the same of the one before, then which are
    hidden; `pairs` are now and before, by the code that `named` words."""
    shown = {code: pair for code, pair in pairs.items() if values.all_shown(pair)}
    since = {"since": danish.month_and_year(when)}
    if not shown:
        return [fill(text["hidden"], since)] if values.hidden(chain(*pairs.values())) else []
    kept = [named[code] for code, pair in pairs.items() if values.hidden(pair)]
    return [
        _how_changed(text, named, since, shown),
        *([fill(text["some_hidden"], {"what": danish.enumeration(kept)})] if kept else []),
    ]


def _how_changed(
    text: Mapping[str, str],
    named: Mapping[str, str],
    since: Mapping[str, str],
    pairs: Mapping[str, tuple[Cell, Cell]],
) -> str:
    """Which shares have risen or fallen, then once for all others that they have not."""
    moves: list[str] = []
    still: list[str] = []
    for code, (now, before) in pairs.items():
        words = {"what": named[code], "first": values.rate(before), "last": values.rate(now)}
        kind = direction(now, before)
        (still if kind == "still" else moves).append(
            fill(text["stood" if kind == "still" else kind], words)
        )
    stood = {"stood": danish.enumeration(still)}
    if not moves:
        return fill(text["all_still"], since, stood)
    changed = fill(text["changed"], since, {"changes": danish.enumeration(moves)})
    return f"{changed} {values.sentence(text['still'], stood)}" if still else changed


def moved(now: Fraction, before: Fraction) -> str:
    """`rise`, `fall` or `still`."""
    return "rise" if now > before else "fall" if now < before else "still"
