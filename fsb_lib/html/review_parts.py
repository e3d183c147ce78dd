"""The parts of review.html that no notebook shows: definitions, unrounded shares, named values."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from html import escape

from fsb_lib.base.package_data import load
from fsb_lib.components.fragment import element
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport, ProtectedTable, Row, Unit
from fsb_lib.domain import danish
from fsb_lib.domain.definitions import MeasureDefinition, all_measures

DECIMALS = 6


def facts(named: Mapping[str, str]) -> str:
    """Names and what is said of them, as a description list."""
    return _described((element("dt", name), escape(text)) for name, text in named.items())


def values(named: Mapping[str, str]) -> str:
    """Names and values of a program, as they are written there."""
    return _described((element("dt", name), element("code", text)) for name, text in named.items())


def _described(pairs: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"{term}<dd>{html}</dd>" for term, html in pairs)
    return f'<dl class="fsb-facts">{lines}</dl>' if lines else ""


def definitions(protected: ProtectedReport) -> str:
    """Every measure that stands in a table of the report, as the registry defines it."""
    held = {table.id for table in protected.tables}
    return "\n".join(
        _definition(found) for found in all_measures().values() if held & found.columns.keys()
    )


def _definition(found: MeasureDefinition) -> str:
    heading = load("review")["definitions"]["name"].format(name=found.name)
    return element("h3", heading) + element("p", found.definition) + facts(_told(found))


def _told(found: MeasureDefinition) -> dict[str, str]:
    words, names = load("measure_docs"), load("measure_docs")["facts"]
    told = {
        names["unit"]: words["units"][found.unit],
        names["population"]: found.population,
        names["numerator"]: found.numerator,
        names["denominator"]: found.denominator,
        names["date"]: words["date_kinds"][found.date_kind],
        names["rule"]: found.rule,
        load("review")["definitions"]["source_name"]: _source(found),
    }
    return {name: text for name, text in told.items() if text}


def _source(found: MeasureDefinition) -> str:
    words, source = load("review")["definitions"]["source"], found.source
    if source.document is None:
        return str(words["decision"].format(decision=source.decision, wording=source.wording))
    title = load("published")["documents"][source.document]["title"]
    return str(
        words["document"].format(title=title, document=source.document, wording=source.wording)
    )


def unrounded(protected: ProtectedReport) -> str:
    """Every share of an internal report with six decimals; nothing for a committee.

    No fractions: the digits of a long one can look like a CPR number to the scanner.
    """
    if protected.audience != INTERNAL:
        return ""
    made = ((table, list(_shares(table))) for table in protected.tables)
    return "\n".join(_table(table, shares) for table, shares in made if shares)


def _shares(table: ProtectedTable) -> Iterator[tuple[str, Fraction]]:
    for row in table.rows:
        for measure, cell in zip(table.measures, row.cells, strict=True):
            if cell.shown and measure.unit in (Unit.RATE, Unit.POINTS) and cell.value is not None:
                yield f"{_label(table, row)}: {measure.label}", Fraction(cell.value)


def _label(table: ProtectedTable, row: Row) -> str:
    return ", ".join(
        key.category(code).label for key, code in zip(table.keys, row.keys, strict=True)
    )


def _table(table: ProtectedTable, shares: list[tuple[str, Fraction]]) -> str:
    words = load("review")["unrounded"]
    title = words["caption"].format(title=table.title)
    columns = words["columns"]
    head = (
        f'<th class="fsb-stub" scope="col">{escape(columns["what"])}</th>'
        f'<th scope="col">{escape(columns["decimal"])}</th>'
    )
    rows = "\n".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{danish.number(share, DECIMALS)}</td></tr>'
        for label, share in shares
    )
    return (
        f'<div class="fsb fsb-table">\n<table>\n<caption>{element("span", title, "fsb-title")}'
        f"</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )
