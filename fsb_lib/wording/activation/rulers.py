"""How much of a change is the ruler: the rate under four definitions, in sentences (D11)."""

from decimal import Decimal
from fractions import Fraction

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable
from fsb_lib.domain import danish
from fsb_lib.domain.periods import previous_measurement
from fsb_lib.wording import values
from fsb_lib.wording.activation.development import REPORT
from fsb_lib.wording.values import Headlines, Texts, fill

DECIMALS = 1  # of percentage points, as in the table of the explained change
HEADLINE_DEFINITION = "this_report"


def rulers(protected: ProtectedReport) -> list[str]:
    """The change since the measurement before under each definition, and what the ruler adds."""
    text, years = values.sentences(REPORT)["rulers"], _years(protected)
    if "previous_year" not in years:
        rates = _rates(protected)
        missing = "levels_hidden" if values.hidden(rates) else "levels_unknown"
        return [_levels(protected, "levels", values.not_shown(text, missing, rates))]
    changes = _changes(protected)
    if HEADLINE_DEFINITION not in changes or len(changes) < 2:
        return [fill(text["hidden" if _hidden(protected) else "unknown"], years)]
    own = changes[HEADLINE_DEFINITION]
    said = [fill(text[_kind(own)], years, {"change": _points(own)}), _others(changes)]
    spread = max(changes.values()) - min(changes.values())
    every = len(changes) == len(_definitions(protected))
    same = "no_ruler" if every else "no_ruler_of_some"
    said.append(fill(text["ruler" if spread else same], {"spread": _points(spread)}))
    if not every:
        said.append(_left_out(protected, changes))
    return said


def _left_out(protected: ProtectedReport, changes: dict[str, Decimal]) -> str:
    """Under which definitions there is no change to tell, or under how many it is kept back."""
    text = values.sentences(REPORT)["rulers"]
    names = [name for name in _definitions(protected) if name not in changes]
    if _hidden(protected):
        return fill(text["some_hidden"], {"n": values.how_many(len(names))})
    named = danish.enumeration([text["definitions"][name] for name in names])
    return fill(text["some_unknown"], {"left_out": named})


def rulers_headline(protected: ProtectedReport) -> str:
    """What the figure of definitions shows."""
    text, years = values.sentences(REPORT)["rulers"], _years(protected)
    if "previous_year" not in years:
        return _levels(protected, "headline_levels", text["headline"])
    changes = _changes(protected)
    if len(changes) < len(_definitions(protected)):
        return fill(text["headline"], years)
    low, high = min(changes.values()), max(changes.values())
    kind = _kind(low)
    if kind != _kind(high) or kind == "still":
        return fill(text["headline"], years)
    if low == high:
        return fill(text[f"headline_{kind}_equal"], years, {"change": _points(low)})
    nearest, farthest = sorted((abs(low), abs(high)))
    words = {"least": danish.number(Fraction(nearest), DECIMALS), "most": _points(farthest)}
    return fill(text[f"headline_{kind}"], years, words)


def _years(protected: ProtectedReport) -> dict[str, str]:
    previous = previous_measurement(protected.year)
    known = {"year": str(protected.year)}
    return known if previous is None else {**known, "previous_year": str(previous)}


def _definitions(protected: ProtectedReport) -> list[str]:
    return [
        category.code for category in protected.table("activation_by_definition").keys[1].categories
    ]


def _changes(protected: ProtectedReport) -> dict[str, Decimal]:
    """Percentage points by definition, of those whose figures are all shown in both years."""
    table, years = protected.table("activation_by_definition"), _years(protected)
    changes = {}
    for definition in _definitions(protected):
        before, now = (_level(table, years[name], definition) for name in ("previous_year", "year"))
        if before is not None and now is not None:
            changes[definition] = danish.round_half_up((now - before) * 100, DECIMALS)
    return changes


def _level(table: ProtectedTable, *codes: str) -> Fraction | None:
    """The rate from its protected counts; None where any of the three figures is not shown."""
    persons, activated, rate = (
        table.cell(name, *codes) for name in ("persons", "activated", "rate")
    )
    if not values.all_shown((persons, activated, rate)):
        return None
    return values.exact(activated) / values.exact(persons)


def _others(changes: dict[str, Decimal]) -> str:
    """The change under the other definitions; with one verb where all go the same way."""
    text = values.sentences(REPORT)["rulers"]
    others = [(name, change) for name, change in changes.items() if name != HEADLINE_DEFINITION]
    kinds = {_kind(change) for change in changes.values()}
    if kinds == {"still"}:
        named = danish.enumeration([text["definitions"][name] for name, _ in others])
        return fill(text["others_still"], {"definitions": named})
    if kinds in ({"rise"}, {"fall"}):
        templates = [text[f"first_{kinds.pop()}"], *[text["next"]] * (len(others) - 1)]
        whole = text["others"]
    else:
        templates = [text[f"other_{_kind(change)}"] for _, change in others]
        whole = text["others_mixed"]
    parts = [
        fill(template, _written(change), {"definition": text["definitions"][name]})
        for template, (name, change) in zip(templates, others, strict=True)
    ]
    return fill(whole, {"parts": danish.enumeration(parts)})


def _levels(protected: ProtectedReport, kind: str, otherwise: str) -> str:
    """The rate of the first measurement under the definitions: there is no change yet."""
    rates = _rates(protected)
    if not values.all_shown(rates):
        return fill(otherwise, _years(protected))
    low, high = (values.rate(pick(rates, key=values.exact)) for pick in (min, max))
    template = values.sentences(REPORT)["rulers"][kind if low != high else f"{kind}_equal"]
    return fill(template, _years(protected), {"low": low, "high": high})


def _rates(protected: ProtectedReport) -> list[Cell]:
    """This measurement's rate under each definition."""
    table = protected.table("activation_by_definition")
    return [table.cell("rate", str(protected.year), name) for name in _definitions(protected)]


def _hidden(protected: ProtectedReport) -> bool:
    """Whether anything of the two years compared is kept back."""
    table, years = protected.table("activation_by_definition"), _years(protected).values()
    cells: list[Cell] = [cell for row in table.rows if row.keys[0] in years for cell in row.cells]
    return values.hidden(cells)


def _kind(change: Decimal) -> str:
    return "rise" if change > 0 else "fall" if change < 0 else "still"


def _written(change: Decimal) -> dict[str, str]:
    number = danish.number(abs(Fraction(change)), DECIMALS)
    return {"change": _points(change), "number": number}


def _points(change: Decimal) -> str:
    return danish.percentage_points(abs(Fraction(change)) / 100, DECIMALS)


HEADLINES: Headlines = {"rulers": rulers_headline}
TEXTS: Texts = {"rulers": rulers}
