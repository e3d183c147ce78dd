"""What the activation measurement says first: answer, key figures, findings, headlines."""

from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.targets import ACTIVATION, Target
from fsb_lib.domain.vocabulary import special_needs_codes
from fsb_lib.wording import values, verdicts
from fsb_lib.wording.activation import compared, development
from fsb_lib.wording.activation.development import REPORT
from fsb_lib.wording.values import Headlines, fill, settings_of


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
    text, status = values.sentences(REPORT)["answer"], status_of(protected)
    if not status["target"].shown:
        return verdicts.without_target(protected.year, ACTIVATION, _target_share)
    target = {"target": values.rate(status["target"])}
    if status["reached"].value:
        return fill(text["reached"], target)
    return fill(
        text["not_reached"], target, {"missing": values.citizens(status["missing_persons"])}
    )


def _target_share(target: Target) -> str:
    return danish.percent(target.value)


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
    return values.figure_of(status_of(protected)["rate"], values.rate)


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Rate against target, size of the group, persons in activation."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    status = status_of(protected)
    rate_label, persons_on = fill(text["rate"], words), values.sentence(text["persons_on"], words)
    rate, context, verdict_on = status["rate"], _rate_context(protected), verdict(protected)
    return [
        values.tile(rate_label, rate, values.rate, context, verdict_on),
        values.tile(text["persons"], status["persons"], values.number, (persons_on,)),
        values.tile(
            text["activated"], status["activated"], values.number, _activated_context(protected)
        ),
    ]


def _rate_context(protected: ProtectedReport) -> tuple[str, ...]:
    """The year's target and the level of the baseline year, where there are such."""
    text, status = values.sentences(REPORT)["tiles"], status_of(protected)
    context = []
    if status["target"].shown:
        target = {"target": values.rate(status["target"])}
        context.append(fill(text["target"], settings_of(protected), target))
    first = development.baseline(protected)
    if first is not None and first.shown:
        context.append(fill(text["baseline"], {"rate": values.rate(first)}))
    return (*context, *compared.beside(protected))


def _activated_context(protected: ProtectedReport) -> tuple[str, ...]:
    """Who is missing for the target, where it can be judged."""
    text, status = values.sentences(REPORT)["tiles"], status_of(protected)
    missing = status["missing_persons"]
    if not values.all_shown((missing, status["reached"])):
        return ()
    if not missing.value:
        return (text["nobody_missing"],)
    return (fill(text["missing"], {"missing": values.citizens(missing)}),)


def findings(protected: ProtectedReport) -> list[str]:
    """Which groups came up to the target, what has changed since the last measurement,
    reservations, the change since the baseline, extremes."""
    text = values.sentences(REPORT)["findings"]
    judged = _groups_against_target(protected, text, "groups") or _groups_hidden(protected)
    told = [*judged, *_extremes(protected)]
    return [
        *told[:1],
        *development.since_last(protected),
        *verdicts.reservations(_verdicts(protected)),
        *development.since_baseline(protected),
        *told[1:],
    ]


def certain(protected: ProtectedReport) -> list[str]:
    """Whether the verdict holds whatever the assumption."""
    return verdicts.certainty(_verdicts(protected))


def _verdicts(protected: ProtectedReport) -> verdicts.Judged | None:
    table = verdicts.table_of(protected, "activation_verdicts")
    if table is None:
        return None
    rates = protected.table("activation_sensitivity")
    figures = {row.keys[0]: values.shown_or_none(row.cells[-1], values.rate) for row in rates.rows}
    return verdicts.Judged(table, values.sentences(REPORT)["assumptions"], figures)


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


def method_words(_: ProtectedReport) -> dict[str, str]:
    """The method box of this report needs no words of its own."""
    return {}


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


def _groups_hidden(protected: ProtectedReport) -> list[str]:
    """That the groups cannot be told apart, where a rate of theirs is hidden."""
    text, status = values.sentences(REPORT)["findings"], status_of(protected)
    table = protected.table("activation_by_target_group")
    if not values.hidden(table.cell("rate", code) for code in special_needs_codes()):
        return []
    if not status["target"].shown:
        return [] if len(_shown_groups(protected)) > 1 else [text["spread_hidden"]]
    return [fill(text["groups_hidden"], {"target": values.rate(status["target"])})]


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


def at_least(cell: Cell, target: Cell) -> bool:
    """Whether a protected rate is at least its target."""
    return values.exact(cell) >= values.exact(target)


HEADLINES: Headlines = {"status": status_headline, "trend": development.trend_headline}
