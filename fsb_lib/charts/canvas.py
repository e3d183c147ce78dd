"""The one drawing style: a matplotlib figure measured in pixels, and what is put on it.

Every figure is drawn twice, in a wide and a narrow format; the page shows the one that fits.
Marks lie on the figure itself, x to the right and y downwards, one unit one pixel, so a label can
be kept clear of a mark by plain arithmetic. There are no axes, whose making takes most of the
time of a drawing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Literal

from fsb_lib.base.package_data import load
from fsb_lib.charts.svg import compact

# On a new machine matplotlib logs that it builds its font cache. It would be printed in the
# notebook, and a page with stray output is refused.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

import matplotlib as mpl  # noqa: E402
from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402
from matplotlib.text import Text  # noqa: E402
from matplotlib.transforms import Affine2D  # noqa: E402

PIXELS_PER_INCH = 72
# Share of the type size from a line's middle down to its baseline.
HALF_CAPITAL = 0.35
STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "fsb", "path.simplify": False}
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}

Anchor = Literal["start", "middle", "end"]
Weight = Literal["regular", "bold"]
Dashes = Literal["-"] | tuple[float, tuple[float, float]]
ALIGNMENT = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True)
class Format:
    """A width in pixels with the type sizes and bar height that suit it."""

    name: str
    width: int
    label: int
    small: int
    bar: int
    most_ticks: int


WIDE = Format("wide", width=768, label=15, small=14, bar=24, most_ticks=8)
NARROW = Format("narrow", width=288, label=13, small=12, bar=20, most_ticks=5)


def colour(name: str) -> str:
    """A colour of data/style.yaml."""
    return str(load("style")["colours"][name])


class _Line(Text):
    """One line of text, written where it stands. Matplotlib's own first measures its letters,
    which takes half of a drawing and moves nothing: the browser sets them."""

    def draw(self, renderer: Any) -> None:
        if not self.get_text():
            return
        look = renderer.new_gc()
        look.set_foreground(self.get_color())
        x, y = self.get_transform().transform(self.get_unitless_position())
        place = (x, renderer.height - y)
        renderer.draw_text(look, *place, self.get_text(), self.get_fontproperties(), 0, mtext=self)


class Canvas:
    """What the charts may draw. Wraps one matplotlib figure; all places are in pixels."""

    def __init__(self, figure: Any, height: float) -> None:
        self._figure = figure
        self._place = Affine2D().scale(1, -1).translate(0, height)
        self._n_marks = 0

    def _put(self, mark: Any) -> None:
        """Later marks lie over earlier ones, whatever their kind."""
        self._n_marks += 1
        mark.set(transform=self._place, zorder=self._n_marks, clip_on=False)
        self._figure.add_artist(mark)

    def bar(self, left: float, middle: float, width: float, height: float, fill: str) -> None:
        """A horizontal bar from `left`, its middle at `middle`."""
        corner = (left, middle - height / 2)
        self._put(Rectangle(corner, width, height, facecolor=colour(fill)))

    def line(
        self, points: Sequence[tuple[float, float]], ink: str, width: float, dashes: Dashes = "-"
    ) -> None:
        """A line through points; `dashes` is a matplotlib line style."""
        xs, ys = zip(*points, strict=True)
        self._put(Line2D(xs, ys, color=colour(ink), linewidth=width, linestyle=dashes))

    def dot(self, x: float, y: float, size: float, fill: str, edge: str) -> None:
        """A disc; hollow when filled with `paper`."""
        self._put(
            Line2D(
                [x],
                [y],
                marker="o",
                markersize=size,
                markerfacecolor=colour(fill),
                markeredgecolor=colour(edge),
                markeredgewidth=2,
                linestyle="none",
            )
        )

    def text(  # noqa: PLR0913 - place, words and look of one label
        self,
        x: float,
        middle: float,
        words: str,
        size: float,
        *,
        ink: str = "ink",
        anchor: Anchor = "start",
        weight: Weight = "regular",
    ) -> None:
        """One line of text, vertically centred on `middle`."""
        self._put(
            _Line(
                x,
                middle + HALF_CAPITAL * size,
                words,
                fontsize=size,
                color=colour(ink),
                ha=ALIGNMENT[anchor],
                va="baseline",
                fontweight="bold" if weight == "bold" else "normal",
                parse_math=False,
            )
        )

    def cover(self, left: float, middle: float, width: float, size: float) -> None:
        """White ground for a line of text of that width, where lines would cross it."""
        self.bar(left - 2, middle, width + 4, size * 1.1, "paper")


def draw(width: float, height: float, paint: Callable[[Canvas], None]) -> str:
    """An SVG of that size with what `paint` puts on the canvas; same input, same bytes."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width / PIXELS_PER_INCH, height / PIXELS_PER_INCH), dpi=72)
        FigureCanvasSVG(figure)
        figure.patch.set_visible(False)
        paint(Canvas(figure, height))
        text = StringIO()
        figure.savefig(text, format="svg", metadata=NO_METADATA)
    return compact(text.getvalue())
