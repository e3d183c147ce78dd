"""docs/measures.md: every measure with its definition, source and worked example, in Danish.

A pure function of the registry (definitions.py) and the words in data/: the same entries that
the pages take labels and definitions from, and that tests/spec runs as examples.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from fsb_lib.base.package_data import load, names_in
from fsb_lib.disclosure.gate import filled_phrases
from fsb_lib.domain import danish
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.definitions import MeasureDefinition, WorkedExample, all_measures
from fsb_lib.measure_docs.drawn_examples import person_table, register_tables, result_table
from fsb_lib.measure_docs.markdown import grid, link_to_heading
from fsb_lib.params import REPORT_IDS, ReportParams, read
from fsb_lib.wording.params_in_danish import placeholders, settings_in_force

COMMON = "common"


def measures_text() -> str:
    """The whole of docs/measures.md: contents, then a section per measure, by report."""
    text, known, tables = load("measure_docs"), all_measures(), _tables()
    ordered = sorted(known, key=lambda measure_id: _place(known[measure_id], tables))
    chapters = {
        _chapter(report): list(ids)
        for report, ids in groupby(ordered, key=lambda each: _first(known[each], tables)[0])
    }
    blocks = [f"# {text['title']}", text["lead"].strip(), f"## {text['contents']}"]
    blocks.append("\n".join(_contents(chapters, known)))
    for chapter, ids in chapters.items():
        blocks.append(f"## {chapter}")
        for measure_id in ids:
            blocks += _section(measure_id, known[measure_id])
    return "\n\n".join(blocks) + "\n"


def _contents(
    chapters: Mapping[str, Sequence[str]], known: Mapping[str, MeasureDefinition]
) -> Iterable[str]:
    for chapter, ids in chapters.items():
        yield f"- {link_to_heading(chapter)}"
        yield from (f"  - {link_to_heading(known[measure_id].name)}" for measure_id in ids)


def _section(measure_id: str, definition: MeasureDefinition) -> list[str]:
    text, example = load("measure_docs"), definition.example
    params = read(year=example.year, **example.parameters)
    return [
        f"### {definition.name}",
        f"> {definition.definition}",
        _facts(measure_id, definition, params),
        _source(definition),
        f"#### {text['example'].format(name=definition.name, year=example.year)}",
        *_parameters(example, params),
        *register_tables(example),
        person_table(example),
        result_table(example, params, definition.date_kind),
    ]


def _facts(measure_id: str, definition: MeasureDefinition, params: ReportParams) -> str:
    text = load("measure_docs")
    facts = {
        "unit": text["units"][definition.unit],
        "population": definition.population,
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "date": text["date_kinds"][definition.date_kind],
        "stands_in": "<br>".join(_stands_in(definition, params)),
        "rule": definition.rule and text["rule"].format(rule=definition.rule),
        "id": f"`{measure_id}`",
    }
    rows = [(text["facts"][name], fact) for name, fact in facts.items() if fact]
    return grid([text["facts"]["heading"], ""], rows)


def _stands_in(definition: MeasureDefinition, params: ReportParams) -> Iterable[str]:
    """The columns of the reports' tables, as a reader finds them."""
    filled = filled_phrases(placeholders(params))
    for table, columns in definition.columns.items():
        measures = declared(table).measures
        labels = (measures[column].label.format_map(filled) for column in columns)
        names = danish.enumeration([f"»{label}«" for label in labels])
        yield load("measure_docs")["column"].format(table=table, columns=names)


def _source(definition: MeasureDefinition) -> str:
    text, source = load("measure_docs")["source"], definition.source
    if source.document is None:
        return str(text["decision"].format(decision=source.decision, wording=source.wording))
    title = load("published")["documents"][source.document]["title"]
    words = {"document": source.document, "title": title, "wording": source.wording}
    return str(text["document"].format(**words))


def _parameters(example: WorkedExample, params: ReportParams) -> list[str]:
    """The choices that are other than the default, as the method box prints them."""
    default = settings_in_force(read(year=example.year), example.report)
    chosen = settings_in_force(params, example.report)
    text = load("measure_docs")
    told = [
        text["parameter"].format(name=f"{name[0].lower()}{name[1:]}", value=value)
        for name, value in chosen
        if (name, value) not in default
    ]
    if not told:
        return []
    return [text["example_parameters"].format(parameters=danish.enumeration(told))]


def _tables() -> Mapping[str, tuple[str, int]]:
    """table -> (report, place among its tables); `common` for those of several reports."""
    documents = {name.removeprefix("tables/"): load(name) for name in names_in("tables")}
    documents[COMMON] = documents[COMMON]["tables"]
    return {
        table: (report, place)
        for report, tables in documents.items()
        for place, table in enumerate(tables)
    }


def _first(definition: MeasureDefinition, tables: Mapping[str, tuple[str, int]]) -> tuple[str, int]:
    """Report and place of the first table that shows a measure."""
    return tables[next(iter(definition.columns))]


def _place(
    definition: MeasureDefinition, tables: Mapping[str, tuple[str, int]]
) -> tuple[int, int, int, str]:
    """The order of measures: that of the reports, their tables and the tables' columns."""
    report, place = _first(definition, tables)
    table, columns = next(iter(definition.columns.items()))
    column = list(declared(table).measures).index(columns[0])
    return (*REPORT_IDS, COMMON).index(report), place, column, definition.name


def _chapter(report: str) -> str:
    if report == COMMON:
        return str(load("measure_docs")["in_every_report"])
    return str(load(f"wording/{report}")["page"]["topic"])
