"""How the focus population is made up: shares by category, one profile table at a time."""

from collections.abc import Mapping, Sequence

from fsb_lib.charts import horizontal_bars
from fsb_lib.charts.canvas import Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.horizontal_bars import Bar, Chart, ReferenceMark
from fsb_lib.charts.spoken import extremes_text, label_text, levels_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.table_layout import when_text
from fsb_lib.disclosure.protected import Category, Cell, ProtectedTable, Unit
from fsb_lib.domain.vocabulary import UNKNOWN

CITY, CITY_HIGH = "population_share", "population_share_high"
# Category -> the city's share of it; empty where the city's figures are not at hand.
CityShares = Mapping[str, Cell]


def bars(
    table: ProtectedTable, *, headline: str, compared: ProtectedTable | None = None
) -> Fragment:
    """Share by category of a `profile_*` table; subtotals (`under_30`) stand last in black.

    With the table `population_comparison` as `compared`, the city's share of a category is a
    hollow dot; where the city's figures are not at hand, or only a range of them, there are no
    dots. Unknown has no share and stands in the table only.
    """
    categories = [known for known in table.keys[0].categories if known.code != UNKNOWN]
    ordered = sorted(categories, key=lambda category: category.is_total)
    city = _city_shares(table, compared)
    chart = Chart(tuple(_bar(table, category, city) for category in ordered), Unit.RATE)

    def plan(fmt: Format) -> FigurePlan:
        return horizontal_bars.plan(chart, fmt)

    subtitle = words("charts")["bars_subtitle_city" if city else "bars_subtitle"].format(
        when=when_text(table.when), population=table.population, fact=_fact(table, compared)
    )
    notes = [_city_levels(ordered, city)] if city else []
    description = " ".join([_description(chart, subtitle), *notes])
    source = compared.source if compared and city else table.source
    text = Words(headline, subtitle, description, source)
    return figure(text, plan, table, notes)


def _city_shares(table: ProtectedTable, compared: ProtectedTable | None) -> CityShares:
    """The city's shares of what `table` is about, by category."""
    if compared is None:
        return {}
    mine = [row.keys for row in compared.rows if row.keys[0] == _fact_code(table)]
    ends = {keys[1]: [compared.cell(end, *keys) for end in (CITY, CITY_HIGH)] for keys in mine}
    return {code: low for code, (low, high) in ends.items() if _is_one(low, high)}


def _is_one(low: Cell, high: Cell) -> bool:
    """Whether the city's share is known, as far as the figure writes it."""
    return low.shown and high.shown and label_text(low, Unit.RATE) == label_text(high, Unit.RATE)


def _fact_code(table: ProtectedTable) -> str:
    """`profile_sex` is compared by the lines of `sex`."""
    return table.id.removeprefix("profile_")


def _fact(table: ProtectedTable, compared: ProtectedTable | None) -> str:
    """What is compared and among whom: "køn blandt borgere i alle aldre"."""
    known = compared.keys[0].categories if compared else ()
    labels = [each.label for each in known if each.code == _fact_code(table)]
    return "".join(label[:1].lower() + label[1:] for label in labels)


def _bar(table: ProtectedTable, category: Category, city: CityShares) -> Bar:
    cell, mark = city.get(category.code), None
    if cell is not None and cell.value is not None:
        label = words("charts")["bars_reference"].format(value=label_text(cell, Unit.RATE))
        mark = ReferenceMark(cell.value, label)
    share = table.cell("share", category.code)
    return Bar(category.label, share, category.is_total, baseline=mark)


def _city_levels(ordered: Sequence[Category], city: CityShares) -> str:
    """The dots in words, for who hears the figure and under its numbers."""
    levels = [(each.label, city[each.code]) for each in ordered if each.code in city]
    text: str = words("charts")["bars_city_levels"]
    return text.format(levels=levels_text(levels, Unit.RATE))


def _description(chart: Chart, subtitle: str) -> str:
    levels = [(bar.label, bar.cell) for bar in chart.bars]
    parts = [(bar.label, bar.cell) for bar in chart.bars if not bar.is_total]
    text: str = words("charts")["bars"]
    said = text.format(subtitle=subtitle.rstrip("."), levels=levels_text(levels, Unit.RATE))
    return said + extremes_text(parts, Unit.RATE)
