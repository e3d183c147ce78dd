"""One page with the components whose pictures are kept, each named by a selector.

Made-up figures, from the specimen page: a change of a real report's figures changes no picture.
"""

from dataclasses import dataclass

from fsb_lib import charts, tables
from fsb_lib.charts.plain_bars import plain_bars
from fsb_lib.components import page_parts
from fsb_lib.components.fragment import Fragment
from fsb_lib.html.render import render
from tests.browser import specimen
from tests.unit.test_wording_change import defined

PHONE, DESKTOP = 360, 900


@dataclass(frozen=True)
class Component:
    """What is photographed: the file's name, where on the page, how wide the window is."""

    name: str
    selector: str
    width: int = DESKTOP


ON_THE_PAGE = (
    Component("sender_and_banners", "header"),
    Component("tiles", ".fsb-tiles"),
    Component("target_bullet", ".fsb-figure >> nth=0"),
    Component("trend_wide", ".fsb-figure >> nth=1"),
    Component("trend_narrow", ".fsb-figure >> nth=1", PHONE),
    Component("bars", ".fsb-figure >> nth=2"),
    Component("definitions", ".fsb-figure >> nth=3"),
    Component("definitions_narrow", ".fsb-figure >> nth=3", PHONE),
    Component("table", "main > .fsb-table >> nth=0"),
    Component("method", ".fsb-method"),
)
PORTAL_ROWS = (
    Component("portal_rows", ".fsb-portal tbody >> nth=0", 1280),
    Component("portal_rows_narrow", ".fsb-portal tbody >> nth=0", PHONE),
)


def html() -> str:
    """The page, as a report is rendered."""
    return render(specimen.notebook(_fragments()), specimen.page_info())


def _fragments() -> list[str | Fragment]:
    made = specimen.release()
    origin = made.table("profile_origin")
    return [
        "# Sidens dele",
        page_parts.lead("Tallene er opdigtede."),
        page_parts.memo(specimen.MEMO),
        "## Nøgletal",
        page_parts.tiles(specimen.TILES),
        charts.target_bullet(made, headline="Målet og målgrupperne"),
        charts.trend(made, headline="Udviklingen"),
        plain_bars(
            origin,
            "persons",
            [category.code for category in origin.keys[0].categories],
            headline="Herkomst",
            subtitle="Antal borgere",
        ),
        _definitions(),
        # Hidden and not-available values, a zero, and a total.
        tables.table(origin),
        page_parts.method("Sådan er tallene opgjort", "Tallene er opdigtede til denne side."),
    ]


def _definitions() -> Fragment:
    return charts.definitions(
        defined(
            2010,
            this_report=((350, 1000), (510, 1000)),
            match5=((340, 1000), (500, 1000)),
            match3=((350, 1000), (480, 1000)),
            as_printed=((3, 1000), (490, 1000)),
        ),
        headline="Fire måder at opgøre på",
    )
