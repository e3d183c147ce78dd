"""Sentences of the strategy's status: what became of its targets, promises and claims (D19)."""

from collections.abc import Iterable, Iterator

from fsb_lib.components.fragment import Fragment
from fsb_lib.components.page_parts import (
    FollowedLine,
    ShownVerdict,
    Tile,
    followed_list,
)
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.periods import STRATEGY_START
from fsb_lib.wording import values
from fsb_lib.wording.strategy_entries import (
    StrategyEntry,
    StrategyOutcome,
    StrategyReading,
    entries,
    reading,
    target_cells,
)
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "strategy_status"
MEASURES = ("offers_in_year", "activation_rate")
JUDGED = (StrategyOutcome.REACHED, StrategyOutcome.NOT_REACHED)


def answer(protected: ProtectedReport) -> list[str]:
    """How many of the targets are reached, and what no register of these tells."""
    text = values.sentences(REPORT)["answer"]
    return [_targets_told(protected), fill(text["registers"], {"registers": _other_registers()})]


def _targets_told(protected: ProtectedReport) -> str:
    text, words = values.sentences(REPORT)["answer"], settings_of(protected)
    if protected.year < STRATEGY_START.year:
        return fill(text["before"], words)
    found = _targets(protected)
    if all(one.outcome is StrategyOutcome.NOT_MADE for one in found):
        return fill(text["not_made"], words)
    if any(one.outcome not in JUDGED for one in found):
        return fill(text["not_all"], words)
    every = "both" if len(found) == 2 else "all"
    kind = every if _n_reached(found) == len(found) else "some" if _n_reached(found) else "none"
    return values.sentence(text[kind], words, _how_many(found))


def _targets(protected: ProtectedReport) -> list[StrategyReading]:
    """The targets whose year has come."""
    due = (one for one in entries() if one.target and one.target["year"] <= protected.year)
    return [reading(protected, one) for one in due]


def _n_reached(found: list[StrategyReading]) -> int:
    return sum(one.outcome is StrategyOutcome.REACHED for one in found)


def _how_many(found: list[StrategyReading]) -> dict[str, str]:
    return {
        "reached": danish.in_words(_n_reached(found)) if _n_reached(found) else "ingen",
        "due": danish.in_words(len(found)),
    }


def _other_registers() -> str:
    """What the entries need another register for, each once."""
    names = values.sentences(REPORT)["registers"]
    needed = dict.fromkeys(one.register for one in entries() if one.register)
    return danish.enumeration([names[name] for name in needed])


def since_last(_: ProtectedReport) -> list[str]:
    """Nothing: what has changed stands in the notes that measure it."""
    return []


def figure(protected: ProtectedReport) -> str:
    """The headline figure: targets reached of those whose year has come."""
    text, found = values.sentences(REPORT)["tiles"], _targets(protected)
    if not found or any(one.outcome not in JUDGED for one in found):
        return str(text["unknown"])
    # There is no room for "ingen af seks" in the size of a number.
    return fill(text["reached_of" if _n_reached(found) else "reached_none"], _how_many(found))


def verdict(_: ProtectedReport) -> ShownVerdict | None:
    """No verdict of its own: each target has one."""
    return None


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Targets reached, the year's two measures against theirs, citizens shared in a month."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    month = protected.table("shared_in_month")
    in_month, on_day = (month.cell("persons", code) for code in ("in_month", "on_reference_date"))
    on_the_day = (fill(text["on_day"], {"persons": values.number(on_day)}),) if on_day.shown else ()
    return [
        Tile(text["targets"], figure(protected), (fill(text["until"], words),)),
        *(tile for measure in MEASURES for tile in _tile_of(protected, measure)),
        values.tile(fill(text["month"], words), in_month, values.number, on_the_day),
    ]


def _tile_of(protected: ProtectedReport, measure: str) -> Iterator[Tile]:
    """The year's figure against its target; nothing in a year without one."""
    text = values.sentences(REPORT)["tiles"]
    cells = target_cells(protected, measure, protected.year)
    if cells is None:
        return
    measured, target, reached = cells
    written = values.rate if measure == "activation_rate" else values.number
    goal = (fill(text["target"], {"target": written(target)}),)
    judged = values.judged(reached, "", "") if reached.shown else None
    yield values.tile(text[measure], measured, written, goal, judged)


def findings(protected: ProtectedReport) -> list[str]:
    """By measure the years that reached their target; claims that hold; the month."""
    return [
        *(told for measure in MEASURES for told in _years(protected, measure)),
        *_claims_told(protected),
        *_month(protected),
    ]


def _years(protected: ProtectedReport, measure: str) -> list[str]:
    text, due = values.sentences(REPORT)["findings"], _due(protected, measure)
    judged = {year: found for year, found in due.items() if found.outcome in JUDGED}
    if not judged:
        return []
    reached = [year for year, found in judged.items() if found.outcome is StrategyOutcome.REACHED]
    others = [year for year in judged if year not in reached]
    kind = "all" if not others else "some" if reached else "none"
    words = {"reached": danish.enumeration(reached), "others": danish.alternatives(others)}
    alone = "_one" if others and len(others) == 1 else ""
    what = {"what": text["what"][measure]}
    return [fill(text[f"targets_{kind}{alone}"], what, words)]


def _due(protected: ProtectedReport, measure: str) -> dict[str, StrategyReading]:
    """Readings of a measure's targets by year, as far as their year has come."""
    return {
        str(one.target["year"]): reading(protected, one)
        for one in entries()
        if one.target and one.target["measure"] == measure and one.target["year"] <= protected.year
    }


def _claims_told(protected: ProtectedReport) -> list[str]:
    """How many of the claims that registers can judge hold in the year."""
    text = values.sentences(REPORT)["findings"]
    found = [reading(protected, one).outcome for one in entries() if one.said]
    judged = [one for one in found if one in (StrategyOutcome.HELD, StrategyOutcome.NOT_HELD)]
    if not judged:
        return []
    n_held = judged.count(StrategyOutcome.HELD)
    kind = "all" if n_held == len(judged) else "some" if n_held else "none"
    alone = {("all", 1): "_one", ("none", 1): "_one", ("all", 2): "_two"}
    # "en påstand", but "et mål"
    held = "en" if n_held == 1 else danish.in_words(n_held)
    words = {"held": held, "judged": danish.in_words(len(judged))}
    named = f"claims_{kind}{alone.get((kind, len(judged)), '')}"
    return [values.sentence(text[named], settings_of(protected), words)]


def _month(protected: ProtectedReport) -> list[str]:
    text, table = values.sentences(REPORT)["findings"], protected.table("shared_in_month")
    in_month, on_day = (table.cell("persons", code) for code in ("in_month", "on_reference_date"))
    if values.hidden((in_month, on_day)):
        return [fill(text["month_hidden"], settings_of(protected))]
    words = {"in_month": values.citizens(in_month), "on_day": values.some_of(on_day)}
    return [fill(text["month"], settings_of(protected), words)]


def promises(protected: ProtectedReport) -> Fragment:
    """What became of each promise of the papers that registers can tell of."""
    told = [one for one in entries() if one.kind == "promise" and not _is_untold(one)]
    return _listed(protected, "promise", told)


def other_promises(protected: ProtectedReport) -> Fragment:
    """The promises that need another register, or none."""
    untold = [one for one in entries() if one.kind == "promise" and _is_untold(one)]
    return _listed(protected, "other_promise", untold)


def claims(protected: ProtectedReport) -> Fragment:
    """Every claim of the papers, and whether it holds."""
    return _listed(protected, "claim", [one for one in entries() if one.kind == "claim"])


def _is_untold(entry: StrategyEntry) -> bool:
    return not entry.followed and not entry.leaves_out


def _listed(protected: ProtectedReport, kind: str, told: Iterable[StrategyEntry]) -> Fragment:
    text = values.sentences(REPORT)["lists"][kind]
    lines = [_line(protected, one) for one in told]
    columns = (text["words"], fill(text["became"], settings_of(protected)))
    return followed_list(text["caption"], columns, lines)


def _line(protected: ProtectedReport, entry: StrategyEntry) -> FollowedLine:
    text, found = values.sentences(REPORT), reading(protected, entry)
    documents = danish.enumeration([text["documents"][name] for name in entry.documents])
    state = fill(text["states"][found.outcome], settings_of(protected))
    quoted = entry.wording.replace(" %", f"{danish.NO_BREAK_SPACE}%")
    return FollowedLine(quoted, documents, state, found.told, found.where)


def method_words(_: ProtectedReport) -> dict[str, str]:
    """The method box needs no words of its own."""
    return {}


HEADLINES: Headlines = {}
TEXTS: Texts = {}
