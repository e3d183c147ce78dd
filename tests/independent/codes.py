"""The tables and code lists of the register contract, typed in from its sections 1, 2 and 5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MATCH_CODES: dict[str, tuple[str, ...]] = {
    # Each list in the order that settles two codes of one day: the later one holds.
    "match5": ("1", "2", "3", "4", "5"),
    "match3": ("1", "2", "3"),
    "visitation": (
        "jobparat",
        "aabenlyst_uddannelsesparat",
        "uddannelsesparat",
        "aktivitetsparat",
    ),
}
SYSTEMS = tuple(MATCH_CODES)
NOT_JOB_READY = {"match5": {"4", "5"}, "match3": {"2", "3"}, "visitation": {"aktivitetsparat"}}
FIRST_DAY = {
    "match5": date.min,
    "match3": date(2010, 4, 26),
    "visitation": date(2013, 10, 1),
}
LAST_DAY = {"match5": date(2010, 4, 25), "match3": date.max, "visitation": date.max}

SPECIAL_NEEDS = ("misbrugere_i_behandling", "handicappede", "psykisk_syge_og_oevrigt_udsatte")
TARGET_GROUPS = (*SPECIAL_NEEDS, "uden_saerlige_behov")
ORIGINS = (
    "dansk",
    "indvandrer_vestlig",
    "indvandrer_ikke_vestlig",
    "efterkommer_vestlig",
    "efterkommer_ikke_vestlig",
)
BENEFITS = (
    "kontanthjaelp",
    "starthjaelp",
    "uddannelseshjaelp",
    "sygedagpenge",
    "revalideringsydelse",
    "ledighedsydelse",
    "ressourceforloebsydelse",
    "jobafklaringsydelse",
    "introduktionsydelse",
    "a_dagpenge",
)
NEVER_PLACED = (
    "arbejdsmarkedsydelse",
    "saerlig_uddannelsesydelse",
    "kontantydelse",
    "fleksloentilskud",
    "barselsdagpenge",
    "integrationsydelse",
    "anden_ydelse",
)
ACTIVATION = (
    "vejledning_og_opkvalificering",
    "virksomhedspraktik",
    "loentilskud",
    "nytteindsats",
    "revalidering",
    "forrevalidering",
)
NOT_ACTIVATION = ("mentor", "samtale")
EXITS = (
    "ordinaert_arbejde",
    "stoettet_arbejde",
    "uddannelse",
    "foertidspension",
    "fraflyttet",
    "doed",
    "andet",
)
SCHEMES = (
    "ressourceforloeb",
    "udskrivningskoordinator",
    "helhedsorienteret_mentor",
    "kontaktmodel",
    "videosamtale",
    "kombinationsforloeb",
)
OWNERS = ("bif", "sof")


@dataclass(frozen=True)
class Table:
    """`key_dates`: the first one present is the row's key date; none present is a fault."""

    owner: str
    numbers: tuple[str, ...]
    key_dates: tuple[str, ...]
    open_dates: tuple[str, ...]
    codes: dict[str, tuple[str, ...]]
    may_be_empty: tuple[str, ...] = ()

    @property
    def dates(self) -> tuple[str, ...]:
        return self.key_dates + self.open_dates


def _table(
    owner: str,
    key_dates: tuple[str, ...] = (),
    open_dates: tuple[str, ...] = (),
    codes: dict[str, tuple[str, ...]] | None = None,
    may_be_empty: tuple[str, ...] = (),
) -> Table:
    return Table(owner, ("cpr",), key_dates, open_dates, codes or {}, may_be_empty)


TABLES: dict[str, Table] = {
    "bif_ydelser": _table("bif", ("fra",), ("til",), {"ydelse": (*BENEFITS, *NEVER_PLACED)}),
    "bif_matchvurderinger": _table("bif", ("vurderet",), codes={"system": SYSTEMS}),
    "bif_indsatser": _table("bif", ("fra",), ("til",), {"indsats": ACTIVATION + NOT_ACTIVATION}),
    "bif_jobplaner": _table("bif", ("godkendt",), ("slut",)),
    "sof_sager": _table("sof", ("fra",), ("til",), {"maalgruppe": TARGET_GROUPS}),
    "sof_handleplaner": _table(
        "sof",
        ("tilbudt", "udarbejdet"),
        ("slut",),
        {"svar": ("accepteret", "afvist"), "af_egen_drift": ("j", "n")},
        may_be_empty=("svar", "af_egen_drift"),
    ),
    "personer": _table("bif", codes={"herkomst": ORIGINS}),
    "cpr_skift": Table(
        "", ("gammelt_cpr", "nyt_cpr"), ("dato",), (), {"ejer": OWNERS}, may_be_empty=("ejer",)
    ),
    "bif_afgange": _table("bif", ("dato",), codes={"udfald": EXITS}),
    "samarbejde": _table("", ("fra",), ("til",), {"ordning": SCHEMES, "koordinator": OWNERS}),
}

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
NOTES = ("cpr_padded", "cpr_replacement", "cpr_replacement_letters", "cpr_mod11_failed")
