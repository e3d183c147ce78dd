"""The figures that the papers printed, each held against the protected cell that measures it.

A printed figure claims something of an exact value: "36 %" that it rounds to 36, "over
halvdelen" that it is more, "ca. 3400" that it rounds to that hundred. The claim is judged on what
the report shows; a hidden cell is compared with nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status
from fsb_lib.domain import danish
from fsb_lib.domain.periods import Period
from fsb_lib.wording import values
from fsb_lib.wording.population import city_in_words, nearest_difference
from fsb_lib.wording.values import fill

HUNDRED, TEN = 100, 10


class PrintedOutcome(StrEnum):
    """What became of a printed figure in this measurement."""

    FOUND = "found"
    DIFFERS = "differs"
    NOT_COMPARABLE = "not_comparable"  # its cell is hidden or not available
    NOT_MEASURED = "not_measured"  # no register gives it


@dataclass(frozen=True)
class PrintedFigure:
    """One figure in print: in which documents, its form, its sentence, what it counts, where the
    report has it (`found`, None for nowhere) and what it claims (`claim` of `value`)."""

    id: str
    documents: tuple[str, ...]
    figure: str
    wording: str
    counts: str
    found: Mapping[str, Any] | None
    claim: str
    value: Any


@dataclass(frozen=True)
class Reading:
    """What the report says of a printed figure: the outcome, its own figure, the difference
    (empty where it rounds to nothing)."""

    outcome: PrintedOutcome
    measured: str
    difference: str = ""


def figures_of(protected: ProtectedReport) -> list[PrintedFigure]:
    """The printed figures of the report's own time, in the order of data/published.yaml."""
    day = protected.reference_date
    times = {f"{day:%Y-%m}", str(protected.year)}
    return [
        _figure(name, entry)
        for name, entry in load("published")["printed"].items()
        if entry["report"] == protected.report
        and str(entry["when"]) in times
        and entry.get("basis") in {None, _basis(protected)}
    ]


def reading(protected: ProtectedReport, figure: PrintedFigure) -> Reading:
    """The printed figure found again, differing, or beyond what the report can say."""
    if figure.found is None:
        return Reading(PrintedOutcome.NOT_MEASURED, "")
    if figure.claim == "all_of":
        return _table_reading(protected, figure)
    cell = cell_of(protected, figure, figure.found["measure"])
    if figure.claim == "about_same" and cell.status is Status.NOT_AVAILABLE:
        return Reading(PrintedOutcome.NOT_MEASURED, "")  # the city's population is not at hand
    if not cell.shown:
        return Reading(PrintedOutcome.NOT_COMPARABLE, values.why_not(cell))
    exact = _exact(protected, figure)
    holds = CLAIMS[figure.claim](exact, figure.value)
    measured, difference = _written(protected, figure, exact)
    return Reading(PrintedOutcome.FOUND if holds else PrintedOutcome.DIFFERS, measured, difference)


def cell_of(protected: ProtectedReport, figure: PrintedFigure, measure: str) -> Cell:
    """The cell of a measure in the row that has the printed figure."""
    if figure.found is None:
        raise ValueError(f"{figure.id} stands in no table")
    return protected.table(figure.found["table"]).cell(measure, *figure.found["row"])


def parts_of(protected: ProtectedReport, figure: PrintedFigure) -> tuple[Cell, Cell] | None:
    """Numerator and denominator of a share that exists, where the table shows both."""
    names = (figure.found or {}).get("of", ())
    cells = tuple(cell_of(protected, figure, name) for name in names)
    if not cells or not values.all_shown(cells) or not cells[1].value:
        return None
    return cells[0], cells[1]


CLAIMS: Mapping[str, Callable[[Fraction, Any], bool]] = {
    "persons": lambda found, printed: found == printed,
    "about_persons": lambda found, printed: danish.round_half_up(found / HUNDRED) * 100 == printed,
    "about_tens": lambda found, printed: danish.round_half_up(found / TEN) * 10 == printed,
    "about_same": lambda found, printed: found == printed,
    "percent": lambda found, printed: danish.round_half_up(found * 100) == printed,
    "more_than": lambda found, printed: found > Fraction(printed),
    "about": lambda found, printed: abs(found - Fraction(printed)) <= danish.NEAR,
    "between": lambda found, printed: Fraction(printed[0]) <= found <= Fraction(printed[1]),
}
OF_PERSONS = {"persons", "about_persons", "about_tens"}


def _figure(name: str, entry: Mapping[str, Any]) -> PrintedFigure:
    ((claim, value),) = entry.get("said", {"": None}).items()
    texts = {key: entry[key] for key in ("figure", "wording", "counts")}
    return PrintedFigure(
        id=name,
        documents=tuple(entry["documents"]),
        found=entry.get("found"),
        claim=claim,
        value=value,
        **texts,
    )


def _basis(protected: ProtectedReport) -> str | None:
    """Whom the facts of a profile describe; other reports have no such choice."""
    facts = [table for table in protected.tables if table.id == "profile_sex"]
    if not facts:
        return None
    return "during_period" if isinstance(facts[0].when, Period) else "on_reference_date"


def _exact(protected: ProtectedReport, figure: PrintedFigure) -> Fraction:
    """The value as exactly as the reader sees it: from the counts beside a rate, or the cell."""
    parts = parts_of(protected, figure)
    if parts:
        return values.exact(parts[0]) / values.exact(parts[1])
    return values.exact(cell_of(protected, figure, (figure.found or {})["measure"]))


def _written(protected: ProtectedReport, figure: PrintedFigure, exact: Fraction) -> tuple[str, str]:
    """The measured value and its distance from the printed one, in words."""
    if figure.claim in OF_PERSONS:
        citizens = int(abs(exact - figure.value))
        return danish.number(exact), danish.counted(citizens, "borger", "borgere")
    if figure.claim == "about_same":
        return _beside_city(protected, figure)
    parts = parts_of(protected, figure)
    cell = cell_of(protected, figure, (figure.found or {})["measure"])
    decimals = max(1, cell.decimals) if parts else cell.decimals
    distance = abs(exact - _printed_share(figure, exact))
    told = danish.round_half_up(distance * 100, decimals) != 0
    difference = danish.percentage_points(distance, decimals) if told else ""
    share = danish.percent(exact, decimals)
    if not parts:
        return share, difference
    counts = {"part": values.number(parts[0]), "whole": values.number(parts[1])}
    template = values.sentences("printed")["measured"]["share_of"]
    return fill(template, counts, {"share": share}), difference


def _beside_city(protected: ProtectedReport, figure: PrintedFigure) -> tuple[str, str]:
    """The group's share and the city's, and how far they are apart."""
    measures = ("share", "population_share", "population_share_high")
    share, low, high = (cell_of(protected, figure, name) for name in measures)
    told = {"share": values.rate(share), "city": city_in_words(low, high)}
    decimals = max(share.decimals, low.decimals)
    distance = danish.percentage_points(abs(nearest_difference(share, low, high)), decimals)
    return fill(values.sentences("printed")["measured"]["beside_city"], told), distance


def _printed_share(figure: PrintedFigure, exact: Fraction) -> Fraction:
    """The share in print; of two that it lies between, the nearer."""
    if figure.claim == "between":
        return min(map(Fraction, figure.value), key=lambda bound: abs(exact - bound))
    return Fraction(figure.value, 100) if figure.claim == "percent" else Fraction(figure.value)


def _table_reading(protected: ProtectedReport, figure: PrintedFigure) -> Reading:
    """A whole printed table: how many of the figures that are shown are the same."""
    printed, text = load("published")[figure.value], values.sentences("printed")["measured"]
    table = protected.table((figure.found or {})["table"])
    pairs = [
        (table.cell("persons", row, column), count)
        for row, counts in printed["rows"].items()
        for column, count in zip(printed["columns"], counts, strict=True)
    ]
    shown = [(cell.value, count) for cell, count in pairs if cell.shown]
    if not shown:
        return Reading(PrintedOutcome.NOT_COMPARABLE, values.why_not(pairs[0][0]))
    same = sum(value == count for value, count in shown)
    counted = {"same": danish.number(same), "compared": danish.number(len(shown))}
    outcome = PrintedOutcome.FOUND if same == len(shown) else PrintedOutcome.DIFFERS
    return Reading(outcome, fill(text["cells"], counted))
