"""Paragraphs of the activation measurement: size, certainty, what it may be compared with."""

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.comparable import ACTIVATION_ON_A_DAY
from fsb_lib.domain.periods import BASELINE_YEAR, default_reference_date
from fsb_lib.domain.targets import activation_target
from fsb_lib.domain.vocabulary import special_needs_codes
from fsb_lib.wording import values, verdicts
from fsb_lib.wording.activation import change, compared, development, first_screen, rulers
from fsb_lib.wording.activation.development import REPORT
from fsb_lib.wording.activation.first_screen import status_of
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of


def size(protected: ProtectedReport) -> list[str]:
    """How large the group is and how it is spread over the target groups."""
    text, table = values.sentences(REPORT)["texts"], protected.table("activation_by_target_group")
    total = status_of(protected)["persons"]
    groups = {code: table.cell("persons", code) for code in special_needs_codes()}
    if not total.shown:
        return [text["size_hidden"]]
    if not total.value:
        return [text["size_nobody"]]
    words = {"persons": values.citizens(total)}
    if not values.all_shown(groups.values()):
        return [fill(text["size_total"], words)]
    ordered = sorted(groups, key=lambda code: values.exact(groups[code]))
    if groups[ordered[0]].value == groups[ordered[-1]].value:
        return [fill(text["size_equal"], words)]
    for name, code in (("smallest", ordered[0]), ("largest", ordered[-1])):
        words |= _extreme(table, name, groups[code], groups)
    empty = [
        values.label(table, "target_group", code).lower()
        for code, cell in groups.items()
        if not cell.value
    ]
    words["empty"] = " og heller ingen ".join(empty)
    return [fill(text["size_with_empty" if empty else "size"], words)]


def _extreme(
    table: ProtectedTable, name: str, cell: Cell, groups: dict[str, Cell]
) -> dict[str, str]:
    """The smallest or largest target group, or those that share the place, and how many each."""
    level, citizens = values.level_with(cell, groups), values.citizens(cell)
    each = fill(values.sentences(REPORT)["texts"]["size_each"], {"persons": citizens})
    return {
        name: values.names(table, "target_group", level),
        f"{name}_persons": citizens if len(level) == 1 else each,
    }


def sensitivity(protected: ProtectedReport) -> list[str]:
    """The range of the rate over the other readings, and whether the verdict holds."""
    certain = first_screen.certain(protected)
    shown = values.all_shown(
        row.cells[-1] for row in protected.table("activation_sensitivity").rows
    )
    # Where a line is not shown, what is said of the verdict says so already.
    return [*(_range(protected) if shown or not certain else ()), *certain]


def target(protected: ProtectedReport) -> list[str]:
    """The decision that set the year's target, and that it is set for the groups together."""
    said = verdicts.decided(activation_target(protected.reference_date))
    return [*said, *([values.sentences(REPORT)["texts"]["jointly"]] if said else ())]


def _range(protected: ProtectedReport) -> list[str]:
    text, table = values.sentences(REPORT)["texts"], protected.table("activation_sensitivity")
    cells = [row.cells[-1] for row in table.rows]
    if not values.all_shown(cells):
        kind = "range_hidden" if values.hidden(cells) else "range_unknown"
        return [values.not_shown(text, kind, cells)]
    low, high = (pick(cells, key=values.exact) for pick in (min, max))
    words = {"low": values.rate(low), "high": values.rate(high)}
    return [fill(text["range" if words["low"] != words["high"] else "range_equal"], words)]


def comparability(protected: ProtectedReport) -> list[str]:
    """What the rates may be compared with, and what not."""
    text = values.sentences(REPORT)["texts"]
    since = default_reference_date(BASELINE_YEAR)
    met = breaks_between(ACTIVATION_ON_A_DAY.measure, since, protected.reference_date)
    unbroken = text["no_break_first" if protected.year <= BASELINE_YEAR else "no_break"]
    return [
        *([fill(known.sentence, settings_of(protected)) for known in met] or [unbroken]),
        *_printed_baseline(protected),
    ]


def _printed_baseline(protected: ProtectedReport) -> list[str]:
    """What the strategy printed of the baseline, once, and whether it is what is measured.

    In that year itself the section of printed figures says it.
    """
    measured = development.baseline(protected)
    if measured is None:
        return []
    text = values.sentences(REPORT)["texts"]
    level = protected.table("activation_trend").cell("rate", str(BASELINE_YEAR), "published")
    printed = values.rate(level)
    words = {"month": values.measured_in(BASELINE_YEAR), "printed": printed}
    if not measured.shown:
        return [fill(text["baseline_not_measured"], words)]
    kind = "same" if values.rate(measured) == printed else "differs"
    return [fill(text[f"baseline_{kind}"], words, {"measured": values.rate(measured)})]


HEADLINES: Headlines = {**first_screen.HEADLINES, **rulers.HEADLINES}
TEXTS: Texts = {
    "size": size,
    "target": target,
    "sensitivity": sensitivity,
    "comparability": comparability,
    **rulers.TEXTS,
    **change.TEXTS,
    **compared.TEXTS,
}
