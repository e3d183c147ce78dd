"""What a shape is likely to come from, in the words of `data/faults.yaml`."""

import re
from collections.abc import Mapping, Sequence

from fsb_lib.base.package_data import load


def likely_cause(kind: str, shapes: Sequence[str]) -> Mapping[str, str] | None:
    """`en` and `text` (a Danish sentence for the source) for the first shape that is known."""
    for shape in shapes:
        for one in load("faults")["causes"]:
            if kind in one["kinds"] and re.fullmatch(one["shape"], shape):
                found: Mapping[str, str] = one
                return found
    return None
