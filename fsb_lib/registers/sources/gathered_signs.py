"""What the rows of a source beside each other show: what nothing tells, and what looks wrong.

untold   a record among others of its id, of which nothing tells when it was: a faulty row
tied     rows at one moment, so that the order of the file decided
shared   rows with an id or a pair that persons with different numbers have
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.source_rows import SourceRows, constant, distinct


@dataclass
class GatheredSigns:
    """The lines of the rows of each sign, and how many rows were looked at."""

    n_rows: int = 0
    lines: dict[str, list[NDArray[np.int64]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, rows: SourceRows, **masks: NDArray[np.bool_]) -> None:
        """Notes the rows of each mask, by the name of the sign."""
        self.n_rows = max(self.n_rows, len(rows))
        for sign, mask in masks.items():
            self.lines[sign].append(rows.lines[mask])

    def of(self, sign: str) -> NDArray[np.int64]:
        return np.unique(np.concatenate([np.zeros(0, np.int64), *self.lines[sign]]))

    def put_in(self, rows: SourceRows, form: SourceForm) -> SourceRows:
        """Untold rows made faulty: what should tell their moment takes the place of their date."""
        hit = np.isin(rows.lines, self.of("untold"))
        if not hit.any():
            return rows
        source, register = form.source, form.register
        verbs = [verb.at for verb in (source.events, source.pair_rows) if verb]
        texts = _no_dates(rows.columns[form.name(verbs[0])])
        dated: Sequence[str] = register.key_dates or (register.columns[-1].name,)
        mask, empty = pa.array(hit), constant("", len(rows))
        return rows.having(
            {name: pc.if_else(mask, texts, rows.columns.get(name, empty)) for name in dated}
        )


def _no_dates(column: pa.StringArray) -> pa.StringArray:
    """The texts that are no dates, so that none is taken for one; others are empty."""
    found = distinct(column)
    return found.replaced([one if read_date(one) <= UNREADABLE_DATE else "" for one in found.texts])
