"""The register contract: which tables a delivery holds, their columns and their types.

Everything that intake checks and the snapshot promises is stated here once. The text of the
contract, with its faults, is in docs/register-contract.md.
"""

from dataclasses import dataclass
from enum import Enum

CONTRACT_VERSION = "2"
MAX_FAULT_SHARE = 0.05


class Kind(Enum):
    """How a column is read."""

    CPR = "cpr"
    KEY_DATE = "key date"
    PLAIN_DATE = "date"
    CODE = "code"
    MATCH_CODE = "match code"


@dataclass(frozen=True)
class Column:
    """One column of a register table. `code_list` names a list of the vocabulary."""

    name: str
    kind: Kind
    code_list: str = ""
    may_be_empty: bool = False
    when_empty: str | None = None
    required: bool = True


@dataclass(frozen=True)
class RegisterTable:
    """One table of a delivery.

    `owner` is the administration whose register it is; it decides whose a replacement number
    is. `either` means the row itself says (`samarbejde.koordinator`, `cpr_skift.ejer`).
    `needed_by` are the reports that are not made without an optional table.
    """

    name: str
    owner: str
    row: str
    columns: tuple[Column, ...]
    required: bool = True
    needed_by: tuple[str, ...] = ()

    @property
    def cpr_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.kind is Kind.CPR)

    @property
    def key_dates(self) -> tuple[str, ...]:
        """Columns that date the row: at least one of them must hold a date."""
        return tuple(column.name for column in self.columns if column.kind is Kind.KEY_DATE)

    @property
    def dates(self) -> tuple[str, ...]:
        dated = (Kind.KEY_DATE, Kind.PLAIN_DATE)
        return tuple(column.name for column in self.columns if column.kind in dated)

    @property
    def required_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


CPR = Column("cpr", Kind.CPR)


def _key_date(name: str) -> Column:
    return Column(name, Kind.KEY_DATE)


def _date(name: str) -> Column:
    return Column(name, Kind.PLAIN_DATE, may_be_empty=True)


def _code(
    name: str,
    *,
    may_be_empty: bool = False,
    when_empty: str | None = None,
    required: bool = True,
    code_list: str = "",
) -> Column:
    return Column(name, Kind.CODE, code_list or name, may_be_empty, when_empty, required)


TABLES: tuple[RegisterTable, ...] = (
    RegisterTable(
        "bif_ydelser",
        "BIF",
        "one benefit spell",
        (CPR, _code("ydelse"), _key_date("fra"), _date("til")),
    ),
    RegisterTable(
        "bif_matchvurderinger",
        "BIF",
        "one match assessment",
        (
            CPR,
            _code("system"),
            Column("kode", Kind.MATCH_CODE, may_be_empty=True),
            _key_date("vurderet"),
        ),
    ),
    RegisterTable(
        "bif_indsatser",
        "BIF",
        "one activation spell",
        (CPR, _code("indsats"), _key_date("fra"), _date("til")),
    ),
    RegisterTable(
        "bif_jobplaner", "BIF", "one job plan", (CPR, _key_date("godkendt"), _date("slut"))
    ),
    RegisterTable(
        "sof_sager",
        "SOF",
        "one case spell in a target-group team",
        (CPR, _code("maalgruppe"), _key_date("fra"), _date("til")),
    ),
    RegisterTable(
        "sof_handleplaner",
        "SOF",
        "one social action plan (social handleplan)",
        (
            CPR,
            _key_date("tilbudt"),
            _code("svar", may_be_empty=True),
            _key_date("udarbejdet"),
            _code("af_egen_drift", may_be_empty=True, when_empty="N"),
            _date("slut"),
        ),
    ),
    RegisterTable("personer", "BIF", "one person", (CPR, _code("herkomst"))),
    RegisterTable(
        "cpr_skift",
        "either",
        "one change of number",
        (
            Column("gammelt_cpr", Kind.CPR),
            Column("nyt_cpr", Kind.CPR),
            _key_date("dato"),
            _code("ejer", may_be_empty=True, required=False, code_list="koordinator"),
        ),
        required=False,
    ),
    RegisterTable(
        "bif_afgange",
        "BIF",
        "one exit from benefit",
        (CPR, _code("udfald"), _key_date("dato")),
        required=False,
        needed_by=("outcome_followup", "contact_followup", "focus_areas"),
    ),
    RegisterTable(
        "samarbejde",
        "either",
        "one spell in a joint scheme",
        (CPR, _code("ordning"), _code("koordinator"), _key_date("fra"), _date("til")),
        required=False,
        needed_by=("cooperation_status",),
    ),
)


def table(name: str) -> RegisterTable:
    """The table of that canonical name."""
    return next(register for register in TABLES if register.name == name)


# Row faults in the order in which a row is counted, once, under the first that fits.
ROW_FAULTS = (
    "wrong_field_count",
    "far_date",
    "cpr_unreadable",
    "cpr_invalid",
    "cpr_invalid_date",
    "cpr_implausible",
    "missing_date",
    "unreadable_date",
    "til_before_fra",
    "unknown_code",
    "code_not_in_system",
    "outside_system_validity",
    "conflicting_origin",
    "conflicting_change",
    "ambiguous_replacement",
)
DUPLICATE = "duplicate"
# Rows that a source has and its table has not, because its mapping says so: no faults.
LEFT_OUT = "left_out"
REPLACED = "replaced"
DROPPED = (*ROW_FAULTS, DUPLICATE, LEFT_OUT, REPLACED)
NOTES = ("cpr_padded", "cpr_replacement", "cpr_replacement_letters", "cpr_mod11_failed")
