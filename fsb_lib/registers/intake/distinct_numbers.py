"""The distinct numbers of a table while it is read: each has a place, in order of appearance.

number codes   101801234   905531111   101801234
places                 0           1           0
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


class DistinctNumbers:
    """Gives each number code a place of its own; a code keeps its place."""

    def __init__(self) -> None:
        self._ascending = np.zeros(0, np.int64)
        self._places = np.zeros(0, np.int32)  # of each of `_ascending`

    def __len__(self) -> int:
        return len(self._ascending)

    def places(self, codes: NDArray[np.int64]) -> NDArray[np.int32]:
        """The place of each of many codes; new ones come after all that were there."""
        encoded = pa.array(codes).dictionary_encode()
        found = encoded.dictionary.to_numpy()
        order = np.argsort(found)
        place = np.empty(len(found), np.int32)
        place[order] = self._places_of(found[order])
        by_row: NDArray[np.int32] = place[encoded.indices.to_numpy()]
        return by_row

    def numbers(self) -> NDArray[np.int64]:
        """The code at each place."""
        by_place = np.empty(len(self), np.int64)
        by_place[self._places] = self._ascending
        return by_place

    def _places_of(self, found: NDArray[np.int64]) -> NDArray[np.int32]:
        """The places of distinct codes in ascending order."""
        at = np.searchsorted(self._ascending, found)
        is_new = np.ones(len(found), np.bool_)
        inside = at < len(self)
        is_new[inside] = self._ascending[at[inside]] != found[inside]
        places = np.cumsum(is_new, dtype=np.int32) + np.int32(len(self) - 1)
        places[~is_new] = self._places[at[~is_new]]
        self._ascending = np.insert(self._ascending, at[is_new], found[is_new])
        self._places = np.insert(self._places, at[is_new], places[is_new])
        return places


def ascending(lists: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The distinct numbers of several lists; hashed before they are sorted, which is faster."""
    found = pc.unique(pa.chunked_array(list(map(pa.array, lists)), pa.int64()))
    return np.sort(found.to_numpy())
