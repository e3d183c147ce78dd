"""How the years' notes stand to the strategy's targets: two small figures for the index.

Every year is drawn as its own note says it, so a figure never disagrees with the list above it.

    2009 plan_coverage  \
    2010 plan_coverage   >  plan_offers with one row for each year  ->  charts.offers
    2011 plan_coverage  /
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fsb_lib import charts, wording
from fsb_lib.base.package_data import load
from fsb_lib.components.fragment import Fragment
from fsb_lib.components.page_parts import VerdictKind
from fsb_lib.disclosure.protected import Key, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.vocabulary import TOTAL
from fsb_lib.html import body


@dataclass(frozen=True)
class TargetFigure:
    """A follow-up that the strategy set targets for, the table of its years, and its figure."""

    report: str
    table: str
    draw: Callable[..., Fragment]


TARGETS = (
    TargetFigure("activation_measurement", "activation_trend_by_target_group", charts.trend),
    TargetFigure("plan_coverage", "plan_offers", charts.offers),
)


@dataclass(frozen=True)
class Trend:
    """What came of a target over the years: in a sentence, as a figure, as the table behind it."""

    finding: str
    figure: Fragment
    table: ProtectedTable


def trends(reports: Sequence[ProtectedReport]) -> tuple[Trend, ...]:
    """The figures of the targets that any of these reports is about."""
    found: list[Trend] = []
    for target in TARGETS:
        own = alike(protected for protected in reports if protected.report == target.report)
        table = joined(own, target.table)
        if table is not None:
            sentence = finding(own)
            number = f"I{len(found) + 1}"  # of the index; the notes have letters of their own
            table = replace(table, number=number, figure=number)
            drawn = target.draw(replace(own[-1], tables=(table,)), headline=sentence)
            found.append(Trend(sentence, small(drawn), table))
    return tuple(found)


def small(figure: Fragment) -> Fragment:
    """The figure with its narrow drawing alone: two stand side by side, whatever the screen."""
    tree = body.inside(figure.html)
    for wide in list(body.classed(tree, "fsb-wide")):
        wide.getparent().remove(wide)
    for narrow in body.classed(tree, "fsb-narrow"):
        narrow.attrib.pop("hidden", None)
    return Fragment(body.markup_inside(tree))


def alike(reports: Any) -> tuple[ProtectedReport, ...]:
    """In order of time, those as real as the newest: made-up years never join real ones."""
    ordered = sorted(reports, key=lambda protected: protected.year)
    return tuple(one for one in ordered if one.synthetic is ordered[-1].synthetic)


def joined(reports: Sequence[ProtectedReport], table_id: str) -> ProtectedTable | None:
    """Each report's row about its own year, in one table; None where no report has the table.

    Of a table that is by target group as well, the rows of all groups together.
    """
    tables = [
        (str(protected.year), table)
        for protected in reports
        for table in protected.tables
        if table.id == table_id
    ]
    if not tables:
        return None
    newest = tables[-1][1]
    words = load("pages")["index"]["trends"]
    return replace(
        newest,
        title=words[reports[-1].report]["title"],
        when=None,
        keys=(
            replace(newest.keys[0], categories=tuple(t.keys[0].category(y) for y, t in tables)),
            *(_total_alone(key) for key in newest.keys[1:]),
        ),
        rows=tuple(row for year, table in tables for row in table.rows if _is_own(row.keys, year)),
        notes=(words["note"],),
    )


def _is_own(keys: tuple[str, ...], year: str) -> bool:
    return keys[0] == year and set(keys[1:]) <= {TOTAL}


def _total_alone(key: Key) -> Key:
    return replace(key, categories=(key.category(TOTAL),))


def finding(reports: Sequence[ProtectedReport]) -> str:
    """In which years the target was reached, of those that could be judged."""
    words = load("pages")["index"]["trends"]
    years: dict[VerdictKind, list[str]] = {kind: [] for kind in VerdictKind}
    for protected in reports:
        verdict = wording.summary(protected).verdict
        if verdict is not None:
            years[verdict.kind].append(str(protected.year))
    reached, missed = years[VerdictKind.REACHED], years[VerdictKind.NOT_REACHED]
    name = _FINDINGS[bool(reached), bool(missed)] + ("_one" if len(missed) == 1 else "")
    filled: Mapping[str, str] = {
        "target": words[reports[-1].report]["target"],
        "reached": danish.enumeration(reached),
        "missed": danish.alternatives(missed),
    }
    return str(words["findings"][name].format_map(filled))


# By whether the target was reached in any year, and whether it was missed in any.
_FINDINGS = {
    (True, True): "some",
    (True, False): "all",
    (False, True): "none",
    (False, False): "not_judged",
}
