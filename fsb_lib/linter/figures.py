"""Rules of figures: their words for the ear, their table, their colours and their type."""

import re
from collections.abc import Iterator
from itertools import combinations

from bs4 import Tag

from fsb_lib.base.package_data import load
from fsb_lib.linter.drawing import NONE, PAPER, Drawing, DrawnLabel, DrawnMark
from fsb_lib.linter.parsed_page import Spot, attribute, classes, enclosing, inside, words_of
from fsb_lib.linter.rules import Subject, report_rule, rule, setting
from fsb_lib.linter.tokens import numbers_in

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
_FILE_NAME = re.compile(r"\.(?:svg|png|jpe?g|gif|html|ipynb|csv)\b", re.IGNORECASE)
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def figures(subject: Subject) -> list[Tag]:
    return subject.page.classed("fsb-figure")


@rule("figure-alternative")
def figure_alternative(subject: Subject) -> Iterator[Spot]:
    """An alternative that says something: long enough, not a name, with a figure of its table."""
    for drawing in subject.drawings:
        svg, words = drawing.element, alternative(subject, drawing.element)
        if attribute(svg, "role") != "img":
            yield Spot(svg, "a drawing without role img")
        if len(words) < setting("least_alternative"):
            yield Spot(svg, f"an alternative of {len(words)} characters")
        elif _FILE_NAME.search(words) or words in _titles(svg):
            yield Spot(svg, "the alternative is a title or a file name")
        elif not numbers_in(words) & _told(subject, svg) and _shows_figures(subject, svg):
            yield Spot(svg, "no figure of the table in the alternative")


def _titles(svg: Tag) -> set[str]:
    figure = enclosing(svg, "fsb-figure")
    found = inside(figure, "fsb-headline", "fsb-sub") if figure else []
    return {words_of(one) for one in found}


def _told(subject: Subject, svg: Tag) -> set[str]:
    """The figures that stand in the table of a drawing and in the notes of both."""
    figure = enclosing(svg, "fsb-figure")
    if not isinstance(figure, Tag):
        return set()
    told = [words_of(one) for one in inside(figure, "fsb-notes")]
    told += [
        words_of(cell) for table in tables_of(subject, figure) for cell in table.find_all("td")
    ]
    return {number for words in told for number in numbers_in(words)}


def _shows_figures(subject: Subject, svg: Tag) -> bool:
    """Whether the table of a drawing holds a figure at all; all of them may be hidden."""
    figure = enclosing(svg, "fsb-figure")
    if not isinstance(figure, Tag):
        return True
    cells = (cell for table in tables_of(subject, figure) for cell in table.find_all("td"))
    return any(numbers_in(words_of(cell)) for cell in cells)


def alternative(subject: Subject, element: Tag) -> str:
    """What is read aloud in place of a drawing; one drawing may lend another its words."""
    lenders = (subject.page.with_id(name) for name in attribute(element, "aria-labelledby").split())
    lent = (attribute(one, "aria-label") or words_of(one) for one in lenders if one)
    return attribute(element, "aria-label") or " ".join(lent)


def tables_of(subject: Subject, figure: Tag) -> list[Tag]:
    """The tables with the numbers of a figure: folded behind it, or where it says they stand."""
    found = []
    for place in inside(figure, "fsb-numbers", "fsb-notes"):
        names = (attribute(link, "href").removeprefix("#") for link in place.find_all("a"))
        there = (subject.page.with_id(name) for name in names if name)
        found += [table for one in (place, *there) if one for table in one.find_all("table")]
    return found


@rule("pictures")
def pictures(subject: Subject) -> Iterator[Spot]:
    """A picture of figures cannot be read aloud, searched or enlarged; a logo may stand."""
    for picture in subject.page.named("img", "picture", "canvas"):
        if picture.find_parent("main") is not None:
            yield Spot(picture, f"<{picture.name}> in the text")
        elif picture.name == "img" and not attribute(picture, "alt"):
            yield Spot(picture, "a picture without alternative")
    for drawing in subject.page.named("svg"):
        if drawing.find(["image", "foreignobject", "foreignObject"]) is not None:
            yield Spot(drawing, "a drawing with a picture in it")


@report_rule("figure-table")
def figure_table(subject: Subject) -> Iterator[Spot]:
    """Each figure has a headline, a neutral line under it, a drawing, and its table after that."""
    for figure in figures(subject):
        for needed, what in ((["h3", "h4"], "headline"), ("svg", "drawing")):
            if figure.find(needed) is None:
                yield Spot(figure, f"no {what}")
        if figure.find(class_="fsb-sub") is None:
            yield Spot(figure, "no subtitle")
        if not any(table.find("td") for table in tables_of(subject, figure)):
            yield Spot(figure, "no data table")
    for drawing in subject.drawings:
        if enclosing(drawing.element, "fsb-figure") is None:
            yield Spot(drawing.element, "a drawing outside a figure")


@rule("figure-contrast")
def figure_contrast(subject: Subject) -> Iterator[Spot]:
    grid = {
        colour
        for name, colour in load("style")["colours"].items()
        if name in setting("no_information")
    }
    for drawing in subject.drawings:
        for one in drawing.painted:
            if isinstance(one, DrawnLabel):
                yield from _pale(drawing, one, one.fill, TEXT_CONTRAST)
            elif not _is_ground(one, grid):
                colours = [colour for colour in (one.fill, one.stroke) if colour != NONE]
                yield from _pale_mark(drawing, one, colours)
        for element in drawing.unknown:
            yield Spot(element, f"<{element.name}> whose contrast cannot be computed")


def _is_ground(mark: DrawnMark, grid: set[str]) -> bool:
    """A cover under a label, a halo, a grid line: nothing is read from it."""
    seen = {colour for colour in (mark.fill, mark.stroke) if colour != NONE}
    return seen <= {PAPER, *grid}


def _pale(drawing: Drawing, one: DrawnLabel, colour: str, least: float) -> Iterator[Spot]:
    worst = min(contrast(colour, drawing.ground(one, point)) for point in one.samples)
    if worst < least:
        yield Spot(one.element, f"“{one.words}” {colour} has contrast {worst:.1f}, not {least}")


def _pale_mark(drawing: Drawing, mark: DrawnMark, colours: list[str]) -> Iterator[Spot]:
    """The better of fill and edge is what shows; at most one sample in five may be crossed."""
    ratios = sorted(
        max(contrast(colour, drawing.ground(mark, point)) for colour in colours)
        for point in mark.samples
    )
    if ratios and ratios[len(ratios) // 5] < MARK_CONTRAST:
        worst = ratios[len(ratios) // 5]
        yield Spot(
            mark.element, f"{' '.join(colours)} has contrast {worst:.1f}, not {MARK_CONTRAST}"
        )


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast of two colours `#rrggbb`; 0 for what is no such colour."""
    if not (_HEX.fullmatch(one) and _HEX.fullmatch(other)):
        return 0.0
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@rule("figure-colours")
def figure_colours(subject: Subject) -> Iterator[Spot]:
    """Only colours of data/style.yaml: they are told apart by the colour-blind and in grey."""
    approved = {*load("style")["colours"].values(), NONE}
    for drawing in subject.drawings:
        for one in drawing.painted:
            paints = (one.fill,) if isinstance(one, DrawnLabel) else (one.fill, one.stroke)
            for colour in paints:
                if colour not in approved:
                    yield Spot(one.element, f"the colour {colour}")


@rule("figure-type")
def figure_type(subject: Subject) -> Iterator[Spot]:
    """Type is readable at the narrowest width a drawing is shown in, and stays inside it."""
    for drawing in subject.drawings:
        width, height = drawing.size
        if not width:
            yield Spot(drawing.element, "a drawing without viewBox")
            continue
        scale = min(_least_width(drawing.element) / width, 1.0)
        for label in drawing.labels:
            if label.size * scale < setting("smallest_type"):
                yield Spot(
                    label.element, f"“{label.words}” can be {label.size * scale:.0f} px high"
                )
            box = label.box
            if min(box.left, box.top) < -2 or box.right > width + 2 or box.bottom > height + 2:
                yield Spot(label.element, f"“{label.words}” leaves the drawing")


def _least_width(svg: Tag) -> float:
    widths: dict[str, float] = setting("narrowest")
    around = {name for parent in svg.parents for name in classes(parent)}
    return next((width for name, width in widths.items() if name in around), widths["other"])


@rule("figure-labels")
def figure_labels(subject: Subject) -> Iterator[Spot]:
    """No label lies over another."""
    for drawing in subject.drawings:
        for one, other in combinations(drawing.labels, 2):
            smaller = min(one.size, other.size)
            if one.box.overlap(other.box) > smaller * setting("most_overlap"):
                yield Spot(other.element, f"“{one.words}” and “{other.words}” overlap")


RULES = (
    figure_alternative, pictures, figure_table, figure_contrast, figure_colours, figure_type,
    figure_labels,
)  # fmt: skip
