"""The persons who are in the focus population at some time.

Their membership is given. Benefit, case and assessment are laid around it so that each begins
and ends it as its reason says; nothing else makes them members on any other day.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    choose,
    day,
    stays,
    within,
)
from fsb_lib.synthetic.memberships import Spans, days_of_year
from fsb_lib.synthetic.persons import Persons

TextArray: TypeAlias = npt.NDArray[np.str_]
THREE_YEARS = 1095
"""Days of three years. A run that is one day shorter or longer is on the safe side of three
completed years, with or without a leap day."""


def focus_persons(spans: Spans, n_short: int, city: Mapping[str, Any], rng: Generator) -> Persons:
    """Benefit, case and assessment around each span.

    Of the persons of the profile year exactly `n_short` have been on benefit for less than
    three years on their last day in the focus population of that year.
    """
    entry = _entries(spans, city, rng)
    exit_ = _exits(spans, city, rng)
    benefit_first, gap_first, gap_last = _runs(spans, entry, n_short, city, rng)
    entry = _entries_of_older_runs(entry, spans, benefit_first, city)
    earliest = day(city["earliest_benefit"])
    benefit_first = _not_before(earliest, benefit_first, spans.first, rng)
    return Persons(
        group=spans.group,
        column=spans.column,
        benefit_first=benefit_first,
        benefit_last=_until(spans, exit_, "benefit", city, rng),
        gap_first=gap_first,
        gap_last=gap_last,
        case_first=_case_first(spans, entry, earliest, city, rng),
        case_last=_until(spans, exit_, "case", city, rng),
        other_case_first=_other_case_first(spans, entry, benefit_first, city, rng),
        low_first=np.where(entry == "class", spans.first, -NEVER),
        low_last=np.where(exit_ == "class", spans.last, NEVER),
        focus_first=spans.first,
        focus_last=spans.last,
    )


# Nobody is a shared citizen in another match group on the baseline day: so a change of class
# neither ends a membership before it nor starts one for those on benefit since before it.


def _entries(spans: Spans, city: Mapping[str, Any], rng: Generator) -> TextArray:
    """What starts each membership: benefit, case or a change of class."""
    reasons = city["focus"]["entry_by"]
    entry = np.array(list(reasons))[choose(rng, reasons, len(spans.first))]
    entry[(entry == "class") & (spans.first <= day(city["baseline_day"]) + 30)] = "benefit"
    return entry


def _exits(spans: Spans, city: Mapping[str, Any], rng: Generator) -> TextArray:
    """What ends it: benefit, case, both or a change of class."""
    reasons = city["focus"]["exit_by"]
    exit_ = np.array(list(reasons))[choose(rng, reasons, len(spans.first))]
    exit_[(exit_ == "class") & (spans.last < day(city["baseline_day"]))] = "benefit"
    return exit_


def _entries_of_older_runs(
    entry: TextArray, spans: Spans, benefit_first: IntArray, city: Mapping[str, Any]
) -> TextArray:
    """Who was on benefit already entered by a case."""
    older = (entry == "benefit") & (benefit_first < spans.first)
    older |= (entry == "class") & (benefit_first <= day(city["baseline_day"]))
    return np.where(older, "case", entry)


def _runs(
    spans: Spans, entry: TextArray, n_short: int, city: Mapping[str, Any], rng: Generator
) -> tuple[IntArray, IntArray, IntArray]:
    """First day of benefit, and first and last day of a break in the run (NEVER for none).

    In the profile year exactly `n_short` are short: with a newer start, or, where membership
    itself is older than three years, with a break since.

        last day in focus                                          |
        long         |---------------------------------------------|
        short                                  |-------------------|
        short        |--------------------|         |--------------|
    """
    n = len(spans.first)
    period = days_of_year(city["profile_year"], city)
    until = np.minimum(spans.last, period[1])
    before = stays(rng, city["focus"]["years_on_benefit_before"], n)
    first = np.where(entry == "benefit", spans.first, spans.first - before)
    there = spans.in_period(period)
    short = _latest(first + between(rng, -1100, 1100, n), there, n_short)

    newest_long, oldest_short = until - THREE_YEARS - 1, until - THREE_YEARS + 1
    earlier = np.minimum(newest_long, spans.first) - stays(rng, 1.5, n)
    first = np.where(there & ~short & (first > newest_long), earlier, first)
    newer = between(rng, oldest_short, spans.first)
    can_be_newer = spans.first >= oldest_short
    first = np.where(short & can_be_newer & (first < oldest_short), newer, first)

    broken = short & ~can_be_newer
    length = within(rng, city["benefits"]["break_days"], n)
    restart = between(rng, np.maximum(oldest_short, spans.first + length + 2), until - 1)
    gap_first = np.where(broken, restart - length, NEVER)
    return first, gap_first, np.where(broken, restart - 1, -NEVER)


def _latest(first: IntArray, among: BoolArray, n: int) -> BoolArray:
    """The `n` of `among` that come last."""
    candidates = np.flatnonzero(among)
    chosen = candidates[np.argsort(-first[candidates], kind="stable")[:n]]
    marked = np.zeros(len(first), dtype=np.bool_)
    marked[chosen] = True
    return marked


def _not_before(earliest: int, first: IntArray, latest: IntArray, rng: Generator) -> IntArray:
    """Days before `earliest` are moved to some day of the two years after it, not past `latest`."""
    moved = np.minimum(between(rng, earliest, earliest + 730, len(first)), latest)
    return np.where(first < earliest, moved, first)


def _until(
    spans: Spans, exit_: TextArray, kind: str, city: Mapping[str, Any], rng: Generator
) -> IntArray:
    """Last day of benefit, or of the case: that of membership when it ends it, else later."""
    name = {"benefit": "years_on_benefit_after", "case": "years_with_case_after"}[kind]
    longer = 1 + stays(rng, city["focus"][name], len(spans.last))
    return spans.last + np.where(np.isin(exit_, [kind, "both"]), 0, longer)


def _case_first(
    spans: Spans, entry: TextArray, earliest: int, city: Mapping[str, Any], rng: Generator
) -> IntArray:
    before = stays(rng, city["focus"]["years_with_case_before"], len(spans.first))
    first = np.where(entry == "case", spans.first, spans.first - before)
    return _not_before(earliest + 365, first, spans.first, rng)


def _other_case_first(
    spans: Spans,
    entry: TextArray,
    benefit_first: IntArray,
    city: Mapping[str, Any],
    rng: Generator,
) -> IntArray:
    """Start of a case without special needs that went before, NEVER for none."""
    share = city["focus"]["share_without_special_needs_before"]
    has = (entry == "case") & chance(rng, share, len(entry))
    has &= benefit_first < spans.first - 60
    return np.where(has, (benefit_first + spans.first) // 2, NEVER)
