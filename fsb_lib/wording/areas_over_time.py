"""Sentences of the focus areas that follow persons over time: a year later, a lasting course, the
way to the first activation, and what the activated are in."""

from collections.abc import Mapping

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.periods import BASELINE_YEAR, STRATEGY_START, same_day_a_year_before
from fsb_lib.wording import values
from fsb_lib.wording.values import Texts, fill

REPORT = "focus_areas"
EVERYBODY = "fokusgruppen"
TOLD = ("kvinder_ikke_vestlig", "kvinder_vestlig", "unge_psykisk_syge")
LEFT, HALF, YEAR = "afgange", "seks_maaneder", "tolv_maaneder"
FIRST_BAND, LATE = "0_30", "ikke_inden_et_aar"


def followed(protected: ProtectedReport) -> list[str]:
    """How many of those of a year before are in work or education, and of three areas."""
    text, table = values.sentences(REPORT)["followed"], protected.table("focus_area_outcomes")
    before = same_day_a_year_before(protected.reference_date)
    return _among(
        table, ("rate", "in_work_or_education"), text, {"before": danish.long_date(before)}
    )


def offered(protected: ProtectedReport) -> list[str]:
    """How many were ever offered a plan, and of three areas."""
    text, table = values.sentences(REPORT)["offered"], protected.table("focus_areas")
    if protected.reference_date < STRATEGY_START:
        return [text["before_strategy"]]
    return _among(table, ("rate_offered", "offered"), text, {})


def _among(
    table: ProtectedTable,
    measures: tuple[str, str],
    text: Mapping[str, str],
    words: Mapping[str, str],
) -> list[str]:
    """The share of everybody, then of the areas that are told, and which of these are hidden.

    `measures` are the share and how many it is, so that no rounded share is called nobody.
    """
    everybody, n_everybody = (table.cell(name, EVERYBODY) for name in measures)
    if not everybody.shown:
        kind = "hidden" if values.hidden([everybody]) else "nobody"
        return [fill(text[kind], words)]
    if n_everybody.shown and not n_everybody.value:
        return [fill(text["none"], words)]
    among, names = values.sentences(REPORT)["among"], values.sentences(REPORT)["named"]
    told = [_of_area(table, measures, area) for area in TOLD]
    shares = [share for share in told if share]
    kept = [names[area] for area in TOLD if values.hidden([table.cell(measures[0], area)])]
    return [
        fill(text["everybody"], words, {"everybody": values.rate(everybody)}),
        *([fill(among["shares"], {"shares": danish.enumeration(shares)})] if shares else []),
        *([fill(among["some_hidden"], {"areas": danish.enumeration(kept)})] if kept else []),
    ]


def _of_area(table: ProtectedTable, measures: tuple[str, str], area: str) -> str:
    """ "55 % af kvinder ..."; empty where there is no share to show."""
    rate, part = (table.cell(name, area) for name in measures)
    if not rate.shown:
        return ""
    among, name = values.sentences(REPORT)["among"], values.sentences(REPORT)["named"][area]
    kind = "none" if part.shown and not part.value else "share"
    return fill(among[kind], {"share": values.rate(rate), "what": name})


def course(protected: ProtectedReport) -> list[str]:
    """How many left for work or education, and how many of them stayed away from benefits."""
    text, table = values.sentences(REPORT)["course"], protected.table("lasting_outcomes")
    first = same_day_a_year_before(same_day_a_year_before(protected.reference_date))
    words = {"first": danish.long_date(first)}
    left, half, year = (table.cell("persons", code) for code in (LEFT, HALF, YEAR))
    if not left.shown:
        return [fill(text["left_hidden"], words)]
    if not left.value:
        return [fill(text["left_none"], words)]
    told = fill(text["left"], words, {"persons": values.citizens(left)})
    return [told, _away(left, half, year)]


def _away(left: Cell, half: Cell, year: Cell) -> str:
    text = values.sentences(REPORT)["course"]
    if not values.all_shown((half, year)):
        return str(text["away_hidden"])
    if not half.value:
        return str(text["none_away"])
    if year.value == left.value:
        return str(text["all_away"])
    return fill(text["away"], {"half": values.some_of(half), "year": values.some_of(year)})


def early(protected: ProtectedReport) -> list[str]:
    """How soon those who were new in the year before came in activation."""
    text, table = values.sentences(REPORT)["early"], protected.table("days_to_activation")
    words = {"year_before": str(protected.year - 1)}
    if protected.year - 1 < BASELINE_YEAR:
        return [fill(text["not_counted"], words)]
    counts = [row.cells[0] for row in table.rows]
    if all(count.shown and not count.value for count in counts):
        return [fill(text["none"], words)]
    first, late = (table.cell("share", code) for code in (FIRST_BAND, LATE))
    if not values.all_shown((first, late)):
        return [fill(text["share_hidden"], words), *_median(protected)]
    n_first, n_late = (table.cell("persons", code) for code in (FIRST_BAND, LATE))
    told = fill(text["share"], words, {"first": values.some_share(first, n_first)})
    return [told, *_late(late, n_late), *_median(protected)]


def _late(late: Cell, n_late: Cell) -> list[str]:
    """Those who waited longer than a year; where all did, the next sentence says so."""
    text = values.sentences(REPORT)["early"]
    if n_late.shown and not n_late.value:
        return [text["late_none"]]
    return [] if values.exact(late) == 1 else [fill(text["late"], {"late": values.rate(late)})]


def _median(protected: ProtectedReport) -> list[str]:
    text = values.sentences(REPORT)["early"]
    (row,) = protected.table("days_to_activation_median").rows
    persons, days = row.cells
    if persons.shown and not persons.value:
        return [text["median_none"]]
    if not values.all_shown((persons, days)):
        return [text["median_hidden"]]
    n = int(values.exact(days))
    words = {"persons": values.citizens(persons), "days": danish.counted(n, *text["day"])}
    return [fill(text["median" if n else "median_at_once"], words)]


def kinds(protected: ProtectedReport) -> list[str]:
    """The kind that most of the activated are in, where one alone is the largest."""
    text, table = values.sentences(REPORT)["kinds"], protected.table("activation_kinds")
    shares = {row.keys[0]: table.cell("share", *row.keys) for row in table.rows}
    counts = {row.keys[0]: table.cell("persons", *row.keys) for row in table.rows}
    if values.hidden((*shares.values(), *counts.values())):
        return [text["hidden"]]
    largest = max(values.exact(count) for count in counts.values())
    if not largest:
        return [text["none"]]
    most = [kind for kind, count in counts.items() if count.value == largest]
    if len(most) > 1:
        return []
    words = {"kind": text["names"][most[0]], "share": values.rate(shares[most[0]])}
    return [fill(text["most"], words)]


TEXTS: Texts = {"offered": offered, "course": course, "early": early, "kinds": kinds}
