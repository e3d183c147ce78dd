"""The target and whether its verdict holds under every assumption (D13), for any report.

A table of verdicts has one line for each assumption, the headline first; its measure `reached`
is 1, 0, hidden, or not available where nothing can be judged.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Status
from fsb_lib.domain import danish
from fsb_lib.domain.danish import NO_BREAK_SPACE
from fsb_lib.domain.periods import BASELINE_YEAR, STRATEGY_END
from fsb_lib.domain.targets import (
    REACHED_VALUES,
    Robustness,
    Target,
    TargetStatus,
    known_in,
    robustness,
)
from fsb_lib.wording import values
from fsb_lib.wording.values import fill


def table_of(protected: ProtectedReport, table_id: str) -> ProtectedTable | None:
    """A table that only some years have."""
    return next((table for table in protected.tables if table.id == table_id), None)


@dataclass(frozen=True)
class Judged:
    """A table of verdicts with what each line changes ("hvis ...") and its figure, if shown."""

    table: ProtectedTable
    assumptions: Mapping[str, str]
    figures: Mapping[str, str | None]

    @property
    def reached(self) -> dict[str, Cell]:
        return {row.keys[0]: self.table.cell("reached", *row.keys) for row in self.table.rows}

    @property
    def headline(self) -> Cell:
        """The verdict without any assumption, which is the first line."""
        return self.table.cell("reached", *self.table.rows[0].keys)

    def told(self, names: Iterable[str]) -> str:
        """ "hvis a (48 %) eller hvis b"."""
        return danish.alternatives([self._told(name) for name in names])

    def _told(self, name: str) -> str:
        figure = self.figures.get(name)
        return f"hvis {self.assumptions[name]}" + (f" ({figure})" if figure else "")


def decided(target: Target | None) -> list[str]:
    """The document that set the target, and its words; nothing in a year without one."""
    if target is None:
        return []
    quoted = target.decision.replace(" %", f"{NO_BREAK_SPACE}%")
    words = {"decision": quoted, "document": target.document}
    return [fill(values.sentences("common")["robustness"]["decided"], words)]


def without_target(year: int, measure: str, written: Callable[[Target], str]) -> str:
    """Why a year has no target: it is not time yet, the strategy has run out, or none was set."""
    text, known = values.sentences("common")["no_target"], known_in(measure, year)
    first, earlier = known[0], [target for target in known if target.year < year]
    if not earlier:
        kind = "baseline" if year == BASELINE_YEAR else "not_yet"
        return fill(text[kind], {"first_year": str(first.year)})
    latest, end = earlier[-1], STRATEGY_END.year
    ended = latest.year == end and not any(target.year > year for target in known)
    words = {"year": str(year), "latest_year": str(latest.year), "latest": written(latest)}
    return fill(text["run_out" if ended else "not_set"], words)


def certainty(judged: Judged | None) -> list[str]:
    """That the verdict is the same whatever the assumption, and which lines do not say.

    Lines that are hidden or cannot be judged are said to be so, and never counted as agreeing.
    That it depends on an assumption is among the first findings (`reservations`).
    """
    if judged is None:
        return []
    text, reached = values.sentences("common")["robustness"], judged.reached
    headline, *_ = reached.values()
    if not headline.shown:
        return [text["hidden" if values.hidden([headline]) else "cannot_be_judged"]]
    found = _found(reached)
    if not found.holds:
        return _gaps(reached, text)
    return [text[f"holds_{found.headline}{_among(reached)}"], *_gaps(reached, text)]


def _among(reached: Mapping[str, Cell]) -> str:
    """Which lines the verdict is said of: all, those that are shown, those that can be judged."""
    if values.all_shown(reached.values()):
        return ""
    return "_of_shown" if values.hidden(reached.values()) else "_of_judged"


def reservations(judged: Judged | None) -> list[str]:
    """Which assumptions would change the verdict; nothing where none is known to."""
    if judged is None or not judged.headline.shown:
        return []
    found = _found(judged.reached)
    if found.holds:
        return []
    changes = {"changes": judged.told(found.changed_by)}
    return [fill(values.sentences("common")["robustness"][f"depends_{found.headline}"], changes)]


def _found(reached: Mapping[str, Cell]) -> Robustness:
    """The headline, which is shown, against the lines that are shown."""
    headline, *others = ((name, _status(cell)) for name, cell in reached.items() if cell.shown)
    return robustness(headline[1], dict(others))


def _status(reached: Cell) -> TargetStatus:
    statuses: Mapping[object, TargetStatus] = {n: one for one, n in REACHED_VALUES.items()}
    return statuses[reached.value]


def _gaps(reached: Mapping[str, Cell], text: Mapping[str, str]) -> list[str]:
    """How many lines are hidden, or cannot be judged."""
    kept = [cell for cell in reached.values() if cell.status is Status.SUPPRESSED]
    missing = kept or [cell for cell in reached.values() if not cell.shown]
    if not missing:
        return []
    kind = "some_hidden" if kept else "some_not_judged"
    return [fill(text[kind], {"n": values.how_many(len(missing))})]
