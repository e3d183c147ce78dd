"""Paragraphs of the activation measurement: size, certainty, what it may be compared with."""

from fractions import Fraction

from fsb_lib import danish, vocabulary
from fsb_lib.disclosure.released import Release
from fsb_lib.package_data import load
from fsb_lib.periods import default_reference_date
from fsb_lib.vocabulary import special_needs_codes
from fsb_lib.wording import values
from fsb_lib.wording.activation import BASELINE_YEAR, REPORT, at_least, published_rate, status_of
from fsb_lib.wording.values import Texts, fill, settings_of


def size(release: Release) -> list[str]:
    """How large the group is and how it is spread over the target groups."""
    text, table = values.sentences(REPORT)["texts"], release.table("activation_by_target_group")
    total = status_of(release)["persons"]
    groups = {code: table.cell("persons", code) for code in special_needs_codes()}
    if not total.shown:
        return [text["size_hidden"]]
    words = {"persons": values.citizens(total)}
    if not values.all_shown(groups.values()) or not total.value:
        return [fill(text["size_total"], words)]
    ordered = sorted(groups, key=lambda code: values.exact(groups[code]))
    for name, code in (("smallest", ordered[0]), ("largest", ordered[-1])):
        words[name] = values.label(table, "target_group", code).lower()
        words[f"{name}_persons"] = values.citizens(groups[code])
    return [fill(text["size"], words)]


def sensitivity(release: Release) -> list[str]:
    """The range of the rate over the other readings, and whether the verdict holds."""
    text, table = values.sentences(REPORT)["texts"], release.table("activation_sensitivity")
    cells = [row.cells[-1] for row in table.rows]
    if not values.all_shown(cells):
        return [text["range_hidden" if values.hidden(cells) else "range_unknown"]]
    low, high = (pick(cells, key=values.exact) for pick in (min, max))
    sentences = [fill(text["range"], {"low": values.rate(low), "high": values.rate(high)})]
    target = status_of(release)["target"]
    if target.shown:
        verdicts = [at_least(cell, target) for cell in cells]
        name = "reached" if all(verdicts) else "depends" if any(verdicts) else "not_reached"
        sentences.append(text[f"verdict_{name}"])
    return sentences


def comparability(release: Release) -> list[str]:
    """What the rates may be compared with, and what not."""
    text, words = values.sentences(REPORT)["texts"], settings_of(release)
    since = default_reference_date(BASELINE_YEAR)
    breaks = vocabulary.breaks_between(since, release.reference_date)
    return [
        *([text["breaks"][day] for day in breaks] or [fill(text["no_break"], words)]),
        fill(text["baseline"], {"rate": danish.percent(published_rate())}),
        fill(text["comparator"], {"rate": danish.percent(_comparator())}),
    ]


def _comparator() -> Fraction:
    return Fraction(str(load("published")["activation_all_bif"]["value"]))


TEXTS: Texts = {"size": size, "sensitivity": sensitivity, "comparability": comparability}
