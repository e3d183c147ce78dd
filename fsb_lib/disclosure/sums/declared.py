"""How the counts of a declared table add up, read from its declaration alone.

    counts "focus@{D}{target_group_}", key target_group: partition
        focus@2009-11-15 = focus@2009-11-15/handicappede + focus@2009-11-15/misbrugere... + ...
    counts "scheme@{D}/{scheme}", rate of [by_sof, persons]
        scheme@2009-11-15/mentor = scheme@2009-11-15/mentor/by_sof + the rest

So a new table is protected because it is declared. What adds up across tables, days and registers
stands in across_tables.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from fsb_lib.disclosure.sums.sum_of_counts import Sum, at_most, part_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.periods import same_day_a_year_before
from fsb_lib.domain.table_declarations import KeyDeclaration, TableDeclaration

_DAY, _YEAR = r"\d{4}-\d\d-\d\d", r"\d{4}"
_BASIS = rf"focus@{_DAY}|focus_during@{_YEAR}"
# What the letters of a name's template can stand for; a key's code is any part of a name.
_LETTERS = {
    **dict.fromkeys("DCMPA", _DAY),
    **dict.fromkeys(("Y", "year"), _YEAR),
    "S": r"[^/@]+",
    "basis": _BASIS,
    "reported": rf"{_BASIS}|offers_until@{_YEAR}",
    "reported_and_unlinkable": rf"\w+_and_unlinkable@(?:{_DAY}|{_YEAR})",
    "among": r"(?:/ages:[^/]+)?",
}
_FIELD = re.compile(r"\{(\w+)\}")
_DAYS = ("M", "D", "C")

Bound = Mapping[str, str]


def declared_sums(names: Sequence[str]) -> Iterator[Sum]:
    """Every sum that the declarations of all tables say of counts of these names, in their order:
    what is hidden must not depend on the order of a set."""
    for table in all_tables():
        for templates in table.every_template():
            for template in templates.values():
                if isinstance(template, str):
                    yield from _of_keys(table, template, names)
                else:
                    yield from _part_of_whole(table, *template, names)
            for column, one in table.judged.items():
                if one.part and isinstance(own := templates.get(column), str):
                    whole = own.removesuffix(f"/{one.part}")
                    yield from _part_of_whole(table, own, whole, names)
        yield from _within(table, names)


def _of_keys(table: TableDeclaration, template: str, names: Sequence[str]) -> Iterator[Sum]:
    """The sums of each key over its categories, at every code of the other keys."""
    for key, spec in table.keys.items():
        if spec.kind == "time" or not _mentions(template, key):
            continue
        for bound in _bindings(table, template, names, key):
            parts = {
                code: _filled(template, table, {**bound, key: code})
                for code in codes_of(spec, bound)
            }
            whole = _whole(table, template, bound, key)
            inside = tuple(name for code, name in parts.items() if code not in spec.outside)
            yield from _whole_and_parts(spec, whole, inside)
            beside = tuple(name for code, name in parts.items() if code in spec.outside)
            if whole and beside and (everybody := _everybody(table, template, bound)):
                yield Sum(everybody, (whole, *beside))
            for code, of in spec.subtotals.items():
                total = _filled(template, table, {**bound, key: code})
                yield Sum(total, tuple(parts[one] for one in of))


def _whole_and_parts(
    spec: KeyDeclaration, whole: str | None, parts: tuple[str, ...]
) -> Iterator[Sum]:
    """What the kind of a key says of its categories and their total, where there is one."""
    if whole is None:
        return
    if spec.kind == "partition":
        yield Sum(whole, parts)
        return
    yield from (part_of(whole, part) for part in parts)
    if spec.kind == "overlapping":
        yield from at_most((whole,), parts)


def _part_of_whole(
    table: TableDeclaration, part: str, whole: str, names: Sequence[str]
) -> Iterator[Sum]:
    for bound in _bindings(table, part, names):
        if any(bound.get(key) in spec.outside for key, spec in table.keys.items()):
            continue  # it stands beside the whole
        if not _FIELD.search(_filled(whole, table, bound)):
            yield part_of(_filled(whole, table, bound), _filled(part, table, bound))


def _within(table: TableDeclaration, names: Sequence[str]) -> Iterator[Sum]:
    """The whole of a population that the declaration puts inside another."""
    whole = table.base or (table.counts if isinstance(table.counts, str) else None)
    if table.within and whole:
        totals = dict.fromkeys(table.keys, vocabulary.TOTAL)
        for bound in _bindings(table, whole, names):
            outer = _filled(table.within, table, bound)
            yield part_of(outer, _filled(whole, table, {**bound, **totals}))


def populations_placed() -> frozenset[str]:
    """The populations of which a declaration says within which other they lie."""
    return frozenset(
        names.partition("@")[0]
        for table in all_tables()
        if table.within
        for templates in table.every_template()
        for names in templates.values()
        if isinstance(names, str)
    )


def codes_of(spec: KeyDeclaration, bound: Bound) -> tuple[str, ...]:
    """The codes of a key that are no sums of others, on the day of a name where that matters."""
    if spec.match_system is not None:
        system = vocabulary.system_in_force(date.fromisoformat(_day(bound)))
        if spec.match_system == "not_job_ready":
            return tuple(system.not_job_ready)
        return (*system.codes, vocabulary.NOT_MATCHED)
    if spec.members == "special_needs":
        return tuple(vocabulary.special_needs_codes())
    listed = vocabulary.codes(spec.list) if spec.list else ()
    codes = dict.fromkeys((*listed, *spec.categories))
    return tuple(code for code in codes if code not in spec.sums)


def _day(bound: Bound) -> str:
    return next(bound[letter] for letter in _DAYS if letter in bound)


def _whole(table: TableDeclaration, template: str, bound: Bound, key: str) -> str | None:
    """The total over a key: the name without its code, or the table's base."""
    if f"{{{key}_}}" in template:
        return _filled(template, table, {**bound, key: vocabulary.TOTAL})
    if table.base and template == table.counts:
        return _filled(table.base, table, bound)
    return None


def _everybody(table: TableDeclaration, template: str, bound: Bound) -> str | None:
    """Those of the whole and of the codes outside it; of a column's part just those who are it."""
    if table.everybody is None or not isinstance(table.counts, str):
        return None
    return _filled(table.everybody + template.removeprefix(table.counts), table, bound)


def _mentions(template: str, key: str) -> bool:
    return f"{{{key}}}" in template or f"{{{key}_}}" in template


def _bindings(
    table: TableDeclaration, template: str, names: Sequence[str], but: str = ""
) -> Iterator[dict[str, str]]:
    """Every way in which a name fills the template, without the code of one key, each once."""
    pattern, seen = re.compile(_pattern(template, table)), set()
    start = template.partition("{")[0]
    for name in names:
        if name.startswith(start) and (found := pattern.fullmatch(name)):
            given = {field: text for field, text in found.groupdict().items() if text is not None}
            totals = {key: vocabulary.TOTAL for key in table.keys if _mentions(template, key)}
            all_of = {**totals, **given, **_a_year_before(given)}
            bound = {key: text for key, text in all_of.items() if key != but}
            if (one := tuple(sorted(bound.items()))) not in seen:
                seen.add(one)
                yield bound


def _a_year_before(given: Bound) -> Bound:
    """{A} of a name that has {D}; of one that stands on the measurement before, of {P}."""
    day = given.get("D") or given.get("P")
    return {"A": same_day_a_year_before(date.fromisoformat(day)).isoformat()} if day else {}


def _pattern(template: str, table: TableDeclaration) -> str:
    seen: set[str] = set()

    def part(field: str) -> str:
        key = field.removesuffix("_")
        name = key if key in table.keys else field
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        if field != name:
            return rf"(?:/{re.escape(table.keys[key].prefix)}(?P<{key}>{_code(table.keys[key])}))?"
        return f"(?P<{name}>{_LETTERS.get(name, _code(table.keys.get(name)))})"

    pieces = _FIELD.split(template)
    return "".join(part(p) if at % 2 else re.escape(p) for at, p in enumerate(pieces))


def _code(spec: KeyDeclaration | None) -> str:
    """A code of a key: one of those listed where names would be read in two ways otherwise."""
    if spec is not None and spec.list and not spec.prefix:
        codes = {*vocabulary.codes(spec.list), *spec.categories}
        return "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    return "[^/]+"


def _filled(template: str, table: TableDeclaration, bound: Bound) -> str:
    def text(found: re.Match[str]) -> str:
        field = found[1]
        key = field.removesuffix("_")
        if field not in bound and key in table.keys and key in bound:
            is_total = bound[key] == vocabulary.TOTAL
            return "" if is_total else f"/{table.keys[key].prefix}{bound[key]}"
        return bound.get(field, found[0])

    return _FIELD.sub(text, template)
