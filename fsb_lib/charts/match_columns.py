"""How the shared citizens of each target group are spread over the match groups.

One panel for each group with special needs; the classes that are not job-ready are dark:

                 Misbrugere i beh.   Handicappede     Psykisk syge …
    Matchgruppe 1  |7                 |0               |#52
    Matchgruppe 4  |#######510        |##65            |##########1.841
"""

from dataclasses import dataclass

from fsb_lib.charts.axis import Scale, scale_for
from fsb_lib.charts.canvas import NARROW, Canvas, Format, Weight
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.spoken import label_text, levels_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.table_layout import when_text
from fsb_lib.components.text_metrics import text_width, wrap
from fsb_lib.disclosure.protected import Category, Cell, ProtectedReport, ProtectedTable, Unit
from fsb_lib.domain.vocabulary import MatchSystem, special_needs_codes, system_in_force

MEASURE = "persons"
PANEL_GAP = 20
LABEL_GAP = 12
BAR = 18
LEADING = 1.25
LEAST_ROW = 28
ROW_AIR = 8
MOST_LABEL = {"wide": 190, "narrow": 128}


@dataclass(frozen=True)
class Panel:
    """One target group: its label and its cells in the order of the match groups."""

    label: str
    cells: tuple[tuple[Category, Cell], ...]


@dataclass(frozen=True)
class PanelGrid:
    """Where panels stand: `across` side by side, under titles of `title` pixels.

    `names` are the row labels in lines, `rows` the heights of the rows.
    """

    across: int
    labels: float
    panel: float
    title: float
    names: tuple[tuple[str, ...], ...]
    rows: tuple[float, ...]

    @property
    def block(self) -> float:
        """Height of one row of panels."""
        return self.title + sum(self.rows) + PANEL_GAP

    def corner(self, position: int) -> tuple[float, float]:
        """Left end of the zero line and top of the panel's title."""
        down, along = divmod(position, self.across)
        return self.labels + along * (self.panel + PANEL_GAP), down * self.block


def match_columns(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Counts by match group in small multiples, one for each group with special needs.

    Reads `match_by_target_group`; its totals are in the table only.
    """
    table = protected.table("match_by_target_group")
    system = system_in_force(protected.reference_date)
    panels = _panels(table)

    def plan(fmt: Format) -> FigurePlan:
        return _plan(panels, system, fmt)

    fixed = words("charts")["match_columns"]
    subtitle = fixed["subtitle"].format(
        key=table.keys[1].label.lower(),
        when=when_text(table.when),
        class_name=system.class_name,
    )
    described = ". ".join(
        fixed["panel"].format(label=panel.label, levels=_levels(panel)) for panel in panels
    )
    text = Words(headline, subtitle, fixed["description"].format(panels=described), table.source)
    return figure(text, plan, table)


def _panels(table: ProtectedTable) -> tuple[Panel, ...]:
    groups, matches = table.keys
    kept = [category for category in matches.categories if not category.is_total]
    return tuple(
        Panel(
            group.label,
            tuple((match, table.cell(MEASURE, group.code, match.code)) for match in kept),
        )
        for group in groups.categories
        if group.code in special_needs_codes()
    )


def _levels(panel: Panel) -> str:
    return levels_text([(match.label, cell) for match, cell in panel.cells], Unit.PERSONS)


def _plan(panels: tuple[Panel, ...], system: MatchSystem, fmt: Format) -> FigurePlan:
    grid = _grid(panels, fmt)
    values = [cell.value for panel in panels for _, cell in panel.cells if cell.value is not None]
    room = text_width("10.000", fmt.small, weight="bold") + LABEL_GAP
    scale = scale_for(values, 1, grid.panel - room, fmt.most_ticks)
    down = -(-len(panels) // grid.across)

    def paint(canvas: Canvas) -> None:
        for position, panel in enumerate(panels):
            _paint_panel(canvas, panel, position, grid, (fmt, scale, system))

    return FigurePlan(down * grid.block - PANEL_GAP + 6, paint)


def _grid(panels: tuple[Panel, ...], fmt: Format) -> PanelGrid:
    across = 1 if fmt is NARROW else len(panels)
    most = MOST_LABEL[fmt.name]
    names = tuple(wrap(match.label, most, fmt.small) for match, _ in panels[0].cells)
    labels = max(text_width(line, fmt.small) for name in names for line in name) + LABEL_GAP
    panel = (fmt.width - labels - (across - 1) * PANEL_GAP) / across
    width = fmt.width if fmt is NARROW else panel
    titles = [len(wrap(known.label, width, fmt.small, weight="bold")) for known in panels]
    return PanelGrid(
        across=across,
        labels=labels,
        panel=panel,
        title=max(titles) * fmt.small * LEADING + 8,
        names=names,
        rows=tuple(max(LEAST_ROW, len(name) * fmt.small * LEADING + ROW_AIR) for name in names),
    )


def _paint_panel(
    canvas: Canvas,
    panel: Panel,
    position: int,
    grid: PanelGrid,
    look: tuple[Format, Scale, MatchSystem],
) -> None:
    fmt, scale, system = look
    left, top = grid.corner(position)
    _paint_title(canvas, panel.label, (0 if fmt is NARROW else left, top), grid, fmt)
    first = top + grid.title
    canvas.line([(left, first), (left, first + sum(grid.rows))], "rule", 1)
    for number, (match, cell) in enumerate(panel.cells):
        middle = first + sum(grid.rows[:number]) + grid.rows[number] / 2
        fill = "navy" if match.code in system.not_job_ready else "context"
        width = scale.place(cell.value) if cell.value else 0
        if width:
            canvas.bar(left, middle, width, BAR, fill)
        ink, weight = _look_of_label(cell)
        canvas.text(
            left + width + 6,
            middle,
            label_text(cell, Unit.PERSONS),
            fmt.small,
            ink=ink,
            weight=weight,
        )
        if position % grid.across == 0:
            _paint_row_label(canvas, grid.names[number], left - LABEL_GAP, middle, fmt.small)


def _look_of_label(cell: Cell) -> tuple[str, Weight]:
    return ("ink", "bold") if cell.shown else ("muted", "regular")


def _paint_title(
    canvas: Canvas, title: str, corner: tuple[float, float], grid: PanelGrid, fmt: Format
) -> None:
    """Titles of unlike length begin on the same line."""
    left, top = corner
    width = fmt.width if fmt is NARROW else grid.panel
    for number, line in enumerate(wrap(title, width, fmt.small, weight="bold")):
        middle = top + (number + 0.5) * fmt.small * LEADING
        canvas.text(left, middle, line, fmt.small, weight="bold")


def _paint_row_label(
    canvas: Canvas, lines: tuple[str, ...], right: float, middle: float, size: float
) -> None:
    for number, line in enumerate(lines):
        offset = (number - (len(lines) - 1) / 2) * size * LEADING
        canvas.text(right, middle + offset, line, size, anchor="end")
