"""The registry of measures: what each figure means, said once.

One file in `data/measures/` per measure, read when it is asked for. Column labels, subtitles,
sentences of the method box and docs/measures.md take their words from here. Every entry carries
a worked example of six drawn persons, which is its test and its documentation:

    registers                                  expected
    person | ydelse        | fra        | til  target_group | persons | activated | rate
    anna   | kontanthjaelp | 2008-01-01 |      i_alt        | 4       | 2         | 2/4
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from fsb_lib.base.package_data import load, names_in

FOLDER = "measures"
PERSONS_OF_AN_EXAMPLE = 6
NOT_AVAILABLE = "·"

DrawnRow = Mapping[str, str | None]
MeasureUnit = Literal["persons", "rate", "points"]
DateKind = Literal["reference_date", "cutoff", "period", "two_dates", "delivery"]


def _one_or_several(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Columns = Annotated[tuple[str, ...], BeforeValidator(_one_or_several), Field(min_length=1)]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class MeasureSource(_Strict):
    """Where a definition comes from: the city's document, or our decision where it is silent.

    `wording` is the document's own Danish words, or why we decided so.
    """

    document: Literal["S0", "S1", "S2", "S3", "S4"] | None = None
    decision: Text | None = None
    wording: Text

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> "MeasureSource":
        if (self.document is None) == (self.decision is None):
            raise ValueError("either a document or a decision")
        return self


class WorkedExample(_Strict):
    """Six persons drawn in registers, and the rows that the measure must give for them.

    `persons` says in Danish why each counts or not. `expected` are rows of `table`, with its
    keys and those of its measures that the example is about.
    """

    year: int
    report: Text
    parameters: Mapping[str, Any]
    persons: Mapping[str, Text]
    registers: Mapping[str, Text]
    table: Text
    expected: Text

    @model_validator(mode="after")
    def _explains_everybody(self) -> "WorkedExample":
        drawn = {row["person"] for text in self.registers.values() for row in drawn_rows(text)}
        if not drawn <= self.persons.keys():
            raise ValueError("every person that is drawn among those explained")
        return self

    @property
    def rows(self) -> tuple[DrawnRow, ...]:
        """The expected rows: column -> text as drawn; None for an empty cell."""
        return drawn_rows(self.expected)


class MeasureDefinition(_Strict):
    """One measure: its Danish name and definition, what it is made of, and its worked example.

    `columns` names the columns it stands in: table -> columns, the figure itself first, then the
    counts of numerator and denominator where only this measure explains them. `label` heads its
    column (the name when left out), `phrase` is the measure in few words for a subtitle,
    `rule` the section of docs/definitions.md.
    """

    name: Text
    label: Text | None = None
    phrase: Text | None = None
    definition: Text
    unit: MeasureUnit
    population: Text
    numerator: Text | None
    denominator: Text | None
    date_kind: DateKind
    rule: Text | None = None
    source: MeasureSource
    columns: Mapping[str, Columns]
    example: WorkedExample

    @model_validator(mode="after")
    def _is_made_of_what_its_unit_says(self) -> "MeasureDefinition":
        parts = (self.numerator, self.denominator)
        if self.unit == "rate" and None in parts:
            raise ValueError("a rate with numerator and denominator")
        if self.unit == "persons" and parts != (None, None):
            raise ValueError("a count without numerator and denominator")
        return self

    @property
    def column_label(self) -> str:
        return self.label or self.name


@cache
def measure(measure_id: str) -> MeasureDefinition:
    """The measure of that id.

    Errors: KeyError for an unknown id; ValueError naming every fault of its file.
    """
    if measure_id not in measure_ids():
        raise KeyError(f"no measure `{measure_id}` in data/{FOLDER}")
    return MeasureDefinition.model_validate(load(f"{FOLDER}/{measure_id}"))


def all_measures() -> Mapping[str, MeasureDefinition]:
    """Every measure by id, in alphabetical order."""
    return {measure_id: measure(measure_id) for measure_id in measure_ids()}


def measure_ids() -> tuple[str, ...]:
    """The ids of all measures: the names of their files."""
    return tuple(name.removeprefix(f"{FOLDER}/") for name in names_in(FOLDER))


class RegistryWords(dict[str, str]):
    """Words for a template, in which every measure's own words stand too.

    `{name_of_activation_rate}`, `{phrase_of_…}` and `{definition_of_…}` are taken from the
    registry when a template names them, so that no other file has to repeat them.
    """

    def __missing__(self, wanted: str) -> str:
        for said in ("definition", "phrase", "name"):
            measure_id = wanted.removeprefix(f"{said}_of_")
            if measure_id != wanted:
                words: str | None = getattr(measure(measure_id), said)
                if words is not None:
                    return words
        raise KeyError(wanted)


def drawn_rows(text: str) -> tuple[DrawnRow, ...]:
    """A table drawn as text, as one mapping per line; an empty cell is None.

    Errors: ValueError for a line with another number of cells than the heading.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line]
    lines = [line for line in lines if any(line)]
    if not lines:
        raise ValueError("a drawn table with a heading")
    names = lines[0]
    for line in lines:
        if len(line) != len(names):
            raise ValueError(f"{len(names)} cells in `{' | '.join(line)}`")
    return tuple(
        dict(zip(names, (cell or None for cell in line), strict=True)) for line in lines[1:]
    )
