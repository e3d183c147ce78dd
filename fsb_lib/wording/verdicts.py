"""The target and whether its verdict holds under every assumption (D13), for any report.

A table of verdicts has one line for each assumption, the headline first; its measure `reached`
is 1, 0, hidden, or not available where nothing can be judged.
"""

from collections.abc import Mapping

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain.danish import NO_BREAK_SPACE
from fsb_lib.domain.targets import REACHED_VALUES, Robustness, Target, TargetStatus, robustness
from fsb_lib.wording import values
from fsb_lib.wording.values import fill


def table_of(protected: ProtectedReport, table_id: str) -> ProtectedTable | None:
    """A table that only some years have."""
    return next((table for table in protected.tables if table.id == table_id), None)


def decided(target: Target | None) -> list[str]:
    """The words of the strategy that set the target; nothing in a year without one."""
    if target is None:
        return []
    quoted = target.decision.replace(" %", f"{NO_BREAK_SPACE}%")
    return [fill(values.sentences("common")["robustness"]["decided"], {"decision": quoted})]


def certainty(verdicts: ProtectedTable | None, assumptions: Mapping[str, str]) -> list[str]:
    """Whether the verdict is the same whatever the assumption, or which ones change it.

    `assumptions` says each line's change as what follows "hvis". Lines that are hidden or cannot
    be judged are said to be so, and never counted as agreeing.
    """
    if verdicts is None:
        return []
    text, reached = values.sentences("common")["robustness"], _reached(verdicts)
    headline, *_ = reached.values()
    if not headline.shown:
        return [text["hidden" if values.hidden([headline]) else "cannot_be_judged"]]
    found = _found(reached)
    if not found.holds:
        return [*reservations(verdicts, assumptions), *_gaps(reached, text)]
    return [text[f"holds_{found.headline}{_among(reached)}"], *_gaps(reached, text)]


def _among(reached: Mapping[str, Cell]) -> str:
    """Which lines the verdict is said of: all, those that are shown, those that can be judged."""
    if values.all_shown(reached.values()):
        return ""
    return "_of_shown" if values.hidden(reached.values()) else "_of_judged"


def reservations(verdicts: ProtectedTable | None, assumptions: Mapping[str, str]) -> list[str]:
    """Which assumptions would change the verdict; nothing where none is known to."""
    reached = {} if verdicts is None else _reached(verdicts)
    if not reached or not next(iter(reached.values())).shown or _found(reached).holds:
        return []
    found = _found(reached)
    changes = {"changes": _alternatives([assumptions[name] for name in found.changed_by])}
    return [fill(values.sentences("common")["robustness"][f"depends_{found.headline}"], changes)]


def _reached(verdicts: ProtectedTable) -> dict[str, Cell]:
    return {row.keys[0]: verdicts.cell("reached", *row.keys) for row in verdicts.rows}


def _found(reached: Mapping[str, Cell]) -> Robustness:
    """The headline, which is shown, against the lines that are shown."""
    headline, *others = ((name, _status(cell)) for name, cell in reached.items() if cell.shown)
    return robustness(headline[1], dict(others))


def _status(reached: Cell) -> TargetStatus:
    return next(status for status, value in REACHED_VALUES.items() if value == reached.value)


def _gaps(reached: Mapping[str, Cell], text: Mapping[str, str]) -> list[str]:
    """That some lines are hidden, or cannot be judged."""
    if values.all_shown(reached.values()):
        return []
    return [text["some_hidden" if values.hidden(reached.values()) else "some_not_judged"]]


def _alternatives(conditions: list[str]) -> str:
    """`["a", "b", "c"]` -> "hvis a, hvis b eller hvis c"."""
    asked = [f"hvis {condition}" for condition in conditions]
    return " eller ".join(filter(None, (", ".join(asked[:-1]), asked[-1])))
