"""The parameters of a year, typed and cross-checked before anything runs.

One file per year (`params/<year>.yaml`) is the only thing that changes between years. The same
values reach a notebook as flat parameters and are checked again there, so a notebook run by
plain papermill or in JupyterLab is as strict as `fsb run`. A target is never a parameter: it is
looked up from the strategy.
"""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from fsb_lib.base import strict_yaml
from fsb_lib.base.errors import InputError, Problem, nearest
from fsb_lib.domain import vocabulary
from fsb_lib.domain.periods import FIRST_YEAR, LAST_YEAR, cutoff_date, default_reference_date
from fsb_lib.domain.public_words import Contact, Reason

ReportId = Literal[
    "activation_measurement",
    "plan_coverage",
    "target_group_profile",
    "outcome_followup",
    "contact_followup",
    "cooperation_status",
    "focus_areas",
    "strategy_status",
]
REPORT_IDS: tuple[ReportId, ...] = get_args(ReportId)

# What a report's figures depend on; its notebook declares exactly these parameters.
_IN_EVERY_REPORT = (
    "year",
    "reference_date",
    "target_group_priority",
    "matched_benefits",
    "disclosure_threshold",
    "memo",
)
USED_BY: dict[str, tuple[str, ...]] = {
    "activation_measurement": _IN_EVERY_REPORT,
    "plan_coverage": (*_IN_EVERY_REPORT, "both_plans"),
    "target_group_profile": (
        *_IN_EVERY_REPORT,
        "profile_basis",
        "max_gap_days",
        "register_start",
        "population",
    ),
    "outcome_followup": _IN_EVERY_REPORT,
    "contact_followup": (*_IN_EVERY_REPORT, "max_gap_days"),
    "cooperation_status": _IN_EVERY_REPORT,
    "focus_areas": (*_IN_EVERY_REPORT, "max_gap_days", "register_start"),
    "strategy_status": (*_IN_EVERY_REPORT, "both_plans", "profile_basis", "reports"),
}


def _date_from_text(value: object) -> object:
    """papermill and JSON carry dates as text; YAML carries them as dates."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _tuple_from_list(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Day = Annotated[date, BeforeValidator(_date_from_text, json_schema_input_type=date)]
FileNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z/-]{0,39}$")]


def _known(list_name: str, known: tuple[str, ...] = ()) -> Any:
    """Codes of a list, each once; `known`: those of it that are accepted, without it all."""
    known = known or vocabulary.codes(list_name)

    def check(values: object) -> object:
        if not isinstance(values, list | tuple):
            return values
        unknown = [str(value) for value in values if value not in known]
        if unknown:
            hints = "; ".join(f"`{value}`: {nearest(value, known)}" for value in unknown)
            raise ValueError(f"codes of `{list_name}`. {hints}")
        if len(set(values)) < len(values):
            raise ValueError(f"codes of `{list_name}`, each once")
        return tuple(values)

    schema: Any = {"type": "array", "items": {"enum": list(known)}}
    return Annotated[
        tuple[str, ...], BeforeValidator(check, json_schema_input_type=tuple[str, ...]),
        Field(json_schema_extra=schema),
    ]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Memo(_Strict):
    """The memo fields of the case: shown in the panel under the title."""

    date: Day | None = None
    case_number: FileNumber | None = None
    document_numbers: dict[str, FileNumber | None] = Field(default_factory=dict)
    contact: Contact | None = None
    reasons: dict[str, Reason | None] = Field(default_factory=dict)
    next_measurement: Day | None = None

    @model_validator(mode="after")
    def _are_of_reports(self) -> "Memo":
        for field in ("document_numbers", "reasons"):
            for name in getattr(self, field):
                if name not in REPORT_IDS:
                    raise ValueError(f"{field} by report id. {nearest(name, REPORT_IDS)}")
        return self


class Population(_Strict):
    """What the city's population is compared by (D14), and what "omtrent samme andel" means."""

    ages: Literal["all", "18-64"] = "all"
    tolerance_points: float = Field(default=2, ge=0, le=20, allow_inf_nan=False)

    @property
    def tolerance(self) -> Fraction:
        """As a difference of shares: 2 percentage points are 1/50."""
        return Fraction(str(self.tolerance_points)) / 100


class ReportParams(_Strict):
    """What a report of one year is measured by. Everything left out has the default."""

    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR, description="The year that is followed up.")
    reference_date: Day | None = Field(None, description="Day of the snapshot; 15 November.")
    target_group_priority: _known("maalgruppe") = Field(  # type: ignore[valid-type]
        vocabulary.codes("maalgruppe"), description="Which group counts for a person in several."
    )
    matched_benefits: _known("ydelse", vocabulary.placeable_benefits()) = Field(  # type: ignore[valid-type]
        ("kontanthjaelp", "starthjaelp", "uddannelseshjaelp", "revalideringsydelse"),
        description="Benefits whose recipients are placed by match code.",
    )
    both_plans: Literal["in_force", "ever_made"] = Field(
        "in_force", description='What "both a job plan and a social plan" means at the cutoff.'
    )
    profile_basis: Literal["on_reference_date", "during_period"] = Field(
        "on_reference_date", description="Whom the facts about the group describe."
    )
    max_gap_days: int = Field(28, ge=0, le=366, description="Days without benefit in one run.")
    register_start: Day | None = Field(None, description="First day that the registers cover.")
    population: Population = Field(
        default_factory=Population, description="The comparison with the city's population."
    )
    reports: Annotated[tuple[ReportId, ...] | None, BeforeValidator(_tuple_from_list)] = Field(
        None, description="The reports of the year, for what is said of them; all of them."
    )
    disclosure_threshold: int = Field(
        5, ge=3, le=20, description="The smallest count of persons that is shown, zero excepted."
    )
    memo: Memo = Field(default_factory=Memo, description="Date, case and document numbers.")

    @model_validator(mode="after")
    def _hangs_together(self) -> "ReportParams":
        day = self.reference_date
        if day is not None and day.year != self.year:
            raise ValueError(f"reference_date in the year {self.year}, found {day.isoformat()}")
        if set(self.target_group_priority) != set(vocabulary.codes("maalgruppe")):
            raise ValueError("target_group_priority with each of the four target groups once")
        if self.register_start and self.register_start >= self.day:
            raise ValueError("register_start before the reference date")
        if self.memo.date and self.memo.date < self.day:
            raise ValueError("memo.date on or after the reference date")
        if self.memo.next_measurement and self.memo.next_measurement <= self.day:
            raise ValueError("memo.next_measurement after the reference date")
        if not self.matched_benefits:
            raise ValueError("at least one of matched_benefits")
        return self

    @property
    def day(self) -> date:
        """The reference date in force."""
        return self.reference_date or default_reference_date(self.year)


class YearParams(ReportParams):
    """One `params/<year>.yaml`: the parameters and the reports that are made of them."""

    reports: Annotated[tuple[ReportId, ...], BeforeValidator(_tuple_from_list)] = Field(
        REPORT_IDS, description="The reports that `fsb run` makes for the year."
    )

    @model_validator(mode="after")
    def _is_written_when_the_year_is_over(self) -> "YearParams":
        whole_year = {"plan_coverage", "target_group_profile", "focus_areas"} & set(self.reports)
        if whole_year and self.memo.date and self.memo.date <= cutoff_date(self.year):
            raise ValueError(f"memo.date after {self.year}: reports count the whole year")
        return self

    def for_report(self) -> ReportParams:
        """The same parameters: what a notebook gets."""
        return ReportParams(**{**self.model_dump(exclude_unset=True), "reports": self.reports})


def read(**values: Any) -> ReportParams:
    """The parameters of a notebook; None means the default. For the notebook's second cell.

    Errors: InputError with every fault of the values.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return _validated(ReportParams, given, "parameters of the notebook")


def parse_year_file(text: str, where: str) -> YearParams:
    """The text of a year file as parameters. `where` is the file's name in messages.

    Errors: InputError with every fault of the file: unknown, duplicate, misspelt or mistyped
    keys, values out of range, and values that contradict each other.
    """
    values = strict_yaml.parsed(text, where)
    if not isinstance(values, dict):
        what, remedy = "the file holds no parameters", "Start from the file of another year."
        raise InputError(Problem(what, where, "lines `name: value`", "", remedy))
    return _validated(YearParams, values, where)


Model = TypeVar("Model", bound=BaseModel)


def _validated(model: type[Model], values: dict[str, Any], where: str) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InputError(list(_problems(error, model, where))) from None


# Parameters that are named values themselves.
_GROUPS: dict[str, type[BaseModel]] = {"memo": Memo, "population": Population}


def _problems(error: ValidationError, model: type[BaseModel], where: str) -> Iterable[Problem]:
    for fault in error.errors(include_url=False):
        name = ".".join(str(part) for part in fault["loc"])
        place = f"{where}: {name}" if name else where
        if fault["type"] == "extra_forbidden":
            yield Problem("unknown parameter", place, remedy=_where_it_belongs(name, model))
        elif fault["type"] == "missing":
            yield Problem("parameter missing", place, remedy=f"Add a line `{name}: ...`.")
        else:
            what = "value not accepted" if name else "values that do not go together"
            found = _found(fault["input"]) if name else ""
            remedy = "Correct the value; params/schema.json lists what is allowed."
            yield Problem(what, place, _expected(fault), found, remedy)


def _where_it_belongs(name: str, model: type[BaseModel]) -> str:
    group, _, leaf = name.rpartition(".")
    for other, fields in _GROUPS.items():
        if leaf in fields.model_fields:
            return f"Write `{leaf}` below `{other}`."
    if group and leaf in model.model_fields:
        return f"Write `{leaf}` at the left margin, not below `{group}`."
    return nearest(leaf, _GROUPS.get(group, model).model_fields)


_KINDS = {bool: "yes/no", int: "whole number", float: "decimal number", str: "text"}
_PLAIN_WORDS = {
    "int_type": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "date_type": "a date, yyyy-mm-dd",
    "string_type": "text",
    "string_pattern_mismatch": "at most 40 letters, digits, `-` and `/`",
    "tuple_type": "a list",
    "model_type": "named values",
    "dict_type": "named values",
}


def _expected(fault: Any) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return _PLAIN_WORDS.get(fault["type"], message)


def _found(value: object) -> str:
    kind = _KINDS.get(type(value))
    return f"`{str(value)[:40]}` ({kind})" if kind else ""
