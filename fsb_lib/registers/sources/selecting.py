"""Which rows are a matter of ours: the rest is left out, and counted.

keep_only: {haendelse: [opret, ret]}     a row whose value is another is left out
leave_out: {ydelse: [121, 651]}          a row with one of these is left out
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.sources.source_rows import SourceRows, distinct

Values = Mapping[str, Collection[str]]  # by column, in canonical spelling


def met_values(rows: SourceRows, values: Values) -> set[tuple[str, str]]:
    """Which of the values stand in the rows, as column and value."""
    return {
        (name, value)
        for name, wanted in values.items()
        for value in set(distinct(rows.columns[name]).names) & set(wanted)
    }


def outside(rows: SourceRows, name: str, wanted: Collection[str]) -> NDArray[np.bool_]:
    """The rows whose value in a column is none of these."""
    return ~distinct(rows.columns[name]).are(wanted)


def among(rows: SourceRows, name: str, unwanted: Collection[str]) -> NDArray[np.bool_]:
    """The rows whose value in a column is one of these."""
    return distinct(rows.columns[name]).are(unwanted)
