"""Protected tables: immutable values that everything shown is made from.

Tables, figures, sentences, CSV and results.json all read the same cells, so none of them can
say what another hides. Shown, suppressed and not available are three different things.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from fsb_lib.domain.periods import Period

T = TypeVar("T")
COMMITTEE, INTERNAL = "committee", "internal"
REPORT_MIME = "application/vnd.fsb.release+json"


class NotInReportError(LookupError):
    """A table, row, column or code that a report has not: it is of another program's version."""


class Status(StrEnum):
    """Why a cell holds a value or none."""

    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not_available"


class Unit(StrEnum):
    """What a measure is counted in."""

    PERSONS = "persons"
    ROWS = "rows"
    RATE = "rate"
    POINTS = "points"
    VERDICT = "verdict"
    DAYS = "days"


# What is held as 0-1 and written in hundredths.
_WRITTEN_IN = {Unit.RATE: "procent", Unit.POINTS: "procentpoint"}


@dataclass(frozen=True)
class Cell:
    """One published value. `decimals` are those shown: of percent for a rate, of percentage
    points for a difference of rates."""

    value: int | Fraction | None
    status: Status
    decimals: int = 0

    @property
    def shown(self) -> bool:
        return self.status is Status.SHOWN


@dataclass(frozen=True)
class Category:
    """One value of a key: code, Danish label, and whether it is a total of its siblings."""

    code: str
    label: str
    is_total: bool = False


@dataclass(frozen=True)
class Key:
    """One dimension of a table with its categories in order."""

    name: str
    label: str
    categories: tuple[Category, ...]

    def category(self, code: str) -> Category:
        """Errors: NotInReportError."""
        return _first((one for one in self.categories if one.code == code), code)


@dataclass(frozen=True)
class Measure:
    """One column of values."""

    name: str
    label: str
    unit: Unit

    @property
    def heading(self) -> str:
        """The label with the unit that a file writes it in: "Aktiveringsgrad (procent)"."""
        written_in = _WRITTEN_IN.get(self.unit)
        return f"{self.label} ({written_in})" if written_in else self.label


@dataclass(frozen=True)
class Row:
    """One row: a code for each key of the table, a cell for each measure."""

    keys: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ProtectedTable:
    """A table that may be shown to its audience.

    keys: target_group | measures: persons, activated, rate
    handicappede       | 97 shown | .. suppressed | .. suppressed

    `number` is its declared one, `figure` that of the figure that draws it; empty without one.
    """

    id: str
    title: str
    population: str
    when: date | Period | None
    keys: tuple[Key, ...]
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    source: str
    number: str = ""
    figure: str = ""

    def cell(self, measure: str, *codes: str) -> Cell:
        """The cell of one measure in the row with these codes, in the order of `keys`.

        Errors: NotInReportError.
        """
        place = _first((n for n, one in enumerate(self.measures) if one.name == measure), measure)
        return self.row(*codes).cells[place]

    def row(self, *codes: str) -> Row:
        """Errors: NotInReportError."""
        return _first((row for row in self.rows if row.keys == codes), self.id)

    def key(self, name: str) -> Key:
        """Errors: NotInReportError."""
        return _first((one for one in self.keys if one.name == name), name)

    def measure(self, name: str) -> Measure:
        """Errors: NotInReportError."""
        return _first((one for one in self.measures if one.name == name), name)


@dataclass(frozen=True)
class Certificate:
    """That a year's reports passed the independent audit: nothing that hidden counts decide.

    `version` counts the releases of the year, `n_before` all entries of the ledger before this
    one, whose last has the hash `ledger`.
    """

    version: int
    n_before: int
    ledger: str

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Certificate":
        """From JSON; what older versions of the program said beside is left out."""
        return cls(**{field.name: document[field.name] for field in fields(cls)})


@dataclass(frozen=True)
class ProtectedReport:
    """All protected tables that answer one question for one year, and what they rest on.

    `smallest_shown` is the smallest count above zero that a committee sees. `settings` are the
    parameters in force as (Danish name, Danish value); `data_version` is the fingerprint of the
    snapshot. A `certificate` makes a committee's report a released one.
    """

    report: str
    year: int
    reference_date: date
    audience: str
    smallest_shown: int
    synthetic: bool
    data_version: str
    program_version: str
    settings: tuple[tuple[str, str], ...]
    memo: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    tables: tuple[ProtectedTable, ...]
    certificate: Certificate | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the report may not be sent on: nobody has audited and released it."""
        return self.audience == COMMITTEE and self.certificate is None

    def table(self, table_id: str) -> ProtectedTable:
        """Errors: NotInReportError."""
        return _first((one for one in self.tables if one.id == table_id), table_id)

    def n_cells(self, status: Status) -> int:
        """How many cells of all its tables have this status."""
        cells = (cell for table in self.tables for row in table.rows for cell in row.cells)
        return sum(cell.status is status for cell in cells)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """What an executed notebook carries to the writers: the protected values themselves."""
        return {"text/plain": f"{len(self.tables)} tabeller", REPORT_MIME: to_json(self)}


def _first(found: Iterable[T], wanted: str) -> T:
    for one in found:
        return one
    raise NotInReportError(wanted)


def to_json(value: object) -> Any:
    """A protected value as plain JSON types that `report_from_json` reads back exactly."""
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return value.isoformat() if isinstance(value, date) else value


def report_from_json(document: Any) -> ProtectedReport:
    """The protected report that an executed notebook carries.

    Errors: TypeError, KeyError or ValueError for one that another program version wrote.
    """
    given = dict(document)
    given["reference_date"] = date.fromisoformat(given["reference_date"])
    for name in ("settings", "memo"):
        given[name] = tuple((label, text) for label, text in given[name])
    given["warnings"] = tuple(given["warnings"])
    given["tables"] = tuple(_table(table) for table in given["tables"])
    if given["certificate"] is not None:
        given["certificate"] = Certificate.of(given["certificate"])
    return ProtectedReport(**given)


def _table(document: Any) -> ProtectedTable:
    given = dict(document)
    given["when"] = _when(given["when"])
    given["keys"] = tuple(
        Key(key["name"], key["label"], tuple(Category(**entry) for entry in key["categories"]))
        for key in given["keys"]
    )
    given["measures"] = tuple(
        Measure(measure["name"], measure["label"], Unit(measure["unit"]))
        for measure in given["measures"]
    )
    given["rows"] = tuple(
        Row(tuple(row["keys"]), tuple(_cell(cell) for cell in row["cells"]))
        for row in given["rows"]
    )
    given["notes"] = tuple(given["notes"])
    return ProtectedTable(**given)


def _cell(document: Any) -> Cell:
    value = document["value"]
    if isinstance(value, dict):
        value = Fraction(value["numerator"], value["denominator"])
    return Cell(value, Status(document["status"]), document["decimals"])


def _when(document: Any) -> date | Period | None:
    if document is None:
        return None
    if isinstance(document, str):
        return date.fromisoformat(document)
    return Period(date.fromisoformat(document["first"]), date.fromisoformat(document["last"]))
