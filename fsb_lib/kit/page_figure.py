"""The first figure of a note, read from its page: number and finding, text alternative, picture.

    <div class="fsb-figure"><h3>Figur 1. Finding</h3> ... <svg role="img" aria-label="...">

What a case shows is so the drawing that the committee's page shows and the audit has read, under
the same number.
"""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from fsb_lib.pictures.drawn_picture import PageDrawing, drawings_in, png

_FIGURE = ".fsb-figure"


@dataclass(frozen=True)
class CaseFigure:
    """A figure of a case: its heading as on the page, and the drawing."""

    heading: str
    drawing: PageDrawing

    @property
    def picture(self) -> bytes:
        """The PNG file."""
        return png(self.drawing)


def first_figure(page: str) -> CaseFigure | None:
    """The figure that a note shows first; None where it has none."""
    start = page.find('class="fsb-figure"')
    drawing = next(drawings_in(page[start:]), None) if start >= 0 else None
    found = BeautifulSoup(page, "html.parser").select_one(_FIGURE) if drawing else None
    heading = found.find(["h2", "h3", "h4"]) if found else None
    if drawing is None or not isinstance(heading, Tag):
        return None
    return CaseFigure(" ".join(heading.get_text().split()), drawing)
