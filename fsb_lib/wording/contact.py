"""Sentences of the contact follow-up (fastholdelse), computed from its protected tables."""

from collections.abc import Sequence
from datetime import date

from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain import danish, vocabulary
from fsb_lib.domain.periods import same_day_a_year_before
from fsb_lib.domain.vocabulary import TOTAL, system_in_force
from fsb_lib.wording import earlier, values, verdicts
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "contact_followup"
UNBROKEN, ONCE, OFTEN = "ubrudt", "et_ophoer", "flere_ophoer"
COURSES = (UNBROKEN, "kendt_afgang", ONCE, OFTEN)
GONE = "doed_eller_fraflyttet"
SHORTEST, WHOLE_YEAR = "0_92", "hele_aaret"


def answer(protected: ProtectedReport) -> list[str]:
    """Who is followed, how their benefit went, and how many have fallen out."""
    text, words = values.sentences(REPORT)["answer"], _words(protected)
    followed = _fallen(protected, "persons")
    if not followed.shown:
        return [fill(text["hidden"], words)]
    if not followed.value:
        gone = _course(protected, "persons", GONE)
        return [fill(text["nobody" if gone.value == 0 else "all_gone"], words)]
    first = fill(text["cohort"], words, {"persons": values.citizens(followed)})
    return [first, *_courses(protected), *_who_fell_out(protected)]


def _courses(protected: ProtectedReport) -> list[str]:
    """How the benefit went, as far as it went so for anybody; first which shares are not shown."""
    text, phrases = values.sentences(REPORT)["answer"], values.sentences(REPORT)["shares"]
    cells = {course: share(protected, course) for course in COURSES}
    told = [
        fill(phrases[course], {"share": values.rate(cell)})
        for course, cell in cells.items()
        if cell.value
    ]
    if not told:
        return [fill(text["no_courses"], _words(protected))]
    shares = fill(text["courses"], _words(protected), {"shares": danish.enumeration(told)})
    kept = [course for course, cell in cells.items() if values.hidden([cell])]
    return [*_not_shown(text["some_hidden"], kept), shares]


def _not_shown(template: str, courses: Sequence[str]) -> list[str]:
    names = values.sentences(REPORT)["named"]
    named = danish.enumeration([names[course] for course in courses])
    return [fill(template, {"courses": named})] if courses else []


def _who_fell_out(protected: ProtectedReport) -> list[str]:
    text, cell = values.sentences(REPORT)["answer"], _fallen(protected, "fallen_out")
    if not cell.shown:
        return [text["fallen_hidden"]]
    kind = "fallen" if cell.value else "none_fallen"
    return [fill(text[kind], {"persons": values.citizens(cell)})]


def figure(protected: ProtectedReport) -> str:
    """The headline figure: the share whose benefit never stopped."""
    return values.figure_of(share(protected, UNBROKEN), values.rate)


def verdict(_: ProtectedReport) -> ShownVerdict | None:
    """The papers name the risk, but set no target."""
    return None


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Benefit without a stop, stops without an exit, who has fallen out, who was talked with."""
    text = values.sentences(REPORT)["tiles"]
    fallen = _fallen(protected, "fallen_out")
    return [
        _course_tile(protected, UNBROKEN),
        _course_tile(protected, ONCE, _often(protected)),
        values.tile(text["fallen_out"], fallen, values.number, (text["fallen_out_is"],)),
        _interview_tile(protected),
    ]


def _course_tile(protected: ProtectedReport, course: str, more: tuple[str, ...] = ()) -> Tile:
    context = (*values.persons_told(_course(protected, "persons", course)), *more)
    label = values.sentences(REPORT)["tiles"][course]
    return values.tile(label, share(protected, course), values.rate, context)


def _often(protected: ProtectedReport) -> tuple[str, ...]:
    """How many had several stops; nothing where that is not shown."""
    cell, text = _course(protected, "persons", OFTEN), values.sentences(REPORT)["tiles"]
    return (fill(text[OFTEN], {"persons": values.citizens(cell)}),) if cell.shown else ()


def _interview_tile(protected: ProtectedReport) -> Tile:
    text = values.sentences(REPORT)["tiles"]
    talked, everybody = (_interview(protected, name) for name in ("with_interview", "persons"))
    counts = {}
    if values.all_shown((talked, everybody)) and everybody.value:
        counts = {"persons": values.some_of(talked), "all": values.number(everybody)}
    context = values.sentence(text["interview_of"], _words(protected), counts) if counts else ""
    told = (context,) if context else ()
    return values.tile(text["interview"], _interview(protected, "rate"), values.rate, told)


def findings(protected: ProtectedReport) -> list[str]:
    """Time without contact and what has changed, then that a hole in the register is no more than
    that; interviews by group, before all else where there is none; who died or moved."""
    caution, talks = values.sentences(REPORT)["findings"]["caution"], _interviews(protected)
    none = _interview(protected, "with_interview").value == 0
    found = [*_gap(protected), *_changes(protected, (UNBROKEN, ONCE))]
    found = [*talks, *found] if none else [*found, *talks]
    return [*found[:2], caution, *found[2:], *_gone(protected)]


def _gap(protected: ProtectedReport) -> list[str]:
    """Whom nobody was in touch with all year, of those whose benefit never stopped."""
    text, table = values.sentences(REPORT)["findings"], protected.table("contact_longest_gap")
    persons, rate = (table.cell(name, WHOLE_YEAR) for name in ("persons", "share"))
    if values.hidden((persons, rate)):
        return [text["gap_hidden"]]
    if not rate.shown:
        return []
    words = {"persons": values.citizens(persons), "share": values.rate(rate)}
    first = fill(text["gap" if persons.value else "no_gap"], words)
    short = table.cell("share", SHORTEST)
    if not (short.shown and short.value):
        return [first]
    return [f"{first} {fill(text['short_gap'], {'share': values.rate(short)})}"]


def _interviews(protected: ProtectedReport) -> list[str]:
    """The share with an interview in each target group; that there is none at all."""
    text = values.sentences(REPORT)["findings"]
    if _interview(protected, "with_interview").value == 0:
        return [text["no_interviews"]] if _interview(protected, "persons").value else []
    labels = {code: vocabulary.labels("maalgruppe")[code].lower() for code in _groups()}
    cells = {label: _interview(protected, "rate", code) for code, label in labels.items()}
    form = values.sentences(REPORT)["of_group"]
    told = [
        fill(form, {"share": values.rate(cell), "group": group})
        for group, cell in cells.items()
        if cell.shown
    ]
    kept = [group for group, cell in cells.items() if values.hidden([cell])]
    return [
        *([fill(text["interviews"], {"shares": danish.enumeration(told)})] if told else []),
        *([fill(text["interviews_hidden"], {"groups": danish.enumeration(kept)})] if kept else []),
    ]


def _groups() -> tuple[str, ...]:
    return tuple(vocabulary.special_needs_codes())


def _gone(protected: ProtectedReport) -> list[str]:
    """Who died or moved, where anybody did."""
    text, cell = values.sentences(REPORT)["findings"], _course(protected, "persons", GONE)
    if not cell.shown:
        return [text["gone_hidden"]]
    return [fill(text["gone"], {"persons": values.citizens(cell)})] if cell.value else []


def since_last(protected: ProtectedReport) -> list[str]:
    """The headline's share against the follow-up before; nothing where there was none."""
    table = verdicts.table_of(protected, "contact_before")
    return _changes(protected, (UNBROKEN,)) if table else []


def _changes(protected: ProtectedReport, courses: tuple[str, ...]) -> list[str]:
    """The shares of these courses against the follow-up before."""
    text, table = values.sentences(REPORT)["since"], verdicts.table_of(protected, "contact_before")
    if table is None or not isinstance(table.when, date):
        return [text["first"]]
    pairs = {one: (share(protected, one), table.cell("share", one)) for one in courses}
    return earlier.shares_changed(text, values.sentences(REPORT)["named"], table.when, pairs)


def courses_headline(protected: ProtectedReport) -> str:
    """What the figure of courses shows."""
    text, cell = values.sentences(REPORT)["headlines"], share(protected, UNBROKEN)
    if not cell.shown:
        return str(text["courses_hidden"])
    return values.sentence(text["courses"], {"share": values.rate(cell) if cell.value else "ingen"})


def about_interviews(protected: ProtectedReport) -> list[str]:
    """What the papers ask for, and what the table shows of it."""
    return [fill(values.sentences(REPORT)["texts"]["interviews"], _words(protected))]


def pattern(protected: ProtectedReport) -> list[str]:
    """The pattern of the papers, and how many were seen in it; nothing where that is not shown."""
    text, cell = values.sentences(REPORT)["texts"], _course(protected, "persons", OFTEN)
    if not cell.shown:
        return []
    kind = "pattern" if cell.value else "no_pattern"
    return [fill(text[kind], {"persons": values.citizens(cell)})]


def about_dates(protected: ProtectedReport) -> list[str]:
    """Which figures are of the first day, and which of the reference date."""
    return [fill(values.sentences(REPORT)["texts"]["dates"], _words(protected))]


def method_words(protected: ProtectedReport) -> dict[str, str]:
    """The first day with its match class, and how long a stop is."""
    label = values.sentences("common")["settings"]["max_gap_days"]["label"]
    return {**_words(protected), "max_gap": dict(protected.settings)[label]}


def share(protected: ProtectedReport, course: str) -> Cell:
    return _course(protected, "share", course)


def _course(protected: ProtectedReport, measure: str, course: str) -> Cell:
    return protected.table("contact_course").cell(measure, TOTAL, course)


def _fallen(protected: ProtectedReport, measure: str) -> Cell:
    return protected.table("contact_fallen_out").cell(measure, TOTAL)


def _interview(protected: ProtectedReport, measure: str, group: str = TOTAL) -> Cell:
    return protected.table("contact_interview").cell(measure, group)


def _words(protected: ProtectedReport) -> dict[str, str]:
    before: date = same_day_a_year_before(protected.reference_date)
    return {
        **settings_of(protected),
        "before": danish.long_date(before),
        "class_before": system_in_force(before).class_name,
    }


HEADLINES: Headlines = {"courses": courses_headline}
TEXTS: Texts = {"interviews": about_interviews, "pattern": pattern, "dates": about_dates}
