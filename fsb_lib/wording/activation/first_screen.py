"""What the activation measurement says first: answer, key figures, findings, headlines."""

from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.vocabulary import special_needs_codes
from fsb_lib.wording import values, verdicts
from fsb_lib.wording.activation import compared
from fsb_lib.wording.values import Headlines, fill, settings_of

REPORT = "activation_measurement"
BASELINE_YEAR = 2007


def answer(protected: ProtectedReport) -> list[str]:
    """The answer in one or two sentences: rate, target, verdict."""
    words, text = settings_of(protected), values.sentences(REPORT)["answer"]
    status = status_of(protected)
    if not status["rate"].shown:
        nobody = status["persons"].shown and not status["persons"].value
        return [fill(text["nobody" if nobody else "hidden"], words)]
    nobody = status["activated"].shown and not status["activated"].value
    kind = "none" if nobody else "rate"
    first = fill(text[kind], words, {"rate": values.rate(status["rate"])})
    return [first, _verdict_sentence(protected)]


def _verdict_sentence(protected: ProtectedReport) -> str:
    words, text = settings_of(protected), values.sentences(REPORT)["answer"]
    status = status_of(protected)
    if not status["target"].shown:
        first = min(load("published")["activation_targets"]["percent"])
        kind = "baseline" if protected.year == BASELINE_YEAR else "no_target"
        return fill(text[kind], words, {"first_target_year": str(first)})
    target = {"target": values.rate(status["target"])}
    if status["reached"].value:
        return fill(text["reached"], target)
    return fill(
        text["not_reached"], target, {"missing": values.citizens(status["missing_persons"])}
    )


def verdict(protected: ProtectedReport) -> ShownVerdict | None:
    """Whether the year's target was reached; None in a year without one."""
    status, text = status_of(protected), values.sentences(REPORT)["tiles"]
    if not status["target"].shown:
        return None
    if not status["rate"].shown:
        return values.judged(status["reached"], "", "")
    distance = abs(values.exact(status["target"]) - values.exact(status["rate"]))
    words = {"distance": danish.percentage_points(distance, status["rate"].decimals)}
    over = fill(text["above"], words) if distance else text[_how_close(status)]
    return values.judged(status["reached"], fill(text["short_of"], words), over)


def _how_close(status: dict[str, Cell]) -> str:
    """Of a rate that rounds to its target: whether it is the target itself, or just above."""
    if not values.all_shown((status["activated"], status["persons"])):
        return "just_above"
    reached = values.exact(status["activated"]) / values.exact(status["persons"])
    return "exactly" if reached == values.exact(status["target"]) else "just_above"


def figure(protected: ProtectedReport) -> str:
    """The headline figure: the activation rate."""
    return values.rate_or_hidden(status_of(protected)["rate"])


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Rate against target, size of the group, persons in activation."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    status = status_of(protected)
    persons, activated = (
        values.number_or_hidden(status[name]) for name in ("persons", "activated")
    )
    rate_label = fill(text["rate"], words)
    return [
        Tile(rate_label, figure(protected), _rate_context(protected), verdict(protected)),
        Tile(text["persons"], persons, (fill(text["persons_on"], words),)),
        Tile(text["activated"], activated, _activated_context(protected)),
    ]


def _rate_context(protected: ProtectedReport) -> tuple[str, ...]:
    """The year's target and the level of the baseline year, where there are such."""
    text, status = values.sentences(REPORT)["tiles"], status_of(protected)
    context = []
    if status["target"].shown:
        target = {"target": values.rate(status["target"])}
        context.append(fill(text["target"], settings_of(protected), target))
    if protected.year > BASELINE_YEAR:
        context.append(fill(text["baseline"], {"rate": _baseline(protected).text}))
    return (*context, *compared.beside(protected))


def _activated_context(protected: ProtectedReport) -> tuple[str, ...]:
    text, missing = values.sentences(REPORT)["tiles"], status_of(protected)["missing_persons"]
    if not missing.shown:
        return ()
    if not missing.value:
        return (text["nobody_missing"],)
    return (fill(text["missing"], {"missing": values.citizens(missing)}),)


def findings(protected: ProtectedReport) -> list[str]:
    """Which groups reached the target, change since the baseline, reservations, extremes."""
    return [
        *_groups_against_target(protected, values.sentences(REPORT)["findings"], "groups"),
        *_change(protected),
        *verdicts.reservations(*_verdicts(protected)),
        *_extremes(protected),
    ]


def certain(protected: ProtectedReport) -> list[str]:
    """Whether the verdict holds whatever the assumption."""
    return verdicts.certainty(*_verdicts(protected))


def _verdicts(protected: ProtectedReport) -> tuple[ProtectedTable | None, dict[str, str]]:
    table = verdicts.table_of(protected, "activation_verdicts")
    return table, values.sentences(REPORT)["assumptions"]


def status_headline(protected: ProtectedReport) -> str:
    """What the figure of groups against the target shows."""
    text, words = values.sentences(REPORT)["headlines"], settings_of(protected)
    judged = _groups_against_target(protected, text, "status")
    if judged:
        return judged[0]
    shown = _shown_groups(protected)
    if len(shown) < len(special_needs_codes()):
        return fill(text["status_hidden"], words)
    lowest, highest = (pick(shown.values(), key=values.exact) for pick in (min, max))
    if lowest.value == highest.value:
        return fill(text["status_equal"], {"rate": values.rate(lowest)})
    return fill(
        text["status_no_target"],
        {"lowest_rate": values.rate(lowest), "highest_rate": values.rate(highest)},
    )


def trend_headline(protected: ProtectedReport) -> str:
    """What the figure of measurements shows."""
    text, words = values.sentences(REPORT)["headlines"], settings_of(protected)
    now = status_of(protected)["rate"]
    if not now.shown:
        return fill(text["trend_hidden"], words)
    if protected.year <= BASELINE_YEAR:
        return fill(text["trend_single"], words, {"rate": values.rate(now)})
    first = {"first": _baseline(protected).text, "first_year": str(BASELINE_YEAR)}
    return fill(text["trend"], words, first, {"rate": values.rate(now)})


def method_words(_: ProtectedReport) -> dict[str, str]:
    """The method box of this report needs no words of its own."""
    return {}


@dataclass(frozen=True)
class _Level:
    """The rate of the baseline year, with how it is written in a sentence."""

    rate: Fraction
    text: str


def _baseline(protected: ProtectedReport) -> _Level:
    """November 2007 as this report measures it; what the strategy printed where it cannot."""
    table = protected.table("activation_trend")
    code = str(BASELINE_YEAR)
    if any(row.keys == (code, "measured") and row.cells[0].shown for row in table.rows):
        cell = table.cell("rate", code, "measured")
        return _Level(values.exact(cell), values.rate(cell))
    published = values.sentences(REPORT)["texts"]["as_published"]
    rate = danish.percent(published_rate())
    return _Level(published_rate(), fill(published, {"rate": rate}))


def published_rate() -> Fraction:
    """The rate of November 2007 as the strategy prints it."""
    return Fraction(str(load("published")["activation_2007"]["rates"]["i_alt"]))


def status_of(protected: ProtectedReport) -> dict[str, Cell]:
    """The one row of `target_status` by measure."""
    table = protected.table("target_status")
    return {
        measure.name: cell
        for measure, cell in zip(table.measures, table.rows[0].cells, strict=True)
    }


def _shown_groups(protected: ProtectedReport) -> dict[str, Cell]:
    table = protected.table("activation_by_target_group")
    cells = {code: table.cell("rate", code) for code in special_needs_codes()}
    return {code: cell for code, cell in cells.items() if cell.shown}


def _groups_against_target(
    protected: ProtectedReport, text: dict[str, str], prefix: str
) -> list[str]:
    """One sentence on which groups reached the target; none where that cannot be said."""
    target, shown = status_of(protected)["target"], _shown_groups(protected)
    if not target.shown or len(shown) < len(special_needs_codes()):
        return []
    table = protected.table("activation_by_target_group")
    reached = [code for code, cell in shown.items() if at_least(cell, target)]
    others = [code for code in shown if code not in reached]
    kind = "none" if not reached else "some" if others else "all"
    words = {
        "target": values.rate(target),
        "reached": values.sentence_case(values.names(table, "target_group", reached)),
        "others": values.names(table, "target_group", others),
    }
    return [fill(text[f"{prefix}_{kind}"], settings_of(protected), words)]


def _extremes(protected: ProtectedReport) -> list[str]:
    text, shown = values.sentences(REPORT)["findings"], _shown_groups(protected)
    if len(shown) < 2:
        return []
    table: ProtectedTable = protected.table("activation_by_target_group")
    kept_back = values.hidden(table.cell("rate", code) for code in special_needs_codes())
    some = "_of_shown" if kept_back else "_of_present"
    if len(shown) == len(special_needs_codes()):
        some = ""
    ordered = sorted(shown, key=lambda code: values.exact(shown[code]))
    lowest, highest = shown[ordered[0]], shown[ordered[-1]]
    if lowest.value == highest.value:
        return [fill(text[f"equal{some}"], {"rate": values.rate(lowest)})]
    words = {
        "highest": values.names(table, "target_group", values.level_with(highest, shown)),
        "highest_rate": values.rate(highest),
        "lowest": values.names(table, "target_group", values.level_with(lowest, shown)),
        "lowest_rate": values.rate(lowest),
    }
    return [fill(text[f"extremes{some}"], words)]


def _change(protected: ProtectedReport) -> list[str]:
    text, now = values.sentences(REPORT)["findings"], status_of(protected)["rate"]
    if protected.year <= BASELINE_YEAR:
        return []
    if not now.shown:
        return [text["change_hidden"]] if values.hidden([now]) else []
    first = _baseline(protected)
    difference = values.exact(now) - first.rate
    shown = danish.round_half_up(difference * 100, now.decimals)
    kind = "rise" if shown > 0 else "fall" if shown < 0 else "still"
    words = {
        "first": first.text,
        "last": values.rate(now),
        "change": danish.percentage_points(abs(difference), now.decimals),
    }
    return [fill(text[kind], words)]


def at_least(cell: Cell, target: Cell) -> bool:
    """Whether a protected rate is at least its target."""
    return values.exact(cell) >= values.exact(target)


HEADLINES: Headlines = {"status": status_headline, "trend": trend_headline}
