"""Outputs folders made by hand, for tests of the index: reports with made-up figures on disk."""

from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import nbformat

from fsb_lib.base.report_files import REPORT
from fsb_lib.disclosure.protected import (
    REPORT_MIME,
    Category,
    Cell,
    Key,
    ProtectedReport,
    Status,
    to_json,
)
from fsb_lib.domain.periods import previous_measurement
from fsb_lib.html.control_code import BLANK, with_code
from fsb_lib.outputs import manifest
from fsb_lib.outputs.folder import Outputs
from fsb_lib.portal.failure_page import ERROR_PAGE
from fsb_lib.portal.index import index_bytes
from fsb_lib.portal.past_events import PastEvent
from fsb_lib.sender.sender import default_sender
from tests.small_release import (
    MISSING,
    OFFERED,
    OFFERED_TARGET,
    PERSONS,
    RATE,
    REACHED,
    TARGET,
    release,
    released_table,
    shown,
)

HIDDEN, ABSENT = Cell(None, Status.SUPPRESSED), Cell(None, Status.NOT_AVAILABLE)
ACTIVATION, PLANS, PROFILE = "activation_measurement", "plan_coverage", "target_group_profile"
FILES = ("report.html", "report.pdf", "tables.xlsx", "review.html", "results.json", "tables/a.csv")
RATES = {2007: 19, 2009: 35, 2010: 51, 2011: 56, 2014: 51}
TARGETS = {2009: 40, 2010: 50, 2011: 60}
OFFERS = {2009: 1049, 2010: 1920, 2011: 3051, 2014: 4400}
OFFER_TARGETS = {2009: 1000, 2010: 2000, 2011: 3500}


def activation(
    year: int, rate: int | Cell | None = None, before: int = 1, **about: Any
) -> ProtectedReport:
    """The measurement of a year with an earlier one in its trend, which the index's figure leaves
    out: `before` is what it says of that."""
    given = RATES[year] if rate is None else rate
    cell = given if isinstance(given, Cell) else shown(Fraction(given, 100))
    goal = shown(Fraction(TARGETS[year], 100)) if year in TARGETS else ABSENT
    reached = _judged(cell, goal)
    earlier = previous_measurement(year) or 2005
    rows = {str(earlier): (shown(Fraction(before, 100)),), str(year): (cell,)}
    groups = Key("target_group", "Målgruppe", (Category("i_alt", "I alt", is_total=True),))
    return _report(
        ACTIVATION,
        year,
        about,
        released_table(
            "target_status",
            _years("measurement", [str(year)]),
            (PERSONS, RATE, TARGET, REACHED),
            {str(year): (shown(3400), cell, goal, reached)},
        ),
        _crossed(
            released_table(
                "activation_trend_by_target_group",
                _years("measurement", list(rows)),
                (RATE,),
                rows,
            ),
            groups,
        ),
    )


def plans(year: int, offered: int | Cell | None = None, **about: Any) -> ProtectedReport:
    """The offers of a year."""
    given = OFFERS[year] if offered is None else offered
    cell = given if isinstance(given, Cell) else shown(given)
    goal = shown(OFFER_TARGETS[year]) if year in OFFER_TARGETS else ABSENT
    missing = HIDDEN if cell.value is None else shown(max(0, (goal.value or 0) - cell.value))  # type: ignore[operator]
    rows = {str(year): (cell, goal, missing, _judged(cell, goal))}
    return _report(
        PLANS,
        year,
        about,
        released_table(
            "plan_offers",
            _years("year", list(rows)),
            (OFFERED, OFFERED_TARGET, MISSING, REACHED),
            rows,
        ),
    )


def profile(year: int, **about: Any) -> ProtectedReport:
    """A report without a target."""
    small, before = release(), previous_measurement(year)
    sizes = {str(each): (shown(3418),) for each in (before, year) if each}
    return _report(
        PROFILE,
        year,
        about,
        small.table("focus_population"),
        small.table("profile_sex"),
        released_table(
            "focus_by_measurement", _years("measurement", list(sizes)), (PERSONS,), sizes
        ),
    )


def _report(report: str, year: int, about: dict[str, Any], *tables: Any) -> ProtectedReport:
    known = {
        "memo": (("Til", "Udvalget"), ("Dato", f"15.\u00a0februar {year + 1}")),
        "reference_date": date(year, 11, 15),
    }
    return replace(release(), report=report, year=year, tables=tables, **{**known, **about})


def _judged(cell: Cell, goal: Cell) -> Cell:
    if goal.value is None:
        return ABSENT
    return HIDDEN if cell.value is None else shown(int(cell.value >= goal.value))


def _years(name: str, years: list[str]) -> Key:
    return Key(name, "År", tuple(Category(year, year) for year in years))


def _crossed(table: Any, groups: Key) -> Any:
    rows = tuple(replace(row, keys=(*row.keys, "i_alt")) for row in table.rows)
    return replace(table, keys=(*table.keys, groups), rows=rows)


def write(root: Path, made: ProtectedReport, files: tuple[str, ...] = FILES) -> Path:
    """The folder of a report as the program leaves it; its files say little but the notebook, and
    a released page its control code."""
    folder = root / str(made.year) / made.report
    (folder / "tables").mkdir(parents=True)
    for name in files:
        (folder / name).write_text(name, encoding="utf-8")
    if made.certificate and REPORT in files:
        page = with_code(f'{REPORT} <b class="fsb-code">{BLANK}</b>', made.certificate.ledger)
        (folder / REPORT).write_text(page, encoding="utf-8")
    shows = nbformat.v4.new_output("display_data", data={REPORT_MIME: to_json(made)})
    cell = nbformat.v4.new_code_cell("release", outputs=[shows], id="a")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "notebook.ipynb")
    document = {
        "status": manifest.MADE,
        "report": made.report,
        "year": made.year,
        "release": made.certificate and asdict(made.certificate),
        "outputs": manifest.hashes(folder),
    }
    manifest.write_manifest(folder, document)
    return folder


def write_failed(root: Path, report: str, year: int) -> None:
    """The folder of a report that failed."""
    folder = root / str(year) / report
    folder.mkdir(parents=True)
    (folder / ERROR_PAGE).write_text("fejl", encoding="utf-8")
    document = {"status": manifest.FAILED, "report": report, "year": year}
    document |= {"outputs": manifest.hashes(folder)}
    manifest.write_manifest(folder, document)


def write_companion(root: Path, year: int, kind: str, *names: str) -> None:
    """What lies beside the notes of a year: its case, or its annex."""
    folder = root / str(year) / kind
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text(name, encoding="utf-8")
    document = {"status": manifest.MADE, "report": kind, "year": year}
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})


def write_index(root: Path, *events: PastEvent) -> None:
    """The index of an outputs folder, for the default sender."""
    outputs = Outputs(root)
    outputs.index.write_bytes(index_bytes(outputs, default_sender(), events))
