"""Sentences of the cooperation status, computed from its protected table."""

from collections import defaultdict
from collections.abc import Sequence

from fsb_lib.base.package_data import load
from fsb_lib.components.page_parts import ShownVerdict, Tile
from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.wording import values
from fsb_lib.wording.values import Headlines, Texts, fill, settings_of

REPORT = "cooperation_status"
RESOURCE = "ressourceforloeb"
OTHER_TILES = ("udskrivningskoordinator", "kontaktmodel")
PRINTED_IN = 2014  # the year that the note of 2015 tells of
# The entry of data/published.yaml (`printed`) that a tile is shown beside.
_PRINTED = {
    RESOURCE: "resource_courses_2014",
    "by_sof": "resource_courses_by_sof_2014",
    "udskrivningskoordinator": "discharge_coordinators_2015",
    "kontaktmodel": "contact_model_2015",
}


def answer(protected: ProtectedReport) -> list[str]:
    """How many are in ressourceforløb, and who coordinates them."""
    text, words = values.sentences(REPORT)["answer"], settings_of(protected)
    if not any(_cells(protected, scheme)[0].value != 0 for scheme in schemes(protected)):
        return [fill(text["nobody"], words)]
    persons = _cells(protected, RESOURCE)[0]
    kind = (
        "resource_hidden" if not persons.shown else "resource" if persons.value else "resource_none"
    )
    counted = {"persons": values.citizens(persons)} if persons.shown else {}
    return [fill(text[kind], words, counted), *_resource_coordination(protected)]


def since_last(_: ProtectedReport) -> list[str]:
    """Nothing: the schemes came and went, and no note holds them against an earlier one."""
    return []


def _resource_coordination(protected: ProtectedReport) -> list[str]:
    persons, by_sof, rate = _cells(protected, RESOURCE)
    if not persons.value or not values.all_shown((by_sof, rate)):
        return []
    text = values.sentences(REPORT)["answer"]
    words = {"by_sof": values.number(by_sof), "rate": values.rate(rate)}
    return [fill(text[_split(persons, by_sof)], words)]


def _others(protected: ProtectedReport) -> list[str]:
    """The schemes beside those of the key figures that have citizens and may be shown."""
    phrases = values.sentences(REPORT)["schemes"]
    told = [
        (phrase, persons)
        for scheme, phrase in phrases.items()
        if scheme not in OTHER_TILES and (persons := _cells(protected, scheme)[0]).value
    ]
    if not told:
        return []
    counted = [values.citizens(told[0][1]), *(values.number(persons) for _, persons in told[1:])]
    pairs = zip(told, counted, strict=True)
    parts = [fill(phrase, {"persons": count}) for (phrase, _), count in pairs]
    text, last = values.sentences(REPORT)["findings"], parts[-1]
    if parts[:-1]:
        last = fill(text["others_joined"], {"first": ", ".join(parts[:-1]), "last": last})
    return [fill(text["others"], settings_of(protected), {"others": last})]


def figure(protected: ProtectedReport) -> str:
    """The headline figure: citizens in ressourceforløb."""
    return values.figure_of(_cells(protected, RESOURCE)[0], values.number)


def verdict(_: ProtectedReport) -> ShownVerdict | None:
    """The schemes have no target."""
    return None


def tiles(protected: ProtectedReport) -> list[Tile]:
    """Ressourceforløb and SOF's share of them, discharge coordinators, the contact model."""
    text, words = values.sentences(REPORT)["tiles"], settings_of(protected)
    persons, by_sof, rate = _cells(protected, RESOURCE)
    counts = (
        (
            fill(
                text["by_sof_of"],
                {"by_sof": values.number(by_sof), "persons": values.number(persons)},
            ),
        )
        if values.all_shown((persons, by_sof, rate))
        else ()
    )
    on_day = (fill(text["on_day"], words),)
    of_resource = on_day + _printed(protected, RESOURCE)
    coordinated = counts + _printed(protected, "by_sof")
    return [
        values.tile(text[RESOURCE], persons, values.number, of_resource),
        values.tile(text["by_sof"], rate, values.rate, coordinated),
        *(_scheme_tile(protected, scheme, on_day) for scheme in OTHER_TILES),
    ]


def _scheme_tile(protected: ProtectedReport, scheme: str, on_day: tuple[str, ...]) -> Tile:
    label = values.sentences(REPORT)["tiles"][scheme]
    context = on_day + _printed(protected, scheme)
    return values.tile(label, _cells(protected, scheme)[0], values.number, context)


def findings(protected: ProtectedReport) -> list[str]:
    """The other schemes, who coordinates each, and where that may not be said."""
    text = values.sentences(REPORT)["findings"]
    by_kind = _by_coordination(protected)
    sentences = [
        fill(text[kind], {"schemes": _names(found)})
        for kind in ("all_by_sof", "all_by_bif")
        if (found := by_kind.pop(kind, []))
    ]
    sentences += [_partly(protected, scheme) for scheme in by_kind.pop("by_sof", [])]
    sentences += [fill(text[kind], {"schemes": _names(found)}) for kind, found in by_kind.items()]
    return [*_others(protected), *sentences] or [text["nobody"]]


def _by_coordination(protected: ProtectedReport) -> dict[str, list[str]]:
    """Schemes with citizens by how their coordination can be told; the table's order."""
    found: dict[str, list[str]] = defaultdict(list)
    for scheme in schemes(protected):
        persons, by_sof, rate = _cells(protected, scheme)
        if not persons.shown:
            found["not_shown"].append(scheme)
        elif persons.value:
            told = values.all_shown((by_sof, rate))
            found[_split(persons, by_sof) if told else "hidden"].append(scheme)
    return found


def _partly(protected: ProtectedReport, scheme: str) -> str:
    text = values.sentences(REPORT)
    persons, by_sof, rate = _cells(protected, scheme)
    words = {
        "by_sof": values.number(by_sof),
        "persons": values.citizens(persons),
        "scheme": text["names"][scheme],
        "rate": values.rate(rate),
    }
    return fill(text["findings"]["partly"], words)


def status_headline(protected: ProtectedReport) -> str:
    """What the figure of schemes shows: the largest, when one alone is."""
    text = values.sentences(REPORT)
    sizes = {scheme: _cells(protected, scheme)[0] for scheme in schemes(protected)}
    if values.hidden(sizes.values()):
        return str(text["headlines"]["status_hidden"])
    shown = {scheme: values.exact(cell) for scheme, cell in sizes.items() if cell.value}
    largest = [scheme for scheme, n in shown.items() if n == max(shown.values())]
    if len(largest) != 1:
        return str(text["headlines"]["status_hidden"])
    return fill(text["headlines"]["status"], {"scheme": text["names"][largest[0]]})


def who(protected: ProtectedReport) -> list[str]:
    """That the schemes reach beyond the strategy's target group; ressourceforløb have a benefit of
    their own since a day of data/breaks.yaml."""
    text = values.sentences(REPORT)["texts"]
    paid_otherwise = protected.reference_date >= load("breaks")["ressourceforloeb"]["day"]
    return [text["who"], *([text["own_benefit"]] if paid_otherwise else ())]


def method_words(_: ProtectedReport) -> dict[str, str]:
    """The method box of this report needs no words of its own."""
    return {}


def schemes(protected: ProtectedReport) -> list[str]:
    """The codes of the schemes, in the order of the table."""
    return [row.keys[0] for row in protected.table(REPORT).rows]


def _cells(protected: ProtectedReport, scheme: str) -> tuple[Cell, Cell, Cell]:
    """Persons, those coordinated by SOF, and their share."""
    table = protected.table(REPORT)
    persons, by_sof, rate = (
        table.cell(measure, scheme) for measure in ("persons", "coordinated_by_sof", "rate")
    )
    return persons, by_sof, rate


def _split(persons: Cell, by_sof: Cell) -> str:
    if not by_sof.value:
        return "all_by_bif"
    return "all_by_sof" if by_sof.value == persons.value else "by_sof"


def _names(found: Sequence[str]) -> str:
    names = values.sentences(REPORT)["names"]
    return danish.enumeration([names[scheme] for scheme in found])


def _printed(protected: ProtectedReport, tile: str) -> tuple[str, ...]:
    """What the note of 2015 prints, in the year it tells of."""
    if protected.year != PRINTED_IN:
        return ()
    printed = load("published")["printed"][_PRINTED[tile]]["figure"]
    return (fill(values.sentences(REPORT)["tiles"]["printed"], {"printed": printed}),)


HEADLINES: Headlines = {"status": status_headline}
TEXTS: Texts = {"who": who}
