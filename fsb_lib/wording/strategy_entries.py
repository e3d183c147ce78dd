"""The promises and claims of data/strategy.yaml, each read against the protected tables of a year.

entry                                     reading
activation_2011: target of 2011      ->   NOT_REACHED, "43 % var i aktivering …", "Aktivering A2"
homeless: needs another register     ->   OTHER_REGISTER, "Oplysninger om hjemløshed …", ""
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.declared_numbers import table_number
from fsb_lib.params import REPORT_IDS
from fsb_lib.wording import values
from fsb_lib.wording.printed_figures import CLAIMS
from fsb_lib.wording.values import fill
from fsb_lib.wording.verdicts import table_of

REPORT = "strategy_status"
# By the measure of a target: the table of its years, the figure, and the target.
TARGETS = {
    "activation_rate": ("strategy_activation", "rate", "target"),
    "offers_in_year": ("strategy_offers", "offered_cumulative", "target_cumulative"),
}
THOUSAND = 1000


class StrategyOutcome(StrEnum):
    """What became of a promise or a claim in a year."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_YET = "not_yet"  # a target of a later year
    NOT_JUDGED = "not_judged"  # hidden, or nobody to judge it by
    FOLLOWED = "followed"
    FOLLOWED_IN_PART = "followed_in_part"  # its table tells less than its words say
    HELD = "held"
    NOT_HELD = "not_held"
    NOT_FOLLOWED = "not_followed"  # registers could tell it, and no follow-up does
    NOT_MADE = "not_made"  # the follow-up that has it is not made for the year
    OTHER_REGISTER = "other_register"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True)
class StrategyEntry:
    """One promise or claim in its own words, and how it is followed (see data/strategy.yaml)."""

    id: str
    kind: str
    documents: tuple[str, ...]
    wording: str
    target: Mapping[str, Any] | None = None
    followed: Mapping[str, str] = field(default_factory=dict)
    figure: Mapping[str, Any] | None = None
    said: Mapping[str, Any] | None = None
    register: str = ""
    leaves_out: str = ""
    """What its table, or every table, leaves out of its words."""

    @property
    def row(self) -> str:
        """The code of its row in the table that its figure is copied into."""
        return str((self.figure or {}).get("is", self.id))


@dataclass(frozen=True)
class StrategyReading:
    """What became of an entry, in a sentence, and the note and table that follow it."""

    outcome: StrategyOutcome
    told: str = ""
    where: str = ""


def entries() -> tuple[StrategyEntry, ...]:
    """All promises and claims in the order of the file."""
    return tuple(_entry(name, given) for name, given in load("strategy")["entries"].items())


def _entry(name: str, given: Mapping[str, Any]) -> StrategyEntry:
    printed = load("published")["printed"].get(given.get("printed"), {})
    known = {key: given.get(key) for key in ("target", "figure", "said")}
    return StrategyEntry(
        name,
        given["kind"],
        tuple(printed.get("documents", [given.get("document")])),
        given.get("wording") or printed["wording"],
        followed=given.get("followed", {}),
        register=given.get("register", ""),
        leaves_out=values.sentences(REPORT)["leaves_out"].get(name, ""),
        **known,
    )


def reading(protected: ProtectedReport, entry: StrategyEntry) -> StrategyReading:
    """What the year's tables say of an entry."""
    text = values.sentences(REPORT)
    if entry.register:
        needed = {"register": values.sentence_case(text["registers"][entry.register])}
        return StrategyReading(
            StrategyOutcome.OTHER_REGISTER, fill(text["told"]["register"], needed)
        )
    if not entry.followed:
        kind = StrategyOutcome.NOT_FOLLOWED if entry.leaves_out else StrategyOutcome.NO_FIGURE
        return StrategyReading(kind, entry.leaves_out)
    if entry.target:
        return _of_target(protected, entry, entry.target)
    if not is_made(protected, entry.followed["report"]):
        return _not_made(protected, entry)
    if entry.figure is None:
        return _in_part(entry, StrategyReading(StrategyOutcome.FOLLOWED, where=_where(entry)))
    return _in_part(entry, _of_figure(protected, entry))


def _in_part(entry: StrategyEntry, found: StrategyReading) -> StrategyReading:
    """What is followed by less than its words say is not called followed without saying so."""
    if not entry.leaves_out or found.outcome is not StrategyOutcome.FOLLOWED:
        return found
    told = f"{found.told} {entry.leaves_out}".strip()
    return StrategyReading(StrategyOutcome.FOLLOWED_IN_PART, told, found.where)


def is_made(protected: ProtectedReport, report: str) -> bool:
    """Whether the year has the report: it is listed, and where it has figures here, they are."""
    if report == REPORT:
        return True
    names = values.sentences(REPORT)["reports"]
    label = values.sentences("common")["settings"]["reports"]["label"]
    listed = dict(protected.settings).get(label, "").split(", ")
    told = [one for one in entries() if one.figure and one.followed.get("report") == report]
    rows = [cell_of(protected, one, "persons") for one in told]
    return names[report] in listed and (not rows or any(cell is not None for cell in rows))


def cell_of(protected: ProtectedReport, entry: StrategyEntry, column: str) -> Cell | None:
    """The cell of an entry's figure; None where the table, the row or the column is not there."""
    table = table_of(protected, (entry.figure or {}).get("of", ""))
    if table is None or (entry.row,) not in {row.keys for row in table.rows}:
        return None
    return table.cell(column, entry.row) if column in _columns(table) else None


def target_cells(
    protected: ProtectedReport, measure: str, year: int
) -> tuple[Cell, Cell, Cell] | None:
    """Figure, target and verdict of a year; None where no table has it."""
    table_id, *columns = TARGETS[measure]
    table = table_of(protected, table_id)
    if table is None or (str(year),) not in {row.keys for row in table.rows}:
        return None
    measured, target, reached = (table.cell(c, str(year)) for c in (*columns, "reached"))
    return measured, target, reached


def _of_target(
    protected: ProtectedReport, entry: StrategyEntry, target: Mapping[str, Any]
) -> StrategyReading:
    text = values.sentences(REPORT)["told"]
    if target["year"] > protected.year:
        return StrategyReading(StrategyOutcome.NOT_YET)
    cells = target_cells(protected, target["measure"], target["year"])
    if cells is None:
        return _not_made(protected, entry)
    measured, wanted, reached = cells
    if not values.all_shown((measured, reached)):
        return StrategyReading(StrategyOutcome.NOT_JUDGED, _why(measured, reached), _where(entry))
    outcome = StrategyOutcome.REACHED if reached.value else StrategyOutcome.NOT_REACHED
    return StrategyReading(
        outcome, _against(text, target["measure"], measured, wanted), _where(entry)
    )


def _against(text: Mapping[str, str], measure: str, measured: Cell, wanted: Cell) -> str:
    written = values.rate if measure == "activation_rate" else values.citizens
    words = {"measured": written(measured), "target": (written if measure == "activation_rate"
             else values.number)(wanted)}  # fmt: skip
    return values.sentence(text[measure], words)


def _of_figure(protected: ProtectedReport, entry: StrategyEntry) -> StrategyReading:
    text = values.sentences(REPORT)["figures"]
    persons, rate = (cell_of(protected, entry, column) for column in ("persons", "rate"))
    if persons is None:
        return _not_made(protected, entry)
    shown = [cell for cell in (persons, rate) if cell is not None]
    if not values.all_shown(shown):
        return StrategyReading(StrategyOutcome.FOLLOWED, _why(*shown), _where(entry))
    words = {"persons": values.citizens(persons), "n": values.some_of(persons)}
    if rate is not None:
        words["rate"] = values.rate(rate)
    told = values.sentence(text[entry.row], values.settings_of(protected), words)
    return StrategyReading(_judged(protected, entry), told, _where(entry))


def _judged(protected: ProtectedReport, entry: StrategyEntry) -> StrategyOutcome:
    """Whether a claim holds of the exact figure; followed where it speaks of no other year."""
    if not entry.said:
        return StrategyOutcome.FOLLOWED
    ((claim, value),) = entry.said.items()
    persons, whole = (cell_of(protected, entry, column) for column in ("persons", "whole"))
    if persons is None or (whole is not None and not (whole.shown and whole.value)):
        return StrategyOutcome.FOLLOWED
    exact = values.exact(persons) if whole is None else values.exact(persons) / values.exact(whole)
    return StrategyOutcome.HELD if _CLAIMS[claim](exact, value) else StrategyOutcome.NOT_HELD


def _about_thousands(found: Fraction, said: int) -> bool:
    return danish.round_half_up(found / THOUSAND) * THOUSAND == said


_CLAIMS: Mapping[str, Callable[[Fraction, Any], bool]] = {
    **CLAIMS,
    "about_thousands": _about_thousands,
}


def _not_made(protected: ProtectedReport, entry: StrategyEntry) -> StrategyReading:
    text = values.sentences(REPORT)
    words = {"note": text["reports"][entry.followed["report"]], "year": str(protected.year)}
    return StrategyReading(StrategyOutcome.NOT_MADE, fill(text["told"]["not_made"], words))


def _why(*cells: Cell) -> str:
    text = values.sentences(REPORT)["told"]
    return str(text["hidden" if values.hidden(cells) else "unknown"])


def _where(entry: StrategyEntry) -> str:
    """The note and the number of the table: "Handleplaner P16"."""
    report, table = entry.followed["report"], entry.followed["table"]
    number = table_number(report, table) if report in REPORT_IDS else ""
    return f"{values.sentences(REPORT)['reports'][report]} {number}".strip()


def _columns(table: ProtectedTable) -> set[str]:
    return {measure.name for measure in table.measures}
