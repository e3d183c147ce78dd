"""A small release of made-up figures, and a notebook that displays it: for tests of the writers."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import nbformat

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
    to_json,
)

DAY = date(2009, 11, 15)
HIDDEN, ABSENT = Cell(None, Status.SUPPRESSED), Cell(None, Status.NOT_AVAILABLE)
GROUPS = Key(
    "target_group",
    "Målgruppe",
    (
        Category("handicappede", "Handicappede"),
        Category("misbrugere_i_behandling", "=Misbrugere; i behandling"),
        Category("i_alt", "I alt", is_total=True),
    ),
)
MEASUREMENT = Key("measurement", "Måling", (Category("2009", "2009"),))
PERSONS = Measure("persons", "Borgere", Unit.PERSONS)
RATE = Measure("rate", "Aktiveringsgrad", Unit.RATE)
TARGET = Measure("target", "Mål", Unit.RATE)
OFFERED = Measure("offered_cumulative", "I alt", Unit.PERSONS)
OFFERED_TARGET = Measure("target_cumulative", "Mål i alt", Unit.PERSONS)
MISSING = Measure("missing_persons", "Mangler", Unit.PERSONS)
REACHED = Measure("reached", "Målet er nået", Unit.VERDICT)

# The injected parameters stand before this; year and audience are theirs.
CODE = """\
from dataclasses import replace
from fsb_lib.disclosure.protected import report_from_json
import json
release = replace(report_from_json(json.loads(DOCUMENT)), year=year, audience=audience)"""


def shown(value: int | Fraction, decimals: int = 0) -> Cell:
    return Cell(value, Status.SHOWN, decimals)


def release(audience: str = "committee", rate: Cell | None = None) -> ProtectedReport:
    """Groups with a hidden row, a target that 1186 of 3418 do not reach, and what the index of
    the other follow-ups reads."""
    rate = rate or shown(Fraction(1186, 3418))
    return ProtectedReport(
        report="activation_measurement",
        year=2009,
        reference_date=DAY,
        audience=audience,
        smallest_shown=5,
        synthetic=True,
        data_version="0123456789abcdef",
        program_version="0.1.0",
        settings=(),
        memo=(),
        warnings=(),
        tables=(
            released_table(
                "activation_by_target_group",
                GROUPS,
                (PERSONS, RATE),
                {
                    "handicappede": (shown(105), shown(Fraction(27, 105), 1)),
                    "misbrugere_i_behandling": (HIDDEN, HIDDEN),
                    "i_alt": (shown(3418), rate),
                },
            ),
            released_table(
                "target_status",
                MEASUREMENT,
                (PERSONS, RATE, TARGET, REACHED),
                {"2009": (shown(3418), rate, shown(Fraction(2, 5)), shown(0))},
            ),
            released_table(
                "plan_offers",
                Key("year", "År", (Category("2009", "2009"),)),
                (OFFERED, OFFERED_TARGET, MISSING, REACHED),
                {"2009": (shown(1046), shown(1000), shown(0), shown(1))},
            ),
            released_table(
                "focus_population",
                Key("basis", "Opgørelse", (Category("on_reference_date", "På dagen"),)),
                (PERSONS,),
                {"on_reference_date": (shown(3418),)},
            ),
            released_table(
                "profile_sex",
                Key("category", "Køn", (Category("mand", "Mænd"),)),
                (PERSONS,),
                {"mand": (shown(2000),)},
            ),
        ),
    )


def released_table(
    table_id: str, key: Key, measures: tuple[Measure, ...], rows: dict[str, tuple[Cell, ...]]
) -> ProtectedTable:
    return ProtectedTable(
        id=table_id,
        title="Titel",
        population="Borgere",
        when=DAY,
        keys=(key,),
        measures=measures,
        rows=tuple(Row((code,), cells) for code, cells in rows.items()),
        notes=(),
        source="Syntetiske data",
    )


def notebook(report: str = "activation_measurement", *last: str) -> nbformat.NotebookNode:
    """A notebook that displays the small release; `last` replaces the code of its last cell."""
    document = json.dumps(to_json(replace(release(), report=report)))
    cells = [
        nbformat.v4.new_markdown_cell("# Et lille notat"),
        _code("year: int = 2009\naudience: str = 'internal'\nsnapshot: str = ''", "parameters"),
        _code(f"DOCUMENT = {document!r}\n{CODE}", "setup"),
        _code(last[0] if last else "release", "setup"),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"small-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _code(source: str, tag: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata={"tags": [tag]})


def write_project(root: Path, notebooks: dict[str, Any], **year_files: str) -> Path:
    """A project folder with these notebooks and year files, and a snapshot in name only."""
    for name in ("notebooks", "params", "snapshot"):
        (root / name).mkdir(parents=True)
    for report, node in notebooks.items():
        nbformat.write(node, root / "notebooks" / f"{report}.ipynb")
    for name, text in year_files.items():
        (root / "params" / f"{name.strip('_')}.yaml").write_text(text, encoding="utf-8")
    (root / "snapshot" / "snapshot.json").write_text("{}", encoding="utf-8")
    return root
