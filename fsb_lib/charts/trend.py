"""The activation rate in all by measurement, with the strategy's target path.

Nyt matchsystem          measured  solid, its last value named
  26. april 2010         targets   dashed with diamonds, the last one named
 60 %  |       Mål 60 %  2007      hollow dot where the strategy prints a level
 40 %  |  . -*'          hidden    "vises ikke" at the foot, no line across it
 20 % o--'               breaks    a vertical line where the match system changes
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from fsb_lib import danish
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import Plan, Words, figure
from fsb_lib.charts.spoken import Level, levels_text
from fsb_lib.charts.trend_drawing import Break, Course, plan_course
from fsb_lib.disclosure.released import Cell, Release, ReleasedTable, Status, Unit
from fsb_lib.fragment import Fragment, words
from fsb_lib.package_data import load
from fsb_lib.periods import default_reference_date
from fsb_lib.tables import numbers_behind
from fsb_lib.vocabulary import breaks_between

MEASURED, PUBLISHED = "measured", "published"


def trend(release: Release, *, headline: str) -> Fragment:
    """Rate by measurement year. Reads `activation_trend` (measurement, source -> rate)."""
    table = release.table("activation_trend")
    course = _course(table, release.reference_date)

    def plan(fmt: Format) -> Plan:
        return plan_course(course, fmt)

    fixed = words("charts")["trend"]
    subtitle = fixed["subtitle"].format(population=table.population)
    text = Words(headline, subtitle, _describe(course, subtitle), _source(table))
    note = fixed["target_note"].format(levels=levels_text(_targets(course), Unit.RATE))
    return figure(text, plan, numbers_behind(table, [note]))


def _course(table: ReleasedTable, reference_date: date) -> Course:
    targets = _published_targets()
    measured = tuple(_cells(table, MEASURED))
    published = tuple((y, cell) for y, cell in _cells(table, PUBLISHED) if cell.shown)
    years = [year for year, _ in (*measured, *published)]
    last = (
        reference_date if max(years) == reference_date.year else default_reference_date(max(years))
    )
    return Course(
        measured=measured,
        published=published,
        targets=tuple(targets.items()),
        breaks=tuple(_breaks(default_reference_date(min(years)), last)),
        last=last,
    )


def _cells(table: ReleasedTable, source: str) -> Iterable[tuple[int, Cell]]:
    """Year and cell of one source; years it says nothing of are left out."""
    for row in table.rows:
        year, kind = row.keys
        if kind == source and row.cells[0].status is not Status.NOT_AVAILABLE:
            yield int(year), row.cells[0]


def _published_targets() -> dict[int, Fraction]:
    percents = load("published")["activation_targets"]["percent"]
    return {int(year): Fraction(percent, 100) for year, percent in percents.items()}


def _breaks(first: date, last: date) -> Iterable[Break]:
    """Days between the first and last measurement on which the match system changed."""
    for day in breaks_between(first, last):
        yield Break(day, words("charts")["trend"]["break"].format(day=danish.long_date(day)))


def _targets(course: Course) -> Sequence[Level]:
    return [(str(year), Cell(value, Status.SHOWN)) for year, value in course.targets]


def _describe(course: Course, subtitle: str) -> str:
    fixed = words("charts")["trend"]
    measured = [(str(year), cell) for year, cell in course.measured]
    text = fixed["description"].format(
        subtitle=subtitle.rstrip("."), levels=levels_text(measured, Unit.RATE)
    )
    text += _change(course)
    text += fixed["targets"].format(levels=levels_text(_targets(course), Unit.RATE))
    if course.published:
        published = [(str(year), cell) for year, cell in course.published]
        levels = levels_text(published, Unit.RATE)
        text += fixed["published_levels"].format(levels=levels)
    if course.breaks:
        days = danish.enumeration([danish.long_date(known.day) for known in course.breaks])
        text += fixed["breaks"].format(days=days)
    return str(text)


def _change(course: Course) -> str:
    """Change from the first to the last measurement, when both are shown."""
    if len(course.measured) < 2:
        return ""
    (first, before), (last, after) = course.measured[0], course.measured[-1]
    if before.value is None or after.value is None:
        return ""
    change = danish.percentage_points(
        Fraction(after.value) - Fraction(before.value), max(before.decimals, after.decimals)
    )
    return str(words("charts")["trend"]["change"].format(first=first, last=last, change=change))


def _source(table: ReleasedTable) -> str:
    return f"{table.source}; {words('charts')['trend']['source']}"
