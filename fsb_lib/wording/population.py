"""Sentences that hold the focus population against the city's population (D14)."""

from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.city_population import Quarter, compared_quarter, first_quarter
from fsb_lib.wording import values
from fsb_lib.wording.params_in_danish import quarter_text
from fsb_lib.wording.values import fill

REPORT = "target_group_profile"
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
    facts = values.names(table, "fact", [fact for fact, _ in LINES.values()])
    sentences = [fill(text["compared"], words, {"facts": facts})]
    sentences += [_sentence(table, name) for name in LINES if _is_judged(table, name)]
    if values.hidden(table.cell("share", *codes) for codes in LINES.values()):
        sentences.append(text["hidden"])
    return sentences


def _quarter(table: ProtectedTable) -> Quarter:
    if table.when is None:
        raise ValueError("the comparison is of a day or a period")
    return compared_quarter(table.when)


def _is_judged(table: ProtectedTable, name: str) -> bool:
    measures = ("share", "population_share", "about_same")
    return values.all_shown(table.cell(measure, *LINES[name]) for measure in measures)


def _sentence(table: ProtectedTable, name: str) -> str:
    """Whether the share is about the city's, or by how many points it is another."""
    codes = LINES[name]
    share, city = table.cell("share", *codes), table.cell("population_share", *codes)
    difference = values.exact(share) - values.exact(city)
    if table.cell("about_same", *codes).value:
        kind = "same"
    elif difference == 0:
        kind = "same_rounded"
    else:
        kind = "more" if difference > 0 else "fewer"
    points = danish.percentage_points(abs(difference), max(share.decimals, city.decimals))
    figures = {"share": values.rate(share), "city": values.rate(city), "points": points}
    return fill(values.sentences(REPORT)["comparison"][name][kind], figures)
