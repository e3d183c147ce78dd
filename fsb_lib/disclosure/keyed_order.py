"""The secret order in which counts are hidden to protect others.

    pseudonym key -> key of the orders -> key of a year -> HMAC of a count's name -> 0 to 1

Whoever knows the rule can run it on every world that published numbers leave possible. Were the
further count chosen by its value, or by an order that everybody can make, the worlds in which the
rule hides others would be excluded, and with them ends of what is promised. With a secret order
each choice was possible in each of these worlds. It is the same for all versions of a year, since
two choices of one truth would un-hide each other: also for the rows of its deliveries, whose names
carry a fingerprint that is another on each machine.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

_PURPOSE: Final = b"fsb: the order in which further counts are hidden"
_LEAST = 0.01  # hiding another count is never for nothing
_FINGERPRINT: Final = re.compile(r"(?<=rows@)[0-9a-f]+")

# The place of a count in the order of a year: what is low is hidden first.
Order = Callable[[str], float]


@dataclass(frozen=True)
class OrderKey:
    """The key of all years' orders; it leads back to no pseudonym."""

    secret: bytes = field(repr=False)

    def of_year(self, year: int) -> Order:
        """The order of the counts that the reports of a year print, one a year."""
        of_year = _keyed(self.secret, str(year))
        return lambda name: (
            _LEAST + (1 - _LEAST) * _fraction(_keyed(of_year, _FINGERPRINT.sub("", name)))
        )


def order_key(pseudonym_key: bytes) -> OrderKey:
    """The key that belongs to the one that a city's pseudonyms are made with."""
    return OrderKey(hmac.new(pseudonym_key, _PURPOSE, hashlib.sha256).digest())


# Of synthetic registers, which have nothing to hide: the same bytes on every machine.
SYNTHETIC: Final = order_key(b"synthetic")


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _fraction(digest: bytes) -> float:
    return int.from_bytes(digest[:8], "big") / 2**64
