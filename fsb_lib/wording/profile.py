"""Sentences of the target-group profile, computed from its protected tables."""

from bisect import bisect
from fractions import Fraction
from functools import partial

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.periods import (
    BASELINE_YEAR,
    Period,
    calendar_year,
    default_reference_date,
    previous_measurement,
)
from fsb_lib.domain.vocabulary import TOTAL, special_needs_codes, system_in_force
from fsb_lib.wording import earlier, values
from fsb_lib.wording.population import comparison
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "target_group_profile"
HALF = Fraction(1, 2)
# From which share on a headline says how many it is, in words.
_BOUNDS = (HALF, Fraction(7, 10), Fraction(8, 10))
_PARTS = ("match_fewer", "match_most", "match_three_of_four", "match_four_of_five")
FACTS = {
    "men": ("profile_sex", "mand"),
    "young": ("profile_age", "under_30"),
    "short": ("profile_duration", "under_3"),
    "origin": ("profile_origin", "indvandrere_og_efterkommere"),
}


def answer(protected: ProtectedReport) -> list[str]:
    """How many they are, and who."""
    text, words = values.sentences(REPORT)["answer"], settings_of(protected)
    size = protected.table("focus_population").cell("persons", basis(protected))
    if not size.shown:
        return [text["hidden"]]
    if not size.value and basis(protected) == "during_period":
        return [fill(text["nobody_during_period"], words)]
    sentences = [values.sentence(text[basis(protected)], words, {"persons": values.citizens(size)})]
    if not size.value:
        return sentences
    shares = protected.table("population_shares")
    part, whole, share = (
        shares.cell(name, "focus_of_not_job_ready") for name in ("numerator", "denominator", "rate")
    )
    if basis(protected) == "on_reference_date" and share.shown:
        said = {"share": values.refined(share, part, whole)}
        sentences.append(fill(text["share"], words, said))
    return [*sentences, *_facts_told(protected, text)]


def _joined(parts: list[str]) -> str:
    """ "63 % er mænd, 25 % er under 30 år, og 60 % har ..."."""
    last = f"og {parts[-1]}" if len(parts) > 1 else parts[-1]
    return values.sentence_case(", ".join([*parts[:-1], last]) + ".")


def _facts_told(protected: ProtectedReport, text: dict[str, str]) -> list[str]:
    """Sex, age and time on benefit in one sentence; of those that are hidden that they are."""
    facts = {name: _fact(protected, name) for name in ("men", "young", "short")}
    parts = [
        fill(text[f"fact_{name}"], {"share": _some(protected, name)})
        for name, cell in facts.items()
        if cell.shown
    ]
    kept = [text[f"hidden_{name}"] for name, cell in facts.items() if values.hidden([cell])]
    return [
        *([_joined(parts)] if parts else ()),
        *([fill(text["facts_hidden"], {"facts": danish.enumeration(kept)})] if kept else ()),
    ]


def figure(protected: ProtectedReport) -> str:
    """The headline figure: the size of the group on the day, which can be compared over years."""
    return values.figure_of(_size(protected, "on_reference_date"), values.number)


def _size(protected: ProtectedReport, of: str) -> Cell:
    return protected.table("focus_population").cell("persons", of)


def verdict(_: ProtectedReport) -> ShownVerdict | None:
    """A profile has no target."""
    return None


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Size, and the shares of men, of under 30 and of under three years on benefit."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    published = load("published")["profile_2014"]
    size, label = _size(protected, basis(protected)), fill(text[basis(protected)], words)
    first = values.tile(label, size, values.number, _size_context(protected))
    shares = {"men": "share_men", "young": "share_under_30", "short": "share_under_3_years"}
    rest = [
        values.tile(
            text[name],
            _fact(protected, name),
            values.rate,
            _fact_context(protected, name, published[share]),
        )
        for name, share in shares.items()
    ]
    return [first, *rest]


def findings(protected: ProtectedReport) -> list[str]:
    """The largest group, how the population has changed since the last measurement, and what part
    of the recipients and of the match class the shared citizens are."""
    text, words = values.sentences(REPORT)["findings"], settings_of(protected)
    shares = protected.table("population_shares")
    sentences = []
    for name, share in (
        ("of_recipients", "sof_of_recipients"),
        ("of_class", "sof_of_not_job_ready"),
        ("focus_of_class", "focus_of_not_job_ready"),
    ):
        part, whole, rate = shares.row(share).cells
        if values.all_shown((part, whole, rate)):
            figures = {
                "share": values.refined(rate, part, whole),
                "part": values.number(part),
                "whole": values.number(whole),
            }
            sentences.append(fill(text[name], words, figures))
    if values.hidden(cell for row in shares.rows for cell in row.cells):
        sentences.append(text["shares_hidden"])
    return [*_largest(protected), *since_last(protected), *sentences]


def match_headline(protected: ProtectedReport) -> str:
    """What the figure of match groups shows: how many of special needs are not job-ready."""
    text, table = values.sentences(REPORT)["headlines"], protected.table("match_by_target_group")
    codes = system_in_force(protected.reference_date).not_job_ready
    part = [table.cell("persons", group, code) for group in special_needs_codes() for code in codes]
    whole = [table.cell("persons", group, TOTAL) for group in special_needs_codes()]
    if not values.all_shown([*part, *whole]) or not sum(map(values.exact, whole)):
        return fill(text["match_hidden"], settings_of(protected))
    # Said in words: a share computed here would pass the gate by.
    share = Fraction(sum(map(values.exact, part)), sum(map(values.exact, whole)))
    return str(text[_PARTS[bisect(_BOUNDS, share)]] if share != HALF else text["match_half"])


def fact_headline(protected: ProtectedReport, name: str) -> str:
    """What the figure of one fact shows; its plain title when the share is not shown."""
    text, cell = values.sentences(REPORT)["headlines"], _fact(protected, name)
    if not cell.shown:
        return protected.table(FACTS[name][0]).title
    key = {"men": "sex", "young": "age", "short": "duration", "origin": "origin"}[name]
    return values.sentence_case(fill(text[key], {"share": _some(protected, name)}))


def several(protected: ProtectedReport) -> list[str]:
    """How many were in more than one target group."""
    cell = protected.table("several_target_groups").cell("persons", "shared_citizens")
    text = values.sentences(REPORT)["texts"]
    if not cell.shown:
        return [text["several_hidden"]]
    if not cell.value:
        return [text["several_none"]]
    return [fill(text["several"], {"persons": values.citizens(cell)})]


def snapshot_and_flow(protected: ProtectedReport) -> list[str]:
    """Why the two sizes of the group are no series, and what changed who is in it meanwhile."""
    year = calendar_year(protected.year)
    beside_2007 = basis(protected) == "on_reference_date" and protected.year > BASELINE_YEAR
    since = default_reference_date(BASELINE_YEAR) if beside_2007 else year.first
    met = breaks_between("focus_population", since, year.last)
    told = (fill(known.sentence, settings_of(protected)) for known in met)
    return [values.sentences(REPORT)["texts"]["flow"], *told]


def basis(protected: ProtectedReport) -> str:
    """Whom the facts describe: those there on the day, or during the year."""
    during = isinstance(protected.table("profile_sex").when, Period)
    return "during_period" if during else "on_reference_date"


def method_words(protected: ProtectedReport) -> dict[str, str]:
    """Whom the profile describes, for the method box."""
    entry = values.sentences(REPORT)["described"][basis(protected)]
    return {"described": fill(entry, settings_of(protected))}


def _fact(protected: ProtectedReport, name: str) -> Cell:
    table_id, code = FACTS[name]
    return protected.table(table_id).cell("share", code)


def _some(protected: ProtectedReport, name: str) -> str:
    """The share of a fact in a sentence; "ingen" where its count says so."""
    table_id, code = FACTS[name]
    count = protected.table(table_id).cell("persons", code)
    return values.some_share(_fact(protected, name), count)


def _size_context(protected: ProtectedReport) -> tuple[str, ...]:
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    if basis(protected) == "during_period":
        snapshot = _size(protected, "on_reference_date")
        if not snapshot.shown:
            return ()
        return (fill(text["snapshot"], words, {"persons": values.number(snapshot)}),)
    if protected.year <= BASELINE_YEAR:
        return ()
    baseline = _measured_in(protected, BASELINE_YEAR)
    return (fill(text["baseline"], {"persons": values.number(baseline)}),) if baseline.shown else ()


def _fact_context(protected: ProtectedReport, name: str, published: float) -> tuple[str, ...]:
    table_id, code = FACTS[name]
    text = values.sentences(REPORT)["tiles"]
    count = protected.table(table_id).cell("persons", code)
    shown = values.shown_or_none(count, values.citizens)
    context = [values.sentence(text["count"], {"persons": shown})] if shown else []
    if basis(protected) == "during_period" and protected.year == 2014:
        context.append(fill(text["published"], {"share": danish.percent(published)}))
    return tuple(context)


def _measured_in(protected: ProtectedReport, year: int) -> Cell:
    return protected.table("focus_by_measurement").cell("persons", str(year))


def since_last(protected: ProtectedReport) -> list[str]:
    """The size on the day against the measurement before."""
    before = previous_measurement(protected.year)
    if before is None:
        return []
    text = values.sentences(REPORT)["since"]
    then, now = (_measured_in(protected, year) for year in (before, protected.year))
    since = {"since": values.measured_in(before)}
    if not values.all_shown((then, now)):
        return [fill(text["hidden"], since)]
    levels = {"first": values.number(then), "last": values.citizens(now)}
    kind = earlier.direction_of_counts(now, then) if now.value or then.value else "nobody"
    return [fill(text[kind], since, levels)]


def _largest(protected: ProtectedReport) -> list[str]:
    """The largest target group; nothing where two are as large, or one is hidden."""
    table = protected.table("match_by_target_group")
    totals = {code: table.cell("persons", code, TOTAL) for code in special_needs_codes()}
    if values.hidden(totals.values()):
        return [values.sentences(REPORT)["findings"]["largest_hidden"]]
    if not any(cell.value for cell in totals.values()):
        return []
    most = max(totals.values(), key=values.exact)
    largest = values.level_with(most, totals)
    if len(largest) > 1:
        return []
    words = {
        "largest": values.names(table, "target_group", largest),
        "persons": values.number(most),
    }
    return [fill(values.sentences(REPORT)["findings"]["largest"], words)]


HEADLINES: Headlines = {
    "match": match_headline,
    "sex": partial(fact_headline, name="men"),
    "age": partial(fact_headline, name="young"),
    "duration": partial(fact_headline, name="short"),
    "origin": partial(fact_headline, name="origin"),
}
TEXTS: Texts = {
    "several": several,
    "flow": snapshot_and_flow,
    "comparison": comparison,
}
