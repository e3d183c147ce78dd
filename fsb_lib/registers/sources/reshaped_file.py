"""A delivered file after its source's verbs: read like any other, so judged like any other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fsb_lib.registers.files.cells import TableSource
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.files.total_lines import HoldsRow, never
from fsb_lib.registers.rows.column_signs import RowPlaces
from fsb_lib.registers.sources.reshaping import Reshaping


@dataclass(frozen=True)
class ReshapedFile:
    """A `TableSource` of the contract's columns over one of the source's."""

    file: TableSource
    reshaping: Reshaping

    @property
    def names(self) -> tuple[str, ...]:
        return self.reshaping.names

    @property
    def wrong_lines(self) -> Any:
        return self.file.wrong_lines

    @property
    def is_mojibake(self) -> bool:
        return self.file.is_mojibake

    @property
    def share(self) -> float:
        return self.file.share

    @property
    def findings(self) -> Findings:
        """The file's own, with columns by the names and places that they have now."""
        inside, own = self.reshaping.form.renamed, self.file.findings
        at = {name: place for place, name in enumerate(self.names)}
        moved: Counter[int] = Counter()
        for place, n_cells in own.uncalculated.items():
            name = inside.get(self.file.names[place], self.file.names[place])
            if name in at:
                moved[at[name]] += n_cells
        rounded = tuple(inside.get(name, name) for name in own.rounded)
        return replace(own, uncalculated=moved, rounded=rounded)

    def batches(self, _: HoldsRow = never) -> Iterator[TextBatch]:
        """A total line is told by the source's own columns, not by those that verbs make."""
        form = self.reshaping.form
        places = {form.name(name): place for place, name in enumerate(self.file.names)}
        holds_row = RowPlaces.of(form.register, places).holds_row
        return self.reshaping.batches(self.file.batches(holds_row))
