"""The registry of measures: strict entries, words for templates, and the page made of it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from fsb_lib.base.package_data import load
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.definitions import (
    MeasureDefinition,
    RegistryWords,
    all_measures,
    drawn_rows,
    measure,
    measure_ids,
)
from fsb_lib.measure_docs.markdown import grid, link_to_heading
from fsb_lib.measure_docs.measures_md import measures_text
from fsb_lib.wording.values import fill

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "measures.md"


def entry(**changes: Any) -> dict[str, Any]:
    """The entry of the activation rate with these fields changed; None takes one out."""
    changed = {**load("measures/activation_rate"), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def example(**changes: Any) -> dict[str, Any]:
    return {**load("measures/activation_rate")["example"], **changes}


def faults(document: Mapping[str, Any]) -> set[str]:
    """Where the faults of an entry lie."""
    with pytest.raises(ValidationError) as caught:
        MeasureDefinition.model_validate(document)
    return {".".join(str(part) for part in fault["loc"]) for fault in caught.value.errors()}


@pytest.mark.parametrize("measure_id", measure_ids())
def test_every_entry_is_as_the_form_asks(measure_id: str) -> None:
    assert measure(measure_id).name


def test_an_entry_as_it_stands_has_no_fault() -> None:
    assert MeasureDefinition.model_validate(entry()).name == "Aktiveringsgrad"


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (entry(nane="Aktiveringsgrad"), {"nane"}),
        (entry(name=None, source=None), {"name", "source"}),  # all faults at once
        (entry(unit="percent"), {"unit"}),
        (entry(date_kind="someday"), {"date_kind"}),
        (entry(name=""), {"name"}),
        (entry(columns={"target_status": []}), {"columns.target_status"}),
        (entry(source={"wording": "..."}), {"source"}),
        (entry(source={"document": "S0", "decision": "D4", "wording": "..."}), {"source"}),
        (entry(source={"document": "S9", "wording": "..."}), {"source.document"}),
        (entry(example=example(year="2009")), {"example.year"}),
        (entry(example=example(persons={"anna": "..."})), {"example"}),
        (entry(example=example(registers={"personer": "person\ngerd"})), {"example"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[-60:],
)
def test_a_fault_of_an_entry_is_found_where_it_is(
    document: dict[str, Any], where: set[str]
) -> None:
    assert faults(document) == where


def test_a_rate_has_a_denominator_and_a_count_has_none() -> None:
    without = {**entry(), "denominator": None}
    assert "a rate with numerator and denominator" in str(caught_from(without))
    assert "a count without" in str(caught_from(entry(unit="persons")))


def caught_from(document: Mapping[str, Any]) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        MeasureDefinition.model_validate(document)
    return caught.value


def test_an_unknown_measure_is_named() -> None:
    with pytest.raises(KeyError, match="activation_rat`"):
        measure("activation_rat")


def test_a_drawn_table_has_as_many_cells_in_every_line() -> None:
    assert drawn_rows("a | b\n1 |\n") == ({"a": "1", "b": None},)
    with pytest.raises(ValueError, match="2 cells"):
        drawn_rows("a | b\n1 | 2 | 3")
    with pytest.raises(ValueError, match="heading"):
        drawn_rows(" \n")


# --- one entry feeds every place ----------------------------------------------------------------


def test_a_column_that_names_its_measure_is_headed_by_it() -> None:
    columns = declared("target_status").measures
    assert columns["rate"].label == measure("activation_rate").name == "Aktiveringsgrad"
    assert columns["rate"].unit == "rate"
    assert columns["missing_persons"].label == "Mangler"
    assert columns["missing_persons"].rests_on  # what disclosure needs is kept


def test_a_template_may_name_the_words_of_a_measure() -> None:
    template = "{name_of_activation_rate} ({phrase_of_activation_rate}), {day}"
    assert fill(template, {"day": "i dag"}) == "Aktiveringsgrad (andel i aktivering), i dag"
    sentence = fill("{definition_of_focus_population}")
    assert sentence == measure("focus_population").definition


@pytest.mark.parametrize("name", ["dag", "definition_of_activation_rat", "phrase_of_plan_states"])
def test_a_name_that_nothing_fills_stops_the_sentence(name: str) -> None:
    with pytest.raises(KeyError):
        f"{{{name}}}".format_map(RegistryWords())


def test_no_other_file_repeats_a_definition() -> None:
    """What a measure is stands in data/measures/ alone; rules of counting may be said again."""
    package = ROOT / "fsb_lib"
    others = [*package.rglob("*.yaml"), *package.rglob("*.py"), *ROOT.glob("notebooks/*.ipynb")]
    others = [path for path in others if path.parent != package / "data" / "measures"]
    texts = {path: " ".join(path.read_text(encoding="utf-8").split()) for path in others}
    repeated = [
        f"{path.relative_to(ROOT)}: {measure_id}"
        for measure_id, definition in all_measures().items()
        for path, text in texts.items()
        if definition.definition.split(". ")[0].rstrip(".") in text
    ]
    assert repeated == []


# --- docs/measures.md ---------------------------------------------------------------------------


def test_the_committed_page_is_the_one_that_the_registry_gives() -> None:
    found = PAGE.read_text(encoding="utf-8")
    assert found == measures_text(), "run `make fix` and commit docs/measures.md"


def test_every_measure_has_one_section_and_every_link_of_the_contents_a_heading() -> None:
    page = measures_text()
    headings = re.findall(r"^#{2,4} (.+)$", page, re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert {definition.name for definition in all_measures().values()} <= set(headings)
    anchors = set(re.findall(r"\]\((#[^)]+)\)", page))
    assert anchors <= {link_to_heading(heading).rpartition("(")[2][:-1] for heading in headings}
    assert len(anchors) > len(all_measures())


def test_the_page_has_every_line_as_wide_as_its_heading() -> None:
    """A bar or a line end in a cell would tear a table apart."""
    for block in measures_text().split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
        assert len(widths) <= 1, block


def test_a_bar_within_a_cell_does_not_end_it() -> None:
    assert grid(["a", "b"], [["x|y", "to\nlinjer"]]).splitlines()[-1] == "| x\\|y | to linjer |"


def test_an_example_is_read_in_danish() -> None:
    page = measures_text()
    section = page[page.index("### Aktiveringsgrad\n") : page.index("### Aktiveringsgrad efter")]
    assert "| Carl | Løntilskud | 01-05-2009 | 15-11-2009 |" in section
    assert "| Carl | I aktivering. Løntilskuddet slutter på selve opgørelsesdagen. |" in section
    assert "| I alt | 5 | 2 | 2/5 (40\u00a0%) |" in section
    assert "**Resultat: Aktiveringsgrad efter gruppe, 15.\u00a0november 2009**" in section
