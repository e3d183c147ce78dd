"""FACTS.json into Facts: every fault of the file with its place, before anything is computed.

{"threshold": 5, "zeros_shown": true,
 "cells": {"a": 12, "b": null, "total": 20},
 "sums":  [{"total": "total", "parts": ["a", "b"]}],
 "rates": [{"numerator": "a", "denominator": "total", "value": 0.6, "half_step": 0.005}],
 "differences": [{"minuend": "total", "subtrahend": "a", "value": 8}],
 "truth": {"b": 8}, "unpublished": ["b"]}
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from fsb_lib.audit.facts import Facts, KnownDifference, KnownRate, KnownSum, printable
from fsb_lib.base.errors import InputError, Problem, nearest

LISTS: Mapping[str, Mapping[str, str]] = {
    "sums": {"total": "a cell", "parts": "a list of cells, at least one"},
    "rates": {
        "numerator": "a cell",
        "denominator": "a cell",
        "value": "a number from 0",
        "half_step": "a number from 0",
    },
    "differences": {"minuend": "a cell", "subtrahend": "a cell", "value": "a whole number"},
}
NAMES = ("threshold", "zeros_shown", "cells", *LISTS, "truth", "unpublished")
# More places than any count or rate has; 1e999999999 would fill the memory.
LONGEST_NUMBER = 300

_REMEDY = "Correct the file; docs/interface.md, section 5, shows the form."


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its names stood twice."""

    twice: tuple[str, ...] = ()


def facts_from(text: str, where: str) -> Facts:
    """The facts of a file. `where` is the file's name in messages.

    Errors: InputError with every fault of the file.
    """
    try:
        document = json.loads(
            text,
            parse_int=_whole,
            parse_float=_number,
            parse_constant=str,  # NaN and Infinity are numbers nowhere
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:
        found = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:80]
        raise InputError(
            Problem("is not readable as JSON", where, "one JSON object", found, _REMEDY)
        ) from None
    problems = list(_problems(document, where))
    if problems:
        raise InputError(problems)
    return _facts(document)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        made.twice = tuple(name for name, n in counted.items() if n > 1)
    return made


def _whole(text: str) -> int:
    return int(_not_too_long(text))


def _number(text: str) -> int | Fraction:
    """Exactly what is written; 12.0 is the whole number 12."""
    _, _, exponent = _not_too_long(text).lower().partition("e")
    if exponent and abs(int(exponent)) > LONGEST_NUMBER:
        raise ValueError(f"a number of more than {LONGEST_NUMBER} places")
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def _not_too_long(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of more than {LONGEST_NUMBER} places")
    return text


def _problems(document: Any, where: str) -> Iterator[Problem]:
    if not isinstance(document, _Object):
        yield Problem("holds no facts", where, "one JSON object", _kind(document), _REMEDY)
        return
    yield from _name_problems(document, NAMES, where)
    if not _is_whole(document.get("threshold")) or document["threshold"] < 1:
        yield _wrong(f"{where}: threshold", "a whole number from 1", document.get("threshold"))
    if not isinstance(document.get("zeros_shown"), bool):
        yield _wrong(f"{where}: zeros_shown", "true or false", document.get("zeros_shown"))
    cells = document.get("cells")
    yield from _cell_problems(cells, where)
    known = cells if isinstance(cells, _Object) else None
    for name, members in LISTS.items():
        entries = document.get(name, [])
        if not isinstance(entries, list):
            yield _wrong(f"{where}: {name}", "a list", entries)
            continue
        for number, entry in enumerate(entries, start=1):
            yield from _entry_problems(entry, members, known, f"{where}: {name}, number {number}")
    if "truth" in document:
        yield from _truth_problems(document["truth"], known, where)
    yield from _unpublished_problems(document.get("unpublished", []), known, where)


def _name_problems(found: _Object, known: tuple[str, ...], where: str) -> Iterator[Problem]:
    for name in found.twice:
        yield Problem(
            "a name stands twice in one object", f"{where}: {printable(name)}", remedy=_REMEDY
        )
    for name in found:
        if known and name not in known:
            yield Problem(
                "unknown name", f"{where}: {printable(name)}", remedy=nearest(name[:40], known)
            )


def _cell_problems(cells: Any, where: str) -> Iterator[Problem]:
    if not isinstance(cells, _Object):
        yield _wrong(f"{where}: cells", "names, each with a count or null", cells)
        return
    yield from _name_problems(cells, (), f"{where}: cells")
    for name, value in cells.items():
        if value is not None and not _is_count(value):
            place = f"{where}: cells, {printable(name)}"
            yield _wrong(place, "a whole number from 0, or null when hidden", value)


def _entry_problems(
    entry: Any, members: Mapping[str, str], cells: _Object | None, place: str
) -> Iterator[Problem]:
    if not isinstance(entry, _Object):
        yield _wrong(place, f"an object with {', '.join(members)}", entry)
        return
    yield from _name_problems(entry, tuple(members), place)
    for name, expected in members.items():
        if name not in entry:
            yield Problem("a name is missing", f"{place}: {name}", expected, remedy=_REMEDY)
        elif not _FORMS[expected](entry[name]):
            yield _wrong(f"{place}: {name}", expected, entry[name])
        elif cells is not None and "cell" in expected:
            named = entry[name] if isinstance(entry[name], list) else [entry[name]]
            for cell in named:
                if cell not in cells:
                    yield _not_a_cell(f"{place}: {name}", cell)


def _truth_problems(truth: Any, cells: _Object | None, where: str) -> Iterator[Problem]:
    if not isinstance(truth, _Object):
        yield _wrong(f"{where}: truth", "names of hidden cells, each with its count", truth)
        return
    yield from _name_problems(truth, (), f"{where}: truth")
    for name, value in truth.items():
        place = f"{where}: truth, {printable(name)}"
        if not _is_count(value):
            yield _wrong(place, "a whole number from 0", value)
        if cells is not None and name not in cells:
            yield _not_a_cell(f"{where}: truth", name)
        elif cells is not None and cells[name] is not None:
            yield Problem("is a shown cell", place, "the name of a hidden cell", remedy=_REMEDY)


def _unpublished_problems(names: Any, cells: _Object | None, where: str) -> Iterator[Problem]:
    place = f"{where}: unpublished"
    if not isinstance(names, list) or not all(map(_is_name, names)):
        yield _wrong(place, "a list of names of hidden cells", names)
        return
    for name in names:
        if cells is not None and name not in cells:
            yield _not_a_cell(place, name)
        elif cells is not None and cells[name] is not None:
            where_it_is = f"{place}, {printable(name)}"
            yield Problem("is a shown cell", where_it_is, "a hidden cell", remedy=_REMEDY)


def _not_a_cell(place: str, name: str) -> Problem:
    return Problem(
        "names a cell that is not in `cells`", place, "a name in `cells`", printable(name), _REMEDY
    )


def _wrong(place: str, expected: str, found: Any) -> Problem:
    return Problem("is not of the expected form", place, expected, _kind(found), _REMEDY)


def _kind(found: Any) -> str:
    """What stands there, in one word or a number; never a whole structure."""
    if isinstance(found, bool | None):
        return {True: "true", False: "false", None: "nothing or null"}[found]
    if isinstance(found, int | Fraction):
        return printable(str(float(found)) if isinstance(found, Fraction) else str(found), 20)
    if isinstance(found, str):
        return f"the text {printable(found, 20)}"
    return "a list" if isinstance(found, list) else "an object"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_whole(value) and value >= 0


def _is_share(value: Any) -> bool:
    return (_is_whole(value) or isinstance(value, Fraction)) and value >= 0


def _is_name(value: Any) -> bool:
    return isinstance(value, str)


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_name, value))


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "a cell": _is_name,
    "a list of cells, at least one": _is_list_of_names,
    "a number from 0": _is_share,
    "a whole number": _is_whole,
}


def _facts(document: Mapping[str, Any]) -> Facts:
    return Facts(
        threshold=document["threshold"],
        zeros_shown=document["zeros_shown"],
        cells=document["cells"],
        sums=tuple(KnownSum(e["total"], tuple(e["parts"])) for e in document.get("sums", ())),
        rates=tuple(_rate(entry) for entry in document.get("rates", ())),
        differences=tuple(KnownDifference(**entry) for entry in document.get("differences", ())),
        truth=document.get("truth"),
        unpublished=frozenset(document.get("unpublished", ())),
    )


def _rate(entry: Mapping[str, Any]) -> KnownRate:
    value, half_step = Fraction(entry["value"]), Fraction(entry["half_step"])
    return KnownRate(entry["numerator"], entry["denominator"], value - half_step, value + half_step)
