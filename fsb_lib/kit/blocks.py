"""The blocks that a Word file is put together from. They name a style of the form, never a look."""

from dataclasses import dataclass

from fsb_lib.kit.page_figure import CaseFigure


@dataclass(frozen=True)
class TextBlock:
    """A paragraph. `label` is told first and in bold, on a line of its own where it stands
    `above`; `at_side` puts the paragraph into the column at the side; one `with_next` stays on the
    page of what follows."""

    text: str
    style: str = "Normal"
    label: str = ""
    above: bool = False
    at_side: bool = False
    with_next: bool = False


@dataclass(frozen=True)
class FigureBlock:
    """A figure of a note."""

    figure: CaseFigure


@dataclass(frozen=True)
class TableBlock:
    """A table with its heading; each cell is one or more lines. It stays on one page."""

    caption: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


Block = TextBlock | FigureBlock | TableBlock
