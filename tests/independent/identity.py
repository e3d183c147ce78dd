"""Who is who: changes of number, the owner of a replacement number, conflicts and duplicates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from .cells import Row as ResultRow
from .cells import shown
from .codes import NOTES, ROW_FAULTS, TABLES
from .cpr_numbers import Number, fails_modulus_11
from .delivery import Row

# A person is a number, and for a replacement number also whose it is ("" for a real number).
PersonKey = tuple[str, str]
KeptRow = tuple[PersonKey, Row]
_NOBODY = "?"  # owner of a replacement number that no rule settles


def settle_people(rows_by_table: dict[str, list[Row]]) -> dict[str, list[KeptRow]]:
    """Rows kept, with their person, per table; marks the faults that take several rows."""
    new_number_by_old = _changes(rows_by_table)
    kept_by_table: dict[str, list[KeptRow]] = {}
    for name, rows in rows_by_table.items():
        if name == "cpr_skift":
            continue
        settled = [
            (_last_of_chain(_own_key(name, row), new_number_by_old), row)
            for row in rows
            if row.fault is None
        ]
        if name == "personer":
            settled = _without_conflicting_origins(settled)
        kept_by_table[name] = _without_duplicates(settled)
    if "cpr_skift" in rows_by_table:
        _mark_duplicate_changes(rows_by_table["cpr_skift"])
    return kept_by_table


def quality_rows(rows_by_table: dict[str, list[Row]]) -> list[ResultRow]:
    """`data_quality`: read and kept, then every fault, duplicate and note above 0."""
    lines: list[ResultRow] = []
    for name, rows in rows_by_table.items():
        found = Counter(row.fault for row in rows if row.fault is not None)
        kept = [row for row in rows if row.fault is None]
        notes = _notes(kept)
        lines.append(_quality_line(name, "rows_read", len(rows)))
        lines.append(_quality_line(name, "rows_kept", len(kept)))
        for kind in (*ROW_FAULTS, "duplicate", "left_out", "replaced"):
            if found[kind]:
                lines.append(_quality_line(name, kind, found[kind]))
        for kind in NOTES:
            if notes[kind]:
                lines.append(_quality_line(name, kind, notes[kind]))
    return lines


def _quality_line(table: str, kind: str, n_rows: int) -> ResultRow:
    return {"table": table, "kind": kind, "rows": shown(n_rows)}


def _notes(kept: Iterable[Row]) -> Counter[str]:
    """A row with two numbers (`cpr_skift`) counts once when either has the note."""
    counts: Counter[str] = Counter()
    for row in kept:
        kinds = {number.kind for number in row.numbers}
        counts["cpr_padded"] += "padded" in kinds
        counts["cpr_replacement"] += "replacement" in kinds
        counts["cpr_replacement_letters"] += "replacement_letters" in kinds
        counts["cpr_mod11_failed"] += any(fails_modulus_11(n) for n in row.numbers)
    return counts


def _own_key(table: str, row: Row) -> PersonKey:
    owner = row.codes["koordinator"] if table == "samarbejde" else TABLES[table].owner
    return _key(row.numbers[0], owner)


def _key(number: Number, owner: str) -> PersonKey:
    return (number.text, owner if number.is_replacement else "")


def _changes(rows_by_table: dict[str, list[Row]]) -> dict[PersonKey, PersonKey]:
    """Old to new; a change to the same number is no change."""
    owners_by_number = _owners_of_replacement_numbers(rows_by_table)
    changes = []
    for row in rows_by_table.get("cpr_skift", []):
        if row.fault is None:
            old, new = (_key(n, _owner_in_change(n, row, owners_by_number)) for n in row.numbers)
            changes.append((old, new, row))
    _mark_unusable_changes(changes)
    new_by_old = {old: new for old, new, row in changes if row.fault is None and old != new}
    for old in new_by_old:
        _last_of_chain(old, new_by_old)  # a cycle is fatal also when no other row meets it
    return new_by_old


def _mark_unusable_changes(changes: list[tuple[PersonKey, PersonKey, Row]]) -> None:
    """`conflicting_change` comes before `ambiguous_replacement`."""
    news_by_old: dict[PersonKey, set[PersonKey]] = defaultdict(set)
    for old, new, _ in changes:
        if old != new:
            news_by_old[old].add(new)
    for old, new, row in changes:
        if old != new and len(news_by_old[old]) > 1:
            row.fault = "conflicting_change"
        elif _NOBODY in (old[1], new[1]):
            row.fault = "ambiguous_replacement"


def _owners_of_replacement_numbers(rows_by_table: dict[str, list[Row]]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, rows in rows_by_table.items():
        if name == "cpr_skift":
            continue
        for row in rows:
            if row.fault is None and row.numbers[0].is_replacement:
                number, owner = _own_key(name, row)
                owners[number].add(owner)
    return owners


def _owner_in_change(number: Number, row: Row, owners: dict[str, set[str]]) -> str:
    if row.codes["ejer"]:
        return row.codes["ejer"]
    holders = owners.get(number.text, set())
    return next(iter(holders)) if len(holders) == 1 else _NOBODY


def _last_of_chain(key: PersonKey, new_by_old: dict[PersonKey, PersonKey]) -> PersonKey:
    seen = {key}
    while key in new_by_old:
        key = new_by_old[key]
        if key in seen:
            raise ValueError("cpr_skift: a cycle of changes is fatal")
        seen.add(key)
    return key


def _without_conflicting_origins(settled: list[KeptRow]) -> list[KeptRow]:
    origins: dict[PersonKey, set[str]] = defaultdict(set)
    for person, row in settled:
        origins[person].add(row.codes["herkomst"])
    for person, row in settled:
        if len(origins[person]) > 1:
            row.fault = "conflicting_origin"
    return [(person, row) for person, row in settled if row.fault is None]


def _without_duplicates(settled: list[KeptRow]) -> list[KeptRow]:
    """Equal after typing and change of number: an empty `af_egen_drift` is `n`."""
    seen: set[Any] = set()
    kept = []
    for person, row in settled:
        if row.codes.get("af_egen_drift") == "":
            row.codes["af_egen_drift"] = "n"
        content = (person, tuple(row.dates.items()), tuple(row.codes.items()))
        if content in seen:
            row.fault = "duplicate"
        else:
            seen.add(content)
            kept.append((person, row))
    return kept


def _mark_duplicate_changes(rows: list[Row]) -> None:
    seen: set[Any] = set()
    for row in rows:
        if row.fault is None:
            old, new = row.numbers
            content = (old.text, new.text, row.dates["dato"], row.codes["ejer"])
            if content in seen:
                row.fault = "duplicate"
            seen.add(content)
