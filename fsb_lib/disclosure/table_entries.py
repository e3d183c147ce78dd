"""What data/tables/ says of a table: title, population, keys, measures, notes, source."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fsb_lib.base.package_data import load, names_in
from fsb_lib.domain.definitions import RegistryWords, measure

COMMON = "tables/common"


@cache
def table_entry(table_id: str) -> Mapping[str, Any]:
    """The entry of one table, with shared keys and sets of measures put in by name."""
    shared, entry = load(COMMON), _entries()[table_id]
    keys = {name: _named(spec, shared["keys"]) for name, spec in entry["keys"].items()}
    sets = {
        name: _with_registry(_named(entry[name], shared["measures"]))
        for name in ("behind", "measures")
        if name in entry
    }
    return {**entry, "keys": keys, **sets}


def phrases(words: Mapping[str, str]) -> Mapping[str, str]:
    """`words`, the shared phrases that are filled with them, and the registry's own words."""
    shared = load(COMMON)["phrases"].items()
    return RegistryWords({**words, **{name: phrase.format(**words) for name, phrase in shared}})


def hidden_note() -> str:
    """The note of a table in which something is hidden."""
    note: str = load(COMMON)["hidden_note"]
    return note


@cache
def _entries() -> Mapping[str, Any]:
    of_reports = (load(name) for name in names_in("tables") if name != COMMON)
    entries = dict(load(COMMON)["tables"])
    for report in of_reports:
        entries |= report
    return entries


def _named(spec: Any, shared: Mapping[str, Any]) -> Any:
    return shared[spec] if isinstance(spec, str) else spec


def _with_registry(measures: Mapping[str, Any]) -> Mapping[str, Any]:
    """The columns, with label and unit from the registry where a column names its measure."""
    return {name: _from_registry(spec) for name, spec in measures.items()}


def _from_registry(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    if "measure" not in spec:
        return spec
    definition = measure(spec["measure"])
    return {"label": definition.column_label, "unit": definition.unit, **spec}
