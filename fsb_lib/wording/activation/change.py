"""What the change since the measurement before is made of, in sentences (D12)."""

from decimal import Decimal
from fractions import Fraction

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.periods import previous_measurement
from fsb_lib.domain.vocabulary import TOTAL, special_needs_codes
from fsb_lib.wording import earlier, values
from fsb_lib.wording.activation.development import REPORT
from fsb_lib.wording.values import Texts, fill
from fsb_lib.wording.verdicts import table_of

EFFECTS = ("contribution", "rate_effect", "mix_effect")


def change(protected: ProtectedReport) -> list[str]:
    """How the change since the measurement before splits in rate and mix; nothing at the first."""
    table = table_of(protected, "activation_change")
    return [] if table is None else _split(table, _since(protected))


def movements(protected: ProtectedReport) -> list[str]:
    """Who stayed in the focus population, entered and left, and what they mean for the rate."""
    table = table_of(protected, "activation_movements")
    return [] if table is None else _movements(table, _since(protected))


def _since(protected: ProtectedReport) -> dict[str, str]:
    """The month of the measurement before; there is one where there are tables of change."""
    previous = previous_measurement(protected.year) or protected.year
    return {"since": values.measured_in(previous)}


def _split(table: ProtectedTable, since: dict[str, str]) -> list[str]:
    """How much the rate has changed, and how much of it lies within the target groups."""
    text = values.sentences(REPORT)["change"]
    cells = [table.cell(name, TOTAL) for name in EFFECTS]
    if not values.all_shown(cells):
        return [fill(text["split_hidden" if values.hidden(cells) else "split_unknown"], since)]
    whole, rate, mix = (_rounded(cell) for cell in cells)
    words = {"change": _points(whole), "rate": _points(rate), "mix": _points(mix)}
    said = [fill(text[_direction(whole)], since, words)]
    if (rate and mix) or (whole and (rate or mix)):
        said.append(fill(text[_shape(rate, mix)], words))
    return [*said, *(text[f"all_{each}"] for each in _in_every_group(table))]


def _shape(rate: Decimal, mix: Decimal) -> str:
    """Which sentence says the two effects: one alone, together, or against each other."""
    if not mix:
        return "only_rate"
    if not rate:
        return "only_mix"
    together = "together" if (rate > 0) == (mix > 0) else "against"
    return f"{together}_{_direction(rate)}"


def _in_every_group(table: ProtectedTable) -> set[str]:
    """Which way the rate has moved, where that is so in each of the groups."""
    moved = {_moved(table, code) for code in special_needs_codes()}
    return moved & {"rise", "fall"} if len(moved) == 1 else set()


def _moved(table: ProtectedTable, group: str) -> str:
    names = ("activated_now", "persons_now", "activated_before", "persons_before")
    cells = [table.cell(name, group) for name in names]
    if not values.all_shown(cells) or not (cells[1].value and cells[3].value):
        return ""
    now, of_now, before, of_before = map(values.exact, cells)
    return earlier.moved(now / of_now, before / of_before)


def _movements(table: ProtectedTable, since: dict[str, str]) -> list[str]:
    """Those who stayed, entered and left, each where its counts are shown."""
    text = values.sentences(REPORT)["change"]
    counts = {row.keys[0]: _counts(table, row.keys[0]) for row in table.rows}
    shown = [name for name, cells in counts.items() if values.all_shown(cells.values())]
    told = shown
    said = []
    if {"stayed", "left"} <= {*shown} and not _there_before(counts):
        told, said = [name for name in shown if name == "entered"], [text["nobody_before"]]
    said.extend(_movement(name, counts[name], since) for name in told)
    if "entered" in shown and "stayed" in shown:
        said.extend(_newcomers(counts["entered"], counts["stayed"]))
    if len(shown) < len(counts):
        said.append(fill(text["movements_some_hidden" if shown else "movements_hidden"], since))
    return said


def _there_before(counts: dict[str, dict[str, Cell]]) -> bool:
    """Whether anybody was in the focus population at the measurement before."""
    return any(counts[name]["persons"].value for name in ("stayed", "left"))


def _counts(table: ProtectedTable, movement: str) -> dict[str, Cell]:
    """The counts that exist for a movement: nobody has a status on a day he was not there."""
    absent = {"entered": "activated_before", "left": "activated_now"}.get(movement)
    names = (measure.name for measure in table.measures if measure.name != absent)
    return {name: table.cell(name, movement) for name in names}


def _movement(name: str, cells: dict[str, Cell], since: dict[str, str]) -> str:
    text = values.sentences(REPORT)["change"]
    if not cells["persons"].value:
        return fill(text[f"{name}_nobody"], since)
    words = {part: _number_or_none(cell) for part, cell in cells.items()}
    return fill(text[name], since, words, {"persons": values.citizens(cells["persons"])})


def _newcomers(entered: dict[str, Cell], stayed: dict[str, Cell]) -> list[str]:
    """Whether those who are new are more often activated than those who stayed, on the same day."""
    if not entered["persons"].value or not stayed["persons"].value:
        return []
    new, old = (
        values.exact(cells["activated_now"]) / values.exact(cells["persons"])
        for cells in (entered, stayed)
    )
    kind = "more_often" if new > old else "less_often" if new < old else "as_often"
    return [values.sentences(REPORT)["change"][kind]]


def _number_or_none(cell: Cell) -> str:
    """The count, or the word for nobody."""
    text: str = values.sentences(REPORT)["change"]["nobody"]
    return values.number(cell) if cell.value else text


def _rounded(cell: Cell) -> Decimal:
    """Percentage points as the table shows them."""
    return danish.round_half_up(values.exact(cell) * 100, cell.decimals)


def _points(points: Decimal) -> str:
    return danish.percentage_points(abs(Fraction(points)) / 100, 1)


def _direction(points: Decimal) -> str:
    return "rise" if points > 0 else "fall" if points < 0 else "still"


TEXTS: Texts = {"change": change, "movements": movements}
