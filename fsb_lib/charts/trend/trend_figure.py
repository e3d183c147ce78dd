"""The activation rate by measurement, in all and by target group, with targets and breaks.

activation_trend_by_target_group       one panel for each target group, I alt first
measurement | target_group | rate      with the path of the targets
2007        | handicappede | 21 %
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.spoken import Level, extremes_text, levels_text
from fsb_lib.charts.trend.course import Course
from fsb_lib.charts.trend.panels import plan_panels
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    ProtectedReport,
    ProtectedTable,
    Status,
    Unit,
)
from fsb_lib.domain import danish
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.comparable import (
    ACTIVATION_ON_A_DAY,
    Basis,
    Point,
    Series,
    first_day,
)
from fsb_lib.domain.definitions import RegistryWords
from fsb_lib.domain.periods import default_reference_date
from fsb_lib.domain.targets import known_in


def trend(protected: ProtectedReport, *, headline: str) -> Fragment:
    """Rate by measurement and target group. Reads `activation_trend_by_target_group`.

    A first measurement has no course to show by group: then the panel of all stands alone.
    """
    table = protected.table("activation_trend_by_target_group")
    courses = _courses(table, protected.reference_date)

    def plan(fmt: Format) -> FigurePlan:
        return plan_panels(courses, fmt)

    subtitle = _subtitle(courses).format_map(RegistryWords(population=table.population))
    text = Words(headline, subtitle, _describe(courses, subtitle), _source(table, protected.year))
    return figure(text, plan, table, _notes(courses))


def _subtitle(courses: Sequence[Course]) -> str:
    """What stands in the figure: a first measurement has no line."""
    has_line = len(courses[0].measured.points) > 1
    return str(words("charts")["trend"]["subtitle" if has_line else "subtitle_first"])


def _courses(table: ProtectedTable, last: date) -> list[Course]:
    years, groups = table.keys
    days = [_day(int(year.code), last) for year in years.categories]
    ordered = sorted(groups.categories, key=lambda group: not group.is_total)
    drawn = ordered if len(days) > 1 else ordered[:1]
    return [_course(table, group, days) for group in drawn]


def _course(table: ProtectedTable, group: Category, days: Sequence[date]) -> Course:
    basis = ACTIVATION_ON_A_DAY.of_group(group.code)
    measured = (Point(basis, day, table.cell("rate", str(day.year), group.code)) for day in days)
    return Course(
        label=group.label,
        is_total=group.is_total,
        measured=Series(basis, tuple(measured)),
        targets=Series(basis, _targets(basis, days[-1]) if group.is_total else ()),
        breaks=breaks_between(basis.measure, days[0], days[-1]),
    )


def _targets(basis: Basis, last: date) -> tuple[Point[Fraction], ...]:
    """The targets that were decided by then; they are set for the three groups together."""
    return tuple(
        Point(basis, _day(target.year, last), Fraction(target.value))
        for target in known_in(basis.measure, last.year)
    )


def _day(year: int, last: date) -> date:
    """The day of a year's measurement: the last on the reference date, others by default."""
    return last if year == last.year else default_reference_date(year)


def _describe(courses: Sequence[Course], subtitle: str) -> str:
    fixed = words("charts")["trend"]
    panels = " ".join(_panel(course) for course in courses)
    name = "description" if len(courses) > 1 else "description_alone"
    text = fixed[name].format(subtitle=subtitle.rstrip("."), panels=panels)
    for known in courses[0].breaks:
        text += fixed["break_told"].format(mark=known.mark)
    return str(text)


def _panel(course: Course) -> str:
    """Levels, extremes, change and targets of one panel in words."""
    fixed = words("charts")["trend"]
    levels = [(str(first_day(p.when).year), p.value) for p in course.measured.points]
    text = fixed["panel"].format(label=course.label, levels=levels_text(levels, Unit.RATE))
    text += extremes_text(levels, Unit.RATE) + _change(levels)
    if course.targets.points:
        text += fixed["targets"].format(levels=_levels(course.targets))
    return str(text)


def _levels(series: Series[Fraction]) -> str:
    return levels_text(
        [(str(first_day(p.when).year), Cell(p.value, Status.SHOWN)) for p in series.points],
        Unit.RATE,
    )


def _change(levels: Sequence[Level]) -> str:
    """Change from the first to the last measurement, when both are shown."""
    (first, before), (last, after) = levels[0], levels[-1]
    if len(levels) < 2 or before.value is None or after.value is None:
        return ""
    change = danish.percentage_points(
        Fraction(after.value) - Fraction(before.value), min(before.decimals, after.decimals)
    )
    return str(words("charts")["trend"]["change"].format(first=first, last=last, change=change))


def _notes(courses: Sequence[Course]) -> list[str]:
    """What the figure draws that its table does not hold."""
    fixed = words("charts")["trend"]
    return [fixed["target_note"].format(levels=_levels(courses[0].targets))]


def _source(table: ProtectedTable, year: int) -> str:
    documents = dict.fromkeys(
        target.document for target in known_in(ACTIVATION_ON_A_DAY.measure, year)
    )
    named = words("charts")["trend"]["source"].format(documents=danish.enumeration([*documents]))
    return f"{table.source}; {named}"
