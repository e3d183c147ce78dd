"""From protected cells to Danish words; the only place a sentence gets its figures from."""

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile, VerdictKind
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Status
from fsb_lib.domain import danish, vocabulary
from fsb_lib.domain.definitions import RegistryWords
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date, default_reference_date

# What a report module offers by name: texts in paragraphs, headlines over figures.
Texts = Mapping[str, Callable[[ProtectedReport], list[str]]]
Headlines = Mapping[str, Callable[[ProtectedReport], str]]
Written = Callable[[Cell], str]  # a shown cell in its Danish form


def sentences(report: str) -> Any:
    """The sentence templates of one report, or of `common`."""
    return load(f"wording/{report}")


def settings_of(protected: ProtectedReport) -> dict[str, str]:
    """What sentences of every report may mention: the days, the year, the match class."""
    day = protected.reference_date
    return {
        "day": danish.long_date(day),
        "month": danish.month_and_year(day),
        "year": str(protected.year),
        "plan_years": danish.year_span(STRATEGY_START.year, protected.year),
        "cutoff": danish.long_date(cutoff_date(protected.year)),
        **_match_class(vocabulary.system_in_force(day)),
        "resource_courses": _resource_courses(protected),
    }


def _match_class(system: vocabulary.MatchSystem) -> dict[str, str]:
    """The class "ikke arbejdsmarkedsparat": who is in it, everybody in it, its name alone."""
    return {
        "in_match_class": system.in_class,
        "in_match_class_told": system.in_class_told,
        "all_of_match_class": system.all_of_class,
        "match_class_name": system.class_name,
        "citizens_in_match_class": system.citizens_in_class,
        "others_in_match_class": system.others_in_class,
        "match_groups": system.groups,
    }


def _resource_courses(protected: ProtectedReport) -> str:
    """Whether those in ressourceforløb count, by the benefits that the report was made with."""
    text, own = sentences("common"), vocabulary.labels("ydelse")["ressourceforloebsydelse"].lower()
    matched = dict(protected.settings).get(text["settings"]["matched_benefits"]["label"], "")
    found: str = text["resource_courses"]["among" if own in matched else "not_among"]
    return found


def measured_in(year: int) -> str:
    """The month of an earlier year's measurement: "november 2009"."""
    return danish.month_and_year(default_reference_date(year))


def all_shown(cells: Iterable[Cell]) -> bool:
    return all(cell.shown for cell in cells)


def persons_told(cell: Cell) -> tuple[str, ...]:
    """How many a share is, for the tile; nothing where that is not shown."""
    return (sentence_case(citizens(cell)),) if cell.shown else ()


def exact(cell: Cell) -> Fraction:
    """The protected value of a shown cell."""
    if cell.value is None:
        raise ValueError("a cell without a value has no figure to write")
    return Fraction(cell.value)


def rate(cell: Cell) -> str:
    """A protected rate: "19 %"."""
    return danish.percent(exact(cell), cell.decimals)


def number(cell: Cell) -> str:
    """A protected count: "3.357"."""
    return danish.number(exact(cell))


def citizens(cell: Cell) -> str:
    """A protected count of citizens: "3.357 borgere", "ingen borgere"."""
    return danish.counted_or_none(int(exact(cell)), "borger", "borgere")


def persons(cell: Cell) -> str:
    """A protected count of persons of the registers: "25 personer", "ingen personer"."""
    return danish.counted_or_none(int(exact(cell)), "person", "personer")


def some_share(rated: Cell, part: Cell) -> str:
    """A protected rate in a sentence: nobody is no "0 %", and a share that is rounded to it is."""
    return "ingen" if part.shown and not part.value else rate(rated)


def some_of(cell: Cell) -> str:
    """A protected count of those just named, in front of "af dem": "60", "ingen"."""
    return number(cell) if cell.value else "ingen"


def refined(rated: Cell, part: Cell, whole: Cell) -> str:
    """A rate with the side it was rounded from: "knap 36 %".

    Plain where one of its counts is not shown: a rounded rate alone must not be refined.
    """
    if not all_shown((part, whole)) or not whole.value:
        return rate(rated)
    return danish.roughly(exact(part) / exact(whole), rated.decimals)


def figure_of(cell: Cell, written: Written) -> str:
    """A key figure, or the sign that stands in its place."""
    return written(cell) if cell.shown else str(_mark(cell)["sign"])


def shown_or_none(cell: Cell, written: Written) -> str | None:
    return written(cell) if cell.shown else None


def tile(
    label: str,
    cell: Cell,
    written: Written,
    context: tuple[str, ...] = (),
    verdict: ShownVerdict | None = None,
) -> Tile:
    """A key figure. One that is not shown keeps its place: the sign, and a small line why."""
    why = () if cell.shown else (str(_mark(cell)["in_figure"]),)
    return Tile(label, figure_of(cell, written), (*why, *context), verdict)


def _mark(cell: Cell) -> Any:
    return load("page")["marks"][cell.status]


def why_not(cell: Cell) -> str:
    """Why a cell has no value: hidden or not available."""
    hidden = cell.status is Status.SUPPRESSED
    text: str = sentences("common")["hidden" if hidden else "unknown"]
    return text


def label(table: ProtectedTable, key: str, code: str) -> str:
    """Danish label of a key's code."""
    return table.key(key).category(code).label


def hidden(cells: Iterable[Cell]) -> bool:
    """Whether anything is kept back; a figure that does not exist is no secret."""
    return any(cell.status is Status.SUPPRESSED for cell in cells)


def names(table: ProtectedTable, key: str, codes: Iterable[str]) -> str:
    """Labels in running text: "handicappede og misbrugere i behandling"."""
    return danish.enumeration([label(table, key, code).lower() for code in codes])


def level_with(cell: Cell, cells: Mapping[str, Cell]) -> list[str]:
    """The codes whose protected figure is that of `cell`: several where figures are equal."""
    return [code for code, other in cells.items() if other.value == cell.value]


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(template: str, *parts: Mapping[str, str]) -> str:
    """A filled template whose first word may be "ingen"."""
    return sentence_case(fill(template, *parts))


def how_many(n: int) -> str:
    """Of what the text itself counts, "én", "to", "13"."""
    return "én" if n == 1 else danish.in_words(n)


def not_shown(text: Mapping[str, str], kind: str, cells: Collection[Cell]) -> str:
    """That some of the cells are not shown, and how many; or, as "<kind>_all", that none is."""
    n_missing = sum(not cell.shown for cell in cells)
    if n_missing == len(cells):
        return text[f"{kind}_all"]
    return fill(text[kind], {"n": how_many(n_missing)})


def judged(reached: Cell, short: str, over: str) -> ShownVerdict:
    """The verdict of a protected `reached` cell with what to say in either case."""
    if not reached.shown:
        return ShownVerdict(VerdictKind.NOT_JUDGED, why_not(reached))
    return (
        ShownVerdict(VerdictKind.REACHED, over)
        if reached.value
        else ShownVerdict(VerdictKind.NOT_REACHED, short)
    )


def fill(template: str, *parts: Mapping[str, str]) -> str:
    """A template with its names filled in: those given, and those of the registry of measures."""
    words = {name: value for part in parts for name, value in part.items()}
    return template.format_map(RegistryWords(words))
