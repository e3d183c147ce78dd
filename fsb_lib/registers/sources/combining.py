"""One code from several columns: the first rule that fits gives it.

IE_TYPE  OPR_LAND        rules                                        herkomst
1        5100            IE_TYPE 1                -> dansk            dansk
2        5110            IE_TYPE 2, OPR_LAND 5110 -> indvandrer_v...  indvandrer_vestlig
2        5436            IE_TYPE 2                -> indvandrer_i...  indvandrer_ikke_vestlig
9        5436                                                         ? 9 + 5436 (unknown)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.registers.sources.source_rows import SourceRows, distinct


@dataclass(frozen=True)
class CombinationRule:
    """Values in canonical spelling by column, and what they give."""

    when: Mapping[str, frozenset[str]]
    gives: str


def combined(rows: SourceRows, rules: Sequence[CombinationRule]) -> tuple[pa.StringArray, set[int]]:
    """The combined column, and which rules fitted a row. What fits none is no code."""
    columns = list(dict.fromkeys(name for rule in rules for name in rule.when))
    found = {name: distinct(rows.columns[name]) for name in columns}
    which = np.full(len(rows), -1, np.int64)
    for place, rule in enumerate(rules):
        fits = np.logical_and.reduce([found[n].are(values) for n, values in rule.when.items()])
        which[fits & (which < 0)] = place
    unfit = _written_together(rows.at(which < 0), columns)
    texts = pa.array([rule.gives for rule in rules], pa.string())
    known = texts.take(pa.array(np.maximum(which, 0)))
    return _put_in(known, which < 0, unfit), set(np.unique(which[which >= 0]).tolist())


def _written_together(rows: SourceRows, columns: Sequence[str]) -> list[str]:
    """What the columns hold, as no code is written: no rule says that it is one."""
    texts = [rows.columns[name].to_pylist() for name in columns]
    return [f"? {' + '.join(filter(None, values))}" for values in zip(*texts, strict=True)]


def _put_in(
    known: pa.StringArray, unfit: NDArray[np.bool_], texts: Sequence[str]
) -> pa.StringArray:
    if not texts:
        return known
    held = np.array(known.to_pylist(), object)
    held[unfit] = texts
    return pa.array(held.tolist(), pa.string())
