"""Sentences of the plan coverage, computed from its protected tables."""

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date
from fsb_lib.domain.targets import plan_target
from fsb_lib.domain.vocabulary import TOTAL
from fsb_lib.wording import values, verdicts
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "plan_coverage"


def answer(protected: ProtectedReport) -> list[str]:
    """Offers so far, target, verdict."""
    text, words, latest = (
        values.sentences(REPORT)["answer"],
        settings_of(protected),
        _latest(protected),
    )
    offered = latest["offered_cumulative"]
    if not offered.shown:
        return [fill(text["hidden"], words)]
    sentences = [values.sentence(text["offered"], words, {"offered": values.citizens(offered)})]
    if not latest["target_cumulative"].shown:
        return [*sentences, fill(text["no_target"], words)]
    target = {"target": values.citizens(latest["target_cumulative"])}
    if latest["reached"].value:
        return [*sentences, fill(text["reached"], target)]
    missing = {"missing": values.citizens(latest["missing_persons"])}
    return [*sentences, fill(text["not_reached"], target, missing)]


def verdict(protected: ProtectedReport) -> ShownVerdict | None:
    """Whether the cumulative target was reached; None after the last target."""
    text, latest = values.sentences(REPORT)["tiles"], _latest(protected)
    if not latest["target_cumulative"].shown:
        return None
    if not latest["reached"].shown:
        return values.judged(latest["reached"], "", "")
    above = values.exact(latest["offered_cumulative"]) - values.exact(latest["target_cumulative"])
    distance = {"distance": danish.counted(int(above), "borger", "borgere")}
    over = fill(text["above"], distance) if above else text["exactly"]
    missing = {"missing": values.citizens(latest["missing_persons"])}
    return values.judged(latest["reached"], fill(text["short_of"], missing), over)


def figure(protected: ProtectedReport) -> str:
    """The headline figure: persons offered a plan since the start."""
    return values.number_or_hidden(_latest(protected)["offered_cumulative"])


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Offers against target, offers in the year, both plans, coverage of those there."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    latest = _latest(protected)
    both = protected.table("both_plans")
    coverage = protected.table("plan_coverage_by_target_group")
    offered, there = coverage.cell("offered", TOTAL), coverage.cell("persons", TOTAL)
    return [
        Tile(
            text["offered"],
            figure(protected),
            _goal(text["target"], latest["target_cumulative"], words),
            verdict(protected),
        ),
        Tile(
            fill(text["in_year"], words),
            values.number_or_hidden(latest["offered_in_year"]),
            _goal(text["target_in_year"], latest["target_in_year"], words),
        ),
        Tile(
            text["both"],
            values.number_or_hidden(both.cell("persons", "ja", "ja")),
            _context(text["both_of"], persons=both.cell("persons", TOTAL, TOTAL)),
        ),
        Tile(
            text["coverage"],
            values.rate_or_hidden(coverage.cell("rate", TOTAL)),
            _context(text["coverage_of"], offered=offered, persons=there),
        ),
    ]


def findings(protected: ProtectedReport) -> list[str]:
    """Which years' targets were reached, reservations, how far the plans are, both plans."""
    text = values.sentences(REPORT)["findings"]
    return [
        *_targets_by_year(protected, text, "reached"),
        *verdicts.reservations(*_verdicts(protected)),
        *_states(protected),
        *_both(protected),
    ]


def offers_headline(protected: ProtectedReport) -> str:
    """What the figure of offers against targets shows."""
    text = values.sentences(REPORT)["headlines"]
    return (_targets_by_year(protected, text, "offers") or [text["offers_hidden"]])[0]


def offers(protected: ProtectedReport) -> list[str]:
    """Who counts, the other reading of the count, and what changed who is in the group."""
    text, words = values.sentences(REPORT)["texts"], settings_of(protected)
    cell = protected.table("plan_offers_sensitivity").cell("offered_cumulative", "focus_at_cutoff")
    sentences = [text["target_group"]]
    if cell.shown:
        sentences.append(fill(text["at_cutoff"], words, {"offered": values.citizens(cell)}))
    met = breaks_between("offers_cumulative", STRATEGY_START, cutoff_date(protected.year))
    return [*sentences, *(known.sentence for known in met)]


def certainty(protected: ProtectedReport) -> list[str]:
    """Whether the verdict holds whatever the assumption."""
    return verdicts.certainty(*_verdicts(protected))


def target(protected: ProtectedReport) -> list[str]:
    """The words of the strategy that set the year's target."""
    return verdicts.decided(plan_target(protected.year))


def _verdicts(protected: ProtectedReport) -> tuple[ProtectedTable | None, dict[str, str]]:
    table = verdicts.table_of(protected, "plan_offers_verdicts")
    return table, values.sentences(REPORT)["assumptions"]


def registration(protected: ProtectedReport) -> list[str]:
    """How much of SOF's population has any plan on record: not registered is not no plan."""
    text, table = values.sentences(REPORT)["texts"], protected.table("registration_coverage")
    persons, with_plan, rate = table.rows[0].cells
    if persons.shown and not persons.value:
        return [text["registration_nobody"]]
    if not values.all_shown((persons, with_plan, rate)):
        return [text["registration_hidden"], text["registration_caveat"]]
    words = {
        "with_plan": values.some_of(with_plan),
        "persons": values.number(persons),
        "rate": values.rate(rate),
    }
    return [values.sentence(text["registration"], words), text["registration_caveat"]]


def about_dates(protected: ProtectedReport) -> list[str]:
    """That the plans stand on the cutoff and the linkage on the reference date."""
    return [fill(values.sentences(REPORT)["texts"]["on_cutoff"], settings_of(protected))]


def method_words(protected: ProtectedReport) -> dict[str, str]:
    """The targets and what "both plans" means, for the method box."""
    both = values.sentences("common")["settings"]["both_plans"]["label"]
    persons = load("published")["plan_targets"]["persons"].values()
    names = ("first", "second", "third")
    targets = dict(zip(names, (danish.number(target) for target in persons), strict=True))
    return {**targets, "both_plans": dict(protected.settings)[both]}


def _latest(protected: ProtectedReport) -> dict[str, Cell]:
    table = protected.table("plan_offers")
    cells = zip(table.measures, table.rows[-1].cells, strict=True)
    return {measure.name: cell for measure, cell in cells}


def _targets_by_year(protected: ProtectedReport, text: dict[str, str], prefix: str) -> list[str]:
    table = protected.table("plan_offers")
    judged = {row.keys[0]: table.cell("reached", *row.keys) for row in table.rows}
    judged = {year: cell for year, cell in judged.items() if cell.shown}
    if not judged:
        return []
    reached = [year for year, cell in judged.items() if cell.value]
    others = [year for year in judged if year not in reached]
    kind = "none" if not reached else "some" if others else "all"
    words = {
        "reached": danish.enumeration(reached),
        "others": danish.enumeration(others),
        "years": danish.enumeration(list(judged)),
    }
    return [fill(text[f"{prefix}_{kind}"], words)]


def _states(protected: ProtectedReport) -> list[str]:
    text, table = values.sentences(REPORT)["findings"], protected.table("plan_states")
    prepared, own, refused = (
        table.cell("persons", state)
        for state in ("udarbejdet", "udarbejdet_af_egen_drift", "afvist_uden_plan")
    )
    sentences = []
    if values.all_shown((prepared, own)) and (prepared.value or own.value):
        both = danish.counted(int(values.exact(prepared) + values.exact(own)), "borger", "borgere")
        sentences.append(fill(text["prepared"], {"prepared": both, "own": values.some_of(own)}))
    if refused.shown and refused.value:
        sentences.append(fill(text["refused"], {"refused": values.citizens(refused)}))
    return sentences


def _both(protected: ProtectedReport) -> list[str]:
    table = protected.table("both_plans")
    both, total = table.cell("persons", "ja", "ja"), table.cell("persons", TOTAL, TOTAL)
    if not values.all_shown((both, total)) or not total.value:
        return []
    words = {"both": values.some_of(both), "persons": values.citizens(total)}
    return [values.sentence(values.sentences(REPORT)["findings"]["both"], words)]


def _goal(template: str, target: Cell, words: dict[str, str]) -> tuple[str, ...]:
    if not target.shown:
        return ()
    return (fill(template, words, {"target": values.number(target)}),)


def _context(template: str, **cells: Cell) -> tuple[str, ...]:
    """A line under a key figure; none where a figure in it is not shown, or nobody is there."""
    if not values.all_shown(cells.values()) or not cells["persons"].value:
        return ()
    return (fill(template, {name: values.number(cell) for name, cell in cells.items()}),)


HEADLINES: Headlines = {"offers": offers_headline}
TEXTS: Texts = {
    "target": target,
    "offers": offers,
    "certainty": certainty,
    "registration": registration,
    "dates": about_dates,
}
