"""Sentences of the focus areas, computed from their protected tables."""

from collections.abc import Mapping, Sequence
from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status
from fsb_lib.domain import danish, vocabulary
from fsb_lib.wording import areas_over_time, earlier, values, verdicts
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "focus_areas"
EVERYBODY, DANISH = "fokusgruppen", "kvinder_dansk"
NOT_WESTERN, WESTERN = "kvinder_ikke_vestlig", "kvinder_vestlig"
WOMEN = (NOT_WESTERN, WESTERN)
YOUNG, LOWEST, LONG = "unge_psykisk_syge", "laveste_matchgruppe", "laengerevarende"
CHANGED = (WESTERN, YOUNG, LOWEST)


def answer(protected: ProtectedReport) -> list[str]:
    """How many women of another ethnic background there are, and how many are in activation."""
    text, words = values.sentences(REPORT)["answer"], settings_of(protected)
    everybody = cell(protected, "persons", EVERYBODY)
    counts = {area: cell(protected, "persons", area) for area in WOMEN}
    if everybody.shown and not everybody.value:
        return [fill(text["nobody"], words)]
    shown = {area: count for area, count in counts.items() if count.shown}
    if not shown:
        return [fill(text["hidden"], words)]
    kept = [area for area in counts if area not in shown]
    if not kept and not any(count.value for count in shown.values()):
        return [fill(text["no_women"], words)]
    women = danish.enumeration([_women(area, count) for area, count in shown.items()])
    return [
        fill(text["women"], words, {"women": women}),
        *_kept(text["some_hidden"], kept),
        *_rates(protected, [area for area, count in shown.items() if count.value]),
    ]


def _women(area: str, count: Cell) -> str:
    text = values.sentences(REPORT)
    template = text["answer"]["not_western" if area == NOT_WESTERN else "western"]
    persons = danish.counted_or_none(int(values.exact(count)), *text["women"])
    return fill(template, {"persons": persons})


def _rates(protected: ProtectedReport, areas: Sequence[str]) -> list[str]:
    """The shares in activation of those women who are there, beside that of Danish women."""
    text = values.sentences(REPORT)["answer"]
    rates = {area: cell(protected, "rate", area) for area in areas}
    shown = [area for area, rate in rates.items() if rate.shown]
    if not rates:
        return []
    if not shown:
        return [text["rates_hidden"]]
    told = [
        fill(text["share"], {"share": _some(protected, area), "women": text["the_women"][area]})
        for area in shown
    ]
    compares = cell(protected, "rate", DANISH).shown
    words = {"shares": danish.enumeration(told)}
    if compares:
        words["danish"] = _some(protected, DANISH)
    kept = [text["the_women"][area] for area in rates if area not in shown]
    return [
        values.sentence(text["rates_compared" if compares else "rates"], words),
        *(fill(text["share_kept"], {"women": women}) for women in kept),
    ]


def _some(protected: ProtectedReport, area: str) -> str:
    return values.some_share(*(cell(protected, name, area) for name in ("rate", "activated")))


def _kept(template: str, areas: Sequence[str]) -> list[str]:
    """Which areas a sentence leaves out because they are hidden."""
    names = values.sentences(REPORT)["named"]
    if not areas:
        return []
    return [fill(template, {"areas": danish.enumeration([names[area] for area in areas])})]


def figure(protected: ProtectedReport) -> str:
    """The headline figure: the share in activation of women with a non-western background."""
    return values.figure_of(cell(protected, "rate", NOT_WESTERN), values.rate)


def verdict(_: ProtectedReport) -> ShownVerdict | None:
    """The strategy sets no target for an area."""
    return None


def tiles(protected: ProtectedReport) -> list[Tile]:
    """The shares in activation of three areas, and how many are in a long run of it."""
    text, count = values.sentences(REPORT)["tiles"], cell(protected, "persons", LONG)
    expected = (fill(text["expected"], _expected()),)
    rates = [_rate_tile(protected, area) for area in (NOT_WESTERN, YOUNG, LOWEST)]
    return [*rates, values.tile(text[LONG], count, values.number, expected)]


def _rate_tile(protected: ProtectedReport, area: str) -> Tile:
    text = values.sentences(REPORT)["tiles"]
    rate, everybody = cell(protected, "rate", area), cell(protected, "rate", EVERYBODY)
    pair = {name: cell(protected, name, area) for name in ("activated", "persons")}
    context = []
    if values.all_shown((rate, *pair.values())):
        counts = {name: values.number(count) for name, count in pair.items()}
        context.append(fill(text["of"], counts))
    if pair["persons"].status is Status.NOT_AVAILABLE:
        context.append(text["no_lowest"])
    elif everybody.shown:
        context.append(fill(text["everybody"], {"rate": values.rate(everybody)}))
    return values.tile(text[area], rate, values.rate, tuple(context))


def findings(protected: ProtectedReport) -> list[str]:
    """The long runs of activation, what has changed, and what became of the areas a year later."""
    return [
        _long(protected),
        *_joined(_changes(protected)),
        *_joined(areas_over_time.followed(protected)),
    ]


def _joined(sentences: list[str]) -> list[str]:
    return [" ".join(sentences)] if sentences else []


def _long(protected: ProtectedReport) -> str:
    """How many are in a long run of activation, held against what the action plan expected."""
    text, count = values.sentences(REPORT)["long"], cell(protected, "persons", LONG)
    if not count.shown:
        return fill(text["hidden"], _expected())
    expected, n = load("published")["long_activation_expected"], values.exact(count)
    kind = "under" if n < expected["low"] else "within" if n <= expected["high"] else "over"
    return values.sentence(text[kind], _expected(), {"persons": values.citizens(count)})


def _expected() -> dict[str, str]:
    """ "500" and "1.000", as the action plan expected."""
    expected = load("published")["long_activation_expected"]
    return {name: danish.number(expected[name]) for name in ("low", "high")}


def since_last(protected: ProtectedReport) -> list[str]:
    """The headline's share against the measurement before."""
    return _changed(protected, "headline", NOT_WESTERN)


def _changes(protected: ProtectedReport) -> list[str]:
    """The shares in activation against the measurement before; nothing where there was none."""
    before = verdicts.table_of(protected, "focus_areas_before")
    if before is None:
        return []
    text, headline = values.sentences(REPORT)["since"], since_last(protected)
    pairs = {area: (cell(protected, "rate", area), before.cell("rate", area)) for area in CHANGED}
    shown = {area: pair for area, pair in pairs.items() if values.all_shown(pair)}
    return [
        *headline,
        *_changed(protected, "everybody" if headline else "everybody_alone", EVERYBODY),
        *_by_direction(shown),
        *_kept(text["some_hidden"], [area for area, pair in pairs.items() if values.hidden(pair)]),
    ]


def _changed(protected: ProtectedReport, kind: str, area: str) -> list[str]:
    """One area's share against the measurement before; nothing where there was none."""
    before = verdicts.table_of(protected, "focus_areas_before")
    if before is None or not isinstance(before.when, date):
        return []
    text, since = values.sentences(REPORT)["since"][kind], danish.month_and_year(before.when)
    pair = cell(protected, "rate", area), before.cell("rate", area)
    return earlier.rate_changed(text, since, *pair)


def _by_direction(pairs: Mapping[str, tuple[Cell, Cell]]) -> list[str]:
    """One sentence: for which areas the share has risen, fallen, or stands."""
    text, names = values.sentences(REPORT)["since"], values.sentences(REPORT)["named"]
    told: dict[str, list[str]] = {"rise": [], "fall": [], "still": []}
    for area, (now, before) in pairs.items():
        direction = earlier.direction(now, before)
        words = {"first": values.rate(before), "last": values.rate(now), "what": names[area]}
        told[direction].append(fill(text["stood" if direction == "still" else "moved"], words))
    changes = [
        fill(text[direction], {"areas": danish.enumeration(areas)})
        for direction, areas in told.items()
        if areas
    ]
    return [fill(text["areas"], {"changes": text["and_it_is"].join(changes)})] if changes else []


def areas_headline(protected: ProtectedReport) -> str:
    """What the figure of areas shows."""
    text = values.sentences(REPORT)["headlines"]
    rates = [cell(protected, "rate", area) for area in (NOT_WESTERN, EVERYBODY)]
    if not values.all_shown(rates):
        return str(text["areas_hidden"])
    share, everybody = map(values.rate, rates)
    return fill(text["areas"], {"share": share, "everybody": everybody})


def overlap(protected: ProtectedReport) -> list[str]:
    """That areas overlap, and who stands in two of them."""
    text = values.sentences(REPORT)["texts"]
    system = vocabulary.system_in_force(protected.reference_date)
    if cell(protected, "persons", LOWEST).status is Status.NOT_AVAILABLE:
        return [text["overlap_without_groups"]]
    lowest = dict(system.labels)[system.not_job_ready[-1]].lower()
    return [fill(text["overlap"], {"lowest": lowest})]


def long_meaning(protected: ProtectedReport) -> list[str]:
    """What counts as a long run of activation, and what the registers do not show."""
    label = values.sentences("common")["settings"]["max_gap_days"]["label"]
    words = {"max_gap_days": dict(protected.settings)[label]}
    return [fill(values.sentences(REPORT)["long"]["meaning"], words)]


def method_words(_: ProtectedReport) -> dict[str, str]:
    """The method box of this report needs no words of its own."""
    return {}


def cell(protected: ProtectedReport, measure: str, area: str) -> Cell:
    return protected.table("focus_areas").cell(measure, area)


HEADLINES: Headlines = {"areas": areas_headline}
TEXTS: Texts = {"overlap": overlap, "long": long_meaning, **areas_over_time.TEXTS}
