"""The page without a fault, good.html, and the release that it shows.

It is written by hand, so that no fault of the renderer is taken for good. The figures are
invented. One row is hidden; the figure draws the shares of the others.
"""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    Key,
    Measure,
    ProtectedReport,
    ProtectedTable,
    Row,
    Status,
    Unit,
)
from fsb_lib.linter.parsed_page import Page
from fsb_lib.linter.rules import Subject

DAY = date(2010, 11, 15)
HIDDEN = Cell(None, Status.SUPPRESSED)


def shown(value: int | Fraction, decimals: int = 0) -> Cell:
    return Cell(value, Status.SHOWN, decimals)


GROUPS = Key(
    "target_group",
    "Målgruppe",
    (
        Category("misbrugere_i_behandling", "Misbrugere i behandling"),
        Category("handicappede", "Handicappede"),
        Category("i_alt", "I alt", is_total=True),
    ),
)
TABLE = ProtectedTable(
    id="activation_by_target_group",
    title="Aktiveringsgrad efter målgruppe",
    population="Fælles borgere",
    when=DAY,
    keys=(GROUPS,),
    measures=(
        Measure("persons", "Borgere", Unit.PERSONS),
        Measure("rate", "Aktiveringsgrad", Unit.RATE),
    ),
    rows=(
        Row(("misbrugere_i_behandling",), (shown(1709), shown(Fraction(49, 100)))),
        Row(("handicappede",), (HIDDEN, HIDDEN)),
        Row(("i_alt",), (shown(3558), shown(Fraction(51, 100)))),
    ),
    notes=(),
    source="Syntetiske data",
    number="A1",
    figure="A1",
)


def release(audience: str = "committee", table: ProtectedTable = TABLE) -> ProtectedReport:
    return ProtectedReport(
        report="activation_measurement",
        year=2010,
        reference_date=DAY,
        audience=audience,
        smallest_shown=5,
        synthetic=True,
        data_version="151ab67f9e2a00",
        program_version="0.1.0",
        settings=(("Længste ophold", "28 dage"),),
        memo=(("Dato", "15. februar 2011"), ("Sagsnr.", "2008-117489")),
        warnings=(),
        tables=(table,),
    )


CSV = (
    "Målgruppe;Borgere;Aktiveringsgrad (procent)\r\n"
    "Misbrugere i behandling;1709;49\r\nHandicappede;..;..\r\nI alt;3558;51\r\n"
)


def results() -> dict[str, object]:
    def cell(value: float | None) -> dict[str, object]:
        return {"value": value, "status": "suppressed" if value is None else "shown"}

    lines = (
        ("misbrugere_i_behandling", 1709, 0.49),
        ("handicappede", None, None),
        ("i_alt", 3558, 0.51),
    )
    rows = [
        {"target_group": code, "persons": cell(persons), "rate": cell(rate)}
        for code, persons, rate in lines
    ]
    return {"tables": [{"id": TABLE.id, "rows": rows}]}


HTML = (Path(__file__).parent / "good.html").read_text(encoding="utf-8")


def subject(
    html: str = HTML, audience: str = "committee", table: ProtectedTable = TABLE
) -> Subject:
    """The page with its release and the files beside it."""
    files = {
        "tables/activation_by_target_group.csv": ("\ufeff" + CSV).encode("utf-8"),
        "results.json": json.dumps(results()).encode("utf-8"),
    }
    return Subject(
        Page(html.encode("utf-8"), "report.html"),
        protected=release(audience, table),
        files=files,
        names=frozenset(files),
    )
