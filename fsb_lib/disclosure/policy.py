"""What an audience may see of a count or a rate. The whole policy on one screen.

Committee: a count of 1 to threshold - 1 is hidden, and so is a rate whose numerator, complement
or denominator is such a count; rates and their differences are rounded as displayed. Zeros are
shown. A median is shown when at least threshold persons lie on either side of it: never an
extreme value, nor that of a few. What a derived value is hidden with stands in data/tables/.
Whatever else must be hidden so that none of these can be computed is found for all reports
together (`pattern.py`).
Internal: nothing is hidden or rounded, and the page says that it may not be published.
"""

from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.base.errors import Problem, UsageError, nearest
from fsb_lib.disclosure.protected import COMMITTEE, INTERNAL, Cell, Status
from fsb_lib.domain import danish
from fsb_lib.domain.measured_table import RankStatistic, Ratio

NOT_AVAILABLE = Cell(None, Status.NOT_AVAILABLE)
SUPPRESSED = Cell(None, Status.SUPPRESSED)
POINT_DECIMALS = 1  # of percentage points
LARGEST_DENOMINATOR = 10**8 - 1


@dataclass(frozen=True)
class CommitteePolicy:
    """Primary suppression below `threshold`; shares as whole percent."""

    threshold: int

    def count(self, n: int) -> Cell:
        return SUPPRESSED if self._small(n) else Cell(n, Status.SHOWN)

    def rate(self, ratio: Ratio, exact: Fraction) -> Cell:
        parts = (ratio.numerator, ratio.complement, ratio.denominator)
        if any(self._small(part) for part in parts):
            return SUPPRESSED
        decimals = _decimals(ratio, exact, least=0)
        rounded = Fraction(danish.round_half_up(exact * 100, decimals)) / 100
        return Cell(rounded, Status.SHOWN, decimals)

    def points(self, difference: Fraction) -> Cell:
        tenths = Fraction(danish.round_half_up(difference * 100, POINT_DECIMALS)) / 100
        return Cell(tenths, Status.SHOWN, POINT_DECIMALS)

    def statistic(self, found: RankStatistic) -> Cell:
        if min(found.n_at_most, found.n_at_least) < self.threshold:
            return SUPPRESSED
        return Cell(int(danish.round_half_up(found.value)), Status.SHOWN)

    def _small(self, n: int) -> bool:
        return 0 < n < self.threshold


@dataclass(frozen=True)
class InternalPolicy:
    """Everything is shown, rates unrounded."""

    def count(self, n: int) -> Cell:
        return Cell(n, Status.SHOWN)

    def rate(self, ratio: Ratio, exact: Fraction) -> Cell:
        return Cell(exact, Status.SHOWN, _decimals(ratio, exact, least=1))

    def points(self, difference: Fraction) -> Cell:
        # As exact as a float. The fraction itself has ten digits and more, and whoever looks
        # for CPR numbers in what is published must not meet such.
        short = difference.limit_denominator(LARGEST_DENOMINATOR)
        return Cell(short, Status.SHOWN, POINT_DECIMALS)

    def statistic(self, found: RankStatistic) -> Cell:
        return Cell(int(danish.round_half_up(found.value)), Status.SHOWN)


Policy = CommitteePolicy | InternalPolicy


def policy_for(audience: str, threshold: int) -> Policy:
    """The policy of an audience; there are exactly two.

    Errors: UsageError for another name, which a notebook run by itself may hold.
    """
    policies: dict[str, Policy] = {
        COMMITTEE: CommitteePolicy(threshold),
        INTERNAL: InternalPolicy(),
    }
    if audience not in policies:
        raise UsageError(
            Problem(
                "unknown audience", f"audience: {audience[:40]}", remedy=nearest(audience, policies)
            )
        )
    return policies[audience]


def _decimals(ratio: Ratio, exact: Fraction, least: int) -> int:
    if ratio.target is None:
        return least
    return danish.decimals_that_tell_apart(exact, ratio.target, least)
