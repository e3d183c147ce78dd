"""A figure on the page: finding, neutral subtitle, two drawings, source, its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from fsb_lib.charts.canvas import NARROW, WIDE, Canvas, Format, draw
from fsb_lib.components.fragment import Fragment, element, numbered, words
from fsb_lib.disclosure.protected import ProtectedTable
from fsb_lib.tables import numbers_behind, where_stated


@dataclass(frozen=True)
class FigurePlan:
    """A drawing whose size is known: height in pixels and what to paint."""

    height: float
    paint: Callable[[Canvas], None]


@dataclass(frozen=True)
class Words:
    """What a figure says: the finding, what is measured, and what a reader would see."""

    headline: str
    subtitle: str
    description: str
    source: str


def figure(
    text: Words,
    plan: Callable[[Format], FigurePlan],
    drawn: ProtectedTable,
    extra_notes: Sequence[str] = (),
) -> Fragment:
    """The figure as a fragment, with the table that it draws; the notes say what else it draws.

    Without a stylesheet only the wide drawing shows, since the other is `hidden`.
    """
    fixed = words("figure")
    number = numbered(fixed["number"], drawn.figure)
    source = words("table")["source"].format(source=text.source)
    return Fragment(
        f'<div class="fsb fsb-figure" role="group" aria-label="{escape(text.headline)}">\n'
        f"<h3>{number}"
        f"{element('span', text.headline, 'fsb-headline')}</h3>\n"
        f"{element('p', text.subtitle, 'fsb-sub')}\n"
        f'<div class="fsb-wide">{_svg(WIDE, plan(WIDE), text.description)}</div>\n'
        f'<div class="fsb-narrow" hidden="">{_svg(NARROW, plan(NARROW), text.description)}</div>\n'
        f'<div class="fsb-notes">{element("p", source)}{where_stated([drawn]).html}</div>\n'
        f'<details class="fsb-numbers"><summary>{escape(fixed["open_numbers"])}</summary>\n'
        f"{numbers_behind(drawn, extra_notes).html}\n</details>\n</div>"
    )


def _svg(fmt: Format, plan: FigurePlan, description: str) -> str:
    size = f"{fmt.width} {round(plan.height)}"
    return (
        f'<svg role="img" aria-label="{escape(description)}" viewBox="0 0 {size}" '
        f'width="{fmt.width}" height="{round(plan.height)}">'
        f"{draw(fmt.width, round(plan.height), plan.paint)}</svg>"
    )
