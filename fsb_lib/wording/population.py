"""Sentences that hold the focus population against the city's population (D14)."""

from fractions import Fraction

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.city_population import Quarter, compared_quarter, first_quarter
from fsb_lib.wording import values
from fsb_lib.wording.params_in_danish import quarter_text
from fsb_lib.wording.values import fill

REPORT = "target_group_profile"
CITY_NOTE = 1  # the place of the note that says whose figures the city's are
# What is said of each line, in the order of the page.
LINES = {
    "origin": ("origin", "indvandrere_og_efterkommere"),
    "men": ("sex", "mand"),
    "young": ("age", "18-29"),
}


def comparison(protected: ProtectedReport) -> list[str]:
    """How origin, sex and age of the group differ from the city's; or why nothing is said."""
    text = values.sentences(REPORT)["comparison"]
    table = protected.table("population_comparison")
    quarter, first = _quarter(table), first_quarter()
    words = {"quarter": quarter_text(quarter), "first": quarter_text(first), "code": quarter.code}
    if not any(table.cell("population_share", *row.keys).shown for row in table.rows):
        return [fill(text["before_table" if quarter < first else "not_fetched"], words)]
    shares = [table.cell("share", *codes) for codes in LINES.values()]
    if not any(cell.shown for cell in shares):
        return [text["hidden_all" if values.hidden(shares) else "nobody"]]
    facts = values.names(table, "fact", [fact for fact, _ in LINES.values()])
    note = table.notes[CITY_NOTE]
    sentences = [fill(text["compared"], {"facts": facts, "note": note})]
    sentences += [_sentence(table, name) for name in LINES if _is_told(table, name)]
    if values.hidden(shares):
        sentences.append(text["hidden"])
    return sentences


def _quarter(table: ProtectedTable) -> Quarter:
    if table.when is None:
        raise ValueError("the comparison is of a day or a period")
    return compared_quarter(table.when)


def _is_told(table: ProtectedTable, name: str) -> bool:
    """Whether the shares are shown, and the verdict where there is one."""
    measures = ("share", "population_share", "population_share_high")
    is_shown = values.all_shown(table.cell(measure, *LINES[name]) for measure in measures)
    return is_shown and not values.hidden([table.cell("about_same", *LINES[name])])


def _sentence(table: ProtectedTable, name: str) -> str:
    """Whether the share is about the city's, or by how many points it is another.

    The city's share may be a range; a difference is then from its nearer end, and at least that.
    """
    codes, text = LINES[name], values.sentences(REPORT)["comparison"]
    share = table.cell("share", *codes)
    low, high = city_share(table, codes)
    difference = nearest_difference(share, low, high)
    decimals = max(share.decimals, low.decimals)
    points = danish.percentage_points(abs(difference), decimals)
    if values.rate(low) != values.rate(high):
        points = fill(text["at_least"], {"points": points})
    figures = {"share": values.rate(share), "city": city_in_words(low, high), "points": points}
    return fill(text[name][_kind(table.cell("about_same", *codes), difference)], figures)


def _kind(about_same: Cell, difference: Fraction) -> str:
    if about_same.value is None:
        return "undecided"
    if about_same.value:
        return "same"
    if difference == 0:
        return "same_rounded"
    return "more" if difference > 0 else "fewer"


def city_share(table: ProtectedTable, codes: tuple[str, ...]) -> tuple[Cell, Cell]:
    """The least and the greatest share that may be the city's."""
    low, high = ("population_share", "population_share_high")
    return table.cell(low, *codes), table.cell(high, *codes)


def city_in_words(low: Cell, high: Cell) -> str:
    """The city's share, or the two that it lies between: "22 % til 23 %"."""
    if values.rate(low) == values.rate(high):
        return values.rate(low)
    ends = {"low": values.rate(low), "high": values.rate(high)}
    return fill(values.sentences(REPORT)["comparison"]["span"], ends)


def nearest_difference(share: Cell, low: Cell, high: Cell) -> Fraction:
    """The group's share less the city's that is nearest to it; 0 inside a range."""
    of_group = values.exact(share)
    nearest = min(max(of_group, values.exact(low)), values.exact(high))
    return of_group - nearest
