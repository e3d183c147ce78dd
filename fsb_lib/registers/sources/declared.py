"""The form of `registers.yaml`, declared once: what is read, and its JSON Schema.

Every value is a text: codes as 07 and NO stay as they are written. No value is code to be run.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from fsb_lib.domain.contract import TABLES
from fsb_lib.registers.sources.week_names import is_pattern

# The ways of writing a day that a column must be declared to have: nothing in a value tells them.
WrittenDay = Literal["date9", "sas_days", "excel_days", "ddmmyyyy"]


def _one_or_more(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


_Table: Any = Literal[tuple(register.name for register in TABLES)]
# One text, or a list of at least one.
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_more, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Events(_Closed):
    """Records of what happened: of those with one id the last counts; a deletion deletes it.

    `at` is a moment, or a number that grows.
    """

    id: Texts
    at: str
    kind: str = ""
    deletes: Texts | None = None

    @model_validator(mode="after")
    def _kind_and_deletes(self) -> "Events":
        if bool(self.kind) != bool(self.deletes):
            raise ValueError("both `kind` and `deletes`, or neither")
        return self


class PairRows(_Closed):
    """A question and its answer are rows: which rows make one, and what each fills in.

    `first` begins a row of the table, `then` fills in the latest one begun: by the value of
    `kind`, the columns of the source and the contract's columns that they go to.
    """

    by: Texts
    kind: str
    at: str
    first: dict[str, dict[str, str]] = Field(min_length=1)
    then: dict[str, dict[str, str]] = Field(min_length=1)


class Weeks(_Closed):
    """Weeks to spells. Wide: `columns`, such as y_YYWW; long: `column`, one week in each row.

    `value` is the contract's column that the cells of a wide file hold, or the code column of a
    long one. `since`: weeks before this year are not read.
    """

    columns: str = ""
    column: str = ""
    value: str
    since: str = Field("", pattern=r"^([0-9]{4})?$")

    @model_validator(mode="after")
    def _wide_or_long(self) -> "Weeks":
        if bool(self.columns) == bool(self.column):
            raise ValueError("either `columns` (a column for each week) or `column` (one of weeks)")
        if self.columns and not is_pattern(self.columns):
            raise ValueError("`columns` with YY or YYYY and with WW in it, such as y_YYWW")
        return self


class DeclaredRule(_Closed):
    """When all of these columns have one of these values, the combination gives this."""

    when: dict[str, Texts] = Field(min_length=1)
    gives: str


class DeclaredSource(_Closed):
    """One source of a table: a file, or several of one form; in a database a table or a view."""

    file: Texts
    table: _Table
    columns: dict[str, str] = Field(default_factory=dict, description="theirs: ours")
    keep_only: dict[str, Texts] = Field(default_factory=dict)
    events: Events | None = None
    leave_out: dict[str, Texts] = Field(default_factory=dict)
    pair_rows: PairRows | None = None
    weeks: Weeks | None = None
    dates: dict[str, WrittenDay] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict, description="ours: a value")
    combine: dict[str, list[DeclaredRule]] = Field(default_factory=dict)
    derive: dict[str, Literal["by_date"]] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]] = Field(default_factory=dict, description="column: codes")
    whole_list: Texts = Field(
        (), description="columns whose codes and rules need not all be in the delivery"
    )

    @model_validator(mode="after")
    def _one_reshape(self) -> "DeclaredSource":
        if self.pair_rows and self.weeks:
            raise ValueError("either `pair_rows` or `weeks`: a row of the table is made once")
        return self


class RegistersYaml(_Closed):
    """The whole mapping file. `tables`, `columns` and `codes` give other names to contract files;
    `sources` say what must be done to files of another form.
    """

    tables: dict[str, str] = Field(default_factory=dict, description="their file: our table")
    columns: dict[str, dict[str, str]] = Field(default_factory=dict)
    codes: dict[str, dict[str, dict[str, str]]] = Field(default_factory=dict)
    sources: list[DeclaredSource] = Field(default_factory=list)


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema of `registers.yaml`, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **RegistersYaml.model_json_schema(),
    }
