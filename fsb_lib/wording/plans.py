"""Sentences of the plan coverage, computed from its protected tables."""

from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date
from fsb_lib.domain.targets import OFFERS, Target, known_in, plan_target
from fsb_lib.domain.vocabulary import TOTAL
from fsb_lib.wording import earlier, values, verdicts
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
        return [*sentences, verdicts.without_target(protected.year, OFFERS, _target_in_all)]
    target = {"target": values.citizens(latest["target_cumulative"])}
    if latest["reached"].value:
        return [*sentences, fill(text["reached"], target)]
    missing = {"missing": values.citizens(latest["missing_persons"])}
    return [*sentences, fill(text["not_reached"], target, missing)]


def _target_in_all(target: Target) -> str:
    """Of a year's target the offers of all years until then."""
    wanted = plan_target(target.year)
    return danish.counted(int(wanted.value if wanted else target.value), "borger", "borgere")


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
    return values.figure_of(_latest(protected)["offered_cumulative"], values.number)


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Offers against target, offers in the year, both plans, coverage of those there."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    latest = _latest(protected)
    goal = _goal(text["target"], latest["target_cumulative"], words)
    goal_in_year = _goal(text["target_in_year"], latest["target_in_year"], words)
    offered, in_year = latest["offered_cumulative"], latest["offered_in_year"]
    return [
        values.tile(text["offered"], offered, values.number, goal, verdict(protected)),
        values.tile(fill(text["in_year"], words), in_year, values.number, goal_in_year),
        *_tiles_of_those_there(protected, text),
    ]


def _tiles_of_those_there(protected: ProtectedReport, text: dict[str, str]) -> list[Tile]:
    """Of the focus population at the cutoff those with both plans, and those offered one."""
    both = protected.table("both_plans")
    coverage = protected.table("plan_coverage_by_target_group")
    offered, there = coverage.cell("offered", TOTAL), coverage.cell("persons", TOTAL)
    of_both = _context(text["both_of"], persons=both.cell("persons", TOTAL, TOTAL))
    covered = _context(text["coverage_of"], offered=offered, persons=there)
    return [
        values.tile(text["both"], both.cell("persons", "ja", "ja"), values.number, of_both),
        values.tile(text["coverage"], coverage.cell("rate", TOTAL), values.rate, covered),
    ]


def findings(protected: ProtectedReport) -> list[str]:
    """Which years' targets were reached, the offers of the year before, reservations, how far the
    plans are, both plans."""
    text = values.sentences(REPORT)["findings"]
    return [
        *_targets_before(protected, text),
        *since_last(protected),
        *verdicts.reservations(_verdicts(protected)),
        *_states(protected),
        *_both(protected),
    ]


def offers_headline(protected: ProtectedReport) -> str:
    """What the figure of offers against targets shows."""
    text = values.sentences(REPORT)["headlines"]
    return (_targets_by_year(protected, text) or [text["offers_hidden"]])[0]


def offers(protected: ProtectedReport) -> list[str]:
    """Who counts, the other reading of the count, and what changed who is in the group."""
    text, words = values.sentences(REPORT)["texts"], settings_of(protected)
    cell = protected.table("plan_offers_sensitivity").cell("offered_cumulative", "focus_at_cutoff")
    sentences = [text["target_group"]]
    if cell.shown:
        sentences.append(fill(text["at_cutoff"], words, {"offered": values.citizens(cell)}))
    met = breaks_between("offers_cumulative", STRATEGY_START, cutoff_date(protected.year))
    return [*sentences, *(fill(known.sentence, words) for known in met)]


def certainty(protected: ProtectedReport) -> list[str]:
    """Whether the verdict holds whatever the assumption."""
    return verdicts.certainty(_verdicts(protected))


def target(protected: ProtectedReport) -> list[str]:
    """The decision that set the year's target."""
    return verdicts.decided(plan_target(protected.year))


def _verdicts(protected: ProtectedReport) -> verdicts.Judged | None:
    table = verdicts.table_of(protected, "plan_offers_verdicts")
    if table is None:
        return None
    counts = protected.table("plan_offers_sensitivity")
    figures = {
        row.keys[0]: values.shown_or_none(row.cells[0], values.citizens) for row in counts.rows
    }
    return verdicts.Judged(table, values.sentences(REPORT)["assumptions"], figures)


def duty(protected: ProtectedReport) -> list[str]:
    """For how many SOF's duty to make a plan has been open for more than a year; nothing where
    there are none, as in the strategy's first year."""
    text, table = values.sentences(REPORT)["texts"], protected.table("refusal_course")
    waiting = table.cell("persons", "aaben_over_365")
    if not waiting.shown:
        return [text["duty_hidden"]]
    return [fill(text["duty"], {"persons": values.citizens(waiting)})] if waiting.value else []


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
    return {
        "targets": _targets_in_words(protected.year),
        "both_plans": dict(protected.settings)[both],
    }


def _targets_in_words(year: int) -> str:
    """ "1.000 borgere ved udgangen af 2009, yderligere 1.000 ved udgangen af 2010"."""
    text = values.sentences(REPORT)["texts"]
    told = [
        fill(text["further_target" if place else "first_target"],
             {"persons": danish.number(target.value), "year": str(target.year)})
        for place, target in enumerate(known_in(OFFERS, year))
    ]  # fmt: skip
    return danish.enumeration(told)


def _latest(protected: ProtectedReport) -> dict[str, Cell]:
    table = protected.table("plan_offers")
    cells = zip(table.measures, table.rows[-1].cells, strict=True)
    return {measure.name: cell for measure, cell in cells}


def _targets_before(protected: ProtectedReport, text: dict[str, str]) -> list[str]:
    """In which years the target was reached, where there is more than the one of the answer."""
    judged = _judged(protected)
    return _years_told(judged, text, "reached") if len(judged) > 1 else []


def _targets_by_year(protected: ProtectedReport, text: dict[str, str]) -> list[str]:
    return _years_told(_judged(protected), text, "offers")


def _judged(protected: ProtectedReport) -> dict[str, Cell]:
    """The verdicts of all years that can be judged."""
    table = protected.table("plan_offers")
    judged = {row.keys[0]: table.cell("reached", *row.keys) for row in table.rows}
    return {year: cell for year, cell in judged.items() if cell.shown}


def _years_told(judged: dict[str, Cell], text: dict[str, str], prefix: str) -> list[str]:
    if not judged:
        return []
    reached = [year for year, cell in judged.items() if cell.value]
    others = [year for year in judged if year not in reached]
    kind = "all" if not others else "some" if reached else "none"
    alone = "_one" if len(others) == 1 else ""  # of several "hverken ... eller"
    words = {"reached": danish.enumeration(reached), "years": danish.enumeration(list(judged))}
    return [fill(text[f"{prefix}_{kind}{alone}"], words, {"others": danish.alternatives(others)})]


def since_last(protected: ProtectedReport) -> list[str]:
    """The first offers of this year and of the year before."""
    text, table = values.sentences(REPORT)["findings"], protected.table("plan_offers")
    if len(table.rows) < 2:
        return []
    year, before = table.rows[-1].keys[0], table.rows[-2].keys[0]
    now, then = (table.cell("offered_in_year", each) for each in (year, before))
    years = {"year": year, "before": before}
    if not values.all_shown((now, then)):
        return [fill(text["offers_change_hidden"], years)]
    kind = earlier.direction_of_counts(now, then) if now.value or then.value else "none"
    words = {"persons": values.citizens(now), "persons_before": values.some_of(then)}
    return [values.sentence(text[f"offers_{kind}"], years, words)]


def _states(protected: ProtectedReport) -> list[str]:
    text, table = values.sentences(REPORT)["findings"], protected.table("plan_states")
    prepared, own, refused = (
        table.cell("persons", state)
        for state in ("udarbejdet", "udarbejdet_af_egen_drift", "afvist_uden_plan")
    )
    sentences = []
    if values.all_shown((prepared, own)) and (prepared.value or own.value):
        both = danish.counted(int(values.exact(prepared) + values.exact(own)), "borger", "borgere")
        sentences.append(fill(text["prepared"], {"prepared": both}))
        if own.value:
            sentences[-1] += " " + fill(text["own"], {"own": values.number(own)})
    if refused.shown and refused.value:
        sentences.append(fill(text["refused"], {"refused": values.citizens(refused)}))
    hidden = values.hidden((prepared, own, refused))
    return [*sentences, *([text["states_hidden"]] if hidden else ())]


def _both(protected: ProtectedReport) -> list[str]:
    table = protected.table("both_plans")
    both, total = table.cell("persons", "ja", "ja"), table.cell("persons", TOTAL, TOTAL)
    text = values.sentences(REPORT)["findings"]
    if values.hidden((both, total)):
        return [text["both_hidden"]]
    if not total.value:
        return []
    words = {"both": values.some_of(both), "persons": values.citizens(total)}
    return [values.sentence(text["both"], words)]


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
    "duty": duty,
    "registration": registration,
    "dates": about_dates,
}
