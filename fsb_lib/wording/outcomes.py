"""Sentences of the outcome follow-up, computed from its protected tables."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.vocabulary import system_in_force
from fsb_lib.wording import earlier, values, verdicts
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "outcome_followup"
WORKING = ("ordinaert_arbejde", "stoettet_arbejde", "uddannelse_eller_revalidering")
CONTACT, UNKNOWN = "ydelse_og_sag", "ophoert_uden_kendt_aarsag"
GONE = "doed_eller_fraflyttet"
TILES = ("ordinaert_arbejde", "uddannelse_eller_revalidering", CONTACT, UNKNOWN)
_FINDINGS = {
    "supported": "stoettet_arbejde",
    "pension": "foertidspension",
    "only_benefit": "kun_ydelse",
    "only_case": "kun_sag",
}


def answer(protected: ProtectedReport) -> list[str]:
    """Who is followed, and how many are in work, in education, or still in contact."""
    text, words = values.sentences(REPORT)["answer"], _words(protected)
    cohort = protected.table("outcome_cohort").cell("persons", "focus_population")
    if not cohort.shown:
        return [fill(text["hidden"], words)]
    if not cohort.value:
        return [fill(text["nobody"], words)]
    first = fill(text["cohort"], words, {"persons": values.citizens(cohort)})
    return [first, *_shares(protected)]


def _shares(protected: ProtectedReport) -> list[str]:
    """The shares in work and education and in contact, and which of them are not shown."""
    text, phrases = values.sentences(REPORT)["answer"], values.sentences(REPORT)["shares"]
    cells = {state: share(protected, state) for state in (*WORKING, CONTACT)}
    if not any(cell.shown for cell in cells.values()):
        return [text["no_shares" if values.hidden(cells.values()) else "all_gone"]]
    working = [
        fill(phrases[state], {"share": _some(protected, state)})
        for state in WORKING
        if cells[state].shown
    ]
    sentences = []
    if working:
        sentences.append(fill(text["working"], {"shares": danish.enumeration(working)}))
    if cells[CONTACT].shown:
        sentences.append(values.sentence(text["contact"], {"share": _some(protected, CONTACT)}))
    # First, so that no zero opens the answer because its neighbours are hidden.
    return [*_not_shown(cells), *sentences]


def _some(protected: ProtectedReport, state: str) -> str:
    return values.some_share(share(protected, state), persons(protected, state))


def _not_shown(cells: Mapping[str, Cell]) -> list[str]:
    """Which shares the sentences before leave out, so that nobody takes them for nothing."""
    text, names = values.sentences(REPORT)["answer"], values.sentences(REPORT)["named"]
    left_out = [names[state] for state, cell in cells.items() if values.hidden([cell])]
    if not left_out:
        return []
    return [fill(text["some_hidden"], {"states": danish.enumeration(left_out)})]


def figure(protected: ProtectedReport) -> str:
    """The headline figure: the share in ordinary work."""
    return values.figure_of(share(protected, "ordinaert_arbejde"), values.rate)


def verdict(_: ProtectedReport) -> ShownVerdict | None:
    """The strategy names criteria of success, but sets no target for them."""
    return None


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Two kinds of success, contact kept, and what is not known."""
    text = values.sentences(REPORT)["tiles"]
    return [
        values.tile(
            text[state],
            share(protected, state),
            values.rate,
            (
                *values.persons_told(persons(protected, state)),
                text["unknown" if state == UNKNOWN else "criterion"],
            ),
        )
        for state in TILES
    ]


def findings(protected: ProtectedReport) -> list[str]:
    """What the answer leaves out: the other states, what is not known, who died or moved."""
    text = values.sentences(REPORT)["findings"]
    cells = {name: persons(protected, state) for name, state in _FINDINGS.items()}
    cells["gone"] = persons(protected, GONE)
    told = {
        name: fill(text[name], {"persons": values.citizens(cell)})
        for name, cell in cells.items()
        if cell.shown and cell.value
    }
    gone = [told.pop("gone")] if "gone" in told else []
    others = [*told.values()]
    return [
        *others[:1],
        *_changes(protected, (*WORKING, CONTACT)),
        *others[1:],
        *_unknown(protected),
        *gone,
        *_counts_not_shown(cells),
    ]


def _counts_not_shown(cells: Mapping[str, Cell]) -> list[str]:
    """Which states the findings leave out because they are hidden."""
    text = values.sentences(REPORT)
    kept = [name for name, cell in cells.items() if values.hidden([cell])]
    states = [text["counted"][name] for name in kept if name != "gone"]
    words = {"states": danish.enumeration(states)}
    return [
        *([fill(text["findings"]["some_hidden"], words)] if states else ()),
        *([text["findings"]["gone_hidden"]] if "gone" in kept else ()),
    ]


def _unknown(protected: ProtectedReport) -> list[str]:
    """Those of whom the register does not know why they ended, where anybody did."""
    text, cell = values.sentences(REPORT)["findings"], persons(protected, UNKNOWN)
    if not cell.shown:
        return [text["unknown_hidden"]] if values.hidden([cell]) else []
    return [fill(text["unknown"], {"persons": values.citizens(cell)})] if cell.value else []


def since_last(protected: ProtectedReport) -> list[str]:
    """The headline's share, in ordinary work, against the follow-up before."""
    return _changes(protected, WORKING[:1])


def _changes(protected: ProtectedReport, states: tuple[str, ...]) -> list[str]:
    """The shares in these states against the follow-up before."""
    table = verdicts.table_of(protected, "outcome_before")
    if table is None or not isinstance(table.when, date):
        return []
    text, names = values.sentences(REPORT)["since"], values.sentences(REPORT)["named"]
    rows = {row.keys[0]: row for row in table.rows}
    pairs = {
        state: (share(protected, state), rows[state].cells[-1]) for state in states if state in rows
    }
    return earlier.shares_changed(text, names, table.when, pairs)


def states_headline(protected: ProtectedReport) -> str:
    """What the figure of states shows."""
    text, cell = values.sentences(REPORT)["headlines"], share(protected, CONTACT)
    if not cell.shown:
        return str(text["states_hidden"])
    return fill(text["states"], {"share": values.rate(cell)})


def criterion(protected: ProtectedReport, state: str) -> list[str]:
    """One criterion of the strategy in its own words, its figure, and what it does not say."""
    text = values.sentences(REPORT)
    words = {"criterion": load("published")["success_criteria"]["states"][state]}
    rate, count = share(protected, state), persons(protected, state)
    if values.all_shown((rate, count)):
        figures = {"share": values.rate(rate), "persons": _counted(count)}
        first = fill(text["criteria"]["with_figures"], words, figures)
    else:
        kind = "hidden" if values.hidden((rate, count)) else "not_available"
        first = fill(text["criteria"][kind], words)
    return [first, text["caveats"][state]]


def compared(protected: ProtectedReport) -> list[str]:
    """The shares of the others beside those of the cohort, by states that need no case (D15)."""
    text, table = values.sentences(REPORT)["compared"], protected.table("outcome_others")
    pairs = {s: (table.cell("share", s), share(protected, s)) for s in text["states"]}
    told = [
        fill(text["states"][state], {"others": values.rate(others), "ours": values.rate(ours)})
        for state, (others, ours) in pairs.items()
        if values.all_shown((others, ours))
    ]
    every = [cell for pair in pairs.values() for cell in pair]
    if not told:
        kind = "hidden" if values.hidden(every) else "nobody"
        return [fill(text[kind], _words(protected))]
    first = fill(text["shares"], _words(protected), {"shares": danish.enumeration(told)})
    return [first, *([text["rest_hidden"]] if values.hidden(every) else [])]


def not_criteria(_: ProtectedReport) -> list[str]:
    """Which states are no criterion of success."""
    return [values.sentences(REPORT)["texts"]["not_criteria"]]


def about_dates(protected: ProtectedReport) -> list[str]:
    """That the cohort stands a year before the reference date, and the linkage on it."""
    return [fill(values.sentences(REPORT)["texts"]["dates"], _words(protected))]


def bounds(protected: ProtectedReport) -> list[str]:
    """How the headline figure would move if the unlinkable counted: best and worst case."""
    table = protected.table("outcome_bounds")
    cells = [row.cells[0] for row in table.rows]
    if not values.all_shown(cells):
        return []
    reported, low, high = (values.rate(cell) for cell in cells)
    if low == high:
        return []
    words = {"reported": reported, "low": low, "high": high}
    return [fill(values.sentences(REPORT)["bounds"], words)]


def method_words(protected: ProtectedReport) -> dict[str, str]:
    """The first day, and the match class in force on it."""
    return _words(protected)


def share(protected: ProtectedReport, state: str) -> Cell:
    return protected.table("outcome_states").cell("share", state)


def persons(protected: ProtectedReport, state: str) -> Cell:
    return protected.table("outcome_states").cell("persons", state)


def _counted(cell: Cell) -> str:
    """ "37 borgere", "ingen borgere", or in words why there is no count."""
    if not cell.shown:
        return values.why_not(cell)
    return danish.counted_or_none(int(values.exact(cell)), "borger", "borgere")


def _words(protected: ProtectedReport) -> dict[str, str]:
    before = protected.table("outcome_cohort").when
    if not isinstance(before, date):
        raise TypeError("the cohort stands on a day")
    system = system_in_force(before)
    return {
        **settings_of(protected),
        "before": danish.long_date(before),
        "class_before": system.class_name,
        "others_before": system.others_in_class,
    }


HEADLINES: Headlines = {"states": states_headline}
TEXTS: Texts = {
    **{
        state: partial(criterion, state=state)
        for state in load("published")["success_criteria"]["states"]
    },
    "compared": compared,
    "not_criteria": not_criteria,
    "dates": about_dates,
    "bounds": bounds,
}
