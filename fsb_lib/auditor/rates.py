"""What a printed rate says of its two counts, with the rules of rounding that everybody knows.

Half up: 21 % means 0.205 <= n / d < 0.215. A rate printed as its target has reached it, since one
that has not is printed with more decimals.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fsb_lib.auditor.naming import Share
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published import Cell
from fsb_lib.base.package_data import load

# No fraction of fewer than millions of persons lies so close below the upper end.
JUST_BELOW = Decimal("1e-8")
PERCENT = 2


@dataclass(frozen=True)
class Rate:
    """low <= numerator / denominator <= high."""

    numerator: str
    denominator: str
    low: Decimal
    high: Decimal

    def as_json(self) -> dict[str, Any]:
        """As docs/interface.md writes it; the numbers have few digits and stay exact."""
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": float((self.low + self.high) / 2),
            "half_step": float((self.high - self.low) / 2),
        }


def rate_of(share: Share, value: Decimal, decimals: int, target: Decimal | None) -> Rate:
    """The rate printed as `value` (0.21) with so many decimals of a percent."""
    half_step = Decimal(5).scaleb(-decimals - PERCENT - 1)
    low = max(Decimal(0), value - half_step)
    high = value + half_step - half_step * JUST_BELOW
    if value == target:
        low = value
    if value == 1:
        high = value
    return Rate(share.numerator, share.denominator, low, high)


def decimals_of(publication: Publication, cell: Cell) -> int:
    """The decimals of the percent as printed: as the page says, at least as many as there are."""
    exponent = (cell.value or Decimal(0)).normalize().as_tuple().exponent
    written = max(0, -int(exponent) - PERCENT)
    return max(written, _said(publication, cell))


def target_of(publication: Publication, share: Share) -> Decimal | None:
    """The strategy's target that a rate is held against, in its year."""
    if publication.report != "activation_measurement":
        return None
    year = int(share.denominator.partition("@")[2][:4])
    percent = load("published")["activation_targets"]["percent"].get(year)
    return None if percent is None else Decimal(percent) / 100


def _said(publication: Publication, cell: Cell) -> int:
    for table in publication.released.get("tables", ()):
        if table["id"] == cell.place.table:
            measures = [one["name"] for one in table["measures"]]
            for row in table["rows"]:
                if tuple(map(str, row["keys"])) == cell.place.codes:
                    return int(row["cells"][measures.index(cell.place.measure)]["decimals"])
    return 0
