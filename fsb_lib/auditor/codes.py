"""The closed code lists that names are made of, from the program's vocabulary."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from fsb_lib.base.package_data import load, names_in

# The parameters of a report that decide how its counts lie to each other; None: not known.
Definitions = Mapping[str, tuple[str, ...]] | None

TOTALS = frozenset({"i_alt", "sof_i_alt", "bif_i_alt"})
ALWAYS_LISTED = frozenset({"rows_read", "rows_kept"})
NOT_MATCHED = "ikke_matchet"


def target_groups() -> tuple[str, ...]:
    return tuple(load("vocabulary")["maalgruppe"])


@cache
def special_needs() -> tuple[str, ...]:
    return tuple(load("vocabulary")["special_needs"])


@cache
def not_job_ready(day: date) -> tuple[str, ...]:
    """The codes of a day's match system that are not job-ready."""
    return tuple(str(code) for code in _in_force(day)["not_job_ready"])


@cache
def lowest_match_group(day: date) -> tuple[str, ...]:
    """The last group of the class; none where a visitation has one group alone."""
    codes = not_job_ready(day)
    return codes[-1:] if len(codes) > 1 else ()


@cache
def match_columns(day: date) -> tuple[str, ...]:
    return (*(str(code) for code in _in_force(day)["codes"]), NOT_MATCHED)


def decided(measure: str) -> Mapping[int, int]:
    """The targets that were decided for a measure, by year: percent, or persons."""
    found = (target for target in load("decisions")["targets"] if target["measure"] == measure)
    return {target["year"]: target["value"] for target in sorted(found, key=lambda t: t["year"])}


def is_before_any_change(day: date) -> bool:
    """Whether every assessment until then is of the first match system."""
    first = next(iter(load("vocabulary")["match_systems"].values()))
    return bool(day <= first["assessed"][1])


def benefits_of(ruler: str, day: date, definitions: Definitions) -> frozenset[str] | None:
    """The benefits that let a person count under a definition of D11; None: not known."""
    if ruler == "focus":
        return frozenset((definitions or {}).get("matched_benefits", ())) or None
    covers = load("vocabulary")["match_systems"]["match5"]["covers"]
    if ruler == "ruler_as_printed":
        covers = _in_force(day)["covers"]
    known = load("vocabulary")
    return (
        frozenset(known["ydelse"]) - {*known["never_placed"]}
        if covers == "all"
        else frozenset(covers)
    )


def row_kinds() -> frozenset[str]:
    """Every kind of row that a data_quality table may list."""
    common = load("tables/common")["tables"]["data_quality"]
    return frozenset(common["keys"]["kind"]["categories"])


def _in_force(day: date) -> Mapping[str, Any]:
    for system in load("vocabulary")["match_systems"].values():
        first, last = system["in_force"]
        if (first is None or first <= day) and (last is None or day <= last):
            found: Mapping[str, Any] = system
            return found
    raise ValueError(day)


@cache
def key_order(table: str, key: str, day: date) -> tuple[str, ...]:
    """The codes of a table's key in the order in which its rows must stand."""
    entry = _key_entry(table, key)
    listed = load("vocabulary")[entry["list"]] if "list" in entry else ()
    in_force = match_columns(day)[:-1] if entry.get("match_system") else ()
    own = entry.get("categories", ())
    return tuple(dict.fromkeys([*map(str, listed), *in_force, *map(str, own)]))


def _key_entry(table: str, key: str) -> Mapping[str, Any]:
    common = load("tables/common")
    entry: Any = None
    for name in names_in("tables"):
        tables = load(name).get("tables", {}) if name == "tables/common" else load(name)
        if table in tables:
            entry = tables[table]["keys"][key]
    found: Mapping[str, Any] = common["keys"][entry] if isinstance(entry, str) else entry or {}
    return found
